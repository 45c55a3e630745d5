"""When the occurrences of a series take place. Pure.

Owns: RFC 5545 rules on wall time, exceptions, moves, this-and-future changes, the identity of an occurrence. A series keeps its
wall-clock time across daylight saving: 18:00 stays 18:00. Knows no tables, files or present time.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from footbridge.kernel.zones import instant_of
from footbridge.schedule.details import Details
from footbridge.schedule.rules import Rule, starts_of

_NEVER = timedelta(0)
# Zones differ by up to 26 hours, so a wall time is within two days of its instant's UTC reading.
_ZONE_SLACK = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Override:
    """What is different about the occurrence whose original wall start is `original`, or about it and all later ones.

    `starts` is its wall start now; `lasts` and `details` None mean as the series has it. With `is_onwards` the later ones keep
    their distance: each starts as much earlier or later as this one does.
    """

    original: datetime
    starts: datetime
    lasts: timedelta | None = None
    details: Details | None = None
    is_cancelled: bool = False
    is_onwards: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """What repeats, and how. All datetimes are naive: wall times in `zone`.

    `lasts` is real time, so that 3 hours stay 3 hours when clocks change meanwhile; for an all-day series it is whole days.
    `rule` None is a list of single starts. `added` and `skipped` are RDATE and EXDATE.
    """

    starts: datetime
    zone: ZoneInfo
    lasts: timedelta
    details: Details
    rule: Rule | None = None
    is_all_day: bool = False
    added: frozenset[datetime] = field(default_factory=frozenset)
    skipped: frozenset[datetime] = field(default_factory=frozenset)
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """From `since` (included) to `until` (not included), both instants, not within days of the years 1 and 9999."""

    since: datetime
    until: datetime


EVER = Window(datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One taking place of a series. `original` is its identity: the wall start that the rule gives, whatever became of it.

    `moved_from` is the instant at which it would have started; None unless it alone was moved.
    """

    original: datetime
    starts_at: datetime
    ends_at: datetime
    details: Details
    is_cancelled: bool = False
    moved_from: datetime | None = None


def occurrence_id(series_id: UUID, original: datetime) -> UUID:
    """The same id for the same occurrence, each time it is asked."""
    return uuid5(series_id, original.isoformat(timespec="seconds"))


def occurrences(series: Series, window: Window) -> list[Occurrence]:
    """The occurrences that start inside `window`, cancelled ones too, earliest first.

    A start inside the spring gap is the first instant that exists; in the autumn overlap the earlier one.
    """
    reach = _ZONE_SLACK + max((abs(one.starts - one.original) for one in series.overrides), default=_NEVER)
    low, high = (
        edge.astimezone(UTC).replace(tzinfo=None) + by for edge, by in ((window.since, -reach), (window.until, reach))
    )
    once = {one.original: one for one in series.overrides if not one.is_onwards}
    onwards = sorted((one for one in series.overrides if one.is_onwards), key=lambda one: one.original)
    originals = {original for original in starts_of(series.rule, starts=series.starts, up_to=high) if low <= original}
    originals |= {original for original in series.added if low <= original <= high}
    originals -= series.skipped
    # A changed occurrence is there because its file says so, also where the rule or an EXDATE no longer would have it.
    named = [*once, *(one.original for one in onwards if not one.is_cancelled)]
    originals |= {original for original in named if low <= original <= high}
    found = [_occurrence(series, original, once.get(original), onwards) for original in originals]
    inside = [one for one in found if window.since <= one.starts_at < window.until]
    return sorted(inside, key=lambda one: (one.starts_at, one.original))


def _occurrence(series: Series, original: datetime, own: Override | None, onwards: list[Override]) -> Occurrence:
    earlier = [one for one in onwards if one.original <= original]
    override = own or (earlier[-1] if earlier else None)
    starts, lasts, details = original, series.lasts, series.details
    if override is not None:
        starts = original + (override.starts - override.original)
        lasts = series.lasts if override.lasts is None else override.lasts
        details = override.details or series.details
    starts_at = _instant(starts, series.zone)
    return Occurrence(
        original=original,
        starts_at=starts_at,
        ends_at=_end(starts, starts_at, lasts, series),
        details=details,
        is_cancelled=override is not None and override.is_cancelled,
        moved_from=None if own is None or own.starts == original else _instant(original, series.zone),
    )


def _end(starts: datetime, starts_at: datetime, lasts: timedelta, series: Series) -> datetime:
    # A day ends at midnight, which on two days a year is not 24 hours later.
    return _instant(starts + lasts, series.zone) if series.is_all_day else starts_at + lasts


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    return instant_of(wall.date(), wall.time(), zone)
