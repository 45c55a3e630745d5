"""Invitations for the cast."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from footbridge.accounts.invitations import NewInvitation, invite
from footbridge.accounts.models import Purpose
from footbridge.sealing.keyring import Keyring
from tests.conftest import MovableClock
from tests.slices.accounts.bodies import Invite


@pytest.fixture
def invited(session: Session, keyring: Keyring, clock: MovableClock) -> Invite:
    def make(account: UUID, purpose: Purpose = Purpose.FIRST, **options: Any) -> NewInvitation:
        made = invite(session, account, purpose=purpose, keyring=keyring, now=clock.now(), **options)
        session.commit()
        return made

    return make
