"""Check-ins as a kind of the feed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from footbridge.api.fields import check_body
from footbridge.checkins import service
from footbridge.checkins.schemas import CheckInSchema
from footbridge.feed.kinds import Head, Projected
from footbridge.feed.service import replan
from footbridge.sealing.service import Sealer


class CheckInKind:
    """Written by the participant, projected for the care team and the planner."""

    kind = "check_in"
    schema = 1
    _reader = CheckInSchema()

    def check(self, body: Mapping[str, Any], schema: int) -> dict[str, Any]:
        """See `feed.kinds.OwnKind`. There is one schema so far, so nothing to bring up to date."""
        return check_body(self._reader, body)

    def project(
        self, session: Session, participant_id: UUID, changed: Sequence[Projected], *, sealer: Sealer, now: datetime
    ) -> None:
        """See `feed.kinds.OwnKind`. A check-in may end a reminder, so the planner looks again."""
        kept = [(one.record, one.head) for one in changed if one.head is not None]
        service.keep(session, [_row(participant_id, record, head, sealer) for record, head in kept])
        service.drop(session, participant_id, [one.record for one in changed if one.head is None])
        replan(session, [participant_id], at=now)


def _row(participant_id: UUID, record: UUID, head: Head, sealer: Sealer) -> dict[str, Any]:
    body = head.body
    words = {name: body[name] for name in ("going_on", "helped", "note")}
    where = f"{service.WORDS_AT}.{record}"
    return {
        "participant_id": participant_id,
        "record": record,
        "at": body["at"],
        "made_at": head.made_at,
        "received_at": head.received_at,
        "mood": body["mood"],
        "urge": body["urge"],
        "sharing": "private" if head.is_private else "team",
        "prompted_by": body["prompted_by"],
        "heads": head.heads,
        "words_sealed": None if head.is_private else sealer.seal_json(participant_id, words, where=where),
    }
