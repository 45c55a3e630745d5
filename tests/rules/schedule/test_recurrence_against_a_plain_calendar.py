"""Properties of recurrence, checked by an expansion written another way: walk every day and ask whether the rule names it.

Nothing here uses dateutil or `kernel.zones`: instants are found by trying the zone's offsets and, in a gap, by walking minutes.
"""

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from footbridge.schedule.details import Details
from footbridge.schedule.recurrence import EVER, Override, Series, Window, occurrences
from footbridge.schedule.rules import read_rule

DAY = timedelta(days=1)
NAMES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ZONES = [
    "America/Chicago",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "America/Havana",
    "Africa/Casablanca",
    "Asia/Kolkata",
]
LAST_DAY = date(2028, 12, 31)


@dataclass(frozen=True)
class PlainRule:
    """A rule as data, with its RFC 5545 text and its own idea of which days it names."""

    text: str
    names: Callable[[date, date], bool]


def plain_daily(interval: int) -> PlainRule:
    return PlainRule(f"FREQ=DAILY;INTERVAL={interval}", lambda start, day: (day - start).days % interval == 0)


def plain_weekly(interval: int, weekdays: frozenset[int]) -> PlainRule:
    def names(start: date, day: date) -> bool:
        weeks = (day - timedelta(days=day.weekday()) - (start - timedelta(days=start.weekday()))).days // 7
        return weeks % interval == 0 and day.weekday() in weekdays

    return PlainRule(f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={','.join(NAMES[one] for one in sorted(weekdays))}", names)


def plain_nth_weekday(nth: int, weekday: int) -> PlainRule:
    def names(_start: date, day: date) -> bool:
        length = calendar.monthrange(day.year, day.month)[1]
        place = (day.day - 1) // 7 + 1 if nth > 0 else -((length - day.day) // 7 + 1)
        return day.weekday() == weekday and place == nth

    return PlainRule(f"FREQ=MONTHLY;BYDAY={nth}{NAMES[weekday]}", names)


def plain_month_day(number: int) -> PlainRule:
    def names(_start: date, day: date) -> bool:
        length = calendar.monthrange(day.year, day.month)[1]
        return day.day == (number if number > 0 else length + 1 + number)

    return PlainRule(f"FREQ=MONTHLY;BYMONTHDAY={number}", names)


def plain_yearly(month: int) -> PlainRule:
    return PlainRule(f"FREQ=YEARLY;BYMONTH={month}", lambda start, day: (day.month, day.day) == (month, start.day))


rules = st.one_of(
    st.integers(1, 9).map(plain_daily),
    st.builds(plain_weekly, st.integers(1, 4), st.frozensets(st.integers(0, 6), min_size=1)),
    st.builds(plain_nth_weekday, st.sampled_from([-2, -1, 1, 2, 3, 4, 5]), st.integers(0, 6)),
    st.sampled_from([1, 15, 28, 29, 30, 31, -1, -3]).map(plain_month_day),
    st.integers(1, 12).map(plain_yearly),
)
# Half of all starts lie where clocks change in some zone, and at the hours that are skipped or repeated.
changing_days = [
    date(2026, 3, 8),
    date(2026, 3, 29),
    date(2026, 4, 5),
    date(2026, 10, 4),
    date(2026, 10, 25),
    date(2026, 11, 1),
]
days = st.one_of(st.dates(date(2025, 1, 1), date(2027, 6, 1)), st.sampled_from(changing_days))
hours = st.one_of(
    st.sampled_from([time(0), time(0, 30), time(1, 30), time(2), time(2, 15), time(2, 59), time(18)]), st.times()
)
starts = st.builds(datetime.combine, days, hours.map(lambda one: one.replace(second=0, microsecond=0)))


def plain_starts(rule: PlainRule, start: datetime) -> Iterator[datetime]:
    yield start
    day = start.date() + DAY
    while day <= LAST_DAY:
        if rule.names(start.date(), day):
            yield datetime.combine(day, start.time())
        day += DAY


def plain_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    offsets = {(wall + shift).replace(tzinfo=zone).utcoffset() for shift in (-DAY, timedelta(0), DAY)}
    guesses = sorted(wall.replace(tzinfo=UTC) - offset for offset in offsets if offset is not None)
    for guess in guesses:
        if guess.astimezone(zone).replace(tzinfo=None) == wall:
            return guess
    minute = (guesses[0] - timedelta(hours=3)).replace(second=0)
    while minute.astimezone(zone).replace(tzinfo=None) < wall:
        minute += timedelta(minutes=1)
    return minute


def a_series(rule: PlainRule, start: datetime, zone: ZoneInfo, end: str = "") -> Series:
    checked = read_rule(rule.text + end, starts=start, zone=zone)
    return Series(start, zone, timedelta(hours=3), Details("Group"), checked)


WHOLE = Window(datetime(2024, 1, 1, tzinfo=UTC), datetime(2028, 12, 1, tzinfo=UTC))


@settings(max_examples=150, deadline=None)
@given(rule=rules, start=starts, zone=st.sampled_from(ZONES).map(ZoneInfo))
def test_an_endless_series_is_what_a_walk_over_every_day_finds(
    rule: PlainRule, start: datetime, zone: ZoneInfo
) -> None:
    found = [one.starts_at for one in occurrences(a_series(rule, start, zone), WHOLE)]
    expected = [plain_instant(one, zone) for one in plain_starts(rule, start)]
    assert found == sorted(one for one in expected if WHOLE.since <= one < WHOLE.until)


@settings(max_examples=100, deadline=None)
@given(rule=rules, start=starts, zone=st.sampled_from(ZONES).map(ZoneInfo), count=st.integers(1, 20))
def test_a_counted_series_is_the_beginning_of_the_endless_one(
    rule: PlainRule, start: datetime, zone: ZoneInfo, count: int
) -> None:
    found = [one.starts_at for one in occurrences(a_series(rule, start, zone, f";COUNT={count}"), WHOLE)]
    expected = [plain_instant(one, zone) for one in list(plain_starts(rule, start))[:count]]
    assert found == [one for one in expected if one < WHOLE.until]


@settings(max_examples=100, deadline=None)
@given(
    rule=rules, start=starts, zone=st.sampled_from(ZONES).map(ZoneInfo), later=st.integers(0, 700), is_utc=st.booleans()
)
def test_an_end_counts_the_occurrence_that_starts_on_it(
    rule: PlainRule, start: datetime, zone: ZoneInfo, later: int, is_utc: bool
) -> None:
    until = start + timedelta(days=later)
    text = f"{plain_instant(until, zone):%Y%m%dT%H%M%SZ}" if is_utc else f"{until:%Y%m%dT%H%M%S}"
    found = [one.original for one in occurrences(a_series(rule, start, zone, f";UNTIL={text}"), WHOLE)]
    if is_utc and plain_instant(until, zone).astimezone(zone).replace(tzinfo=None) != until:
        return  # an end in the gap: the wall time it stands for is not said
    assert found == [
        one for one in plain_starts(rule, start) if one <= until and plain_instant(one, zone) < WHOLE.until
    ]


@settings(max_examples=60, deadline=None)
@given(
    rule=rules,
    start=starts,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    edges=st.lists(st.integers(152, 1_600), min_size=2, max_size=4, unique=True),
    shift_h=st.integers(-72, 72),
    which=st.integers(0, 5),
)
def test_windows_side_by_side_give_each_occurrence_once(
    rule: PlainRule, start: datetime, zone: ZoneInfo, edges: list[int], shift_h: int, which: int
) -> None:
    bare = a_series(rule, start, zone)
    chosen = list(plain_starts(rule, start))[which:][:1]
    moved = tuple(Override(one, one + timedelta(hours=shift_h), is_onwards=which % 2 == 0) for one in chosen)
    series = replace(bare, overrides=moved)
    cuts = [WHOLE.since, *sorted(WHOLE.since + timedelta(days=edge, hours=edge % 24) for edge in edges), WHOLE.until]
    pieces = [one for low, high in pairwise(cuts) for one in occurrences(series, Window(low, high))]
    assert pieces == occurrences(series, WHOLE)
    assert len({one.original for one in pieces}) == len(pieces)


@settings(max_examples=60, deadline=None)
@given(rule=rules, start=starts, zone=st.sampled_from(ZONES).map(ZoneInfo), count=st.integers(1, 30))
def test_each_occurrence_lasts_as_long_as_the_others(
    rule: PlainRule, start: datetime, zone: ZoneInfo, count: int
) -> None:
    found = occurrences(a_series(rule, start, zone, f";COUNT={count}"), EVER)
    assert {one.ends_at - one.starts_at for one in found} == {timedelta(hours=3)}
