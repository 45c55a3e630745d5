"""What a phone reads of the program and of its owner."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from footbridge.accounts.models import Participant
from footbridge.accounts.people import rename
from footbridge.program.feed_kinds import MeKind, ProgramKind
from footbridge.program.models import CareGroup, Program
from footbridge.sealing.service import Sealer


def test_the_program_is_the_same_for_everybody(session: Session, program: Program, ana: UUID, ben: UUID) -> None:
    of_ana, of_ben = (ProgramKind().load(session, who, [program.id])[program.id] for who in (ana, ben))
    assert of_ana == of_ben
    assert of_ana.body is not None
    assert of_ana.body["urge_threshold"] == 7
    assert "name" not in of_ana.body  # the clinic's own name never reaches a phone


def test_me_tells_name_sharing_and_the_path(
    session: Session,
    sealer: Sealer,
    make_group: Callable[..., CareGroup],
    make_participant: Callable[..., Participant],
) -> None:
    person = make_participant("Ana", group=make_group())
    kind = MeKind(sealer)
    body = kind.load(session, person.id, [person.id])[person.id].body
    assert body == {
        "name": "Ana",
        "language": "en",
        "sharing": "private",
        "phase": "intensive",
        "started_on": "2026-03-02",
        "planned_end_on": "2026-05-31",
    }
    before = session.get_one(Participant, person.id).version
    rename(session, person, "Anita", sealer=sealer)
    again = kind.load(session, person.id, [person.id])[person.id]
    assert again.version > before
    assert again.body is not None
    assert again.body["name"] == "Anita"


def test_nobody_gets_another_persons_me(session: Session, sealer: Sealer, ana: UUID, ben: UUID, now: datetime) -> None:
    assert MeKind(sealer).load(session, ana, [ben]) == {}
