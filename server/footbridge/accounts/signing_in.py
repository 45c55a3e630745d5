"""Signing in by name and passphrase, and a second factor for the care team.

Two steps with the slow hash between them: `begin` counts the try and reads, `finish` decides and writes. Nothing tells whether a
name exists: same words, same work, same time.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from footbridge.accounts import secret_keys, sign_ins, throttle, totp
from footbridge.accounts.entering import TOTP_AT, Entrance, let_in, subject_of
from footbridge.accounts.models import Account, AccountKind
from footbridge.accounts.sign_ins import Device, Opened
from footbridge.audit.models import Act
from footbridge.audit.service import record
from footbridge.kernel.errors import SignedOut


class SignInRefused(SignedOut):
    """Name and passphrase do not belong together. Which of the two is wrong is not said."""

    slug = "sign-in-refused"
    title = "That did not match"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A counted try. `account_id` and `secret_hash` are None for a name that nobody has."""

    account_id: UUID | None
    secret_hash: str | None
    account_bucket: str
    address_bucket: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What the slow hash told. `rehashed` takes the stored one's place where that was made with other costs."""

    is_right: bool
    rehashed: str | None
    totp_code: str | None


def begin(session: Session, sign_in_name: str, *, address: str | None, at: Entrance) -> Attempt:
    """Count a try, for the name and for the address.

    Raises:
        TooManyTries: too many of late. Strangers lock nobody out of a device that was signed in before: it has tries of its own.
    """
    key = secret_keys.name_key(at.keyring, sign_in_name)
    account = session.scalars(select(Account).where(Account.sign_in_key == key, Account.closed_at.is_(None))).first()
    device = sign_ins.ever_known(session, at.old_cookie)
    if account is not None and device is not None and device.account_id == account.id:
        account_bucket = f"device:{device.id}"
    else:
        account_bucket = f"name:{key.hex()}"
    attempt = Attempt(
        account_id=None if account is None else account.id,
        secret_hash=None if account is None else account.secret_hash,
        account_bucket=account_bucket,
        address_bucket=secret_keys.bucket_key(at.keyring, "address", secret_keys.network_of(address)),
    )
    throttle.take(session, attempt.account_bucket, throttle.PER_ACCOUNT, now=at.now)
    throttle.take(session, attempt.address_bucket, throttle.PER_ADDRESS, now=at.now)
    return attempt


def finish(session: Session, attempt: Attempt, checked: Checked, device: Device, *, at: Entrance) -> Opened | SignedOut:
    """Sign in on this device, or say why not.

    A refusal is returned and not raised: commit first, it leaves a row in the access record.
    """
    account = None
    if attempt.account_id is not None:
        account = session.get(Account, attempt.account_id, with_for_update=True)
    # Closed or claimed anew while the hash was worked out: what was right then is not right now.
    if account is None or account.closed_at is not None or account.secret_hash != attempt.secret_hash:
        return _refused(session, None, at)
    if not checked.is_right:
        return _refused(session, account, at)
    if account.kind == AccountKind.CARE_TEAM:
        refusal = _second_factor(session, account, checked.totp_code, at)
        if refusal is not None:
            return refusal
    throttle.clear(session, attempt.account_bucket)
    throttle.give_back(session, attempt.address_bucket, throttle.PER_ADDRESS, now=at.now)
    if checked.rehashed is not None:
        account.secret_hash = checked.rehashed
    return let_in(session, account, device, Act.SIGNED_IN, at)


def _second_factor(session: Session, account: Account, code: str | None, at: Entrance) -> SignedOut | None:
    if account.totp_sealed is None:
        # A care team account without a second factor has no way in at all.
        return _note(session, account, at, totp.SecondFactorRefused("Ask an administrator for a new invitation."))
    if not code:
        return totp.SecondFactorNeeded("Name and passphrase are right. Now the six digits of your app.")
    secret = at.sealer.open_for_program(account.totp_sealed, where=f"{TOTP_AT}.{account.id}").decode()
    step = totp.step_of(secret, code, now=at.now)
    if step is None or not totp.use(session, account.id, step):
        return _note(session, account, at, totp.SecondFactorRefused("Each code works once. Wait for the next one."))
    return None


def _refused(session: Session, account: Account | None, at: Entrance) -> SignedOut:
    # A row for unknown names too, so that the answer takes as long.
    words = "Name and passphrase did not match. Your team can give you a new code at any time."
    return _note(session, account, at, SignInRefused(words))


def _note(session: Session, account: Account | None, at: Entrance, refusal: SignedOut) -> SignedOut:
    record(session, Act.REFUSED, actor=None, about=None if account is None else subject_of(account), now=at.now)
    return refusal
