"""`footbridge init` and `upgrade`."""

import stat
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from tests.slices.cli.conftest import RIVERSIDE, Ran


def _program(at_database: Callable[..., list[tuple[object, ...]]]) -> dict[str, object]:
    [row] = at_database(
        "SELECT name, public_name, zone, urge_threshold, team_days, team_hours, lines, version FROM program"
    )
    names = ("name", "public_name", "zone", "urge_threshold", "team_days", "team_hours", "lines", "version")
    return dict(zip(names, row, strict=True))


def test_one_line_makes_everything(run: Callable[..., Ran], home: Path, at_database: Callable[..., list]) -> None:
    made = run(*RIVERSIDE)
    assert (made.code, made.err) == (0, "")
    assert "footbridge serve" in made.out
    program = _program(at_database)
    assert (program["name"], program["public_name"], program["urge_threshold"]) == ("Riverside IOP", "Footbridge", 7)
    assert orjson.loads(str(program["team_hours"])) == {"en": "8 to 5", "es": "de 8 a 5"}
    assert orjson.loads(str(program["lines"]))[0]["phone"] == "+13125550142"
    assert at_database("SELECT name FROM care_group") == [("Evening IOP",)]
    for name in ("keys.db", "push-private.pem", "push-public.pem"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600, name
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_answers_do_as_well_as_flags_and_a_wrong_one_is_asked_again(
    run: Callable[..., Ran], at_database: Callable[..., list]
) -> None:
    typed = [
        "Riverside IOP",
        "Sober house",
        "Lantern",
        "Chicago",
        "America/Chicago",
        "",
        "8:30 to 4",
        "5550142",
        "+13125550142",
    ]
    made = run("init", answers=typed)
    assert made.code == 0, made.err
    assert "“sober” tells what it is for" in made.out
    assert "is not a time zone" in made.out
    assert "country code" in made.out
    program = _program(at_database)
    assert program["public_name"] == "Lantern"
    assert orjson.loads(str(program["team_hours"])) == {"en": "8:30 to 4", "es": "de 8:30 a 4"}


def test_hours_that_are_not_known_are_asked_in_spanish(
    run: Callable[..., Ran], at_database: Callable[..., list]
) -> None:
    made = run(*RIVERSIDE, "--hours", "noon to nine", answers=["de 12 a 9"])
    assert made.code == 0, made.err
    assert orjson.loads(str(_program(at_database)["team_hours"])) == {"en": "noon to nine", "es": "de 12 a 9"}


def test_an_answer_that_never_came_leaves_nothing_behind(run: Callable[..., Ran], home: Path) -> None:
    stopped = run("init")
    assert stopped.code == 1
    assert "--name" in stopped.err
    assert not home.exists()


@pytest.mark.parametrize(
    ("flag", "value", "words"),
    [
        ("--zone", "Chicago", "is not a time zone"),
        ("--phone", "911", "country code"),
        ("--public-name", "Recovery", "neutral"),
        ("--name", "x" * 81, "81 characters"),
        ("--group", "", "empty"),
        ("--urge-threshold", "11", "1 to 10"),
    ],
)
def test_a_wrong_flag_is_named_and_nothing_is_made(
    run: Callable[..., Ran], home: Path, flag: str, value: str, words: str
) -> None:
    stopped = run(*RIVERSIDE, flag, value)
    assert stopped.code == 1
    assert flag in stopped.err
    assert words in stopped.err
    assert not home.exists()


def test_a_second_init_changes_nothing(
    riverside: Callable[..., Ran], home: Path, at_database: Callable[..., list]
) -> None:
    before, keys = _program(at_database), (home / "push-private.pem").read_bytes()
    again = riverside("init", "--group", "Evening IOP")
    assert again.code == 0
    assert _program(at_database) == before
    assert (home / "push-private.pem").read_bytes() == keys
    assert at_database("SELECT name FROM care_group") == [("Evening IOP",)]


def test_a_flag_changes_what_it_names_and_the_line_follows_the_hours(
    riverside: Callable[..., Ran], at_database: Callable[..., list]
) -> None:
    changed = riverside("init", "--hours", "9 to 6", "--group", "Morning IOP")
    assert changed.code == 0, changed.err
    program = _program(at_database)
    assert program["version"] > 1
    [line] = orjson.loads(str(program["lines"]))
    assert (line["phone"], line["hours"]["es"]) == ("+13125550142", "de 9 a 6")
    assert sorted(at_database("SELECT name FROM care_group")) == [("Evening IOP",), ("Morning IOP",)]


def test_a_lost_key_file_is_not_replaced(riverside: Callable[..., Ran], home: Path) -> None:
    (home / "keys.db").unlink()
    stopped = riverside("init")
    assert stopped.code == 1
    assert "backup" in stopped.err
    assert not (home / "keys.db").exists()


def test_a_newer_database_is_left_alone(riverside: Callable[..., Ran], at_database: Callable[..., list]) -> None:
    at_database("UPDATE alembic_version SET version_num = '9999'")
    for command in ("init", "upgrade"):
        stopped = riverside(command)
        assert stopped.code == 1
        assert "newer than this program" in stopped.err
    assert at_database("SELECT version_num FROM alembic_version") == [("9999",)]


def test_somebody_elses_database_is_left_alone(
    run: Callable[..., Ran], home: Path, at_database: Callable[..., list]
) -> None:
    home.mkdir()
    at_database("CREATE TABLE theirs (id INTEGER PRIMARY KEY)")
    stopped = run(*RIVERSIDE)
    assert stopped.code == 1
    assert "database of its own" in stopped.err


def test_upgrade_wants_something_to_upgrade(run: Callable[..., Ran], home: Path) -> None:
    stopped = run("upgrade")
    assert stopped.code == 1
    assert "footbridge init" in stopped.err
    assert not home.exists()


def test_upgrade_says_when_there_is_nothing_to_do(riverside: Callable[..., Ran]) -> None:
    assert "was up to date" in riverside("upgrade").out


def test_a_bad_setting_is_named_with_the_reason(run: Callable[..., Ran]) -> None:
    stopped = run("init", more={"FOOTBRIDGE_PORT": "eighty"})
    assert stopped.code == 2
    assert "FOOTBRIDGE_PORT is 'eighty'" in stopped.err
