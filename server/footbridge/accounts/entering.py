"""Coming in by an invitation.

Owns: what has to be right, and what is written when it is. Slow hashes are made by the caller, outside the transaction.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from footbridge.accounts import invitations, secret_keys, sign_ins, throttle
from footbridge.accounts.invitations import InvitationExpired, NeedsSecondFactor
from footbridge.accounts.models import Account, AccountKind, CareTeamMember, Invitation, Participant, Purpose
from footbridge.accounts.people import move_to_zone, name_of, rename
from footbridge.accounts.sign_ins import Device, Opened
from footbridge.audit.models import Act
from footbridge.audit.service import record
from footbridge.feed.service import replan
from footbridge.kernel.errors import Conflict
from footbridge.sealing.keyring import Keyring
from footbridge.sealing.service import Sealer

TOTP_AT = "account.totp"


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
    """What coming in needs of the program around it. `old_cookie` is what the browser brought along, live or not."""

    keyring: Keyring
    sealer: Sealer
    now: datetime
    old_cookie: str


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
        InvitationUsed: somebody was faster. InvitationExpired: it ended meanwhile. SignInNameTaken: another account has the name.
    """
    # The account first, as everywhere: two writers that lock in one order never wait for each other in a ring.
    account = session.get_one(Account, invitation.account_id, with_for_update=True)
    if account.closed_at is not None:
        raise InvitationExpired("Ask your team for a new one.")
    invitations.use_up(session, invitation.id, now=at.now)
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
    return let_in(session, account, device, Act.CLAIMED, at)


def claim_new_phone(session: Session, invitation: Invitation, device: Device, zone: str, *, at: Entrance) -> Opened:
    """Use up an invitation for one more device of an account that is claimed already.

    Raises:
        InvitationUsed, InvitationExpired: as above. NeedsSecondFactor: the account is the care team's.
    """
    account = session.get_one(Account, invitation.account_id, with_for_update=True)
    if account.closed_at is not None:
        raise InvitationExpired("Ask your team for a new one.")
    if account.kind == AccountKind.CARE_TEAM:
        raise NeedsSecondFactor("Ask an administrator to invite you anew.")
    invitations.use_up(session, invitation.id, now=at.now)
    if invitation.ends_other_sign_ins:
        sign_ins.revoke_all(session, account.id, now=at.now)
    _move(session, account.id, zone, at)
    return let_in(session, account, device, Act.CLAIMED, at)


def continue_in_app(session: Session, account_id: UUID, *, at: Entrance) -> invitations.NewInvitation:
    """Ten minutes for the same person to come in once more: in the app on an iPhone's home screen, which
    shares nothing with Safari.

    Raises:
        TooManyTries: they asked for many.
    """
    throttle.take(session, f"own-codes:{account_id}", throttle.OWN_CODES, now=at.now)
    record(session, Act.INVITED, actor=account_id, about=account_id, now=at.now)
    return invitations.invite(session, account_id, purpose=Purpose.NEW_PHONE, keyring=at.keyring, now=at.now)


def second_claim(session: Session, account_id: UUID, *, now: datetime) -> None:
    """Write down that somebody claimed an invitation that was used: a copy may be in the wrong hands."""
    try:
        throttle.take(session, f"alarms:{account_id}", throttle.ALARMS, now=now)
    except throttle.TooManyTries:
        return  # the first few say all there is to say
    account = session.get_one(Account, account_id)
    record(session, Act.SECOND_CLAIM, actor=None, about=subject_of(account), now=now)


def subject_of(account: Account) -> UUID | None:
    """Whom the access record is about when this account acts: the participant, or nobody for the care team."""
    return account.id if account.kind == AccountKind.PARTICIPANT else None


def let_in(session: Session, account: Account, device: Device, act: Act, at: Entrance) -> Opened:
    """Sign the account in under a new cookie. What this browser was signed in with before ends."""
    record(session, act, actor=account.id, about=subject_of(account), now=at.now)
    sign_ins.end_by_cookie(session, at.old_cookie, now=at.now)
    return sign_ins.open_sign_in(session, account, device, now=at.now)


def _settle_in(session: Session, account_id: UUID, choices: Choices, at: Entrance) -> None:
    person = session.get(Participant, account_id)
    if person is None:
        # The name stays as an administrator gave it: participants read it in the record of who saw what.
        session.get_one(CareTeamMember, account_id).language = choices.language
        return
    person.language, person.zone, person.sharing = choices.language, choices.zone, choices.sharing
    person.consented_at = at.now
    rename(session, person, choices.name or name_of(person, sealer=at.sealer), sealer=at.sealer)
    replan(session, [person.id], at=at.now)


def _move(session: Session, account_id: UUID, zone: str, at: Entrance) -> None:
    person = session.get(Participant, account_id)
    if person is not None:
        move_to_zone(session, person, zone, now=at.now)
