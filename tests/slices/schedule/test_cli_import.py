"""The import as a person at a terminal sees it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from footbridge.program.models import CareGroup
from footbridge.schedule.cli_import import run_import
from footbridge.schedule.models import Appointment
from tests.rules.schedule.calendars import CALENDARS, a_calendar, event

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(session: Session, evening: CareGroup, now: datetime) -> Run:
    def run(path: Path, *, group: str = "Evening IOP", dry: bool = False) -> tuple[int, str]:
        lines: list[str] = []
        code = run_import(session, path, group_name=group, dry_run=dry, now=now, out=lines.append)
        return code, "\n".join(lines)

    return run


def test_an_import_shows_what_it_did(run: Run, ana: UUID) -> None:
    code, shown = run(CALENDARS / "evening_group.ics")
    assert code == 0
    assert (
        shown
        == """\
… 4 events read
… 18 appointments added
evening_group.ics → Evening IOP
Added (17)
  + Mon 2026-10-19 18:00–21:00  Process group
  + Wed 2026-10-21 18:00–21:00  Process group
  + Mon 2026-10-26 18:00–21:00  Process group
  + Thu 2026-10-29 17:30–19:00  Process group
  + Wed 2026-11-04 18:00–21:00  Process group
  + Mon 2026-11-09 18:00–21:00  Process group
  + Mon 2026-11-16 18:00–21:00  Process group
  + Wed 2026-11-18 18:00–21:00  Process group
  + Sat 2026-11-21 10:00–13:00  Process group
  + Mon 2026-11-23 18:00–21:00  Process group
  + Mon 2026-11-30 18:00–21:00  Process group
  + Wed 2026-12-02 18:00–21:00  Process group
  + Sat 2026-12-05 10:00–11:30  Family night
  + Mon 2026-12-07 18:00–21:00  Process group
  + Wed 2026-12-09 18:00–21:00  Process group
  + Mon 2026-12-14 18:00–21:00  Process group
  + Wed 2026-12-16 18:00–21:00  Process group
Cancelled (1)
  - Mon 2026-11-02 18:00–21:00  Process group
Unchanged: 0
Saved. Everybody in the group sees it at their next sync."""
    )


def test_a_second_time_it_says_that_nothing_has_changed(run: Run, ana: UUID) -> None:
    run(CALENDARS / "evening_group.ics")
    code, shown = run(CALENDARS / "evening_group.ics")
    assert code == 0
    assert shown.endswith("Unchanged: 18\nNothing has changed.")


def test_a_dry_run_says_so_and_saves_nothing(run: Run, session: Session) -> None:
    code, shown = run(CALENDARS / "weekly.csv", dry=True)
    assert code == 0
    assert "  + Tue 2026-11-24 18:00–19:30  Family night" in shown
    assert shown.endswith("This was a dry run: nothing was saved.")
    assert session.scalar(select(func.count()).select_from(Appointment)) == 0


def test_a_broken_file_is_refused_with_its_lines(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ics"
    broken.write_bytes(a_calendar(*(event("RRULE:FREQ=WEEKLY;UNTL=20191023", uid=str(n)) for n in range(22))))
    code, shown = run(broken)
    assert code == 1
    lines = shown.splitlines()
    assert lines[:2] == [
        "broken.ics: This file could not be imported.",
        "  Line 6: The repetition rule has a part we don't know, UNTL.",
    ]
    assert lines[-2:] == [
        "  and 2 more",
        "Nothing was imported and nothing has changed. Correct the file and try again.",
    ]


def test_an_unknown_group_a_missing_file_and_a_folder_are_told(run: Run, tmp_path: Path) -> None:
    code, shown = run(CALENDARS / "weekly.csv", group="Night owls")
    assert (code, shown) == (
        1,
        "There is no group with that name. There is no group named 'Night owls'. Groups: Evening IOP.",
    )
    assert run(tmp_path / "none.ics") == (1, f"{tmp_path / 'none.ics'} can't be read: No such file or directory.")
    assert run(tmp_path)[0] == 1


def test_a_huge_file_is_not_read_to_its_end(run: Run, tmp_path: Path) -> None:
    huge = tmp_path / "huge.ics"
    with huge.open("wb") as opened:
        opened.truncate(50_000_000_000)  # sparse
    code, shown = run(huge)
    assert code == 1
    assert "It can have up to 2 MB." in shown


def test_long_work_tells_how_far_it_is(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "long.csv"
    rows = "".join(f"2026-11-23,18:00,19:00,Group {n}\n" for n in range(1_200))
    table.write_text("date,start,end,title\n" + rows)
    code, shown = run(table)
    assert code == 0
    assert "… 500 of 1,200 appointments added\n… 1,000 of 1,200 appointments added\n… 1,200 appointments added" in shown
    assert "    and 1,175 more" in shown
