"""The dispatcher's housekeeping lets the schedule move on with the days."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from footbridge.db.transactions import reading
from footbridge.program.models import CareGroup
from footbridge.reminders.worker import Housekeeping
from footbridge.schedule.importing import ScheduleFile, import_schedule
from footbridge.schedule.models import Appointment
from tests.conftest import MovableClock
from tests.rules.schedule.calendars import a_calendar, event
from tests.slices.reminders.conftest import Program

ENDLESS = a_calendar(
    event("RRULE:FREQ=WEEKLY", "DURATION:PT3H", "SUMMARY:Group", starts="DTSTART;TZID=America/Chicago:20260302T180000")
)


def _stored(engine: Engine) -> int:
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(Appointment)) or 0


def test_an_hour_later_and_a_month_later_the_schedule_reaches_as_far_ahead(
    world: Program, session: Session, engine: Engine, evening: CareGroup, ana: UUID, clock: MovableClock
) -> None:
    import_schedule(session, ScheduleFile("evening.ics", ENDLESS), group=evening, now=clock.now())
    session.commit()
    before = _stored(engine)
    housekeeping = Housekeeping(world.setting(), "mine")
    housekeeping.after_turn(clock.now(), "")
    assert _stored(engine) == before
    housekeeping.after_turn(clock.now() + timedelta(days=28), "")
    assert _stored(engine) == before + 4
