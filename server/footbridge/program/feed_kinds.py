"""The program and the person themselves, as records of the feed: what Help now, the session line and the save button read."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from footbridge.accounts.models import Participant
from footbridge.accounts.people import me_body
from footbridge.feed.kinds import StaffRecord
from footbridge.program.models import Enrollment, Program
from footbridge.program.service import enrollment_of
from footbridge.sealing.service import Sealer


class ProgramKind:
    """One record, its id the program's."""

    kind = "program"

    def load(self, session: Session, participant_id: UUID, records: Sequence[UUID]) -> Mapping[UUID, StaffRecord]:
        """See `feed.kinds.StaffKind`. The same for everybody."""
        found: dict[UUID, StaffRecord] = {}
        for record in records:
            program = session.get(Program, record)
            if program is not None:
                found[record] = StaffRecord(program.version, _program_body(program))
        return found


class MeKind:
    """One record, its id the participant's."""

    kind = "me"

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def load(self, session: Session, participant_id: UUID, records: Sequence[UUID]) -> Mapping[UUID, StaffRecord]:
        """See `feed.kinds.StaffKind`. Nobody gets another person's."""
        person = session.get(Participant, participant_id)
        if person is None or participant_id not in records:
            return {}
        body = me_body(person, _path(enrollment_of(session, participant_id)), sealer=self._sealer)
        return {participant_id: StaffRecord(person.version, body)}


def _program_body(program: Program) -> dict[str, Any]:
    return {
        "public_name": program.public_name,
        "zone": program.zone,
        "urge_threshold": program.urge_threshold,
        "team_days": program.team_days,
        "team_hours": program.team_hours,
        "lines": program.lines,
    }


def _path(enrollment: Enrollment | None) -> dict[str, Any]:
    if enrollment is None:
        return {"phase": None, "started_on": None, "planned_end_on": None}
    return {
        "phase": enrollment.phase,
        "started_on": enrollment.started_on.isoformat(),
        "planned_end_on": enrollment.planned_end_on.isoformat(),
    }
