"""Commands as an operator types them, on a database with nothing in it."""

import io
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.pool import NullPool

from footbridge.cli.main import main
from footbridge.cli.terminal import Terminal
from footbridge.db.engine import prepare
from tests.conftest import MovableClock

RIVERSIDE = (
    *("init", "--name", "Riverside IOP", "--public-name", "Footbridge", "--zone", "America/Chicago"),
    *("--days", "Monday to Friday", "--hours", "8 to 5", "--phone", "+1 (312) 555-0142", "--group", "Evening IOP"),
)


@dataclass(frozen=True)
class Ran:
    """How a command ended and what the operator read."""

    code: int
    out: str
    err: str


@pytest.fixture
def bare_url(home: Path) -> str:
    """The address of a database with nothing in it: SQLite's file is not even there."""
    return f"sqlite:///{home / 'footbridge.db'}"


def bare_url_on_both(request: pytest.FixtureRequest, home: Path) -> Iterator[str]:
    """What a module's `bare_url` yields from, to run all of its tests on both databases."""
    if request.param == "sqlite":
        yield f"sqlite:///{home / 'footbridge.db'}"
        return
    server: str = request.getfixturevalue("postgres_url")
    name = f"bare_{secrets.token_hex(6)}"
    _administer(server, f"CREATE DATABASE {name}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The operator's home folder, not there yet."""
    return tmp_path / "home"


@pytest.fixture
def environ(home: Path, bare_url: str) -> dict[str, str]:
    """What the operator set."""
    return {"FOOTBRIDGE_HOME": str(home), "FOOTBRIDGE_DATABASE_URL": bare_url}


@pytest.fixture
def run(environ: dict[str, str], clock: MovableClock) -> Callable[..., Ran]:
    """Runs one command. `answers` are typed at its questions; without any, nobody sits at the terminal."""

    def run_one(*arguments: str, answers: list[str] | None = None, more: Mapping[str, str] | None = None) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        typed = iter(answers or [])

        def answer(question: str) -> str:
            out.write(question)
            return next(typed)

        terminal = Terminal(out, err, None if answers is None else answer)
        code = main(arguments, environ={**environ, **(more or {})}, terminal=terminal, clock=clock)
        return Ran(code, out.getvalue(), err.getvalue())

    return run_one


@pytest.fixture
def riverside(run: Callable[..., Ran]) -> Callable[..., Ran]:
    """The same, with the program made."""
    made = run(*RIVERSIDE)
    assert made.code == 0, made.err
    return run


@pytest.fixture
def at_database(environ: dict[str, str]) -> Callable[..., list[tuple[object, ...]]]:
    """Runs one statement past the program; gives the rows it found."""

    def run_one(statement: str) -> list[tuple[object, ...]]:
        with connected(environ["FOOTBRIDGE_DATABASE_URL"]) as engine, engine.begin() as connection:
            found = connection.exec_driver_sql(statement)
            return [tuple(row) for row in found] if found.returns_rows else []

    return run_one


@contextmanager
def connected(url: str) -> Iterator[Engine]:
    """Connections to this database, for as long as the block runs."""
    engine = create_engine(url, poolclass=NullPool)
    prepare(engine)
    yield engine
    engine.dispose()


def _administer(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
