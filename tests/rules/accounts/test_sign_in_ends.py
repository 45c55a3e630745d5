"""How long a sign-in lasts."""

from datetime import UTC, datetime, timedelta

import pytest

from footbridge.accounts.models import AccountKind
from footbridge.accounts.sign_ins import ends_at

BEGAN = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "is_shared", "seen_after", "lasts"),
    [
        (AccountKind.PARTICIPANT, False, timedelta(0), timedelta(days=30)),
        (AccountKind.PARTICIPANT, False, timedelta(days=400), timedelta(days=430)),
        (AccountKind.PARTICIPANT, True, timedelta(hours=20), timedelta(hours=24)),
        (AccountKind.CARE_TEAM, False, timedelta(0), timedelta(minutes=15)),
        (AccountKind.CARE_TEAM, True, timedelta(hours=2), timedelta(hours=2, minutes=15)),
        (AccountKind.CARE_TEAM, False, timedelta(hours=11, minutes=50), timedelta(hours=12)),
    ],
)
def test_it_lasts_as_promised(kind: AccountKind, is_shared: bool, seen_after: timedelta, lasts: timedelta) -> None:
    assert ends_at(kind, is_shared=is_shared, created_at=BEGAN, seen_at=BEGAN + seen_after) == BEGAN + lasts
