"""`footbridge import-schedule`: a program's own calendar file into a group's schedule."""

import argparse
from pathlib import Path
from typing import Any

from footbridge.cli.desk import Desk, database
from footbridge.db.transactions import writing
from footbridge.schedule.cli_import import run_import


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("import-schedule", help="bring a calendar (.ics) or a table (.csv) into a group")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--group", required=True, metavar="NAME", help="the group whose schedule the file is")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    parser.set_defaults(run=import_schedule)


def import_schedule(desk: Desk, given: argparse.Namespace) -> int:
    """All of the file is in, or nothing; a second time changes nothing."""
    with database(desk.settings) as engine, writing(engine) as session:
        return run_import(
            session,
            given.file,
            group_name=given.group,
            dry_run=given.dry_run,
            now=desk.clock.now(),
            out=desk.terminal.say,
        )
