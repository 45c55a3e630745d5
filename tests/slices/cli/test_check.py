"""`footbridge check`."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from footbridge.cli import check
from footbridge.db.transactions import writing
from footbridge.ops.neutral import telling_word
from footbridge.ops.surroundings_checks import look_at_room
from footbridge.reminders.models import Dispatcher
from tests.conftest import MovableClock
from tests.slices.cli.conftest import Ran, connected

READY = {
    "FOOTBRIDGE_BASE_URL": "https://lantern.example.org",
    "FOOTBRIDGE_PUSH_SUBJECT": "mailto:somebody@example.org",
    "FOOTBRIDGE_TRUSTED_PROXIES": "1",
}


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The app is built, as far as can be told by looking."""
    for name in ("index.html", "care.html", "sw.js"):
        (tmp_path / name).write_text("built")
    monkeypatch.setattr(check, "DIST", tmp_path)


def test_a_good_program_has_nothing_in_its_way(riverside: Callable[..., Ran], built: None, clock: MovableClock) -> None:
    clock.advance(days=365)
    found = riverside("check", more=READY)
    assert found.code == 0, found.out
    assert "Nothing is in the way." in found.out
    assert "BAD" not in found.out


def test_an_empty_place_is_told_what_to_type(run: Callable[..., Ran]) -> None:
    found = run("check")
    assert found.code == 1
    assert "footbridge init" in found.out


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"FOOTBRIDGE_BASE_URL": "https://riverside-rehab.example.org"}, "“rehab” tells what it is for"),
        ({"FOOTBRIDGE_BASE_URL": "https://iop.example.org"}, "“iop” tells"),
        ({"FOOTBRIDGE_TRUSTED_PROXIES": "0"}, "FOOTBRIDGE_TRUSTED_PROXIES is 0"),
        ({"FOOTBRIDGE_PUSH_SUBJECT": "mailto:operator@footbridge.example.com"}, "FOOTBRIDGE_PUSH_SUBJECT"),
    ],
)
def test_it_works_and_somebody_should_look(
    riverside: Callable[..., Ran], built: None, clock: MovableClock, more: dict[str, str], words: str
) -> None:
    clock.advance(days=365)
    found = riverside("check", more={**READY, **more})
    assert found.code == 0, found.out
    assert words in found.out


def test_what_is_bad_is_counted_and_fails_the_command(riverside: Callable[..., Ran], home: Path) -> None:
    (home / "push-public.pem").write_text("not a key")
    (home / "keys.db").unlink()
    found = riverside("check", more=READY)
    assert found.code == 1
    assert "BAD   Push keys" in found.out
    assert "Key file" in found.out
    assert "Not built" in found.out or "built" in found.out
    assert "It says 2026-03-02" in found.out


def test_a_newer_database_is_bad(riverside: Callable[..., Ran], at_database: Callable[..., list]) -> None:
    at_database("UPDATE alembic_version SET version_num = '9999'")
    found = riverside("check", more=READY)
    assert found.code == 1
    assert "newer than this program" in found.out


def test_others_who_can_read_the_keys_are_noticed(riverside: Callable[..., Ran], home: Path) -> None:
    (home / "keys.db").chmod(0o644)
    assert f"chmod go= {home / 'keys.db'}" in riverside("check", more=READY).out


def test_no_secret_is_printed(riverside: Callable[..., Ran], home: Path) -> None:
    out = riverside("check", more=READY).out
    assert "PRIVATE KEY" not in out
    assert "postgresql://" not in out


@pytest.mark.parametrize(("free_mb", "grade"), [(50, "bad"), (500, "look"), (5000, "ok")])
def test_a_disk_that_fills_is_noticed_early(free_mb: int, grade: str) -> None:
    [found] = look_at_room(free_mb * 1024 * 1024)
    assert found.grade == grade


@pytest.mark.parametrize(
    "name", ["sober.example.org", "my-clinic.example.org", "recovery", "aa-meetings", "Riverside IOP"]
)
def test_a_telling_name_is_found(name: str) -> None:
    assert telling_word(name) is not None


@pytest.mark.parametrize("name", ["footbridge.example.org", "isaac.example.org", "Lantern", "cascade", "nathan"])
def test_a_neutral_name_passes(name: str) -> None:
    assert telling_word(name) is None


@pytest.mark.parametrize(
    ("seen_ago_s", "problem", "words", "code"),
    [
        (5, "", "1 at work", 0),
        (5, "Push services refuse our keys.", "BAD   Reminders", 1),
        (600, "", "last seen at 2027-03-02 17:50", 0),
    ],
)
def test_a_dispatcher_in_trouble_is_noticed(
    riverside: Callable[..., Ran],
    built: None,
    clock: MovableClock,
    environ: dict[str, str],
    seen_ago_s: int,
    problem: str,
    words: str,
    code: int,
) -> None:
    now = clock.advance(days=365)
    with connected(environ["FOOTBRIDGE_DATABASE_URL"]) as engine, writing(engine) as session:
        seen_at = now - timedelta(seconds=seen_ago_s)
        session.add(Dispatcher(owner="one", started_at=now - timedelta(days=1), seen_at=seen_at, problem=problem))
    found = riverside("check", more=READY)
    assert words in found.out
    assert found.code == code
