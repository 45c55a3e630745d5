"""The feed's counter and digest."""

from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from footbridge.feed import fingerprints
from footbridge.feed.models import Change, FeedCounter
from footbridge.feed.service import Touched, bump, bump_many


def _sum(session: Session, participant: UUID) -> int:
    marks = session.scalars(select(Change.fingerprint).where(Change.participant_id == participant))
    return sum(map(fingerprints.to_unsigned, marks)) % fingerprints.MODULUS


def test_each_change_takes_the_next_number_and_the_digest_is_the_sum(session: Session, ana: UUID) -> None:
    counter = session.get_one(FeedCounter, ana)
    session.refresh(counter)
    first = counter.number
    records = [uuid4() for _ in range(30)]
    bump_many(session, [Touched(ana, "appointment", r, fingerprints.of_version("appointment", r, 1)) for r in records])
    bump(session, ana, kind="appointment", record=records[0], fingerprint=fingerprints.NOTHING)
    session.refresh(counter)
    assert counter.number == first + 31
    assert fingerprints.to_unsigned(counter.digest) == _sum(session, ana)


def test_one_persons_changes_leave_anothers_numbers_alone(session: Session, ana: UUID, ben: UUID) -> None:
    before = session.get_one(FeedCounter, ben).number
    bump(session, ana, kind="program", record=uuid4(), fingerprint=7)
    session.expire_all()
    assert session.get_one(FeedCounter, ben).number == before
