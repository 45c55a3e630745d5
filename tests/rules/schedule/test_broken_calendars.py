"""A file that can't be read is refused as a whole, with the line and a plain reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footbridge.schedule.ics import read_ics
from footbridge.schedule.imported import MAX_EVENTS, MAX_FILE_BYTES, FileRefused
from tests.rules.schedule.calendars import CHICAGO, a_calendar, event, fixture


def refusal(data: bytes) -> list[str]:
    with pytest.raises(FileRefused) as refused:
        read_ics(data, zone=CHICAGO)
    return [str(one) for one in refused.value.problems]


def read_or_refused(data: bytes) -> bool:
    """True when the file was read, or refused with a reason; anything else is raised."""
    try:
        return read_ics(data, zone=CHICAGO).events > 0
    except FileRefused as refused:
        return bool(refused.problems)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "The file is empty."),
        (b"\r\n\r\n", "The file is empty."),
        (b"hello", "Line 1: This is not a calendar file"),
        (
            b"<!DOCTYPE html><html>Sign in</html>",
            "Line 1: This is not a calendar file: it does not begin with BEGIN:VCALENDAR. It looks",
        ),
        (b"\xff\xfeB\x00E\x00", "The file is written in UTF-16."),
        (b"BEGIN:VEVENT\r\nEND:VEVENT", "Line 1: This is not a calendar file"),
        (a_calendar(), "There is no event in this calendar."),
        (a_calendar(event("SUMMARY:caf@")).replace(b"@", b"\xe9"), "Line 6: This is not UTF-8 text."),
        (a_calendar(event("SUMMARY:a\x00b")), "Line 6: This line holds a character that can't be stored (NUL)."),
        (a_calendar(event("a line of its own")), "Line 6: This line is no part of a calendar: “a line of its own”."),
        (a_calendar(event('SUMMARY;X=":no end')), "Line 6: This line can't be read"),
        (
            a_calendar(event()).removesuffix(b"END:VCALENDAR\r\n"),
            "Line 1: The file ends in the middle of what begins here (VCALENDAR)",
        ),
        (
            a_calendar(event()).partition(b"END:VEVENT")[0],
            "Line 3: The file ends in the middle of what begins here (VEVENT)",
        ),
        (
            a_calendar(event()).replace(b"END:VEVENT\r\n", b""),
            "Line 6: VCALENDAR ends here, but VEVENT (line 3) is still open.",
        ),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 50, "Line 9: Too many things begin inside one another here."),
        (
            a_calendar(event(), head="METHOD:REQUEST"),
            "Line 2: This is a message about single events, not a whole calendar.",
        ),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nSUMMARY:x\r\n", "Line 3: This line is no part of a calendar"),
    ],
)
def test_what_is_no_calendar_is_refused(data: bytes, told: str) -> None:
    [problem] = refusal(data)
    assert problem.startswith(told)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            ["RRULE:FREQ=WEEKLY;UNTL=20191023;BYDAY=TH;WKST=SU"],
            "Line 6: The repetition rule has a part we don't know, UNTL.",
        ),
        (["RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"], "Line 3: This event has more than one repetition rule"),
        (["DTEND;TZID=America/Chicago:20261123T170000"], "Line 6: This event ends before it starts."),
        (["DTEND;VALUE=DATE:20261124"], "Line 6: One of start and end is a day, the other a time of day."),
        (["DTEND;TZID=America/Chicago:20270123T170000"], "Line 6: This event lasts 60 days. It can last up to 31."),
        (
            ["DTEND;TZID=Mars/Olympus:20261123T190000"],
            "Line 6: The time zone “Mars/Olympus” is neither known nor defined",
        ),
        (["DTEND:2026-11-23"], "Line 6: DTEND is not a date or time: “2026-11-23”."),
        (["DTEND:20261131T190000"], "Line 6: DTEND is not a date or time"),
        (["DURATION:-PT1H"], "Line 6: DURATION is negative"),
        (["DURATION:an hour"], "Line 6: DURATION is no length of time"),
        (["EXDATE:yesterday"], "Line 6: EXDATE is not a date or time: “yesterday”."),
        (["RDATE;VALUE=PERIOD:20261201T100000Z/later"], "Line 6: RDATE is not a date or time: “later”."),
        (["RECURRENCE-ID:20269999T000000"], "Line 6: RECURRENCE-ID is not a date or time"),
    ],
)
def test_a_property_that_cannot_be_read_is_told_with_its_line(lines: list[str], told: str) -> None:
    [problem] = refusal(a_calendar(event(*lines)))
    assert problem.startswith(told)


@pytest.mark.parametrize(
    ("starts", "told"),
    [
        ("COMMENT:none", "Line 3: This event has no start (DTSTART is missing)."),
        ("DTSTART:18991231T120000Z", "Line 5: DTSTART is in the year 1899; we take 1970 to 2099."),
        ("DTSTART:99991231T120000Z", "Line 5: DTSTART is in the year 9999; we take 1970 to 2099."),
    ],
)
def test_an_event_needs_a_start_that_we_can_keep(starts: str, told: str) -> None:
    assert refusal(a_calendar(event(starts=starts))) == [told]


def test_a_zone_that_no_place_keeps_is_told() -> None:
    data = fixture("zones_of_others.ics").replace(
        b"TZOFFSETTO:-0500\r\nRRULE:FREQ=YEARLY;INTERVAL=1", b"TZOFFSETTO:-0437\r\nRRULE:FREQ=YEARLY"
    )
    problems = refusal(data)
    assert "no zone we know keeps its clocks like that" in problems[0]


def test_all_that_is_wrong_is_told_up_to_twenty_and_the_rest_is_counted() -> None:
    broken = [event("DTEND:never", f"SUMMARY:Group {n}", uid=str(n)) for n in range(25)]
    with pytest.raises(FileRefused) as refused:
        read_ics(a_calendar(event(uid="good"), *broken), zone=CHICAGO)
    assert len(refused.value.problems) == 20
    assert refused.value.more == 5
    assert str(refused.value.problems[0]) == "Line 10: DTEND is not a date or time: “never”. (“Group 0”)"


def test_a_file_over_two_megabytes_is_refused() -> None:
    assert refusal(b" " * (MAX_FILE_BYTES + 1)) == ["The file has 2.0 MB. It can have up to 2 MB."]


def test_five_thousand_events_are_taken_and_one_more_is_not() -> None:
    events = [event(uid=str(n)) for n in range(MAX_EVENTS)]
    assert read_ics(a_calendar(*events), zone=CHICAGO).events == MAX_EVENTS
    assert refusal(a_calendar(*events, event(uid="more"))) == [
        "There are 5,001 events in this file. It can have up to 5,000."
    ]


@settings(max_examples=300, deadline=None)
@given(cut=st.integers(0, 2082), noise=st.binary(max_size=12), kept=st.booleans())
def test_a_damaged_file_is_read_or_refused_and_never_breaks_anything(cut: int, noise: bytes, kept: bool) -> None:
    whole = fixture("evening_group.ics")
    damaged = whole[:cut] + noise + (whole[cut + len(noise) :] if kept else b"")
    assert read_or_refused(damaged)


@settings(max_examples=200, deadline=None)
@given(
    name=st.sampled_from(
        ["DTSTART", "DTEND", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID", "DURATION", "UID", "SEQUENCE", "LOCATION"]
    ),
    value=st.one_of(st.text(max_size=30), st.from_regex(r"\A[0-9]{8}(T[0-9]{6}Z?)?(/P[0-9A-Z]{1,8})?\Z")),
    parameter=st.sampled_from(
        ["", ";TZID=Europe/Berlin", ";VALUE=DATE", ";RANGE=THISANDFUTURE", ';TZID="x,y"', ";TZID=a,b"]
    ),
)
def test_any_value_is_read_or_refused(name: str, value: str, parameter: str) -> None:
    bare = value.replace("\r", "").replace("\n", "")
    data = a_calendar(event("RRULE:FREQ=DAILY;COUNT=3", f"{name}{parameter}:{bare}"))
    assert read_or_refused(data)
