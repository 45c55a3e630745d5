"""Who is calling: the sign-in's row behind a request's cookie, read anew for each request."""

import logging

from flask import Request
from sqlalchemy.exc import OperationalError

from footbridge.accounts import cookies, sign_ins
from footbridge.api.callers import Caller, note_ended_elsewhere, now, surroundings
from footbridge.db import db
from footbridge.db.transactions import reading, writing

BACKGROUND = "X-Footbridge-Background"
"""What a page sends with requests that nobody asked for by a touch: they are no sign of a person."""

log = logging.getLogger("footbridge.accounts")


def caller_of_request(request: Request) -> Caller | None:
    """The person whose live sign-in the cookie names; None when there is none.

    Notes the use, in a transaction of its own, when the last note is old enough.
    """
    cookie = cookies.read(request, surroundings().settings)
    if not cookie:
        return None
    with reading(db.engine) as session:
        known = sign_ins.find(session, cookie, now=now())
        if known is None and sign_ins.was_ended(session, cookie):
            note_ended_elsewhere()
    if known is None:
        return None
    if known.is_worth_noting(now()) and BACKGROUND not in request.headers:
        _note_use(known)
    return Caller(known.account_id, known.kind, known.role, known.id)


def _note_use(known: sign_ins.Known) -> None:
    if db.session().in_transaction():
        return  # a write inside a write would wait for itself; the next request notes it
    try:
        with writing(db.engine) as session:
            sign_ins.note_use(session, known, now=now())
    except OperationalError:
        # A full disk must not stop anybody from reading.
        log.warning("the use of a sign-in could not be noted")
