"""JSON in and out of requests.

Reading is strict: UTF-8 only, no NaN or Infinity, no duplicate key, at most 32 levels, integers that JavaScript can hold. The
standard library's scanner reads, since orjson can't see duplicate keys; orjson writes (ADR 0004).
"""

import json
from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

import orjson
from flask.json.provider import JSONProvider

from footbridge.kernel.errors import Malformed
from footbridge.kernel.instants import format_instant

MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1


def parse(data: bytes) -> Any:
    """The JSON value that `data` (UTF-8) holds.

    Raises:
        Malformed: it is not strict JSON; the text says why. Lone surrogates written as escapes are let through: the field that
            holds them answers, so that one cut emoji does not refuse its neighbours.
    """
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except RecursionError:
        raise Malformed(f"The message is nested more than {MAX_DEPTH} levels deep.") from None
    except UnicodeDecodeError:
        raise Malformed("The message is not UTF-8 text.") from None
    except ValueError:
        raise Malformed("The message is not JSON.") from None
    _check(value)
    return value


def write(value: Any) -> bytes:
    """`value` as JSON; instants in UTC with milliseconds, ids as text."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_PASSTHROUGH_DATETIME)


class StrictJson(JSONProvider):
    """Flask's JSON, by the two functions above."""

    def dumps(self, obj: Any, **_options: Any) -> str:
        return write(obj).decode()

    def loads(self, s: str | bytes, **_options: Any) -> Any:
        return parse(s.encode() if isinstance(s, str) else s)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("The message names one field twice.")
    return found


def _no_constant(name: str) -> NoReturn:
    raise Malformed(f"{name} is not a number that JSON knows.")


def _check(value: Any) -> None:
    """Depth and integer size, without recursion: the input may be hostile."""
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH + 1):
        deeper: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                deeper.extend(item.values())
            elif isinstance(item, list):
                deeper.extend(item)
            elif isinstance(item, int) and abs(item) > MAX_INTEGER:
                raise Malformed("The message holds a whole number that is too large.")
            elif isinstance(item, float) and item in (float("inf"), float("-inf")):
                raise Malformed("The message holds a number that is too large.")
        if not deeper:
            return
        level = deeper
    raise Malformed(f"The message is nested more than {MAX_DEPTH} levels deep.")
