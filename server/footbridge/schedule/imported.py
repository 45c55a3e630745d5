"""What a calendar file says, whichever format it has, and how a file is refused. Pure.

Owns: the shape that readers (`ics`, `csv_file`) hand to the import, the limits of a file, the list of problems. Knows no tables.
"""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from footbridge.kernel.errors import FieldError, Invalid
from footbridge.schedule.details import Details
from footbridge.schedule.recurrence import Series

MAX_FILE_BYTES = 2 * 1024 * 1024
MAX_EVENTS = 5_000
MAX_TOLD = 20
FIRST_YEAR, LAST_YEAR = 1970, 2099


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `where` is "Line 12" or "Row 3", "" for the whole file."""

    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}" if self.where else self.text


class FileRefused(Invalid):
    """A calendar file that can't be taken as it is. Nothing of it was imported.

    `problems` are the first `MAX_TOLD`; `more` counts the rest.
    """

    slug = "file-refused"
    title = "This file could not be imported"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems[:MAX_TOLD])
        self.more = len(problems) - len(self.problems)
        super().__init__(
            "Nothing was imported and nothing has changed. Correct the file and try again.",
            errors=tuple(FieldError(one.where, one.text) for one in self.problems),
        )


class BrokenValue(ValueError):
    """A value that can't be read; the text says why, for a person. `line` is where it stands in the file, 0 when unknown."""

    def __init__(self, text: str, *, line: int = 0) -> None:
        super().__init__(text)
        self.line = line


@dataclass(frozen=True, slots=True)
class ImportedSeries:
    """A repeating event. `uid` is the file's own name for it, the same at each import."""

    uid: str
    series: Series
    where: str


@dataclass(frozen=True, slots=True)
class ImportedAppointment:
    """An event that takes place once. `group` is the name of a group when the file names one."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    details: Details
    where: str
    is_all_day: bool = False
    is_cancelled: bool = False
    group: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A whole file. `name` is the calendar's own, None when it has none; `notices` say what was made to fit or left out."""

    name: str | None
    series: tuple[ImportedSeries, ...] = ()
    appointments: tuple[ImportedAppointment, ...] = ()
    notices: tuple[str, ...] = ()
    events: int = field(default=0)
