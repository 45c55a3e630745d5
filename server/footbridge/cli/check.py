"""`footbridge check`: the doctor. Looks, changes nothing, says what to do."""

import argparse
from typing import Any

from sqlalchemy.exc import OperationalError

from footbridge.cli.desk import NOT_CURRENT, Desk, engine_of, sqlite_file
from footbridge.migrations.steps import Standing, standing
from footbridge.ops import database_checks, surroundings_checks
from footbridge.ops.findings import Findings, Grade, bad, ok
from footbridge.spa.routes import DIST

SIGNS = {Grade.OK: "ok  ", Grade.LOOK: "look", Grade.BAD: "BAD "}


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("check", help="look for trouble: settings, keys, database, disk, clock, the built app")
    parser.set_defaults(run=check)


def check(desk: Desk, _given: argparse.Namespace) -> int:
    """0 when nothing is bad. Things to look at do not count as bad."""
    found = list(_findings(desk))
    width = max(len(one.subject) for one in found)
    for one in found:
        desk.terminal.say(f"{SIGNS[one.grade]}  {one.subject:<{width}}  {one.detail}")
    worst = [one for one in found if one.grade is Grade.BAD]
    desk.terminal.say()
    desk.terminal.say(f"{len(worst)} to put right." if worst else "Nothing is in the way.")
    return 1 if worst else 0


def _findings(desk: Desk) -> Findings:
    settings = desk.settings
    yield from surroundings_checks.look_at_address(settings)
    yield from surroundings_checks.look_at_home(settings)
    yield from surroundings_checks.look_at_push(settings)
    yield from surroundings_checks.look_at_clock(desk.clock.now())
    yield from surroundings_checks.look_at_built_app(DIST)
    path = sqlite_file(settings)
    if path is not None and not path.exists():
        yield bad("Database", NOT_CURRENT[Standing.EMPTY])
        return
    try:
        yield from _look_into_database(desk)
    except OperationalError as error:
        yield bad("Database", f"It does not answer: {str(error.orig).strip().splitlines()[0]}")


def _look_into_database(desk: Desk) -> Findings:
    with engine_of(desk.settings) as engine:
        state = standing(engine)
        if state is not Standing.CURRENT:
            yield bad("Database", NOT_CURRENT[state])
            return
        yield ok("Database", f"{engine.dialect.name}, with this program's tables")
        yield from database_checks.look_at_database(engine, desk.settings.keys_path, now=desk.clock.now())
