"""Calendar files for the tests: the fixtures, small ones made in place, and how their occurrences read."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from footbridge.schedule.imported import ImportedFile
from footbridge.schedule.recurrence import Window, occurrences

CALENDARS = Path(__file__).parents[2] / "calendars"
CHICAGO = ZoneInfo("America/Chicago")
YEARS = Window(datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))


def fixture(name: str) -> bytes:
    return (CALENDARS / name).read_bytes()


def event(*lines: str, uid: str = "one", starts: str = "DTSTART;TZID=America/Chicago:20261123T180000") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", starts, *lines, "END:VEVENT"])


def a_calendar(*events: str, head: str = "VERSION:2.0") -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", head, *events, "END:VCALENDAR", ""]).encode()


def shown(file: ImportedFile, zone: ZoneInfo = CHICAGO) -> list[str]:
    """Each occurrence as "Mon 2026-11-23 18:00-21:00 Title" on the clocks of `zone`, earliest first."""
    found = [(one.starts_at, one.ends_at, one.details, one.is_cancelled) for one in file.appointments]
    for each in file.series:
        found += [
            (one.starts_at, one.ends_at, one.details, one.is_cancelled) for one in occurrences(each.series, YEARS)
        ]
    return [
        f"{starts.astimezone(zone):%a %Y-%m-%d %H:%M}-{ends.astimezone(zone):%H:%M} {details.title}"
        + " (cancelled)" * off
        for starts, ends, details, off in sorted(found, key=lambda one: (one[0], one[2].title))
    ]
