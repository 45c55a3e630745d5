"""Instants on the wire: RFC 3339 in UTC with milliseconds, `2026-11-22T17:05:00.000Z`."""

import re
from datetime import UTC, datetime

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def parse_instant(text: str) -> datetime | None:
    """The instant that RFC 3339 `text` names, aware in UTC; None when it names none.

    Any year from 1 to 9999 is taken: a wrong clock is kept, not refused.
    """
    if not _INSTANT.fullmatch(text):
        return None
    # datetime knows six digits; the seventh to ninth say less than a clock of a phone can know.
    shortened = re.sub(r"(\.\d{6})\d+", r"\1", text.upper())
    try:
        return datetime.fromisoformat(shortened).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def format_instant(instant: datetime) -> str:
    """`instant` (aware) as the wire writes it."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
