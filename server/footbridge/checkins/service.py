"""Keeping the projection of check-ins, and asking it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, delete, select
from sqlalchemy.orm import Session

from footbridge.checkins.models import CheckIn
from footbridge.db.upsert import upserts
from footbridge.sealing.service import Sealer

WORDS_AT = "check_in.words"
# Declared as FromClause by SQLAlchemy, though a mapped class always has a Table.
_upserts = upserts(cast(Table, CheckIn.__table__), key=("participant_id", "record"))


def keep(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Store these check-ins as they are now, each replacing what the projection held."""
    if rows:
        session.execute(_upserts[session.get_bind().dialect.name], list(rows))


def drop(session: Session, participant_id: UUID, records: Iterable[UUID]) -> None:
    """Forget deleted check-ins."""
    gone = list(records)
    if gone:
        session.execute(delete(CheckIn).where(CheckIn.participant_id == participant_id, CheckIn.record.in_(gone)))


def shared_with_team(
    session: Session, participant_id: UUID, *, before: datetime | None = None, limit: int = 100
) -> list[CheckIn]:
    """Check-ins that this participant shared, newest first; at most 200. `before` pages on by `at`."""
    query = select(CheckIn).where(CheckIn.participant_id == participant_id, CheckIn.sharing == "team")
    if before is not None:
        query = query.where(CheckIn.at < before)
    return list(session.scalars(query.order_by(CheckIn.at.desc(), CheckIn.record).limit(min(limit, 200))))


def words_of(check_in: CheckIn, *, sealer: Sealer) -> dict[str, Any]:
    """What a shared check-in says: going_on, helped, note. Empty for one that is private."""
    if check_in.words_sealed is None:
        return {"going_on": [], "helped": [], "note": ""}
    opened: dict[str, Any] = sealer.open_json(
        check_in.participant_id, check_in.words_sealed, where=f"{WORDS_AT}.{check_in.record}"
    )
    return opened


def made_between(session: Session, participant_id: UUID, start: datetime, end: datetime) -> list[datetime]:
    """When this participant checked in, `start` included, `end` not; earliest first. Private ones count too: done is done."""
    query = select(CheckIn.at).where(CheckIn.participant_id == participant_id, CheckIn.at >= start, CheckIn.at < end)
    return list(session.scalars(query.order_by(CheckIn.at)))
