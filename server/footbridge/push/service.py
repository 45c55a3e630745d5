"""Keeping subscriptions: one for each phone, held by whoever subscribed there last.

Owns: subscribe, unsubscribe, which phones may be knocked at now, what a push service's answers do to them. Knows no HTTP and no
reminder.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.orm import Session

from footbridge.accounts.models import Account, SignIn
from footbridge.accounts.sign_ins import live
from footbridge.feed.service import replan
from footbridge.kernel.ids import new_id
from footbridge.push.endpoint import check_endpoint, check_keys
from footbridge.push.keys import key_id_of
from footbridge.push.models import PushSubscription, SubscriptionState
from footbridge.push.sending import Target
from footbridge.sealing.service import Sealer

MOST_DEVICES = 10
"""Subscriptions a participant can hold; the one refreshed longest ago makes room."""

SEALED_AT = "push_subscription.sealed"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who subscribes, on which sign-in and phone."""

    participant_id: UUID
    sign_in_id: UUID
    device: UUID


@dataclass(frozen=True, slots=True)
class Offered:
    """What the phone's browser handed out. `key` is the public key it subscribed with."""

    target: Target
    key: str


@dataclass(frozen=True, slots=True)
class Knockable:
    """A phone that may be knocked at: its subscription, still sealed."""

    id: UUID
    participant_id: UUID
    sealed: bytes
    endpoint_key: bytes


_phone = cast(Table, PushSubscription.__table__)  # declared as FromClause, though a mapped class always has a Table
_knockable = (
    select(_phone.c.id, _phone.c.participant_id, _phone.c.sealed, _phone.c.endpoint_key)
    .join(SignIn, SignIn.id == _phone.c.sign_in_id)
    .join(Account, Account.id == _phone.c.participant_id)
    .where(
        _phone.c.participant_id.in_(bindparam("people", expanding=True)),
        _phone.c.state == SubscriptionState.ACTIVE,
        live(cast(datetime, bindparam("now"))),  # a condition takes a placeholder as well as an instant
        Account.closed_at.is_(None),
    )
    .order_by(_phone.c.created_at, _phone.c.id)
)


def subscribe(
    session: Session,
    who: Subscriber,
    offered: Offered,
    *,
    our_key: str,
    also_allowed: frozenset[str],
    sealer: Sealer,
    now: datetime,
) -> PushSubscription:
    """Keep this phone's subscription, in place of its earlier one. Repeating it changes nothing but `refreshed_at`.

    Made with another key than `our_key` it is kept as stale: the phone is told, and subscribes again.

    Raises:
        UnusableSubscription: nothing can be sent there.
    """
    check_endpoint(offered.target.endpoint, also_allowed=also_allowed)
    check_keys(offered.target.p256dh, offered.target.auth)
    endpoint_key = sha256(offered.target.endpoint.encode()).digest()
    row = _row_for(session, who, endpoint_key)
    if row is None:
        row = PushSubscription(id=new_id(), participant_id=who.participant_id, created_at=now)
        session.add(row)
        _make_room(session, who.participant_id)
    is_current = offered.key.rstrip("=") == our_key
    row.sign_in_id = who.sign_in_id
    row.device = who.device
    row.endpoint_key = endpoint_key
    row.key_id = key_id_of(offered.key)
    row.state = SubscriptionState.ACTIVE if is_current else SubscriptionState.STALE
    row.refreshed_at = now
    row.sealed = _sealed(row.id, who.participant_id, offered.target, sealer)
    session.flush()
    # Somebody who can be reached now may have reminders that were never planned.
    replan(session, [who.participant_id], at=now)
    return row


def unsubscribe(session: Session, participant_id: UUID, device: UUID) -> None:
    """Forget this phone. Twice changes nothing."""
    session.execute(
        delete(PushSubscription).where(
            PushSubscription.participant_id == participant_id, PushSubscription.device == device
        )
    )


def knockable(session: Session, participant_ids: Iterable[UUID], *, now: datetime) -> dict[UUID, list[Knockable]]:
    """The phones of these people that may be knocked at now: subscribed, signed in, account open."""
    rows = session.connection().execute(_knockable, {"people": list(participant_ids), "now": now})
    found: dict[UUID, list[Knockable]] = defaultdict(list)
    for row in rows:
        found[row.participant_id].append(Knockable(row.id, row.participant_id, row.sealed, row.endpoint_key))
    return found


def target_of(phone: Knockable, *, sealer: Sealer) -> Target:
    """Where to knock."""
    opened = sealer.open_json(phone.participant_id, phone.sealed, where=f"{SEALED_AT}.{phone.id}")
    return Target(**opened)


def forget_address(session: Session, phones: Sequence[Knockable]) -> None:
    """These subscriptions have ended. One that was made anew meanwhile, with another address, stays."""
    _mark(session, phones, state=SubscriptionState.GONE, sealed=None)


def park(session: Session, phones: Sequence[Knockable]) -> None:
    """These were made with another signing key; they wait for the phone to subscribe again."""
    _mark(session, phones, state=SubscriptionState.STALE)


def drop_ended(session: Session, *, now: datetime) -> None:
    """Forget the subscriptions whose sign-in has ended."""
    is_live = select(SignIn.id).where(SignIn.id == PushSubscription.sign_in_id, live(now)).exists()
    session.execute(delete(PushSubscription).where(~is_live))


def _mark(session: Session, phones: Sequence[Knockable], **values: object) -> None:
    if phones:
        session.connection().execute(
            update(PushSubscription)
            .where(PushSubscription.id == bindparam("phone"), PushSubscription.endpoint_key == bindparam("address"))
            .values(values),
            [{"phone": one.id, "address": one.endpoint_key} for one in phones],
        )


def _row_for(session: Session, who: Subscriber, endpoint_key: bytes) -> PushSubscription | None:
    """The row that this subscription replaces. Another account's hold on the address, or a second row of ours, ends here."""
    ours = select(PushSubscription).where(PushSubscription.participant_id == who.participant_id)
    same_phone = session.scalars(ours.where(PushSubscription.device == who.device)).first()
    same_address = session.scalars(
        select(PushSubscription).where(PushSubscription.endpoint_key == endpoint_key)
    ).first()
    if same_address is None or same_address is same_phone:
        return same_phone
    if same_phone is None and same_address.participant_id == who.participant_id:
        return same_address  # the phone lost its name for itself, not its subscription
    session.delete(same_address)
    session.flush()
    return same_phone


def _make_room(session: Session, participant_id: UUID) -> None:
    kept = select(PushSubscription).where(PushSubscription.participant_id == participant_id)
    with session.no_autoflush:
        rows = session.scalars(kept.order_by(PushSubscription.refreshed_at.desc())).all()
    for row in rows[MOST_DEVICES - 1 :]:
        session.delete(row)


def _sealed(row_id: UUID, participant_id: UUID, target: Target, sealer: Sealer) -> bytes:
    value = {"endpoint": target.endpoint, "p256dh": target.p256dh, "auth": target.auth}
    return sealer.seal_json(participant_id, value, where=f"{SEALED_AT}.{row_id}")
