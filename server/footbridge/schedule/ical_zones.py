"""Which IANA zone a calendar file means by a TZID. Pure.

Owns: IANA names, Windows names (CLDR's table, through icalendar), names with a vendor's prefix, and VTIMEZONE definitions of
somebody's own, which are matched by what their clocks do. Definitions never outlive the file: icalendar's own cache would let one
clinic's "Our Time" decide another's.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from io import StringIO
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from dateutil.tz import tzical
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from footbridge.schedule.ical_lines import Component

_YEARS_COMPARED = 3
_UNDERSTOOD = {"BEGIN", "END", "TZID", "DTSTART", "RRULE", "RDATE", "EXDATE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"}


class UnknownFileZone(ValueError):
    """A TZID that leads to no zone; the text says why, for a person."""


class FileZones:
    """The zones of one file. `home` is the program's, used where the file names none."""

    def __init__(self, home: ZoneInfo, definitions: list[Component], *, year: int) -> None:
        self.home = home
        self._definitions = {one.text.strip(): part for part in definitions if (one := part.first("TZID"))}
        self._since = datetime(year, 1, 1, 12, tzinfo=UTC)
        self._known: dict[str, ZoneInfo] = {}

    def named(self, tzid: str) -> ZoneInfo:
        """The zone that `tzid` stands for.

        Raises:
            UnknownFileZone: no zone has this name or keeps its clocks like this.
        """
        if tzid not in self._known:
            self._known[tzid] = self._found(tzid.strip())
        return self._known[tzid]

    def _found(self, tzid: str) -> ZoneInfo:
        definition = self._definitions.get(tzid)
        by_name = _by_name(tzid)
        # A bare word such as EST is a zone without summer time; the file's own definition says what was meant.
        if by_name is not None and ("/" in tzid or " " in tzid or definition is None or by_name.key == "UTC"):
            return by_name
        if definition is not None:
            location = definition.first("X-LIC-LOCATION")
            by_location = _by_name(location.text.strip()) if location else None
            found = by_location or self._by_clock(definition) or by_name
            if found is not None:
                return found
            raise UnknownFileZone(
                f"The time zone “{tzid[:60]}” is defined in the file, but no zone we know keeps its clocks like that."
            )
        raise UnknownFileZone(f"The time zone “{tzid[:60]}” is neither known nor defined in the file.")

    def _by_clock(self, definition: Component) -> ZoneInfo | None:
        """The likeliest zone whose clocks show the same on every noon of some years and in each hour around a change."""
        wanted = _clock_of(definition)
        if wanted is None:
            return None
        try:
            # Asked of instants, not of wall times: about the skipped and the repeated hour libraries disagree.
            noons = {noon: noon.astimezone(wanted).utcoffset() for noon in self._noons()}
            changing = [noon for noon, next_noon in pairwise(noons) if noons[noon] != noons[next_noon]]
            hours = [noon + timedelta(hours=hour) for noon in changing for hour in range(1, 24)]
            shown = noons | {hour: hour.astimezone(wanted).utcoffset() for hour in hours}
        except (ValueError, TypeError, OverflowError, AttributeError):
            return None
        return next((zone for zone in self._candidates() if _keeps(zone, shown)), None)

    def _noons(self) -> list[datetime]:
        return [self._since + timedelta(days=day) for day in range(365 * _YEARS_COMPARED)]

    def _candidates(self) -> Iterator[ZoneInfo]:
        """Every zone, likeliest first: the program's, the best-known city of each region, the others."""
        yield self.home
        yield from map(ZoneInfo, dict.fromkeys(WINDOWS_TO_OLSON.values()))
        yield from map(ZoneInfo, sorted(name for name in available_timezones() if "/" in name))


def _keeps(zone: ZoneInfo, shown: dict[datetime, timedelta | None]) -> bool:
    return all(instant.astimezone(zone).utcoffset() == offset for instant, offset in shown.items())


def _by_name(tzid: str) -> ZoneInfo | None:
    bare = tzid.strip("/ ")
    names = [bare, WINDOWS_TO_OLSON.get(bare, "")]
    if tzid.startswith("/"):
        # "/freeassociation.sourceforge.net/America/New_York": the longest tail that is a zone.
        parts = bare.split("/")
        names += ["/".join(parts[start:]) for start in range(1, len(parts))]
    found = next((_spelled()[name.lower()] for name in names if name.lower() in _spelled()), None)
    return (
        None
        if found is None
        else ZoneInfo("UTC" if found in {"Etc/UTC", "Zulu", "Etc/Zulu", "UCT", "Etc/UCT"} else found)
    )


@cache
def _spelled() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


def _clock_of(definition: Component) -> tzinfo | None:
    lines = ["BEGIN:VTIMEZONE", *_lines(definition), "END:VTIMEZONE"]
    try:
        return tzical(StringIO("\r\n".join(lines))).get()
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
        return None


def _lines(component: Component) -> Iterator[str]:
    yield from (one.source for one in component.properties if one.name in _UNDERSTOOD)
    for child in component.children:
        if child.name in {"STANDARD", "DAYLIGHT"}:
            yield from (f"BEGIN:{child.name}", *_lines(child), f"END:{child.name}")
