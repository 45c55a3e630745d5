"""The append-only access record."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from footbridge.db import Model
from footbridge.db.model import at_most, one_of
from footbridge.db.types import UtcDateTime


class Act(StrEnum):
    """What somebody did that a participant may want to know of."""

    READ_PEOPLE = "read_people"
    READ_CHECK_INS = "read_check_ins"
    INVITED = "invited"
    CLAIMED = "claimed"
    SECOND_CLAIM = "second_claim"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    REVOKED_SIGN_IN = "revoked_sign_in"
    REFUSED = "refused"


class AccessRow(Model):
    """One act. Rows are only ever added; `about` is the participant concerned, where there is one."""

    __tablename__ = "access_record"
    __table_args__ = (one_of("act", Act), at_most("act", 40), Index("ix_access_record_about_at", "about", "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[UUID | None] = mapped_column()
    about: Mapped[UUID | None] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    act: Mapped[str] = mapped_column()
