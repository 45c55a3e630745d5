"""Dates, times and lengths in a calendar file (RFC 5545, 3.3). Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar.prop import vDuration

from footbridge.kernel.zones import instant_of
from footbridge.schedule.ical_lines import Property
from footbridge.schedule.ical_zones import FileZones, UnknownFileZone
from footbridge.schedule.imported import FIRST_YEAR, LAST_YEAR, BrokenValue

_UTC = ZoneInfo("UTC")
# Stricter than icalendar's own reading, which takes 2026 11 and other guesses for dates.
_MOMENT = re.compile(r"(\d{8})(?:T(\d{6})(Z)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as the file gives it: a naive wall time and its zone. A whole day is its midnight."""

    wall: datetime
    zone: ZoneInfo
    is_day: bool = False

    @property
    def instant(self) -> datetime:
        """The instant in UTC."""
        return instant_of(self.wall.date(), self.wall.time(), self.zone)

    def wall_in(self, zone: ZoneInfo) -> datetime:
        """The wall time in another zone. A day is the same day everywhere."""
        if self.is_day or self.zone == zone:
            return self.wall
        return self.instant.astimezone(zone).replace(tzinfo=None)


def moment(one: Property, zones: FileZones) -> Moment:
    """The date or time that a property holds. Without a zone of its own it is in the program's.

    Raises:
        BrokenValue: it is none, or outside the years we take.
    """
    return _moment(one.text, one, zones)


def moments(one: Property, zones: FileZones) -> list[Moment]:
    """The dates or times of a list property (EXDATE, RDATE without periods).

    Raises:
        BrokenValue: as for `moment`.
    """
    return [_moment(piece, one, zones) for piece in one.text.split(",") if piece.strip()]


def periods(one: Property, zones: FileZones) -> list[tuple[Moment, timedelta | None]]:
    """The starts of RDATE, each with its own length where the file gives periods.

    Raises:
        BrokenValue: as for `moment`.
    """
    found: list[tuple[Moment, timedelta | None]] = []
    for piece in one.text.split(","):
        start, slash, end = piece.strip().partition("/")
        if not start:
            continue
        begins = _moment(start, one, zones)
        if not slash:
            found.append((begins, None))
        elif end.upper().startswith(("P", "+P")):
            found.append((begins, length(end, one)))
        else:
            found.append((begins, _moment(end, one, zones).instant - begins.instant))
    return found


def length(text: str, one: Property) -> timedelta:
    """A length such as PT1H30M, not negative.

    Raises:
        BrokenValue: it is none.
    """
    try:
        found: timedelta = vDuration.from_ical(text.strip().upper())  # type: ignore[no-untyped-call] # icalendar's gap
    except (ValueError, OverflowError):
        raise BrokenValue(f"{one.name} is no length of time: “{text[:40]}”.", line=one.line) from None
    if found < timedelta(0):
        raise BrokenValue(f"{one.name} is negative: “{text[:40]}”.", line=one.line)
    return found


def _moment(text: str, one: Property, zones: FileZones) -> Moment:
    value = text.strip().upper()
    matched = _MOMENT.fullmatch(value)
    broken = BrokenValue(f"{one.name} is not a date or time: “{text[:40]}”.", line=one.line)
    if matched is None:
        raise broken
    day, clock, is_utc = matched.groups()
    try:
        wall = datetime.strptime(day + (clock or "000000"), "%Y%m%d%H%M%S").replace(tzinfo=UTC).replace(tzinfo=None)
    except ValueError:
        raise broken from None
    if not FIRST_YEAR <= wall.year <= LAST_YEAR:
        raise BrokenValue(f"{one.name} is in the year {wall.year}; we take {FIRST_YEAR} to {LAST_YEAR}.", line=one.line)
    if clock is None:
        return Moment(wall, zones.home, is_day=True)
    if is_utc:
        return Moment(wall, _UTC)
    tzid = one.parameter("TZID")
    try:
        return Moment(wall, zones.named(tzid) if tzid else zones.home)
    except UnknownFileZone as unknown:
        raise BrokenValue(str(unknown), line=one.line) from None
