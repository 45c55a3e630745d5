"""Appointments as a kind of the feed."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from footbridge.feed import fingerprints
from footbridge.feed.kinds import StaffRecord
from footbridge.feed.models import Change
from footbridge.kernel.instants import format_instant
from footbridge.program.models import CareGroup
from footbridge.schedule.models import Appointment
from footbridge.schedule.publishing import KIND
from footbridge.schedule.stored import WORDS, WORDS_AT
from footbridge.sealing.service import Sealer

_SOME = 500


class AppointmentKind:
    """Written by the care team.

    What a participant may see was decided when it was published, not here: the phone's digest counts what was published, and the
    two must agree whatever time it is.
    """

    kind = KIND

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def load(self, session: Session, participant_id: UUID, records: Sequence[UUID]) -> Mapping[UUID, StaffRecord]:
        """See `feed.kinds.StaffKind`."""
        found: dict[UUID, StaffRecord] = {}
        for start in range(0, len(records), _SOME):
            found |= self._load(session, participant_id, records[start : start + _SOME])
        return found

    def _load(self, session: Session, participant_id: UUID, records: Sequence[UUID]) -> dict[UUID, StaffRecord]:
        published = (
            select(Appointment, CareGroup.name)
            .join(Change, Change.record == Appointment.id)
            .outerjoin(CareGroup, CareGroup.id == Appointment.group_id)
            .where(Appointment.id.in_(records))
            .where(
                Change.participant_id == participant_id, Change.kind == KIND, Change.fingerprint != fingerprints.NOTHING
            )
        )
        return {row.id: StaffRecord(row.version, self._body(row, group)) for row, group in session.execute(published)}

    def _body(self, row: Appointment, group: str | None) -> dict[str, Any]:
        return {
            **self._words(row),
            "kind": row.kind,
            "starts_at": format_instant(row.starts_at),
            "ends_at": format_instant(row.ends_at),
            "zone": row.zone,
            "group": group,
            "status": row.status,
            "moved_from": None if row.moved_from is None else format_instant(row.moved_from),
        }

    def _words(self, row: Appointment) -> dict[str, Any]:
        if row.participant_id is None or row.words_sealed is None:
            return {name: getattr(row, name) for name in WORDS}
        words = self._sealer.open_json(row.participant_id, row.words_sealed, where=f"{WORDS_AT}.{row.id}")
        return {name: words[name] for name in WORDS}
