"""The front door over HTTP: looking at an invitation, claiming it, signing in.

Each call has three phases: count the try, think (slow hashes, no transaction), write. A try is counted and on disk before its
answer is known; a right one is given back.
"""

from dataclasses import asdict
from io import BytesIO
from typing import Any

import segno
from flask import request
from sqlalchemy.orm import Session

from footbridge.accounts import (
    cookies,
    entering,
    hashing,
    invitations,
    passphrases,
    secret_keys,
    signing_in,
    throttle,
    totp,
)
from footbridge.accounts.entering import Choices, Credentials, Entrance
from footbridge.accounts.invitations import InvitationUsed, Ticket
from footbridge.accounts.me import me_of
from footbridge.accounts.models import AccountKind, CareTeamMember, Invitation, Participant, Purpose
from footbridge.accounts.schemas import (
    ClaimSchema,
    ContinueSchema,
    InvitationSchema,
    MeSchema,
    Nothing,
    SignInSchema,
    TicketSchema,
)
from footbridge.accounts.sign_ins import Device, Opened
from footbridge.api.callers import caller, surroundings
from footbridge.api.routes import Routes, anyone, body, participant, responds, writes
from footbridge.db import db
from footbridge.db.transactions import reading, writing
from footbridge.kernel.errors import FieldError, Invalid
from footbridge.kernel.zones import UnknownZone, zone

routes = Routes("entrance")
_CODES = "codes"


@routes.post("/api/invitations/look")
@anyone
@body(TicketSchema)
@responds(InvitationSchema)
def look(data: dict[str, Any]) -> dict[str, Any]:
    """What this invitation is for. Looking never uses it up."""
    return _told(_find(Ticket(data["token"], data["code"]), is_claim=False))


@routes.post("/api/invitations/claim")
@anyone
@body(ClaimSchema)
@responds(MeSchema, 201)
def claim(data: dict[str, Any]) -> dict[str, Any]:
    """Use an invitation up: this device is signed in from now on."""
    found = _find(Ticket(data["token"], data["code"]), is_claim=True)
    _known_zone(data["zone"])
    device, at = Device(data["device_label"], is_shared=data["shared_phone"]), _entrance()
    try:
        opened = _use_up(found, data, device, at)
    except InvitationUsed:
        _alarm(found, at)
        raise
    except entering.SignInNameTaken:
        _count(((f"names-taken:{found.account_id}", throttle.NAMES_TAKEN),), at)
        raise
    return _welcome(opened, device)


@routes.post("/api/sign-in")
@anyone
@body(SignInSchema)
@responds(MeSchema)
def sign_in(data: dict[str, Any]) -> dict[str, Any]:
    """Sign in with name and passphrase; the care team with their second factor too."""
    at, typed = _entrance(), passphrases.normal(data["passphrase"])
    with writing(db.engine) as session:
        attempt = signing_in.begin(session, data["sign_in_name"], address=request.remote_addr, at=at)
    stored = attempt.secret_hash
    is_right = hashing.fits(stored, typed)
    is_outdated = stored is not None and is_right and hashing.is_outdated(stored)
    checked = signing_in.Checked(
        is_right=is_right, rehashed=hashing.hashed(typed) if is_outdated else None, totp_code=data["totp_code"]
    )
    device = Device(data["device_label"], is_shared=data["shared_phone"])
    with writing(db.engine) as session:
        opened = signing_in.finish(session, attempt, checked, device, at=at)
    if not isinstance(opened, Opened):
        raise opened
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


def _entrance() -> Entrance:
    around = surroundings()
    old_cookie = cookies.read(request, around.settings)
    return Entrance(around.keyring, around.sealer, around.clock.now(), old_cookie)


def _use_up(found: Invitation, data: dict[str, Any], device: Device, at: Entrance) -> Opened:
    if found.purpose == Purpose.NEW_PHONE:
        with writing(db.engine) as session:
            return entering.claim_new_phone(session, found, device, data["zone"], at=at)
    _check_first(data)
    credentials = _credentials(found, data, at)
    choices = Choices(data["name"].strip(), data["language"], data["zone"], data["sharing"])
    with writing(db.engine) as session:
        return entering.claim_first(session, found, credentials, choices, device, at=at)


def _alarm(found: Invitation, at: Entrance) -> None:
    with writing(db.engine) as session:
        entering.second_claim(session, found.account_id, now=at.now)


def _find(ticket: Ticket, *, is_claim: bool) -> Invitation:
    """An invitation that can be claimed. Typed codes are counted; a token of 256 bits needs no counting."""
    at = _entrance()
    buckets = (
        (
            secret_keys.bucket_key(at.keyring, _CODES, secret_keys.network_of(request.remote_addr)),
            throttle.CODES_PER_ADDRESS,
        ),
        (_CODES, throttle.CODES_IN_ALL),
    )
    if ticket.code is not None:
        _count(buckets, at)
    with reading(db.engine) as session:
        found = invitations.find(session, ticket, keyring=at.keyring)
    if ticket.code is not None:
        with writing(db.engine) as session:
            _give_back(session, buckets, at)
    try:
        invitations.check_open(found, now=at.now)
    except InvitationUsed:
        # Who opens their own link again only looks; that is no reason for an alarm.
        if is_claim:
            _alarm(found, at)
        raise
    return found


def _count(buckets: tuple[tuple[str, throttle.Limit], ...], at: Entrance) -> None:
    with writing(db.engine) as session:
        for bucket, limit in buckets:
            throttle.take(session, bucket, limit, now=at.now)


def _give_back(session: Session, buckets: tuple[tuple[str, throttle.Limit], ...], at: Entrance) -> None:
    for bucket, limit in buckets:
        throttle.give_back(session, bucket, limit, now=at.now)


def _told(found: Invitation) -> dict[str, Any]:
    around = surroundings()
    with reading(db.engine) as session:
        person = session.get(Participant, found.account_id)
        member = session.get(CareTeamMember, found.account_id)
        public_name = around.public_facts(session).public_name
    language = person.language if person is not None else member.language if member is not None else "en"
    is_first = found.purpose == Purpose.FIRST
    name = passphrases.suggested_name(language) if is_first else None
    secret = invitations.factor_of(found, sealer=around.sealer)
    return {
        "kind": AccountKind.PARTICIPANT if person is not None else AccountKind.CARE_TEAM,
        "purpose": found.purpose,
        "public_name": public_name,
        "language": language,
        "suggested_sign_in_name": name,
        "generated_passphrase": passphrases.generated(language) if is_first and person is not None else None,
        "totp": None if secret is None else _totp(secret, name or ""),
        "expires_at": found.expires_at,
    }


def _totp(secret: str, name: str) -> dict[str, str]:
    enrolment = totp.enrolment(secret, name)
    picture = BytesIO()
    segno.make(enrolment.uri, error="m").save(picture, kind="svg", scale=4, border=2, xmldecl=False, svgns=True)
    return {**asdict(enrolment), "qr_svg": picture.getvalue().decode()}


def _check_first(data: dict[str, Any]) -> None:
    missing = [name for name in ("sign_in_name", "passphrase") if not data[name].strip()]
    if not data["consent"]:
        missing.append("consent")
    if missing:
        raise Invalid(
            "Some of this is still missing.",
            errors=tuple(FieldError(f"/{name}", "This is needed to come in.") for name in missing),
        )


def _credentials(found: Invitation, data: dict[str, Any], at: Entrance) -> Credentials:
    passphrase = passphrases.check(data["passphrase"], sign_in_name=data["sign_in_name"])
    secret = invitations.factor_of(found, sealer=at.sealer)
    step = 0
    if secret is not None:
        code = data["totp_code"]
        if not code:
            raise totp.SecondFactorNeeded("Add the picture to your authenticator app and type its six digits.")
        typed = totp.step_of(secret, code, now=at.now)
        if typed is None:
            raise totp.SecondFactorRefused("Wait for the next code and type that one.")
        step = typed
    return Credentials(data["sign_in_name"], hashing.hashed(passphrase), secret, step)


def _known_zone(name: str) -> None:
    try:
        zone(name)
    except UnknownZone as error:
        raise Invalid("We do not know this time zone.", errors=(FieldError("/zone", str(error)),)) from None


def _welcome(opened: Opened, device: Device) -> dict[str, Any]:
    around = surroundings()
    with reading(db.engine) as session:
        found = me_of(session, opened.id, program_zone=around.public_facts(session).zone, sealer=around.sealer)
    cookies.put(opened.cookie, found.kind, around.settings, is_shared=device.is_shared)
    return {**asdict(found), "push_key": around.push_key}
