"""What a night changes: more of an endless series, and what comes into and goes out of a phone's sight."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from footbridge.feed.models import FeedCounter
from footbridge.program.models import Membership
from footbridge.schedule.models import Appointment
from footbridge.schedule.nightly import extend, extend_series, publish_some
from footbridge.schedule.service import publish_to
from tests.rules.schedule.calendars import a_calendar, event
from tests.slices.schedule.conftest import Importer, Phone, told

ENDLESS = a_calendar(
    event(
        "RRULE:FREQ=WEEKLY",
        "DURATION:PT3H",
        "SUMMARY:Group",
        "EXDATE;TZID=America/Chicago:20260907T180000",
        starts="DTSTART;TZID=America/Chicago:20260302T180000",
    )
)


def stored(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Appointment)) or 0


def test_a_night_adds_what_comes_into_reach_once(session: Session, take_in: Importer, ana: UUID, now: datetime) -> None:
    take_in(ENDLESS)
    before = stored(session)
    assert extend_series(session, now=now + timedelta(days=14)) == 1  # the second is the date left out
    assert extend_series(session, now=now + timedelta(days=14)) == 0
    assert stored(session) == before + 1


def test_a_missed_month_is_made_up_for(session: Session, take_in: Importer, ana: UUID, now: datetime) -> None:
    take_in(ENDLESS)
    assert extend_series(session, now=now + timedelta(days=70)) == 9


def test_an_import_after_a_night_changes_nothing(session: Session, take_in: Importer, ana: UUID, now: datetime) -> None:
    take_in(ENDLESS)
    extend(session, now=now + timedelta(days=30))
    assert not take_in(ENDLESS, at=now + timedelta(days=30)).changes_something


def test_a_series_that_vanished_from_its_calendar_is_not_extended(
    session: Session, take_in: Importer, ana: UUID, now: datetime
) -> None:
    take_in(ENDLESS)
    take_in(a_calendar(event(uid="other", starts="DTSTART;TZID=America/Chicago:20260304T180000")))
    assert extend_series(session, now=now + timedelta(days=30)) == 0


def test_a_phone_sees_a_window_that_moves_with_the_days(
    session: Session, take_in: Importer, ana: UUID, phone: Phone, now: datetime
) -> None:
    take_in(ENDLESS)
    first = told(phone(ana))
    assert (first[0], first[-1]) == ("2026-03-03T00:00 Group", "2026-06-29T23:00 Group")
    for night in range(1, 41):
        extend(session, now=now + timedelta(days=night))
    later = told(phone(ana))
    assert (later[0], later[-1]) == ("2026-03-09T23:00 Group", "2026-08-03T23:00 Group")


def test_a_night_without_news_takes_no_number(session: Session, take_in: Importer, ana: UUID, now: datetime) -> None:
    take_in(ENDLESS)
    before = session.get_one(FeedCounter, ana, populate_existing=True).number
    extend(session, now=now + timedelta(hours=1))
    assert session.get_one(FeedCounter, ana, populate_existing=True).number == before


def test_who_leaves_a_group_no_longer_sees_what_it_does_afterwards(
    session: Session, take_in: Importer, ana: UUID, phone: Phone, now: datetime
) -> None:
    take_in(ENDLESS)
    membership = session.scalars(select(Membership).where(Membership.participant_id == ana)).one()
    membership.until_on = date(2026, 3, 9)
    session.flush()
    assert len(phone(ana)) > 2  # until somebody says so, a phone and the server agree on what was told
    publish_to(session, ana, now=now)
    assert told(phone(ana)) == ["2026-03-03T00:00 Group", "2026-03-09T23:00 Group"]


def test_everybody_is_reached_in_small_steps(
    session: Session, take_in: Importer, ana: UUID, ben: UUID, now: datetime
) -> None:
    take_in(ENDLESS)
    met: list[UUID] = []
    after: UUID | None = None
    while (after := publish_some(session, after=after, now=now, limit=1)) is not None:
        met.append(after)
    assert met == sorted([ana, ben])
