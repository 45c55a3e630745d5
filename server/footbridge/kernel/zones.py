"""Wall times and instants.

Owns: which names are time zones, and what a wall time means on the two days a year when clocks change. Every conversion from
wall time goes through `instant_of`, so that screen, reminder and calendar can't disagree. Knows no schedule.
"""

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from footbridge.kernel.errors import Invalid


class UnknownZone(Invalid):
    """The name is not one of the IANA time zones."""

    slug = "unknown-zone"
    title = "We do not know that time zone"

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name[:60]}” is not a time zone we know. Use a name such as America/Chicago.")
        self.name = name


def zone(name: str) -> ZoneInfo:
    """The IANA zone called `name`, spelled exactly.

    Raises:
        UnknownZone: there is none.
    """
    # Asked of the list first: ZoneInfo itself opens whatever file the name leads to.
    if name not in _names():
        raise UnknownZone(name)
    return ZoneInfo(name)


def instant_of(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which clocks in `zone` show `wall` on `day`.

    A time that a spring gap skips becomes the first instant after the gap; one that an autumn overlap repeats becomes the
    earlier of the two.
    """
    local = datetime.combine(day, wall.replace(fold=0), zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone) == local:  # of one zone: compared by what clocks show
        return instant
    return _end_of_gap(local.replace(tzinfo=None), zone, after=instant)


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """The calendar day on which `instant` falls in `zone`."""
    return instant.astimezone(zone).date()


def _end_of_gap(wall: datetime, zone: ZoneInfo, *, after: datetime) -> datetime:
    """The first instant whose wall time is past `wall`, which no clock shows; `after` is some instant behind the gap."""
    # No gap is longer than the day that Samoa skipped in 2011; whole seconds, since every zone changes on one.
    low, high = int(after.timestamp()) - 2 * 86_400, int(after.timestamp())
    while low + 1 < high:
        middle = (low + high) // 2
        if _shown(datetime.fromtimestamp(middle, UTC), zone) > wall:
            high = middle
        else:
            low = middle
    return datetime.fromtimestamp(high, UTC)


def _shown(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())
