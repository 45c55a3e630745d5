"""A calendar file into a group's schedule and onto the phones of its members, on both databases."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from footbridge.accounts.models import Participant
from footbridge.feed.models import Change, FeedCounter
from footbridge.program.models import CareGroup, Membership
from footbridge.schedule.imported import FileRefused
from footbridge.schedule.models import Appointment, ScheduleSource, SeriesRow
from footbridge.schedule.recurrence import occurrence_id
from footbridge.schedule.service import cancel_appointment
from tests.rules.schedule.calendars import a_calendar, event, fixture
from tests.slices.schedule.conftest import Importer, Phone, told

STARTS = "DTSTART;TZID=America/Chicago:20260302T180000"


def weekly(
    *lines: str, starts: str = STARTS, uid: str = "group", rule: str = "RRULE:FREQ=WEEKLY;COUNT=3", title: str = "Group"
) -> str:
    return event(rule, "DURATION:PT3H", f"SUMMARY:{title}", *lines, starts=starts, uid=uid)


def single(day: str, uid: str, title: str = "Family night", time: str = "180000") -> str:
    return event("DURATION:PT1H", f"SUMMARY:{title}", starts=f"DTSTART;TZID=America/Chicago:{day}T{time}", uid=uid)


def number(session: Session, participant_id: UUID) -> int:
    counter = session.get(FeedCounter, participant_id, populate_existing=True)
    assert counter is not None
    return counter.number


def test_a_series_reaches_the_phones_of_the_group(take_in: Importer, ana: UUID, ben: UUID, phone: Phone) -> None:
    diff = take_in(a_calendar(weekly("LOCATION:Room 2")))
    assert diff.added == (
        "Mon 2026-03-02 18:00–21:00  Group",
        "Mon 2026-03-09 18:00–21:00  Group",
        "Mon 2026-03-16 18:00–21:00  Group",
    )
    [first, *_] = sorted(phone(ana).values(), key=lambda one: one["starts_at"])
    assert first == {
        "title": "Group",
        "kind": "group_therapy",
        "starts_at": "2026-03-03T00:00:00.000Z",
        "ends_at": "2026-03-03T03:00:00.000Z",
        "zone": "America/Chicago",
        "place": "Room 2",
        "join_url": None,
        "leader": None,
        "bring": None,
        "note": None,
        "group": "Evening IOP",
        "status": "planned",
        "moved_from": None,
    }
    assert told(phone(ana)) == ["2026-03-03T00:00 Group", "2026-03-09T23:00 Group", "2026-03-16T23:00 Group"]
    assert phone(ben) == {}


def test_a_second_import_changes_nothing(session: Session, take_in: Importer, ana: UUID, phone: Phone) -> None:
    take_in(fixture("evening_group.ics"))
    before, numbered = phone(ana), number(session, ana)
    again = take_in(fixture("evening_group.ics"))
    assert not again.changes_something
    assert again.unchanged == 18
    assert (phone(ana), number(session, ana)) == (before, numbered)
    assert set(session.scalars(select(Appointment.version))) == {1}


def test_a_dry_run_tells_the_same_and_writes_nothing(
    session: Session, take_in: Importer, ana: UUID, phone: Phone
) -> None:
    rehearsed = take_in(fixture("evening_group.ics"), dry=True)
    assert session.scalar(select(func.count()).select_from(Appointment)) == 0
    assert session.scalar(select(func.count()).select_from(ScheduleSource)) == 0
    assert phone(ana) == {}
    done = take_in(fixture("evening_group.ics"))
    assert (rehearsed.added, rehearsed.cancelled) == (done.added, done.cancelled)


def test_the_identity_of_an_occurrence_is_its_original_start(
    session: Session, take_in: Importer, ana: UUID, phone: Phone
) -> None:
    take_in(a_calendar(weekly()))
    before = phone(ana)
    moved = event(
        "RECURRENCE-ID;TZID=America/Chicago:20260309T180000",
        "SUMMARY:Group",
        "DURATION:PT3H",
        starts="DTSTART;TZID=America/Chicago:20260310T170000",
        uid="group",
    )
    diff = take_in(a_calendar(weekly(), moved))
    assert diff.moved == ("Mon 2026-03-09 18:00 → Tue 2026-03-10 17:00–20:00  Group",)
    assert diff.unchanged == 2
    assert phone(ana).keys() == before.keys()
    assert told(phone(ana))[1] == "2026-03-10T22:00 Group from 2026-03-09T23:00"
    series = session.scalars(select(SeriesRow)).one()
    assert occurrence_id(series.id, datetime.fromisoformat("2026-03-09T18:00")) in before
    back = take_in(a_calendar(weekly()))
    assert back.moved == ("Tue 2026-03-10 17:00 → Mon 2026-03-09 18:00–21:00  Group",)
    assert told(phone(ana))[1] == "2026-03-09T23:00 Group"


def test_a_series_that_goes_half_an_hour_later_is_moved_and_not_new(take_in: Importer, ana: UUID, phone: Phone) -> None:
    take_in(a_calendar(weekly()))
    before = phone(ana)
    diff = take_in(a_calendar(weekly(starts=STARTS.replace("180000", "183000"))))
    assert (len(diff.moved), diff.added, diff.cancelled) == (3, (), ())
    assert phone(ana).keys() == before.keys()
    assert not take_in(a_calendar(weekly(starts=STARTS.replace("180000", "183000")))).changes_something


def test_a_series_split_in_two_by_its_calendar_keeps_its_appointments(
    take_in: Importer, ana: UUID, phone: Phone
) -> None:
    take_in(a_calendar(weekly(rule="RRULE:FREQ=WEEKLY;COUNT=4")))
    before = phone(ana)
    first = weekly(rule="RRULE:FREQ=WEEKLY;UNTIL=20260315T045959Z")
    rest = weekly(
        uid="group_R20260316", starts="DTSTART;TZID=America/Chicago:20260316T170000", rule="RRULE:FREQ=WEEKLY;COUNT=2"
    )
    diff = take_in(a_calendar(first, rest))
    assert (len(diff.moved), diff.added, diff.cancelled, diff.unchanged) == (2, (), (), 2)
    assert phone(ana).keys() == before.keys()
    assert not take_in(a_calendar(first, rest)).changes_something


def test_new_names_at_every_export_are_no_matter(take_in: Importer, ana: UUID, phone: Phone) -> None:
    take_in(a_calendar(single("20260304", "a"), single("20260305", "b")))
    before = phone(ana)
    assert not take_in(a_calendar(single("20260304", "c"), single("20260305", "d"))).changes_something
    assert phone(ana) == before


def test_what_vanishes_from_the_calendar_is_cancelled_and_stays_to_be_seen(
    take_in: Importer, ana: UUID, phone: Phone
) -> None:
    take_in(a_calendar(weekly(), single("20260304", "family")))
    diff = take_in(a_calendar(weekly("EXDATE;TZID=America/Chicago:20260309T180000")))
    assert diff.cancelled == ("Wed 2026-03-04 18:00–19:00  Family night", "Mon 2026-03-09 18:00–21:00  Group")
    assert told(phone(ana))[1:3] == ["2026-03-05T00:00 Family night (cancelled)", "2026-03-09T23:00 Group (cancelled)"]
    back = take_in(a_calendar(weekly(), single("20260304", "family")))
    assert [line.split("  ")[1] for line in back.changed] == [
        "Family night: takes place again",
        "Group: takes place again",
    ]


def test_what_is_over_is_never_touched(take_in: Importer, ana: UUID, phone: Phone, now: datetime) -> None:
    take_in(a_calendar(weekly()))
    later = now + timedelta(days=8)
    diff = take_in(a_calendar(single("20260320", "other")), at=later)
    assert diff.cancelled == ("Mon 2026-03-16 18:00–21:00  Group",)
    assert told(phone(ana))[:2] == ["2026-03-03T00:00 Group", "2026-03-09T23:00 Group"]
    renamed = take_in(a_calendar(weekly(title="Evening group")), at=later)
    assert len(renamed.changed) == 1
    assert told(phone(ana))[0] == "2026-03-03T00:00 Group"


def test_what_took_place_and_is_put_to_another_day_takes_place_again(
    take_in: Importer, ana: UUID, phone: Phone, now: datetime
) -> None:
    take_in(a_calendar(single("20260303", "family"), weekly()))
    moved = event(
        "RECURRENCE-ID;TZID=America/Chicago:20260302T180000",
        "SUMMARY:Group",
        "DURATION:PT3H",
        starts="DTSTART;TZID=America/Chicago:20260312T180000",
        uid="group",
    )
    later = now + timedelta(days=2)
    diff = take_in(a_calendar(single("20260311", "family"), weekly(), moved), at=later)
    assert [line.split("  ")[1] for line in diff.added] == ["Family night", "Group"]
    assert told(phone(ana))[:2] == ["2026-03-03T00:00 Group", "2026-03-04T00:00 Family night"]
    assert len(phone(ana)) == 6
    assert not take_in(a_calendar(single("20260311", "family"), weekly(), moved), at=later).changes_something


def test_a_changed_word_is_a_new_version_of_that_appointment_only(
    session: Session, take_in: Importer, ana: UUID
) -> None:
    take_in(a_calendar(weekly("LOCATION:Room 2"), single("20260304", "family")))
    diff = take_in(a_calendar(weekly("LOCATION:Room 4"), single("20260304", "family")))
    assert diff.changed[0] == "Mon 2026-03-02 18:00–21:00  Group: place “Room 2” → “Room 4”"
    assert sorted(version > 1 for version in session.scalars(select(Appointment.version))) == [False, True, True, True]


def test_a_calendar_downloaded_twice_is_the_same_calendar(take_in: Importer, ana: UUID) -> None:
    take_in(a_calendar(single("20260304", "a"), single("20260305", "b")), name="evening.ics")
    diff = take_in(a_calendar(single("20260304", "a")), name="evening (2).ics")
    assert (len(diff.cancelled), diff.unchanged) == (1, 1)


def test_another_calendar_of_the_group_cancels_nothing_of_this_one(take_in: Importer, ana: UUID, phone: Phone) -> None:
    take_in(a_calendar(weekly()), name="evening.ics")
    assert take_in(a_calendar(single("20260304", "family")), name="families.ics").cancelled == ()
    assert len(phone(ana)) == 4


def test_the_same_calendar_in_two_groups_is_two_schedules(
    take_in: Importer, ana: UUID, phone: Phone, make_group: Callable[..., CareGroup]
) -> None:
    morning = make_group("Morning IOP")
    take_in(a_calendar(weekly()))
    assert len(take_in(a_calendar(weekly()), group=morning).added) == 3
    assert len(phone(ana)) == 3


def test_what_the_care_team_changed_by_hand_is_left_alone_and_said(
    session: Session, take_in: Importer, ana: UUID, phone: Phone, now: datetime
) -> None:
    take_in(a_calendar(weekly()))
    second = next(id for id, one in phone(ana).items() if one["starts_at"].startswith("2026-03-09"))
    cancel_appointment(session, second, now=now)
    diff = take_in(a_calendar(weekly()))
    assert not diff.changes_something
    assert diff.left_alone == ("Mon 2026-03-09 18:00–21:00  Group",)
    assert told(phone(ana))[1] == "2026-03-09T23:00 Group (cancelled)"


def test_an_occurrence_cancelled_in_the_calendar_is_shown_as_cancelled(
    take_in: Importer, ana: UUID, phone: Phone
) -> None:
    off = event(
        "RECURRENCE-ID;TZID=America/Chicago:20260309T180000",
        "STATUS:CANCELLED",
        "SUMMARY:Group",
        starts="DTSTART;TZID=America/Chicago:20260309T180000",
        uid="group",
    )
    diff = take_in(a_calendar(weekly(), off))
    assert diff.cancelled == ("Mon 2026-03-09 18:00–18:00  Group",)
    assert told(phone(ana))[1] == "2026-03-09T23:00 Group (cancelled)"


def test_only_the_days_of_a_membership_are_seen(
    session: Session, take_in: Importer, evening: CareGroup, make_participant: Callable[..., Participant], phone: Phone
) -> None:
    ben = make_participant("Ben").id
    session.add(
        Membership(participant_id=ben, group_id=evening.id, from_on=date(2026, 3, 9), until_on=date(2026, 3, 9))
    )
    session.flush()
    take_in(a_calendar(weekly()))
    assert told(phone(ben)) == ["2026-03-09T23:00 Group"]


def test_a_phone_is_told_of_35_days_back_and_120_ahead(
    take_in: Importer, session: Session, evening: CareGroup, ben: UUID, phone: Phone
) -> None:
    session.add(Membership(participant_id=ben, group_id=evening.id, from_on=date(2025, 1, 1)))
    session.flush()
    days = ["20260125", "20260126", "20260629", "20260630"]
    take_in(a_calendar(*(single(day, day, title=day) for day in days)))
    assert {one["title"] for one in phone(ben).values()} == {"20260126", "20260629"}
    assert session.scalar(select(func.count()).select_from(Appointment)) == 4


def test_the_planner_is_asked_to_look_again_only_when_something_changed(
    session: Session, take_in: Importer, ana: UUID, now: datetime
) -> None:
    take_in(a_calendar(weekly()))
    counter = session.get(FeedCounter, ana, populate_existing=True)
    assert counter is not None
    assert counter.replan_from == now
    counter.replan_from = None
    session.flush()
    take_in(a_calendar(weekly()))
    assert session.get_one(FeedCounter, ana, populate_existing=True).replan_from is None


def test_a_broken_file_changes_nothing(session: Session, take_in: Importer, ana: UUID, phone: Phone) -> None:
    take_in(a_calendar(weekly()))
    before, numbered = phone(ana), number(session, ana)
    with pytest.raises(FileRefused):
        take_in(a_calendar(single("20260304", "good"), weekly(rule="RRULE:FREQ=WEEKLY;UNTL=20260401")))
    with pytest.raises(FileRefused):
        take_in(b"GIF89a", name="photo.gif")
    assert (phone(ana), number(session, ana)) == (before, numbered)


def test_a_table_may_speak_of_several_groups(
    take_in: Importer, ana: UUID, phone: Phone, make_group: Callable[..., CareGroup], session: Session
) -> None:
    make_group("Morning IOP")
    head = "date,start,end,title,group\n"
    diff = take_in(
        (head + "2026-03-04,18:00,19:00,Evening,\n2026-03-04,9:00,10:00,Morning,morning iop\n").encode(),
        name="plan.csv",
    )
    assert diff.added == ("Wed 2026-03-04 09:00–10:00  Morning [Morning IOP]", "Wed 2026-03-04 18:00–19:00  Evening")
    assert told(phone(ana)) == ["2026-03-05T00:00 Evening"]
    gone = take_in((head + "2026-03-04,18:30,19:00,Evening,\n").encode(), name="plan.csv")
    assert gone.cancelled == ("Wed 2026-03-04 09:00–10:00  Morning [Morning IOP]",)
    assert gone.moved == ("Wed 2026-03-04 18:00 → Wed 2026-03-04 18:30–19:00  Evening",)


def test_a_table_that_names_an_unknown_group_is_refused_with_its_row(take_in: Importer, ana: UUID) -> None:
    with pytest.raises(FileRefused) as refused:
        take_in(b"date,start,end,title,group\n2026-03-04,18:00,19:00,Evening,Night owls\n", name="plan.csv")
    [problem] = refused.value.problems
    assert str(problem) == "Row 2: group: there is no group named “Night owls”. Groups: Evening IOP."


def test_an_endless_series_is_stored_as_far_as_half_a_year(
    session: Session, take_in: Importer, ana: UUID, now: datetime
) -> None:
    endless = weekly(starts="DTSTART;TZID=America/Chicago:20200106T180000", rule="RRULE:FREQ=WEEKLY")
    diff = take_in(a_calendar(endless))
    first, last = session.execute(select(func.min(Appointment.starts_at), func.max(Appointment.starts_at))).one()
    assert first == datetime(2020, 1, 7, tzinfo=UTC)
    assert timedelta(days=173) < last - now < timedelta(days=180)
    assert diff.notices == ("“Group” goes on: stored until 2026-08-29, and each night adds what comes into reach.",)
    assert not take_in(a_calendar(endless)).changes_something


def test_of_a_long_past_the_latest_366_are_stored(
    session: Session, take_in: Importer, ana: UUID, now: datetime
) -> None:
    take_in(a_calendar(weekly(starts="DTSTART;TZID=America/Chicago:20100106T180000", rule="RRULE:FREQ=DAILY")))
    first, last = session.execute(select(func.min(Appointment.starts_at), func.max(Appointment.starts_at))).one()
    assert session.scalar(select(func.count()).select_from(Appointment)) == 366
    assert first < now - timedelta(days=180) < now + timedelta(days=179) < last


def test_a_clock_that_went_back_cancels_nothing_of_an_endless_series(
    take_in: Importer, ana: UUID, now: datetime
) -> None:
    endless = a_calendar(weekly(rule="RRULE:FREQ=WEEKLY"))
    take_in(endless)
    assert take_in(endless, at=now - timedelta(days=30)).cancelled == ()


@pytest.mark.parametrize(("count", "stored"), [(366, 366), (367, 180)])
def test_a_series_is_stored_whole_up_to_366_occurrences(
    session: Session, take_in: Importer, count: int, stored: int, ana: UUID
) -> None:
    take_in(a_calendar(weekly(rule=f"RRULE:FREQ=DAILY;COUNT={count}")))
    assert session.scalar(select(func.count()).select_from(Appointment)) == stored


def test_an_appointment_under_way_can_still_be_cancelled(take_in: Importer, ana: UUID, phone: Phone) -> None:
    take_in(a_calendar(single("20260302", "a", time="113000"), single("20260309", "b")))
    assert len(take_in(a_calendar(single("20260309", "b"))).cancelled) == 1


def test_every_change_has_its_own_number(session: Session, take_in: Importer, ana: UUID) -> None:
    take_in(fixture("evening_group.ics"))
    numbers = list(session.scalars(select(Change.number).where(Change.participant_id == ana)))
    assert len(set(numbers)) == len(numbers)


def test_an_all_day_event_is_kept_from_midnight_to_midnight(
    session: Session, take_in: Importer, ana: UUID, phone: Phone
) -> None:
    diff = take_in(a_calendar(event("SUMMARY:Closed", starts="DTSTART;VALUE=DATE:20260308", uid="closed")))
    assert diff.added == ("Sun 2026-03-08 all day  Closed",)
    [one] = phone(ana).values()
    assert (one["starts_at"], one["ends_at"]) == ("2026-03-08T06:00:00.000Z", "2026-03-09T05:00:00.000Z")
    assert session.scalars(select(Appointment.is_all_day)).all() == [True]


def test_an_instant_is_stored_as_itself(session: Session, take_in: Importer, ana: UUID) -> None:
    take_in(a_calendar(single("20260304", "a")))
    session.expire_all()
    assert session.scalars(select(Appointment.starts_at)).one() == datetime(2026, 3, 5, 0, tzinfo=UTC)
