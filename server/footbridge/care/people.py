"""Whom a member of the care team may see, and what of them.

Owns: the caseload rule for lists. Clinical data (here: when somebody last checked in) is given for people on the caller's own
caseload only, whatever the caller's role.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from footbridge.accounts.models import Account, Invitation, Participant, Role
from footbridge.accounts.people import caseload_of, name_of
from footbridge.checkins.models import CheckIn
from footbridge.kernel.zones import local_date, zone
from footbridge.program.models import CareGroup, Enrollment, Membership
from footbridge.program.service import program_of
from footbridge.sealing.service import Sealer

LISTED = 2_000


@dataclass(frozen=True, slots=True)
class Person:
    """A participant as the care team's list shows them.

    `day` counts from the start of the newest enrollment, beginning with 1. `joined`: they have claimed an invitation;
    until then `invited_until` is the end of the one that is open, if any. `last_check_in_at` is None off the caseload.
    """

    id: UUID
    name: str
    groups: list[str]
    phase: str | None
    day: int | None
    joined: bool
    invited_until: datetime | None
    on_caseload: bool
    last_check_in_at: datetime | None


def people_for(session: Session, member_id: UUID, role: str, *, sealer: Sealer, now: datetime) -> list[Person]:
    """The participants whom this member may list, by name."""
    own = set(caseload_of(session, member_id))
    query = select(Participant, Account.secret_hash.is_not(None)).join(Account, Account.id == Participant.id)
    query = query.where(Account.closed_at.is_(None)).order_by(Account.created_at.desc()).limit(LISTED)
    if role == Role.CLINICIAN:
        query = query.where(Participant.id.in_(own))
    found = session.execute(query).all()
    today = local_date(now, zone(program_of(session).zone))
    ids = [person.id for person, _ in found]
    groups = _groups(session, ids, today)
    enrollments = _enrollments(session, ids)
    invitations = _open_invitations(session, ids, now)
    last = _last_check_ins(session, own.intersection(ids))
    people = [
        Person(
            id=person.id,
            name=name_of(person, sealer=sealer),
            groups=groups[person.id],
            phase=enrollments[person.id].phase if person.id in enrollments else None,
            day=(today - enrollments[person.id].started_on).days + 1 if person.id in enrollments else None,
            joined=joined,
            invited_until=invitations.get(person.id),
            on_caseload=person.id in own,
            last_check_in_at=last.get(person.id),
        )
        for person, joined in found
    ]
    return sorted(people, key=lambda one: (one.name.casefold(), one.id))


def _groups(session: Session, ids: Collection[UUID], today: date) -> dict[UUID, list[str]]:
    query = (
        select(Membership.participant_id, CareGroup.name)
        .join(CareGroup, CareGroup.id == Membership.group_id)
        .where(Membership.participant_id.in_(ids), Membership.from_on <= today)
        .where(or_(Membership.until_on.is_(None), Membership.until_on >= today))
        .order_by(CareGroup.name)
        .distinct()
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for participant_id, name in session.execute(query):
        found[participant_id].append(name)
    return found


def _enrollments(session: Session, ids: Collection[UUID]) -> dict[UUID, Enrollment]:
    query = select(Enrollment).where(Enrollment.participant_id.in_(ids)).order_by(Enrollment.started_on)
    # Later ones replace earlier ones: the newest is what counts.
    return {one.participant_id: one for one in session.scalars(query)}


def _open_invitations(session: Session, ids: Collection[UUID], now: datetime) -> dict[UUID, datetime]:
    query = (
        select(Invitation.account_id, func.max(Invitation.expires_at))
        .where(Invitation.account_id.in_(ids), Invitation.expires_at > now)
        .where(Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
        .group_by(Invitation.account_id)
    )
    return dict(row for row in session.execute(query))


def _last_check_ins(session: Session, ids: Collection[UUID]) -> dict[UUID, datetime]:
    query = (
        select(CheckIn.participant_id, func.max(CheckIn.at))
        .where(CheckIn.participant_id.in_(ids), CheckIn.sharing == "team")
        .group_by(CheckIn.participant_id)
    )
    return dict(row for row in session.execute(query))
