"""`footbridge import-schedule`: the import as a person at a terminal sees it. Wiring of the command is the command line's."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from footbridge.kernel.errors import DomainError
from footbridge.program.service import group_named
from footbridge.schedule.imported import MAX_FILE_BYTES, FileRefused
from footbridge.schedule.importing import import_schedule
from footbridge.schedule.plan import ScheduleFile

DONE, REFUSED = 0, 1


def run_import(
    session: Session, path: Path, *, group_name: str, dry_run: bool, now: datetime, out: Callable[[str], None]
) -> int:
    """Import the file at `path`, telling `out` line by line; gives the exit code, 0 when it was done. The caller commits.

    After a refusal nothing was written, so committing or rolling back comes to the same.
    """
    try:
        # One byte more than allowed is enough to know; a file of gigabytes is not read.
        with path.open("rb") as opened:
            file = ScheduleFile(path.name, opened.read(MAX_FILE_BYTES + 1))
    except OSError as trouble:
        out(f"{path} can't be read: {trouble.strerror}.")
        return REFUSED
    try:
        group = group_named(session, group_name)
        diff = import_schedule(session, file, group=group, now=now, dry_run=dry_run, progress=_progress(out))
    except FileRefused as refused:
        out(f"{path.name}: {refused.title}.")
        for problem in refused.problems:
            out(f"  {problem}")
        if refused.more:
            out(f"  and {refused.more:,} more")
        out(refused.detail)
        return REFUSED
    except DomainError as refused:
        out(f"{refused.title}. {refused.detail}")
        return REFUSED
    out(f"{path.name} → {group.name}")
    for line in diff.lines():
        out(line)
    if dry_run:
        out("This was a dry run: nothing was saved.")
    elif not diff.changes_something:
        out("Nothing has changed.")
    else:
        out("Saved. Everybody in the group sees it at their next sync.")
    return DONE


def _progress(out: Callable[[str], None]) -> Callable[[str, int, int], None]:
    def tell(what: str, done: int, of: int) -> None:
        out(f"… {done:,} of {of:,} {what}" if done < of else f"… {of:,} {what}")

    return tell
