"""The database as the queue: which rows wait, and writing what was decided about them.

Owns: the statements. Locks what it reads until the transaction ends: PostgreSQL passes over rows that another dispatcher holds
(SKIP LOCKED), SQLite lets one writer in at a time. Decides nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, insert, or_, select, update
from sqlalchemy.orm import Session

from footbridge.reminders.models import Delivery, DeliveryState, Reminder, ReminderState, table
from footbridge.reminders.policy import Cause

AT_ONCE = 100
"""Rows in one transaction: 8-11 ms on SQLite. One commit for each row would make phones that save wait over a second."""


class Due(NamedTuple):
    """A reminder that is due."""

    id: UUID
    participant_id: UUID
    kind: str
    identity: str
    subject: UUID | None
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that was begun before, and its reminder."""

    reminder: Due
    delivery: UUID
    subscription_id: UUID | None
    token: str
    state: str
    folds: int
    attempt: int
    lapses: int


_reminder, _delivery = table(Reminder), table(Delivery)
_now: BindParameter[Any] = bindparam("now")
_most: BindParameter[Any] = bindparam("most")
_due_columns = (
    Reminder.id,
    Reminder.participant_id,
    Reminder.kind,
    Reminder.identity,
    Reminder.subject,
    Reminder.due_at,
    Reminder.expires_at,
)
_is_due = (Reminder.state == ReminderState.PLANNED, Reminder.due_at <= _now)
_is_waiting = (Delivery.state.in_([DeliveryState.OPEN, DeliveryState.LEASED]), Delivery.ready_at <= _now)
_due = (
    select(*_due_columns)
    .where(*_is_due, Reminder.expires_at > _now)
    .order_by(Reminder.due_at)
    .limit(_most)
    .with_for_update(skip_locked=True)
)
_due_for = (
    select(*_due_columns)
    .where(*_is_due, Reminder.expires_at > _now)
    .where(Reminder.participant_id.in_(bindparam("people", expanding=True)))
    .where(Reminder.id.not_in(bindparam("taken", expanding=True)))
    .with_for_update(skip_locked=True)
)
_waiting = (
    select(
        *_due_columns,
        Delivery.id.label("delivery"),
        Delivery.subscription_id,
        Delivery.token,
        Delivery.state,
        Delivery.folds,
        Delivery.attempt,
        Delivery.lapses,
    )
    .join(Reminder, Reminder.id == Delivery.reminder_id)
    .where(*_is_waiting, Delivery.expires_at > _now)
    .order_by(Delivery.ready_at)
    .limit(_most)
    .with_for_update(of=Delivery, skip_locked=True)
)
_passed_reminders = (
    select(Reminder.id).where(*_is_due, Reminder.expires_at <= _now).limit(_most).with_for_update(skip_locked=True)
)
_passed_deliveries = (
    select(Delivery.id).where(*_is_waiting, Delivery.expires_at <= _now).limit(_most).with_for_update(skip_locked=True)
)
_change_reminder = update(_reminder).where(_reminder.c.id == bindparam("row"))
_change_delivery = update(_delivery).where(_delivery.c.id == bindparam("row"))
_unfold = (
    update(_delivery)
    .where(_delivery.c.folded_into == bindparam("lead"))
    .values(state=DeliveryState.OPEN, folded_into=None, ready_at=bindparam("at"))
)


@dataclass
class Changes:
    """What one claim writes."""

    reminders: list[dict[str, Any]] = field(default_factory=list)
    new: list[dict[str, Any]] = field(default_factory=list)
    leased_again: list[dict[str, Any]] = field(default_factory=list)
    ended: list[dict[str, Any]] = field(default_factory=list)
    unfolded: list[dict[str, Any]] = field(default_factory=list)

    def store(self, session: Session) -> None:
        """Write them; a delivery before those that are folded into it."""
        connection = session.connection()
        for statement, rows in (
            (_change_reminder, self.reminders),
            (_change_delivery, self.leased_again),
            (_change_delivery, self.ended),
            (_unfold, self.unfolded),
            (insert(_delivery), [row for row in self.new if row["folded_into"] is None]),
            (insert(_delivery), [row for row in self.new if row["folded_into"] is not None]),
        ):
            if rows:
                connection.execute(statement, rows)


def has_due(session: Session, *, now: datetime) -> bool:
    """Whether anything is due, waits for its next try, or has passed and is to be written down."""
    is_there = select(
        or_(select(Reminder.id).where(*_is_due).exists(), select(Delivery.id).where(*_is_waiting).exists())
    )
    return bool(session.scalar(is_there, {"now": now}))


def due(session: Session, *, most: int, now: datetime) -> list[Due]:
    """Reminders to be offered, the longest due first, locked."""
    return [Due(*row) for row in session.execute(_due, {"now": now, "most": most})] if most else []


def also_due(session: Session, people: Sequence[UUID], *, taken: Sequence[UUID], now: datetime) -> list[Due]:
    """All other due reminders of these people, locked."""
    if not people:
        return []
    found = session.execute(_due_for, {"now": now, "people": list(people), "taken": list(taken)})
    return [Due(*row) for row in found]


def waiting(session: Session, *, most: int, now: datetime) -> list[Waiting]:
    """Deliveries whose next try has come or whose lease has lapsed, locked."""
    found = session.execute(_waiting, {"now": now, "most": most})
    return [
        Waiting(
            reminder=Due(row.id, row.participant_id, row.kind, row.identity, row.subject, row.due_at, row.expires_at),
            delivery=row.delivery,
            subscription_id=row.subscription_id,
            token=row.token,
            state=row.state,
            folds=row.folds,
            attempt=row.attempt,
            lapses=row.lapses,
        )
        for row in found
    ]


def close_what_passed(session: Session, *, now: datetime) -> int:
    """Write down up to `AT_ONCE` reminders and as many deliveries whose time has passed. Gives how many there were."""
    passed = {"now": now, "most": AT_ONCE}
    missed = {"state": ReminderState.MISSED, "cause": Cause.NOT_RUNNING, "changed_at": now}
    reminders = [{"row": row, **missed} for row in session.scalars(_passed_reminders, passed)]
    deliveries = [{"row": row, "state": DeliveryState.EXPIRED} for row in session.scalars(_passed_deliveries, passed)]
    Changes(reminders=reminders, ended=deliveries).store(session)
    return len(reminders) + len(deliveries)
