"""Accounts over HTTP: who am I, the front door, my devices.

The front door hashes passphrases, slowly on purpose. So its routes open short transactions by hand: count the try and read, then
think with nothing open, then write. A try is counted and on disk before its answer is known; a right one is given back.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from footbridge.accounts import (
    claims,
    cookies,
    entering,
    hashing,
    invitations,
    passphrases,
    secret_keys,
    sign_ins,
    signing_in,
    throttle,
)
from footbridge.accounts.entering import Entrance
from footbridge.accounts.invitations import InvitationUsed, Ticket
from footbridge.accounts.me import me_of
from footbridge.accounts.models import Invitation, Purpose, SignIn
from footbridge.accounts.schemas import (
    ClaimSchema,
    ContinueSchema,
    InvitationSchema,
    MeSchema,
    Nothing,
    SignInList,
    SignInSchema,
    TicketSchema,
)
from footbridge.accounts.sign_ins import Device, Opened
from footbridge.api.callers import PARTICIPANT, Caller, caller, now, surroundings
from footbridge.api.routes import Routes, anyone, body, participant, reads, responds, signed_in, writes
from footbridge.audit.models import Act
from footbridge.audit.service import record
from footbridge.db import db
from footbridge.db.transactions import reading, writing

routes = Routes("accounts")


@routes.get("/api/me")
@signed_in
@reads
@responds(MeSchema)
def me() -> dict[str, Any]:
    """Who is signed in on this device."""
    return _me(db.session(), caller().sign_in_id)


@routes.post("/api/invitations/look")
@anyone
@body(TicketSchema)
@responds(InvitationSchema)
def look(data: dict[str, Any]) -> dict[str, Any]:
    """What this invitation is for. Looking never uses it up."""
    found = _find(Ticket(data["token"], data["code"]), is_claim=False)
    with reading(db.engine) as session:
        public_name = surroundings().public_facts(session).public_name
        return claims.offer(session, found, public_name=public_name, at=_entrance())


@routes.post("/api/invitations/claim")
@anyone
@body(ClaimSchema)
@responds(MeSchema, 201)
def claim(data: dict[str, Any]) -> dict[str, Any]:
    """Use an invitation up: this device is signed in from now on."""
    found = _find(Ticket(data["token"], data["code"]), is_claim=True)
    claims.check_zone(data["zone"])
    device, at = _device(data), _entrance()
    try:
        opened = _use_up(found, data, device, at)
    except InvitationUsed:
        _alarm(found, at)
        raise
    except entering.SignInNameTaken:
        _count({f"names-taken:{found.account_id}": throttle.NAMES_TAKEN}, at)
        raise
    return _welcome(opened, device)


@routes.post("/api/invitations/continue")
@participant
@body(Nothing)
@writes
@responds(ContinueSchema)
def continue_in_app(data: Any) -> dict[str, Any]:  # noqa: ARG001  an empty body
    """A code for ten minutes: the same person in the app on the home screen."""
    made = entering.continue_in_app(db.session(), caller().account_id, at=_entrance())
    return {"code": made.code, "expires_at": made.expires_at}


@routes.post("/api/sign-in")
@anyone
@body(SignInSchema)
@responds(MeSchema)
def sign_in(data: dict[str, Any]) -> dict[str, Any]:
    """Sign in with name and passphrase; the care team with their second factor too."""
    at, typed, device = _entrance(), passphrases.normal(data["passphrase"]), _device(data)
    with writing(db.engine) as session:
        attempt = signing_in.begin(session, data["sign_in_name"], address=request.remote_addr, at=at)
    stored = attempt.secret_hash
    is_right = hashing.fits(stored, typed)
    is_outdated = stored is not None and is_right and hashing.is_outdated(stored)
    checked = signing_in.Checked(
        is_right=is_right, rehashed=hashing.hashed(typed) if is_outdated else None, totp_code=data["totp_code"]
    )
    with writing(db.engine) as session:
        opened = signing_in.finish(session, attempt, checked, device, at=at)
    if not isinstance(opened, Opened):
        raise opened
    return _welcome(opened, device)


@routes.post("/api/sign-out")
@signed_in
@body(Nothing)
@writes
@responds(None, 204)
def sign_out(data: Any) -> None:  # noqa: ARG001  an empty body
    """End this sign-in; its cookie opens nothing any more."""
    who = caller()
    sign_ins.revoke(db.session(), who.account_id, who.sign_in_id, now=now())
    _record(who, Act.SIGNED_OUT)
    cookies.take_off(surroundings().settings)


@routes.get("/api/sign-ins")
@signed_in
@reads
@responds(SignInList)
def list_sign_ins() -> dict[str, Any]:
    """The devices on which the caller is signed in."""
    who = caller()
    rows = sign_ins.live_sign_ins(db.session(), who.account_id, now=now())
    return {"sign_ins": [_row(row, is_this=row.id == who.sign_in_id) for row in rows]}


@routes.post("/api/sign-ins/<uuid:sign_in_id>/revoke")
@signed_in
@body(Nothing)
@writes
@responds(None, 204)
def revoke_sign_in(sign_in_id: UUID, data: Any) -> None:  # noqa: ARG001  an empty body
    """End one of the caller's sign-ins; that device is signed out at its next contact."""
    who = caller()
    sign_ins.revoke(db.session(), who.account_id, sign_in_id, now=now())
    _record(who, Act.REVOKED_SIGN_IN)


def _entrance() -> Entrance:
    around = surroundings()
    return Entrance(around.keyring, around.sealer, now(), cookies.read(request, around.settings))


def _device(data: dict[str, Any]) -> Device:
    return Device(data["device_label"], is_shared=data["shared_phone"])


def _find(ticket: Ticket, *, is_claim: bool) -> Invitation:
    """An invitation that can be claimed. Typed codes are counted; a token of 256 bits needs no counting."""
    at = _entrance()
    counted = {} if ticket.code is None else _code_buckets(at)
    if counted:
        _count(counted, at)
    with reading(db.engine) as session:
        found = invitations.find(session, ticket, keyring=at.keyring)
    if counted:
        _give_back(counted, at)
    try:
        invitations.check_open(found, now=at.now)
    except InvitationUsed:
        # Who opens their own link again only looks; that is no reason for an alarm.
        if is_claim:
            _alarm(found, at)
        raise
    return found


def _code_buckets(at: Entrance) -> Mapping[str, throttle.Limit]:
    here = secret_keys.bucket_key(at.keyring, "codes", secret_keys.network_of(request.remote_addr))
    return {here: throttle.CODES_PER_ADDRESS, "codes": throttle.CODES_IN_ALL}


def _count(buckets: Mapping[str, throttle.Limit], at: Entrance) -> None:
    with writing(db.engine) as session:
        for bucket, limit in buckets.items():
            throttle.take(session, bucket, limit, now=at.now)


def _give_back(buckets: Mapping[str, throttle.Limit], at: Entrance) -> None:
    with writing(db.engine) as session:
        for bucket, limit in buckets.items():
            throttle.give_back(session, bucket, limit, now=at.now)


def _use_up(found: Invitation, data: dict[str, Any], device: Device, at: Entrance) -> Opened:
    if found.purpose == Purpose.NEW_PHONE:
        with writing(db.engine) as session:
            return entering.claim_new_phone(session, found, device, data["zone"], at=at)
    choices = claims.choices_of(data)
    credentials = claims.credentials_of(found, data, at=at)
    with writing(db.engine) as session:
        return entering.claim_first(session, found, credentials, choices, device, at=at)


def _alarm(found: Invitation, at: Entrance) -> None:
    with writing(db.engine) as session:
        entering.second_claim(session, found.account_id, now=at.now)


def _welcome(opened: Opened, device: Device) -> dict[str, Any]:
    with reading(db.engine) as session:
        found = _me(session, opened.id)
    cookies.put(opened.cookie, found["kind"], surroundings().settings, is_shared=device.is_shared)
    return found


def _me(session: Session, sign_in_id: UUID) -> dict[str, Any]:
    around = surroundings()
    found = me_of(session, sign_in_id, program_zone=around.public_facts(session).zone, sealer=around.sealer)
    return {**asdict(found), "push_key": around.push_key}


def _record(who: Caller, act: Act) -> None:
    about = who.account_id if who.kind == PARTICIPANT else None
    record(db.session(), act, actor=who.account_id, about=about, now=now())


def _row(row: SignIn, *, is_this: bool) -> dict[str, str | UUID | datetime | bool]:
    return {
        "id": row.id,
        "device_label": row.device_label,
        "created_at": row.created_at,
        "last_seen_at": row.last_seen_at,
        "is_this": is_this,
    }
