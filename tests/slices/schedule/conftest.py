"""A group with Ana in it, calendars to import into it, and her schedule as her phone gets it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from footbridge.accounts.models import Participant
from footbridge.feed import fingerprints
from footbridge.feed.models import Change, FeedCounter
from footbridge.program.models import CareGroup
from footbridge.schedule.diff import Diff
from footbridge.schedule.feed_kind import AppointmentKind
from footbridge.schedule.importing import import_schedule
from footbridge.schedule.plan import ScheduleFile
from footbridge.sealing.service import Sealer

Importer = Callable[..., Diff]
Phone = Callable[[UUID], dict[UUID, dict[str, Any]]]


@pytest.fixture
def evening(make_group: Callable[..., CareGroup]) -> CareGroup:
    return make_group("Evening IOP")


@pytest.fixture
def ana(make_participant: Callable[..., Participant], evening: CareGroup) -> UUID:
    """Ana, in the evening group from 2 March 2026 on: her id."""
    return make_participant("Ana", group=evening).id


@pytest.fixture
def take_in(session: Session, evening: CareGroup, now: datetime) -> Importer:
    """Import a calendar file into the evening group."""

    def take_in(
        data: bytes,
        *,
        name: str = "evening.ics",
        at: datetime | None = None,
        group: CareGroup | None = None,
        dry: bool = False,
    ) -> Diff:
        file = ScheduleFile(name, data)
        return import_schedule(session, file, group=group or evening, now=at or now, dry_run=dry)

    return take_in


@pytest.fixture
def phone(session: Session, sealer: Sealer) -> Phone:
    """The appointments on a participant's phone after a sync, by id; checks that the digest of their feed holds."""
    kind = AppointmentKind(sealer)

    def sync(participant_id: UUID) -> dict[UUID, dict[str, Any]]:
        changes = session.execute(
            select(Change.kind, Change.record, Change.fingerprint).where(Change.participant_id == participant_id)
        ).all()
        records = [record for name, record, _ in changes if name == "appointment"]
        loaded = kind.load(session, participant_id, records)
        for name, record, mark in changes:
            if name == "appointment":
                version = loaded[record].version if record in loaded else None
                expected = 0 if version is None else fingerprints.of_version("appointment", record, version)
                assert fingerprints.to_unsigned(mark) == expected
        counter = session.get(FeedCounter, participant_id, populate_existing=True)
        assert counter is not None
        assert counter.digest == fingerprints.to_signed(
            sum(fingerprints.to_unsigned(mark) for *_, mark in changes) % 2**64
        )
        return {record: dict(found.body) for record, found in loaded.items() if found.body is not None}

    return sync


def told(appointments: dict[UUID, dict[str, Any]]) -> list[str]:
    """Each appointment as "2026-03-02T18:00 Title", with what else there is to say, earliest first (UTC)."""
    return [
        f"{one['starts_at'][:16]} {one['title']}"
        + " (cancelled)" * (one["status"] == "cancelled")
        + (f" from {one['moved_from'][:16]}" if one["moved_from"] else "")
        for one in sorted(appointments.values(), key=lambda one: (one["starts_at"], one["title"]))
    ]
