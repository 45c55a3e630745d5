"""Column types that read the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any, TypeAlias

import orjson
from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

Json: TypeAlias = Any  # any JSON value; what it must look like is the reader's to check


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Takes aware datetimes only, gives back UTC.

    Raises:
        ValueError: a datetime without a zone, which would be a different instant on each machine.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        utc = value.astimezone(UTC)
        # SQLite has no zones: the text stored there is UTC by this line and read back as such below.
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JsonText(TypeDecorator[Json]):
    """A JSON value kept as text: the same bytes on both databases. For settings and lists of ids, never a person's words."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Json, dialect: Dialect) -> str | None:
        return None if value is None else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Json:
        parsed: Json = None if value is None else orjson.loads(value)
        return parsed
