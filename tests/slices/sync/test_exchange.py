"""The exchange through HTTP: what a phone gets back, and what it can't do."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from footbridge.sync.models import Revision
from tests.slices.browsing import Browser
from tests.slices.sync.conftest import a_check_in, a_revision, an_entry

SignIn = Callable[..., Browser]


def a_message(owner: UUID, *revisions: Any, **over: Any) -> dict[str, Any]:
    """A whole request."""
    return {
        "owner": str(owner),
        "device": str(uuid4()),
        "cursor": 0,
        "sent_at": "2026-03-02T18:00:00.000Z",
        "revisions": list(revisions),
        **over,
    }


@pytest.fixture
def phone(sign_in_participant: SignIn, ana: UUID) -> Browser:
    return sign_in_participant(ana)


def _stored(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Revision)) or 0


def test_what_is_sent_is_stored_and_comes_back_on_another_phone(
    phone: Browser, sign_in_participant: SignIn, ana: UUID
) -> None:
    one = a_revision(a_check_in(), kind="check_in")
    answer = phone.post("/api/sync", a_message(ana, one))
    assert answer.status_code == 200
    assert answer.json["results"] == [{"id": one["id"], "status": "stored"}]
    assert answer.json["more"] is False
    assert answer.headers["Cache-Control"] == "no-store"

    other = sign_in_participant(ana).post("/api/sync", a_message(ana)).json
    [change] = [c for c in other["changes"] if c["kind"] == "check_in"]
    assert change["heads"][0]["body"] == one["body"]
    assert other["digest"] == answer.json["digest"]
    assert other["cursor"] == answer.json["cursor"]


def test_a_phone_of_somebody_else_sends_and_reads_nothing(phone: Browser, session: Session, ben: UUID) -> None:
    answer = phone.post("/api/sync", a_message(ben, a_revision(an_entry())))
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/other-owner")
    assert _stored(session) == 0


def test_signed_out_nothing_is_stored_and_the_words_say_that_they_are_safe(
    new_browser: Callable[..., Browser], session: Session, ana: UUID
) -> None:
    answer = new_browser().post("/api/sync", a_message(ana, a_revision(an_entry())))
    assert (answer.status_code, answer.json["type"]) == (401, "/problems/signed-out")
    assert "stays on this phone" in answer.json["detail"]
    assert _stored(session) == 0


def test_care_team_members_have_no_feed(sign_in_member: SignIn, cho: UUID, ana: UUID) -> None:
    assert sign_in_member(cho).post("/api/sync", a_message(ana)).status_code == 404


def test_a_server_that_was_put_back_answers_with_a_lower_cursor(phone: Browser, ana: UUID) -> None:
    answer = phone.post("/api/sync", a_message(ana, cursor=9_000)).json
    assert answer["cursor"] < 9_000
    assert (answer["changes"], answer["digest"]) == ([], None)


def test_the_server_asks_for_what_it_does_not_hold(phone: Browser, ana: UUID) -> None:
    one, lost = a_revision(an_entry()), str(uuid4())
    phone.post("/api/sync", a_message(ana, one))
    assert phone.post("/api/sync", a_message(ana, have=[one["id"], lost])).json["want"] == [lost]


def test_a_long_history_comes_in_pages(phone: Browser, ana: UUID) -> None:
    for _ in range(3):
        phone.post("/api/sync", a_message(ana, *(a_revision(an_entry("x" * 500)) for _ in range(100))))
    cursor, seen, pages = 0, set(), 0
    while True:
        answer = phone.post("/api/sync", a_message(ana, cursor=cursor)).json
        seen |= {c["record"] for c in answer["changes"] if c["kind"] == "journal_entry"}
        cursor, pages = answer["cursor"], pages + 1
        assert (answer["digest"] is None) == answer["more"]
        if not answer["more"]:
            break
    assert len(seen) == 300
    assert pages > 2


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"revisions": [{}] * 101}, 422),
        ({"have": [str(uuid4())] * 2_001}, 422),
        ({"cursor": -1}, 422),
        ({"cursor": 1.5}, 422),
        ({"cursor": True}, 422),
        ({"sent_at": "now"}, 422),
        ({"owner": "Ana"}, 422),
        ({"participant_id": "x"}, 422),
        ({"revisions": "none"}, 422),
    ],
)
def test_a_message_of_the_wrong_shape_is_refused_whole(
    phone: Browser, ana: UUID, change: dict[str, Any], status: int
) -> None:
    answer = phone.post("/api/sync", {**a_message(ana), **change})
    assert answer.status_code == status
    assert answer.json["errors"]


def test_a_message_over_256_kb_is_too_large(phone: Browser, session: Session, ana: UUID) -> None:
    answer = phone.post("/api/sync", a_message(ana, *(a_revision(an_entry("x" * 20_000)) for _ in range(14))))
    assert (answer.status_code, answer.json["type"]) == (413, "/problems/too-large")
    assert _stored(session) == 0


def test_a_cut_emoji_in_one_entry_does_not_hold_up_the_others(phone: Browser, ana: UUID) -> None:
    good, bad = a_revision(an_entry("good")), a_revision(an_entry("CUT"))
    raw = orjson.dumps(a_message(ana, bad, good)).replace(b"CUT", b"\\ud83d")
    answer = phone.post("/api/sync", raw)
    assert [one["status"] for one in answer.json["results"]] == ["rejected", "stored"]
