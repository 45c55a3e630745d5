"""`footbridge admin` and `footbridge invite`."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.slices.cli.conftest import Ran

LINK = re.compile(r"http://127\.0\.0\.1:8000(/care)?/claim#t=([\w-]{43})")
CODE = re.compile(r"type the code ([A-Z0-9]{8})\b")


def _rows(at_database: Callable[..., list], table: str) -> int:
    [(count,)] = at_database(f"SELECT count(*) FROM {table}")
    return int(count)


def test_a_member_of_the_care_team_gets_a_way_in_that_is_shown_once(
    riverside: Callable[..., Ran], at_database: Callable[..., list]
) -> None:
    made = riverside("admin", "create", "Dr Cho", "--role", "clinician")
    assert made.code == 0, made.err
    link, code = LINK.search(made.out), CODE.search(made.out)
    assert link is not None
    assert link[1] == "/care"
    assert code is not None
    assert "once" in made.out
    assert "█" in made.out or "▀" in made.out
    assert at_database("SELECT name, role FROM care_team_member") == [("Dr Cho", "clinician")]
    stored = str(at_database("SELECT * FROM invitation"))
    assert link[2] not in stored
    assert code[1] not in stored


def test_without_a_role_it_is_an_admin(riverside: Callable[..., Ran], at_database: Callable[..., list]) -> None:
    assert riverside("admin", "create", "Admin").code == 0
    assert at_database("SELECT role FROM care_team_member") == [("admin",)]


def test_a_name_that_is_there_is_not_made_twice(
    riverside: Callable[..., Ran], at_database: Callable[..., list]
) -> None:
    riverside("admin", "create", "Dr Cho", "--role", "clinician")
    stopped = riverside("admin", "create", "Dr Cho", "--role", "clinician")
    assert stopped.code == 1
    assert "footbridge admin invite" in stopped.err
    assert _rows(at_database, "care_team_member") == 1


def test_a_new_way_in_ends_the_one_before(riverside: Callable[..., Ran], at_database: Callable[..., list]) -> None:
    riverside("admin", "create", "Dr Cho", "--role", "clinician")
    again = riverside("admin", "invite", "Dr Cho")
    assert again.code == 0, again.err
    assert LINK.search(again.out) is not None
    assert _rows(at_database, "invitation") == 2
    assert at_database("SELECT count(*) FROM invitation WHERE revoked_at IS NULL AND purpose = 'first'") == [(1,)]


def test_a_name_that_nobody_has_is_answered_with_those_there_are(riverside: Callable[..., Ran]) -> None:
    riverside("admin", "create", "Dr Cho", "--role", "clinician")
    stopped = riverside("admin", "invite", "Dr Who")
    assert stopped.code == 1
    assert "Dr Cho" in stopped.err


def test_a_participant_is_taken_in_with_group_and_clinician(
    riverside: Callable[..., Ran], at_database: Callable[..., list], tmp_path: Path
) -> None:
    riverside("admin", "create", "Dr Cho", "--role", "clinician")
    square = tmp_path / "card.svg"
    made = riverside(
        *("invite", "Ana", "--group", "Evening IOP", "--language", "es", "--clinician", "Dr Cho", "--qr", str(square))
    )
    assert made.code == 0, made.err
    link = LINK.search(made.out)
    assert link is not None
    assert link[1] is None
    assert at_database("SELECT language FROM participant") == [("es",)]
    assert (_rows(at_database, "caseload"), _rows(at_database, "membership")) == (1, 1)
    assert square.stat().st_mode & 0o077 == 0
    assert square.read_text().lstrip().startswith("<?xml") or "<svg" in square.read_text()


def test_without_a_clinician_the_operator_hears_that_nobody_reads(riverside: Callable[..., Ran]) -> None:
    assert "No clinician sees" in riverside("invite", "Ana", "--group", "Evening IOP").out


def test_a_name_can_be_asked_for_so_that_no_shell_remembers_it(
    riverside: Callable[..., Ran], at_database: Callable[..., list]
) -> None:
    made = riverside("invite", "--group", "Evening IOP", answers=["", "Ana"])
    assert made.code == 0, made.err
    assert _rows(at_database, "participant") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("invite", "Ana", "--group", "Mornings"), "Evening IOP"),
        (("invite", "", "--group", "Evening IOP"), "NAME"),
        (("invite", "x" * 81, "--group", "Evening IOP"), "81 characters"),
        (("invite", "Ana", "--group", "Evening IOP", "--clinician", "Dr Who"), "nobody named"),
        (("admin", "create", "   "), "empty"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_made(
    riverside: Callable[..., Ran], at_database: Callable[..., list], arguments: tuple[str, ...], words: str
) -> None:
    stopped = riverside(*arguments)
    assert stopped.code == 1
    assert words in stopped.err
    assert _rows(at_database, "account") == 0


def test_only_a_clinician_can_be_given_somebody(
    riverside: Callable[..., Ran], at_database: Callable[..., list]
) -> None:
    riverside("admin", "create", "Front Desk", "--role", "front_desk")
    stopped = riverside("invite", "Ana", "--group", "Evening IOP", "--clinician", "Front Desk")
    assert stopped.code == 1
    assert "not a clinician" in stopped.err
    assert _rows(at_database, "participant") == 0


def test_a_square_that_can_not_be_written_says_so(riverside: Callable[..., Ran], tmp_path: Path) -> None:
    stopped = riverside("invite", "Ana", "--group", "Evening IOP", "--qr", str(tmp_path / "none" / "card.svg"))
    assert stopped.code == 1
    assert "can't be written" in stopped.err
    assert LINK.search(stopped.out) is not None
