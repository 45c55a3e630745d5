"""When a daily prompt falls due: against dateutil, over every zone, on the days when clocks change."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.rrule import DAILY, rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from footbridge.kernel.zones import local_date
from footbridge.reminders.daily import EVERY_DAY, next_fire

ZONES = sorted(
    name for name in available_timezones() if not name.startswith(("right/", "posix/")) and name != "localtime"
)
CHICAGO = ZoneInfo("America/Chicago")

zones = st.sampled_from(ZONES).map(ZoneInfo)
walls = st.times(min_value=time(0), max_value=time(23, 59)).map(lambda wall: wall.replace(second=0, microsecond=0))
weekdays = st.frozensets(st.integers(1, 7), min_size=1)
instants = st.integers(0, 16 * 365 * 86_400).map(lambda s: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=s))


def first_instant_that_shows(wall: datetime, zone: ZoneInfo) -> datetime:
    """By trying minute after minute: slow, and with nothing in common with the code under test."""
    while True:
        instant = wall.replace(tzinfo=zone).astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None) == wall:
            return instant
        wall += timedelta(minutes=1)


def by_dateutil(wall: time, days: frozenset[int], zone: ZoneInfo, *, after: datetime) -> datetime:
    start = datetime.combine(local_date(after, zone) - timedelta(days=2), wall)
    for local in rrule(DAILY, dtstart=start, byweekday=[day - 1 for day in days]):
        instant = first_instant_that_shows(local, zone)
        if instant > after:
            return instant
    raise AssertionError("a rule without an end has no last day")


@settings(max_examples=2000, deadline=None)
@given(walls, weekdays, zones, instants)
def test_it_agrees_with_dateutil(wall: time, days: frozenset[int], zone: ZoneInfo, after: datetime) -> None:
    fire = next_fire(wall, days, zone, after=after)
    assert fire is not None
    assert fire.at == by_dateutil(wall, days, zone, after=after)


def transitions(zone: ZoneInfo, years: range) -> list[date]:
    """The days on which this zone's offset changes."""
    days = [date(years.start, 1, 1) + timedelta(days=n) for n in range(366 * len(years))]
    offsets = [datetime(day.year, day.month, day.day, tzinfo=zone).utcoffset() for day in days]
    return [day for day, (before, behind) in zip(days, pairwise(offsets), strict=False) if before != behind]


@pytest.mark.parametrize("part", range(8))
def test_each_local_day_has_one_prompt_also_when_clocks_change(part: int) -> None:
    changes = [
        (ZoneInfo(name), day) for name in ZONES[part::8] for day in transitions(ZoneInfo(name), range(2025, 2028))
    ]
    for zone, changed_on in changes:
        noon_before = datetime.combine(changed_on - timedelta(days=2), time(12), zone)
        for wall in (time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(3), time(23, 30)):
            fires = []
            fire = next_fire(wall, EVERY_DAY, zone, after=noon_before)
            for _ in range(4):
                assert fire is not None
                fires.append(fire)
                fire = next_fire(wall, EVERY_DAY, zone, after=fire.at)
            days = [fire.day for fire in fires]
            assert days == [days[0] + timedelta(days=n) for n in range(4)]
            assert [fire.at for fire in fires] == [
                first_instant_that_shows(datetime.combine(day, wall), zone) for day in days
            ]


@pytest.fixture
def chicago() -> Callable[[str], datetime]:
    return lambda text: datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


def test_a_time_in_the_spring_gap_falls_on_the_first_minute_that_exists(chicago: Callable[[str], datetime]) -> None:
    fire = next_fire(time(2, 30), EVERY_DAY, CHICAGO, after=chicago("2026-03-07 12:00"))
    assert fire == (date(2026, 3, 8), chicago("2026-03-08 03:00"))


def test_a_time_in_the_autumn_overlap_falls_once_on_the_earlier(chicago: Callable[[str], datetime]) -> None:
    first = next_fire(time(1, 30), EVERY_DAY, CHICAGO, after=chicago("2026-10-31 12:00"))
    assert first is not None
    assert first.at == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    second = next_fire(time(1, 30), EVERY_DAY, CHICAGO, after=first.at)
    assert second == (date(2026, 11, 2), chicago("2026-11-02 01:30"))


def test_a_gap_up_to_midnight_still_has_its_prompt() -> None:
    nuuk = ZoneInfo("America/Scoresbysund")  # 29 March 2025 ended at 23:00 there
    fire = next_fire(time(23, 30), EVERY_DAY, nuuk, after=datetime(2025, 3, 29, 12, tzinfo=nuuk))
    assert fire == (date(2025, 3, 29), datetime(2025, 3, 30, 0, tzinfo=nuuk))


def test_a_day_that_never_was_has_none() -> None:
    samoa = ZoneInfo("Pacific/Apia")
    first = next_fire(time(8), EVERY_DAY, samoa, after=datetime(2011, 12, 28, 12, tzinfo=samoa))
    assert first is not None
    second = next_fire(time(8), EVERY_DAY, samoa, after=first.at)
    assert (first.day, second and second.day) == (date(2011, 12, 29), date(2011, 12, 31))


def test_without_days_there_is_none() -> None:
    assert next_fire(time(8), frozenset(), CHICAGO, after=datetime(2026, 1, 1, tzinfo=UTC)) is None
