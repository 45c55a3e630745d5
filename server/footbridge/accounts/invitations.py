"""Invitations: one way in for one account, usable once.

A link carries a token in its fragment, which no server log ever sees; a card also shows a code to type. Looking at an invitation
never uses it up: link previews and second thoughts are free. Only a claim does, and of fifty at once exactly one wins.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from footbridge.accounts import secret_keys, totp
from footbridge.accounts.models import Account, AccountKind, Invitation, Purpose
from footbridge.accounts.people import UnknownPerson
from footbridge.kernel.errors import Conflict, Gone, NotFound
from footbridge.kernel.ids import new_id, new_secret
from footbridge.sealing.keyring import Keyring
from footbridge.sealing.service import Sealer

LASTS = {Purpose.FIRST: timedelta(hours=72), Purpose.NEW_PHONE: timedelta(minutes=10)}
TOTP_AT = "invitation.totp"


class InvitationUnknown(NotFound):
    """No invitation has this token or code."""

    slug = "invitation-unknown"
    title = "We do not know this code"


class InvitationExpired(Gone):
    """Its time has passed, or a newer one took its place."""

    slug = "invitation-expired"
    title = "This invitation has ended"


class InvitationUsed(Conflict):
    """Somebody claimed it already."""

    slug = "invitation-used"
    title = "This invitation was used already"

    def __init__(self) -> None:
        super().__init__("If that was not you, tell your team now. They can give you a new one.")


class NeedsSecondFactor(Conflict):
    """One more phone of a care team member would come in without a second factor."""

    slug = "needs-second-factor"
    title = "The care team signs in with a second factor"


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """A fresh invitation. Token and code are told once, here; the table holds keyed hashes."""

    id: UUID
    token: str
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """What somebody holds: the link's token, or the code on the card."""

    token: str | None = None
    code: str | None = None


def invite(
    session: Session,
    account_id: UUID,
    *,
    purpose: Purpose,
    keyring: Keyring,
    now: datetime,
    ends_other_sign_ins: bool = False,
) -> NewInvitation:
    """A way in for this account: 72 hours for the first claim, 10 minutes for one more phone. Older open ones end.

    Raises:
        UnknownPerson: no such account, or it was closed.
        NeedsSecondFactor: one more phone for the care team; invite them anew instead.
    """
    # The lock on the row lets two invitations at once end each other instead of both staying open.
    account = session.get(Account, account_id, with_for_update=True)
    if account is None or account.closed_at is not None:
        raise UnknownPerson("There is no such person here.")
    if account.kind == AccountKind.CARE_TEAM and purpose != Purpose.FIRST:
        raise NeedsSecondFactor("Invite them anew: they set up their sign-in and second factor again.")
    revoke_open(session, account_id, now=now)
    made = NewInvitation(new_id(), new_secret(), secret_keys.new_code(), now + LASTS[purpose])
    needs_factor = account.kind == AccountKind.CARE_TEAM
    session.add(
        Invitation(
            id=made.id,
            account_id=account_id,
            purpose=purpose,
            token_key=secret_keys.token_key(keyring, made.token),
            code_key=secret_keys.code_key(keyring, made.code),
            totp_sealed=_fresh_factor(made.id, keyring) if needs_factor else None,
            ends_other_sign_ins=ends_other_sign_ins,
            created_at=now,
            expires_at=made.expires_at,
        )
    )
    session.flush()
    return made


def revoke_open(session: Session, account_id: UUID, *, now: datetime) -> None:
    """End every invitation of this account that nobody claimed yet."""
    session.execute(
        update(Invitation)
        .where(Invitation.account_id == account_id, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def find(session: Session, ticket: Ticket, *, keyring: Keyring) -> Invitation:
    """The invitation that this ticket names, whatever its state.

    Raises:
        InvitationUnknown: none.
    """
    if ticket.token is not None:
        key, column = secret_keys.token_key(keyring, ticket.token), Invitation.token_key
    else:
        key, column = secret_keys.code_key(keyring, ticket.code or ""), Invitation.code_key
    found = session.scalars(select(Invitation).where(column == key)).one_or_none()
    if found is None:
        raise InvitationUnknown("Check the letters and try again, or ask your team for a new code.")
    return found


def check_open(invitation: Invitation, *, now: datetime) -> None:
    """Pass when it can still be claimed.

    Raises:
        InvitationUsed: it was claimed. InvitationExpired: too late, or replaced by a newer one.
    """
    if invitation.used_at is not None:
        raise InvitationUsed
    if invitation.revoked_at is not None or invitation.expires_at <= now:
        raise InvitationExpired("Ask your team for a new one. It takes them a minute.")


def use_up(session: Session, invitation_id: UUID, *, now: datetime) -> None:
    """Claim it. The database decides who was first.

    Raises:
        InvitationUsed: somebody else was. InvitationExpired: it ended meanwhile.
    """
    won = session.execute(
        update(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.used_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now,
        )
        .values(used_at=now)
        .returning(Invitation.id)
    ).first()
    if won is None:
        check_open(session.get_one(Invitation, invitation_id, populate_existing=True), now=now)
        raise InvitationUsed


def factor_of(invitation: Invitation, *, sealer: Sealer) -> str | None:
    """The second factor's secret that this invitation sets up; None for a participant or one more device."""
    if invitation.totp_sealed is None:
        return None
    return sealer.open_for_program(invitation.totp_sealed, where=f"{TOTP_AT}.{invitation.id}").decode()


def _fresh_factor(invitation_id: UUID, keyring: Keyring) -> bytes:
    return Sealer(keyring).seal_for_program(totp.new_secret().encode(), where=f"{TOTP_AT}.{invitation_id}")
