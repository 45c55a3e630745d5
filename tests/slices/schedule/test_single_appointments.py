"""Appointments that the care team makes, moves and cancels itself."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from footbridge.feed.models import FeedCounter
from footbridge.program.models import CareGroup
from footbridge.schedule.details import Details, Kind
from footbridge.schedule.models import Appointment
from footbridge.schedule.service import (
    AppointmentCancelled,
    AppointmentNotUnderstood,
    AppointmentOver,
    UnknownAppointment,
    When,
    cancel_appointment,
    create_appointment,
    move_appointment,
)
from footbridge.schedule.stored import WORDS_AT
from footbridge.sealing.service import Sealer
from tests.slices.schedule.conftest import Phone, told

WEDNESDAY = When(date(2026, 3, 4), time(15), timedelta(minutes=50))
COUNSELING = Details("Counseling with Dr Cho", Kind.INDIVIDUAL, place="Office 3", note="Talk about Saturday")

Make = Callable[..., Appointment]


@pytest.fixture
def make(session: Session, sealer: Sealer, now: datetime) -> Make:
    def make(
        participant_id: UUID | None = None,
        *,
        group: CareGroup | None = None,
        when: When = WEDNESDAY,
        details: Details = COUNSELING,
    ) -> Appointment:
        return create_appointment(
            session,
            group_id=group.id if group else None,
            participant_id=participant_id,
            when=when,
            details=details,
            sealer=sealer,
            now=now,
        )

    return make


def test_one_persons_appointment_is_on_that_phone_only(make: Make, ana: UUID, ben: UUID, phone: Phone) -> None:
    made = make(ana)
    assert phone(ana)[made.id] == {
        "title": "Counseling with Dr Cho",
        "kind": "individual",
        "starts_at": "2026-03-04T21:00:00.000Z",
        "ends_at": "2026-03-04T21:50:00.000Z",
        "zone": "America/Chicago",
        "place": "Office 3",
        "join_url": None,
        "leader": None,
        "bring": None,
        "note": "Talk about Saturday",
        "group": None,
        "status": "planned",
        "moved_from": None,
    }
    assert phone(ben) == {}


def test_the_words_of_one_persons_appointment_are_not_readable_at_rest(
    session: Session, make: Make, ana: UUID, ben: UUID, sealer: Sealer
) -> None:
    made = make(ana)
    row = session.execute(text("SELECT * FROM appointment")).one()
    assert not any("Saturday" in str(value) or "Cho" in str(value) or "Office" in str(value) for value in row)
    assert made.words_sealed is not None
    with pytest.raises(InvalidTag):
        sealer.open_json(ben, made.words_sealed, where=f"{WORDS_AT}.{made.id}")


def test_a_groups_appointment_is_on_every_members_phone(
    make: Make, evening: CareGroup, ana: UUID, ben: UUID, phone: Phone
) -> None:
    make(group=evening, details=Details("Picnic"))
    assert told(phone(ana)) == ["2026-03-04T21:00 Picnic"]
    assert phone(ben) == {}


def test_a_moved_appointment_says_where_it_was(
    session: Session, make: Make, ana: UUID, phone: Phone, now: datetime
) -> None:
    made = make(ana)
    move_appointment(session, made.id, when=When(date(2026, 3, 5), time(9), timedelta(hours=1)), now=now)
    assert told(phone(ana)) == ["2026-03-05T15:00 Counseling with Dr Cho from 2026-03-04T21:00"]
    assert made.version > 1
    move_appointment(session, made.id, when=WEDNESDAY, now=now)
    assert told(phone(ana)) == ["2026-03-04T21:00 Counseling with Dr Cho"]


def test_moving_to_the_same_time_and_cancelling_again_change_nothing(
    session: Session, make: Make, ana: UUID, now: datetime
) -> None:
    made = make(ana)
    numbered = session.get_one(FeedCounter, ana, populate_existing=True).number
    move_appointment(session, made.id, when=WEDNESDAY, now=now)
    assert made.version == 1
    cancel_appointment(session, made.id, now=now)
    cancel_appointment(session, made.id, now=now)
    assert made.version > 1
    assert session.get_one(FeedCounter, ana, populate_existing=True).number == numbered + 1


def test_a_cancelled_appointment_stays_to_be_seen_and_cannot_be_moved(
    session: Session, make: Make, ana: UUID, phone: Phone, now: datetime
) -> None:
    made = make(ana)
    cancel_appointment(session, made.id, now=now)
    assert told(phone(ana)) == ["2026-03-04T21:00 Counseling with Dr Cho (cancelled)"]
    with pytest.raises(AppointmentCancelled):
        move_appointment(session, made.id, when=WEDNESDAY, now=now)


def test_what_is_over_or_unknown_cannot_be_changed(session: Session, make: Make, ana: UUID, now: datetime) -> None:
    made = make(ana)
    with pytest.raises(AppointmentOver):
        cancel_appointment(session, made.id, now=now + timedelta(days=3))
    with pytest.raises(UnknownAppointment):
        cancel_appointment(session, uuid4(), now=now)


def test_a_time_in_the_spring_gap_is_the_first_instant_that_exists(make: Make, ana: UUID) -> None:
    made = make(ana, when=When(date(2026, 3, 8), time(2, 30), timedelta(hours=1)))
    assert (made.starts_at, made.ends_at - made.starts_at) == (datetime(2026, 3, 8, 8, tzinfo=UTC), timedelta(hours=1))


@pytest.mark.parametrize(
    ("when", "details"),
    [
        (When(date(2026, 3, 4), time(15), timedelta(0)), COUNSELING),
        (When(date(2026, 3, 4), time(15), timedelta(days=1, seconds=1)), COUNSELING),
        (When(date(9999, 12, 31), time(23), timedelta(hours=2)), COUNSELING),
        (WEDNESDAY, Details(" ")),
        (WEDNESDAY, Details("x" * 121)),
        (WEDNESDAY, Details("a\x00b")),
        (WEDNESDAY, Details("half \ud83d")),
        (WEDNESDAY, Details("Group", note="x" * 2_001)),
        (WEDNESDAY, Details("Group", join_url="http://meet.example")),
    ],
)
def test_what_is_out_of_its_limits_is_refused(
    session: Session, make: Make, ana: UUID, when: When, details: Details
) -> None:
    with pytest.raises(AppointmentNotUnderstood):
        make(ana, when=when, details=details)
    assert session.scalars(select(Appointment)).all() == []


def test_a_title_of_120_letters_of_any_script_is_taken(make: Make, evening: CareGroup) -> None:
    assert make(group=evening, details=Details("ñ" * 119 + "🌉")).title == "ñ" * 119 + "🌉"


@pytest.mark.parametrize(
    "over",
    [
        {"ends_at": datetime(2026, 3, 4, 20, tzinfo=UTC)},
        {"status": "perhaps"},
        {"kind": "karaoke"},
        {"title": None},
        {"title": "x" * 121},
        {"words_sealed": b"x"},
        {"version": 0},
        {"group_id": None},
        {"original_start": datetime(2026, 3, 4, 15)},  # noqa: DTZ001 -- a wall time
    ],
)
def test_the_table_refuses_what_must_not_be(
    session: Session, make: Make, evening: CareGroup, over: dict[str, object]
) -> None:
    made = make(group=evening, details=Details("Group"))
    for name, value in over.items():
        setattr(made, name, value)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
