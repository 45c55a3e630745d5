"""What a signed-in person's own device is told about them (`GET /api/me`)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from footbridge.accounts.models import AccountKind, CareTeamMember, Participant, SignIn
from footbridge.accounts.people import name_of
from footbridge.sealing.service import Sealer


@dataclass(frozen=True, slots=True)
class Me:
    """A signed-in person. `owner` is the account's id: what this device stores belongs to it."""

    owner: UUID
    kind: AccountKind
    role: str | None
    name: str
    language: str
    zone: str
    sign_in: UUID
    shared_phone: bool


def me_of(session: Session, sign_in_id: UUID, *, program_zone: str, sealer: Sealer) -> Me:
    """The person behind a sign-in. Staff work in the program's zone."""
    row = session.get_one(SignIn, sign_in_id)
    person = session.get(Participant, row.account_id)
    if person is not None:
        return Me(
            owner=person.id,
            kind=AccountKind.PARTICIPANT,
            role=None,
            name=name_of(person, sealer=sealer),
            language=person.language,
            zone=person.zone,
            sign_in=row.id,
            shared_phone=row.shared_phone,
        )
    member = session.get_one(CareTeamMember, row.account_id)
    return Me(
        owner=member.id,
        kind=AccountKind.CARE_TEAM,
        role=member.role,
        name=member.name,
        language=member.language,
        zone=program_zone,
        sign_in=row.id,
        shared_phone=row.shared_phone,
    )
