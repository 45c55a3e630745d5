"""Accounts over HTTP: who am I, getting in, my devices."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from footbridge.accounts import cookies, sign_ins
from footbridge.accounts.me import me_of
from footbridge.accounts.models import SignIn
from footbridge.accounts.schemas import MeSchema, Nothing, SignInList
from footbridge.api.callers import PARTICIPANT, Caller, caller, now, surroundings
from footbridge.api.routes import Routes, body, reads, responds, signed_in, writes
from footbridge.audit.models import Act
from footbridge.audit.service import record
from footbridge.db import db

routes = Routes("accounts")


@routes.get("/api/me")
@signed_in
@reads
@responds(MeSchema)
def me() -> dict[str, Any]:
    """Who is signed in on this device."""
    return _me(db.session(), caller().sign_in_id)


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
