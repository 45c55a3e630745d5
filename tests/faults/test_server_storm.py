"""Random schedules against the real server code: nothing lost, nothing twice, all sides equal.

FOOTBRIDGE_STORM_SCHEDULES runs more; FOOTBRIDGE_STORM_SEED starts elsewhere (a failure names its seed).
"""

import os
import random
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, SessionTransaction

from footbridge.accounts.people import NewParticipant, create_participant
from footbridge.feed.fingerprints import of_version
from footbridge.feed.kinds import Kinds, StaffRecord
from footbridge.feed.service import bump
from footbridge.journal.kind import JournalEntryKind
from footbridge.sealing.service import Sealer
from footbridge.sync.envelopes import Envelope, read
from footbridge.sync.models import Revision
from footbridge.sync.reading import page, wanted
from footbridge.sync.storing import Arrival, store
from tests.faults.phones import Phone

SCHEDULES = int(os.environ.get("FOOTBRIDGE_STORM_SCHEDULES", "60"))
SEED = int(os.environ.get("FOOTBRIDGE_STORM_SEED", "0"))


class StaffBoard:
    """Records with one writer: a version each, kept beside the database for the test's own use."""

    kind = "notice"

    def __init__(self) -> None:
        self.versions: dict[UUID, int] = {}

    def load(self, session: Session, participant_id: UUID, records: Any) -> dict[UUID, StaffRecord]:
        return {r: StaffRecord(self.versions[r], {"v": self.versions[r]}) for r in records if r in self.versions}


class Me:
    """The record that every feed begins with."""

    kind = "me"

    def load(self, session: Session, participant_id: UUID, records: Any) -> dict[UUID, StaffRecord]:
        return {record: StaffRecord(1, {}) for record in records}


class World:
    """One participant on the real server, and their phones."""

    def __init__(
        self, session: Session, sealer: Sealer, now: datetime, *, seed: int, phones: int, restores: bool
    ) -> None:
        self.session, self.sealer, self.now = session, sealer, now
        self.rng = random.Random(seed)
        self.board = StaffBoard()
        self.kinds = Kinds(own={"journal_entry": JournalEntryKind()}, staff={"notice": self.board, "me": Me()})
        new = NewParticipant("Ana", "en", "America/Chicago")
        self.owner = create_participant(session, new, sealer=sealer, now=now).id
        self.phones = [Phone(self.owner, self.rng) for _ in range(phones)]
        self.restores = restores
        self.backup: tuple[SessionTransaction, dict[UUID, int]] | None = None
        self.records = [str(UUID(int=self.rng.getrandbits(128), version=4)) for _ in range(3)]

    def sync(self, asked: dict[str, Any], *, refuse: frozenset[str] = frozenset()) -> dict[str, Any]:
        ones = [read(one, self.kinds) for one in asked["revisions"] if one["id"] not in refuse]
        envelopes = [one for one in ones if isinstance(one, Envelope)]
        assert len(envelopes) == len(ones), ones
        arrival = Arrival(self.owner, uuid4(), self.now, 0)
        results = store(self.session, envelopes, arrival, kinds=self.kinds, sealer=self.sealer) if envelopes else []
        found = page(self.session, self.owner, asked["cursor"], kinds=self.kinds, sealer=self.sealer)
        have = None if asked["have"] is None else [UUID(i) for i in asked["have"]]
        want = None if have is None else wanted(self.session, self.owner, have)
        return {
            "results": [one.as_json() for one in results],
            "cursor": found.cursor,
            "more": found.more,
            "digest": found.digest,
            "changes": found.changes,
            "want": None if want is None else [str(i) for i in want],
        }

    def staff_writes(self) -> None:
        record = UUID(self.rng.choice(self.records))
        self.board.versions[record] = self.board.versions.get(record, 0) + 1
        bump(
            self.session,
            self.owner,
            kind="notice",
            record=record,
            fingerprint=of_version("notice", record, self.board.versions[record]),
        )

    def step(self, flight: list[list[Any]], n: int) -> None:
        phone, what = self.rng.choice(self.phones), self.rng.random()
        if what < 0.35:
            record = self.rng.choice(self.records)
            texts = sorted({r["body"]["text"] for r in phone.heads(record).values()})
            text = f"{n}" if len(texts) < 2 else "+".join([*texts, f"{n}"])
            phone.save(record, lambda words: {"text": words, "sharing": "private"}, text)
        elif what < 0.60 and sum(1 for f in flight if f[0] is phone) < 2:
            flight.append([phone, phone.ask(), None])
        elif what < 0.75 and flight:
            one = self.rng.choice(flight)
            if one[2] is None:
                refuse = frozenset(r["id"] for r in one[1]["revisions"] if self.rng.random() < 0.1)
                one[2] = self.sync(one[1], refuse=refuse)
        elif what < 0.93 and flight:
            one = self.rng.choice(flight)
            if one[2] is not None and self.rng.random() < 0.8:
                one[0].take(one[1], one[2], crash=self.rng.random() < 0.15)
            flight.remove(one)
        elif 0.93 <= what < 0.96:
            self.staff_writes()
        elif 0.96 <= what < 0.98:
            self.back_up()
        elif what >= 0.98 and self.restores:
            self.put_back()

    def back_up(self) -> None:
        """Remember this state of the server (a savepoint is a backup that costs nothing)."""
        if self.backup is not None:
            self.backup[0].commit()
        self.backup = (self.session.begin_nested(), dict(self.board.versions))

    def put_back(self) -> None:
        """Put the server back to the remembered state; nobody is told."""
        if self.backup is None:
            return
        savepoint, versions = self.backup
        savepoint.rollback()
        self.session.expire_all()
        self.board.versions = dict(versions)
        self.backup = (self.session.begin_nested(), versions)

    def calm(self) -> None:
        for _ in range(30):
            for phone in self.phones:
                asked = phone.ask()
                phone.take(asked, self.sync(asked), crash=False)


@pytest.mark.faults
@pytest.mark.parametrize("restores", [False, True])
@pytest.mark.parametrize("phones", [1, 3])
def test_in_any_schedule_nothing_is_lost_or_twice(
    session: Session, sealer: Sealer, now: datetime, phones: int, *, restores: bool
) -> None:
    for seed in range(SEED, SEED + SCHEDULES):
        with session.begin_nested() as savepoint:
            world = World(session, sealer, now, seed=seed, phones=phones, restores=restores)
            flight: list[list[Any]] = []
            for n in range(world.rng.randint(10, 50)):
                world.step(flight, n)
            world.calm()
            _check(world, seed)
            savepoint.rollback()
        session.expire_all()


def _check(world: World, seed: int) -> None:
    stored = {
        str(row.id): row
        for row in world.session.scalars(select(Revision).where(Revision.participant_id == world.owner))
    }
    replaced = {a for row in stored.values() for a in row.ancestors}
    final = page(world.session, world.owner, 0, kinds=world.kinds, sealer=world.sealer)
    texts = {h["id"]: h["body"]["text"] for c in final.changes for h in c.get("heads", [])}
    for phone in world.phones:
        for revision, text in dict(phone.saved).items():
            assert revision in stored or revision in replaced, f"lost {text} in seed {seed}"
            if revision in texts:
                assert texts[revision] == text, f"other words in seed {seed}"
        assert not phone.outbox, f"still waiting in seed {seed}"
        assert phone.digest() == final.digest, f"apart in seed {seed}"
    count = world.session.scalar(
        select(func.count()).select_from(Revision).where(Revision.participant_id == world.owner)
    )
    assert count == len(stored)
