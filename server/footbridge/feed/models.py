"""Each participant's counter and, per record, the number of its last change."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from footbridge.db import Model
from footbridge.db.model import at_most
from footbridge.db.types import UtcDateTime


class FeedCounter(Model):
    """One row per participant: locking it puts that participant's writes in order.

    `digest` is the sum of the records' fingerprints modulo 2^64, as a signed number. `replan_from` asks the reminder planner to
    look again from that instant on.
    """

    __tablename__ = "feed_counter"

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, default=0)
    digest: Mapped[int] = mapped_column(BigInteger, default=0)
    replan_from: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


class Change(Model):
    """The newest change of one record in one participant's feed."""

    __tablename__ = "change"
    __table_args__ = (UniqueConstraint("participant_id", "number"), at_most("kind", 40))

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    record: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)
    fingerprint: Mapped[int] = mapped_column(BigInteger)
