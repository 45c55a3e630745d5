"""What an iCalendar file says, in all the ways in which programs write it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from footbridge.schedule.details import Details, Kind
from footbridge.schedule.ics import read_ics
from footbridge.schedule.imported import ImportedFile
from tests.rules.schedule.calendars import CHICAGO, a_calendar, event, fixture, shown


def read(data: bytes) -> ImportedFile:
    return read_ics(data, zone=CHICAGO)


def test_a_series_with_exceptions_a_move_a_cancelled_and_an_added_date() -> None:
    assert shown(read(fixture("evening_group.ics"))) == [
        "Mon 2026-10-19 18:00-21:00 Process group",
        "Wed 2026-10-21 18:00-21:00 Process group",
        "Mon 2026-10-26 18:00-21:00 Process group",
        "Thu 2026-10-29 17:30-19:00 Process group",
        "Mon 2026-11-02 18:00-21:00 Process group (cancelled)",
        "Wed 2026-11-04 18:00-21:00 Process group",
        "Mon 2026-11-09 18:00-21:00 Process group",
        "Mon 2026-11-16 18:00-21:00 Process group",
        "Wed 2026-11-18 18:00-21:00 Process group",
        "Sat 2026-11-21 10:00-13:00 Process group",
        "Mon 2026-11-23 18:00-21:00 Process group",
        "Mon 2026-11-30 18:00-21:00 Process group",
        "Wed 2026-12-02 18:00-21:00 Process group",
        "Sat 2026-12-05 10:00-11:30 Family night",
        "Mon 2026-12-07 18:00-21:00 Process group",
        "Wed 2026-12-09 18:00-21:00 Process group",
        "Mon 2026-12-14 18:00-21:00 Process group",
        "Wed 2026-12-16 18:00-21:00 Process group",
    ]


def test_the_words_of_an_event_are_read_and_the_people_invited_are_not() -> None:
    file = read(fixture("evening_group.ics"))
    assert file.name == "Evening program"
    assert file.series[0].series.details == Details(
        title="Process group",
        kind=Kind.GROUP_THERAPY,
        place="Room 2, second floor",
        note="Bring your workbook.\nCoffee is in the hall.",
    )
    assert file.appointments[0].details == Details(
        title="Family night", kind=Kind.FAMILY, join_url="https://meet.example/family?room=1&x=2"
    )
    assert "Somebody" not in repr(file)


def test_a_change_from_here_on_holds_until_one_is_changed_alone() -> None:
    assert shown(read(fixture("from_here_on.ics"))) == [
        "Tue 2026-02-03 09:00-10:30 Skills class",
        "Tue 2026-02-10 09:00-10:30 Skills class",
        "Tue 2026-02-17 09:00-10:30 Skills class",
        "Tue 2026-02-24 09:00-10:30 Skills class",
        "Wed 2026-03-04 10:00-12:00 Skills class (new time)",
        "Wed 2026-03-11 10:00-12:00 Skills class (new time)",
        "Tue 2026-03-17 08:00-09:00 Skills class (once early)",
        "Wed 2026-03-25 10:00-12:00 Skills class (new time)",
    ]


def test_zones_are_found_however_they_are_named() -> None:
    file = read(fixture("zones_of_others.ics"))
    assert {one.uid: one.zone.key for one in file.appointments} == {
        "windows": "America/Chicago",
        "own": "America/New_York",
        "location": "America/Denver",
        "vendor": "America/Argentina/Buenos_Aires",
        "short": "America/New_York",
        "floating": "America/Chicago",
        "utc": "America/Chicago",
    }
    assert {one.uid: one.starts_at.hour for one in file.appointments}["utc"] == 23


def test_a_definition_is_forgotten_with_its_file() -> None:
    def defined(name: str, offset: str) -> str:
        return (
            f"BEGIN:VTIMEZONE\r\nTZID:{name}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
            f"TZOFFSETFROM:{offset}\r\nTZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE"
        )

    ours = event(starts="DTSTART;TZID=Our time:20261123T180000")
    [east] = read(a_calendar(defined("Our time", "-0500"), ours)).appointments
    [west] = read(a_calendar(defined("Our time", "-0700"), ours)).appointments
    assert west.starts_at - east.starts_at == timedelta(hours=2)


def test_whole_days_lengths_and_listed_dates() -> None:
    file = read(fixture("days_and_lengths.ics"))
    assert shown(file) == [
        "Thu 2026-01-15 00:00-00:00 Open house",
        "Sun 2026-03-15 00:00-00:00 Open house",
        "Sun 2026-11-01 00:00-00:00 A day of 25 hours",
        "Mon 2026-11-23 09:00-09:00 Bus leaves",
        "Mon 2026-11-23 10:00-11:00 End and length",
        "Tue 2026-11-24 10:00-11:00 Listed dates",
        "Thu 2026-11-26 00:00-00:00 Closed for Thanksgiving",
        "Tue 2026-12-01 10:00-12:00 Listed dates",
        "Tue 2026-12-08 10:00-10:30 Listed dates",
    ]
    lasts = {one.uid: one.ends_at - one.starts_at for one in file.appointments}
    assert lasts["closed"] == timedelta(hours=48)
    assert lasts["one-day"] == timedelta(hours=25)
    assert {one.uid for one in file.appointments if one.is_all_day} == {"closed", "one-day"}


def test_a_floating_series_keeps_the_programs_wall_time() -> None:
    weekly = event("RRULE:FREQ=WEEKLY;COUNT=2", "DURATION:PT1H", "SUMMARY:Group", starts="DTSTART:20261026T180000")
    assert shown(read(a_calendar(weekly))) == ["Mon 2026-10-26 18:00-19:00 Group", "Mon 2026-11-02 18:00-19:00 Group"]


def test_a_series_in_utc_stays_in_utc() -> None:
    weekly = event("RRULE:FREQ=WEEKLY;COUNT=2", "SUMMARY:Group", starts="DTSTART:20261026T230000Z")
    assert shown(read(a_calendar(weekly))) == ["Mon 2026-10-26 18:00-18:00 Group", "Mon 2026-11-02 17:00-17:00 Group"]


def test_an_event_cancelled_as_a_whole_is_left_out_and_said() -> None:
    file = read(a_calendar(event("STATUS:CANCELLED", "RRULE:FREQ=DAILY"), event(uid="two")))
    assert [one.uid for one in file.appointments] == ["two"]
    assert file.series == ()
    assert "1 event was cancelled in the calendar as a whole." in file.notices


@pytest.mark.parametrize("privacy", ["PRIVATE", "confidential"])
def test_a_private_event_is_left_out_and_said(privacy: str) -> None:
    file = read(a_calendar(event(f"CLASS:{privacy}", "SUMMARY:Staff only"), event(uid="two")))
    assert [one.uid for one in file.appointments] == ["two"]
    assert file.notices == ("1 private event was left out.",)


def test_of_two_tellings_the_newer_one_holds() -> None:
    old, new = event("SEQUENCE:1", "SUMMARY:Old"), event("SEQUENCE:2", "SUMMARY:New")
    for order in ([old, new], [new, old]):
        assert [one.details.title for one in read(a_calendar(*order)).appointments] == ["New"]


def test_a_changed_occurrence_without_its_series_is_an_appointment() -> None:
    lone = event("RECURRENCE-ID;TZID=America/Chicago:20261120T180000", "SUMMARY:Guest")
    assert shown(read(a_calendar(lone))) == ["Mon 2026-11-23 18:00-18:00 Guest"]


def test_an_exception_named_by_its_day_alone_means_what_starts_on_it() -> None:
    weekly = event("RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE;VALUE=DATE:20261123", "SUMMARY:Group")
    assert shown(read(a_calendar(weekly))) == ["Mon 2026-11-30 18:00-18:00 Group"]


def test_lines_folded_inside_a_letter_are_joined_before_they_are_read() -> None:
    folded = a_calendar(event("SUMMARY:Reuni@@n")).replace(b"@@", b"\xc3\r\n \xb3")
    assert read(folded).appointments[0].details.title == "Reunión"


@pytest.mark.parametrize("ending", [b"\n", b"\r", b"\r\n"])
def test_any_line_ending_and_a_byte_order_mark_are_taken(ending: bytes) -> None:
    data = b"\xef\xbb\xbf" + a_calendar(event("SUMMARY:Group")).replace(b"\r\n", ending)
    assert read(data).appointments[0].details.title == "Group"


def test_two_calendars_in_one_file_are_both_read() -> None:
    data = a_calendar(event(uid="one")) + a_calendar(event(uid="two"))
    assert [one.uid for one in read(data).appointments] == ["one", "two"]


def test_markup_in_a_description_becomes_plain_lines() -> None:
    described = event("DESCRIPTION:<p>Hello &amp\\; welcome</p><br>Room <b>2</b>")
    assert read(a_calendar(described)).appointments[0].details.note == "Hello & welcome\nRoom 2"


def test_a_text_over_its_limit_is_cut_at_a_word_and_said() -> None:
    file = read(a_calendar(event(f"SUMMARY:{'word ' * 40}", f"DESCRIPTION:{'a' * 2001}")))
    details = file.appointments[0].details
    assert details.title.endswith("word…")
    assert len(details.title) <= 120
    assert len(details.note or "") == 2000
    assert len(file.notices) == 2


@pytest.mark.parametrize(
    ("lines", "link", "place"),
    [
        (["LOCATION:https://meet.example/a"], "https://meet.example/a", None),
        (["URL:https://clinic.example/page", "LOCATION:Room 2"], None, "Room 2"),
        (["URL:https://meet.example/a"], "https://meet.example/a", None),
        (["URL:javascript:alert(1)"], None, None),
        (["CONFERENCE;VALUE=URI:tel:+15551234567"], None, None),
        (["X-GOOGLE-CONFERENCE:https://meet.example/g", "LOCATION:Room 2"], "https://meet.example/g", "Room 2"),
    ],
)
def test_a_link_to_join_is_https_and_no_mere_page(lines: list[str], link: str | None, place: str | None) -> None:
    details = read(a_calendar(event(*lines))).appointments[0].details
    assert (details.join_url, details.place) == (link, place)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Family group", Kind.FAMILY),
        ("DBT skills", Kind.SKILLS),
        ("Terapia de grupo", Kind.GROUP_THERAPY),
        ("AA", Kind.SUPPORT_GROUP),
        ("Aardvark", Kind.OTHER),
        ("Med check", Kind.MEDICAL),
        ("Individual session", Kind.INDIVIDUAL),
        ("Morning yoga", Kind.WELLNESS),
        ("Psychoeducation", Kind.PSYCHOEDUCATION),
    ],
)
def test_the_kind_is_read_from_words(words: str, kind: Kind) -> None:
    assert read(a_calendar(event(f"SUMMARY:{words}"))).appointments[0].details.kind == kind
    assert read(a_calendar(event(f"CATEGORIES:{words}", "SUMMARY:x"))).appointments[0].details.kind == kind


def test_an_event_without_uid_has_the_same_name_each_time() -> None:
    bare = a_calendar("BEGIN:VEVENT\r\nDTSTART:20261123T180000\r\nSUMMARY:Group\r\nEND:VEVENT")
    assert read(bare).appointments[0].uid == read(bare).appointments[0].uid != ""


def test_the_programs_zone_decides_what_floats() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    [one] = read_ics(a_calendar(event(starts="DTSTART:20261123T180000")), zone=berlin).appointments
    assert (one.zone, one.starts_at.hour) == (berlin, 17)
