"""No update is lost, and a failed write leaves nothing."""

import threading
from uuid import UUID

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from footbridge.db import engine as database
from footbridge.db.transactions import reading, writing
from footbridge.feed.models import FeedCounter
from footbridge.feed.service import bump


def test_the_database_keeps_what_it_acknowledged(engine: Engine) -> None:
    assert database.check(engine) == []


def test_writers_in_parallel_lose_no_update(engine: Engine, session: Session, ana: UUID) -> None:
    session.commit()
    with reading(engine) as before:
        first = before.scalar(select(FeedCounter.number))
    assert first is not None
    failures: list[BaseException] = []

    def write() -> None:
        try:
            for n in range(25):
                with writing(engine) as mine:
                    bump(mine, ana, kind="notice", record=UUID(int=n), fingerprint=n)
        except BaseException as error:  # noqa: BLE001  what went wrong in a thread is told by the test
            failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failures == []
    with reading(engine) as after:
        assert after.scalar(select(FeedCounter.number)) == first + 100


def test_a_write_that_fails_leaves_nothing(engine: Engine, session: Session, ana: UUID) -> None:
    session.commit()
    with reading(engine) as before:
        first = before.scalar(select(FeedCounter.number))

    def write_and_fail() -> None:
        with writing(engine) as mine:
            bump(mine, ana, kind="notice", record=UUID(int=1), fingerprint=1)
            raise RuntimeError("on the way")

    with pytest.raises(RuntimeError, match="on the way"):
        write_and_fail()
    with reading(engine) as after:
        assert after.scalar(select(FeedCounter.number)) == first


def test_a_reader_sees_one_instant(engine: Engine, session: Session, ana: UUID) -> None:
    session.commit()
    with reading(engine) as mine:
        before = mine.scalar(select(FeedCounter.number))
        with writing(engine) as other:
            bump(other, ana, kind="notice", record=UUID(int=1), fingerprint=1)
        mine.expire_all()
        assert mine.scalar(select(FeedCounter.number)) == before
