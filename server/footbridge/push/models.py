"""Push subscriptions: where each signed-in phone can be knocked at."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from footbridge.db import Model
from footbridge.db.model import at_most, one_of
from footbridge.db.types import UtcDateTime


class SubscriptionState(StrEnum):
    """Whether a phone can be knocked at."""

    ACTIVE = "active"
    STALE = "stale"  # made with another signing key: the phone has to subscribe again
    GONE = "gone"  # the push service says it has ended; its address is forgotten


class PushSubscription(Model):
    """One phone of one participant. Address and keys are sealed together; `endpoint_key` is the address's hash, so that one
    address is held by one account: who subscribes on a shared phone last has it.
    """

    __tablename__ = "push_subscription"
    __table_args__ = (
        UniqueConstraint("participant_id", "device"),
        one_of("state", SubscriptionState),
        CheckConstraint("(state = 'gone') = (sealed IS NULL)", name="a_gone_address_is_forgotten"),
        at_most("key_id", 16),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    sign_in_id: Mapped[UUID] = mapped_column(ForeignKey("sign_in.id", ondelete="CASCADE"), index=True)
    device: Mapped[UUID] = mapped_column()
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    endpoint_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    key_id: Mapped[str] = mapped_column()
    state: Mapped[str] = mapped_column()
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    refreshed_at: Mapped[datetime] = mapped_column(UtcDateTime)
