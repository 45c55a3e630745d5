"""Numbering changes.

A write takes the participant's next numbers inside its own transaction, with the counter's row locked, so numbers and commits
come in the same order and a phone that has read up to n has missed nothing below n. Several participants are locked in id order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from footbridge.db.upsert import upserts
from footbridge.feed.fingerprints import MODULUS, to_signed, to_unsigned
from footbridge.feed.models import Change, FeedCounter
from footbridge.kernel.errors import NotFound

# Declared as FromClause by SQLAlchemy, though a mapped class always has a Table.
_counter = cast(Table, FeedCounter.__table__)
_change = cast(Table, Change.__table__)
_locked_counter = (
    select(_counter.c.number, _counter.c.digest).where(_counter.c.participant_id == bindparam("p")).with_for_update()
)
_known = select(_change.c.kind, _change.c.record, _change.c.fingerprint).where(
    _change.c.participant_id == bindparam("p"), _change.c.record.in_(bindparam("records", expanding=True))
)
_advance = (
    update(_counter)
    .where(_counter.c.participant_id == bindparam("p"))
    .values(number=bindparam("new_number"), digest=bindparam("new_digest"))
)
_replan = (
    update(_counter)
    .where(
        _counter.c.participant_id == bindparam("p"),
        (_counter.c.replan_from.is_(None)) | (_counter.c.replan_from > bindparam("wished")),
    )
    .values(replan_from=bindparam("wished"))
)
_upserts = upserts(_change, key=("participant_id", "kind", "record"))


@dataclass(frozen=True, slots=True)
class Touched:
    """One record whose content in one participant's feed is now different.

    `fingerprint` is what `feed.fingerprints` gives for the new content (0 for a deleted record of the care team).
    """

    participant_id: UUID
    kind: str
    record: UUID
    fingerprint: int


def begin_feed(session: Session, participant_id: UUID) -> None:
    """Give a new participant a feed; once, when the participant is made."""
    session.add(FeedCounter(participant_id=participant_id, number=0, digest=0))
    session.flush()


def lock(session: Session, participant_id: UUID) -> None:
    """Wait for this participant's turn: until the transaction ends, nobody else writes to their feed.

    Raises:
        NotFound: there is no such participant.
    """
    if session.execute(_locked_counter, {"p": participant_id}).first() is None:
        raise NotFound("There is no such person here.")


def bump(session: Session, participant_id: UUID, *, kind: str, record: UUID, fingerprint: int) -> None:
    """Number one change in one feed."""
    bump_many(session, [Touched(participant_id, kind, record, fingerprint)])


def bump_many(session: Session, touched: Iterable[Touched]) -> None:
    """Number the changes, participants in id order (so that two writers never wait for each other in a ring)."""
    by_participant: dict[UUID, list[Touched]] = {}
    for one in touched:
        by_participant.setdefault(one.participant_id, []).append(one)
    for participant_id in sorted(by_participant):
        _bump_one_feed(session, participant_id, by_participant[participant_id])


def _bump_one_feed(session: Session, participant_id: UUID, touched: Sequence[Touched]) -> None:
    row = session.execute(_locked_counter, {"p": participant_id}).first()
    if row is None:
        raise NotFound("There is no such person here.")
    number, digest = row.number, to_unsigned(row.digest)
    newest = {(one.kind, one.record): one.fingerprint for one in touched}
    records = [record for _, record in newest]
    before = {
        (kind, record): to_unsigned(fingerprint)
        for start in range(0, len(records), 500)  # SQLite takes at most 999 values a query in older builds
        for kind, record, fingerprint in session.execute(
            _known, {"p": participant_id, "records": records[start : start + 500]}
        )
    }
    rows = []
    for (kind, record), fingerprint in newest.items():
        number += 1
        digest = (digest - before.get((kind, record), 0) + fingerprint) % MODULUS
        rows.append(
            {
                "participant_id": participant_id,
                "kind": kind,
                "record": record,
                "number": number,
                "fingerprint": to_signed(fingerprint),
            }
        )
    session.execute(_upserts[session.get_bind().dialect.name], rows)
    session.execute(_advance, {"p": participant_id, "new_number": number, "new_digest": to_signed(digest)})


def replan(session: Session, participant_ids: Iterable[UUID], *, at: datetime) -> None:
    """Ask the reminder planner to look at these people again from `at` on (an earlier wish stays)."""
    wishes = [{"p": one, "wished": at} for one in sorted(set(participant_ids))]
    if wishes:
        session.execute(_replan, wishes)
