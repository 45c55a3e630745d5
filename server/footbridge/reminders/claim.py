"""Taking what is due: one batch, by lease, after asking the policy once more.

Owns: what becomes of each due reminder before anything is sent: leased to this dispatcher for each phone, told together after a
pause, or written down as not owed any more. A lease that nobody settles lapses and is taken again, so that each is offered at
least once. Commits nothing, sends nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from footbridge.kernel.ids import new_id
from footbridge.push.service import Knockable, knockable
from footbridge.reminders import facts
from footbridge.reminders.facts import Known
from footbridge.reminders.models import DeliveryState, ReminderState
from footbridge.reminders.notices import Claimed
from footbridge.reminders.policy import Cause, Kind, Planned, Standing, plan, why_not
from footbridge.reminders.queue import AT_ONCE, Changes, Due, Outcome, Waiting, also_due, due, waiting

LEASE = timedelta(seconds=60)
LATE = timedelta(minutes=10)
"""After a pause of the program this long, reminders that wait are told together."""
MOST_LAPSES = 5
"""A delivery during which dispatchers keep dying is given up, so that it can't stop the others."""


class Taken(NamedTuple):
    """What is to be sent, out of `of` reminders and deliveries that were looked at."""

    claimed: list[Claimed]
    of: int


def claim(session: Session, owner: str, *, now: datetime) -> Taken:
    """Lease up to `AT_ONCE` due reminders (a few more when several are told together) to `owner`, ready to be sent.

    What is not owed any more is written down as such instead. `now` is the database's clock.
    """
    again = waiting(session, most=AT_ONCE, now=now)
    fresh = due(session, most=AT_ONCE - len(again), now=now)
    late = sorted({one.participant_id for one in fresh if _is_late(one, now)})
    fresh += also_due(session, late, taken=[one.id for one in fresh], now=now)
    if not fresh and not again:
        return Taken([], 0)
    batch = _Batch(session, owner, [*fresh, *(one.reminder for one in again)], now)
    for one in again:
        batch.take_again(one)
    batch.take(fresh)
    batch.changes.store(session, now=now)
    return Taken(batch.taken, len(fresh) + len(again))


def _is_late(one: Due, now: datetime) -> bool:
    return now - one.due_at > LATE


class _Batch:
    """One batch, with all that is known of its people."""

    def __init__(self, session: Session, owner: str, reminders: Sequence[Due], now: datetime) -> None:
        self.changes = Changes()
        self.taken: list[Claimed] = []
        self._owner, self._now = owner, now
        mine: dict[UUID, list[str]] = defaultdict(list)
        for one in reminders:
            mine[one.participant_id].append(one.identity)
        until = now + timedelta(minutes=facts.MOST_AHEAD_MIN)
        kinds = {Kind(one.kind) for one in reminders}
        self._known = facts.load(session, list(mine), since=now, until=until, kinds=kinds)
        self._phones = knockable(session, mine, now=now)
        self._owed = {person: self._still_owed(person, identities) for person, identities in mine.items()}

    def take(self, fresh: Iterable[Due]) -> None:
        """Lease each reminder that is still owed, for each phone of its person."""
        owed: dict[UUID, list[Due]] = defaultdict(list)
        for one in fresh:
            cause, done_at = self._silenced(one)
            if cause is None:
                owed[one.participant_id].append(one)
            elif done_at is not None:
                self._note(one, Outcome(ReminderState.DONE, cause, answered_at=done_at))
            else:
                self._note(one, Outcome(ReminderState.CANCELLED, cause))
        for person, reminders in owed.items():
            self._offer(reminders, self._phones.get(person, []))

    def take_again(self, one: Waiting) -> None:
        """Lease a delivery once more, unless it is not owed any more, has nowhere to go, or keeps killing dispatchers."""
        cause, _ = self._silenced(one.reminder)
        if cause is not None and one.folds:
            # It spoke for others too, and they may still be owed.
            self.changes.unfolded.append({"lead": one.delivery, "at": self._now})
        phone = self._phone(one)
        lapses = one.lapses + (one.state == DeliveryState.LEASED)
        if cause is not None or phone is None:
            self._end(one, DeliveryState.SKIPPED, cause or Cause.NO_DEVICE)
        elif lapses >= MOST_LAPSES:
            self._end(one, DeliveryState.FAILED, "dispatchers died while sending it")
        else:
            attempt = one.attempt + 1
            lease = {"owner": self._owner, "ready_at": self._now + LEASE, "attempt": attempt, "lapses": lapses}
            self.changes.leased_again.append({"row": one.delivery, "state": DeliveryState.LEASED, **lease})
            self._hold(one.reminder, phone, one.delivery, attempt=attempt, folds=one.folds)

    def _still_owed(self, person: UUID, identities: Sequence[str]) -> dict[str, Planned]:
        known = self._known.get(person)
        if known is None:
            return {}
        history = dict.fromkeys(identities, Standing.PLANNED)
        return {one.identity: one for one in plan(known.facts(history), self._now, horizon=timedelta(0))}

    def _silenced(self, one: Due) -> tuple[Cause | None, datetime | None]:
        """Why this is not owed any more and, when it was done, since when; None when it is owed."""
        known = self._known.get(one.participant_id)
        if known is None:
            return Cause.ACCOUNT_CLOSED, None
        found = self._owed[one.participant_id].get(one.identity)
        if found is None:
            return why_not(one.identity, one.subject, known.facts({})), None
        return (None if found.done_at is None else Cause.ALREADY_DONE), found.done_at

    def _offer(self, reminders: Sequence[Due], phones: Sequence[Knockable]) -> None:
        offered = Outcome(ReminderState.OFFERED, offered_at=self._now)
        for one in reminders:
            self._note(one, offered if phones else Outcome(ReminderState.MISSED, Cause.NO_DEVICE))
        late = [one for one in reminders if _is_late(one, self._now)]
        # The last to expire speaks for all: its notice stays of use the longest.
        lead = max(late, key=lambda one: one.expires_at) if len(late) > 1 else None
        for phone in phones:
            together = None if lead is None else self._deliver(lead, phone, folds=len(late) - 1)
            for one in reminders:
                if one is not lead:
                    self._deliver(one, phone, into=together if one in late else None)

    def _deliver(self, one: Due, phone: Knockable, *, folds: int = 0, into: UUID | None = None) -> UUID:
        delivery = new_id()
        self.changes.new.append(
            {
                "id": delivery,
                "reminder_id": one.id,
                "subscription_id": phone.id,
                "state": DeliveryState.FOLDED if into else DeliveryState.LEASED,
                "folded_into": into,
                "folds": folds,
                "ready_at": self._now + LEASE,
                "expires_at": one.expires_at,
                "owner": self._owner,
                "attempt": 0 if into else 1,
                "lapses": 0,
                "reason": "",
                "made_at": self._now,
            }
        )
        if into is None:
            self._hold(one, phone, delivery, attempt=1, folds=folds)
        return delivery

    def _hold(self, one: Due, phone: Knockable, delivery: UUID, *, attempt: int, folds: int) -> None:
        known = self._known[one.participant_id]
        self.taken.append(
            Claimed(
                delivery=delivery,
                reminder=one.id,
                kind=Kind(one.kind),
                subject=one.subject,
                expires_at=one.expires_at,
                attempt=attempt,
                tells=1 + folds,
                phone=phone,
                language=known.language,
                wording=known.preferences.wording,
                starts=_start_of(one, known),
            )
        )

    def _phone(self, one: Waiting) -> Knockable | None:
        mine = self._phones.get(one.reminder.participant_id, [])
        return next((phone for phone in mine if phone.id == one.subscription_id), None)

    def _note(self, one: Due, outcome: Outcome) -> None:
        self.changes.reminders[outcome].append(one.id)

    def _end(self, one: Waiting, state: DeliveryState, reason: str) -> None:
        self.changes.ended.append({"row": one.delivery, "state": state, "reason": reason})


def _start_of(one: Due, known: Known) -> tuple[datetime, ZoneInfo] | None:
    """When and by which clocks an appointment begins: its reminder expires at its start."""
    where = known.zones.get(one.subject) if one.subject else None
    return None if where is None else (one.expires_at, where)
