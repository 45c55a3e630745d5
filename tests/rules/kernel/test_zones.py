"""Wall times on the days when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footbridge.kernel.zones import UnknownZone, instant_of, local_date, zone

CHICAGO = ZoneInfo("America/Chicago")
ZONES = sorted(available_timezones() - {"Factory", "localtime"})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_an_ordinary_wall_time_is_itself() -> None:
    assert instant_of(date(2026, 11, 23), time(18), CHICAGO) == utc("2026-11-24T00:00")


@pytest.mark.parametrize("wall", [time(2), time(2, 30), time(2, 59, 59)])
def test_a_time_in_the_spring_gap_is_the_first_instant_that_exists(wall: time) -> None:
    assert instant_of(date(2026, 3, 8), wall, CHICAGO) == utc("2026-03-08T08:00")


def test_the_edges_of_the_gap_exist() -> None:
    assert instant_of(date(2026, 3, 8), time(1, 59, 59), CHICAGO) == utc("2026-03-08T07:59:59")
    assert instant_of(date(2026, 3, 8), time(3), CHICAGO) == utc("2026-03-08T08:00")


def test_a_time_in_the_autumn_overlap_is_the_earlier_one() -> None:
    assert instant_of(date(2026, 11, 1), time(1, 30), CHICAGO) == utc("2026-11-01T06:30")


def test_a_whole_skipped_day_begins_when_the_next_one_does() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert instant_of(date(2011, 12, 30), time(18), apia) == instant_of(date(2011, 12, 31), time(0), apia)


def test_a_half_hour_gap_is_half_an_hour() -> None:
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    assert instant_of(date(2026, 10, 4), time(2, 10), lord_howe) == instant_of(
        date(2026, 10, 4), time(2, 30), lord_howe
    )


def test_the_local_day_is_the_zones_own() -> None:
    assert local_date(utc("2026-11-24T03:00"), CHICAGO) == date(2026, 11, 23)


@pytest.mark.parametrize("name", ["", "Chicago", "America", "../etc/passwd", "america/chicago", "A\x00B", "/UTC"])
def test_what_is_not_a_zone_is_said(name: str) -> None:
    with pytest.raises(UnknownZone):
        zone(name)


def test_a_zone_is_found_by_its_name() -> None:
    assert zone("America/Chicago").key == "America/Chicago"


@given(
    name=st.sampled_from(ZONES),
    day=st.dates(min_value=date(1975, 1, 1), max_value=date(2037, 12, 31)),
    wall=st.times().map(lambda t: t.replace(microsecond=0)),
)
def test_an_instant_shows_its_wall_time_or_the_wall_time_does_not_exist(name: str, day: date, wall: time) -> None:
    there = ZoneInfo(name)
    instant = instant_of(day, wall, there)
    wanted = datetime.combine(day, wall)
    shown = instant.astimezone(there).replace(tzinfo=None)
    second_before = (instant - timedelta(seconds=1)).astimezone(there).replace(tzinfo=None)
    # Either the clock shows it, or the clock jumped over it exactly here.
    assert shown == wanted or second_before < wanted < shown
    if shown == wanted:
        assert instant.astimezone(there).fold == 0
