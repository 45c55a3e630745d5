"""Writing down what became of the sendings of one batch, and what phones report later.

Owns: the ways a delivery moves on. Only what this dispatcher still holds is settled: the statement itself asks for the lease's
owner and attempt. States only move forward: a phone may say "shown" before the push service's answer is written down. Commits
nothing.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, case, func, update
from sqlalchemy.orm import Session

from footbridge.db.types import UtcDateTime
from footbridge.kernel.errors import NotFound
from footbridge.push import service as push
from footbridge.push.outcome import Answer, Result, backoff
from footbridge.reminders.models import Delivery, DeliveryState, table
from footbridge.reminders.notices import Claimed

STILL_SENDING = (DeliveryState.OPEN, DeliveryState.LEASED, DeliveryState.ACCEPTED, DeliveryState.EXPIRED)
"""From here a receipt moves a delivery on. An expired one too: the push service may have it from a try that timed out."""


class UnknownDelivery(NotFound):
    """No delivery has this id."""

    slug = "unknown-delivery"
    title = "We don't know this reminder"


class Sent(NamedTuple):
    """One sending of a claimed delivery. `answer` None: it was not sent, because its time or its lease had passed or the
    dispatcher was asked to stop. `jitter` from 0 to 1 spreads the next try.
    """

    claimed: Claimed
    sent_at: datetime
    answer: Answer | None
    jitter: float = 0.0


_delivery = table(Delivery)
_instant = UtcDateTime()
_is_held = _delivery.c.state == DeliveryState.LEASED
_mine = update(_delivery).where(
    _delivery.c.id == bindparam("row"),
    _delivery.c.owner == bindparam("by"),
    _delivery.c.attempt == bindparam("try"),
)
_accepted = _mine.values(
    state=case((_is_held, DeliveryState.ACCEPTED), else_=_delivery.c.state),
    status=bindparam("answered"),
    reason="",
    sent_at=bindparam("tried_at"),
    accepted_at=bindparam("taken_at"),
)
_otherwise = _mine.values(
    state=case((_is_held, bindparam("moved_to")), else_=_delivery.c.state),
    ready_at=case((_is_held, bindparam("again_at", type_=_instant)), else_=_delivery.c.ready_at),
    status=bindparam("answered"),
    reason=bindparam("because"),
    sent_at=func.coalesce(bindparam("tried_at", type_=_instant), _delivery.c.sent_at),
)


def settle(session: Session, owner: str, sendings: Sequence[Sent], *, now: datetime) -> None:
    """Write down these sendings of `owner`; those that another dispatcher has taken meanwhile are left to it."""
    if not sendings:
        return
    by_result: dict[Result | None, list[Sent]] = defaultdict(list)
    for one in sendings:
        by_result[None if one.answer is None else one.answer.result].append(one)
    accepted = by_result.pop(Result.ACCEPTED, [])
    others = [one for group in by_result.values() for one in group]
    for statement, changes in (
        (_accepted, [{**_held(one, owner), "tried_at": one.sent_at, "taken_at": now} for one in accepted]),
        (_otherwise, [{**_held(one, owner), **_next(one, now)} for one in others]),
    ):
        if changes:
            session.connection().execute(statement, changes)
    push.forget_address(session, [one.claimed.phone for one in by_result[Result.GONE]])
    push.park(session, [one.claimed.phone for one in by_result[Result.STALE]])


def receive(session: Session, delivery: UUID, event: str, *, at: datetime, now: datetime) -> None:
    """A phone says that it has shown or opened a delivery. Repeating it, or "shown" after "opened", changes nothing.

    `at` is by the phone's clock; it is kept between the making of the delivery and `now`.

    Raises:
        UnknownDelivery: there is none.
    """
    found = session.get(Delivery, delivery, with_for_update=True)
    if found is None:
        raise UnknownDelivery("We don't know this reminder.")
    happened_at = min(max(at, found.made_at), now)
    found.shown_at = found.shown_at or happened_at
    if event == DeliveryState.OPENED:
        found.opened_at = found.opened_at or happened_at
        found.state = DeliveryState.OPENED
    elif found.state in STILL_SENDING:
        found.state = DeliveryState.SHOWN
    session.flush()


def _held(one: Sent, owner: str) -> dict[str, Any]:
    claimed = one.claimed
    return {
        "row": claimed.delivery,
        "by": owner,
        "try": claimed.attempt,
        "answered": one.answer and one.answer.status,
    }


def _next(one: Sent, now: datetime) -> dict[str, Any]:
    """Where a sending leads that was not accepted, when it may be tried again, and why."""
    expires_at, answer = one.claimed.expires_at, one.answer
    if answer is None:
        state = DeliveryState.EXPIRED if now >= expires_at else DeliveryState.OPEN
        return {"moved_to": state, "again_at": now, "because": "", "tried_at": None}
    again_at, state = now, DeliveryState.FAILED
    if answer.result in {Result.RETRY, Result.MISCONFIGURED}:
        again_at += answer.retry_after or backoff(one.claimed.attempt, jitter=one.jitter)
        state = DeliveryState.OPEN if again_at < expires_at else DeliveryState.FAILED
    because = f"{answer.result} {answer.reason}".rstrip()[:80]
    return {"moved_to": state, "again_at": again_at, "because": because, "tried_at": one.sent_at}
