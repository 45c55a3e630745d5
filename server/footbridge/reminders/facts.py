"""What the policy has to know, read for many people at once.

Owns: the questions to the slices below: who is here, what they chose, which appointments they have, when they checked in. A few
statements for a whole batch, built once: building one for each call costs more than running it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from footbridge.accounts.models import Account, Participant
from footbridge.checkins.models import CheckIn
from footbridge.kernel.zones import UnknownZone, local_date, zone
from footbridge.program.models import Membership
from footbridge.reminders.kind import preferences_of
from footbridge.reminders.models import ReminderSettings
from footbridge.reminders.policy import (
    CHOSEN_BY_NOBODY,
    FRESH,
    PROMPT_WINDOW,
    Appointment,
    Facts,
    Preferences,
    Standing,
)
from footbridge.schedule.details import Status
from footbridge.schedule.models import Appointment as AppointmentRow

MOST_AHEAD_MIN = 1440
"""The longest lead a person can choose (schemas.AppointmentSection)."""

_of: BindParameter[Any] = bindparam("people", expanding=True)
_people = (
    select(Participant.id, Participant.zone, Participant.language)
    .join(Account, Account.id == Participant.id)
    .where(Participant.id.in_(_of), Account.closed_at.is_(None))
)
_settings = select(ReminderSettings).where(ReminderSettings.participant_id.in_(_of))
_check_ins = select(CheckIn.participant_id, CheckIn.at, CheckIn.received_at, CheckIn.prompted_by).where(
    CheckIn.participant_id.in_(_of), CheckIn.at >= bindparam("since")
)
_memberships = select(Membership.participant_id, Membership.group_id, Membership.from_on, Membership.until_on).where(
    Membership.participant_id.in_(_of)
)
# An all-day item starts at midnight: an hour's lead would ring at eleven at night.
_takes_place = (
    AppointmentRow.status == Status.PLANNED,
    AppointmentRow.is_all_day.is_(False),
    AppointmentRow.starts_at.between(bindparam("since"), bindparam("until")),
)
_columns = (
    AppointmentRow.id,
    AppointmentRow.group_id,
    AppointmentRow.participant_id,
    AppointmentRow.starts_at,
    AppointmentRow.zone,
)
_own = select(*_columns).where(AppointmentRow.participant_id.in_(_of), *_takes_place)
_of_groups = select(*_columns).where(AppointmentRow.group_id.in_(bindparam("groups", expanding=True)), *_takes_place)


@dataclass
class Known:
    """What is known of one person with an open account. `zones`: where each appointment takes place. `prompted`: which reminders
    a check-in names as its cause, and when it was made.
    """

    language: str
    zone: ZoneInfo
    preferences: Preferences = CHOSEN_BY_NOBODY
    appointments: list[Appointment] = field(default_factory=list)
    zones: dict[UUID, ZoneInfo] = field(default_factory=dict)
    checked_in_at: list[datetime] = field(default_factory=list)
    prompted: dict[UUID, datetime] = field(default_factory=dict)

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


def load(session: Session, participant_ids: Sequence[UUID], *, since: datetime, until: datetime) -> dict[UUID, Known]:
    """What is known of these people: appointments that start from `since` to `until`, check-ins that count for prompts due from
    `since` on. Who is missing from the answer has no open account.
    """
    people = {"people": list(participant_ids)}
    found = {row.id: Known(row.language, _zone(row.zone)) for row in session.execute(_people, people)}
    for settings in session.scalars(_settings, people):
        if settings.participant_id in found:
            found[settings.participant_id].preferences = preferences_of(settings)
    _add_check_ins(session, found, people, since)
    _add_appointments(session, found, people, since, until)
    return found


def _add_check_ins(session: Session, found: dict[UUID, Known], people: dict[str, Any], since: datetime) -> None:
    for row in session.execute(_check_ins, {**people, "since": since - FRESH - PROMPT_WINDOW}):
        known = found.get(row.participant_id)
        if known is None:
            continue
        # A phone whose clock runs ahead has not answered tomorrow's prompt.
        made_at = min(row.at, row.received_at)
        known.checked_in_at.append(made_at)
        if row.prompted_by is not None:
            known.prompted[row.prompted_by] = made_at


def _add_appointments(
    session: Session, found: dict[UUID, Known], people: dict[str, Any], since: datetime, until: datetime
) -> None:
    window = {"since": since, "until": until}
    for row in session.execute(_own, {**people, **window}):
        if row.participant_id is not None and row.participant_id in found:
            _add(found[row.participant_id], row.id, row.starts_at, _zone(row.zone))
    memberships = [row for row in session.execute(_memberships, people) if row.participant_id in found]
    groups = sorted({row.group_id for row in memberships})
    by_group: dict[UUID | None, list[tuple[UUID, datetime, ZoneInfo]]] = defaultdict(list)
    if groups:
        for held in session.execute(_of_groups, {"groups": groups, **window}):
            by_group[held.group_id].append((held.id, held.starts_at, _zone(held.zone)))
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
