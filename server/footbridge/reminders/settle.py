"""Writing down what became of the sendings of one batch, and what phones report later.

Owns: the ways a delivery moves on. Only what this dispatcher still holds is settled: the statement itself asks for the lease's
owner and attempt. States only move forward: a phone may say "shown" before the push service's answer is written down. Commits
nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
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


@dataclass(frozen=True, slots=True)
class Sent:
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
_mine = (
    update(_delivery)
    .where(
        _delivery.c.id == bindparam("row"),
        _delivery.c.owner == bindparam("by"),
        _delivery.c.attempt == bindparam("try"),
    )
    .values(
        state=case((_is_held, bindparam("moved_to")), else_=_delivery.c.state),
        ready_at=case((_is_held, bindparam("again_at", type_=_instant)), else_=_delivery.c.ready_at),
        status=bindparam("answered"),
        reason=bindparam("because"),
        sent_at=func.coalesce(bindparam("tried_at", type_=_instant), _delivery.c.sent_at),
        accepted_at=func.coalesce(_delivery.c.accepted_at, bindparam("taken_at", type_=_instant)),
    )
)


def settle(session: Session, owner: str, sendings: Sequence[Sent], *, now: datetime) -> None:
    """Write down these sendings of `owner`; those that another dispatcher has taken meanwhile are left to it."""
    if not sendings:
        return
    session.connection().execute(_mine, [_change(one, owner, now) for one in sendings])
    by_result: dict[Result, list[push.Knockable]] = {}
    for one in sendings:
        if one.answer is not None:
            by_result.setdefault(one.answer.result, []).append(one.claimed.phone)
    push.forget_address(session, by_result.get(Result.GONE, []))
    push.park(session, by_result.get(Result.STALE, []))


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


def _change(one: Sent, owner: str, now: datetime) -> dict[str, Any]:
    claimed, answer = one.claimed, one.answer
    state, again_at, reason = _next(one, now)
    return {
        "row": claimed.delivery,
        "by": owner,
        "try": claimed.attempt,
        "moved_to": state,
        "again_at": again_at,
        "answered": answer and answer.status,
        "because": reason[:80],
        "tried_at": one.sent_at if answer is not None else None,
        "taken_at": now if answer is not None and answer.result is Result.ACCEPTED else None,
    }


def _next(one: Sent, now: datetime) -> tuple[DeliveryState, datetime, str]:
    """Where this sending leads, when it may be tried again, and why."""
    expires_at, answer = one.claimed.expires_at, one.answer
    if answer is None:
        return (DeliveryState.EXPIRED if now >= expires_at else DeliveryState.OPEN), now, ""
    reason = answer.reason
    match answer.result:
        case Result.ACCEPTED:
            return DeliveryState.ACCEPTED, now, ""
        case Result.RETRY | Result.MISCONFIGURED:
            again_at = now + (answer.retry_after or backoff(one.claimed.attempt, jitter=one.jitter))
            state = DeliveryState.OPEN if again_at < expires_at else DeliveryState.FAILED
            return state, again_at, f"{answer.result} {reason}".rstrip()
        case Result.GONE | Result.STALE | Result.REFUSED:
            return DeliveryState.FAILED, now, f"{answer.result} {reason}".rstrip()
