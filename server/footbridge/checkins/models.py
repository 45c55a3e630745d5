"""The projection of check-ins: the winning head of each, for the care team's questions and for reminders.

The revisions themselves are in `sync`; this table can be rebuilt from them.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from footbridge.db import Model
from footbridge.db.model import between
from footbridge.db.types import UtcDateTime


class CheckIn(Model):
    """One check-in. `at` is when it was felt, by the phone; `received_at` by this machine. `words` (what is
    going on, what helped, the note) are sealed, and kept here only while shared with the team."""

    __tablename__ = "check_in"
    __table_args__ = (
        between("mood", 1, 5),
        between("urge", 0, 10),
        CheckConstraint("sharing IN ('team', 'private')", name="sharing_known"),
        CheckConstraint("sharing = 'team' OR words_sealed IS NULL", name="private_words_stay_sealed_away"),
        Index("ix_check_in_participant_id_at", "participant_id", "at"),
    )

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True)
    record: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    mood: Mapped[int] = mapped_column()
    urge: Mapped[int | None] = mapped_column()
    sharing: Mapped[str] = mapped_column()
    prompted_by: Mapped[UUID | None] = mapped_column()
    heads: Mapped[int] = mapped_column(default=1)
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
