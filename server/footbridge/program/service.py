"""Questions about the program, its groups and who is in them; and making them."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from footbridge.accounts.people import participant_by_id, touch_me
from footbridge.feed import fingerprints
from footbridge.feed.service import Touched, bump_many, replan
from footbridge.kernel.errors import Conflict, NotFound
from footbridge.kernel.ids import new_id, newer_version
from footbridge.program.models import CareGroup, Enrollment, Membership, Phase, Program

IOP_DAYS = 90


class NoProgram(NotFound):
    """`footbridge init` has not been run."""

    slug = "no-program"
    title = "There is no program yet"


class UnknownGroup(NotFound):
    """No group has this name."""

    slug = "unknown-group"
    title = "There is no group with that name"


class ProgramExists(Conflict):
    """A database holds one program."""

    slug = "program-exists"
    title = "There is a program here already"


def program_of(session: Session) -> Program:
    """The program.

    Raises:
        NoProgram: none was made yet.
    """
    found = session.scalars(select(Program)).first()
    if found is None:
        raise NoProgram("Run `footbridge init` first.")
    return found


def create_program(session: Session, fields: dict[str, Any], *, is_demo: bool, now: datetime) -> Program:
    """Make the one program of this database."""
    if session.scalars(select(Program)).first() is not None:
        raise ProgramExists("This database already holds a program.")
    program = Program(id=new_id(), version=1, is_demo=is_demo, created_at=now, **fields)
    session.add(program)
    session.flush()
    return program


def group_named(session: Session, name: str) -> CareGroup:
    """The group with exactly this name.

    Raises:
        UnknownGroup: there is none; the text lists the names there are.
    """
    found = session.scalars(select(CareGroup).where(CareGroup.name == name)).first()
    if found is None:
        names = ", ".join(session.scalars(select(CareGroup.name).order_by(CareGroup.name))) or "none yet"
        raise UnknownGroup(f"There is no group named {name!r}. Groups: {names}.")
    return found


def create_group(session: Session, name: str) -> CareGroup:
    """A new, empty group."""
    group = CareGroup(id=new_id(), name=name)
    session.add(group)
    session.flush()
    return group


def groups(session: Session) -> list[CareGroup]:
    """All groups by name, at most 200."""
    return list(session.scalars(select(CareGroup).order_by(CareGroup.name).limit(200)))


def members(session: Session, group_id: UUID, *, on: date | None = None) -> list[UUID]:
    """Ids of the participants in a group on that day (ever, when None), in id order."""
    query = select(Membership.participant_id).where(Membership.group_id == group_id).distinct()
    if on is not None:
        query = query.where(Membership.from_on <= on, or_(Membership.until_on.is_(None), Membership.until_on >= on))
    return sorted(session.scalars(query))


def memberships(session: Session, participant_id: UUID) -> list[Membership]:
    """A participant's memberships, earliest first."""
    query = select(Membership).where(Membership.participant_id == participant_id).order_by(Membership.from_on)
    return list(session.scalars(query))


def groups_of(session: Session, participant_id: UUID) -> list[CareGroup]:
    """The groups a participant is or was in."""
    query = (
        select(CareGroup)
        .join(Membership, Membership.group_id == CareGroup.id)
        .where(Membership.participant_id == participant_id)
        .distinct()
    )
    return list(session.scalars(query))


def enroll(session: Session, participant_id: UUID, *, group_id: UUID, today: date, weekly_hours: int = 9) -> None:
    """Put a participant into a group from today on, in the intensive phase, for 90 days (extended by hand)."""
    session.add(Membership(participant_id=participant_id, group_id=group_id, from_on=today))
    session.add(
        Enrollment(
            participant_id=participant_id,
            started_on=today,
            phase=Phase.INTENSIVE,
            planned_end_on=today + timedelta(days=IOP_DAYS),
            weekly_hours=weekly_hours,
        )
    )
    person = participant_by_id(session, participant_id)
    person.version = newer_version(person.version)
    touch_me(session, person)


def enrollment_of(session: Session, participant_id: UUID) -> Enrollment | None:
    """A participant's newest enrollment."""
    query = select(Enrollment).where(Enrollment.participant_id == participant_id).order_by(Enrollment.started_on.desc())
    return session.scalars(query).first()


def announce_program(session: Session, participant_ids: list[UUID], *, now: datetime) -> None:
    """Put the program's record into these people's feeds, after it or they are new or changed."""
    program = program_of(session)
    mark = fingerprints.of_version("program", program.id, program.version)
    bump_many(session, [Touched(one, "program", program.id, mark) for one in participant_ids])
    replan(session, participant_ids, at=now)
