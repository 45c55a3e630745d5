"""A table of appointments (CSV). Pure.

Owns: the columns `date,start,end,title,type,group,leader,location,join_url,notes,external_id`, finding the separator, and telling
of every row what is wrong with it. All or nothing. Rows are counted as a spreadsheet counts them: the headings are row 1.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time
from zoneinfo import ZoneInfo

from footbridge.kernel.text import problem_with
from footbridge.kernel.zones import instant_of
from footbridge.schedule.csv_cells import COLUMNS, column_named, date_of, time_of
from footbridge.schedule.details import (
    MAX_LEADER,
    MAX_NOTE,
    MAX_PLACE,
    MAX_TITLE,
    Details,
    Kind,
    is_join_url,
    kind_named,
    one_line,
    paragraphs,
)
from footbridge.schedule.imported import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_EVENTS,
    MAX_FILE_BYTES,
    FileRefused,
    ImportedAppointment,
    ImportedFile,
    Problem,
)

REQUIRED = ("date", "start", "end", "title")
MAX_ID = 200
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()


def read_csv(data: bytes, *, zone: ZoneInfo) -> ImportedFile:
    """Every appointment in the table; times are wall times in `zone`, the program's.

    Raises:
        FileRefused: the table or one of its rows can't be read. Every row is looked at, so all that is wrong is told.
    """
    rows = _rows(_text(data))
    problems: list[Problem] = []
    found: list[ImportedAppointment] = []
    for row in rows:
        wrong: list[str] = []
        appointment = _appointment(row, zone, wrong.append)
        problems += [Problem(f"Row {row.number}", text) for text in wrong]
        if appointment is not None and not wrong:
            found.append(appointment)
    problems += _twice(found)
    if problems:
        raise FileRefused(problems)
    return ImportedFile(None, appointments=tuple(_numbered(found)), events=len(found))


def _text(data: bytes) -> str:
    if len(data) > MAX_FILE_BYTES:
        raise _refused(
            "", f"The file has {len(data) / 1_048_576:.1f} MB. It can have up to {MAX_FILE_BYTES // 1_048_576} MB."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        row = data[: broken.start].count(b"\n") + 1
        raise _refused(f"Row {row}", "This is not UTF-8 text. In Excel, save as “CSV UTF-8”.") from None
    if "\x00" in text:
        raise _refused(
            f"Row {text[: text.index(chr(0))].count(chr(10)) + 1}", "A character here can't be stored (NUL)."
        )
    return text


def _rows(text: str) -> list[_Row]:
    """The rows below the headings that are not empty."""
    first, _, rest = text.partition("\n")
    hint = first.strip().lower()
    skipped = 0
    if hint.startswith("sep=") and len(hint) == len("sep=;"):
        text, skipped = rest, 1  # Excel's own first line, which it does not show as a row
    separator = max(
        _SEPARATORS, key=lambda one: sum(bool(column_named(cell)) for cell in text.partition("\n")[0].split(one))
    )
    table = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[_Row] = []
    columns: list[str] | None = None
    number = skipped
    try:
        for number, cells in enumerate(table, start=1 + skipped):
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = _columns(cells, number)
            elif any(cell.strip() for cell in cells[len(columns) :]):
                raise _refused(f"Row {number}", f"This row has {len(cells)} cells, the headings are {len(columns)}.")
            else:
                rows.append(_Row(number, dict(zip(columns, cells, strict=False))))
    except csv.Error as broken:
        raise _refused(
            f"Row {number + 1}", f"This row can't be read ({broken}). Look for a quotation mark without its pair."
        ) from None
    if not rows:
        raise _refused("", "There is no appointment in this file.")
    if len(rows) > MAX_EVENTS:
        raise _refused("", f"There are {len(rows):,} rows in this file. It can have up to {MAX_EVENTS:,}.")
    return rows


def _columns(headings: list[str], number: int) -> list[str]:
    while headings and not headings[-1].strip():
        headings = headings[:-1]
    columns = [column_named(heading) for heading in headings]
    unknown = [one_line(heading)[:40] for heading, column in zip(headings, columns, strict=True) if column is None]
    known = [column for column in columns if column is not None]
    where = f"Row {number}"
    if missing := [column for column in REQUIRED if column not in known]:
        raise _refused(where, f"A heading is missing: {', '.join(missing)}. The headings are {', '.join(COLUMNS)}.")
    if unknown:
        raise _refused(where, f"We don't know the heading “{unknown[0]}”. The headings are {', '.join(COLUMNS)}.")
    if twice := [column for column in known if known.count(column) > 1]:
        raise _refused(where, f"Two headings mean the same: {twice[0]}.")
    return known


def _appointment(row: _Row, zone: ZoneInfo, wrong: Callable[[str], None]) -> ImportedAppointment | None:
    day = _day(row["date"], wrong)
    starts, ends = (_time(row[column], column, wrong) for column in ("start", "end"))
    details = _details(row, wrong)
    if len(row["external_id"]) > MAX_ID:
        wrong(f"external_id: it can have up to {MAX_ID} characters.")
    if day is None or starts is None or ends is None or details is None:
        return None
    if ends <= starts:
        wrong(f"end: {row['end']} is not after {row['start']}. An appointment starts and ends on the same day.")
        return None
    return ImportedAppointment(
        uid=row["external_id"],
        starts_at=instant_of(day, starts, zone),
        ends_at=instant_of(day, ends, zone),
        zone=zone,
        details=details,
        where=f"Row {row.number}",
        group=one_line(row["group"]) or None,
    )


def _day(text: str, wrong: Callable[[str], None]) -> date | None:
    day = date_of(text)
    if day is None:
        wrong(f"date: “{text[:40]}” is not a date. Write 2026-11-23 or 11/23/2026." if text else "date: it is missing.")
    elif not FIRST_YEAR <= day.year <= LAST_YEAR:
        wrong(f"date: the year {day.year} is not between {FIRST_YEAR} and {LAST_YEAR}.")
        return None
    return day


def _time(text: str, column: str, wrong: Callable[[str], None]) -> time | None:
    found = time_of(text)
    if found is None:
        wrong(
            f"{column}: “{text[:40]}” is not a time. Write 18:00 or 6:00 PM." if text else f"{column}: it is missing."
        )
    return found


def _details(row: _Row, wrong: Callable[[str], None]) -> Details | None:
    title, place, leader, note = (
        one_line(row["title"]),
        one_line(row["location"]),
        one_line(row["leader"]),
        paragraphs(row["notes"]),
    )
    if not title:
        wrong("title: it is missing.")
    for column, text, limit in (
        ("title", title, MAX_TITLE),
        ("location", place, MAX_PLACE),
        ("leader", leader, MAX_LEADER),
        ("notes", note, MAX_NOTE),
    ):
        if problem := problem_with(text, limit):
            wrong(f"{column}: {problem}")
    link = row["join_url"]
    if link and not is_join_url(link):
        wrong(f"join_url: “{link[:60]}” is not an address that begins with https://.")
    kind = kind_named(row["type"]) if row["type"] else kind_named(title) or Kind.OTHER
    if kind is None:
        wrong(f"type: “{one_line(row['type'])[:40]}” is none of {', '.join(Kind)}.")
        return None
    return Details(
        title=title, kind=kind, place=place or None, join_url=link or None, leader=leader or None, note=note or None
    )


def _twice(found: list[ImportedAppointment]) -> list[Problem]:
    """Rows that can't be told apart: the same id, or without one the same words at the same time."""
    seen: dict[tuple[str | None, ...], str] = {}
    problems = []
    for one in found:
        same = (one.group, one.uid) if one.uid else (one.group, "", one.details.title, one.starts_at.isoformat())
        if same in seen:
            what = (
                f"has the same external_id as {seen[same].lower()}"
                if one.uid
                else f"says the same as {seen[same].lower()}"
            )
            problems.append(Problem(one.where, f"This row {what}."))
        seen.setdefault(same, one.where)
    return problems


def _numbered(found: list[ImportedAppointment]) -> list[ImportedAppointment]:
    """The appointments, those without an id named by title and day, so that another time of day is a move and not a new one."""
    counts: dict[tuple[str | None, str, date], int] = {}
    named = []
    for one in sorted(found, key=lambda one: one.starts_at):
        if one.uid:
            named.append(replace(one, uid=f"id:{one.uid}"))
            continue
        day = one.starts_at.astimezone(one.zone).date()
        key = (one.group, one.details.title, day)
        counts[key] = counts.get(key, 0) + 1
        named.append(replace(one, uid=f"{one.details.title} {day.isoformat()} {counts[key]}"))
    return named


def _refused(where: str, text: str) -> FileRefused:
    return FileRefused([Problem(where, text)])
