"""The database as the queue: which rows wait, and writing what was decided about them.

Owns: the statements. Locks what it reads until the transaction ends: PostgreSQL passes over rows that another dispatcher holds
(SKIP LOCKED), SQLite lets one writer in at a time. Decides nothing.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, insert, or_, select, text, update
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
    state: str
    folds: int
    attempt: int
    lapses: int


_reminder, _delivery = table(Reminder), table(Delivery)
_r, _d = _reminder.c, _delivery.c
_now: BindParameter[Any] = bindparam("now")
_most: BindParameter[Any] = bindparam("most")
_due_columns = (
    _r.id,
    _r.participant_id,
    _r.kind,
    _r.identity,
    _r.subject,
    _r.due_at,
    _r.expires_at,
)
# Written out as in the partial indexes: with a placeholder neither database knows that such an index will do.
_is_due = (text("reminder.state = 'planned'"), _r.due_at <= _now)
_is_waiting = (text("delivery.state IN ('open', 'leased')"), _d.ready_at <= _now)
_due = (
    select(*_due_columns)
    .where(*_is_due, _r.expires_at > _now)
    .order_by(_r.due_at)
    .limit(_most)
    .with_for_update(skip_locked=True)
)
_due_for = (
    select(*_due_columns)
    .where(*_is_due, _r.expires_at > _now)
    .where(_r.participant_id.in_(bindparam("people", expanding=True)))
    .where(_r.id.not_in(bindparam("taken", expanding=True)))
    .with_for_update(skip_locked=True)
)
_waiting = (
    select(
        *_due_columns,
        _d.id.label("delivery"),
        _d.subscription_id,
        _d.state,
        _d.folds,
        _d.attempt,
        _d.lapses,
    )
    .join(_delivery, _r.id == _d.reminder_id)
    .where(*_is_waiting, _d.expires_at > _now)
    .order_by(_d.ready_at)
    .limit(_most)
    .with_for_update(of=_delivery, skip_locked=True)
)
_passed_reminders = select(_r.id).where(*_is_due, _r.expires_at <= _now).limit(_most).with_for_update(skip_locked=True)
_passed_deliveries = (
    select(_d.id).where(*_is_waiting, _d.expires_at <= _now).limit(_most).with_for_update(skip_locked=True)
)
_is_anything = select(
    or_(select(_r.id).where(*_is_due).exists(), select(_d.id).where(*_is_waiting).exists()),
    or_(
        select(_r.id).where(*_is_due, _r.expires_at <= _now).exists(),
        select(_d.id).where(*_is_waiting, _d.expires_at <= _now).exists(),
    ),
)
_change_reminders = (
    update(_reminder)
    .where(_r.id.in_(bindparam("rows", expanding=True)))
    .values({name: bindparam(f"new_{name}") for name in ("state", "cause", "changed_at", "offered_at", "answered_at")})
)
_change_delivery = update(_delivery).where(_d.id == bindparam("row"))
_unfold = (
    update(_delivery)
    .where(_d.folded_into == bindparam("lead"))
    .values(state=DeliveryState.OPEN, folded_into=None, ready_at=bindparam("at"))
)


class Outcome(NamedTuple):
    """What becomes of a due reminder."""

    state: ReminderState
    cause: Cause | None = None
    offered_at: datetime | None = None
    answered_at: datetime | None = None


@dataclass
class Changes:
    """What one claim writes."""

    reminders: dict[Outcome, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    new: list[dict[str, Any]] = field(default_factory=list)
    leased_again: list[dict[str, Any]] = field(default_factory=list)
    ended: list[dict[str, Any]] = field(default_factory=list)
    unfolded: list[dict[str, Any]] = field(default_factory=list)

    def store(self, session: Session, *, now: datetime) -> None:
        """Write them; a delivery before those that are folded into it."""
        connection = session.connection()
        for outcome, rows in self.reminders.items():
            values = {f"new_{name}": value for name, value in outcome._asdict().items()}
            connection.execute(_change_reminders, {"rows": rows, "new_changed_at": now, **values})
        for statement, changes in (
            (_change_delivery, self.leased_again),
            (_change_delivery, self.ended),
            (_unfold, self.unfolded),
            (insert(_delivery), [row for row in self.new if row["folded_into"] is None]),
            (insert(_delivery), [row for row in self.new if row["folded_into"] is not None]),
        ):
            if changes:
                connection.execute(statement, changes)


class Found(NamedTuple):
    """What a look at the queue shows: something due or to be tried again; something whose time has passed."""

    is_due: bool
    has_passed: bool


def look(session: Session, *, now: datetime) -> Found:
    """Whether there is anything to do."""
    row = session.connection().execute(_is_anything, {"now": now}).one()
    return Found(bool(row[0]), bool(row[1]))


def due(session: Session, *, most: int, now: datetime) -> list[Due]:
    """Reminders to be offered, the longest due first, locked."""
    return [Due(*row) for row in session.connection().execute(_due, {"now": now, "most": most})] if most else []


def also_due(session: Session, people: Sequence[UUID], *, taken: Sequence[UUID], now: datetime) -> list[Due]:
    """All other due reminders of these people, locked."""
    if not people:
        return []
    found = session.connection().execute(_due_for, {"now": now, "people": list(people), "taken": list(taken)})
    return [Due(*row) for row in found]


def waiting(session: Session, *, most: int, now: datetime) -> list[Waiting]:
    """Deliveries whose next try has come or whose lease has lapsed, locked."""
    found = session.connection().execute(_waiting, {"now": now, "most": most})
    return [
        Waiting(
            reminder=Due(row.id, row.participant_id, row.kind, row.identity, row.subject, row.due_at, row.expires_at),
            delivery=row.delivery,
            subscription_id=row.subscription_id,
            state=row.state,
            folds=row.folds,
            attempt=row.attempt,
            lapses=row.lapses,
        )
        for row in found
    ]


def close_what_passed(session: Session, *, now: datetime) -> int:
    """Write down up to `AT_ONCE` reminders and as many deliveries whose time has passed. Gives how many there were."""
    passed, connection, changes = {"now": now, "most": AT_ONCE}, session.connection(), Changes()
    reminders = list(connection.scalars(_passed_reminders, passed))
    if reminders:
        changes.reminders[Outcome(ReminderState.MISSED, Cause.NOT_RUNNING)] = reminders
    expired = {"state": DeliveryState.EXPIRED}
    changes.ended = [{"row": row, **expired} for row in connection.scalars(_passed_deliveries, passed)]
    changes.store(session, now=now)
    return len(reminders) + len(changes.ended)
