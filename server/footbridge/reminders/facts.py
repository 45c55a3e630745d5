"""What the policy has to know, read for many people at once.

Owns: the questions to the slices below: who is here, what they chose, which appointments they have, when they checked in. A few
statements for a whole batch, built once: building one for each call costs more than running it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Connection, bindparam, select
from sqlalchemy.orm import Session

from footbridge.accounts.models import Account, Participant
from footbridge.checkins.models import CheckIn
from footbridge.kernel.zones import UnknownZone, local_date, zone
from footbridge.program.models import Membership
from footbridge.reminders.kind import preferences_of
from footbridge.reminders.models import ReminderSettings, table
from footbridge.reminders.policy import (
    CHOSEN_BY_NOBODY,
    Appointment,
    Facts,
    Kind,
    Preferences,
    Standing,
)
from footbridge.reminders.prompts import FRESH, LONGEST
from footbridge.schedule.details import Status
from footbridge.schedule.models import Appointment as AppointmentRow

MOST_AHEAD_MIN = 1440
"""The longest lead a person can choose (schemas.AppointmentSection)."""

_account, _participant, _member = table(Account).c, table(Participant).c, table(Membership).c
_chosen, _check_in, _appointment = table(ReminderSettings).c, table(CheckIn).c, table(AppointmentRow).c
_of: BindParameter[Any] = bindparam("people", expanding=True)
_people = (
    select(
        _participant.id,
        _participant.zone,
        _participant.language,
        _chosen.check_in_on,
        _chosen.check_in_times,
        _chosen.check_in_days,
        _chosen.appointment_on,
        _chosen.leads_min,
        _chosen.quiet_from,
        _chosen.quiet_until,
        _chosen.wording,
    )
    .join(table(Account), _account.id == _participant.id)
    .outerjoin(table(ReminderSettings), _chosen.participant_id == _participant.id)
    .where(_participant.id.in_(_of), _account.closed_at.is_(None))
)
_check_ins = select(_check_in.participant_id, _check_in.at, _check_in.received_at).where(
    _check_in.participant_id.in_(_of), _check_in.at >= bindparam("since")
)
_answers = select(_check_in.participant_id, _check_in.prompted_by, _check_in.at, _check_in.received_at).where(
    _check_in.participant_id.in_(_of),
    _check_in.prompted_by.is_not(None),
    _check_in.received_at >= bindparam("since"),
)
_memberships = select(_member.participant_id, _member.group_id, _member.from_on, _member.until_on).where(
    _member.participant_id.in_(_of)
)
# An all-day item starts at midnight: an hour's lead would ring at eleven at night.
_takes_place = (
    _appointment.status == Status.PLANNED,
    _appointment.is_all_day.is_(False),
    _appointment.starts_at.between(bindparam("since"), bindparam("until")),
)
_columns = (
    _appointment.id,
    _appointment.group_id,
    _appointment.participant_id,
    _appointment.starts_at,
    _appointment.zone,
)
_own = select(*_columns).where(_appointment.participant_id.in_(_of), *_takes_place)
_of_groups = select(*_columns).where(_appointment.group_id.in_(bindparam("groups", expanding=True)), *_takes_place)


@dataclass
class Known:
    """What is known of one person with an open account. `zones`: where each appointment takes place."""

    language: str
    zone: ZoneInfo
    preferences: Preferences
    appointments: list[Appointment] = field(default_factory=list)
    zones: dict[UUID, ZoneInfo] = field(default_factory=dict)
    checked_in_at: list[datetime] = field(default_factory=list)

    def facts(self, history: Mapping[str, Standing], planned_until: datetime | None = None) -> Facts:
        """For the policy."""
        return Facts(
            zone=self.zone,
            preferences=self.preferences,
            appointments=tuple(self.appointments),
            checked_in_at=tuple(self.checked_in_at),
            history=history,
            planned_until=planned_until,
        )


class Answer(NamedTuple):
    """A check-in of `participant_id`, made at `at`, that names `reminder` as its cause."""

    participant_id: UUID
    reminder: UUID
    at: datetime


def load(
    session: Session,
    participant_ids: Sequence[UUID],
    *,
    since: datetime,
    until: datetime,
    kinds: Collection[Kind] = tuple(Kind),
) -> dict[UUID, Known]:
    """What is known of these people, as far as it matters for `kinds`: appointments that start from `since` to `until`, check-ins
    that count for prompts due from `since` on. Who is missing from the answer has no open account.
    """
    connection, people = session.connection(), {"people": list(participant_ids)}
    found: dict[UUID, Known] = {}
    for person, zone_name, language, *chosen in connection.execute(_people, people):
        has_chosen = chosen[-1] is not None
        known = Known(language, _zone(zone_name), preferences_of(*chosen) if has_chosen else CHOSEN_BY_NOBODY)
        found[person] = known
    if Kind.CHECK_IN in kinds:
        _add_check_ins(connection, found, people, since)
    if Kind.APPOINTMENT in kinds:
        _add_appointments(connection, found, people, since, until)
    return found


def answers(session: Session, participant_ids: Sequence[UUID], *, since: datetime) -> list[Answer]:
    """The check-ins that arrived from `since` on and name the reminder they answer, however long ago they were made."""
    found = session.connection().execute(_answers, {"people": list(participant_ids), "since": since})
    return [Answer(row.participant_id, row.prompted_by, min(row.at, row.received_at)) for row in found]


def _add_check_ins(connection: Connection, found: dict[UUID, Known], people: dict[str, Any], since: datetime) -> None:
    for row in connection.execute(_check_ins, {**people, "since": since - FRESH - LONGEST}):
        known = found.get(row.participant_id)
        if known is None:
            continue
        # A phone whose clock runs ahead has not answered tomorrow's prompt.
        known.checked_in_at.append(min(row.at, row.received_at))


def _add_appointments(
    connection: Connection, found: dict[UUID, Known], people: dict[str, Any], since: datetime, until: datetime
) -> None:
    window = {"since": since, "until": until}
    for row in connection.execute(_own, {**people, **window}):
        if row.participant_id in found:
            _add(found[row.participant_id], row.id, row.starts_at, _zone(row.zone))
    memberships = [row for row in connection.execute(_memberships, people) if row.participant_id in found]
    groups = sorted({row.group_id for row in memberships})
    by_group: dict[UUID, list[tuple[UUID, datetime, ZoneInfo]]] = defaultdict(list)
    if groups:
        for row in connection.execute(_of_groups, {"groups": groups, **window}):
            by_group[row.group_id].append((row.id, row.starts_at, _zone(row.zone)))
    for member in memberships:
        for appointment, starts_at, where in by_group[member.group_id]:
            held_on = local_date(starts_at, where)
            if member.from_on <= held_on and (member.until_on is None or held_on <= member.until_on):
                _add(found[member.participant_id], appointment, starts_at, where)


def _zone(name: str) -> ZoneInfo:
    """The zone, or UTC when a later list of zones dropped its name: one such row must not stop everybody's reminders."""
    try:
        return zone(name)
    except UnknownZone:
        return ZoneInfo("UTC")


def _add(known: Known, appointment: UUID, starts_at: datetime, where: ZoneInfo) -> None:
    if appointment not in known.zones:  # two memberships of one group may overlap
        known.zones[appointment] = where
        known.appointments.append(Appointment(appointment, starts_at))
