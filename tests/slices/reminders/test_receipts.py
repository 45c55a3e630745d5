"""A phone reports what it has shown and opened, signed out too; the story it makes in the ledger."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from footbridge.db.transactions import reading
from footbridge.kernel.instants import format_instant
from footbridge.push.outcome import Answer, Result
from footbridge.reminders.ledger import UnknownReminder, explain
from footbridge.reminders.models import Delivery
from tests.slices.browsing import Browser, problem
from tests.slices.reminders.conftest import Program, chicago


@pytest.fixture
def sent(world: Program, ana: UUID) -> Delivery:
    """A prompt that Ana's phone was sent at eight."""
    world.subscribe(ana)
    world.choose(ana, times="20:00")
    world.clock.set(chicago("2026-03-02 20:00"))
    world.tick()
    [delivery] = world.deliveries()
    return delivery


@pytest.fixture
def phone(new_browser: Callable[..., Browser]) -> Browser:
    """Nobody is signed in on it."""
    return new_browser()


def report(phone: Browser, delivery: Delivery, event: str, at: datetime) -> int:
    body = {"delivery": str(delivery.id), "event": event, "at": format_instant(at)}
    return phone.post("/api/push/receipts", body).status_code


def stored(world: Program, delivery: Delivery) -> Delivery:
    [row] = [row for row in world.deliveries() if row.id == delivery.id]
    return row


def test_shown_then_opened(world: Program, sent: Delivery, phone: Browser) -> None:
    shown_at, opened_at = world.clock.advance(seconds=3), world.clock.now() + timedelta(minutes=2)
    assert report(phone, sent, "shown", shown_at) == 204
    assert (stored(world, sent).state, stored(world, sent).shown_at) == ("shown", shown_at)
    world.clock.set(opened_at)
    assert report(phone, sent, "opened", opened_at) == 204
    row = stored(world, sent)
    assert (row.state, row.shown_at, row.opened_at) == ("opened", shown_at, opened_at)


def test_it_only_moves_forward(world: Program, sent: Delivery, phone: Browser) -> None:
    at = world.clock.advance(minutes=1)
    report(phone, sent, "opened", at)
    world.clock.advance(minutes=1)
    for event in ("shown", "opened"):
        assert report(phone, sent, event, world.clock.now()) == 204
    row = stored(world, sent)
    assert (row.state, row.shown_at, row.opened_at) == ("opened", at, at)


@pytest.mark.parametrize(("hours", "kept"), [(-9_000, "made"), (9_000, "now")])
def test_a_wrong_clock_can_not_report_from_before_the_sending_or_from_the_future(
    world: Program, sent: Delivery, phone: Browser, hours: int, kept: str
) -> None:
    now = world.clock.advance(minutes=5)
    report(phone, sent, "shown", now + timedelta(hours=hours))
    assert stored(world, sent).shown_at == (sent.made_at if kept == "made" else now)


def test_a_phone_that_was_faster_than_the_push_services_answer_is_believed(
    world: Program, ana: UUID, phone: Browser
) -> None:
    """The POST timed out, but the message had been taken: no second copy follows."""
    world.subscribe(ana)
    world.choose(ana, times="20:00")
    world.gateway.answers = lambda _sent: Answer(Result.RETRY, reason="TimeoutError")
    world.clock.set(chicago("2026-03-02 20:00"))
    world.tick()
    [delivery] = world.deliveries()
    report(phone, delivery, "shown", world.clock.advance(seconds=5))
    world.clock.advance(minutes=10)
    world.tick()
    assert len(world.notices()) == 1
    assert stored(world, delivery).state == "shown"


def test_a_stranger_learns_and_changes_nothing(world: Program, sent: Delivery, phone: Browser) -> None:
    for other in (sent.reminder_id, sent.subscription_id, uuid4()):
        body = {"delivery": str(other), "event": "shown", "at": "2026-03-03T02:00:00.000Z"}
        problem(phone.post("/api/push/receipts", body), 404, "unknown-delivery")
    assert stored(world, sent).state == "accepted"


@pytest.mark.parametrize(
    "wrong",
    [{"event": "seen"}, {"event": None}, {"at": "yesterday"}, {"delivery": 5}, {"delivery": "x" * 36}, {"more": 1}],
)
def test_a_report_of_another_shape_is_refused(sent: Delivery, phone: Browser, wrong: dict[str, object]) -> None:
    body = {"delivery": str(sent.id), "event": "shown", "at": "2026-03-03T02:00:00.000Z", **wrong}
    problem(phone.post("/api/push/receipts", body), 422, "not-understood")


def told(world: Program, reminder: UUID) -> list[str]:
    with reading(world.engine) as session:
        return explain(session, reminder).splitlines()


class TestTheStory:
    """`footbridge reminders explain` answers: what happened to this one?"""

    def test_from_planned_to_answered(self, world: Program, ana: UUID, sent: Delivery, phone: Browser) -> None:
        report(phone, sent, "shown", world.clock.advance(seconds=2))
        report(phone, sent, "opened", world.clock.advance(seconds=60))
        world.clock.advance(seconds=30)
        world.check_in(ana, prompted_by=sent.reminder_id)
        world.plan()
        assert told(world, sent.reminder_id) == [
            "check_in: check_in 2026-03-02 20:00",
            "2026-03-03T02:00:00Z planned for 2026-03-03T02:00:00Z, of use until 2026-03-03T06:00:00Z",
            "2026-03-03T02:00:00Z offered to each phone",
            "2026-03-03T02:01:32Z done",
            "phone 1: 2026-03-03T02:00:00Z sent, try 1",
            "phone 1: 2026-03-03T02:00:00Z taken by the push service",
            "phone 1: 2026-03-03T02:00:02Z shown",
            "phone 1: 2026-03-03T02:01:02Z opened",
        ]

    def test_why_it_stayed_silent(self, world: Program, ana: UUID) -> None:
        world.choose(ana, times="20:00")
        world.plan()
        world.check_in(ana, at=chicago("2026-03-02 12:00"))
        world.clock.set(chicago("2026-03-02 19:30"))
        world.check_in(ana)
        world.plan()
        tonight, tomorrow, *_ = world.reminders()
        assert told(world, tonight.id)[-2:] == [
            "2026-03-03T01:30:00Z not sent: it was already done",
            "2026-03-03T01:30:00Z done",
        ]
        assert told(world, tomorrow.id)[-1] == "waits until it is due"
        world.choose(ana)
        world.plan()
        assert told(world, tomorrow.id)[-1].endswith("dropped: this time, lead or kind is not chosen any more")
        world.choose(ana, times="20:00")
        world.plan()
        assert "dropped and planned again 1 times" in told(world, tomorrow.id)

    def test_what_the_push_service_said(self, world: Program, ana: UUID) -> None:
        world.subscribe(ana)
        world.choose(ana, times="20:00")
        world.gateway.answers = lambda _sent: Answer(Result.RETRY, 503, reason="busy")
        world.clock.set(chicago("2026-03-02 20:00"))
        world.tick()
        reminder = world.reminders()[0].id
        assert told(world, reminder)[-1] == "phone 1: 2026-03-03T02:00:15Z next try, after: retry busy"
        world.gateway.answers = lambda _sent: Answer(Result.GONE, 410)
        world.clock.advance(seconds=15)
        world.tick()
        assert told(world, reminder)[-1] == "phone 1: failed: gone 410"

    def test_several_told_together(self, world: Program, evening: object, ana: UUID) -> None:
        world.subscribe(ana)
        world.choose(ana, times="17:00", leads="60 120")
        world.appoint(chicago("2026-03-02 19:00"), group=evening)  # type: ignore[arg-type]  # a fixture's type
        world.plan()
        world.clock.set(chicago("2026-03-02 18:30"))
        world.tick()
        folded = next(row for row in world.deliveries() if row.state == "folded")
        assert "phone 1: told in one notice with others that waited" in told(world, folded.reminder_id)
        assert "phone 1: 2026-03-03T00:30:00Z taken by the push service" in told(world, folded.reminder_id)

    def test_a_reminder_that_never_was(self, world: Program) -> None:
        with pytest.raises(UnknownReminder):
            told(world, uuid4())
