"""Reminders, their deliveries, and what the planner and the dispatchers remember. Together they are the ledger.

A reminder says that something is owed; a delivery says what became of it on one phone. Rows only move forward; nothing is deleted
but with the participant.
"""

from datetime import datetime
from enum import StrEnum
from typing import cast
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from footbridge.db import Model
from footbridge.db.model import at_most, between, one_of
from footbridge.db.types import UtcDateTime
from footbridge.reminders.policy import Cause, Kind, Wording


def _few(name: str, column: str, condition: str) -> Index:
    """An index of the few rows for which this is true, on both databases."""
    return Index(name, column, sqlite_where=text(condition), postgresql_where=text(condition))


class ReminderState(StrEnum):
    """Where a reminder stands. `offered` and `missed` are final; the others may change while its time has not passed."""

    PLANNED = "planned"
    CANCELLED = "cancelled"  # not wanted any more, never offered
    DONE = "done"  # it was done before it was due, so never offered
    OFFERED = "offered"  # its deliveries tell the rest
    MISSED = "missed"  # its time passed without an offer


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    OPEN = "open"  # to be sent (again) from `ready_at` on
    LEASED = "leased"  # a dispatcher has it until `ready_at`
    FOLDED = "folded"  # told together with others by the delivery `folded_into`
    ACCEPTED = "accepted"  # the push service took it
    SHOWN = "shown"
    OPENED = "opened"
    FAILED = "failed"
    EXPIRED = "expired"
    SKIPPED = "skipped"  # asked again right before sending, it was not owed any more


class Reminder(Model):
    """One reminder. `identity` names its occurrence, so that planning again finds it; `generation` counts its comings back.

    `answered_at` is when it was done, before or after it was offered.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("participant_id", "identity"),
        one_of("kind", Kind),
        one_of("state", ReminderState),
        one_of("cause", Cause),
        at_most("identity", 120),
        CheckConstraint("expires_at > due_at", name="ends_after_it_begins"),
        CheckConstraint("generation >= 1", name="generation_range"),
        CheckConstraint("(state = 'offered') = (offered_at IS NOT NULL)", name="offered_has_its_instant"),
        CheckConstraint("state NOT IN ('cancelled', 'missed') OR cause IS NOT NULL", name="a_silence_has_its_cause"),
        _few("ix_reminder_due_at_planned", "due_at", "state = 'planned'"),
        Index("ix_reminder_participant_id_expires_at", "participant_id", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column()
    identity: Mapped[str] = mapped_column()
    subject: Mapped[UUID | None] = mapped_column()
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column()
    cause: Mapped[str | None] = mapped_column()
    generation: Mapped[int] = mapped_column(default=1)
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    offered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Delivery(Model):
    """A reminder on its way to one phone, at most one for each pair.

    Its id travels in the notice and nowhere else: 122 random bits that let the phone say "shown" without a sign-in. `ready_at` is
    when a dispatcher may take it: the next try of an open one, the end of the lease of a leased one. `lapses` counts the leases
    that nobody settled.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("reminder_id", "subscription_id"),
        one_of("state", DeliveryState),
        at_most("owner", 80),
        at_most("reason", 80),
        between("attempt", 0, 10_000),
        between("lapses", 0, 1_000),
        CheckConstraint("(state = 'folded') = (folded_into IS NOT NULL)", name="folded_into_something"),
        CheckConstraint("state <> 'leased' OR owner IS NOT NULL", name="leased_by_somebody"),
        CheckConstraint("state <> 'shown' OR shown_at IS NOT NULL", name="shown_has_its_instant"),
        CheckConstraint("state <> 'opened' OR opened_at IS NOT NULL", name="opened_has_its_instant"),
        _few("ix_delivery_ready_at_waiting", "ready_at", "state IN ('open', 'leased')"),
        _few("ix_delivery_folded_into", "folded_into", "folded_into IS NOT NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reminder_id: Mapped[UUID] = mapped_column(ForeignKey("reminder.id", ondelete="CASCADE"))
    subscription_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("push_subscription.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[str] = mapped_column()
    folded_into: Mapped[UUID | None] = mapped_column(ForeignKey("delivery.id", ondelete="CASCADE"))
    folds: Mapped[int] = mapped_column(default=0)
    ready_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    owner: Mapped[str | None] = mapped_column()
    attempt: Mapped[int] = mapped_column(default=0)
    lapses: Mapped[int] = mapped_column(default=0)
    status: Mapped[int | None] = mapped_column()
    reason: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReminderPlan(Model):
    """How far one participant's reminders are planned."""

    __tablename__ = "reminder_plan"

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True)
    planned_until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ReminderSettings(Model):
    """What a participant chose: the projection of their newest `reminder_settings`. Times are texts such as "08:00 20:00"."""

    __tablename__ = "reminder_settings"
    __table_args__ = (
        one_of("wording", Wording),
        at_most("check_in_times", 40),
        at_most("check_in_days", 20),
        at_most("leads_min", 40),
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_has_both_ends"),
    )

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True)
    check_in_on: Mapped[bool] = mapped_column()
    check_in_times: Mapped[str] = mapped_column()
    check_in_days: Mapped[str] = mapped_column()
    appointment_on: Mapped[bool] = mapped_column()
    leads_min: Mapped[str] = mapped_column()
    quiet_from: Mapped[str | None] = mapped_column()
    quiet_until: Mapped[str | None] = mapped_column()
    wording: Mapped[str] = mapped_column()


class Dispatcher(Model):
    """One running dispatcher and when it was last seen at work: a dead one is noticed by its silence."""

    __tablename__ = "dispatcher"
    __table_args__ = (at_most("owner", 80), at_most("problem", 200))

    owner: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    problem: Mapped[str] = mapped_column(default="")


def table(model: type[Model]) -> Table:
    """The model's table, for statements that don't go through objects. SQLAlchemy declares it as less than it is."""
    return cast(Table, model.__table__)
