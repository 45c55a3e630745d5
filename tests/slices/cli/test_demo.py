"""`footbridge demo`: made-up people on this machine only, in a folder of their own."""

import itertools
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path

import pytest
from sqlalchemy import text

from footbridge.cli import demo
from footbridge.cli.processes import Part
from tests.conftest import MovableClock
from tests.slices.cli.conftest import RIVERSIDE, Ran, connected

LINK = re.compile(r"(http://127\.0\.0\.1:\d+(?:/care)?/claim)#t=([\w-]{43})")


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def environ(home: Path, free_port: int) -> dict[str, str]:
    return {"FOOTBRIDGE_HOME": str(home), "FOOTBRIDGE_PORT": str(free_port)}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []

    def remember(*parts: Part) -> int:
        names.extend(part.name for part in parts)
        return 0

    monkeypatch.setattr(demo, "run_together", remember)
    return names


def _ask(home: Path, statement: str) -> list[tuple[object, ...]]:
    with connected(f"sqlite:///{home / 'demo' / 'footbridge.db'}") as engine, engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_the_first_start_makes_a_believable_program(run: Callable[..., Ran], started: list[str], home: Path) -> None:
    made = run("demo")
    assert made.code == 0, made.err
    assert started == ["web", "reminders"]
    assert [link[0].rsplit(":", 1)[1].split("/", 1)[1] for link in LINK.findall(made.out)] == ["claim", "care/claim"]
    assert "made-up people" in made.out
    assert _ask(home, "SELECT is_demo FROM program") == [(1,)]
    assert _ask(home, "SELECT name FROM care_group") == [("Evening IOP",)]
    [(check_ins,)] = _ask(home, "SELECT count(*) FROM check_in")
    [(entries,)] = _ask(home, "SELECT count(*) FROM journal_entry")
    [(coming,)] = _ask(home, "SELECT count(*) FROM appointment WHERE starts_at > '2026-03-02 18:00:00'")
    assert check_ins > 10
    assert entries > 2
    assert coming > 30
    assert _ask(home, "SELECT count(*) FROM appointment WHERE status = 'cancelled'") == [(1,)]
    assert sorted(path.name for path in home.iterdir()) == ["demo"]


def test_its_words_are_sealed_like_anybodys(run: Callable[..., Ran], started: list[str], home: Path) -> None:
    run("demo")
    stored = b"".join(path.read_bytes() for path in (home / "demo").iterdir() if path.name.startswith("footbridge.db"))
    assert b"old corner" not in stored
    assert b"Ana" not in stored


def test_a_second_start_keeps_the_people_and_prints_new_ways_in(
    run: Callable[..., Ran], started: list[str], home: Path, clock: MovableClock
) -> None:
    first = LINK.findall(run("demo").out)
    people = _ask(home, "SELECT id FROM account ORDER BY id")
    clock.advance(hours=1)
    again = run("demo")
    second = LINK.findall(again.out)
    assert again.code == 0, again.err
    assert _ask(home, "SELECT id FROM account ORDER BY id") == people
    assert {token for _, token in first}.isdisjoint(token for _, token in second)
    assert _ask(home, "SELECT count(*) FROM invitation WHERE revoked_at IS NULL") == [(2,)]


@pytest.mark.parametrize("day", range(7))
def test_it_can_be_told_on_any_day_of_the_week(
    run: Callable[..., Ran], started: list[str], home: Path, clock: MovableClock, day: int
) -> None:
    clock.advance(days=day, hours=day * 3)
    told = run("demo")
    assert told.code == 0, told.err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FOOTBRIDGE_HOST", "0.0.0.0"),
        ("FOOTBRIDGE_HOST", "192.0.2.7"),
        ("FOOTBRIDGE_BASE_URL", "https://lantern.example.org"),
    ],
)
def test_it_answers_on_this_machine_only(
    run: Callable[..., Ran], started: list[str], home: Path, name: str, value: str
) -> None:
    stopped = run("demo", more={name: value})
    assert stopped.code == 1
    assert name in stopped.err
    assert started == []
    assert not home.exists()


def test_a_program_of_real_people_is_never_touched(run: Callable[..., Ran], started: list[str], home: Path) -> None:
    assert run(*RIVERSIDE).code == 0
    before = (home / "footbridge.db").read_bytes()
    stopped = run("demo", more={"FOOTBRIDGE_DATABASE_URL": f"sqlite:////{str(home).lstrip('/')}/./footbridge.db"})
    assert stopped.code == 1
    assert "never touches" in stopped.err
    assert (home / "footbridge.db").read_bytes() == before
    assert started == []


def test_it_lives_beside_a_real_program_in_its_own_folder(
    run: Callable[..., Ran], started: list[str], home: Path
) -> None:
    assert run(*RIVERSIDE).code == 0
    assert run("demo").code == 0
    with connected(f"sqlite:///{home / 'footbridge.db'}") as engine, engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM account")).scalar_one() == 0


@pytest.mark.faults
def test_the_real_thing_answers_and_ends_in_peace(environ: dict[str, str], free_port: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", "import sys; from footbridge.cli import main; sys.exit(main(['demo']))"],
        env={**os.environ, **environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    stuck = threading.Timer(90, process.kill)
    stuck.start()
    assert process.stdout is not None
    said = list(itertools.takewhile(lambda line: not line.startswith("Ready"), process.stdout))
    answer = _get(free_port, "/healthz")
    process.terminate()
    rest, _ = process.communicate(timeout=60)
    stuck.cancel()
    assert answer == (200, b'{"status":"ok"}'), [*said, rest]
    assert process.returncode == 0


def _get(port: int, path: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    found = connection.getresponse()
    body = found.read()
    connection.close()
    return found.status, body
