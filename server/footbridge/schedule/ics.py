"""An iCalendar file as series and appointments. Pure.

Owns: which events belong together (UID, RECURRENCE-ID), which of two tellings is the newer, what is left out and why. All or
nothing: one event that can't be read refuses the file, so that nobody trusts a calendar with a hole in it.

An all-day event is taken from midnight to midnight in the program's zone (`is_all_day`): a closing day belongs in the schedule;
reminders leave it alone. An event without end or length ends when it starts (RFC 5545, 3.6.1).
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from footbridge.schedule.details import MAX_TITLE, one_line, shortened
from footbridge.schedule.ical_event import Event, read_event
from footbridge.schedule.ical_lines import Component, calendars
from footbridge.schedule.ical_values import Moment
from footbridge.schedule.ical_zones import FileZones
from footbridge.schedule.imported import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_EVENTS,
    BrokenValue,
    FileRefused,
    ImportedAppointment,
    ImportedFile,
    ImportedSeries,
    Problem,
)
from footbridge.schedule.recurrence import Override, Series

_YEAR = re.compile(r"[:;,](\d{4})\d{4}(?:T\d{6}Z?)?", re.ASCII)


def read_ics(data: bytes, *, zone: ZoneInfo) -> ImportedFile:
    """Everything that a calendar file says; `zone` is the program's, for floating times and whole days.

    Raises:
        FileRefused: the file or something in it can't be read. Every event is looked at, so all that is wrong is told.
    """
    found = calendars(data)
    events = [part for calendar in found for part in calendar.children if part.name == "VEVENT"]
    _refuse_what_is_no_whole_calendar(found, events)
    zones = FileZones(
        zone,
        [part for calendar in found for part in calendar.children if part.name == "VTIMEZONE"],
        year=_latest_year(events),
    )
    problems: list[Problem] = []
    notices: list[str] = []
    read: list[Event] = []
    for component in events:
        try:
            read.append(read_event(component, zones, tell=notices.append))
        except BrokenValue as broken:
            problems.append(Problem(f"Line {broken.line or component.line}", f"{broken}{_called(component)}"))
    if problems:
        raise FileRefused(problems)
    public = [event for event in read if not event.is_private]
    if len(public) < len(read):
        notices.append(f"{_events(len(read) - len(public), 'private event')} left out.")
    series, single = _assembled(public, zone, notices)
    return ImportedFile(_name(found), tuple(series), tuple(single), tuple(notices), events=len(events))


def _refuse_what_is_no_whole_calendar(found: list[Component], events: list[Component]) -> None:
    for calendar in found:
        method = calendar.first("METHOD")
        if method is not None and method.text.strip().upper() not in {"", "PUBLISH"}:
            # Taking an invitation for the calendar would cancel everything that it does not mention.
            text = "This is a message about single events, not a whole calendar. Export the whole calendar."
            raise FileRefused([Problem(f"Line {method.line}", text)])
    if not events:
        raise FileRefused([Problem("", "There is no event in this calendar.")])
    if len(events) > MAX_EVENTS:
        raise FileRefused(
            [Problem("", f"There are {len(events):,} events in this file. It can have up to {MAX_EVENTS:,}.")]
        )


def _assembled(
    events: list[Event], home: ZoneInfo, notices: list[str]
) -> tuple[list[ImportedSeries], list[ImportedAppointment]]:
    series: list[ImportedSeries] = []
    single: list[ImportedAppointment] = []
    called_off = 0
    for uid, together in groupby(sorted(events, key=lambda one: (one.uid, one.line)), key=lambda one: one.uid):
        tellings = list(together)
        master = max((one for one in tellings if one.original is None), key=lambda one: one.rank, default=None)
        changed = _newest(one for one in tellings if one.original is not None)
        if master is None:
            # Some programs export only those occurrences that a person was invited to.
            single += _lone(changed, home)
        elif master.is_cancelled:
            called_off += 1
        elif master.rule is None and not master.added:
            single += [_appointment(master, home, uid=uid), *_lone(changed, home)]
        else:
            series.append(ImportedSeries(uid, _series(master, changed), f"Line {master.line}"))
    if called_off:
        notices.append(f"{_events(called_off, 'event')} cancelled in the calendar as a whole.")
    return series, single


def _newest(changed: Iterable[Event]) -> list[Event]:
    """One telling for each changed occurrence."""
    newest: dict[tuple[datetime, bool], Event] = {}
    for one in sorted(changed, key=lambda one: one.rank):
        if one.original is not None:
            newest[one.original.instant, one.is_onwards] = one
    return list(newest.values())


def _lone(changed: list[Event], home: ZoneInfo) -> list[ImportedAppointment]:
    """Changed occurrences whose series is not in the file, each by itself."""
    return [
        _appointment(one, home, uid=f"{one.uid}/{one.original.instant.isoformat()}") for one in changed if one.original
    ]


def _appointment(event: Event, home: ZoneInfo, *, uid: str) -> ImportedAppointment:
    starts = event.starts
    ends_at = starts.instant + event.lasts
    if starts.is_day:
        ends_at = replace(starts, wall=starts.wall + event.lasts).instant
    return ImportedAppointment(
        uid=uid,
        starts_at=starts.instant,
        ends_at=ends_at,
        zone=home if starts.zone.key == "UTC" else starts.zone,
        details=event.details,
        where=f"Line {event.line}",
        is_all_day=starts.is_day,
        is_cancelled=event.is_cancelled,
    )


def _series(master: Event, changed: list[Event]) -> Series:
    overrides = [_override(one, master) for one in changed]
    added = {_wall(start, master): lasts for start, lasts in master.added}
    changed_alone = {one.original for one in overrides if not one.is_onwards}
    overrides += [
        Override(wall, wall, lasts=lasts)
        for wall, lasts in added.items()
        if lasts is not None and wall not in changed_alone
    ]
    return Series(
        starts=master.starts.wall,
        zone=master.starts.zone,
        lasts=master.lasts,
        details=master.details,
        rule=master.rule,
        is_all_day=master.starts.is_day,
        added=frozenset(added),
        skipped=frozenset(_wall(start, master) for start in master.skipped),
        overrides=tuple(overrides),
    )


def _override(one: Event, master: Event) -> Override:
    original = one.original or one.starts
    return Override(
        original=_wall(original, master),
        starts=_wall(one.starts, master),
        lasts=one.lasts,
        details=one.details,
        is_cancelled=one.is_cancelled,
        is_onwards=one.is_onwards,
    )


def _wall(start: Moment, master: Event) -> datetime:
    """The wall start in the series that a date or time elsewhere in the file stands for."""
    if master.starts.is_day:
        return datetime.combine(start.wall.date(), time(0))
    if start.is_day:
        # EXDATE;VALUE=DATE beside a time of day: some programs mean whatever starts on that day.
        return datetime.combine(start.wall.date(), master.starts.wall.time())
    return start.wall_in(master.starts.zone)


def _events(count: int, what: str) -> str:
    return f"1 {what} was" if count == 1 else f"{count:,} {what}s were"


def _name(found: list[Component]) -> str | None:
    for calendar in found:
        name = calendar.first("X-WR-CALNAME") or calendar.first("NAME")
        if name is not None and one_line(name.text):
            return shortened(one_line(name.text), MAX_TITLE)
    return None


def _called(component: Component) -> str:
    title = component.first("SUMMARY")
    return f" (“{shortened(one_line(title.text), 40)}”)" if title and one_line(title.text) else ""


def _latest_year(events: list[Component]) -> int:
    """The last year in which something starts: the year in which a zone's clocks are compared."""
    starts = (start for event in events if (start := event.first("DTSTART")))
    years = (int(matched[1]) for start in starts if (matched := _YEAR.search(start.source)))
    return max((year for year in years if FIRST_YEAR <= year < LAST_YEAR - 2), default=FIRST_YEAR)
