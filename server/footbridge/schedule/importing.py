"""A calendar file into a group's schedule: read, compare, write, tell. All or nothing, and a second time nothing changes."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from footbridge.kernel.ids import new_id, newer_version
from footbridge.kernel.zones import zone
from footbridge.program.models import CareGroup
from footbridge.program.service import program_of
from footbridge.schedule.diff import Diff, diff_of
from footbridge.schedule.models import Appointment, ScheduleSource, SeriesRow
from footbridge.schedule.plan import Plan, ScheduleFile, plan_of, read_file, source_name
from footbridge.schedule.publishing import members_to_tell, publish
from footbridge.schedule.reconcile import Step, What, compare
from footbridge.schedule.stored import (
    add_appointment,
    exceptions_of,
    imported_appointments,
    known_of,
    put_facts,
    put_series,
    rename,
    same_series,
    series_of,
)

_EVERY = 500

Progress = Callable[[str, int, int], None]
"""Hears what is being done, how many are done, and of how many."""


def quietly(_what: str, _done: int, _of: int) -> None:
    """A `Progress` that tells nobody."""


def import_schedule(
    session: Session,
    file: ScheduleFile,
    *,
    group: CareGroup,
    now: datetime,
    dry_run: bool = False,
    progress: Progress = quietly,
) -> Diff:
    """The group's schedule says what the file says, from now on; members' feeds tell of it. With `dry_run` nothing is written.

    What vanished from the same calendar since the last import is cancelled. What has ended is never changed.

    Raises:
        FileRefused: something in the file can't be read, or names a group there is not. Nothing was written.
    """
    home = zone(program_of(session).zone)
    read = read_file(file, zone=home)
    progress("events read", read.events, read.events)
    plan = plan_of(session, read, group=group, home=home, now=now)
    source = _source(session, group.id, source_name(read, file), now=now)
    rows = imported_appointments(session, plan.groups, source.id)
    steps = compare(plan.wanted, [known_of(row, uid, source.id) for row, uid in rows], until=plan.until, now=now)
    if not dry_run:
        session.add(source)
        source.imported_at = now
        session.flush()
        series = _write_series(session, source, plan)
        _write_appointments(
            session, source, steps, {row.id: row for row, _ in rows}, series, now=now, progress=progress
        )
        concerned = {step.name.group for step in steps if step.what not in {What.KEEP, What.LEAVE}}
        publish(session, members_to_tell(session, concerned, now=now), now=now)
    return diff_of(
        steps, groups=plan.group_names, home=group.id, notices=[*read.notices, *plan.notices], is_dry_run=dry_run
    )


def _source(session: Session, group_id: UUID, name: str, *, now: datetime) -> ScheduleSource:
    """The calendar of that name in this group; when it is new, not yet added."""
    query = select(ScheduleSource).where(ScheduleSource.group_id == group_id, ScheduleSource.name == name)
    found = session.scalars(query).first()
    return found or ScheduleSource(id=new_id(), group_id=group_id, name=name, imported_at=now)


def _write_series(session: Session, source: ScheduleSource, plan: Plan) -> dict[tuple[UUID, str], UUID]:
    """Write the series that are new or different; gives the ids of all of the file's series by group and uid."""
    stored = list(session.scalars(select(SeriesRow).where(SeriesRow.group_id.in_(plan.groups))))
    exceptions = exceptions_of(session, [row.id for row in stored])
    by_name = {(row.group_id, row.uid): row for row in stored}
    ids: dict[tuple[UUID, str], UUID] = {}
    for name, series in plan.series.items():
        row = by_name.get(name)
        if row is None:
            row = SeriesRow(id=new_id(), group_id=name[0], uid=name[1], source_id=source.id, is_live=True)
            put_series(session, row, series)
        elif not same_series(series_of(row, exceptions[row.id]), series):
            put_series(session, row, series)
        row.source_id, row.is_live = source.id, True
        ids[name] = row.id
    for row in stored:
        if row.source_id == source.id and (row.group_id, row.uid) not in plan.series:
            row.is_live = False
    return ids


def _write_appointments(
    session: Session,
    source: ScheduleSource,
    steps: Iterable[Step],
    rows: dict[UUID, Appointment],
    series: dict[tuple[UUID, str], UUID],
    *,
    now: datetime,
    progress: Progress,
) -> None:
    todo = list(steps)
    for step in todo:
        if step.known is None:
            continue
        row = rows[step.known.id]
        if step.wanted is not None or step.name != step.known.name:
            rename(row, step.name, source_id=source.id, series_id=series.get((step.name.group, step.name.uid)))
        if step.what in {What.MOVE, What.CHANGE, What.CANCEL}:
            put_facts(row, step.facts)
            row.version = newer_version(row.version)
            row.updated_at = now
    # Written before the new rows: only then is a name free that an old row gives up.
    session.flush()
    new = [step for step in todo if step.known is None]
    for done, step in enumerate(new, start=1):
        series_id = series.get((step.name.group, step.name.uid))
        add_appointment(session, step, source_id=source.id, series_id=series_id, taken=rows.keys(), now=now)
        if done % _EVERY == 0 or done == len(new):
            progress("appointments added", done, len(new))
    session.flush()
