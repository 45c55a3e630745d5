"""A full disk, a locked database or key file: plain words, nothing half-stored, and the same message goes through later."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from footbridge.db import db
from footbridge.feed.models import Change
from footbridge.journal.models import JournalEntry
from footbridge.sync.models import Revision
from tests.slices.browsing import Browser, problem
from tests.slices.sync.conftest import a_check_in, a_revision, an_entry
from tests.slices.sync.test_exchange import a_message

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def ours(app: Flask) -> Iterator[Engine]:
    """The application's own connections."""
    with app.app_context():
        yield db.engine


@pytest.fixture
def phone(sign_in_participant: Callable[..., Browser], ana: UUID) -> Browser:
    return sign_in_participant(ana)


def _every_connection(engine: Engine, pragma: str) -> Callable[[], None]:
    """Give every connection from now on this pragma; the answer takes that back."""

    def give(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute(f"PRAGMA {pragma}")

    engine.dispose()
    event.listen(engine, "connect", give)

    def take_back() -> None:
        event.remove(engine, "connect", give)
        engine.dispose()

    return take_back


def _counts(session: Session) -> tuple[int, ...]:
    session.rollback()
    return tuple(
        session.scalar(select(func.count()).select_from(model)) or 0 for model in (Revision, JournalEntry, Change)
    )


def test_a_full_disk_stores_nothing_and_says_so(phone: Browser, ours: Engine, session: Session, ana: UUID) -> None:
    before = _counts(session)
    pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
    session.rollback()
    make_room = _every_connection(ours, f"max_page_count={pages}")
    small = a_revision(a_check_in(), kind="check_in")
    large = [a_revision(an_entry("word " * 3_000)) for _ in range(8)]
    message = a_message(ana, small, *large)

    told = problem(phone.post("/api/sync", message), 503, "unavailable")
    assert "Nothing is lost" in told["detail"]
    assert _counts(session) == before

    assert phone.post("/api/sync", a_message(ana)).status_code == 200  # reading goes on
    make_room()
    answer = phone.post("/api/sync", message)
    assert [one["status"] for one in answer.json["results"]] == ["stored"] * 9


def test_a_locked_database_stores_nothing_and_says_so(
    phone: Browser, ours: Engine, session: Session, ana: UUID, tmp_path: Path
) -> None:
    before = _counts(session)
    wait_long_again = _every_connection(ours, "busy_timeout=50")
    message = a_message(ana, a_revision(an_entry()))
    with closing(sqlite3.connect(tmp_path / "footbridge.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = problem(phone.post("/api/sync", message), 503, "unavailable")
        assert "try again" in told["detail"]
        assert phone.post("/api/sync", a_message(ana)).status_code == 200
        assert phone.get("/api/me").status_code == 200
        other.execute("ROLLBACK")
    assert _counts(session) == before
    assert phone.post("/api/sync", message).json["results"][0]["status"] == "stored"
    wait_long_again()


def test_a_locked_key_file_stores_nothing_and_says_so(
    app: Flask, phone: Browser, session: Session, ana: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _counts(session)
    keyring = app.extensions["footbridge"].keyring

    def locked(_participant: UUID) -> bytes:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(keyring, "key_of", locked)
    message = a_message(ana, a_revision(an_entry()))
    problem(phone.post("/api/sync", message), 503, "unavailable")
    monkeypatch.undo()
    assert _counts(session) == before
    assert phone.post("/api/sync", message).json["results"][0]["status"] == "stored"


def test_the_program_is_not_ready_while_its_database_is_gone(
    new_browser: Callable[..., Browser], ours: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    browser = new_browser()
    ours.dispose()
    (tmp_path / "footbridge.db").rename(tmp_path / "elsewhere.db")
    (tmp_path / "footbridge.db").mkdir()
    problem(browser.get("/readyz"), 503, "unavailable")
    assert browser.get("/healthz").status_code == 200
