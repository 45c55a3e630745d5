"""What is wrong is said briefly, however much of it there is."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from footbridge.api.fields import MOST_ERRORS
from tests.slices.browsing import Browser


def test_many_unknown_fields_cost_no_long_answer(new_browser: Callable[..., Browser], program: object) -> None:
    answer = new_browser().post("/api/invitations/look", {f"unknown-{n}": n for n in range(10_000)})
    assert (answer.status_code, len(answer.json["errors"])) == (422, 1)
    assert len(answer.data) < 1_000


@pytest.mark.parametrize("field", ["have", "revisions"])
def test_a_list_is_counted_before_its_items_are_read(
    sign_in_participant: Callable[..., Browser], ana: UUID, field: str
) -> None:
    message = {
        "owner": str(ana),
        "device": str(uuid4()),
        "cursor": 0,
        "sent_at": "2026-03-02T18:00:00.000Z",
        "revisions": [],
        field: [0] * 50_000,
    }
    answer = sign_in_participant(ana).post("/api/sync", message)
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json["errors"]] == [f"/{field}"]


def test_no_more_than_twenty_faults_are_listed(sign_in_participant: Callable[..., Browser], ana: UUID) -> None:
    message = {
        "owner": str(ana),
        "device": str(uuid4()),
        "cursor": 0,
        "sent_at": "2026-03-02T18:00:00.000Z",
        "revisions": [],
        "have": ["no id"] * 1_000,
    }
    answer = sign_in_participant(ana).post("/api/sync", message)
    assert (answer.status_code, len(answer.json["errors"])) == (422, MOST_ERRORS)
