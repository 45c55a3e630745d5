"""`footbridge import-schedule`: the wiring; what a file means is tested in slices/schedule."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.slices.cli.conftest import BOTH, Ran, bare_url_on_both

CALENDAR = Path(__file__).resolve().parents[2] / "calendars" / "evening_group.ics"


@pytest.fixture(params=BOTH)
def bare_url(request: pytest.FixtureRequest, home: Path) -> Iterator[str]:
    yield from bare_url_on_both(request, home)


def _appointments(at_database: Callable[..., list]) -> int:
    [(count,)] = at_database("SELECT count(*) FROM appointment")
    return int(count)


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    riverside: Callable[..., Ran], at_database: Callable[..., list]
) -> None:
    told = riverside("import-schedule", str(CALENDAR), "--group", "Evening IOP", "--dry-run")
    assert told.code == 0
    assert "Process group" in told.out
    assert "dry run" in told.out
    assert _appointments(at_database) == 0


def test_an_import_is_kept_and_a_second_one_changes_nothing(
    riverside: Callable[..., Ran], at_database: Callable[..., list]
) -> None:
    assert riverside("import-schedule", str(CALENDAR), "--group", "Evening IOP").code == 0
    count = _appointments(at_database)
    assert count > 10
    again = riverside("import-schedule", str(CALENDAR), "--group", "Evening IOP")
    assert again.code == 0
    assert "Nothing has changed." in again.out
    assert _appointments(at_database) == count


def test_an_unknown_group_is_named_beside_those_there_are(riverside: Callable[..., Ran]) -> None:
    refused = riverside("import-schedule", str(CALENDAR), "--group", "Mornings")
    assert refused.code == 1
    assert "Evening IOP" in refused.out


def test_a_file_that_is_not_there(riverside: Callable[..., Ran], tmp_path: Path) -> None:
    refused = riverside("import-schedule", str(tmp_path / "none.ics"), "--group", "Evening IOP")
    assert refused.code == 1
    assert "can't be read" in refused.out


def test_a_broken_file_leaves_nothing(
    riverside: Callable[..., Ran], tmp_path: Path, at_database: Callable[..., list]
) -> None:
    broken = tmp_path / "broken.ics"
    broken.write_text("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Group\r\n")
    refused = riverside("import-schedule", str(broken), "--group", "Evening IOP")
    assert refused.code == 1
    assert "Traceback" not in refused.out + refused.err
    assert _appointments(at_database) == 0
