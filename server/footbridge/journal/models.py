"""The projection of journal entries: the winning head of each. Of a private entry it knows only that it exists."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from footbridge.db import Model
from footbridge.db.model import between, one_of
from footbridge.db.types import UtcDateTime


class EntryType(StrEnum):
    """What sort of page it is."""

    FREE = "free"
    GRATITUDE = "gratitude"
    TRIGGER_LOG = "trigger_log"
    THOUGHT_RECORD = "thought_record"
    HOMEWORK = "homework"


class JournalEntry(Model):
    """One entry. `words` (title, text, prompt) are sealed, and kept here only while shared with the team."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        one_of("type", EntryType),
        between("mood", 1, 5),
        CheckConstraint("sharing IN ('team', 'private')", name="sharing_known"),
        CheckConstraint("sharing = 'team' OR words_sealed IS NULL", name="private_words_stay_sealed_away"),
        Index("ix_journal_entry_participant_id_made_at", "participant_id", "made_at"),
    )

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True)
    record: Mapped[UUID] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column()
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    mood: Mapped[int | None] = mapped_column()
    sharing: Mapped[str] = mapped_column()
    heads: Mapped[int] = mapped_column(default=1)
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
