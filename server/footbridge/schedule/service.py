"""Making, moving and cancelling one appointment, and telling somebody whose groups have changed.

A group's appointments also come from calendar files (`importing`); what is changed here stays as it is at the next import.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from footbridge.kernel.errors import Conflict, Invalid, NotFound
from footbridge.kernel.ids import new_id, newer_version
from footbridge.kernel.text import problem_with
from footbridge.kernel.zones import instant_of, zone
from footbridge.program.service import program_of
from footbridge.schedule.details import (
    MAX_BRING,
    MAX_LEADER,
    MAX_NOTE,
    MAX_PLACE,
    MAX_TITLE,
    MAX_URL,
    Details,
    Status,
    is_join_url,
)
from footbridge.schedule.imported import FIRST_YEAR, LAST_YEAR
from footbridge.schedule.models import Appointment
from footbridge.schedule.publishing import members_to_tell, publish
from footbridge.schedule.stored import WORDS, WORDS_AT, put_details
from footbridge.sealing.service import Sealer

LONGEST = timedelta(days=1)
_LIMITS = {
    "title": MAX_TITLE,
    "place": MAX_PLACE,
    "join_url": MAX_URL,
    "leader": MAX_LEADER,
    "bring": MAX_BRING,
    "note": MAX_NOTE,
}


class UnknownAppointment(NotFound):
    """No appointment has this id."""

    slug = "unknown-appointment"
    title = "We could not find that appointment"


class AppointmentOver(Conflict):
    """It has ended, so it can't be changed any more."""

    slug = "appointment-over"
    title = "This appointment is over"


class AppointmentCancelled(Conflict):
    """It was cancelled; make a new one instead."""

    slug = "appointment-cancelled"
    title = "This appointment is cancelled"


class AppointmentNotUnderstood(Invalid):
    """A text or time of an appointment is out of its limits."""

    slug = "appointment-not-understood"
    title = "We could not read this appointment"


@dataclass(frozen=True, slots=True)
class When:
    """A wall time in the program's zone and how long it lasts, more than nothing and up to a day."""

    day: date
    starts: time
    lasts: timedelta


def create_appointment(
    session: Session,
    *,
    group_id: UUID | None = None,
    participant_id: UUID | None = None,
    when: When,
    details: Details,
    sealer: Sealer,
    now: datetime,
) -> Appointment:
    """A new appointment of one group or of one participant; whom it concerns is told.

    Raises:
        AppointmentNotUnderstood: a text or time is out of its limits.
    """
    if (group_id is None) == (participant_id is None):
        raise ValueError("an appointment is of a group or of a person")
    _check(details)
    zone_name = program_of(session).zone
    starts_at, ends_at = _instants(when, zone_name)
    row = Appointment(
        id=new_id(),
        group_id=group_id,
        participant_id=participant_id,
        starts_at=starts_at,
        ends_at=ends_at,
        zone=zone_name,
        is_all_day=False,
        status=Status.PLANNED,
        kind=details.kind,
        version=1,
        is_by_hand=True,
        updated_at=now,
    )
    if participant_id is None:
        put_details(row, details)
    else:
        words = {name: value for name, value in asdict(details).items() if name in WORDS}
        row.words_sealed = sealer.seal_json(participant_id, words, where=f"{WORDS_AT}.{row.id}")
    session.add(row)
    session.flush()
    _tell(session, row, now=now)
    return row


def move_appointment(session: Session, appointment_id: UUID, *, when: When, now: datetime) -> Appointment:
    """The appointment takes place at another time; whom it concerns is told. To the same time: nothing changes.

    Raises:
        UnknownAppointment, AppointmentOver, AppointmentCancelled, AppointmentNotUnderstood
    """
    row = _open_appointment(session, appointment_id, now=now)
    if row.status == Status.CANCELLED:
        raise AppointmentCancelled("It was cancelled and can't be moved. Make a new appointment.")
    starts_at, ends_at = _instants(when, row.zone)
    if (starts_at, ends_at) == (row.starts_at, row.ends_at):
        return row
    if starts_at != row.starts_at:
        row.moved_from = None if row.moved_from == starts_at else row.starts_at
    row.starts_at, row.ends_at, row.is_all_day = starts_at, ends_at, False
    _changed(session, row, now=now)
    return row


def cancel_appointment(session: Session, appointment_id: UUID, *, now: datetime) -> Appointment:
    """The appointment does not take place; whom it concerns is told. Again: nothing changes.

    Raises:
        UnknownAppointment, AppointmentOver
    """
    row = _open_appointment(session, appointment_id, now=now)
    if row.status != Status.CANCELLED:
        row.status = Status.CANCELLED
        _changed(session, row, now=now)
    return row


def publish_to(session: Session, participant_id: UUID, *, now: datetime) -> None:
    """This participant's feed tells of the appointments they may see now. Call it whenever their groups change."""
    publish(session, [participant_id], now=now)


def _open_appointment(session: Session, appointment_id: UUID, *, now: datetime) -> Appointment:
    row = session.get(Appointment, appointment_id)
    if row is None:
        raise UnknownAppointment("There is no such appointment.")
    if row.ends_at <= now:
        raise AppointmentOver("It has ended, so it stays as it was.")
    return row


def _changed(session: Session, row: Appointment, *, now: datetime) -> None:
    row.version = newer_version(row.version)
    row.is_by_hand = True
    row.updated_at = now
    session.flush()
    _tell(session, row, now=now)


def _tell(session: Session, row: Appointment, *, now: datetime) -> None:
    if row.participant_id is not None:
        publish(session, [row.participant_id], now=now)
    elif row.group_id is not None:
        publish(session, members_to_tell(session, [row.group_id], now=now), now=now)


def _instants(when: When, zone_name: str) -> tuple[datetime, datetime]:
    if not FIRST_YEAR <= when.day.year <= LAST_YEAR:
        raise AppointmentNotUnderstood(f"The year has to be between {FIRST_YEAR} and {LAST_YEAR}.")
    if not timedelta(0) < when.lasts <= LONGEST:
        raise AppointmentNotUnderstood("An appointment lasts longer than nothing and up to a day.")
    starts_at = instant_of(when.day, when.starts, zone(zone_name))
    return starts_at, starts_at + when.lasts


def _check(details: Details) -> None:
    if not details.title.strip():
        raise AppointmentNotUnderstood("An appointment needs a title.")
    for name, limit in _LIMITS.items():
        if problem := problem_with(getattr(details, name) or "", limit):
            raise AppointmentNotUnderstood(f"{name.replace('_', ' ').capitalize()}: {problem}")
    if details.join_url and not is_join_url(details.join_url):
        raise AppointmentNotUnderstood("The link to join has to begin with https://.")
