"""What becomes of revisions on the server."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from footbridge.checkins.models import CheckIn
from footbridge.feed import fingerprints
from footbridge.feed.models import Change, FeedCounter
from footbridge.journal.models import JournalEntry
from footbridge.sealing.service import Sealer
from footbridge.sync.envelopes import Result
from footbridge.sync.models import Revision
from footbridge.sync.reading import page
from footbridge.sync.storing import CHUNK, MAX_HEADS
from tests.slices.sync.conftest import KINDS, a_check_in, a_revision, an_entry

Send = Callable[..., list[Result]]


def _statuses(results: list[Result]) -> list[str]:
    return [one.status for one in results]


def _heads(session: Session, record: str) -> set[str]:
    query = select(Revision.id).where(Revision.record == UUID(record), Revision.is_head.is_(True))
    return set(map(str, session.scalars(query)))


def test_a_replay_changes_nothing(session: Session, send: Send, ana: UUID) -> None:
    one = a_revision(a_check_in(), kind="check_in")
    assert _statuses(send(ana, one)) == ["stored"]
    number = session.scalar(select(FeedCounter.number).where(FeedCounter.participant_id == ana))
    assert _statuses(send(ana, one, one)) == ["known", "known"]
    assert session.scalar(select(func.count()).select_from(Revision)) == 1
    assert session.scalar(select(FeedCounter.number).where(FeedCounter.participant_id == ana)) == number


def test_the_same_id_with_other_words_is_set_aside_and_the_first_words_stay(
    session: Session, send: Send, sealer: Sealer, ana: UUID
) -> None:
    one = a_revision(an_entry("first"))
    send(ana, one)
    [result] = send(ana, {**one, "body": an_entry("second")})
    assert result.status == "rejected"
    assert result.problem is not None
    assert result.problem["type"] == "/problems/revision-differs"
    [change] = [c for c in page(session, ana, 0, kinds=KINDS, sealer=sealer).changes if c["kind"] == "journal_entry"]
    assert change["heads"][0]["body"]["text"] == "first"


def test_twins_in_one_message_are_answered_each_for_itself(send: Send, ana: UUID) -> None:
    one = a_revision(an_entry("first"))
    assert _statuses(send(ana, one, {**one, "body": an_entry("other")}, one)) == ["stored", "rejected", "stored"]


def test_an_edit_replaces_what_it_names(session: Session, send: Send, ana: UUID) -> None:
    first = a_revision(an_entry("first"))
    second = a_revision(an_entry("second"), record=first["record"], ancestors=[first["id"]])
    send(ana, first)
    send(ana, second)
    assert _heads(session, first["record"]) == {second["id"]}


def test_an_edit_that_arrives_before_what_it_replaces_still_wins(session: Session, send: Send, ana: UUID) -> None:
    first = a_revision(an_entry("first"))
    second = a_revision(an_entry("second"), record=first["record"], ancestors=[first["id"]])
    send(ana, second)
    assert _statuses(send(ana, first)) == ["stored"]
    assert _heads(session, first["record"]) == {second["id"]}


def test_two_phones_that_did_not_see_each_other_leave_two_heads(session: Session, send: Send, ana: UUID) -> None:
    first = a_revision(an_entry("one phone"))
    other = a_revision(an_entry("other phone"), record=first["record"])
    send(ana, first, other)
    assert _heads(session, first["record"]) == {first["id"], other["id"]}
    [row] = session.scalars(select(JournalEntry))
    assert row.heads == 2


def test_naming_an_ancestor_of_another_record_hides_nothing(session: Session, send: Send, ana: UUID) -> None:
    mine = a_revision(an_entry("mine"))
    other = a_revision(an_entry("other"), ancestors=[mine["id"]])
    send(ana, mine, other)
    assert _heads(session, mine["record"]) == {mine["id"]}


def test_a_delete_never_wins_over_an_edit_it_had_not_seen(
    session: Session, send: Send, ana: UUID, now: datetime
) -> None:
    first = a_revision(a_check_in(note="first"), kind="check_in")
    send(ana, first)
    edit = a_revision(a_check_in(note="edit"), kind="check_in", record=first["record"], ancestors=[first["id"]])
    gone = a_revision(None, kind="check_in", record=first["record"], ancestors=[first["id"]])
    send(ana, edit)
    send(ana, gone, at=now + timedelta(minutes=1))
    assert session.scalars(select(CheckIn.record)).all() == [UUID(first["record"])]
    send(ana, a_revision(None, kind="check_in", record=first["record"], ancestors=[first["id"], edit["id"]]))
    assert session.scalars(select(CheckIn.record)).all() == []


def test_where_private_and_team_meet_private_wins(session: Session, send: Send, ana: UUID, now: datetime) -> None:
    private = a_revision(a_check_in(note="mine alone", sharing="private"), kind="check_in")
    shared = a_revision(a_check_in(note="for the team"), kind="check_in", record=private["record"])
    send(ana, private)
    send(ana, shared, at=now + timedelta(minutes=1))
    [row] = session.scalars(select(CheckIn))
    assert (row.sharing, row.words_sealed) == ("private", None)


def test_a_bad_one_never_blocks_its_neighbours(send: Send, ana: UUID) -> None:
    good = [a_revision(an_entry(str(n))) for n in range(3)]
    bad: list[Any] = [
        a_revision(an_entry("half \ud800 emoji")),
        a_revision(a_check_in(mood=9), kind="check_in"),
        a_revision(a_check_in(mood=True), kind="check_in"),
        a_revision(a_check_in(note="x" * 2001), kind="check_in"),
        a_revision(an_entry("nul \x00")),
        a_revision({"secret": "\udc00"}, kind="not_known_yet"),
        a_revision({"big": "x" * 200_000}, kind="not_known_yet"),
        a_revision(an_entry(), utc_offset_min="0"),
        a_revision(an_entry(), made_at="yesterday"),
        a_revision({}, kind="appointment!"),
        {"id": 7},
        "not even an object",
        None,
    ]
    results = send(ana, good[0], *bad, good[1], good[2])
    assert _statuses(results) == ["stored", *["rejected"] * len(bad), "stored", "stored"]
    assert all(one.problem and one.problem["detail"] for one in results[1:-2])


def test_what_this_server_is_too_old_for_waits_and_what_it_does_not_know_is_kept(
    session: Session, send: Send, sealer: Sealer, ana: UUID
) -> None:
    newer = a_revision(an_entry(), schema=2)
    unknown = a_revision({"steps": [1, {"deep": "words"}]}, kind="walk", schema=9)
    more = a_revision({**an_entry("known"), "weather": "rain"})
    assert _statuses(send(ana, newer, unknown, more)) == ["later", "stored", "stored"]
    changes = page(session, ana, 0, kinds=KINDS, sealer=sealer).changes
    bodies = {c["kind"]: c["heads"][0]["body"] for c in changes if c.get("heads")}
    assert bodies["walk"] == unknown["body"]
    assert bodies["journal_entry"]["weather"] == "rain"


@pytest.mark.parametrize(
    "made_at", ["1970-01-01T00:00:00.000Z", "2099-12-31T23:59:59.000Z", "0001-01-02T00:00:00.000Z"]
)
def test_a_wrong_clock_is_kept_not_refused(
    session: Session, send: Send, sealer: Sealer, ana: UUID, made_at: str
) -> None:
    send(ana, a_revision(an_entry(), made_at=made_at, zone="Mars/Olympus", utc_offset_min=839))
    [change] = [c for c in page(session, ana, 0, kinds=KINDS, sealer=sealer).changes if c["kind"] == "journal_entry"]
    assert (change["heads"][0]["made_at"], change["heads"][0]["zone"]) == (made_at, "Mars/Olympus")


def test_nobody_can_touch_anothers_revisions(session: Session, send: Send, ana: UUID, ben: UUID) -> None:
    one = a_revision(an_entry("of Ana"))
    send(ana, one)
    thief = {**one, "body": an_entry("of Ben"), "ancestors": [str(uuid4())]}
    assert _statuses(send(ben, thief)) == ["stored"]
    assert _heads(session, one["record"]) == {one["id"]}
    assert session.scalar(select(func.count()).select_from(Revision)) == 2


def test_the_running_digest_is_the_sum_over_the_feed(session: Session, send: Send, sealer: Sealer, ana: UUID) -> None:
    first = a_revision(an_entry("first"))
    send(ana, first, *(a_revision(an_entry(str(n))) for n in range(5)))
    send(ana, a_revision(None, record=first["record"], ancestors=[first["id"]]))
    told = page(session, ana, 0, kinds=KINDS, sealer=sealer).digest
    marks = session.scalars(select(Change.fingerprint).where(Change.participant_id == ana))
    assert told == fingerprints.as_text(sum(map(fingerprints.to_unsigned, marks)))


def test_words_are_sealed_at_rest(session: Session, send: Send, ana: UUID) -> None:
    send(ana, a_revision(a_check_in(note="PLANTED", going_on=["PLANTED"]), kind="check_in"))
    for table in (Revision, CheckIn):
        for row in session.execute(select(table.__table__)):
            assert b"PLANTED" not in b"|".join(str(v).encode() if not isinstance(v, bytes) else v for v in row)


def test_more_ids_than_one_query_takes(send: Send, session: Session, sealer: Sealer, ana: UUID) -> None:
    for _ in range(CHUNK // 100 + 1):
        send(ana, *(a_revision(an_entry()) for _ in range(100)))
    cursor, seen = 0, 0
    while True:
        one = page(session, ana, cursor, kinds=KINDS, sealer=sealer)
        seen += len(one.changes)
        cursor = one.cursor
        if not one.more:
            break
    assert seen >= CHUNK + 100


def test_versions_side_by_side_come_to_an_end(session: Session, send: Send, ana: UUID) -> None:
    first = a_revision(an_entry("first"))
    many = [a_revision(an_entry(str(n)), record=first["record"]) for n in range(MAX_HEADS + 1)]
    results = send(ana, *many)
    assert _statuses(results) == ["stored"] * MAX_HEADS + ["rejected"]
    assert results[-1].problem is not None
    assert results[-1].problem["type"] == "/problems/too-many-versions"
    together = a_revision(an_entry("all"), record=first["record"], ancestors=[one["id"] for one in many])
    assert _statuses(send(ana, together)) == ["stored"]
    assert _heads(session, first["record"]) == {together["id"]}
