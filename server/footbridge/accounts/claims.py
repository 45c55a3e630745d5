"""A claim as it was sent: what its invitation offers, and whether what was chosen will do. Nothing is written here."""

from collections.abc import Mapping
from dataclasses import asdict
from io import BytesIO
from typing import Any

import segno
from sqlalchemy.orm import Session

from footbridge.accounts import hashing, invitations, passphrases, totp
from footbridge.accounts.entering import Choices, Credentials, Entrance
from footbridge.accounts.models import AccountKind, CareTeamMember, Invitation, Participant, Purpose
from footbridge.kernel.errors import FieldError, Invalid
from footbridge.kernel.zones import UnknownZone, zone


def offer(session: Session, found: Invitation, *, public_name: str, at: Entrance) -> dict[str, Any]:
    """What an invitation is for, with suggestions. Nothing of the person is told before they claim it."""
    person = session.get(Participant, found.account_id)
    language = (person or session.get_one(CareTeamMember, found.account_id)).language
    is_first = found.purpose == Purpose.FIRST
    name = passphrases.suggested_name(language) if is_first else None
    secret = invitations.factor_of(found, sealer=at.sealer)
    return {
        "kind": AccountKind.PARTICIPANT if person is not None else AccountKind.CARE_TEAM,
        "purpose": found.purpose,
        "public_name": public_name,
        "language": language,
        "suggested_sign_in_name": name,
        "generated_passphrase": passphrases.generated(language) if is_first and person is not None else None,
        "totp": None if secret is None else _totp(secret, name or public_name),
        "expires_at": found.expires_at,
    }


def check_zone(name: str) -> None:
    """Pass when `name` is a time zone.

    Raises:
        Invalid: it is not; the error points at the field.
    """
    try:
        zone(name)
    except UnknownZone as error:
        raise Invalid("We do not know this time zone.", errors=(FieldError("/zone", str(error)),)) from None


def choices_of(sent: Mapping[str, Any]) -> Choices:
    """What the person chose.

    Raises:
        Invalid: name, passphrase or consent are missing; `errors` point at them.
    """
    missing = [name for name in ("sign_in_name", "passphrase") if not sent[name].strip()]
    if not sent["consent"]:
        missing.append("consent")
    if missing:
        raise Invalid(
            "Some of this is still missing.",
            errors=tuple(FieldError(f"/{name}", "This is needed to come in.") for name in missing),
        )
    return Choices(sent["name"].strip(), sent["language"], sent["zone"], sent["sharing"])


def credentials_of(found: Invitation, sent: Mapping[str, Any], *, at: Entrance) -> Credentials:
    """How the account signs in from now on. Takes a slow hash: no transaction may be open.

    Raises:
        WeakPassphrase, SecondFactorNeeded, SecondFactorRefused: say what to do.
    """
    passphrase = passphrases.check(sent["passphrase"], sign_in_name=sent["sign_in_name"])
    secret = invitations.factor_of(found, sealer=at.sealer)
    step = 0 if secret is None else _step(secret, sent["totp_code"], at)
    return Credentials(sent["sign_in_name"], hashing.hashed(passphrase), secret, step)


def _step(secret: str, code: str | None, at: Entrance) -> int:
    if not code:
        raise totp.SecondFactorNeeded("Add the picture to your authenticator app and type its six digits.")
    step = totp.step_of(secret, code, now=at.now)
    if step is None:
        raise totp.SecondFactorRefused("Wait for the next code and type that one.")
    return step


def _totp(secret: str, name: str) -> dict[str, str]:
    enrolment = totp.enrolment(secret, name)
    picture = BytesIO()
    segno.make(enrolment.uri, error="m").save(
        picture, kind="svg", scale=4, border=4, xmldecl=False, svgns=True, svgclass=None, lineclass=None, light="#fff"
    )
    return {**asdict(enrolment), "qr_svg": picture.getvalue().decode()}
