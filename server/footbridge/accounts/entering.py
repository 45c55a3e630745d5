"""Coming in: claiming an invitation, signing in again.

Owns: what has to be right, and what is written when it is. Slow hashes are made by the caller, outside the transaction.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from footbridge.accounts import invitations, secret_keys, sign_ins, totp
from footbridge.accounts.models import Account, AccountKind, CareTeamMember, Invitation, Participant, Purpose
from footbridge.accounts.people import move_to_zone, name_of, rename
from footbridge.accounts.sign_ins import Device, Opened
from footbridge.audit.models import Act
from footbridge.audit.service import record
from footbridge.feed.service import replan
from footbridge.kernel.errors import Conflict, SignedOut
from footbridge.sealing.keyring import Keyring
from footbridge.sealing.service import Sealer

TOTP_AT = "account.totp"


class SignInRefused(SignedOut):
    """Name and passphrase do not belong together. Which of the two is wrong is not said."""

    slug = "sign-in-refused"
    title = "That did not match"


class SignInNameTaken(Conflict):
    """Somebody else has this sign-in name."""

    slug = "sign-in-name-taken"
    title = "Somebody has this name already"


@dataclass(frozen=True, slots=True)
class Credentials:
    """How an account signs in from now on. `totp_secret` and `totp_step` are set for the care team only."""

    sign_in_name: str
    secret_hash: str
    totp_secret: str | None = None
    totp_step: int = 0


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose when claiming for the first time."""

    name: str
    language: str
    zone: str
    sharing: str


@dataclass(frozen=True, slots=True)
class Entrance:
    """What coming in needs of the program around it."""

    keyring: Keyring
    sealer: Sealer
    now: datetime


def claim_first(
    session: Session,
    invitation: Invitation,
    credentials: Credentials,
    choices: Choices,
    device: Device,
    *,
    at: Entrance,
) -> Opened:
    """Use up a first invitation: the account can sign in from now on, and is signed in on this device.

    Raises:
        InvitationUsed: somebody was faster. SignInNameTaken: another account has the name.
    """
    invitations.use_up(session, invitation.id, now=at.now)
    account = session.get_one(Account, invitation.account_id, with_for_update=True)
    key = secret_keys.name_key(at.keyring, credentials.sign_in_name)
    holder = session.scalar(select(Account.id).where(Account.sign_in_key == key))
    if holder not in {None, account.id}:
        raise SignInNameTaken("Please pick another one. Two digits at the end often do.")
    account.sign_in_key = key
    account.secret_hash = credentials.secret_hash
    if credentials.totp_secret is not None:
        account.totp_sealed = at.sealer.seal_for_program(
            credentials.totp_secret.encode(), where=f"{TOTP_AT}.{account.id}"
        )
        account.totp_last_step = credentials.totp_step
    # Whoever was signed in before the credentials changed is signed in no more.
    sign_ins.revoke_all(session, account.id, now=at.now)
    _settle_in(session, account.id, choices, at)
    session.flush()
    return _open(session, account, device, Act.CLAIMED, at)


def claim_new_phone(session: Session, invitation: Invitation, device: Device, zone: str, *, at: Entrance) -> Opened:
    """Use up an invitation for one more device of an account that is claimed already."""
    invitations.use_up(session, invitation.id, now=at.now)
    account = session.get_one(Account, invitation.account_id)
    if invitation.ends_other_sign_ins:
        sign_ins.revoke_all(session, account.id, now=at.now)
    _move(session, account.id, zone, at)
    return _open(session, account, device, Act.CLAIMED, at)


def account_named(session: Session, sign_in_name: str, *, keyring: Keyring) -> Account | None:
    """The open account with this sign-in name."""
    key = secret_keys.name_key(keyring, sign_in_name)
    query = select(Account).where(Account.sign_in_key == key, Account.closed_at.is_(None))
    return session.scalars(query).first()


def second_factor(account: Account, code: str | None, *, sealer: Sealer, now: datetime) -> int:
    """The step of a right code.

    Raises:
        SecondFactorNeeded: none was typed. SecondFactorRefused: it is wrong or too old.
    """
    if account.totp_sealed is None:
        # A care team account without a second factor has no way in at all.
        raise totp.SecondFactorRefused("Ask an administrator for a new invitation.")
    if not code:
        raise totp.SecondFactorNeeded("Name and passphrase are right. Now the six digits of your app.")
    secret = sealer.open_for_program(account.totp_sealed, where=f"{TOTP_AT}.{account.id}").decode()
    step = totp.step_of(secret, code, now=now)
    if step is None:
        raise totp.SecondFactorRefused("Wait for the next code and type that one.")
    return step


def sign_in(session: Session, account_id: UUID, step: int | None, device: Device, *, at: Entrance) -> Opened:
    """Sign in on this device; `step` is the second factor's, for the care team.

    Raises:
        SecondFactorRefused: the code was used before.
    """
    account = session.get_one(Account, account_id)
    if account.kind == AccountKind.CARE_TEAM and (step is None or not totp.use(session, account.id, step)):
        raise totp.SecondFactorRefused("Each code works once. Wait for the next one.")
    return _open(session, account, device, Act.SIGNED_IN, at)


def continue_in_app(session: Session, account_id: UUID, *, at: Entrance) -> invitations.NewInvitation:
    """Ten minutes for the same person to come in once more: in the app on an iPhone's home screen, which
    shares nothing with Safari."""
    return invitations.invite(session, account_id, purpose=Purpose.NEW_PHONE, keyring=at.keyring, now=at.now)


def second_claim(session: Session, invitation: Invitation, *, now: datetime) -> None:
    """Write down that somebody tried an invitation that was used: it may have been seen by the wrong person."""
    is_participant = session.get(Participant, invitation.account_id) is not None
    about = invitation.account_id if is_participant else None
    record(session, Act.SECOND_CLAIM, actor=None, about=about, now=now)


def _open(session: Session, account: Account, device: Device, act: Act, at: Entrance) -> Opened:
    about = account.id if account.kind == AccountKind.PARTICIPANT else None
    record(session, act, actor=account.id, about=about, now=at.now)
    return sign_ins.open_sign_in(session, account, device, now=at.now)


def _settle_in(session: Session, account_id: UUID, choices: Choices, at: Entrance) -> None:
    person = session.get(Participant, account_id)
    if person is None:
        member = session.get_one(CareTeamMember, account_id)
        member.name, member.language = choices.name or member.name, choices.language
        return
    person.language, person.zone, person.sharing = choices.language, choices.zone, choices.sharing
    person.consented_at = at.now
    rename(session, person, choices.name or name_of(person, sealer=at.sealer), sealer=at.sealer)
    replan(session, [person.id], at=at.now)


def _move(session: Session, account_id: UUID, zone: str, at: Entrance) -> None:
    person = session.get(Participant, account_id)
    if person is not None:
        move_to_zone(session, person, zone, now=at.now)
