"""What the care team does: look at people, look at what they shared, take somebody in, invite them again.

Each look at a person's own data and each invitation is written into the access record in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from footbridge.accounts.invitations import NewInvitation, invite
from footbridge.accounts.models import Account, CareTeamMember, Participant, Purpose, Role
from footbridge.accounts.people import (
    NewParticipant,
    UnknownPerson,
    create_participant,
    participant_by_id,
    put_on_caseload,
    visible_to,
)
from footbridge.audit.models import Act
from footbridge.audit.service import record
from footbridge.care.people import Person, people_for
from footbridge.checkins.models import CheckIn
from footbridge.checkins.service import shared_with_team
from footbridge.kernel.errors import FieldError, Invalid
from footbridge.kernel.zones import local_date, zone
from footbridge.program.models import CareGroup
from footbridge.program.service import UnknownGroup, announce_program, enroll, program_of
from footbridge.schedule.service import publish_to
from footbridge.sealing.keyring import Keyring
from footbridge.sealing.service import Sealer

PAGE = 100


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to take in, as the care team describes them."""

    name: str
    language: str
    group_id: UUID


@dataclass(frozen=True, slots=True)
class Invited:
    """A participant and their one way in."""

    participant_id: UUID
    purpose: Purpose
    invitation: NewInvitation


@dataclass(frozen=True, slots=True)
class SharedPage:
    """Check-ins that one person shared, newest first. `older` is where the next page begins; None on the last."""

    person: Participant
    check_ins: Sequence[CheckIn]
    older: datetime | None


def look_at_people(session: Session, member_id: UUID, role: str, *, sealer: Sealer, now: datetime) -> list[Person]:
    """The people whom this member may list. Those of whom something clinical is shown can see that it was."""
    people = people_for(session, member_id, role, sealer=sealer, now=now)
    for person in people:
        # That somebody is listed at all is the secret; a clinician's own people know that they are.
        if person.last_check_in_at is not None or role != Role.CLINICIAN:
            record(session, Act.READ_PEOPLE, actor=member_id, about=person.id, now=now)
    session.flush()
    return people


def look_at_check_ins(
    session: Session, member_id: UUID, participant_id: UUID, *, before: datetime | None, now: datetime
) -> SharedPage:
    """What this person shared, and the note in the access record that it was read.

    Raises:
        UnknownPerson: not there, or not on this member's caseload.
    """
    person = visible_to(session, member_id, participant_id)
    record(session, Act.READ_CHECK_INS, actor=member_id, about=person.id, now=now)
    found = shared_with_team(session, person.id, before=before, limit=PAGE + 1)
    session.flush()
    if len(found) <= PAGE:
        return SharedPage(person, found, None)
    # Several may carry one instant ("yesterday at 8"); a page that ended among them would hide the rest.
    page = [one for one in found[:PAGE] if one.at != found[PAGE].at] or found[:PAGE]
    return SharedPage(person, page, page[-1].at)


def clinicians(session: Session) -> list[CareTeamMember]:
    """Clinicians whose account is open, by name."""
    query = (
        select(CareTeamMember)
        .join(Account, Account.id == CareTeamMember.id)
        .where(CareTeamMember.role == Role.CLINICIAN, Account.closed_at.is_(None))
        .order_by(CareTeamMember.name)
    )
    return list(session.scalars(query))


def take_in(
    session: Session,
    new: Newcomer,
    *,
    by: UUID | None,
    clinician: UUID | None,
    sealer: Sealer,
    keyring: Keyring,
    now: datetime,
) -> Invited:
    """A new participant in their group, with everything their phone will show, and an invitation to it.

    They are on the caseload of `clinician` and of `by` (who does this; None for the operator), as far as those are clinicians.

    Raises:
        UnknownGroup, UnknownPerson: no such group; no such clinician.
    """
    if not new.name.strip():
        raise Invalid("A name is needed.", errors=(FieldError("/name", "Write what this person wants to be called."),))
    program = program_of(session)
    if session.get(CareGroup, new.group_id) is None:
        raise UnknownGroup("There is no such group here.")
    carers = {_clinician(session, clinician).id} if clinician is not None else set()
    if by is not None and session.get_one(CareTeamMember, by).role == Role.CLINICIAN:
        carers.add(by)
    person = create_participant(
        session, NewParticipant(new.name.strip(), new.language, program.zone), sealer=sealer, now=now
    )
    enroll(session, person.id, group_id=new.group_id, today=local_date(now, zone(program.zone)))
    for carer in sorted(carers):
        put_on_caseload(session, carer, person.id, now=now)
    announce_program(session, [person.id], now=now)
    publish_to(session, person.id, now=now)
    return _invite(session, person.id, by=by, keyring=keyring, now=now)


def invite_again(
    session: Session, participant_id: UUID, *, by: UUID, role: str, keyring: Keyring, now: datetime
) -> Invited:
    """A fresh invitation; earlier ones end. For somebody who has joined, it is for a new phone and ends the old one.

    Whoever holds such a code can come in as that person and read what they keep to themselves. So only a clinician of theirs may
    make one, and the person notices: their own phone is signed out, and the access record says who did it.

    Raises:
        UnknownPerson: not there, or not theirs to invite.
    """
    if role == Role.CLINICIAN:
        visible_to(session, by, participant_id)
    else:
        participant_by_id(session, participant_id)
        if session.get_one(Account, participant_id).secret_hash is not None:
            raise UnknownPerson("Only a clinician of this person can let a new phone in.")
    return _invite(session, participant_id, by=by, keyring=keyring, now=now)


def _invite(session: Session, participant_id: UUID, *, by: UUID | None, keyring: Keyring, now: datetime) -> Invited:
    account = session.get_one(Account, participant_id)
    purpose = Purpose.FIRST if account.secret_hash is None else Purpose.NEW_PHONE
    record(session, Act.INVITED, actor=by, about=participant_id, now=now)
    is_new_phone = purpose == Purpose.NEW_PHONE
    invitation = invite(
        session, participant_id, purpose=purpose, keyring=keyring, now=now, ends_other_sign_ins=is_new_phone
    )
    return Invited(participant_id, purpose, invitation)


def _clinician(session: Session, member_id: UUID) -> CareTeamMember:
    found = session.get(CareTeamMember, member_id)
    if found is None or found.role != Role.CLINICIAN:
        raise UnknownPerson("There is no such clinician here.")
    return found
