"""A busy database and a full disk, at the operator's terminal: one plain line, nothing changed, no traceback."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from footbridge.db import engine as setup
from tests.slices.cli.conftest import RIVERSIDE, Ran


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands wait for a busy database for a moment only."""
    monkeypatch.setattr(setup, "PRAGMAS", [one for one in setup.PRAGMAS if "busy" not in one] + ["busy_timeout=50"])


def test_a_busy_database_is_said_and_nothing_is_changed(
    riverside: Callable[..., Ran], home: Path, impatient: None, at_database: Callable[..., list]
) -> None:
    with closing(sqlite3.connect(home / "footbridge.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        stopped = riverside("admin", "create", "Dr Cho", "--role", "clinician")
        other.execute("ROLLBACK")
    assert (stopped.code, stopped.out) == (1, "")
    assert "busy" in stopped.err
    assert "Nothing was changed" in stopped.err
    assert at_database("SELECT count(*) FROM account") == [(0,)]


def test_a_full_disk_is_said_and_leaves_no_half_made_program(
    run: Callable[..., Ran], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "PRAGMAS", [*setup.PRAGMAS, "max_page_count=12"])
    stopped = run(*RIVERSIDE)
    assert stopped.code == 1
    assert "disk is full" in stopped.err
    monkeypatch.undo()
    with closing(sqlite3.connect(home / "footbridge.db")) as after:
        assert after.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    assert run(*RIVERSIDE).code == 0


def test_a_home_that_can_not_be_made_is_said(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    stopped = run(*RIVERSIDE, more={"FOOTBRIDGE_HOME": str(tmp_path / "file" / "home")})
    assert stopped.code == 1
    assert "can't be used" in stopped.err
    assert "Traceback" not in stopped.err


def test_a_server_that_does_not_answer_is_said(run: Callable[..., Ran]) -> None:
    stopped = run(*RIVERSIDE, more={"FOOTBRIDGE_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    assert stopped.code == 1
    assert "Nothing was changed" in stopped.err
