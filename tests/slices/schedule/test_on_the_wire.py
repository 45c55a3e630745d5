"""A group's schedule as it arrives on a phone, through HTTP."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from footbridge.schedule.models import Appointment
from tests.rules.schedule.calendars import fixture
from tests.slices.browsing import Browser
from tests.slices.schedule.conftest import Importer

Sync = Callable[..., dict[str, Any]]


@pytest.fixture
def sync(sign_in_participant: Callable[..., Browser]) -> Sync:
    """One round of a phone that has nothing to send."""

    def sync(owner: UUID, cursor: int = 0) -> dict[str, Any]:
        message = {
            "owner": str(owner),
            "device": str(uuid4()),
            "cursor": cursor,
            "sent_at": "2026-03-02T18:00:00.000Z",
            "revisions": [],
        }
        answer = sign_in_participant(owner).post("/api/sync", message)
        assert answer.status_code == 200
        assert answer.json is not None
        return dict(answer.json)

    return sync


def _appointments(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [change for change in answer["changes"] if change["kind"] == "appointment"]


def test_a_phone_gets_the_schedule_and_then_only_what_changed(
    session: Session, take_in: Importer, ana: UUID, sync: Sync
) -> None:
    calendar = fixture("from_here_on.ics")
    take_in(calendar)
    first = sync(ana)
    assert [one["body"]["title"] for one in _appointments(first)].count("Skills class (new time)") == 3
    assert {one["deleted"] for one in _appointments(first)} == {False}
    take_in(calendar.replace(b"(once early)", b"(once, early)"))
    second = sync(ana, first["cursor"])
    [change] = _appointments(second)
    assert (change["version"] > 1, change["body"]["title"]) == (True, "Skills class (once, early)")
    assert change["body"]["moved_from"] == "2026-03-17T14:00:00.000Z"
    assert sync(ana)["digest"] == second["digest"]
    assert session.get(Appointment, UUID(change["record"])) is not None


def test_who_is_in_no_group_gets_nothing(take_in: Importer, ana: UUID, ben: UUID, sync: Sync) -> None:
    take_in(fixture("from_here_on.ics"))
    assert _appointments(sync(ben)) == []
