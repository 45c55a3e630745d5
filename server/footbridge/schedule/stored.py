"""Rows to values and back: what the pure parts of the schedule are given, and what is written of their answers."""

from collections.abc import Container
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from footbridge.kernel.ids import new_id
from footbridge.kernel.zones import zone
from footbridge.schedule.details import Details, Kind, Status
from footbridge.schedule.models import Appointment, Difference, SeriesException, SeriesRow
from footbridge.schedule.reconcile import Facts, Known, Name, Step
from footbridge.schedule.recurrence import Override, Series, occurrence_id
from footbridge.schedule.rules import Rule

WORDS = ("title", "place", "join_url", "leader", "bring", "note")
WORDS_AT = "appointment.words_sealed"


def details_of(row: SeriesRow | Appointment) -> Details:
    """The words of a series or of a group's appointment."""
    return Details(kind=Kind(row.kind), **{name: getattr(row, name) for name in WORDS})


def put_details(row: SeriesRow | Appointment, details: Details) -> None:
    """Write the words of a series or of a group's appointment."""
    row.kind = details.kind
    for name in WORDS:
        setattr(row, name, getattr(details, name))


def series_of(row: SeriesRow, exceptions: list[SeriesException]) -> Series:
    """The series that these rows hold."""
    return Series(
        starts=row.starts,
        zone=zone(row.zone),
        lasts=timedelta(seconds=row.lasts_s),
        details=details_of(row),
        rule=None if row.rule is None else Rule(row.rule, row.rule_until, row.rule_count),
        is_all_day=row.is_all_day,
        added=frozenset(one.original_start for one in exceptions if one.what == Difference.ADDED),
        skipped=frozenset(one.original_start for one in exceptions if one.what == Difference.SKIPPED),
        overrides=_ordered(_override(one) for one in exceptions if one.starts is not None),
    )


def put_series(session: Session, row: SeriesRow, series: Series) -> None:
    """Write a series into its row, which may be new, and replace its exceptions."""
    rule = series.rule
    row.starts, row.zone, row.lasts_s = series.starts, series.zone.key, _seconds(series.lasts)
    row.is_all_day = series.is_all_day
    row.rule = None if rule is None else rule.text
    row.rule_until = None if rule is None else rule.until
    row.rule_count = None if rule is None else rule.count
    put_details(row, series.details)
    session.add(row)
    session.flush()
    session.execute(delete(SeriesException).where(SeriesException.series_id == row.id))
    session.add_all(_exceptions(row.id, series))
    session.flush()


def exceptions_of(session: Session, series_ids: list[UUID]) -> dict[UUID, list[SeriesException]]:
    """The exceptions of these series."""
    found: dict[UUID, list[SeriesException]] = {one: [] for one in series_ids}
    for start in range(0, len(series_ids), 500):
        some = series_ids[start : start + 500]
        for one in session.scalars(select(SeriesException).where(SeriesException.series_id.in_(some))):
            found[one.series_id].append(one)
    return found


def imported_appointments(session: Session, groups: set[UUID], source_id: UUID | None) -> list[tuple[Appointment, str]]:
    """Appointments that came from a calendar into these groups, or from this source into any, each with its name there."""
    query = (
        select(Appointment, SeriesRow.uid)
        .outerjoin(SeriesRow, SeriesRow.id == Appointment.series_id)
        .where(
            Appointment.source_id.is_not(None),
            or_(Appointment.group_id.in_(groups), Appointment.source_id == source_id),
        )
    )
    return [(row, series_uid or row.uid or "") for row, series_uid in session.execute(query)]


def known_of(row: Appointment, uid: str, source_id: UUID | None) -> Known:
    """An imported appointment as a value."""
    if row.group_id is None:
        raise TypeError("only a group's appointments come from calendars")
    return Known(
        id=row.id,
        name=Name(row.group_id, uid, row.original_start),
        facts=Facts(
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            zone=row.zone,
            details=details_of(row),
            is_all_day=row.is_all_day,
            is_cancelled=row.status == Status.CANCELLED,
            moved_from=row.moved_from,
        ),
        is_of_this_source=row.source_id == source_id,
        is_by_hand=row.is_by_hand,
    )


def put_facts(row: Appointment, facts: Facts) -> None:
    """Write what a participant can see of a group's appointment."""
    row.starts_at, row.ends_at, row.zone = facts.starts_at, facts.ends_at, facts.zone
    row.is_all_day = facts.is_all_day
    row.status = Status.CANCELLED if facts.is_cancelled else Status.PLANNED
    row.moved_from = facts.moved_from
    put_details(row, facts.details)


def add_appointment(
    session: Session, step: Step, *, source_id: UUID, series_id: UUID | None, taken: Container[UUID], now: datetime
) -> None:
    """A new appointment as the step has it; `taken` are the ids that its series has used already."""
    row_id = new_id()
    if series_id is not None and step.name.original is not None:
        usual = occurrence_id(series_id, step.name.original)
        # Taken when the occurrence that began there went to another original start with its whole series.
        row_id = row_id if usual in taken else usual
    row = Appointment(id=row_id, group_id=step.name.group, version=1, is_by_hand=False, updated_at=now)
    rename(row, step.name, source_id=source_id, series_id=series_id)
    put_facts(row, step.facts)
    session.add(row)


def rename(row: Appointment, name: Name, *, source_id: UUID, series_id: UUID | None) -> None:
    """Note under which name the calendar has this appointment, so that it is found again next time."""
    row.source_id = source_id
    row.series_id = None if name.original is None else series_id
    row.original_start = name.original
    row.uid = name.uid if name.original is None else None


def same_series(one: Series, other: Series) -> bool:
    """True when both say the same, in whatever order their changes are listed."""
    return one == other or (asdict(one) | {"overrides": _ordered(one.overrides)}) == (
        asdict(other) | {"overrides": _ordered(other.overrides)}
    )


def _ordered(overrides: Any) -> tuple[Override, ...]:
    return tuple(sorted(overrides, key=lambda one: (one.original, one.is_onwards)))


def _override(one: SeriesException) -> Override:
    return Override(
        original=one.original_start,
        starts=one.starts or one.original_start,
        lasts=None if one.lasts_s is None else timedelta(seconds=one.lasts_s),
        details=None if one.details is None else Details(**{**one.details, "kind": Kind(one.details["kind"])}),
        is_cancelled=one.is_cancelled,
        is_onwards=one.what == Difference.CHANGED_ONWARDS,
    )


def _exceptions(series_id: UUID, series: Series) -> list[SeriesException]:
    rows = [
        SeriesException(series_id=series_id, original_start=day, what=what)
        for what, days in ((Difference.ADDED, series.added), (Difference.SKIPPED, series.skipped))
        for day in days
    ]
    rows += [
        SeriesException(
            series_id=series_id,
            original_start=one.original,
            what=Difference.CHANGED_ONWARDS if one.is_onwards else Difference.CHANGED,
            starts=one.starts,
            lasts_s=None if one.lasts is None else _seconds(one.lasts),
            is_cancelled=one.is_cancelled,
            details=None if one.details is None else asdict(one.details),
        )
        for one in series.overrides
    ]
    return rows


def _seconds(length: timedelta) -> int:
    return int(length.total_seconds())
