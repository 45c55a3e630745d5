"""Revisions, and the ids that some revision replaces."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from footbridge.db import Model
from footbridge.db.model import at_most, between
from footbridge.db.types import Json, JsonText, UtcDateTime


class Revision(Model):
    """One immutable saved state of a record, as the phone sent it.

    `made_at` is the phone's clock, right or wrong, with its zone and offset; `skew_ms` is how far that clock was
    ahead of ours when it was sent. `is_head`: no stored revision replaces it. The body is sealed; of a deleted record it is NULL.
    """

    __tablename__ = "revision"
    __table_args__ = (
        at_most("kind", 40),
        at_most("zone", 64),
        between("utc_offset_min", -1440, 1440),
        between("schema", 1, 32767),
        Index(
            "ix_revision_heads",
            "participant_id",
            "kind",
            "record",
            postgresql_where=text("is_head"),
            sqlite_where=text("is_head = 1"),
        ),
    )

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column()
    record: Mapped[UUID] = mapped_column()
    ancestors: Mapped[Json] = mapped_column(JsonText, nullable=False)
    deleted: Mapped[bool] = mapped_column()
    schema: Mapped[int] = mapped_column()
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column()
    utc_offset_min: Mapped[int] = mapped_column()
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    skew_ms: Mapped[int] = mapped_column(BigInteger)
    device: Mapped[UUID] = mapped_column()
    is_head: Mapped[bool] = mapped_column()
    body_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class Replaced(Model):
    """An id that some revision of the same record replaces; it may itself never have arrived, or arrive later."""

    __tablename__ = "replaced"
    __table_args__ = (at_most("kind", 40),)

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    record: Mapped[UUID] = mapped_column(primary_key=True)
    revision: Mapped[UUID] = mapped_column(primary_key=True)
