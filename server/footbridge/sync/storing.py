"""Storing revisions: never conflicts, and repeating it changes nothing.

In one transaction, with the participant's counter locked: the revisions, what they replace, the numbers of the changes and the
slices' projections. An answer "stored" leaves only after that transaction is on disk.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from footbridge.feed import fingerprints, service
from footbridge.feed.kinds import Head, Kinds, OwnKind, Projected
from footbridge.feed.service import Touched
from footbridge.kernel.errors import Conflict, Invalid
from footbridge.sealing.service import Sealer
from footbridge.sync import statements
from footbridge.sync.envelopes import Envelope, Result, rejected
from footbridge.sync.rules import HeadFacts, is_private, winner

BODY_AT = "revision.body"
MAX_HEADS = 32
"""Versions of one record that replace none of each other. Each save reads them all, so their number has to end."""
CHUNK = 500
"""Values in one IN list: older SQLite builds take 999."""


class TooManyVersions(Conflict):
    """One record has more versions side by side than phones can have made."""

    slug = "too-many-versions"
    title = "There are too many versions of this"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Whose revisions these are, from which device, when they came, and how far ahead of ours its clock is."""

    participant_id: UUID
    device: UUID
    received_at: datetime
    skew_ms: int


def store(
    session: Session, envelopes: Sequence[Envelope], arrival: Arrival, *, kinds: Kinds, sealer: Sealer
) -> list[Result]:
    """Store what is new; one result per envelope, in order. A write transaction must be open."""
    service.lock(session, arrival.participant_id)
    stored = _stored(session, arrival.participant_id, envelopes)
    first: dict[UUID, Envelope] = {}
    for one in envelopes:
        if one.id not in stored:
            first.setdefault(one.id, one)
    added = {one.id: result for one, result in _add(session, list(first.values()), arrival, kinds, sealer)}
    results: list[Result] = []
    for one in envelopes:
        if one.id in stored:
            same = _says_the_same(one, stored[one.id], sealer)
            results.append(Result(str(one.id), "known") if same else _differs(one))
        else:
            results.append(added[one.id] if one == first[one.id] else _differs(one))
    return results


def _add(
    session: Session, fresh: Sequence[Envelope], arrival: Arrival, kinds: Kinds, sealer: Sealer
) -> Iterator[tuple[Envelope, Result]]:
    """All at once, and when the database refuses, each by itself: only the one it can't hold is set aside."""
    if not fresh:
        return
    try:
        with session.begin_nested():
            _add_together(session, fresh, arrival, kinds, sealer)
    except TooManyVersions as error:
        if len(fresh) == 1:
            yield fresh[0], rejected(str(fresh[0].id), error.slug, error.title, error.detail)
            return
        for one in fresh:
            yield from _add(session, [one], arrival, kinds, sealer)
        return
    except (DataError, IntegrityError):
        # This value, and no other trouble of the database: an entry must not be blamed for a disk or a missing table.
        if len(fresh) == 1:
            title, detail = "We could not store that", "It stays on your phone. Please show it to your team."
            yield fresh[0], rejected(str(fresh[0].id), "not-stored", title, detail)
            return
        for one in fresh:
            yield from _add(session, [one], arrival, kinds, sealer)
        return
    for one in fresh:
        yield one, Result(str(one.id), "stored")


def _add_together(session: Session, fresh: Sequence[Envelope], arrival: Arrival, kinds: Kinds, sealer: Sealer) -> None:
    person = arrival.participant_id
    dialect = session.get_bind().dialect.name
    named = [(one.kind, one.record, ancestor) for one in fresh for ancestor in one.ancestors]
    if named:
        rows = [{"participant_id": person, "kind": k, "record": r, "revision": a} for k, r, a in dict.fromkeys(named)]
        session.execute(statements.ADD_REPLACED[dialect], rows)
        session.execute(
            statements.NO_LONGER_HEADS,
            [{"p": person, "of_kind": k, "of_record": r, "ancestor": a} for k, r, a in dict.fromkeys(named)],
        )
    gone = _replaced(session, person, fresh)
    session.execute(
        statements.ADD_REVISIONS[dialect],
        [_row(one, arrival, sealer, is_head=(one.kind, one.record, one.id) not in gone) for one in fresh],
    )
    _number_and_project(session, fresh, arrival, kinds, sealer)


def _number_and_project(
    session: Session, fresh: Sequence[Envelope], arrival: Arrival, kinds: Kinds, sealer: Sealer
) -> None:
    person = arrival.participant_id
    checked = {one.id: one for one in fresh}
    heads: dict[tuple[str, UUID], list[Row[Any]]] = {(one.kind, one.record): [] for one in fresh}
    records = list(dict.fromkeys(one.record for one in fresh))
    for start in range(0, len(records), CHUNK):
        for row in session.execute(statements.HEADS, {"p": person, "records": records[start : start + CHUNK]}):
            if (row.kind, row.record) in heads:
                heads[row.kind, row.record].append(row)
    if any(len(rows) > MAX_HEADS for rows in heads.values()):
        raise TooManyVersions("Open it, keep what you want to keep, and save it once.")
    service.bump_many(
        session,
        [
            Touched(person, k, r, fingerprints.of_heads(k, r, [row.id for row in rows]))
            for (k, r), rows in heads.items()
        ],
    )
    projected: dict[str, list[Projected]] = defaultdict(list)
    for (kind, record), rows in heads.items():
        own = kinds.own.get(kind)
        if own is None:
            continue
        bodies = {row.id: _checked(row, own, sealer, checked) for row in rows if not row.deleted}
        projected[kind].append(Projected(record, _winning_head(rows, bodies)))
    for kind, changed in projected.items():
        kinds.own[kind].project(session, person, changed, sealer=sealer, now=arrival.received_at)


def _checked(row: Row[Any], own: OwnKind, sealer: Sealer, fresh: Mapping[UUID, Envelope]) -> Mapping[str, Any] | None:
    """A head's body in the newest schema; None for one that was stored before this program knew its kind, and does not fit."""
    if row.id in fresh:
        return fresh[row.id].checked
    try:
        return own.check(body_of(row, sealer) or {}, row.schema)
    except Invalid:
        return None


def body_of(row: Row[Any], sealer: Sealer) -> dict[str, Any] | None:
    """The body of a stored revision, as it was sent; None for a deletion."""
    if row.body_sealed is None:
        return None
    found: dict[str, Any] = sealer.open_json(row.participant_id, row.body_sealed, where=f"{BODY_AT}.{row.id}")
    return found


def _winning_head(rows: Sequence[Row[Any]], bodies: Mapping[UUID, Mapping[str, Any] | None]) -> Head | None:
    facts = [
        # What can't be shown counts as private: nothing is shared by mistake.
        HeadFacts(row.id, row.deleted, row.received_at, (bodies.get(row.id) or {}).get("sharing") != "team")
        for row in rows
    ]
    best = winner([one for one in facts if bodies.get(one.revision) is not None])
    if best is None:
        return None
    row = next(row for row in rows if row.id == best.revision)
    body = bodies[row.id] or {}
    return Head(
        revision=row.id,
        body=body,
        made_at=row.made_at,
        received_at=row.received_at,
        is_private=is_private(facts),
        heads=sum(not row.deleted for row in rows),
    )


def _row(one: Envelope, arrival: Arrival, sealer: Sealer, *, is_head: bool) -> dict[str, Any]:
    person = arrival.participant_id
    return {
        "participant_id": person,
        "id": one.id,
        "kind": one.kind,
        "record": one.record,
        "ancestors": [str(ancestor) for ancestor in one.ancestors],
        "deleted": one.deleted,
        "schema": one.schema,
        "made_at": one.made_at,
        "zone": one.zone,
        "utc_offset_min": one.utc_offset_min,
        "received_at": arrival.received_at,
        "skew_ms": arrival.skew_ms,
        "device": arrival.device,
        "is_head": is_head,
        "body_sealed": None if one.raw is None else sealer.seal(person, one.raw, where=f"{BODY_AT}.{one.id}"),
    }


def _stored(session: Session, person: UUID, envelopes: Sequence[Envelope]) -> dict[UUID, Row[Any]]:
    ids = list(dict.fromkeys(one.id for one in envelopes))
    return {row.id: row for row in session.execute(statements.KNOWN, {"p": person, "ids": ids})} if ids else {}


def _replaced(session: Session, person: UUID, fresh: Sequence[Envelope]) -> set[tuple[str, UUID, UUID]]:
    ids = [one.id for one in fresh]
    return {(k, r, i) for k, r, i in session.execute(statements.ALREADY_REPLACED, {"p": person, "ids": ids})}


def _says_the_same(one: Envelope, row: Row[Any], sealer: Sealer) -> bool:
    if (one.kind, one.record, one.deleted, one.schema) != (row.kind, row.record, row.deleted, row.schema):
        return False
    if {str(ancestor) for ancestor in one.ancestors} != set(row.ancestors):
        return False
    sent = None if one.raw is None else orjson.loads(one.raw)
    return sent == body_of(row, sealer)


def _differs(one: Envelope) -> Result:
    return rejected(
        str(one.id),
        "revision-differs",
        "This was saved before with other words",
        "Both stay: the earlier words here, these on your phone.",
    )
