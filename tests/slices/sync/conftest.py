"""A phone's messages, as plain values."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from footbridge.checkins.kind import CheckInKind
from footbridge.feed.kinds import Kinds
from footbridge.journal.kind import JournalEntryKind
from footbridge.sealing.service import Sealer
from footbridge.sync.envelopes import Envelope, Result, read
from footbridge.sync.storing import Arrival, store

KINDS = Kinds(own={one.kind: one for one in (CheckInKind(), JournalEntryKind())})


def a_check_in(**over: Any) -> dict[str, Any]:
    """A check-in's body."""
    return {
        "at": "2026-03-02T18:00:00.000Z",
        "mood": 2,
        "urge": 6,
        "going_on": ["Tired"],
        "helped": [],
        "note": "long day",
        "sharing": "team",
        "prompted_by": None,
        **over,
    }


def an_entry(text: str = "words", **over: Any) -> dict[str, Any]:
    """A journal entry's body."""
    return {"type": "free", "title": "", "text": text, "mood": None, "prompt": None, "sharing": "private", **over}


def a_revision(body: dict[str, Any] | None, *, kind: str = "journal_entry", **over: Any) -> dict[str, Any]:
    """A revision as a phone sends it; `body` None deletes."""
    return {
        "id": str(uuid4()),
        "kind": kind,
        "record": str(uuid4()),
        "ancestors": [],
        "deleted": body is None,
        "schema": 1,
        "made_at": "2026-03-02T18:00:00.000Z",
        "zone": "America/Chicago",
        "utc_offset_min": -360,
        "body": body,
        **over,
    }


@pytest.fixture
def kinds() -> Kinds:
    return KINDS


@pytest.fixture
def send(session: Session, sealer: Sealer, now: datetime) -> Callable[..., list[Result]]:
    """Store these revisions for a participant, as the exchange does; results in order."""

    def send(participant: UUID, *sent: Any, at: datetime | None = None) -> list[Result]:
        ones = [read(one, KINDS) for one in sent]
        envelopes = [one for one in ones if isinstance(one, Envelope)]
        arrival = Arrival(participant, uuid4(), at or now, 0)
        stored = iter(store(session, envelopes, arrival, kinds=KINDS, sealer=sealer)) if envelopes else iter(())
        return [next(stored) if isinstance(one, Envelope) else one for one in ones]

    return send
