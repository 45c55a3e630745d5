"""What `footbridge serve` and `footbridge reminders` refuse to start with, and what they start."""

import pickle
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from footbridge.cli import reminders, serve
from footbridge.cli.processes import Part
from tests.slices.cli.conftest import Ran


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def environ(environ: dict[str, str], free_port: int) -> dict[str, str]:
    return {**environ, "FOOTBRIDGE_PORT": str(free_port)}


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts that would have been started, by name."""
    names: list[str] = []

    def remember(*parts: Part) -> int:
        for part in parts:
            pickle.dumps(part)  # where processes are not forked, they travel
            names.append(part.name)
        return 0

    monkeypatch.setattr(serve, "run_together", remember)
    monkeypatch.setattr(reminders, "run_together", remember)
    return names


def test_serve_starts_the_web_and_a_dispatcher(riverside: Callable[..., Ran], started: list[str]) -> None:
    assert riverside("serve").code == 0
    assert started == ["web", "reminders"]


def test_the_web_alone_and_dispatchers_alone(riverside: Callable[..., Ran], started: list[str]) -> None:
    assert riverside("serve", "--without-reminders").code == 0
    assert riverside("reminders", "--processes", "2").code == 0
    assert started == ["web", "reminders 1", "reminders 2"]


@pytest.mark.parametrize("command", ["serve", "reminders"])
class TestRefusals:
    """Both commands refuse the same places, in words that say what to type."""

    @pytest.fixture(autouse=True)
    def nothing_starts(self, started: list[str]) -> Iterator[None]:
        yield
        assert started == []

    def test_nothing_there(self, run: Callable[..., Ran], home: Path, command: str) -> None:
        stopped = run(command)
        assert stopped.code == 1
        assert "footbridge init" in stopped.err
        assert not home.exists()

    def test_a_newer_database(
        self, riverside: Callable[..., Ran], at_database: Callable[..., list], command: str
    ) -> None:
        at_database("UPDATE alembic_version SET version_num = '9999'")
        stopped = riverside(command)
        assert (stopped.code, stopped.out) == (1, "")
        assert "newer than this program" in stopped.err

    def test_an_older_database(
        self, riverside: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, command: str
    ) -> None:
        monkeypatch.setattr("footbridge.migrations.steps.newest", lambda: "9999")
        stopped = riverside(command)
        assert stopped.code == 1
        assert "footbridge upgrade" in stopped.err

    def test_the_demos_database(
        self, riverside: Callable[..., Ran], at_database: Callable[..., list], command: str
    ) -> None:
        at_database("UPDATE program SET is_demo = (1 = 1)")
        stopped = riverside(command)
        assert stopped.code == 1
        assert "made-up people" in stopped.err

    def test_tables_without_a_program(
        self, riverside: Callable[..., Ran], at_database: Callable[..., list], command: str
    ) -> None:
        at_database("DELETE FROM program")
        stopped = riverside(command)
        assert stopped.code == 1
        assert "footbridge init" in stopped.err

    def test_lost_keys(self, riverside: Callable[..., Ran], home: Path, command: str) -> None:
        (home / "keys.db").unlink()
        stopped = riverside(command)
        assert stopped.code == 1
        assert "backup" in stopped.err

    def test_broken_push_keys(self, riverside: Callable[..., Ran], home: Path, command: str) -> None:
        (home / "push-private.pem").write_text("not a key")
        stopped = riverside(command)
        assert stopped.code == 1
        assert "push keys" in stopped.err

    def test_a_database_that_could_lose_entries(
        self, riverside: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, command: str
    ) -> None:
        monkeypatch.setattr(
            "footbridge.cli.desk.setup.check", lambda _engine: ["SQLite's synchronous is 1; it must be 2."]
        )
        stopped = riverside(command)
        assert stopped.code == 1
        assert "synchronous is 1" in stopped.err

    def test_a_bad_setting(self, riverside: Callable[..., Ran], command: str) -> None:
        stopped = riverside(command, more={"FOOTBRIDGE_BASE_URL": "http://lantern.example.org"})
        assert stopped.code == 2
        assert "FOOTBRIDGE_BASE_URL" in stopped.err
        assert "https://" in stopped.err


def test_a_taken_port_is_said(riverside: Callable[..., Ran], free_port: int, started: list[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port))
        other.listen()
        stopped = riverside("serve")
    assert stopped.code == 1
    assert "FOOTBRIDGE_PORT" in stopped.err
    assert started == []


@pytest.mark.parametrize("processes", ["0", "33"])
def test_a_number_of_dispatchers_that_makes_no_sense(
    riverside: Callable[..., Ran], processes: str, started: list[str]
) -> None:
    assert riverside("reminders", "--processes", processes).code == 1
    assert started == []
