"""Series, their exceptions, and the appointments that come of them.

What a group does is program data and plain; the words of one person's appointment are sealed under that person's key.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Dialect, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from footbridge.db import Model
from footbridge.db.model import at_most, between, one_of
from footbridge.db.types import Json, JsonText, UtcDateTime
from footbridge.schedule.details import (
    MAX_BRING,
    MAX_LEADER,
    MAX_NOTE,
    MAX_PLACE,
    MAX_TITLE,
    MAX_URL,
    Kind,
    Status,
)

MAX_UID = 600
MAX_LENGTH_S = 31 * 86_400


class WallTime(TypeDecorator[datetime]):
    """A wall time to the second, without zone, kept as text: no driver may take it for an instant."""

    impl = String(19)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is not None and value.tzinfo is not None:
            raise ValueError("a wall time has no zone")
        return None if value is None else value.isoformat(timespec="seconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Difference(StrEnum):
    """What is different about one date of a series (RFC 5545: EXDATE, RDATE, RECURRENCE-ID)."""

    SKIPPED = "skipped"
    ADDED = "added"
    CHANGED = "changed"
    CHANGED_ONWARDS = "changed_onwards"


class ScheduleSource(Model):
    """A calendar that a group's schedule comes from, by its own name or its file's. What vanishes from it is cancelled."""

    __tablename__ = "schedule_source"
    __table_args__ = (UniqueConstraint("group_id", "name"), at_most("name", MAX_TITLE))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("care_group.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column()
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SeriesRow(Model):
    """The stored form of `recurrence.Series`. `is_live` False: it vanished from its calendar, its past stays."""

    __tablename__ = "series"
    __table_args__ = (
        UniqueConstraint("group_id", "uid"),
        at_most("uid", MAX_UID),
        at_most("title", MAX_TITLE),
        at_most("place", MAX_PLACE),
        at_most("join_url", MAX_URL),
        at_most("leader", MAX_LEADER),
        at_most("bring", MAX_BRING),
        at_most("note", MAX_NOTE),
        one_of("kind", Kind),
        between("lasts_s", 0, MAX_LENGTH_S),
        CheckConstraint("rule IS NOT NULL OR (rule_until IS NULL AND rule_count IS NULL)", name="rule_end"),
        CheckConstraint("rule_until IS NULL OR rule_count IS NULL", name="rule_one_end"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("care_group.id", ondelete="CASCADE"))
    source_id: Mapped[UUID] = mapped_column(ForeignKey("schedule_source.id", ondelete="CASCADE"), index=True)
    uid: Mapped[str] = mapped_column()
    is_live: Mapped[bool] = mapped_column(default=True)
    starts: Mapped[datetime] = mapped_column(WallTime)
    zone: Mapped[str] = mapped_column(String(64))
    lasts_s: Mapped[int] = mapped_column()
    is_all_day: Mapped[bool] = mapped_column(default=False)
    rule: Mapped[str | None] = mapped_column()
    rule_until: Mapped[datetime | None] = mapped_column(WallTime)
    rule_count: Mapped[int | None] = mapped_column()
    kind: Mapped[str] = mapped_column()
    title: Mapped[str] = mapped_column()
    place: Mapped[str | None] = mapped_column()
    join_url: Mapped[str | None] = mapped_column()
    leader: Mapped[str | None] = mapped_column()
    bring: Mapped[str | None] = mapped_column()
    note: Mapped[str | None] = mapped_column()


class SeriesException(Model):
    """One date on which a series differs from its rule. `details` None: its words are the series' own."""

    __tablename__ = "series_exception"
    __table_args__ = (
        one_of("what", Difference),
        between("lasts_s", 0, MAX_LENGTH_S),
        CheckConstraint(
            "(what IN ('changed', 'changed_onwards')) = (starts IS NOT NULL)", name="only_a_change_has_a_start"
        ),
    )

    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), primary_key=True)
    original_start: Mapped[datetime] = mapped_column(WallTime, primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    starts: Mapped[datetime | None] = mapped_column(WallTime)
    lasts_s: Mapped[int | None] = mapped_column()
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    details: Mapped[Json | None] = mapped_column(JsonText)


class Appointment(Model):
    """One appointment of a group or of one person.

    `series_id` and `original_start` say which occurrence of which series it is; `uid` names a single event of a calendar; with
    neither, somebody of the care team made it. `is_by_hand`: changed by the care team, so an import leaves it alone. `version`
    grows when something that a participant can see changes. `words_sealed` holds the words of one person's appointment.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        UniqueConstraint("series_id", "original_start"),
        UniqueConstraint("group_id", "uid"),
        Index("ix_appointment_group_id_starts_at", "group_id", "starts_at"),
        Index("ix_appointment_participant_id_starts_at", "participant_id", "starts_at"),
        CheckConstraint("(group_id IS NULL) <> (participant_id IS NULL)", name="of_a_group_or_a_person"),
        CheckConstraint("(participant_id IS NULL) = (words_sealed IS NULL)", name="a_persons_words_are_sealed"),
        CheckConstraint("(participant_id IS NULL) = (title IS NOT NULL)", name="a_groups_words_are_plain"),
        CheckConstraint("(series_id IS NULL) = (original_start IS NULL)", name="an_occurrence_has_its_original"),
        CheckConstraint("uid IS NULL OR series_id IS NULL", name="a_single_event_or_an_occurrence"),
        CheckConstraint("ends_at >= starts_at", name="order"),
        CheckConstraint("version >= 1", name="version_from_one"),
        one_of("kind", Kind),
        one_of("status", Status),
        at_most("uid", MAX_UID),
        at_most("title", MAX_TITLE),
        at_most("place", MAX_PLACE),
        at_most("join_url", MAX_URL),
        at_most("leader", MAX_LEADER),
        at_most("bring", MAX_BRING),
        at_most("note", MAX_NOTE),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_group.id", ondelete="CASCADE"))
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    source_id: Mapped[UUID | None] = mapped_column(ForeignKey("schedule_source.id", ondelete="CASCADE"), index=True)
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    original_start: Mapped[datetime | None] = mapped_column(WallTime)
    uid: Mapped[str | None] = mapped_column()
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(String(64))
    is_all_day: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(default=Status.PLANNED)
    moved_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_by_hand: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(BigInteger, default=1)
    kind: Mapped[str] = mapped_column()
    title: Mapped[str | None] = mapped_column()
    place: Mapped[str | None] = mapped_column()
    join_url: Mapped[str | None] = mapped_column()
    leader: Mapped[str | None] = mapped_column()
    bring: Mapped[str | None] = mapped_column()
    note: Mapped[str | None] = mapped_column()
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
