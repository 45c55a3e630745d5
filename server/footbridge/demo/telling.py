"""Telling the story: every row is written by the service that writes it for real people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from footbridge.accounts.models import Caseload, Role
from footbridge.accounts.people import NewParticipant, create_member, create_participant, put_on_caseload
from footbridge.app import kinds_of
from footbridge.demo import story
from footbridge.demo.story import Written
from footbridge.kernel.errors import Conflict
from footbridge.kernel.ids import new_id
from footbridge.kernel.instants import format_instant
from footbridge.kernel.zones import local_date, zone
from footbridge.program.models import Program
from footbridge.program.service import announce_program, create_group, create_program, enroll
from footbridge.schedule.importing import import_schedule
from footbridge.schedule.models import Appointment
from footbridge.schedule.plan import ScheduleFile
from footbridge.schedule.service import When, cancel_appointment, create_appointment, move_appointment, publish_to
from footbridge.sealing.service import Sealer
from footbridge.sync.envelopes import Envelope, read
from footbridge.sync.storing import Arrival, store


class NobodyLeft(Conflict):
    """The demo's people were removed."""

    slug = "nobody-left"
    title = "The people of this demo are gone"


@dataclass(frozen=True, slots=True)
class Cast:
    """The two whose place a visitor takes."""

    ana: UUID
    cho: UUID


def tell(session: Session, *, sealer: Sealer, now: datetime) -> Cast:
    """The whole demo, in the transaction that is open: it is there in full or not at all. A told one stays as it is."""
    if session.scalars(select(Program.id)).first() is not None:
        return _cast(session)
    home = zone(story.ZONE)
    today = local_date(now, home)
    began = now - timedelta(days=story.BEGAN_DAYS_AGO)
    # First of all, so that no moment exists in which these rows look like real people's.
    create_program(session, story.PROGRAM, is_demo=True, now=began)
    group = create_group(session, story.GROUP)
    ana, ben = (
        create_participant(session, NewParticipant(name, "en", story.ZONE), sealer=sealer, now=began)
        for name in ("Ana", "Ben")
    )
    cho, diaz = (create_member(session, name, Role.CLINICIAN, now=began) for name in ("Dr Cho", "Dr Diaz"))
    put_on_caseload(session, cho.id, ana.id, now=began)
    put_on_caseload(session, diaz.id, ben.id, now=began + timedelta(minutes=1))
    for person in (ana, ben):
        # As if they had said so when they came in; whoever plays them says it anew.
        person.sharing, person.consented_at = "team", began
        enroll(session, person.id, group_id=group.id, today=today - timedelta(days=story.BEGAN_DAYS_AGO))
    announce_program(session, [ana.id, ben.id], now=now)
    calendar = ScheduleFile("evening-iop.ics", story.calendar(today))
    import_schedule(session, calendar, group=group, now=now)
    meeting = story.ANAS_MEETING
    create_appointment(
        session,
        participant_id=ana.id,
        when=When(today + timedelta(days=meeting.in_days), meeting.starts, meeting.lasts),
        details=meeting.details,
        sealer=sealer,
        now=now,
    )
    for person in (ana, ben):
        publish_to(session, person.id, now=now)
    _change_two(session, group.id, now=now)
    _write(session, ana.id, story.anas_entries(now), sealer=sealer)
    _write(session, ben.id, story.bens_entries(now), sealer=sealer)
    return Cast(ana.id, cho.id)


def _change_two(session: Session, group_id: UUID, *, now: datetime) -> None:
    """One appointment moves and one is cancelled, as happens in any week."""
    home = zone(story.ZONE)
    walk = _next(session, group_id, story.WALK, now=now)
    cancel_appointment(session, walk.id, now=now)
    lesson = _next(session, group_id, story.CLASS, now=now)
    day = local_date(lesson.starts_at, home)
    move_appointment(
        session, lesson.id, when=When(day, story.CLASS_MOVES_TO, lesson.ends_at - lesson.starts_at), now=now
    )


def _next(session: Session, group_id: UUID, title: str, *, now: datetime) -> Appointment:
    query = (
        select(Appointment)
        .where(Appointment.group_id == group_id, Appointment.title == title, Appointment.starts_at > now)
        .order_by(Appointment.starts_at)
    )
    return session.scalars(query.limit(1)).one()


def _write(session: Session, participant_id: UUID, entries: Iterable[Written], *, sealer: Sealer) -> None:
    """What a phone would have sent over the weeks, each when it was written."""
    device, kinds = new_id(), kinds_of(sealer)
    for entry in entries:
        sent = {
            "id": str(new_id()),
            "kind": entry.kind,
            "record": str(new_id()),
            "ancestors": [],
            "deleted": False,
            "schema": 1,
            "made_at": format_instant(entry.at),
            "zone": story.ZONE,
            "utc_offset_min": _offset_min(entry.at),
            "body": entry.body,
        }
        envelope = read(sent, kinds)
        if not isinstance(envelope, Envelope):
            raise TypeError(f"the demo wrote a {entry.kind} that the server does not take: {envelope}")
        arrival = Arrival(participant_id, device, entry.at + timedelta(seconds=2), 0)
        store(session, [envelope], arrival, kinds=kinds, sealer=sealer)


def _offset_min(at: datetime) -> int:
    offset = at.astimezone(zone(story.ZONE)).utcoffset() or timedelta(0)
    return int(offset.total_seconds()) // 60


def _cast(session: Session) -> Cast:
    # By when, not by name: whoever plays Ana may call herself something else.
    query = select(Caseload.participant_id, Caseload.member_id).order_by(Caseload.since).limit(1)
    found = session.execute(query).first()
    if found is None:
        raise NobodyLeft("Remove the demo's folder and start it again.")
    return Cast(*found)
