"""What is not the entry's fault is not put on the entry."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import exc
from sqlalchemy.orm import Session

from footbridge.feed.kinds import Kinds
from footbridge.sealing.service import Sealer
from footbridge.sync import storing
from footbridge.sync.envelopes import Envelope, Result, read
from footbridge.sync.reading import PAGE_BYTES, page
from footbridge.sync.storing import Arrival, store
from tests.slices.sync.conftest import KINDS, a_revision, an_entry

Put = Callable[..., list[Result]]


@pytest.fixture
def put(session: Session, sealer: Sealer, ana: UUID, now: datetime) -> Put:
    """Store revisions as a program would that knows `kinds`."""

    def put(*sent: Any, kinds: Kinds = KINDS) -> list[Result]:
        envelopes = [one for one in (read(each, kinds) for each in sent) if isinstance(one, Envelope)]
        return store(session, envelopes, Arrival(ana, uuid4(), now, 0), kinds=kinds, sealer=sealer)

    return put


@pytest.mark.parametrize("trouble", [exc.DatabaseError, exc.ProgrammingError, exc.InternalError, exc.InterfaceError])
def test_trouble_of_the_database_is_raised_and_blames_no_entry(
    put: Put, monkeypatch: pytest.MonkeyPatch, trouble: type[exc.DBAPIError]
) -> None:
    def broken(*_given: Any) -> None:
        raise trouble("INSERT", {}, Exception("a broken file"))

    monkeypatch.setattr(storing, "_add_together", broken)
    with pytest.raises(exc.DBAPIError):
        put(a_revision(an_entry("a")), a_revision(an_entry("b")))


def test_an_old_version_that_no_longer_fits_blocks_nothing(put: Put) -> None:
    old = a_revision({"text": 5})
    put(old, kinds=Kinds())
    both = put(a_revision(an_entry("fine"), record=old["record"]), a_revision(an_entry("other")))
    assert [one.status for one in both] == ["stored", "stored"]


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00.000Z"])
def test_the_ends_of_the_calendar_are_instants_too(
    put: Put, session: Session, sealer: Sealer, ana: UUID, at: str
) -> None:
    assert put(a_revision(an_entry("a"), made_at=at))[0].status == "stored"
    changes = page(session, ana, 0, kinds=KINDS, sealer=sealer).changes
    assert at in [head["made_at"] for one in changes for head in one.get("heads", [])]


def test_a_page_stays_small_enough_for_a_bad_line(put: Put, session: Session, sealer: Sealer, ana: UUID) -> None:
    for _ in range(4):
        put(*(a_revision(an_entry("a"), ancestors=[str(uuid4()) for _ in range(400)]) for _ in range(5)))
        put(*(a_revision(an_entry("z" * 5_000)) for _ in range(5)))
    cursor, sizes, seen = 0, [], 0
    while True:
        one = page(session, ana, cursor, kinds=KINDS, sealer=sealer)
        sizes.append(len(orjson.dumps(one.changes)))
        seen += len(one.changes)
        cursor = one.cursor
        if not one.more:
            break
    assert max(sizes) < PAGE_BYTES * 1.2
    assert seen >= 40
