"""Several dispatchers, dead ones, slow ones: each reminder is offered, and by one at a time."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from footbridge.accounts.models import Participant
from footbridge.db.transactions import reading, writing
from footbridge.push.outcome import Answer, Result
from footbridge.push.sending import FakeGateway, Sealed
from footbridge.reminders import worker
from footbridge.reminders.claim import LEASE, MOST_LAPSES, claim
from footbridge.reminders.dispatcher import database_now
from footbridge.reminders.models import Delivery
from footbridge.reminders.models import Dispatcher as DispatcherRow
from footbridge.reminders.queue import AT_ONCE
from footbridge.reminders.worker import run_worker
from tests.slices.reminders.conftest import Program, chicago


@pytest.fixture
def due(world: Program, ana: UUID) -> None:
    """Ana's prompt is due now."""
    world.subscribe(ana)
    world.choose(ana, times="20:00")
    world.plan()
    world.clock.set(chicago("2026-03-02 20:00"))


def die_after_claiming(world: Program, owner: str = "dead") -> int:
    """A dispatcher claims and is killed before it sends. Gives how many it held."""
    with writing(world.engine) as session:
        return len(claim(session, owner, now=world.clock.now()).claimed)


def test_a_dead_dispatchers_batch_is_taken_over_when_its_lease_has_lapsed(world: Program, due: None) -> None:
    assert die_after_claiming(world) == 1
    world.clock.advance(seconds=59)
    world.tick()
    assert world.notices() == []
    world.clock.advance(seconds=1)
    world.tick()
    [row] = world.deliveries()
    assert (row.state, row.attempt, row.lapses, len(world.notices())) == ("accepted", 2, 1, 1)


def test_killed_between_sending_and_settling_the_repeat_replaces_the_first(world: Program, due: None) -> None:
    class Killed(Exception):
        pass

    class Dying(FakeGateway):
        async def send(self, sealed: Sealed, *, ttl_s: int) -> Answer:
            await super().send(sealed, ttl_s=ttl_s)
            raise Killed

    dying = Dying()
    with pytest.raises(Killed):
        asyncio.run(world.dispatcher("dead", gateway=dying).tick())
    world.clock.advance(seconds=60)
    world.tick()
    [first], [second] = dying.sent, world.gateway.sent
    assert (first.message, first.target) == (second.message, second.target), (
        "the same tag and the same secret: one notification, one receipt"
    )


def test_a_delivery_that_keeps_killing_dispatchers_is_given_up_and_the_others_go_on(
    world: Program, ben: UUID, due: None
) -> None:
    for _ in range(MOST_LAPSES):
        assert die_after_claiming(world) == 1
        world.clock.advance(seconds=60)
    world.subscribe(ben)
    world.choose(ben, times="20:06")
    world.plan()
    world.clock.set(chicago("2026-03-02 20:06"))
    world.tick()
    assert sorted((row.state, row.reason) for row in world.deliveries()) == [
        ("accepted", ""),
        ("failed", "dispatchers died while sending it"),
    ]


def test_a_dispatcher_that_slept_past_its_lease_sends_nothing(world: Program, due: None) -> None:
    """A laptop's lid was closed between claim and send; another one has the batch by now."""
    slept = {"start_stopwatch": lambda: lambda: timedelta(minutes=5)}
    asyncio.run(world.dispatcher("slow", **slept).tick())
    assert world.notices() == []
    world.tick()
    assert len(world.notices()) == 1


def test_nothing_leaves_after_its_time_though_it_was_claimed_before(world: Program, evening: Any, ana: UUID) -> None:
    world.subscribe(ana)
    world.appoint(chicago("2026-03-02 18:00"), group=evening)
    world.plan()
    world.clock.set(chicago("2026-03-02 17:59:50"))
    slow = {"start_stopwatch": lambda: lambda: timedelta(seconds=11), "tell_time": _late_settling(world, seconds=11)}
    asyncio.run(world.dispatcher("slow", **slow).tick())
    assert world.notices() == []
    world.clock.advance(seconds=11)
    world.tick()
    assert [row.state for row in world.deliveries()] == ["expired"]


def _late_settling(world: Program, *, seconds: int) -> Callable[[Session], datetime]:
    def tell(session: Session) -> datetime:
        held = session.scalars(select(Delivery.id).where(Delivery.state == "leased")).first()
        return world.clock.now() + timedelta(seconds=seconds if held else 0)

    return tell


def test_who_lost_the_lease_settles_nothing(world: Program, due: None) -> None:
    """The slow one's answer comes back after another has sent: its word does not count any more."""

    class Slow(FakeGateway):
        async def send(self, sealed: Sealed, *, ttl_s: int) -> Answer:
            world.clock.advance(seconds=61)
            with writing(world.engine) as session:
                assert len(claim(session, "other", now=world.clock.now()).claimed) == 1
            return Answer(Result.GONE, 410)

    asyncio.run(world.dispatcher("slow", gateway=Slow()).tick())
    [row] = world.deliveries()
    assert (row.state, row.owner, row.status) == ("leased", "other", None)


def test_two_dispatchers_never_claim_the_same(
    world: Program, make_participant: Callable[..., Participant], session: Session
) -> None:
    people = many(world, make_participant, session, 12)
    barrier: list[list[UUID]] = []

    def work(owner: str) -> None:
        with writing(world.engine) as write:
            barrier.append([one.delivery for one in claim(write, owner, now=world.clock.now()).claimed])

    threads = [Thread(target=work, args=(f"number {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = [delivery for batch in barrier for delivery in batch]
    assert len(taken) == len(set(taken)) == len(people)


def many(world: Program, make_participant: Callable[..., Participant], session: Session, count: int) -> list[UUID]:
    """People whose prompt is due now."""
    session.rollback()
    session.connection(execution_options={"write": True})
    people = [make_participant(f"Participant {n}").id for n in range(count)]
    session.commit()
    for person in people:
        world.subscribe(person)
        world.choose(person, times="20:00")
    world.plan()
    world.clock.set(chicago("2026-03-02 20:00"))
    return people


def test_a_batch_has_an_end_and_the_rest_follows(
    world: Program, make_participant: Callable[..., Participant], session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert AT_ONCE == 100
    monkeypatch.setattr("footbridge.reminders.claim.AT_ONCE", 5)
    many(world, make_participant, session, 12)
    slow = {"start_stopwatch": lambda: lambda: timedelta(seconds=6)}  # each batch takes longer than a turn should
    sent = []
    for _ in range(4):
        before = len(world.gateway.sent)
        asyncio.run(world.dispatcher(**slow).tick())
        sent.append(len(world.gateway.sent) - before)
    assert sent == [5, 5, 2, 0]
    assert {row.state for row in world.deliveries()} == {"accepted"}


def test_asked_to_stop_it_sends_no_more_and_the_next_one_does(world: Program, due: None) -> None:
    dispatcher, asked = world.dispatcher("leaving"), iter([True, True])
    dispatcher._is_stopping = lambda: next(asked)
    asyncio.run(dispatcher.tick())
    [row] = world.deliveries()
    assert (row.state, world.notices()) == ("open", [])
    world.tick()
    assert len(world.notices()) == 1


class TestTheWorker:
    """The process round the dispatcher, by the database's own clock."""

    def test_it_works_leaves_a_sign_of_life_and_stops_when_asked(self, world: Program, ana: UUID) -> None:
        with writing(world.engine) as session:
            now = database_now(session)
        world.clock.set(now)
        world.subscribe(ana)
        world.appoint(now + timedelta(minutes=30), person=ana)
        stop, turns = Event(), []

        def tell_time(session: Session) -> datetime:
            turns.append(1)
            if len(turns) > 20:
                stop.set()
            return database_now(session)

        class StopAfterFirst(FakeGateway):
            async def send(self, sealed: Sealed, *, ttl_s: int) -> Answer:
                stop.set()
                return await super().send(sealed, ttl_s=ttl_s)

        gateway = StopAfterFirst()
        setting = world.setting(gateway=gateway, tell_time=tell_time)
        run_worker(setting, stop=stop)
        assert len(gateway.sent) == 1
        assert [row.state for row in world.deliveries()] == ["accepted"]
        with reading(world.engine) as session:
            row = session.scalars(select(DispatcherRow)).one()
            assert row.stopped_at is not None
            assert row.problem == ""

    def test_a_database_in_trouble_is_tried_again(
        self, world: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(worker, "TROUBLE_S", 0.0)
        stop, turns = Event(), []

        def tell_time(session: Session) -> datetime:
            turns.append(1)
            if len(turns) < 3:
                raise OperationalError("SELECT", {}, Exception("the server went away"))
            stop.set()
            return database_now(session)

        run_worker(world.setting(tell_time=tell_time), stop=stop)
        assert caplog.text.count("the database is in trouble") == 2

    def test_the_databases_clock_is_told_in_utc(self, engine: Engine) -> None:
        with reading(engine) as session:
            first = database_now(session)
            second = database_now(session)
        assert first.utcoffset() == timedelta(0)
        assert first <= second < first + LEASE

    def test_a_long_dead_dispatcher_is_forgotten(self, world: Program) -> None:
        stop = Event()
        setting = world.setting()
        with writing(world.engine) as session:
            old = world.clock.now() - timedelta(days=8)
            session.add(DispatcherRow(owner="long gone", started_at=old, seen_at=old))
        worker.Housekeeping(setting, "mine").after_turn(world.clock.now(), "")
        stop.set()
        with reading(world.engine) as session:
            assert list(session.scalars(select(DispatcherRow.owner))) == ["mine"]

    def test_a_problem_is_told_at_once(self, world: Program) -> None:
        housekeeping = worker.Housekeeping(world.setting(), "mine")
        housekeeping.after_turn(world.clock.now(), "")
        housekeeping.after_turn(world.clock.now(), "A push service refuses our signature.")
        with reading(world.engine) as session:
            assert session.scalars(select(DispatcherRow.problem)).all() == ["A push service refuses our signature."]


def test_what_was_put_off_is_put_off_for_everybody(world: Program, due: None) -> None:
    world.gateway.answers = lambda _sent: Answer(Result.RETRY, 503)
    world.tick()
    with writing(world.engine) as session:
        session.execute(update(Delivery).values(ready_at=world.clock.now() + timedelta(minutes=5)))
    world.clock.advance(minutes=4)
    assert die_after_claiming(world, "another") == 0
