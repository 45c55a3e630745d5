"""Accounts, the two sorts of people behind them, and what lets them in.

Plain here: ids, kinds, instants. A participant's name is sealed; a sign-in name is kept only as a keyed hash, since many people
would use their e-mail address; tokens and cookies are kept as hashes.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from footbridge.db import Model
from footbridge.db.model import at_most, between, one_of
from footbridge.db.types import UtcDateTime


class AccountKind(StrEnum):
    """Who an account belongs to."""

    PARTICIPANT = "participant"
    CARE_TEAM = "care_team"


class Role(StrEnum):
    """What a care team member does. Front desk sees no clinical data."""

    CLINICIAN = "clinician"
    FRONT_DESK = "front_desk"
    ADMIN = "admin"


class Purpose(StrEnum):
    """What an invitation is for: an account's first claim, or one more phone for it."""

    FIRST = "first"
    NEW_PHONE = "new_phone"


class Account(Model):
    """Somebody who can sign in, once claimed (`secret_hash` set). `closed_at` ends every way in."""

    __tablename__ = "account"
    __table_args__ = (one_of("kind", AccountKind),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column()
    sign_in_key: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    secret_hash: Mapped[str | None] = mapped_column()
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_last_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Participant(Model):
    """A person in treatment. `zone` is where their phone lives; `sharing` is the consent's default for new entries."""

    __tablename__ = "participant"
    __table_args__ = (
        CheckConstraint("language IN ('en', 'es')", name="language_known"),
        CheckConstraint("sharing IN ('team', 'private')", name="sharing_known"),
        at_most("zone", 64),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    language: Mapped[str] = mapped_column()
    zone: Mapped[str] = mapped_column()
    sharing: Mapped[str] = mapped_column()
    version: Mapped[int] = mapped_column(BigInteger, default=1)
    consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CareTeamMember(Model):
    """A member of staff. `language` is that of the pages they read."""

    __tablename__ = "care_team_member"
    __table_args__ = (
        one_of("role", Role),
        at_most("name", 80),
        CheckConstraint("language IN ('en', 'es')", name="language_known"),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column()
    role: Mapped[str] = mapped_column()
    language: Mapped[str] = mapped_column(default="en")


class Caseload(Model):
    """Who may see whom: a care team member and a participant."""

    __tablename__ = "caseload"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("care_team_member.id", ondelete="CASCADE"), primary_key=True)
    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class Invitation(Model):
    """One way in, usable once. The token travels in a link's fragment, the code is typed; both are kept as keyed hashes."""

    __tablename__ = "invitation"
    __table_args__ = (one_of("purpose", Purpose),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column()
    token_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    code_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    ends_other_sign_ins: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignIn(Model):
    """One signed-in device. The cookie holds a secret of 256 bits; only its hash is here."""

    __tablename__ = "sign_in"
    __table_args__ = (
        at_most("device_label", 80),
        Index("ix_sign_in_account_id_revoked_at", "account_id", "revoked_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    cookie_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    device_label: Mapped[str] = mapped_column()
    shared_phone: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Tries(Model):
    """How often something was tried of late: a bucket that empties over time. Kept in the database so that it survives a restart
    and counts over all processes."""

    __tablename__ = "tries"
    __table_args__ = (between("level_milli", 0, 1_000_000_000),)

    bucket: Mapped[str] = mapped_column(primary_key=True)
    level_milli: Mapped[int] = mapped_column()
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
