"""Signed-in devices: rows that can be listed and ended, behind a cookie that says nothing.

Owns: how long a sign-in lasts, when its last use is written down, how it ends. Knows no HTTP: the cookie is a text here.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from footbridge.accounts.models import Account, AccountKind, CareTeamMember, SignIn
from footbridge.kernel.errors import NotFound
from footbridge.kernel.ids import new_id, new_secret

PARTICIPANT_IDLE = timedelta(days=30)
SHARED_PHONE = timedelta(hours=24)
"""On a phone that others use too, a sign-in ends a day after it began."""
STAFF_IDLE = timedelta(minutes=15)
STAFF_ABSOLUTE = timedelta(hours=12)
LISTED = 200

_COOKIE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


class UnknownSignIn(NotFound):
    """This account has no such sign-in."""

    slug = "unknown-sign-in"
    title = "We could not find that device"


@dataclass(frozen=True, slots=True)
class Device:
    """What a device says of itself. `is_shared`: other people use this phone too."""

    label: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A new sign-in and the secret for its cookie, which is stored nowhere."""

    id: UUID
    cookie: str


@dataclass(frozen=True, slots=True)
class Known:
    """A live sign-in, found by its cookie."""

    id: UUID
    account_id: UUID
    kind: str
    role: str | None
    is_shared: bool
    created_at: datetime
    last_seen_at: datetime

    def is_worth_noting(self, now: datetime) -> bool:
        """Whether enough time has passed to write this use down: an hour for a participant, a minute for the care team."""
        pause = timedelta(minutes=1) if self.kind == AccountKind.CARE_TEAM else timedelta(hours=1)
        return now - self.last_seen_at >= pause


def ends_at(kind: str, *, is_shared: bool, created_at: datetime, seen_at: datetime) -> datetime:
    """When a sign-in ends that began at `created_at` and was last used at `seen_at`."""
    if kind == AccountKind.CARE_TEAM:
        return min(seen_at + STAFF_IDLE, created_at + STAFF_ABSOLUTE)
    if is_shared:
        return created_at + SHARED_PHONE
    return seen_at + PARTICIPANT_IDLE


def live(now: datetime) -> ColumnElement[bool]:
    """The condition under which a row of `sign_in` still lets somebody in."""
    return and_(SignIn.revoked_at.is_(None), SignIn.expires_at > now)


def open_sign_in(session: Session, account: Account, device: Device, *, now: datetime) -> Opened:
    """Sign this account in on one more device."""
    cookie = new_secret()
    row = SignIn(
        id=new_id(),
        account_id=account.id,
        cookie_key=_key(cookie),
        device_label=device.label,
        shared_phone=device.is_shared,
        created_at=now,
        last_seen_at=now,
        expires_at=ends_at(account.kind, is_shared=device.is_shared, created_at=now, seen_at=now),
    )
    session.add(row)
    session.flush()
    return Opened(row.id, cookie)


def find(session: Session, cookie: str, *, now: datetime) -> Known | None:
    """The live sign-in of an open account that this cookie belongs to."""
    if not _COOKIE.fullmatch(cookie):
        return None
    query = (
        select(
            SignIn.id,
            SignIn.account_id,
            Account.kind,
            CareTeamMember.role,
            SignIn.shared_phone,
            SignIn.created_at,
            SignIn.last_seen_at,
        )
        .join(Account, Account.id == SignIn.account_id)
        .outerjoin(CareTeamMember, CareTeamMember.id == SignIn.account_id)
        .where(SignIn.cookie_key == _key(cookie), live(now), Account.closed_at.is_(None))
    )
    row = session.execute(query).first()
    return None if row is None else Known(*row)


def was_ended(session: Session, cookie: str) -> bool:
    """Whether this cookie's sign-in was ended on purpose, here or on another device, and did not merely run out."""
    if not _COOKIE.fullmatch(cookie):
        return False
    return session.scalar(select(SignIn.revoked_at).where(SignIn.cookie_key == _key(cookie))) is not None


def ever_known(session: Session, cookie: str) -> SignIn | None:
    """The sign-in that this cookie belonged to once, also when it has ended since."""
    if not _COOKIE.fullmatch(cookie):
        return None
    return session.scalars(select(SignIn).where(SignIn.cookie_key == _key(cookie))).first()


def note_use(session: Session, known: Known, *, now: datetime) -> None:
    """Write down that a sign-in was used, which puts its end off. One that has ended meanwhile stays ended."""
    end = ends_at(known.kind, is_shared=known.is_shared, created_at=known.created_at, seen_at=now)
    session.execute(
        update(SignIn)
        .where(SignIn.id == known.id, live(now), SignIn.last_seen_at < now)
        .values(last_seen_at=now, expires_at=end)
    )


def live_sign_ins(session: Session, account_id: UUID, *, now: datetime) -> list[SignIn]:
    """The devices on which this account is signed in, last used first."""
    query = select(SignIn).where(SignIn.account_id == account_id, live(now))
    return list(session.scalars(query.order_by(SignIn.last_seen_at.desc(), SignIn.id).limit(LISTED)))


def revoke(session: Session, account_id: UUID, sign_in_id: UUID, *, now: datetime) -> None:
    """End one sign-in of this account. Twice changes nothing.

    Raises:
        UnknownSignIn: it is not there, or another account's.
    """
    row = session.get(SignIn, sign_in_id)
    if row is None or row.account_id != account_id:
        raise UnknownSignIn("This device is not signed in with your account.")
    if row.revoked_at is None:
        row.revoked_at = now
        session.flush()


def end_by_cookie(session: Session, cookie: str, *, now: datetime) -> None:
    """End what a browser brings along when somebody signs in on it anew, whoever's it was: its reminders end with it."""
    row = ever_known(session, cookie)
    if row is not None and row.revoked_at is None:
        row.revoked_at = now
        session.flush()


def revoke_all(session: Session, account_id: UUID, *, now: datetime) -> None:
    """End every sign-in of this account."""
    session.execute(
        update(SignIn).where(SignIn.account_id == account_id, SignIn.revoked_at.is_(None)).values(revoked_at=now)
    )


def _key(cookie: str) -> bytes:
    # 256 random bits need no salt and no slow hash.
    return sha256(cookie.encode("ascii")).digest()
