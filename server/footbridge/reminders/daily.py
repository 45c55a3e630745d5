"""When a daily prompt falls due next.

Owns: the step from "08:00 on weekdays" to instants. A general recurrence library takes 100 times longer for this one shape, and
it is asked for each participant every day. Knows nothing of reminders.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from footbridge.kernel.zones import instant_of, local_date

EVERY_DAY = frozenset(range(1, 8))
_DAY = timedelta(days=1)


class Fire(NamedTuple):
    """One prompt: the local day that it belongs to and its instant (UTC)."""

    day: date
    at: datetime


def next_fire(wall: time, days: frozenset[int], zone: ZoneInfo, *, after: datetime) -> Fire | None:
    """The first prompt at `wall` on one of `days` (ISO: Monday is 1) that is later than `after`; None without days.

    Once on each local day: a time that the spring gap skips falls on the first instant that exists, one that the autumn overlap
    repeats on the earlier. A day that its zone skipped altogether has none.
    """
    local = after.astimezone(zone)
    day = local.date()
    if local.time() >= wall:
        day += _DAY
    for _ in range(9):  # today may be in its second pass of an autumn overlap, or skipped; then a whole week
        if day.isoweekday() in days:
            at = instant_of(day, wall, zone)
            if at > after and _exists(day, zone):
                return Fire(day, at)
        day += _DAY
    return None


@lru_cache(maxsize=4096)
def _exists(day: date, zone: ZoneInfo) -> bool:
    # Samoa had no 30 December 2011. Asking where a prompt fell is not enough: a gap from 23:00 to midnight ends on the next day.
    return local_date(instant_of(day, time.min, zone), zone) == day
