"""Which repetition rules (RFC 5545, RRULE) we take, and what each means on wall time. Pure.

Owns: reading a rule's text strictly, its end, its walk from start to a limit. Refuses rules that repeat within a day: nobody has
such appointments, and expanding them can take for ever.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

MAX_COUNT = 100_000
_PART = re.compile(r"([A-Z-]+)=([A-Z0-9,+\-]+)")
_UNTIL = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?", re.ASCII)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(rf"(?:[+-]?(?:[1-9]|[1-4]\d|5[0-3]))?(?:{'|'.join(_WEEKDAYS)})", re.ASCII)
# RFC 5545 allows a little more (BYSETPOS with weekly rules); no calendar writes it, and some such searches never end.
_ONLY_WITH = {"BYSETPOS": {"MONTHLY", "YEARLY"}, "BYYEARDAY": {"YEARLY"}, "BYWEEKNO": {"YEARLY"}}
_LONGEST = {1: 31, 2: 29, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}


class BrokenRule(ValueError):
    """A rule that we can't follow; its text says why, for the person whose calendar it is."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A checked rule. `text` holds neither its end nor its count; `until` is a wall time in the series' zone, included.

    `count` counts the series' own start as the first.
    """

    text: str
    until: datetime | None = None
    count: int | None = None

    @property
    def has_end(self) -> bool:
        """True when the rule stops by itself."""
        return self.until is not None or self.count is not None


def read_rule(text: str, *, starts: datetime, zone: ZoneInfo) -> Rule:
    """The rule that `text` states for a series that starts at wall time `starts` in `zone`.

    Raises:
        BrokenRule: a part is unknown, missing, out of range, or repeats within a day.
    """
    parts = _parts(text)
    if "FREQ" not in parts:
        raise BrokenRule("The repetition rule does not say how often (FREQ is missing).")
    if parts["FREQ"] not in _FREQUENCIES:
        raise BrokenRule(f"An appointment can repeat daily, weekly, monthly or yearly, not {parts['FREQ'].lower()}.")
    for name, allowed in _ONLY_WITH.items():
        if name in parts and parts["FREQ"] not in allowed:
            raise BrokenRule(f"{name} means nothing in a rule that repeats {parts['FREQ'].lower()}.")
    if "UNTIL" in parts and "COUNT" in parts:
        raise BrokenRule("The repetition rule has two ends, UNTIL and COUNT; it may have one.")
    if _never_comes_true(parts, starts):
        raise BrokenRule("The repetition rule names no day that exists.")
    until = _until(parts.pop("UNTIL"), zone=zone) if "UNTIL" in parts else None
    count = int(parts.pop("COUNT")) if "COUNT" in parts else None
    for name, value in (("BYHOUR", starts.hour), ("BYMINUTE", starts.minute), ("BYSECOND", starts.second)):
        # Outlook and Notes repeat the start here; anything else would be several a day.
        if parts.pop(name, str(value)).lstrip("0") not in {str(value), str(value).lstrip("0")}:
            raise BrokenRule(f"{name} is not the start's own; one series can't start at two times of the day.")
    return Rule(";".join(f"{name}={value}" for name, value in parts.items()), until, count)


def starts_of(rule: Rule | None, *, starts: datetime, up_to: datetime) -> Iterator[datetime]:
    """The wall starts that a series beginning at `starts` has by its rule, earliest first, none after `up_to`.

    `starts` is always the first, also where the rule would not give it (RFC 5545, 3.8.5.3), unless the rule ended before: that is
    how Google leaves a series that was changed "from here on" at its first occurrence.
    """
    last = up_to if rule is None or rule.until is None else min(up_to, rule.until)
    if starts > last:
        return
    yield starts
    if rule is None:
        return
    walk = rrulestr(f"{rule.text};UNTIL={last:%Y%m%dT%H%M%S}", dtstart=starts)
    later = (one for one in walk if one > starts)
    yield from islice(later, None if rule.count is None else rule.count - 1)


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for piece in text.strip().rstrip(";").upper().split(";"):
        matched = _PART.fullmatch(piece.strip())
        if matched is None:
            raise BrokenRule(f"“{piece[:40]}” in the repetition rule can't be read.")
        name, value = matched.groups()
        if name in parts:
            raise BrokenRule(f"The repetition rule says {name} twice.")
        check = _CHECKS.get(name)
        if check is None:
            raise BrokenRule(f"The repetition rule has a part we don't know, {name[:20]}.")
        if not check(value):
            raise BrokenRule(f"{name}={value[:40]} in the repetition rule is out of range.")
        parts[name] = value
    return parts


def _never_comes_true(parts: dict[str, str], starts: datetime) -> bool:
    """True for the rules that dateutil would search for until the year 9999, several seconds each: 30 February and its like."""
    interval, weekdays = int(parts.get("INTERVAL", "1")), parts.get("BYDAY", "")
    if parts["FREQ"] == "DAILY" and interval % 7 == 0 and weekdays and _WEEKDAYS[starts.weekday()] not in weekdays:
        return True
    if "BYSETPOS" in parts:
        # A month or year holds at most so many of the days that are named; without names, its one.
        most = {"MONTHLY": 5, "YEARLY": 53}[parts["FREQ"]] * (weekdays.count(",") + 1) if weekdays else 1
        most = max(most, len(parts.get("BYMONTHDAY", "").split(",")) * (1 if parts["FREQ"] == "MONTHLY" else 12))
        if min(abs(int(place)) for place in parts["BYSETPOS"].split(",")) > most and "BYYEARDAY" not in parts:
            return True
    if "BYMONTHDAY" not in parts:
        return False
    months = {int(month) for month in parts["BYMONTH"].split(",")} if "BYMONTH" in parts else set(_LONGEST)
    longest = max(_LONGEST[month] for month in months)
    return min(abs(int(day)) for day in parts["BYMONTHDAY"].split(",")) > longest


def _until(value: str, *, zone: ZoneInfo) -> datetime:
    """UNTIL as a wall time in the series' zone: given in UTC, as a wall time, or as a date, which counts to its end."""
    matched = _UNTIL.fullmatch(value)
    broken = BrokenRule(f"UNTIL={value[:40]} in the repetition rule is not a date.")
    if matched is None:
        raise broken
    day, clock, is_utc = matched.groups()
    try:
        wall = datetime.strptime(day + (clock or "235959"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        return (wall.astimezone(zone) if is_utc else wall).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise broken from None


def _numbers(low: int, high: int, *, both_ends: bool = False) -> Callable[[str], bool]:
    def check(value: str) -> bool:
        for piece in value.split(","):
            if not re.fullmatch(r"[+-]?\d{1,6}", piece, re.ASCII):
                return False
            number = int(piece)
            if not low <= (abs(number) if both_ends else number) <= high:
                return False
        return True

    return check


def _one(low: int, high: int) -> Callable[[str], bool]:
    within = _numbers(low, high)
    return lambda value: value.isdecimal() and within(value)


_CHECKS: dict[str, Callable[[str], bool]] = {
    "FREQ": str.isalpha,
    "UNTIL": lambda _: True,
    "COUNT": _one(1, MAX_COUNT),
    "INTERVAL": _one(1, 10_000),
    "BYDAY": lambda value: all(_BYDAY.fullmatch(piece) for piece in value.split(",")),
    "BYMONTHDAY": _numbers(1, 31, both_ends=True),
    "BYYEARDAY": _numbers(1, 366, both_ends=True),
    "BYWEEKNO": _numbers(1, 53, both_ends=True),
    "BYMONTH": _numbers(1, 12),
    "BYSETPOS": _numbers(1, 366, both_ends=True),
    "BYHOUR": _one(0, 23),
    "BYMINUTE": _one(0, 59),
    "BYSECOND": _one(0, 59),
    "WKST": lambda value: value in _WEEKDAYS,
}
