"""Who is calling, and what a route may ask of the program around it. `app` fills these in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from uuid import UUID

import flask_login
from flask import current_app, g
from sqlalchemy.orm import Session

from footbridge.feed.kinds import Kinds
from footbridge.kernel.clock import Clock
from footbridge.kernel.errors import SignedOut
from footbridge.sealing.keyring import Keyring
from footbridge.sealing.service import Sealer
from footbridge.settings import Settings

PARTICIPANT = "participant"
CARE_TEAM = "care_team"


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in person, read from the sign-in's row at the start of the request.

    `role` is None for a participant, else "clinician", "front_desk" or "admin".
    """

    account_id: UUID
    kind: str
    role: str | None
    sign_in_id: UUID

    @property
    def is_authenticated(self) -> bool:
        """For Flask-Login: a caller exists only when signed in."""
        return True

    @property
    def is_active(self) -> bool:
        """For Flask-Login: closed accounts have no caller."""
        return True

    @property
    def is_anonymous(self) -> bool:
        """For Flask-Login."""
        return False

    def get_id(self) -> str:
        """For Flask-Login; never written into a cookie here."""
        return str(self.account_id)


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """What somebody may know of the program before they are anybody here."""

    public_name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What routes may ask of the program they run in.

    `public_facts` asks the program what a newcomer may know. `push_key` is the application server key that phones subscribe with
    (base64url). `push_origins` are push services beyond the
    well-known ones; only a test's own service is ever in there.
    """

    settings: Settings
    clock: Clock
    keyring: Keyring
    sealer: Sealer
    public_facts: Callable[[Session], PublicFacts]
    push_key: str
    kinds: Kinds = field(default_factory=Kinds)
    push_origins: frozenset[str] = frozenset()


def surroundings() -> Surroundings:
    """The running program's surroundings."""
    return cast(Surroundings, current_app.extensions["footbridge"])  # put there by app.create_app only


def now() -> datetime:
    """The present instant, by the program's clock."""
    return surroundings().clock.now()


def sealer() -> Sealer:
    """The program's seals."""
    return surroundings().sealer


class SignedOutElsewhere(SignedOut):
    """This device's sign-in was ended on purpose: it must forget what it holds."""

    slug = "signed-out-elsewhere"
    title = "This phone was signed out"


def note_ended_elsewhere() -> None:
    """Remember for this request that the cookie's sign-in was ended on purpose."""
    g.sign_in_was_ended = True


def caller() -> Caller:
    """Who is calling.

    Raises:
        SignedOut: nobody is signed in.
    """
    user = flask_login.current_user
    if not user.is_authenticated and g.get("sign_in_was_ended", False):
        raise SignedOutElsewhere("Somebody signed this phone out: you on another one, or your team. Sign in to go on.")
    if not user.is_authenticated:
        raise SignedOut("You are signed out. What you write stays on this phone and is sent when you sign in.")
    return cast(Caller, user._get_current_object())  # noqa: SLF001  Flask-Login's proxy offers no other way to its object
