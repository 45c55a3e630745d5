"""Which reminders are owed, decided from facts alone.

Owns: lead times, "already done", one for each occurrence; `prompts` owns the windows of check-ins. Asked when reminders are
planned and again right before each is sent. Knows nothing of tables, push or the present time: callers bring facts and `now`.

The figures are ours unless a line names a source.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from footbridge.reminders.daily import EVERY_DAY
from footbridge.reminders.prompts import LONGEST, QuietHours, windows

HORIZON = timedelta(hours=48)
"""How far ahead reminders are planned."""
LOOK_BACK = timedelta(days=14)
"""How much of an outage is written into the ledger."""
WORTH_SENDING = timedelta(minutes=10)
"""A lead time already past is still sent when this much remains until the start."""


class Kind(StrEnum):
    """What a reminder is about."""

    APPOINTMENT = "appointment"
    CHECK_IN = "check_in"


class Wording(StrEnum):
    """How much the lock screen says."""

    NEUTRAL = "neutral"
    DETAILED = "detailed"


class Cause(StrEnum):
    """Why a reminder was not, or is not to be, sent."""

    ALREADY_DONE = "already_done"
    SWITCHED_OFF = "switched_off"
    APPOINTMENT_CANCELLED = "appointment_cancelled"
    APPOINTMENT_MOVED = "appointment_moved"
    NOT_RUNNING = "not_running"
    NO_DEVICE = "no_device"
    ACCOUNT_CLOSED = "account_closed"


class Standing(StrEnum):
    """What became of a reminder that was planned before."""

    PLANNED = "planned"
    DROPPED = "dropped"  # cancelled or done, and never offered: it may come back
    SETTLED = "settled"  # offered or missed: never again


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the participant chose. No times or no leads: that kind is off."""

    check_in_times: tuple[time, ...] = ()
    check_in_days: frozenset[int] = EVERY_DAY
    leads: tuple[timedelta, ...] = (timedelta(minutes=60),)
    quiet: QuietHours | None = None
    wording: Wording = Wording.NEUTRAL


CHOSEN_BY_NOBODY = Preferences()
"""Until a participant chooses: an hour before appointments, no prompts, neutral words."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """One that takes place. Cancelled ones are not among the facts."""

    id: UUID
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides about one participant's reminders.

    `history` says what became of the reminders that were planned before, by identity. `planned_until` is how far planning had
    come when it last ran; None when it never did.
    """

    zone: ZoneInfo
    preferences: Preferences = CHOSEN_BY_NOBODY
    appointments: tuple[Appointment, ...] = ()
    checked_in_at: tuple[datetime, ...] = ()
    history: Mapping[str, Standing] = field(default_factory=dict)
    planned_until: datetime | None = None


class Planned(NamedTuple):
    """One reminder: due at `due_at`, pointless from `expires_at` on. With `done_at` it was done before, and is not owed."""

    kind: Kind
    identity: str
    subject: UUID | None
    due_at: datetime
    expires_at: datetime
    done_at: datetime | None = None


def plan(facts: Facts, now: datetime, *, since: datetime | None = None, horizon: timedelta = HORIZON) -> list[Planned]:
    """The reminders of this participant that are due up to `horizon` ahead, earliest first.

    Those still of use at `now` are in it, and those due after `since` although their time has passed. Done ones carry `done_at`.
    """
    start = now if since is None else min(since, now)
    until = now + horizon
    found = [*_for_appointments(facts, now, until), *_for_check_ins(facts, now, start, until)]
    wanted = [one for one in found if one.due_at <= until and (one.expires_at > now or one.due_at > start)]
    return sorted(wanted, key=lambda one: (one.due_at, one.identity))


def why_not(identity: str, subject: UUID | None, facts: Facts) -> Cause:
    """Why a reminder that was planned is not in the plan any more."""
    if subject is None:
        return Cause.SWITCHED_OFF
    start = identity.split(" ")[2]
    for appointment in facts.appointments:
        if appointment.id == subject:
            return Cause.SWITCHED_OFF if _text(appointment.starts_at) == start else Cause.APPOINTMENT_MOVED
    return Cause.APPOINTMENT_CANCELLED


def _for_appointments(facts: Facts, now: datetime, until: datetime) -> Iterator[Planned]:
    told = {identity.rpartition(" ")[0] for identity, was in facts.history.items() if was is Standing.SETTLED}
    leads = sorted(set(facts.preferences.leads))
    for appointment in facts.appointments:
        if leads and appointment.starts_at - leads[-1] > until:
            continue
        occurrence = f"{Kind.APPOINTMENT} {appointment.id} {_text(appointment.starts_at)}"
        is_said = occurrence in told
        for lead in leads:
            one = Planned(
                kind=Kind.APPOINTMENT,
                identity=f"{occurrence} {int(lead.total_seconds()) // 60}",
                subject=appointment.id,
                due_at=appointment.starts_at - lead,
                expires_at=appointment.starts_at,
            )
            if one.due_at < now:
                in_time = facts.history.get(one.identity) in {Standing.PLANNED, Standing.SETTLED}
                # The wish or the appointment came after the lead: said once, by the shortest lead, while it still helps.
                still_helps = not is_said and one.expires_at - now >= WORTH_SENDING
                if not (in_time or still_helps or _passed_in_an_outage(one, facts)):
                    continue
                is_said = True
            yield one


def _for_check_ins(facts: Facts, now: datetime, start: datetime, until: datetime) -> Iterator[Planned]:
    chosen = facts.preferences
    asked = windows(
        chosen.check_in_times, chosen.check_in_days, chosen.quiet, facts.zone, after=start - LONGEST, until=until
    )
    for window in asked:
        one = Planned(
            kind=Kind.CHECK_IN,
            identity=f"{Kind.CHECK_IN} {window.day.isoformat()} {window.slot.isoformat('minutes')}",
            subject=None,
            due_at=window.due_at,
            expires_at=window.expires_at,
            done_at=min((at for at in facts.checked_in_at if window.opens_at <= at < window.expires_at), default=None),
        )
        # A time that was chosen after it had passed starts tomorrow: the person is in the app at this moment.
        if one.due_at >= now or one.identity in facts.history or _passed_in_an_outage(one, facts):
            yield one


def _passed_in_an_outage(one: Planned, facts: Facts) -> bool:
    return facts.planned_until is not None and one.due_at > facts.planned_until


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
