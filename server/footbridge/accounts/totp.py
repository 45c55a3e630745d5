"""The care team's second factor: codes of an authenticator app (RFC 6238), each good for one use.

One step of 30 s to either side is taken, since phones' clocks differ (a written deviation from ASVS 6.5.5).
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pyotp
from sqlalchemy import update
from sqlalchemy.orm import Session

from footbridge.accounts.models import Account
from footbridge.kernel.errors import SignedOut

STEP = timedelta(seconds=30)
ISSUER = "Footbridge"


class SecondFactorNeeded(SignedOut):
    """Name and passphrase are right; the code of the authenticator app is missing."""

    slug = "second-factor-needed"
    title = "Type the code of your authenticator app"


class SecondFactorRefused(SignedOut):
    """The code is wrong, too old, or was used before."""

    slug = "second-factor-refused"
    title = "That code did not work"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A fresh secret (base32) and the address that an authenticator app reads."""

    secret: str
    uri: str


def enrolment(secret: str, name: str) -> Enrolment:
    """How an authenticator app learns `secret`."""
    return Enrolment(secret, pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER))


def new_secret() -> str:
    """160 random bits as base32."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, *, now: datetime) -> int | None:
    """The step (30 s since 1970) that `code` belongs to, now or one beside it; None when it fits none."""
    present = int(now.timestamp() // STEP.total_seconds())
    typed = "".join(code.split())
    found = None
    for step in (present - 1, present, present + 1):
        right = pyotp.TOTP(secret).generate_otp(step)
        # All three are compared, each in constant time.
        if hmac.compare_digest(right.encode(), typed.encode("utf-8", "replace")):
            found = step
    return found


def use(session: Session, account_id: UUID, step: int) -> bool:
    """Use up a step; False when it, or a later one, was used before. Two processes at once: one wins."""
    used = session.execute(
        update(Account)
        .where(Account.id == account_id, Account.totp_last_step < step)
        .values(totp_last_step=step)
        .returning(Account.id)
    ).first()
    return used is not None
