"""One VEVENT of a calendar file. Pure.

Owns: which properties we read and what each one is to us; who is invited and by whom is never read. Knows nothing of how the
parts of a series belong together (`ics`).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from footbridge.schedule.details import (
    MAX_NOTE,
    MAX_PLACE,
    MAX_TITLE,
    NO_TITLE,
    Details,
    Kind,
    is_join_url,
    kind_named,
    one_line,
    paragraphs,
    shortened,
)
from footbridge.schedule.ical_lines import Component
from footbridge.schedule.ical_values import Moment, length, moment, moments, periods
from footbridge.schedule.ical_zones import FileZones
from footbridge.schedule.imported import BrokenValue
from footbridge.schedule.rules import BrokenRule, Rule, read_rule

LONGEST = timedelta(days=31)
MAX_UID = 400
_DAY = timedelta(days=1)
_JOIN = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGCONFLINK")


@dataclass(frozen=True, slots=True)
class Event:
    """A VEVENT read: a single event, a series, or (with `original`) one changed occurrence of a series.

    `lasts` is real time, whole days for an all-day event. `rank` orders two tellings of the same thing, the newer one higher.
    """

    uid: str
    line: int
    starts: Moment
    lasts: timedelta
    details: Details
    rank: tuple[int, str, int]
    rule: Rule | None
    added: tuple[tuple[Moment, timedelta | None], ...]
    skipped: tuple[Moment, ...]
    original: Moment | None
    is_onwards: bool
    is_cancelled: bool
    is_private: bool


def read_event(component: Component, zones: FileZones, *, tell: Callable[[str], None]) -> Event:
    """The event that a VEVENT states; `tell` hears what had to be made to fit.

    Raises:
        BrokenValue: a property is missing, contradicts another, or can't be read.
    """
    begins = component.first("DTSTART")
    if begins is None:
        raise BrokenValue("This event has no start (DTSTART is missing).", line=component.line)
    starts = moment(begins, zones)
    instance = component.first("RECURRENCE-ID")
    return Event(
        uid=_uid(component, starts),
        line=component.line,
        starts=starts,
        lasts=_lasts(component, starts, zones),
        details=_details(component, tell=tell),
        rank=_rank(component),
        rule=None if instance else _rule(component, starts),
        added=tuple(one for dates in component.all("RDATE") for one in periods(dates, zones)),
        skipped=tuple(one for dates in component.all("EXDATE") for one in moments(dates, zones)),
        original=moment(instance, zones) if instance else None,
        is_onwards=instance is not None and instance.parameter("RANGE").upper() == "THISANDFUTURE",
        is_cancelled=_text(component, "STATUS").upper() == "CANCELLED",
        is_private=_text(component, "CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"},
    )


def _text(component: Component, name: str) -> str:
    one = component.first(name)
    return one.text.strip() if one else ""


def _uid(component: Component, starts: Moment) -> str:
    uid = one_line(_text(component, "UID"))
    if not uid:
        # Found again at the next import as long as its title and start stay; after that by its day (`reconcile`).
        uid = f"without-uid:{_text(component, 'SUMMARY')}:{starts.wall.isoformat()}"
    return uid if len(uid) <= MAX_UID else "sha256:" + hashlib.sha256(uid.encode()).hexdigest()


def _rank(component: Component) -> tuple[int, str, int]:
    sequence = _text(component, "SEQUENCE")
    stamp = _text(component, "LAST-MODIFIED") or _text(component, "DTSTAMP")
    return (int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0, stamp, component.line)


def _lasts(component: Component, starts: Moment, zones: FileZones) -> timedelta:
    ends, lasts = component.first("DTEND"), component.first("DURATION")
    if ends is not None:
        until = moment(ends, zones)
        if until.is_day != starts.is_day:
            raise BrokenValue("One of start and end is a day, the other a time of day.", line=ends.line)
        # Whole days are counted on the calendar: one of them may have 23 hours.
        found = until.wall - starts.wall if starts.is_day else until.instant - starts.instant
        if found < timedelta(0):
            raise BrokenValue("This event ends before it starts.", line=ends.line)
        line = ends.line
    elif lasts is not None:
        found, line = length(lasts.text, lasts), lasts.line
    else:
        return _DAY if starts.is_day else timedelta(0)
    if found > LONGEST:
        raise BrokenValue(f"This event lasts {found.days} days. It can last up to {LONGEST.days}.", line=line)
    return max(_DAY, timedelta(days=found.days)) if starts.is_day else found


def _rule(component: Component, starts: Moment) -> Rule | None:
    rules = component.all("RRULE")
    if component.first("EXRULE") is not None or len(rules) > 1:
        raise BrokenValue("This event has more than one repetition rule; we can follow one.", line=component.line)
    if not rules or not rules[0].text.strip():
        return None
    try:
        return read_rule(rules[0].text, starts=starts.wall, zone=starts.zone)
    except BrokenRule as broken:
        raise BrokenValue(str(broken), line=rules[0].line) from None


def _details(component: Component, *, tell: Callable[[str], None]) -> Details:
    title = one_line(_text(component, "SUMMARY")) or NO_TITLE
    place = one_line(_text(component, "LOCATION"))
    links = [_text(component, name) for name in _JOIN]
    if is_join_url(place):
        links, place = [*links, place], ""
    if not place:
        # With a place, URL is mostly the event's page; without one it is where the event takes place.
        links.append(_text(component, "URL"))

    def fitted(text: str, limit: int, what: str) -> str:
        if len(text) > limit:
            tell(f"Line {component.line}: the {what} of “{shortened(title, 40)}” was cut to {limit:,} characters.")
        return shortened(text, limit)

    return Details(
        title=fitted(title, MAX_TITLE, "title"),
        kind=_kind(component, title),
        place=fitted(place, MAX_PLACE, "place") or None,
        join_url=next((link for link in links if is_join_url(link)), None),
        note=fitted(paragraphs(_text(component, "DESCRIPTION")), MAX_NOTE, "description") or None,
    )


def _kind(component: Component, title: str) -> Kind:
    categories = " ".join(one.text for one in component.all("CATEGORIES"))
    return kind_named(categories) or kind_named(title) or Kind.OTHER
