"""What a calendar file wants of the table: its events as appointments of known groups, as far ahead as is stored."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from footbridge.program.models import CareGroup
from footbridge.program.service import groups
from footbridge.schedule.csv_file import read_csv
from footbridge.schedule.details import MAX_TITLE, one_line, shortened
from footbridge.schedule.horizon import Stored, to_store
from footbridge.schedule.ics import read_ics
from footbridge.schedule.imported import FileRefused, ImportedFile, Problem
from footbridge.schedule.reconcile import Facts, Name, Wanted
from footbridge.schedule.recurrence import Occurrence, Series

MAX_APPOINTMENTS = 20_000
_COPY = re.compile(r"(?:[ _-]*(?:\(\d{1,3}\)|copy|copia))+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ScheduleFile:
    """A calendar file as it was sent. `name` is its file name, which tells .ics from .csv."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Plan:
    """`until`: see `reconcile.compare`. `groups` are those that the file speaks of, the import's own among them."""

    wanted: list[Wanted] = field(default_factory=list)
    series: dict[tuple[UUID, str], Series] = field(default_factory=dict)
    until: dict[tuple[UUID, str], datetime] = field(default_factory=dict)
    groups: set[UUID] = field(default_factory=set)
    group_names: dict[UUID, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)


def read_file(file: ScheduleFile, *, zone: ZoneInfo) -> ImportedFile:
    """The file, read as what it is: a calendar, or else a table.

    Raises:
        FileRefused: see `ics.read_ics` and `csv_file.read_csv`.
    """
    suffix = PurePath(file.name).suffix.lower()
    if suffix in {".ics", ".ical", ".icalendar"} or file.data[:64].lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(
        b"BEGIN:"
    ):
        return read_ics(file.data, zone=zone)
    if suffix in {".csv", ".tsv", ".txt"}:
        return read_csv(file.data, zone=zone)
    raise FileRefused([Problem("", "The file is neither a calendar (.ics) nor a table (.csv).")])


def source_name(read: ImportedFile, file: ScheduleFile) -> str:
    """The name under which this calendar is known again: its own, or its file's without what a second download adds to it."""
    stem = one_line(PurePath(file.name).stem)
    return shortened(read.name or _COPY.sub("", stem) or stem or "calendar", MAX_TITLE)


def plan_of(session: Session, read: ImportedFile, *, group: CareGroup, home: ZoneInfo, now: datetime) -> Plan:
    """Every appointment that the file wants now.

    Raises:
        FileRefused: a row names a group there is not, or there are more appointments than we take at once.
    """
    by_name = {one.name.casefold(): one for one in groups(session)}
    plan = Plan(groups={group.id}, group_names={one.id: one.name for one in by_name.values()})
    problems: list[Problem] = []
    going_on: list[str] = []
    for single in read.appointments:
        target = group if single.group is None else by_name.get(single.group.casefold())
        if target is None:
            listed = ", ".join(sorted(plan.group_names.values()))
            problems.append(
                Problem(single.where, f"group: there is no group named “{single.group}”. Groups: {listed}.")
            )
            continue
        plan.groups.add(target.id)
        facts = Facts(
            single.starts_at, single.ends_at, single.zone.key, single.details, single.is_all_day, single.is_cancelled
        )
        plan.wanted.append(Wanted(Name(target.id, single.uid), facts))
    for repeated in read.series:
        stored = to_store(repeated.series, now=now)
        plan.series[group.id, repeated.uid] = repeated.series
        _take(plan, group.id, repeated.uid, repeated.series, stored, home)
        if stored.until is not None:
            going_on.append(shortened(repeated.series.details.title, 40))
        if len(plan.wanted) > MAX_APPOINTMENTS:
            text = f"The file holds more than {MAX_APPOINTMENTS:,} appointments. Import it in parts, each into its own group."
            problems.append(Problem("", text))
            break
    if problems:
        raise FileRefused(problems)
    if going_on:
        what = f"“{going_on[0]}” goes" if len(going_on) == 1 else f"{len(going_on):,} series go"
        until = max(plan.until.values()).astimezone(home)
        plan.notices.append(f"{what} on: stored until {until:%Y-%m-%d}, and each night adds what comes into reach.")
    return plan


def facts_of(one: Occurrence, series: Series, home: ZoneInfo) -> Facts:
    """What a participant can see of an occurrence. A series that is kept in UTC is shown on the program's clocks, `home`."""
    shown = home if series.zone.key == "UTC" else series.zone
    return Facts(
        one.starts_at, one.ends_at, shown.key, one.details, series.is_all_day, one.is_cancelled, one.moved_from
    )


def _take(plan: Plan, group_id: UUID, uid: str, series: Series, stored: Stored, home: ZoneInfo) -> None:
    for one in stored.occurrences:
        plan.wanted.append(Wanted(Name(group_id, uid, one.original), facts_of(one, series, home)))
    if stored.until is not None:
        plan.until[group_id, uid] = stored.until
