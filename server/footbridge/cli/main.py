"""Chooses the command, and turns what stops it into one plain line."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

from sqlalchemy.exc import DBAPIError, OperationalError

from footbridge import __version__
from footbridge.cli import check, demo, init, people, reminders, schedule, serve
from footbridge.cli.desk import Desk
from footbridge.cli.terminal import Stop, Terminal, for_this_process
from footbridge.kernel.clock import Clock, SystemClock
from footbridge.kernel.errors import DomainError
from footbridge.settings import BadSetting, read_settings

COMMANDS = (init, serve, reminders, check, people, schedule, demo)
EPILOG = "Settings are FOOTBRIDGE_* variables; docs/running.md lists them."


def main(
    arguments: Sequence[str] | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
    terminal: Terminal | None = None,
    clock: Clock | None = None,
) -> int:
    """Run one command. 0: done; 1: it could not, and said why; 2: a setting or an argument is wrong."""
    terminal = terminal or for_this_process()
    given = _parser().parse_args(arguments)
    try:
        desk = Desk(read_settings(environ), terminal, clock or SystemClock())
        code: int = given.run(desk, given)
    except BadSetting as error:
        terminal.complain(str(error))
        return 2
    except Stop as error:
        terminal.complain(str(error))
        return 1
    except DomainError as error:
        terminal.complain(f"{error.title}. {error.detail}")
        return 1
    except DBAPIError as error:
        terminal.complain(_database_words(error))
        return 1
    except BrokenPipeError:
        # Whoever read along has gone (`| head`); Python would complain once more while closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        terminal.complain(f"{error.filename or 'A file'} can't be used: {error.strerror or error}.")
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="footbridge",
        description="A companion for people in an intensive outpatient program, run by the program itself.",
        epilog=EPILOG,
    )
    parser.add_argument("--version", action="version", version=f"Footbridge {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
    return parser


def _database_words(error: DBAPIError) -> str:
    said = str(error.orig).strip().splitlines()
    cause = said[0] if said else type(error).__name__
    if not isinstance(error, OperationalError):
        return f"The database refused that. Nothing was changed. ({cause})"
    if "locked" in cause:
        return "The database is busy with another program. Nothing was changed. Try again in a minute."
    if "full" in cause:
        return "The disk is full. Nothing was changed. Make room, then try again."
    return f"The database can't be used. Nothing was changed. ({cause})"
