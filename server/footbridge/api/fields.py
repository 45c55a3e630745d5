"""The fields that schemas are made of. Strict: no number from text, no text with NUL or half an emoji."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any
from uuid import UUID

from apiflask import Schema as ApiSchema
from marshmallow import RAISE, ValidationError, fields, validate

from footbridge.kernel.errors import FieldError, Invalid
from footbridge.kernel.instants import format_instant, parse_instant
from footbridge.kernel.text import problem_with

MAX_ZONE = 64
MOST_ERRORS = 20
MANY_UNKNOWN = 50
"""Unknown fields beyond this many are not even listed: the list would be longer than the message."""


class Schema(ApiSchema):
    """A body. Unknown fields are refused, so that nobody can slip in one that a later version trusts."""

    class Meta:
        unknown = RAISE


class Text(fields.String):
    """Text of at most `max` code points, well-formed; kept as it was typed."""

    def __init__(self, *, max: int, min: int = 0, **options: Any) -> None:
        self.max_length = max
        options.setdefault("metadata", {}).setdefault("maxLength", max)
        super().__init__(validate=validate.Length(min=min) if min else None, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError("This must be text.")
        problem = problem_with(value, self.max_length)
        if problem:
            raise ValidationError(problem)
        return value


class Integer(fields.Integer):
    """A whole number from `low` to `high`, both included. 2.5, "2" and true are refused."""

    def __init__(self, *, low: int, high: int, **options: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(min=low, max=high), **options)

    def _validated(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValidationError("This must be a whole number.")
        return super()._validated(value)


class Boolean(fields.Boolean):
    """true or false, nothing that merely looks like it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("This must be true or false.")
        return value


class Instant(fields.Field[datetime]):
    """An RFC 3339 instant, aware in UTC."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("metadata", {}).update({"type": "string", "format": "date-time"})
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        instant = parse_instant(value) if isinstance(value, str) else None
        if instant is None:
            raise ValidationError("This must be a time such as 2026-11-22T17:05:00.000Z.")
        return instant

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else format_instant(value)


class Uuid(fields.UUID):
    """A UUID in its usual form: 36 characters with dashes."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> UUID:
        if not isinstance(value, str) or len(value) != 36:
            raise ValidationError("This must be an id such as 123e4567-e89b-42d3-a456-426614174000.")
        try:
            found = UUID(value)
        except ValueError:
            raise ValidationError("This must be an id such as 123e4567-e89b-42d3-a456-426614174000.") from None
        if str(found) != value.lower():
            raise ValidationError("This must be an id such as 123e4567-e89b-42d3-a456-426614174000.")
        return found


def choice(*values: str, **options: Any) -> fields.String:
    """One of these words."""
    return fields.String(validate=validate.OneOf(values), **options)


def choice_of(words: type[StrEnum], **options: Any) -> fields.String:
    """One of the values of a StrEnum."""
    return choice(*(str(value) for value in words), **options)


class ShortList(fields.List[Any]):
    """A list that is counted before its items are looked at: a million wrong ones must not cost a million messages."""

    def __init__(self, item: fields.Field[Any], *, at_most: int, **options: Any) -> None:
        super().__init__(item, validate=validate.Length(max=at_most), **options)
        self.at_most = at_most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if isinstance(value, list) and len(value) > self.at_most:
            raise ValidationError(f"There can be up to {self.at_most:,} of these.")
        return super()._deserialize(value, attr, data, **kwargs)


def list_of(item: fields.Field[Any], *, at_most: int, **options: Any) -> fields.List[Any]:
    """A list of up to `at_most` items."""
    return ShortList(item, at_most=at_most, **options)


def check_body(reader: ApiSchema, body: Any) -> dict[str, Any]:
    """`body` as `reader` gives it.

    Raises:
        Invalid: something is wrong with it; `errors` point at each place.
    """
    if isinstance(body, dict) and len(body) > len(reader.fields) + MANY_UNKNOWN:
        raise Invalid("Some of this could not be read.", errors=(FieldError("", "There are too many fields."),))
    try:
        found: dict[str, Any] = reader.load(body)
    except ValidationError as error:
        raise Invalid("Some of this could not be read.", errors=tuple(pointers(error.messages))) from None
    return found


def pointers(messages: Any) -> list[FieldError]:
    """The first of marshmallow's messages as a flat list, each with its JSON pointer; at most 20."""
    return list(islice(_flat(messages, ""), MOST_ERRORS))


def _flat(messages: Any, at: str) -> Iterator[FieldError]:
    if isinstance(messages, dict):
        for key, below in messages.items():
            yield from _flat(below, at if key == "_schema" else f"{at}/{_escape(str(key))}")
    elif isinstance(messages, list):
        yield from (FieldError(at, str(message)) for message in messages[:5])
    else:
        yield FieldError(at, str(messages))


def _escape(key: str) -> str:
    # A key may be anything the caller sent; keep the problem document small and writable.
    return key[:60].encode("utf-8", "replace").decode().replace("~", "~0").replace("/", "~1")
