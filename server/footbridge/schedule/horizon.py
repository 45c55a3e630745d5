"""How much of a series is stored as appointments. Pure.

A series that ends within 366 occurrences is stored whole. Of any other, 366 are: the latest of those that start up to 180 days
from now. A nightly pass adds what comes into reach; what was stored stays. 180 is well past the 120 days that a phone is told of.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from footbridge.schedule.recurrence import EVER, Occurrence, Series, Window, occurrences

MAX_STORED = 366
BACK = timedelta(days=35)
AHEAD = timedelta(days=180)
TOLD_AHEAD = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Stored:
    """The occurrences to store. `until`: only those that start before it were looked at; None when they are all there are."""

    occurrences: tuple[Occurrence, ...]
    until: datetime | None


def told_window(now: datetime) -> Window:
    """The time about which a phone is told."""
    return Window(now - BACK, now + TOLD_AHEAD)


def to_store(series: Series, *, now: datetime) -> Stored:
    """The occurrences of `series` that belong into the table now, earliest first."""
    if series.rule is None or series.rule.has_end:
        whole = occurrences(series, EVER)
        if len(whole) <= MAX_STORED:
            return Stored(tuple(whole), None)
    until = now + AHEAD
    return Stored(tuple(occurrences(series, Window(EVER.since, until))[-MAX_STORED:]), until)
