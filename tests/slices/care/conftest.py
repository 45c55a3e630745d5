"""The care team at its page: Dr Cho has Ana, Dr Diaz has nobody yet, Front Desk and Admin have no caseload."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from footbridge.accounts.models import CareTeamMember, Role
from footbridge.app import kinds_of
from footbridge.kernel.instants import format_instant
from footbridge.program.models import CareGroup
from footbridge.sealing.service import Sealer
from footbridge.sync.envelopes import Envelope, read
from footbridge.sync.storing import Arrival, store
from tests.slices.browsing import Browser

SignIn = Callable[..., Browser]


@pytest.fixture
def desk(make_member: Callable[..., CareTeamMember]) -> UUID:
    """Somebody at the front desk: their id."""
    return make_member("Front Desk", Role.FRONT_DESK).id


@pytest.fixture
def admin(make_member: Callable[..., CareTeamMember]) -> UUID:
    """An admin: their id."""
    return make_member("Admin", Role.ADMIN).id


@pytest.fixture
def evening(make_group: Callable[..., CareGroup]) -> UUID:
    """The evening group: its id."""
    return make_group("Evening IOP").id


@pytest.fixture
def checked_in(session: Session, sealer: Sealer, now: datetime) -> Callable[..., UUID]:
    """A check-in of this participant, stored as the sync stores it; gives its record id."""
    kinds = kinds_of(sealer)

    def write(participant: UUID, *, hours_ago: float = 1, **over: Any) -> UUID:
        at = now - timedelta(hours=hours_ago)
        record = uuid4()
        body = {
            "at": format_instant(at),
            "mood": 2,
            "urge": 6,
            "going_on": ["tired"],
            "helped": ["a walk"],
            "note": "long day",
            "sharing": "team",
            "prompted_by": None,
            **over,
        }
        sent = {
            "id": str(uuid4()),
            "kind": "check_in",
            "record": str(record),
            "ancestors": [],
            "deleted": False,
            "schema": 1,
            "made_at": format_instant(at),
            "zone": "America/Chicago",
            "utc_offset_min": -360,
            "body": body,
        }
        envelope = read(sent, kinds)
        assert isinstance(envelope, Envelope), envelope
        [result] = store(session, [envelope], Arrival(participant, uuid4(), now, 0), kinds=kinds, sealer=sealer)
        assert result.status == "stored"
        return record

    return write
