"""Counting tries, in the database: it survives a restart and counts over all processes.

Each bucket fills by one with a try and drains at a steady rate; a full one refuses until it has drained by one. A bucket drains
on, so a real person gets in again within minutes, and nobody is locked out for good (WCAG 3.3.8, NIST SP
800-63B-4 section 3.2.2).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from footbridge.accounts.models import Tries
from footbridge.kernel.errors import Throttled

MILLI = 1000
FORGOTTEN_AFTER = timedelta(days=2)


class TooManyTries(Throttled):
    """This was tried too often."""

    slug = "too-many-tries"
    title = "Too many tries"


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` tries at once, then one each `each`."""

    burst: int
    each: timedelta


PER_ACCOUNT = Limit(burst=5, each=timedelta(minutes=12))
"""At most ten in the first hour, five an hour from then on."""
PER_ADDRESS = Limit(burst=15, each=timedelta(minutes=12))
"""A whole clinic may sit behind one address; twenty in the first hour."""
CODES_PER_ADDRESS = Limit(burst=10, each=timedelta(minutes=6))
CODES_IN_ALL = Limit(burst=200, each=timedelta(seconds=36))
"""40 bits of code and 100 guesses an hour in all: one in a million years of one open invitation."""
NAMES_TAKEN = Limit(burst=10, each=timedelta(minutes=6))
"""Sign-in names that were taken, of one account: many people use their e-mail address, and who is here is a secret."""
ALARMS = Limit(burst=5, each=timedelta(minutes=12))
"""Second claims written down for one account: nobody can flood the access record."""
OWN_CODES = Limit(burst=10, each=timedelta(minutes=6))
"""Codes that a signed-in person asks for, for another device of theirs."""


def take(session: Session, bucket: str, limit: Limit, *, now: datetime) -> None:
    """Count one try. Commit it before the answer is looked for, or a crash would make tries free.

    Raises:
        TooManyTries: the bucket is full; nothing was counted.
    """
    _forget_old(session, now=now)
    _make_sure(session, bucket, now=now)
    row = session.get_one(Tries, bucket, with_for_update=True)
    level = _level(row, limit, now=now)
    if level + MILLI > limit.burst * MILLI:
        wait = limit.each * ((level + MILLI - limit.burst * MILLI) / MILLI)
        minutes = ceil(wait.total_seconds() / 60)
        raise TooManyTries(
            f"Please wait {minutes} min and try again. Nothing on this phone is lost.",
            retry_after_s=ceil(wait.total_seconds()),
        )
    row.level_milli = level + MILLI
    row.updated_at = now
    session.flush()


def give_back(session: Session, bucket: str, limit: Limit, *, now: datetime) -> None:
    """The try was right: it does not count."""
    row = session.get(Tries, bucket, with_for_update=True)
    if row is not None:
        row.level_milli = max(0, _level(row, limit, now=now) - MILLI)
        row.updated_at = now
        session.flush()


def clear(session: Session, bucket: str) -> None:
    """Forget the tries of a bucket: who they were counted for has shown who they are."""
    session.execute(delete(Tries).where(Tries.bucket == bucket))


def _level(row: Tries, limit: Limit, *, now: datetime) -> int:
    drained = int((now - row.updated_at) / limit.each * MILLI)
    return max(0, row.level_milli - max(0, drained))


def _make_sure(session: Session, bucket: str, *, now: datetime) -> None:
    insert = sqlite.insert(Tries) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(Tries)
    session.execute(insert.values(bucket=bucket, level_milli=0, updated_at=now).on_conflict_do_nothing())


def _forget_old(session: Session, *, now: datetime) -> None:
    """Drop rows that have drained long ago; a few at a time, and none that another request holds."""
    old = select(Tries.bucket).where(Tries.updated_at < now - FORGOTTEN_AFTER).limit(100)
    session.execute(delete(Tries).where(Tries.bucket.in_(old.with_for_update(skip_locked=True))))
