"""How a database stands to this program's migrations, and bringing it up to date."""

import contextlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

FOLDER = Path(__file__).resolve().parent
VERSION_TABLE = "alembic_version"
# Any number, the same in every process: PostgreSQL lets one holder in at a time.
ONE_AT_A_TIME = 7_310_226


class Standing(StrEnum):
    """What a database is to this program."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    FOREIGN = "foreign"


class DanglingRows(RuntimeError):
    """A migration left rows that point at nothing; it was undone."""


def newest() -> str:
    """The revision that this program's models describe.

    Raises:
        alembic.util.CommandError: there are two branches of migrations.
    """
    return str(_scripts().get_current_head())


def standing(engine: Engine) -> Standing:
    """How the database stands to this program. Changes nothing."""
    with engine.connect() as connection:
        return _standing(connection)


def upgrade(engine: Engine) -> None:
    """The database is empty or older before and current after; a current one stays as it is.

    Foreign keys are checked at the end instead of on the way, since SQLite can change a table only by making it anew.

    Raises:
        DanglingRows: a migration lost something; nothing of it was kept.
    """
    with engine.connect() as connection, _no_foreign_keys(connection):
        connection.execution_options(write=True)
        with connection.begin():
            _wait_for_turn(connection)
            command.upgrade(config(connection), "head")
            _check_foreign_keys(connection)


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings; `env.py` works on `connection`."""
    found = Config(FOLDER / "alembic.ini")
    found.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    found.attributes["connection"] = connection
    return found


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(FOLDER))


def _standing(connection: Connection) -> Standing:
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return Standing.EMPTY
    if VERSION_TABLE not in tables:
        return Standing.FOREIGN
    here = MigrationContext.configure(connection).get_current_revision()
    if here is None:
        return Standing.EMPTY if tables == {VERSION_TABLE} else Standing.FOREIGN
    if here == newest():
        return Standing.CURRENT
    known = {script.revision for script in _scripts().walk_revisions()}
    return Standing.OLDER if here in known else Standing.NEWER


@contextlib.contextmanager
def _no_foreign_keys(connection: Connection) -> Iterator[None]:
    # Making a table anew drops the old one, and with foreign keys on, that deletes every row that points at it. The driver is
    # spoken to directly, because inside a transaction SQLite ignores this pragma.
    driver = connection.connection.dbapi_connection if connection.dialect.name == "sqlite" else None
    if driver is None:
        yield
        return
    driver.cursor().execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.cursor().execute("PRAGMA foreign_keys=ON")


def _wait_for_turn(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if lost:
            tables = ", ".join(sorted({str(row[0]) for row in lost}))
            raise DanglingRows(f"Rows in {tables} point at nothing after the migration.")
