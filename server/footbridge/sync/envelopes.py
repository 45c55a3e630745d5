"""Reading what a phone sent, one revision at a time.

Each is understood, refused or put off by itself: one bad entry never blocks another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from marshmallow import ValidationError

from footbridge.api.fields import pointers
from footbridge.feed.kinds import Kinds
from footbridge.kernel.errors import Invalid
from footbridge.sync.schemas import RevisionSchema

MAX_BODY_BYTES = 128 * 1024
_reader = RevisionSchema()


@dataclass(frozen=True, slots=True)
class Envelope:
    """A revision that can be stored. `raw` is the body as sent; `checked` the same in the newest schema, None for a kind that
    this program does not know, or a deletion."""

    id: UUID
    kind: str
    record: UUID
    ancestors: tuple[UUID, ...]
    deleted: bool
    schema: int
    made_at: datetime
    zone: str
    utc_offset_min: int
    raw: bytes | None
    checked: Mapping[str, Any] | None

    @property
    def is_private(self) -> bool:
        """Whether the person keeps this to themselves. What says nothing of sharing is private."""
        return self.checked is None or self.checked.get("sharing") != "team"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one revision: stored, known, rejected (with the problem) or later."""

    id: str | None
    status: str
    problem: Mapping[str, str] | None = None

    def as_json(self) -> dict[str, Any]:
        """As the wire has it."""
        found: dict[str, Any] = {"id": self.id, "status": self.status}
        if self.problem is not None:
            found["problem"] = dict(self.problem)
        return found


def rejected(revision: str | None, slug: str, title: str, detail: str) -> Result:
    """A revision that can't be stored as it is. It stays on the phone, visible."""
    return Result(revision, "rejected", {"type": f"/problems/{slug}", "title": title, "detail": detail})


def read(sent: Any, kinds: Kinds) -> Envelope | Result:
    """The revision that `sent` is, or what is to be said of it."""
    name = _id_of(sent)
    try:
        found = _reader.load(sent)
    except ValidationError as error:
        return _unreadable(name, Invalid("", errors=tuple(pointers(error.messages))))
    kind = found["kind"]
    if kind in kinds.staff:
        return rejected(
            name, "not-yours", "Only the care team writes this", f"Records of kind {kind} come from the program."
        )
    own = kinds.own.get(kind)
    if own is not None and found["schema"] > own.schema:
        return Result(name, "later")
    try:
        checked = None if own is None or found["deleted"] else own.check(found["body"], found["schema"])
    except Invalid as error:
        return _unreadable(name, error, below="/body")
    try:
        raw = None if found["deleted"] else orjson.dumps(found["body"])
    except TypeError:
        return rejected(
            name, "not-understood", "We could not read that", "It holds half of a character, such as a cut emoji."
        )
    if raw is not None and len(raw) > MAX_BODY_BYTES:
        return rejected(name, "too-large", "That is too large", "One entry can be up to 128 KB.")
    return Envelope(
        id=found["id"],
        kind=kind,
        record=found["record"],
        ancestors=tuple(dict.fromkeys(found["ancestors"])),
        deleted=found["deleted"],
        schema=found["schema"],
        made_at=found["made_at"],
        zone=found["zone"],
        utc_offset_min=found["utc_offset_min"],
        raw=raw,
        checked=checked,
    )


def _id_of(sent: Any) -> str | None:
    """The id to answer with, if what was sent has one that can be written back."""
    name = sent.get("id") if isinstance(sent, dict) else None
    if not isinstance(name, str) or len(name) > 64 or not name.isascii() or not name.isprintable():
        return None
    return name


def _unreadable(name: str | None, error: Invalid, below: str = "") -> Result:
    said = "; ".join(f"{below}{one.pointer}: {one.detail}" for one in error.errors[:5]) or error.detail
    return rejected(name, "not-understood", "We could not read that", said)
