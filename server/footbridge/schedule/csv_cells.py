"""Dates, times and headers as people write them in a table. Pure."""

import re
import unicodedata
from datetime import UTC, date, datetime, time

# Ours first, then what programs and people call them, English and Spanish; compared without accents, case, blanks or marks.
COLUMNS: dict[str, tuple[str, ...]] = {
    "date": ("date", "day", "startdate", "fecha", "dia", "fechadeinicio"),
    "start": ("start", "starts", "starttime", "from", "begin", "inicio", "comienzo", "horadeinicio", "desde"),
    "end": ("end", "ends", "endtime", "to", "until", "fin", "final", "termina", "horadefin", "horafinal", "hasta"),
    "title": ("title", "name", "subject", "summary", "titulo", "nombre", "asunto"),
    "type": ("type", "kind", "category", "tipo", "categoria", "clase"),
    "group": ("group", "track", "grupo"),
    "leader": (
        "leader",
        "therapist",
        "clinician",
        "facilitator",
        "staff",
        "terapeuta",
        "facilitador",
        "facilitadora",
        "dirige",
    ),
    "location": ("location", "place", "room", "where", "lugar", "ubicacion", "sala", "salon", "donde"),
    "join_url": (
        "joinurl",
        "url",
        "link",
        "meetinglink",
        "videolink",
        "zoom",
        "enlace",
        "liga",
        "vinculo",
        "enlacedevideo",
    ),
    "notes": ("notes", "note", "description", "comments", "notas", "nota", "descripcion", "comentarios"),
    "external_id": ("externalid", "id", "uid", "identificador", "idexterno"),
}
_ALIASES = {alias: column for column, aliases in COLUMNS.items() for alias in aliases}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2})(?::(\d{2}))?)?\s*([ap])?\.?\s*(m)?\.?", re.ASCII | re.IGNORECASE)


def column_named(header: str) -> str | None:
    """Our name for a column that is headed like this; None when we know none."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", header.casefold()) if c.isascii() and c.isalnum())
    return _ALIASES.get(bare)


def date_of(text: str) -> date | None:
    """2026-11-23 or 11/23/2026 (month first); None for anything else."""
    iso, us = _ISO.fullmatch(text), _US.fullmatch(text)
    if iso:
        year, month, day = iso.groups()
    elif us:
        month, day, year = us.groups()
    else:
        return None
    try:
        return datetime(int(year), int(month), int(day), tzinfo=UTC).date()
    except ValueError:
        return None


def time_of(text: str) -> time | None:
    """18:00, 18:00:00, 6 PM, 6:00 p. m.; None for anything else. A bare number needs AM or PM."""
    matched = _CLOCK.fullmatch(text)
    if matched is None:
        return None
    hour, minute, second, half, m = matched.groups()
    if (half is None) != (m is None) or (half is None and minute is None):
        return None
    number = int(hour)
    if half is not None:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if half.lower() == "p" else 0)
    try:
        return time(number, int(minute or 0), int(second or 0))
    except ValueError:
        return None
