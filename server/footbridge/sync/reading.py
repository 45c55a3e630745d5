"""A page of the feed, read in one snapshot."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from footbridge.feed import fingerprints
from footbridge.feed.kinds import Kinds, StaffRecord
from footbridge.kernel.errors import NotFound
from footbridge.kernel.instants import format_instant
from footbridge.sealing.service import Sealer
from footbridge.sync import statements
from footbridge.sync.storing import CHUNK, body_of

PAGE_RECORDS = 200
PAGE_BYTES = 64 * 1024
"""About what one page may weigh: on a bad line the acknowledgements in it have to arrive before the phone gives up. A page
holds at least one record, so it may be larger."""
WEIGHT_OF_AN_ID = 39
WEIGHT_OF_STAFFS = 500


@dataclass(frozen=True, slots=True)
class Page:
    """What changed after a cursor. `cursor` is the highest number in it; `digest` is there when nothing is left to fetch."""

    cursor: int
    more: bool
    digest: str | None
    changes: list[dict[str, Any]]


def page(session: Session, participant_id: UUID, cursor: int, *, kinds: Kinds, sealer: Sealer) -> Page:
    """The next page after `cursor`. A cursor above the counter (this server was put back) gets the counter itself and no changes:
    a number below what was asked tells the phone to start over."""
    counter = session.execute(statements.COUNTER, {"p": participant_id}).first()
    if counter is None:
        raise NotFound("There is no such person here.")
    if cursor > counter.number:
        return Page(counter.number, more=False, digest=None, changes=[])
    rows = list(session.execute(statements.PAGE, {"p": participant_id, "cursor": cursor, "limit": PAGE_RECORDS + 1}))
    more, rows = len(rows) > PAGE_RECORDS, rows[:PAGE_RECORDS]
    heads = _heads(session, participant_id, [row.record for row in rows if row.kind not in kinds.staff])
    staff = {
        kind: kinds.staff[kind].load(session, participant_id, [row.record for row in rows if row.kind == kind])
        for kind in {row.kind for row in rows} & set(kinds.staff)
    }
    changes: list[dict[str, Any]] = []
    taken, last = 0, cursor
    for row in rows:
        mine = [] if row.kind in staff else heads[row.kind, row.record]
        taken += WEIGHT_OF_STAFFS if row.kind in staff else sum(map(_weight, mine))
        if changes and taken > PAGE_BYTES:
            more = True
            break
        if row.kind in staff:
            change = _staffs(staff[row.kind].get(row.record))
        else:
            change = {"heads": [_head(head, sealer) for head in mine]}
        changes.append({"kind": row.kind, "record": str(row.record), **change})
        last = row.number
    digest = None if more else fingerprints.as_text(counter.digest)
    return Page(last, more=more, digest=digest, changes=changes)


def wanted(session: Session, participant_id: UUID, have: Sequence[UUID]) -> list[UUID]:
    """Those of the phone's revisions that this server does not hold (any more), in the order asked."""
    held: set[UUID] = set()
    for start in range(0, len(have), CHUNK):
        chunk = list(have[start : start + CHUNK])
        held.update(session.scalars(statements.KNOWN_IDS, {"p": participant_id, "ids": chunk}))
    return [one for one in have if one not in held]


def _heads(session: Session, participant_id: UUID, records: list[UUID]) -> dict[tuple[str, UUID], list[Row[Any]]]:
    found: dict[tuple[str, UUID], list[Row[Any]]] = defaultdict(list)
    if records:
        for row in session.execute(statements.HEADS, {"p": participant_id, "records": records}):
            found[row.kind, row.record].append(row)
    return found


def _staffs(found: StaffRecord | None) -> dict[str, Any]:
    if found is None:
        return {"version": 0, "deleted": True, "body": None}
    return {"version": found.version, "deleted": found.body is None, "body": found.body}


def _weight(row: Row[Any]) -> int:
    return 300 + len(row.body_sealed or b"") + WEIGHT_OF_AN_ID * len(row.ancestors)


def _head(row: Row[Any], sealer: Sealer) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "ancestors": row.ancestors,
        "deleted": row.deleted,
        "schema": row.schema,
        "made_at": format_instant(row.made_at),
        "zone": row.zone,
        "utc_offset_min": row.utc_offset_min,
        "received_at": format_instant(row.received_at),
        "body": body_of(row, sealer),
    }
