"""Occurrences of a series: wall time across daylight saving, exceptions, moves, changes from here on."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from footbridge.schedule.details import Details
from footbridge.schedule.recurrence import EVER, Occurrence, Override, Series, Window, occurrence_id, occurrences
from footbridge.schedule.rules import Rule

CHICAGO = ZoneInfo("America/Chicago")
ID = UUID("6a1f8f6e-2a34-4d2e-9a40-0d7e7c9d1f10")
EVENING = Details("Evening group")
HOUR = timedelta(hours=1)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def weekly(
    starts: str = "2026-03-02T18:00",
    count: int = 3,
    *,
    lasts: timedelta = 3 * HOUR,
    added: Iterable[str] = (),
    skipped: Iterable[str] = (),
    overrides: tuple[Override, ...] = (),
) -> Series:
    return Series(
        wall(starts),
        CHICAGO,
        lasts,
        EVENING,
        Rule("FREQ=WEEKLY", count=count),
        added=frozenset(map(wall, added)),
        skipped=frozenset(map(wall, skipped)),
        overrides=overrides,
    )


def shown(found: list[Occurrence], zone: ZoneInfo = CHICAGO) -> list[str]:
    return [f"{one.starts_at.astimezone(zone):%Y-%m-%dT%H:%M}" for one in found]


def test_eighteen_oclock_stays_eighteen_oclock_when_clocks_change() -> None:
    found = occurrences(weekly(), EVER)
    assert shown(found) == ["2026-03-02T18:00", "2026-03-09T18:00", "2026-03-16T18:00"]
    assert [one.starts_at.hour for one in found] == [0, 23, 23]  # UTC moves instead


def test_a_start_in_the_spring_gap_is_the_first_instant_that_exists_and_keeps_its_length() -> None:
    [_, in_gap, after] = occurrences(weekly("2026-03-01T02:30", lasts=HOUR), EVER)
    assert in_gap.starts_at == datetime(2026, 3, 8, 8, tzinfo=UTC)
    assert in_gap.ends_at - in_gap.starts_at == HOUR
    assert in_gap.original == wall("2026-03-08T02:30")
    assert shown([after]) == ["2026-03-15T02:30"]


def test_a_start_in_the_autumn_overlap_is_the_earlier_one() -> None:
    [first, _] = occurrences(weekly("2026-11-01T01:30", count=2), EVER)
    assert first.starts_at == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_a_window_takes_its_beginning_and_leaves_its_end() -> None:
    [first, second, third] = occurrences(weekly(), EVER)
    assert occurrences(weekly(), Window(first.starts_at, third.starts_at)) == [first, second]


def test_a_skipped_occurrence_still_counts() -> None:
    found = occurrences(weekly(skipped=["2026-03-09T18:00"]), EVER)
    assert shown(found) == ["2026-03-02T18:00", "2026-03-16T18:00"]


def test_an_added_occurrence_stands_beside_the_rule_once() -> None:
    added = ["2026-03-04T19:00", "2026-03-09T18:00"]
    assert shown(occurrences(weekly(added=added), EVER)) == [
        "2026-03-02T18:00",
        "2026-03-04T19:00",
        "2026-03-09T18:00",
        "2026-03-16T18:00",
    ]


def test_a_moved_occurrence_keeps_its_identity_and_tells_where_it_was() -> None:
    moved = Override(wall("2026-03-09T18:00"), wall("2026-03-10T17:00"), lasts=HOUR)
    [_, one, _] = occurrences(weekly(overrides=(moved,)), EVER)
    assert one.original == wall("2026-03-09T18:00")
    assert shown([one]) == ["2026-03-10T17:00"]
    assert one.ends_at - one.starts_at == HOUR
    assert one.moved_from == datetime(2026, 3, 9, 23, tzinfo=UTC)


def test_an_occurrence_is_found_in_the_window_it_was_moved_to() -> None:
    moved = Override(wall("2026-03-09T18:00"), wall("2026-06-10T18:00"))
    june = Window(datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
    march = Window(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
    assert shown(occurrences(weekly(overrides=(moved,)), june)) == ["2026-06-10T18:00"]
    assert shown(occurrences(weekly(overrides=(moved,)), march)) == ["2026-03-02T18:00", "2026-03-16T18:00"]


def test_a_cancelled_occurrence_is_told_as_cancelled() -> None:
    off = Override(wall("2026-03-09T18:00"), wall("2026-03-09T18:00"), is_cancelled=True)
    assert [one.is_cancelled for one in occurrences(weekly(overrides=(off,)), EVER)] == [False, True, False]


def test_a_change_from_here_on_moves_all_later_ones_and_keeps_their_identity() -> None:
    later = Override(
        wall("2026-03-09T18:00"),
        wall("2026-03-10T17:30"),
        lasts=2 * HOUR,
        details=Details("Late group"),
        is_onwards=True,
    )
    found = occurrences(weekly(count=4, overrides=(later,)), EVER)
    assert shown(found) == ["2026-03-02T18:00", "2026-03-10T17:30", "2026-03-17T17:30", "2026-03-24T17:30"]
    assert [one.details.title for one in found] == ["Evening group", "Late group", "Late group", "Late group"]
    assert [one.original for one in found] == [one.original for one in occurrences(weekly(count=4), EVER)]
    assert {one.moved_from for one in found} == {None}


def test_one_occurrence_changed_by_itself_is_not_touched_by_an_earlier_change_from_here_on() -> None:
    later = Override(wall("2026-03-09T18:00"), wall("2026-03-09T17:00"), is_onwards=True)
    alone = Override(wall("2026-03-16T18:00"), wall("2026-03-16T20:00"))
    found = occurrences(weekly(count=4, overrides=(alone, later)), EVER)
    assert shown(found) == ["2026-03-02T18:00", "2026-03-09T17:00", "2026-03-16T20:00", "2026-03-23T17:00"]


def test_the_latest_of_two_changes_from_here_on_holds() -> None:
    first = Override(wall("2026-03-09T18:00"), wall("2026-03-09T17:00"), is_onwards=True)
    second = Override(wall("2026-03-16T18:00"), wall("2026-03-16T18:00"), is_onwards=True)
    found = occurrences(weekly(count=4, overrides=(second, first)), EVER)
    assert shown(found) == ["2026-03-02T18:00", "2026-03-09T17:00", "2026-03-16T18:00", "2026-03-23T18:00"]


def test_a_series_cancelled_from_here_on_says_so_of_each() -> None:
    off = Override(wall("2026-03-09T18:00"), wall("2026-03-09T18:00"), is_cancelled=True, is_onwards=True)
    assert [one.is_cancelled for one in occurrences(weekly(overrides=(off,)), EVER)] == [False, True, True]


def test_a_changed_occurrence_that_the_rule_no_longer_gives_is_still_there() -> None:
    detached = Override(wall("2026-03-05T18:00"), wall("2026-03-06T18:00"))
    assert "2026-03-06T18:00" in shown(occurrences(weekly(overrides=(detached,)), EVER))
    onwards = Override(wall("2026-04-20T18:00"), wall("2026-04-20T17:00"), is_onwards=True)
    assert shown(occurrences(weekly(overrides=(onwards,)), EVER))[-1] == "2026-04-20T17:00"


def test_an_all_day_series_ends_at_midnight_also_on_the_day_of_23_hours() -> None:
    day = replace(weekly("2026-03-01T00:00", count=2), is_all_day=True, lasts=timedelta(days=1))
    [_, short] = occurrences(day, EVER)
    assert short.ends_at - short.starts_at == timedelta(hours=23)
    assert shown([short]) == ["2026-03-08T00:00"]


def test_the_start_counts_as_the_first_also_where_the_rule_would_not_give_it() -> None:
    off_beat = replace(weekly(), rule=Rule("FREQ=WEEKLY;BYDAY=TU", count=3))
    assert shown(occurrences(off_beat, EVER)) == ["2026-03-02T18:00", "2026-03-03T18:00", "2026-03-10T18:00"]


def test_a_series_that_ended_before_it_began_has_no_occurrence() -> None:
    assert occurrences(replace(weekly(), rule=Rule("FREQ=WEEKLY", until=wall("2026-03-01T00:00"))), EVER) == []


def test_an_occurrence_has_the_same_id_each_time_and_another_than_its_neighbours() -> None:
    ids = [occurrence_id(ID, one.original) for one in occurrences(weekly(), EVER)]
    assert ids == [occurrence_id(ID, one.original) for one in occurrences(weekly(), EVER)]
    assert len(set(ids)) == 3


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Sydney", "America/Sao_Paulo"])
def test_each_zone_keeps_its_own_wall_time_over_a_year(zone: str) -> None:
    there = ZoneInfo(zone)
    year = replace(weekly("2026-01-05T18:00", count=52), zone=there)
    found = occurrences(year, EVER)
    assert {one.starts_at.astimezone(there).hour for one in found} == {18}
    assert len(found) == 52
