"""Making people, and what is known of them.

A person is an account plus a participant or a care team member. Nobody has a way in until an invitation is claimed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from footbridge.accounts.models import Account, AccountKind, CareTeamMember, Caseload, Participant, Role
from footbridge.feed import fingerprints
from footbridge.feed.service import begin_feed, bump, replan
from footbridge.kernel.errors import NotFound
from footbridge.kernel.ids import new_id, newer_version
from footbridge.sealing.service import Sealer

NAME_AT = "participant.name"
LANGUAGES = ("en", "es")


class UnknownPerson(NotFound):
    """There is nobody with this id, or not for this caller."""

    slug = "unknown-person"
    title = "We could not find that person"


@dataclass(frozen=True, slots=True)
class NewParticipant:
    """What is known of somebody before their first claim. `zone` starts as the program's."""

    name: str
    language: str
    zone: str


def create_participant(session: Session, new: NewParticipant, *, sealer: Sealer, now: datetime) -> Participant:
    """A participant with an empty feed; nothing of theirs is shared until they consent."""
    account = Account(id=new_id(), kind=AccountKind.PARTICIPANT, created_at=now)
    session.add(account)
    session.flush()
    person = Participant(
        id=account.id,
        name_sealed=sealer.seal(account.id, new.name.encode(), where=f"{NAME_AT}.{account.id}"),
        language=new.language,
        zone=new.zone,
        sharing="private",
    )
    session.add(person)
    session.flush()
    begin_feed(session, person.id)
    touch_me(session, person)
    return person


def create_member(session: Session, name: str, role: Role, *, now: datetime) -> CareTeamMember:
    """A care team member."""
    account = Account(id=new_id(), kind=AccountKind.CARE_TEAM, created_at=now)
    session.add(account)
    session.flush()
    member = CareTeamMember(id=account.id, name=name, role=role)
    session.add(member)
    session.flush()
    return member


def name_of(person: Participant, *, sealer: Sealer) -> str:
    """The name a participant wants to be called."""
    return sealer.open(person.id, person.name_sealed, where=f"{NAME_AT}.{person.id}").decode()


def rename(session: Session, person: Participant, name: str, *, sealer: Sealer) -> None:
    """Call a participant by another name from now on."""
    person.name_sealed = sealer.seal(person.id, name.encode(), where=f"{NAME_AT}.{person.id}")
    person.version = newer_version(person.version)
    touch_me(session, person)


def touch_me(session: Session, person: Participant) -> None:
    """Number a change of the `me` record; raise `version` first when what a phone sees is different."""
    session.flush()
    mark = fingerprints.of_version("me", person.id, person.version)
    bump(session, person.id, kind="me", record=person.id, fingerprint=mark)


def participant_by_id(session: Session, participant_id: UUID) -> Participant:
    """The participant.

    Raises:
        UnknownPerson: there is none.
    """
    found = session.get(Participant, participant_id)
    if found is None:
        raise UnknownPerson("There is no such person here.")
    return found


def put_on_caseload(session: Session, member_id: UUID, participant_id: UUID, *, now: datetime) -> None:
    """Let this care team member see this participant. Twice changes nothing."""
    if session.get(Caseload, (member_id, participant_id)) is None:
        session.add(Caseload(member_id=member_id, participant_id=participant_id, since=now))
        session.flush()


def caseload_of(session: Session, member_id: UUID) -> list[UUID]:
    """Ids of the participants whom this member may see."""
    query = select(Caseload.participant_id).where(Caseload.member_id == member_id)
    return sorted(session.scalars(query))


def visible_to(session: Session, member_id: UUID, participant_id: UUID) -> Participant:
    """The participant, if on this member's caseload.

    Raises:
        UnknownPerson: not there, or not theirs to see: the two look the same.
    """
    if session.get(Caseload, (member_id, participant_id)) is None:
        raise UnknownPerson("There is no such person on your caseload.")
    return participant_by_id(session, participant_id)


def move_to_zone(session: Session, person: Participant, zone: str, *, now: datetime) -> None:
    """The participant's phone lives in another zone from now on; prompts follow it."""
    if person.zone != zone:
        person.zone = zone
        session.flush()
        replan(session, [person.id], at=now)


def me_body(person: Participant, enrollment: Mapping[str, Any], *, sealer: Sealer) -> dict[str, Any]:
    """The `me` record as the phone gets it; `enrollment` brings phase, started_on and planned_end_on."""
    return {
        "name": name_of(person, sealer=sealer),
        "language": person.language,
        "sharing": person.sharing,
        **enrollment,
    }
