"""`footbridge admin` and `footbridge invite`: ways in, printed once, on the operator's terminal and nowhere else."""

import argparse
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from footbridge.accounts.invitations import NewInvitation, invite
from footbridge.accounts.models import Account, CareTeamMember, Purpose, Role
from footbridge.accounts.people import create_member
from footbridge.care.service import Newcomer, take_in
from footbridge.cli import answers
from footbridge.cli.desk import Desk, database, keyring_of
from footbridge.cli.terminal import Stop, write_qr
from footbridge.db.transactions import writing
from footbridge.kernel.zones import zone
from footbridge.program.service import group_named, program_of
from footbridge.sealing.service import Sealer

ROLES = tuple(str(role) for role in Role)


def add(commands: Any) -> None:
    """Declare the commands."""
    admin = commands.add_parser("admin", help="members of the care team: create one, or make a new way in for one")
    actions = admin.add_subparsers(metavar="ACTION", required=True)
    create = actions.add_parser("create", help="a new member of the care team, and their way in")
    create.add_argument("name", metavar="NAME", help="as people in the program see it")
    create.add_argument("--role", choices=ROLES, default=str(Role.ADMIN), help="what they do (admin)")
    create.set_defaults(run=create_member_and_invite)
    again = actions.add_parser(
        "invite", help="a new way in for a member who lost theirs; it ends their sign-ins when used"
    )
    again.add_argument("name", metavar="NAME")
    again.set_defaults(run=invite_member_again)
    parser = commands.add_parser("invite", help="take a participant in, and print their way in")
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help="asked for when left out, so that no shell remembers it"
    )
    parser.add_argument("--group", required=True, metavar="NAME")
    parser.add_argument("--language", choices=("en", "es"), default="en")
    parser.add_argument("--clinician", metavar="NAME", help="the clinician who sees what they share")
    parser.add_argument("--qr", type=Path, metavar="FILE.svg", help="write the square code into this file too")
    parser.set_defaults(run=invite_participant)


def create_member_and_invite(desk: Desk, given: argparse.Namespace) -> int:
    """A member of the care team, and how they come in."""
    _checked(given.name)
    now = desk.clock.now()
    with database(desk.settings) as engine, keyring_of(desk.settings) as keyring, writing(engine) as session:
        if _members_named(session, given.name):
            raise Stop(f"{given.name} is there already. For a new way in, type: footbridge admin invite {given.name!r}")
        member = create_member(session, given.name, Role(given.role), now=now)
        made = invite(session, member.id, purpose=Purpose.FIRST, keyring=keyring, now=now)
        zone_name = program_of(session).zone
    _show(desk, made, path="/care/claim", whose=f"{given.name} ({given.role})", zone_name=zone_name)
    return 0


def invite_member_again(desk: Desk, given: argparse.Namespace) -> int:
    """A member chooses passphrase and second factor anew; until they do, nothing changes."""
    now = desk.clock.now()
    with database(desk.settings) as engine, keyring_of(desk.settings) as keyring, writing(engine) as session:
        member = _one_member(session, given.name)
        made = invite(session, member.id, purpose=Purpose.FIRST, keyring=keyring, now=now)
        zone_name = program_of(session).zone
    _show(desk, made, path="/care/claim", whose=given.name, zone_name=zone_name)
    return 0


def invite_participant(desk: Desk, given: argparse.Namespace) -> int:
    """A participant in their group, and how they come in."""
    name = given.name or desk.terminal.ask("What they want to be called", flag="NAME", check=answers.text_of(80))
    _checked(name)
    now = desk.clock.now()
    with database(desk.settings) as engine, keyring_of(desk.settings) as keyring, writing(engine) as session:
        clinician = _clinician(session, given.clinician) if given.clinician else None
        newcomer = Newcomer(name, given.language, group_named(session, given.group).id)
        sealer = Sealer(keyring)
        made = take_in(session, newcomer, by=None, clinician=clinician, sealer=sealer, keyring=keyring, now=now)
        zone_name = program_of(session).zone
    link = _show(desk, made.invitation, path="/claim", whose=name, zone_name=zone_name)
    if given.qr:
        write_qr(link, given.qr)
        desk.terminal.say(f"The square code is in {given.qr}. Remove the file once it is printed.")
    if clinician is None:
        desk.terminal.say(
            "No clinician sees what they share yet: give --clinician NAME next time, or ask for it at the desk."
        )
    return 0


def _show(desk: Desk, made: NewInvitation, *, path: str, whose: str, zone_name: str) -> str:
    link = f"{desk.settings.base_url}{path}#t={made.token}"
    desk.terminal.show_qr(link)
    until = made.expires_at.astimezone(zone(zone_name))
    desk.terminal.say(
        f"A way in for {whose}. It works once, until {until:%A %B} {until.day}, {until:%H:%M} ({zone_name}).\n\n"
        f"  {link}\n\n"
        f"or open {desk.settings.base_url}{path} and type the code {made.code}\n\n"
        "It can't be shown again."
    )
    return link


def _checked(name: str) -> None:
    wrong = answers.text_of(80)(name.strip())
    if wrong:
        raise Stop(f"NAME: {wrong}")


def _members_named(session: Session, name: str) -> list[CareTeamMember]:
    query = (
        select(CareTeamMember)
        .join(Account, Account.id == CareTeamMember.id)
        .where(CareTeamMember.name == name, Account.closed_at.is_(None))
    )
    return list(session.scalars(query))


def _one_member(session: Session, name: str) -> CareTeamMember:
    found = _members_named(session, name)
    if len(found) != 1:
        names = ", ".join(session.scalars(select(CareTeamMember.name).order_by(CareTeamMember.name))) or "nobody yet"
        problem = "There is nobody" if not found else "There are several people"
        raise Stop(f"{problem} named {name!r} in the care team. There: {names}.")
    return found[0]


def _clinician(session: Session, name: str) -> UUID:
    member = _one_member(session, name)
    if member.role != Role.CLINICIAN:
        raise Stop(f"{name} is not a clinician.")
    return member.id
