"""Which repetition rules are taken, and what a person is told about the others."""

from datetime import UTC, datetime
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from footbridge.schedule.rules import BrokenRule, Rule, read_rule, starts_of

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = datetime.fromisoformat("2026-03-02T18:00")


def read(text: str) -> Rule:
    return read_rule(text, starts=MONDAY, zone=CHICAGO)


def test_a_rule_is_taken_apart_from_its_end() -> None:
    assert read("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10") == Rule("FREQ=WEEKLY;BYDAY=MO,WE", count=10)
    assert not read("FREQ=WEEKLY;WKST=SU;INTERVAL=1").has_end


def test_an_end_in_utc_is_the_wall_time_there() -> None:
    assert read("FREQ=DAILY;UNTIL=20260310T030000Z").until == datetime.fromisoformat("2026-03-09T22:00")


def test_an_end_without_zone_is_a_wall_time() -> None:
    assert read("FREQ=DAILY;UNTIL=20260310T030000").until == datetime.fromisoformat("2026-03-10T03:00")


def test_an_end_on_a_day_counts_that_day() -> None:
    assert read("FREQ=DAILY;UNTIL=20260310").until == datetime.fromisoformat("2026-03-10T23:59:59")


def test_small_letters_a_last_semicolon_and_the_starts_own_hour_are_taken() -> None:
    assert read("freq=weekly;byday=mo;byhour=18;byminute=0;bysecond=00;") == Rule("FREQ=WEEKLY;BYDAY=MO")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "can't be read"),
        ("FREQ=WEEKLY;UNTL=20191023;BYDAY=TH;WKST=SU", "a part we don't know, UNTL"),
        ("BYDAY=MO", "FREQ is missing"),
        ("FREQ=HOURLY", "not hourly"),
        ("FREQ=SECONDLY", "not secondly"),
        ("FREQ=FORTNIGHTLY", "not fortnightly"),
        ("FREQ=DAILY;COUNT=0", "COUNT=0"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL=-1"),
        ("FREQ=DAILY;COUNT=3;COUNT=4", "COUNT twice"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20260310", "two ends"),
        ("FREQ=DAILY;UNTIL=20261340", "not a date"),
        ("FREQ=DAILY;UNTIL=TOMORROW", "not a date"),
        ("FREQ=WEEKLY;BYDAY=MOO", "BYDAY=MOO"),
        ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY=0MO"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY=32"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH=13"),
        ("FREQ=DAILY;BYHOUR=9,18", "BYHOUR=9,18"),
        ("FREQ=DAILY;BYHOUR=9", "BYHOUR is not the start's own"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "names no day"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "names no day"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "names no day"),
        ("FREQ=MONTHLY;BYSETPOS=2", "names no day"),
        ("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=1", "BYSETPOS means nothing"),
        ("FREQ=DAILY;BYYEARDAY=366", "BYYEARDAY means nothing"),
        ("FREQ=DAILY;X=\x00", "can't be read"),
    ],
)
def test_a_rule_we_cannot_follow_is_refused_with_its_reason(text: str, told: str) -> None:
    with pytest.raises(BrokenRule) as refusal:
        read(text)
    assert told in str(refusal.value)


@given(st.text(st.sampled_from("FREQ=DAILYWEKMONTHUBCINX;,0123456789-+Z"), max_size=60))
def test_any_text_is_a_rule_or_is_refused(tail: str) -> None:
    try:
        rule = read(f"FREQ=MONTHLY;{tail}")
    except BrokenRule:
        return
    assert next(starts_of(rule, starts=MONDAY, up_to=datetime.fromisoformat("2030-01-01"))) == MONDAY


_parts = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])},
    optional={
        "INTERVAL": st.sampled_from(["1", "2", "7", "14", "365"]),
        "BYDAY": st.lists(st.sampled_from(["MO", "TU", "WE", "SU"]), min_size=1, max_size=2, unique=True).map(",".join),
        "BYMONTHDAY": st.sampled_from(["1", "30", "31", "-1", "-31"]),
        "BYMONTH": st.sampled_from(["2", "4", "2,12"]),
        "BYSETPOS": st.sampled_from(["1", "-1", "3", "8", "-60"]),
        "BYYEARDAY": st.sampled_from(["1", "366"]),
        "BYWEEKNO": st.sampled_from(["1", "53"]),
    },
)


@settings(deadline=None)
@given(_parts)
def test_no_rule_that_is_taken_takes_long(parts: dict[str, str]) -> None:
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        rule = read(text)
    except BrokenRule:
        return
    began = process_time()
    found = list(starts_of(rule, starts=MONDAY, up_to=datetime.fromisoformat("2030-01-01")))
    assert process_time() - began < 1  # processor time: a search to the year 9999 takes 4 s
    plain = rrulestr(f"{text};UNTIL=20300101T000000", dtstart=MONDAY)
    assert found == sorted({MONDAY, *plain})


def test_a_last_day_before_the_start_leaves_nothing() -> None:
    rule = read("FREQ=WEEKLY;UNTIL=20260301")
    assert list(starts_of(rule, starts=MONDAY, up_to=datetime(2030, 1, 1, tzinfo=UTC).replace(tzinfo=None))) == []
