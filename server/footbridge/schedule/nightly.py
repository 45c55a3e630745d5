"""What time itself changes: further occurrences come into reach, appointments enter and leave what a phone is told of.

Safe to repeat and to miss: each run does what is due since the last.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from footbridge.feed.models import FeedCounter
from footbridge.kernel.zones import zone
from footbridge.program.service import program_of
from footbridge.schedule.horizon import to_store
from footbridge.schedule.models import Appointment, SeriesRow
from footbridge.schedule.plan import facts_of
from footbridge.schedule.publishing import publish
from footbridge.schedule.reconcile import Name, Wanted, What, compare
from footbridge.schedule.stored import add_appointment, exceptions_of, known_of, series_of

PEOPLE_AT_ONCE = 50


def extend(session: Session, *, now: datetime) -> None:
    """Do all that is due. On a busy machine do it in pieces, each its own transaction: `extend_series`, then `publish_some`."""
    extend_series(session, now=now)
    after: UUID | None = None
    while (after := publish_some(session, after=after, now=now)) is not None:
        pass


def extend_series(session: Session, *, now: datetime) -> int:
    """Every series that goes on is stored as far ahead as `horizon` says; gives the number of appointments added."""
    home = zone(program_of(session).zone)
    rows = list(session.scalars(select(SeriesRow).where(SeriesRow.is_live, SeriesRow.rule.is_not(None))))
    exceptions = exceptions_of(session, [row.id for row in rows])
    added = 0
    for row in rows:
        series = series_of(row, exceptions[row.id])
        stored = to_store(series, now=now)
        if stored.until is None:
            continue
        present = list(session.scalars(select(Appointment).where(Appointment.series_id == row.id)))
        steps = compare(
            [
                Wanted(Name(row.group_id, row.uid, one.original), facts_of(one, series, home))
                for one in stored.occurrences
            ],
            [known_of(one, row.uid, row.source_id) for one in present],
            until={(row.group_id, row.uid): stored.until},
            now=now,
        )
        for step in steps:
            # What is there was settled by the import; only what was out of reach is new.
            if step.what is What.ADD:
                taken = {one.id for one in present}
                add_appointment(session, step, source_id=row.source_id, series_id=row.id, taken=taken, now=now)
                added += 1
    session.flush()
    return added


def publish_some(session: Session, *, after: UUID | None, now: datetime, limit: int = PEOPLE_AT_ONCE) -> UUID | None:
    """Bring the next `limit` people's feeds up to date, in id order; gives the last one's id, None when there is nobody left."""
    query = select(FeedCounter.participant_id).order_by(FeedCounter.participant_id).limit(limit)
    people = list(session.scalars(query if after is None else query.where(FeedCounter.participant_id > after)))
    publish(session, people, now=now)
    return people[-1] if people else None
