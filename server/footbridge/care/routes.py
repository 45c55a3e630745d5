"""The care team's page over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request

from footbridge.accounts.models import Role
from footbridge.accounts.people import name_of
from footbridge.api.callers import caller, now, sealer, surroundings
from footbridge.api.routes import Routes, body, care_team, reads, responds, writes
from footbridge.care import service
from footbridge.care.qr import svg_of
from footbridge.care.schemas import (
    CheckInPage,
    ClinicianList,
    GroupList,
    InvitationSchema,
    NewParticipantSchema,
    Nothing,
    PersonList,
    ProgramFacts,
)
from footbridge.care.service import Invited, Newcomer
from footbridge.checkins.models import CheckIn
from footbridge.checkins.service import words_of
from footbridge.db import db
from footbridge.kernel.errors import Malformed
from footbridge.kernel.instants import parse_instant
from footbridge.program.service import groups, program_of
from footbridge.sealing.service import Sealer

routes = Routes("care")


class NoSuchPage(Malformed):
    """`before` is no time."""

    slug = "no-such-page"
    title = "We could not read where to go on"


@routes.get("/api/care/program")
@care_team()
@reads
@responds(ProgramFacts)
def program() -> Any:
    """The program's names, hours and phone lines."""
    return program_of(db.session())


@routes.get("/api/care/groups")
@care_team()
@reads
@responds(GroupList)
def list_groups() -> dict[str, Any]:
    """The groups that somebody can be put into."""
    return {"groups": groups(db.session())}


@routes.get("/api/care/clinicians")
@care_team()
@reads
@responds(ClinicianList)
def list_clinicians() -> dict[str, Any]:
    """The clinicians who can be given a participant."""
    return {"clinicians": service.clinicians(db.session())}


@routes.get("/api/care/people")
@care_team()
@writes  # the access record
@responds(PersonList)
def list_people() -> dict[str, Any]:
    """The caller's caseload; for front desk and admins, everybody, without clinical data off their caseload."""
    who = caller()
    role = who.role or ""
    return {"people": service.look_at_people(db.session(), who.account_id, role, sealer=sealer(), now=now())}


@routes.get("/api/care/people/<uuid:participant_id>/check-ins")
@care_team(Role.CLINICIAN, Role.ADMIN)
@writes  # the access record
@responds(CheckInPage)
def list_check_ins(participant_id: UUID) -> dict[str, Any]:
    """What a person on the caller's caseload shared; `?before=` an instant pages on. The person can see that it was read."""
    page = service.look_at_check_ins(db.session(), caller().account_id, participant_id, before=_before(), now=now())
    seals = sealer()
    return {
        "name": name_of(page.person, sealer=seals),
        "zone": page.person.zone,
        "sharing": page.person.sharing,
        "check_ins": [_row(one, seals) for one in page.check_ins],
        "older": page.older,
    }


@routes.post("/api/care/participants")
@care_team()
@body(NewParticipantSchema)
@writes
@responds(InvitationSchema, 201)
def take_in(data: dict[str, Any]) -> dict[str, Any]:
    """Take somebody in and make their invitation."""
    around = surroundings()
    invited = service.take_in(
        db.session(),
        Newcomer(data["name"], data["language"], data["group"]),
        by=caller().account_id,
        clinician=data["clinician"],
        sealer=around.sealer,
        keyring=around.keyring,
        now=now(),
    )
    return _shown_once(invited)


@routes.post("/api/care/participants/<uuid:participant_id>/invitations")
@care_team()
@body(Nothing)
@writes
@responds(InvitationSchema, 201)
def invite_again(participant_id: UUID, data: Any) -> dict[str, Any]:  # noqa: ARG001  an empty body
    """Make a fresh invitation for somebody; earlier ones end."""
    who = caller()
    invited = service.invite_again(
        db.session(),
        participant_id,
        by=who.account_id,
        role=who.role or "",
        keyring=surroundings().keyring,
        now=now(),
    )
    return _shown_once(invited)


def _shown_once(invited: Invited) -> dict[str, Any]:
    link = f"{surroundings().settings.base_url}/claim#t={invited.invitation.token}"
    return {
        "participant": invited.participant_id,
        "purpose": invited.purpose,
        "code": invited.invitation.code,
        "link": link,
        "qr_svg": svg_of(link),
        "expires_at": invited.invitation.expires_at,
    }


def _row(check_in: CheckIn, seals: Sealer) -> dict[str, Any]:
    return {
        "id": check_in.record,
        "at": check_in.at,
        "received_at": check_in.received_at,
        "mood": check_in.mood,
        "urge": check_in.urge,
        "prompted": check_in.prompted_by is not None,
        **words_of(check_in, sealer=seals),
    }


def _before() -> datetime | None:
    told = request.args.get("before")
    if told is None:
        return None
    found = parse_instant(told)
    if found is None:
        raise NoSuchPage("Go on with the time that the page before gave as `older`.")
    return found
