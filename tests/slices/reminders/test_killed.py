"""A dispatcher is killed in the middle of its work, by the signal that nothing can catch. What it held is sent by the next."""

import asyncio
import json
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy
from sqlalchemy.orm import Session

from footbridge.accounts.models import Participant
from footbridge.db.engine import prepare
from footbridge.kernel.clock import SystemClock
from footbridge.push.gateway import WebPushGateway
from footbridge.push.keys import create_push_keys
from footbridge.reminders.dispatcher import Dispatcher, Setting
from footbridge.sealing.keyring import Keyring
from footbridge.sealing.service import Sealer
from tests.conftest import MovableClock
from tests.push_service.browser import SubscribedBrowser
from tests.push_service.service import LocalPushService, Posted
from tests.slices.reminders.conftest import Program, chicago

PEOPLE = 30
SUBJECT = "mailto:operator@example.org"


def dispatch(database_url: str, home: Path, origin: str, now: datetime) -> None:
    """A dispatcher of its own, in its own process, at that instant."""
    engine = sqlalchemy.create_engine(database_url)
    prepare(engine)
    keyring = Keyring(home / "keys.db")
    keys = create_push_keys(home)
    allowed = frozenset({origin})
    gateway = WebPushGateway(keys, subject=SUBJECT, clock=SystemClock(), also_allowed=allowed)
    setting = Setting(
        engine=engine,
        gateway=gateway,
        sealer=Sealer(keyring),
        base_url="https://app.example.org",
        secret=b"s" * 32,
        jitter=lambda: 0.0,
        tell_time=lambda _session: now,
    )

    async def work() -> None:
        dispatcher = Dispatcher(setting, str(os.getpid()))
        while await dispatcher.tick():
            pass
        await gateway.close()

    asyncio.run(work())
    keyring.close()
    engine.dispose()


@pytest.fixture
def push_service() -> Iterator[LocalPushService]:
    service = LocalPushService(SystemClock()).start()
    yield service
    service.stop()


@pytest.mark.faults
def test_each_reminder_is_offered_and_a_repeat_replaces_the_first(
    world: Program,
    make_participant: Callable[..., Participant],
    session: Session,
    clock: MovableClock,
    database_url: str,
    tmp_path: Path,
    push_service: LocalPushService,
) -> None:
    phones = subscribed(world, make_participant, session, push_service, create_push_keys(tmp_path).public_text)
    clock.set(chicago("2026-03-02 20:00"))
    fresh = multiprocessing.get_context("spawn")

    victims: list[int] = []

    def kill_at_the_tenth(_post: Posted) -> None:
        if len(push_service.posts) == 10:
            os.kill(victims[0], signal.SIGKILL)

    push_service.answers = kill_at_the_tenth
    killed = fresh.Process(target=dispatch, args=(database_url, tmp_path, push_service.origin, clock.now()))
    killed.start()
    victims.append(killed.pid or 0)
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert {row.state for row in world.deliveries()} == {"leased"}, "it settled nothing"

    clock.advance(seconds=60)
    dispatch(database_url, tmp_path, push_service.origin, clock.now())
    assert {row.state for row in world.deliveries()} == {"accepted"}
    assert len(push_service.posts) > PEOPLE, "some left twice"
    for phone in phones:
        # The browsers were away: of two copies with one topic, the push service keeps the second.
        [message] = phone.inbox()
        assert message["notification"]["body"] == "You have a reminder."
        assert json.dumps(message).count("Ana") == 0


def subscribed(
    world: Program,
    make_participant: Callable[..., Participant],
    session: Session,
    push_service: LocalPushService,
    key: str,
) -> list[SubscribedBrowser]:
    """People whose prompt is at eight, each with a phone at the push service."""
    session.connection(execution_options={"write": True})
    people: list[UUID] = [make_participant(f"Participant {n}").id for n in range(PEOPLE)]
    session.commit()
    phones = []
    for person in people:
        phones.append(SubscribedBrowser(push_service, key))
        world.subscribe(person, browser=phones[-1])
        world.choose(person, times="20:00")
    world.plan()
    return phones
