"""A claimed delivery as the notification that its phone will show.

Owns: words, address and names in it. Pure: it is told everything.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from footbridge.push.payload import Notice, opaque_name
from footbridge.push.sending import Urgency
from footbridge.push.service import Knockable
from footbridge.reminders import wording
from footbridge.reminders.policy import Kind, Wording

SEVERAL = "several"
"""The kind of a notice that stands for more than one reminder."""

URGENCY = {Kind.APPOINTMENT: Urgency.HIGH, Kind.CHECK_IN: Urgency.NORMAL}


class Claimed(NamedTuple):
    """A delivery that this dispatcher holds. `tells` counts the reminders it stands for; `starts` is when and where (in which
    zone) its appointment begins.
    """

    delivery: UUID
    reminder: UUID
    kind: Kind
    subject: UUID | None
    expires_at: datetime
    attempt: int
    tells: int
    phone: Knockable
    language: str
    wording: Wording
    starts: tuple[datetime, ZoneInfo] | None


def notice_of(claimed: Claimed, *, base_url: str, secret: bytes) -> Notice:
    """The notification. `secret` keys the opaque name under which a repeat replaces it."""
    return Notice(
        kind=SEVERAL if claimed.tells > 1 else claimed.kind,
        title=wording.TITLE,
        body=_body(claimed),
        language=claimed.language,
        navigate=base_url + _path(claimed),
        tag=opaque_name(secret, claimed.reminder, claimed.phone.id),
        delivery=claimed.delivery,
        reminder=claimed.reminder,
        expires_at=claimed.expires_at,
    )


def _body(claimed: Claimed) -> str:
    if claimed.tells > 1:
        return wording.several(claimed.tells, claimed.language)
    if claimed.wording is Wording.NEUTRAL:
        return wording.reminder(claimed.language)
    if claimed.starts is not None:
        return wording.something_at(*claimed.starts, claimed.language)
    return wording.time_to_check_in(claimed.language)


def _path(claimed: Claimed) -> str:
    if claimed.tells > 1:
        return "/"
    match claimed.kind:
        case Kind.CHECK_IN:
            return f"/check-in?from={claimed.reminder}"
        case Kind.APPOINTMENT:
            return f"/schedule/{claimed.subject}"
