"""The program, its groups, memberships and enrollments. Not a participant's words, so plain."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from footbridge.db import Model
from footbridge.db.model import at_most, between, one_of
from footbridge.db.types import Json, JsonText, UtcDateTime


class Phase(StrEnum):
    """Where a participant's path stands."""

    INTENSIVE = "intensive"
    STEP_DOWN = "step_down"
    AFTERCARE = "aftercare"
    DISCHARGED = "discharged"


class Program(Model):
    """The clinic's IOP. One row. `name` is for staff; `public_name` is neutral and all that a phone may show.

    `team_days`, `team_hours`: {"en", "es"}. `lines`: [{"name": {…}, "phone": E.164, "hours": {…}}]. `is_demo` marks a database of
    made-up people from its first row.
    """

    __tablename__ = "program"
    __table_args__ = (
        at_most("name", 80),
        at_most("public_name", 30),
        at_most("zone", 64),
        between("urge_threshold", 1, 10),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column()
    public_name: Mapped[str] = mapped_column()
    zone: Mapped[str] = mapped_column()
    urge_threshold: Mapped[int] = mapped_column(default=7)
    team_days: Mapped[Json] = mapped_column(JsonText, nullable=False)
    team_hours: Mapped[Json] = mapped_column(JsonText, nullable=False)
    lines: Mapped[Json] = mapped_column(JsonText, nullable=False)
    version: Mapped[int] = mapped_column(BigInteger, default=1)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CareGroup(Model):
    """A track such as "Evening IOP"."""

    __tablename__ = "care_group"
    __table_args__ = (at_most("name", 80),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Membership(Model):
    """A participant in a group, from a day on; `until_on` is the last day, or open."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="order"),
        Index("ix_membership_group_id_from_on", "group_id", "from_on"),
    )

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("care_group.id", ondelete="CASCADE"), primary_key=True)
    from_on: Mapped[date] = mapped_column(primary_key=True)
    until_on: Mapped[date | None] = mapped_column()


class Enrollment(Model):
    """A participant's path through the program. `weekly_hours` is what is planned, 1 to 40."""

    __tablename__ = "enrollment"
    __table_args__ = (
        one_of("phase", Phase),
        between("weekly_hours", 1, 40),
        CheckConstraint("planned_end_on >= started_on", name="order"),
    )

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True)
    started_on: Mapped[date] = mapped_column(primary_key=True)
    phase: Mapped[str] = mapped_column()
    planned_end_on: Mapped[date] = mapped_column()
    weekly_hours: Mapped[int] = mapped_column(default=9)
