"""What every command works with: the settings, the terminal, the clock, and a database that fits this program."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy
from sqlalchemy import Engine, select
from sqlalchemy.engine import make_url

from footbridge.app import engine_options
from footbridge.cli.terminal import Stop, Terminal
from footbridge.db import engine as setup
from footbridge.db.transactions import reading
from footbridge.kernel.clock import Clock
from footbridge.migrations.steps import Standing, standing
from footbridge.program.models import Program
from footbridge.sealing.keyring import Keyring
from footbridge.settings import Settings

NOT_CURRENT = {
    Standing.EMPTY: "There is no Footbridge database yet. Make it with: footbridge init",
    Standing.OLDER: "The database is older than this program. Back it up, then type: footbridge upgrade",
    Standing.NEWER: "The database is newer than this program: a newer Footbridge has used it, and this one could harm it. "
    "Install that version again, or restore the backup that was made before the upgrade.",
    Standing.FOREIGN: "The database holds tables that are not Footbridge's. Give Footbridge a database of its own.",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What a command works with."""

    settings: Settings
    terminal: Terminal
    clock: Clock


@contextmanager
def engine_of(settings: Settings) -> Iterator[Engine]:
    """Connections to the database of these settings, in whatever state it is."""
    engine = sqlalchemy.create_engine(settings.database_url, **engine_options(settings))
    setup.prepare(engine)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def database(settings: Settings, *, demo: bool = False) -> Iterator[Engine]:
    """Connections to a database that this program may work on.

    Raises:
        Stop: it is not there, older, newer, somebody else's, set up so that it could lose entries, or holds made-up people where
            real ones belong (`demo`: the other way round).
    """
    path = sqlite_file(settings)
    if path is not None and not path.exists():
        # Asked first: SQLite would make an empty file by being looked at.
        raise Stop(NOT_CURRENT[Standing.EMPTY])
    with engine_of(settings) as engine:
        refuse_unless_current(engine)
        refuse_wrong_sort(engine, demo=demo)
        yield engine


def refuse_unfit(engine: Engine) -> Standing:
    """How the database stands, when it can be made current.

    Raises:
        Stop: it is newer than this program, or somebody else's.
    """
    found = standing(engine)
    if found in {Standing.NEWER, Standing.FOREIGN}:
        raise Stop(NOT_CURRENT[found])
    return found


def refuse_unless_current(engine: Engine) -> None:
    """Raises:
    Stop: the tables are not those of this program, or the database's settings are unsafe.
    """
    found = standing(engine)
    if found is not Standing.CURRENT:
        raise Stop(NOT_CURRENT[found])
    wrong = setup.check(engine)
    if wrong:
        raise Stop(" ".join(["The database could lose entries.", *wrong]))


def refuse_wrong_sort(engine: Engine, *, demo: bool) -> None:
    """Raises:
    Stop: made-up people where real ones belong, or the other way round; or no program at all.
    """
    with reading(engine) as session:
        is_demo = session.scalars(select(Program.is_demo)).first()
    if is_demo is None:
        raise Stop("The database holds no program yet. Make it with: footbridge init")
    if is_demo and not demo:
        raise Stop(
            "This database holds the demo's made-up people. For your program, set FOOTBRIDGE_HOME to a folder of its own "
            "and type: footbridge init"
        )
    if demo and not is_demo:
        raise Stop("This database is not the demo's. The demo never touches a program of real people.")


def sqlite_file(settings: Settings) -> Path | None:
    """The file of an SQLite database; None for another database."""
    url = make_url(settings.database_url)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def refuse_lost_keys(settings: Settings) -> None:
    """Raises:
    Stop: the key file is not there; a fresh one would open nothing that is stored.
    """
    if not settings.keys_path.exists():
        raise Stop(
            f"The key file {settings.keys_path} is missing. Put it back from its backup: without it, nobody can read what "
            "people wrote."
        )


@contextmanager
def keyring_of(settings: Settings) -> Iterator[Keyring]:
    """The program's keys.

    Raises:
        Stop: they are not there.
    """
    refuse_lost_keys(settings)
    keyring = Keyring(settings.keys_path)
    try:
        yield keyring
    finally:
        keyring.close()
