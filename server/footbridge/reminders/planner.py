"""Bringing the stored reminders to what the facts want, for a few people at a time.

Owns: who is looked at next, and the reconciling: facts decide the wanted set; a reminder that was cancelled or done and never
offered comes back with its generation raised, an offered one never. After an outage, what passed meanwhile is written down as
missed. Repeating it changes nothing. Sends nothing and commits nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.orm import Session

from footbridge.db.upsert import upserts
from footbridge.feed.models import FeedCounter
from footbridge.kernel.ids import new_id
from footbridge.reminders import facts
from footbridge.reminders.facts import Answer, Known
from footbridge.reminders.models import Reminder, ReminderPlan, ReminderState, table
from footbridge.reminders.policy import HORIZON, LOOK_BACK, Cause, Planned, Standing, plan, why_not

AT_ONCE = 25
"""People planned in one transaction: a few milliseconds each at most, so that phones that save don't wait."""
REFRESH = timedelta(hours=24)
"""Somebody planned less far ahead than this is planned again."""

STANDING = {
    ReminderState.PLANNED: Standing.PLANNED,
    ReminderState.CANCELLED: Standing.DROPPED,
    ReminderState.DONE: Standing.DROPPED,
    ReminderState.OFFERED: Standing.SETTLED,
    ReminderState.MISSED: Standing.SETTLED,
}

_asked_for = (
    select(FeedCounter.participant_id, FeedCounter.replan_from)
    .where(FeedCounter.replan_from.is_not(None))
    .order_by(FeedCounter.replan_from)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_running_out = (
    select(FeedCounter.participant_id)
    .join(ReminderPlan, ReminderPlan.participant_id == FeedCounter.participant_id)
    .where(ReminderPlan.planned_until < bindparam("soon"))
    .order_by(ReminderPlan.planned_until)
    .limit(bindparam("most"))
    .with_for_update(of=FeedCounter, skip_locked=True)
)
_is_needed = select(
    or_(
        select(table(FeedCounter).c.participant_id).where(table(FeedCounter).c.replan_from.is_not(None)).exists(),
        select(table(ReminderPlan).c.participant_id)
        .where(table(ReminderPlan).c.planned_until < bindparam("soon"))
        .exists(),
    )
)
_plans = select(ReminderPlan.participant_id, ReminderPlan.planned_until).where(
    ReminderPlan.participant_id.in_(bindparam("people", expanding=True))
)
_r = table(Reminder).c
_standing_rows = select(
    _r.id,
    _r.participant_id,
    _r.identity,
    _r.subject,
    _r.state,
    _r.due_at,
    _r.expires_at,
    _r.answered_at,
    _r.generation,
).where(_r.participant_id.in_(bindparam("people", expanding=True)), _r.expires_at > bindparam("since"))
# A dispatcher may have offered it since it was read: then it is not ours to change any more.
_unchanged = update(table(Reminder)).where(_r.id == bindparam("row"), _r.state == bindparam("was"))
_answered = (
    update(table(Reminder))
    .where(
        _r.id == bindparam("row"),
        _r.participant_id == bindparam("person"),
        _r.answered_at.is_(None),
    )
    .values(answered_at=bindparam("at"), changed_at=bindparam("changed"))
)
_keep_plan = upserts(table(ReminderPlan), key=("participant_id",))


class _Stored(NamedTuple):
    """A reminder as it is stored."""

    id: UUID
    participant_id: UUID
    identity: str
    subject: UUID | None
    state: str
    due_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    generation: int


@dataclass(frozen=True, slots=True)
class _Turn:
    """One person's turn: where planning had come, and from when on it looks."""

    participant_id: UUID
    planned_until: datetime | None
    since: datetime


def needs_planning(session: Session, *, now: datetime) -> bool:
    """Whether anybody's reminders have to be looked at."""
    return bool(session.connection().scalar(_is_needed, {"soon": now + REFRESH}))


def plan_some(session: Session, *, now: datetime) -> int:
    """Plan for up to `AT_ONCE` people who need it, those first whose facts have changed. Gives how many; 0 when nobody does."""
    asked = {row.participant_id: row.replan_from for row in session.execute(_asked_for, {"most": AT_ONCE})}
    left = AT_ONCE - len(asked)
    running_out = session.scalars(_running_out, {"soon": now + REFRESH, "most": left}) if left else ()
    people = sorted({*asked, *running_out})
    if not people:
        return 0
    planned = {row.participant_id: row.planned_until for row in session.execute(_plans, {"people": people})}
    turns = [_turn(one, planned.get(one), asked.get(one), now) for one in people]
    _reconcile(session, turns, now)
    session.execute(
        _keep_plan[session.get_bind().dialect.name],
        [{"participant_id": one, "planned_until": now + HORIZON} for one in people],
    )
    session.execute(update(FeedCounter).where(FeedCounter.participant_id.in_(people)).values(replan_from=None))
    return len(people)


def _turn(person: UUID, planned_until: datetime | None, asked_from: datetime | None, now: datetime) -> _Turn:
    since = min(now, planned_until or now, asked_from or now)
    return _Turn(person, planned_until, max(since, now - LOOK_BACK))


def _reconcile(session: Session, turns: Sequence[_Turn], now: datetime) -> None:
    people = [turn.participant_id for turn in turns]
    since = min(turn.since for turn in turns)
    until = now + HORIZON + timedelta(minutes=facts.MOST_AHEAD_MIN)
    known = facts.load(session, people, since=since, until=until)
    rows: dict[UUID, list[_Stored]] = {person: [] for person in people}
    for row in session.connection().execute(_standing_rows, {"people": people, "since": since}):
        rows[row.participant_id].append(_Stored(*row))
    changes = _Changes(now)
    changes.answered(facts.answers(session, people, since=since))
    for turn in turns:
        person = known.get(turn.participant_id)
        if person is None:
            changes.cancel_all(rows[turn.participant_id], Cause.ACCOUNT_CLOSED)
        else:
            changes.for_one(turn, person, rows[turn.participant_id])
    changes.store(session)


class _Changes:
    """What has to be written so that the rows say what the facts want."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._new: list[dict[str, Any]] = []
        self._updates: list[dict[str, Any]] = []
        self._answers: list[dict[str, Any]] = []

    def for_one(self, turn: _Turn, known: Known, rows: Sequence[_Stored]) -> None:
        """Compare one person's rows with their plan."""
        history = {row.identity: STANDING[ReminderState(row.state)] for row in rows}
        knowledge = known.facts(history, turn.planned_until)
        wanted = {one.identity: one for one in plan(knowledge, self._now, since=turn.since)}
        by_identity = {row.identity: row for row in rows}
        for one in wanted.values():
            row = by_identity.get(one.identity)
            if row is None:
                self._first_time(turn, one)
            else:
                self._again(row, one)
        for row in rows:
            is_dropped = row.identity not in wanted and row.expires_at > self._now
            if row.state == ReminderState.PLANNED and is_dropped:
                self._change(row, state=ReminderState.CANCELLED, cause=why_not(row.identity, row.subject, knowledge))

    def answered(self, answers: Sequence[Answer]) -> None:
        """Check-ins that name the reminder they answer."""
        for one in answers:
            self._answers.append(
                {"row": one.reminder, "person": one.participant_id, "at": one.at, "changed": self._now}
            )

    def cancel_all(self, rows: Sequence[_Stored], cause: Cause) -> None:
        """Nothing is owed any more."""
        for row in rows:
            if row.state == ReminderState.PLANNED:
                self._change(row, state=ReminderState.CANCELLED, cause=cause)

    def store(self, session: Session) -> None:
        """Write it, in few statements."""
        if self._new:
            session.connection().execute(insert(table(Reminder)), self._new)
        by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for change in self._updates:
            by_columns.setdefault(tuple(change), []).append(change)
        for changes in by_columns.values():
            session.connection().execute(_unchanged, changes)
        if self._answers:
            session.connection().execute(_answered, self._answers)

    def _first_time(self, turn: _Turn, one: Planned) -> None:
        if one.done_at is not None:
            return
        passed = one.expires_at <= self._now
        if passed and (turn.planned_until is None or one.due_at <= turn.planned_until):
            return  # a fact that came late about the past: nobody waited for this
        self._new.append(
            {
                "id": new_id(),
                "participant_id": turn.participant_id,
                "kind": one.kind,
                "identity": one.identity,
                "subject": one.subject,
                "due_at": one.due_at,
                "expires_at": one.expires_at,
                "state": ReminderState.MISSED if passed else ReminderState.PLANNED,
                "cause": Cause.NOT_RUNNING if passed else None,
                "generation": 1,
                "planned_at": self._now,
                "changed_at": self._now,
            }
        )

    def _again(self, row: _Stored, one: Planned) -> None:
        passed = one.expires_at <= self._now
        match ReminderState(row.state):
            case ReminderState.PLANNED if one.done_at is not None:
                self._change(row, state=ReminderState.DONE, cause=Cause.ALREADY_DONE, answered_at=one.done_at)
            case ReminderState.PLANNED if not passed and (row.due_at, row.expires_at) != (one.due_at, one.expires_at):
                self._change(row, due_at=one.due_at, expires_at=one.expires_at)
            case ReminderState.CANCELLED | ReminderState.DONE if one.done_at is None and not passed:
                self._change(
                    row,
                    state=ReminderState.PLANNED,
                    cause=None,
                    answered_at=None,
                    generation=row.generation + 1,
                    due_at=one.due_at,
                    expires_at=one.expires_at,
                )
            case ReminderState.OFFERED if one.done_at is not None and row.answered_at is None:
                self._change(row, answered_at=one.done_at)
            case _:
                pass

    def _change(self, row: _Stored, **values: object) -> None:
        self._updates.append({"row": row.id, "was": row.state, "changed_at": self._now, **values})
