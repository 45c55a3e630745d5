"""What became of a reminder, told in plain words.

Owns: reading reminder and deliveries as a story with its instants. Changes nothing. Speaks of phones by number: the ledger holds
no name of anything.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from footbridge.kernel.errors import NotFound
from footbridge.kernel.instants import format_instant
from footbridge.reminders.models import Delivery, DeliveryState, Reminder, ReminderState
from footbridge.reminders.policy import Cause

BECAUSE = {
    Cause.ALREADY_DONE: "it was already done",
    Cause.SWITCHED_OFF: "this time, lead or kind is not chosen any more",
    Cause.APPOINTMENT_CANCELLED: "the appointment was cancelled or is not theirs any more",
    Cause.APPOINTMENT_MOVED: "the appointment was moved",
    Cause.NOT_RUNNING: "no dispatcher was at work while it was of use",
    Cause.NO_DEVICE: "no signed-in phone had reminders turned on",
    Cause.ACCOUNT_CLOSED: "the account was closed",
}


class UnknownReminder(NotFound):
    """The ledger has no such reminder."""

    slug = "unknown-reminder"
    title = "There is no such reminder"


def explain(session: Session, reminder_id: UUID) -> str:
    """The story of one reminder, a line for each thing that happened, in order. Instants are UTC.

    Raises:
        UnknownReminder: there is none.
    """
    reminder = session.get(Reminder, reminder_id)
    if reminder is None:
        raise UnknownReminder("No reminder has this id.")
    rows = session.scalars(
        select(Delivery).where(Delivery.reminder_id == reminder_id).order_by(Delivery.made_at, Delivery.id)
    ).all()
    spoke = {
        row.id: row for row in session.scalars(select(Delivery).where(Delivery.id.in_([r.folded_into for r in rows])))
    }
    lines = [f"{reminder.kind}: {reminder.identity}", *_reminder_lines(reminder)]
    for number, row in enumerate(rows, start=1):
        lines += [f"phone {number}: {line}" for line in _delivery_lines(row, spoke.get(row.folded_into or row.id))]
    return "\n".join(lines)


def _reminder_lines(reminder: Reminder) -> Iterator[str]:
    yield _at(reminder.planned_at, f"planned for {_time(reminder.due_at)}, of use until {_time(reminder.expires_at)}")
    if reminder.generation > 1:
        yield f"dropped and planned again {reminder.generation - 1} times"
    because = BECAUSE[Cause(reminder.cause)] if reminder.cause else ""
    match ReminderState(reminder.state):
        case ReminderState.PLANNED:
            yield "waits until it is due"
        case ReminderState.CANCELLED:
            yield _at(reminder.changed_at, f"dropped: {because}")
        case ReminderState.DONE:
            yield _at(reminder.changed_at, f"not sent: {because}")
        case ReminderState.MISSED:
            yield _at(reminder.changed_at, f"missed: {because}")
        case ReminderState.OFFERED:
            yield _at(reminder.offered_at, "offered to each phone")
    if reminder.answered_at is not None:
        yield _at(reminder.answered_at, "done")


def _delivery_lines(row: Delivery, spoke: Delivery | None) -> Iterator[str]:
    if row.state == DeliveryState.FOLDED and spoke is not None:
        yield "told in one notice with others that waited"
        yield from _delivery_lines(spoke, None)
        return
    for instant, what in (
        (row.sent_at, f"sent, try {row.attempt}"),
        (row.accepted_at, "taken by the push service"),
        (row.shown_at, "shown"),
        (row.opened_at, "opened"),
    ):
        if instant is not None:
            yield _at(instant, what)
    match DeliveryState(row.state):
        case DeliveryState.OPEN:
            yield _at(row.ready_at, f"next try, after: {row.reason or 'stopped before sending'}")
        case DeliveryState.LEASED:
            yield _at(row.ready_at, "being sent; taken again if not settled by then")
        case DeliveryState.FAILED | DeliveryState.SKIPPED:
            words = BECAUSE[Cause(row.reason)] if row.reason in list(Cause) else row.reason
            yield f"{row.state}: {words} {row.status or ''}".rstrip()
        case DeliveryState.EXPIRED:
            yield f"its time passed before it could be sent{': ' if row.reason else ''}{row.reason}"
        case _:
            pass


def _at(instant: datetime | None, what: str) -> str:
    return what if instant is None else f"{_time(instant)} {what}"


def _time(instant: datetime) -> str:
    return format_instant(instant).replace(".000Z", "Z")
