"""`footbridge init` makes home, keys, database and program; `footbridge upgrade` brings the database up to date.

Typing init twice changes nothing; with flags, it changes what they name.
"""

import argparse
from typing import Any

from sqlalchemy import Engine, select

from footbridge.accounts.models import Participant
from footbridge.cli import answers
from footbridge.cli.answers import Check
from footbridge.cli.desk import (
    NOT_CURRENT,
    Desk,
    engine_of,
    refuse_lost_keys,
    refuse_unfit,
    refuse_wrong_sort,
    sqlite_file,
)
from footbridge.cli.terminal import Stop
from footbridge.db.transactions import reading, writing
from footbridge.kernel.ids import newer_version
from footbridge.migrations.steps import Standing, upgrade
from footbridge.program.models import CareGroup, Program
from footbridge.program.service import announce_program, create_group, create_program
from footbridge.push.keys import create_push_keys
from footbridge.sealing.keyring import Keyring
from footbridge.settings import Settings

QUESTIONS: tuple[tuple[str, str, str, str, Check], ...] = (
    ("name", "--name", "Your program's name, for staff only", "", answers.text_of(80)),
    ("public_name", "--public-name", "The neutral name that phones show", "Footbridge", answers.neutral_text_of(30)),
    ("zone", "--zone", "Time zone", "America/Chicago", answers.zone_name),
    ("team_days", "--days", "Days on which your team reads", "Monday to Friday", answers.text_of(60)),
    ("team_hours", "--hours", "Hours on those days", "8 to 5", answers.text_of(60)),
    ("phone", "--phone", "Phone number of your program", "", answers.phone),
)


def add(commands: Any) -> None:
    """Declare both commands."""
    parser = commands.add_parser("init", help="make home, keys, database and program; repeat it to change the program")
    for name, flag, question, _default, _check in QUESTIONS:
        parser.add_argument(flag, dest=name, metavar="TEXT", help=question[0].lower() + question[1:])
    parser.add_argument("--days-es", dest="team_days_es", metavar="TEXT", help="the days, in Spanish")
    parser.add_argument("--hours-es", dest="team_hours_es", metavar="TEXT", help="the hours, in Spanish")
    parser.add_argument(
        "--urge-threshold", dest="urge_threshold", metavar="1-10", help="from this urge on, the app shows Help now (7)"
    )
    parser.add_argument("--group", action="append", default=[], metavar="NAME", help="make this group; may be repeated")
    parser.set_defaults(run=init)
    parser = commands.add_parser("upgrade", help="bring the database up to date after an update of Footbridge")
    parser.set_defaults(run=upgrade_only)


def init(desk: Desk, given: argparse.Namespace) -> int:
    """Everything `serve` needs is there afterwards."""
    settings, terminal = desk.settings, desk.terminal
    # Asked before anything is made, so that an answer that never came leaves nothing behind.
    fields = answers.fields_of(_answers(desk, given, all_needed=not _is_there(settings)))
    groups = [_checked(name, "--group", answers.text_of(80)) for name in dict.fromkeys(given.group)]
    make_home_and_keys(settings)
    with engine_of(settings) as engine:
        upgrade(engine)
        _keep_program(engine, desk, fields)
        made = _make_groups(engine, groups)
    for name in made:
        terminal.say(f"Made the group {name}.")
    terminal.say(f"Footbridge is set up in {settings.home}")
    terminal.say(NEXT)
    return 0


NEXT = """
Next:
  footbridge admin create "YOUR NAME"        your own way in
  footbridge import-schedule FILE --group NAME
  footbridge check                           is all well here?
  footbridge serve                           start"""


def upgrade_only(desk: Desk, _given: argparse.Namespace) -> int:
    """The database fits this program afterwards."""
    path = sqlite_file(desk.settings)
    if path is not None and not path.exists():
        raise Stop(NOT_CURRENT[Standing.EMPTY])
    with engine_of(desk.settings) as engine:
        before = refuse_unfit(engine)
        if before is Standing.EMPTY:
            raise Stop(NOT_CURRENT[before])
        upgrade(engine)
    desk.terminal.say(
        "The database was up to date." if before is Standing.CURRENT else "The database is up to date now."
    )
    return 0


def make_home_and_keys(settings: Settings) -> None:
    """The home folder, the key file and the push keys are there, readable by their owner only; those that were, are kept."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    Keyring(settings.keys_path).close()
    create_push_keys(settings.home)
    path = sqlite_file(settings)
    if path is not None and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)


def _is_there(settings: Settings) -> bool:
    """Whether the database holds a program already.

    Raises:
        Stop: it is not a database to go on with.
    """
    path = sqlite_file(settings)
    if path is not None and not path.exists():
        return False
    with engine_of(settings) as engine:
        found = refuse_unfit(engine)
        if found is Standing.EMPTY:
            return False
        with reading(engine) as session:
            is_there = session.scalars(select(Program.id)).first() is not None
        if is_there:
            refuse_wrong_sort(engine, demo=False)
            refuse_lost_keys(settings)
        return is_there


def _answers(desk: Desk, given: argparse.Namespace, *, all_needed: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, flag, question, default, check in QUESTIONS:
        told = getattr(given, name)
        if told is not None:
            found[name] = _checked(told, flag, check)
        elif all_needed:
            found[name] = desk.terminal.ask(question, flag=flag, default=default, check=check)
    for name, flag in (("team_days", "--days-es"), ("team_hours", "--hours-es")):
        if name in found:
            told = getattr(given, f"{name}_es") or answers.in_spanish(found[name])
            found[f"{name}_es"] = told or desk.terminal.ask(
                f"“{found[name]}” in Spanish", flag=flag, check=answers.text_of(60)
            )
    if given.urge_threshold is not None:
        found["urge_threshold"] = _checked(given.urge_threshold, "--urge-threshold", answers.threshold)
    elif all_needed:
        found["urge_threshold"] = "7"
    return found


def _checked(told: str, flag: str, check: Check) -> str:
    wrong = check(told)
    if wrong:
        raise Stop(f"{flag} {told!r}: {wrong}")
    return told


def _keep_program(engine: Engine, desk: Desk, fields: dict[str, Any]) -> None:
    now = desk.clock.now()
    with writing(engine) as session:
        program = session.scalars(select(Program)).first()
        if program is None:
            create_program(session, fields, is_demo=False, now=now)
            return
        changed = {name: value for name, value in _complete(fields, program).items() if getattr(program, name) != value}
        for name, value in changed.items():
            setattr(program, name, value)
        if changed:
            program.version = newer_version(program.version)
            session.flush()
            announce_program(session, list(session.scalars(select(Participant.id))), now=now)
            desk.terminal.say("Changed. Phones learn of it at their next contact.")


def _complete(fields: dict[str, Any], program: Program) -> dict[str, Any]:
    """The new columns; the program's own line keeps the number, and the hours, that were not named."""
    all_fields = {"team_hours": program.team_hours, "lines": program.lines, **fields}
    own, *others = all_fields["lines"]
    return {**fields, "lines": [{**own, "hours": all_fields["team_hours"]}, *others]}


def _make_groups(engine: Engine, names: list[str]) -> list[str]:
    with writing(engine) as session:
        known = set(session.scalars(select(CareGroup.name)))
        made = [name for name in names if name not in known]
        for name in made:
            create_group(session, name)
    return made
