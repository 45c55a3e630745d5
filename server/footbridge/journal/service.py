"""Keeping the projection of journal entries, and asking it."""

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, delete, select
from sqlalchemy.orm import Session

from footbridge.db.upsert import upserts
from footbridge.journal.models import JournalEntry
from footbridge.sealing.service import Sealer

WORDS_AT = "journal_entry.words"
_upserts = upserts(cast(Table, JournalEntry.__table__), key=("participant_id", "record"))


def keep(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Store these entries as they are now, each replacing what the projection held."""
    if rows:
        session.execute(_upserts[session.get_bind().dialect.name], list(rows))


def drop(session: Session, participant_id: UUID, records: Iterable[UUID]) -> None:
    """Forget deleted entries."""
    gone = list(records)
    if gone:
        session.execute(
            delete(JournalEntry).where(JournalEntry.participant_id == participant_id, JournalEntry.record.in_(gone))
        )


def shared_with_team(session: Session, participant_id: UUID, *, limit: int = 100) -> list[JournalEntry]:
    """Entries that this participant shared, newest first; at most 200."""
    query = (
        select(JournalEntry)
        .where(JournalEntry.participant_id == participant_id, JournalEntry.sharing == "team")
        .order_by(JournalEntry.made_at.desc(), JournalEntry.record)
        .limit(min(limit, 200))
    )
    return list(session.scalars(query))


def words_of(entry: JournalEntry, *, sealer: Sealer) -> dict[str, Any]:
    """What a shared entry says: title, text, prompt. Empty for one that is private."""
    if entry.words_sealed is None:
        return {"title": "", "text": "", "prompt": None}
    opened: dict[str, Any] = sealer.open_json(
        entry.participant_id, entry.words_sealed, where=f"{WORDS_AT}.{entry.record}"
    )
    return opened
