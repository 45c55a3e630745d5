"""When check-in prompts are due, and from when until when a check-in answers one.

Owns: the windows between prompts, quiet hours. The same for everybody who chose the same times in the same zone, and remembered
as such: a batch asks it for a hundred people. Pure. The figures are ours unless a line names a source.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from footbridge.kernel.zones import instant_of
from footbridge.reminders.daily import Fire, next_fire

LONGEST = timedelta(hours=4)
"""How long a prompt is worth answering; studies of prompted self-report leave windows of 2 to 4 hours."""
SHORTEST = timedelta(minutes=10)
"""A prompt in the day's last minutes, or pushed to midnight by a spring gap, still gets this long."""
FRESH = timedelta(hours=1)
"""A check-in this long before a prompt answers it: nobody is asked twice within the hour."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` until `end` on the person's clock; over midnight when `end` is earlier."""

    start: time
    end: time

    def covers(self, wall: time) -> bool:
        """Whether clocks that show `wall` are inside. Equal ends cover nothing."""
        if self.start <= self.end:
            return self.start <= wall < self.end
        return wall >= self.start or wall < self.end


class Window(NamedTuple):
    """One prompt: the local day and time that name it, when it is due, and between which instants a check-in answers it."""

    day: date
    slot: time
    due_at: datetime
    opens_at: datetime
    expires_at: datetime


@lru_cache(maxsize=1024)
def windows(
    times: tuple[time, ...],
    days: frozenset[int],
    quiet: QuietHours | None,
    zone: ZoneInfo,
    *,
    after: datetime,
    until: datetime,
) -> tuple[Window, ...]:
    """The windows of the prompts that fall later than `after` and not later than `until`, earliest first.

    A window ends with the next prompt, the day, or after four hours. Quiet hours hold a prompt back until they end, and drop it
    when its window is over by then.
    """
    found = []
    for (fire, slot), (following, _) in pairwise(_fires(times, days, zone, after=after, until=until)):
        midnight = instant_of(fire.day + timedelta(days=1), time.min, zone)
        expires_at = min(fire.at + LONGEST, following.at, max(midnight, fire.at + SHORTEST))
        due_at = _after_quiet(fire.at, quiet, zone)
        if due_at < expires_at and fire.at <= until:
            found.append(Window(fire.day, slot, due_at, fire.at - FRESH, expires_at))
    return tuple(found)


def _fires(
    times: tuple[time, ...], days: frozenset[int], zone: ZoneInfo, *, after: datetime, until: datetime
) -> list[tuple[Fire, time]]:
    """The prompts after `after`, and of each time the first one beyond `until`, where the last window ends."""
    found: dict[datetime, tuple[Fire, time]] = {}
    for wall in sorted(set(times), reverse=True):
        at = after
        while at <= until:
            fire = next_fire(wall, days, zone, after=at)
            if fire is None:
                return []
            # Two times inside one spring gap fall on one instant; the earlier, written last, speaks for both.
            found[fire.at] = (fire, wall)
            at = fire.at
    return [found[at] for at in sorted(found)]


def _after_quiet(at: datetime, quiet: QuietHours | None, zone: ZoneInfo) -> datetime:
    if quiet is None:
        return at
    local = at.astimezone(zone)
    if not quiet.covers(local.time()):
        return at
    day = local.date()
    if local.time() >= quiet.end:
        day += timedelta(days=1)
    return max(at, instant_of(day, quiet.end, zone))
