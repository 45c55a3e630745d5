"""From due to sent: what leaves, when, to whom, and what the ledger says of it."""

import sqlite3
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from footbridge.accounts.models import Account, Participant, SignIn
from footbridge.db.transactions import reading, writing
from footbridge.feed.models import FeedCounter
from footbridge.program.models import CareGroup
from footbridge.push import service as push
from footbridge.push.models import PushSubscription
from footbridge.push.outcome import Answer, Result
from tests.slices.reminders.conftest import Program, chicago


@pytest.fixture
def phone(world: Program, ana: UUID) -> UUID:
    """Ana's phone, which may be knocked at."""
    return world.subscribe(ana)


def at(world: Program, text: str) -> None:
    """It is now this time in Chicago, and dispatchers are at work."""
    world.clock.set(chicago(text))
    world.tick()


def test_a_prompt_leaves_when_it_is_due_and_once(world: Program, ana: UUID, phone: UUID) -> None:
    world.choose(ana, times="20:00")
    at(world, "2026-03-02 19:59:59")
    assert world.notices() == []
    at(world, "2026-03-02 20:00")
    at(world, "2026-03-02 20:05")
    [notice] = world.notices()
    [reminder] = [row for row in world.reminders() if row.state == "offered"]
    [delivery] = world.deliveries()
    assert notice == {
        "title": "Footbridge",
        "body": "You have a reminder.",
        "lang": "en",
        "dir": "ltr",
        "navigate": f"https://app.example.org/check-in?from={reminder.id}",
        "tag": notice["tag"],
        "data": {
            "kind": "check_in",
            "delivery": str(delivery.id),
            "reminder": str(reminder.id),
            "expires_at": "2026-03-03T06:00:00.000Z",
        },
    }
    assert (delivery.state, delivery.attempt, delivery.subscription_id) == ("accepted", 1, phone)
    assert delivery.sent_at is not None
    assert delivery.accepted_at == chicago("2026-03-02 20:00")


def test_an_appointment_is_urgent_and_kept_until_it_starts(world: Program, evening: CareGroup, phone: UUID) -> None:
    appointment = world.appoint(chicago("2026-03-02 18:00"), group=evening)
    at(world, "2026-03-02 17:00")
    [sent] = world.gateway.sent
    assert (sent.message.urgency, sent.ttl_s) == ("high", 3600)
    assert len(sent.message.payload) == 1024
    assert sent.message.topic == world.notices()[0]["tag"]
    assert world.notices()[0]["navigate"] == f"https://app.example.org/schedule/{appointment}"


def test_the_lifetime_at_the_push_service_is_what_remains(world: Program, ana: UUID, phone: UUID) -> None:
    world.choose(ana, times="20:00")
    at(world, "2026-03-02 19:00")
    at(world, "2026-03-02 23:30")
    [sent] = world.gateway.sent
    assert sent.ttl_s == 1800


@pytest.mark.parametrize(
    ("wording", "language", "body"),
    [
        ("neutral", "en", "You have a reminder."),
        ("neutral", "es", "Tiene un recordatorio."),
        ("detailed", "en", "You have something at 6:00\u202fPM."),
        ("detailed", "es", "Tiene algo a las 6:00\u202fp.m."),
    ],
)
def test_the_words_on_the_lock_screen(
    world: Program, evening: CareGroup, ana: UUID, phone: UUID, wording: str, language: str, body: str
) -> None:
    with writing(world.engine) as session:
        session.execute(update(Participant).where(Participant.id == ana).values(language=language))
    world.choose(ana, leads="60", wording=wording)
    world.appoint(chicago("2026-03-02 18:00"), group=evening)
    at(world, "2026-03-02 17:00")
    assert (world.notices()[0]["body"], world.notices()[0]["lang"]) == (body, language)


def test_each_of_two_phones_gets_one(world: Program, ana: UUID, phone: UUID) -> None:
    tablet = world.subscribe(ana)
    world.choose(ana, times="20:00")
    at(world, "2026-03-02 20:00")
    assert {row.subscription_id for row in world.deliveries()} == {phone, tablet}
    first, second = world.notices()
    assert first["tag"] != second["tag"], "a push service can't tell that the two are one person's"
    assert first["data"]["delivery"] != second["data"]["delivery"]


def test_without_a_phone_the_ledger_says_so(world: Program, ana: UUID) -> None:
    world.choose(ana, times="20:00")
    at(world, "2026-03-02 20:00")
    assert world.states()[0] == (chicago("2026-03-02 20:00"), "missed", "no_device")


class TestAskedAgainRightBefore:
    """Facts that changed after the planner's last look: it has not run again, or it lost the race."""

    @pytest.fixture(autouse=True)
    def _planned(self, world: Program, ana: UUID, phone: UUID) -> None:
        world.choose(ana, times="20:00")
        world.plan()
        world.clock.set(chicago("2026-03-02 20:00"))

    def no_planner(self, world: Program) -> None:
        """The planner believes that it has nothing to do."""
        with writing(world.engine) as session:
            session.execute(update(FeedCounter).values(replan_from=None))

    def test_who_has_checked_in_is_not_asked(self, world: Program, ana: UUID) -> None:
        world.check_in(ana)
        self.no_planner(world)
        world.tick()
        assert (world.notices(), world.states()[0][1:]) == ([], ("done", "already_done"))

    def test_who_has_switched_off_is_not_asked(self, world: Program, ana: UUID) -> None:
        world.choose(ana)
        self.no_planner(world)
        world.tick()
        assert (world.notices(), world.states()[0][1:]) == ([], ("cancelled", "switched_off"))

    def test_who_begins_quiet_hours_is_not_asked(self, world: Program, ana: UUID) -> None:
        world.choose(ana, times="20:00", quiet=("19:00", "08:00"))
        self.no_planner(world)
        world.tick()
        assert (world.notices(), world.states()[0][1]) == ([], "cancelled")

    def test_whose_account_is_closed_is_not_asked(self, world: Program, ana: UUID) -> None:
        with writing(world.engine) as session:
            session.execute(update(Account).where(Account.id == ana).values(closed_at=world.clock.now()))
        world.tick()
        assert (world.notices(), world.states()[0][1:]) == ([], ("cancelled", "account_closed"))

    def test_a_phone_that_was_signed_out_is_not_knocked_at(self, world: Program, ana: UUID) -> None:
        with writing(world.engine) as session:
            session.execute(update(SignIn).values(revoked_at=world.clock.now()))
        world.tick()
        assert (world.notices(), world.states()[0][1:]) == ([], ("missed", "no_device"))

    def test_what_came_back_after_such_a_silence_is_sent_once(self, world: Program, ana: UUID) -> None:
        world.choose(ana)
        self.no_planner(world)
        world.tick()
        world.choose(ana, times="20:00")
        world.tick()
        world.tick()
        assert len(world.notices()) == 1
        assert world.reminders()[0].generation == 2


def test_an_appointment_cancelled_after_planning_is_not_announced(
    world: Program, evening: CareGroup, phone: UUID
) -> None:
    appointment = world.appoint(chicago("2026-03-02 18:00"), group=evening)
    world.plan()
    world.clock.set(chicago("2026-03-02 17:00"))
    world.change(appointment, status="cancelled")
    with writing(world.engine) as session:
        session.execute(update(FeedCounter).values(replan_from=None))
    world.tick()
    assert (world.notices(), world.states()[0][1:]) == ([], ("cancelled", "appointment_cancelled"))


class TestAfterAPause:
    """The machine slept, or nobody ran the dispatcher."""

    def test_several_that_wait_become_one_neutral_notice(
        self, world: Program, evening: CareGroup, ana: UUID, phone: UUID
    ) -> None:
        world.choose(ana, times="14:00 17:00", leads="60 120", wording="detailed")
        world.appoint(chicago("2026-03-02 19:00"), group=evening)
        world.plan()
        at(world, "2026-03-02 18:30")
        [notice] = world.notices()
        assert (notice["body"], notice["data"]["kind"]) == ("You have 3 reminders.", "several")
        assert notice["navigate"] == "https://app.example.org/"
        states = sorted(row.state for row in world.deliveries())
        assert states == ["accepted", "folded", "folded"]
        assert [state for _, state, _ in world.states()[:4]] == ["missed", "offered", "offered", "offered"]

    def test_one_that_waits_is_told_by_itself(self, world: Program, ana: UUID, phone: UUID) -> None:
        world.choose(ana, times="14:00 17:00")
        world.plan()
        at(world, "2026-03-02 18:30")
        assert [notice["data"]["kind"] for notice in world.notices()] == ["check_in"]
        assert world.states()[0][1:] == ("missed", "not_running")

    def test_two_that_are_due_on_time_are_two(self, world: Program, evening: CareGroup, ana: UUID, phone: UUID) -> None:
        world.choose(ana, times="17:00", leads="60")
        world.appoint(chicago("2026-03-02 18:00"), group=evening)
        at(world, "2026-03-02 17:00")
        assert sorted(notice["data"]["kind"] for notice in world.notices()) == ["appointment", "check_in"]

    def test_nothing_that_has_expired_is_sent_after_a_week(
        self, world: Program, evening: CareGroup, ana: UUID, phone: UUID
    ) -> None:
        world.choose(ana, times="08:00 20:00", leads="60")
        world.appoint(chicago("2026-03-04 18:00"), group=evening)
        world.plan()
        at(world, "2026-03-09 12:30")
        assert world.notices() == []
        missed = [row for row in world.reminders() if row.state == "missed"]
        assert {row.cause for row in missed} == {"not_running"}
        assert len(missed) == 1 + 13 + 1  # the group, two a day since Monday evening, this morning's among them

    def test_when_the_one_that_speaks_for_all_is_done_the_others_still_speak(
        self, world: Program, evening: CareGroup, ana: UUID, phone: UUID
    ) -> None:
        world.choose(ana, times="17:00", leads="60 120")
        world.appoint(chicago("2026-03-02 19:00"), group=evening)
        world.plan()
        world.gateway.answers = lambda _sent: Answer(Result.RETRY, 503)
        at(world, "2026-03-02 18:30")
        [lead] = [row for row in world.deliveries() if row.folds]
        assert lead.state == "open"
        world.gateway.answers = lambda _sent: Answer(Result.ACCEPTED, 201)
        world.check_in(ana)
        at(world, "2026-03-02 18:31")
        kinds = [notice["data"]["kind"] for notice in world.notices()]
        assert kinds == ["several", "appointment", "appointment"]
        assert {row.state for row in world.deliveries()} == {"skipped", "accepted"}


def answers(world: Program, *given: Answer) -> None:
    """The push service answers so, one sending after the other; then it accepts."""
    left = list(given)
    world.gateway.answers = lambda _sent: left.pop(0) if left else Answer(Result.ACCEPTED, 201)


class TestAnswers:
    """What the push service says decides what becomes of delivery and subscription."""

    @pytest.fixture(autouse=True)
    def _prompt(self, world: Program, ana: UUID, phone: UUID) -> None:
        world.choose(ana, times="20:00")
        world.plan()

    def test_busy_is_tried_again_when_it_says(self, world: Program) -> None:
        answers(world, Answer(Result.RETRY, 429, retry_after=timedelta(minutes=7)))
        at(world, "2026-03-02 20:00")
        assert [row.state for row in world.deliveries()] == ["open"]
        at(world, "2026-03-02 20:06:59")
        assert len(world.notices()) == 1
        at(world, "2026-03-02 20:07")
        [row] = world.deliveries()
        assert (row.state, row.attempt) == ("accepted", 2)
        first, second = world.notices()
        assert first["tag"] == second["tag"], "a copy that did arrive is replaced"
        assert first["data"]["delivery"] == second["data"]["delivery"]

    def test_out_of_order_is_tried_again_with_growing_pauses(self, world: Program) -> None:
        answers(world, *[Answer(Result.RETRY, 503)] * 3)
        at(world, "2026-03-02 20:00")
        for minutes, seconds, sent in ((0, 14, 1), (0, 15, 2), (0, 44, 2), (0, 45, 3), (1, 44, 3), (1, 45, 4)):
            world.clock.set(chicago("2026-03-02 20:00") + timedelta(minutes=minutes, seconds=seconds))
            world.tick()
            assert len(world.notices()) == sent

    def test_it_is_given_up_when_the_next_try_would_come_too_late(self, world: Program) -> None:
        answers(world, Answer(Result.RETRY, 503, retry_after=timedelta(hours=5), reason="busy"))
        at(world, "2026-03-02 20:00")
        [row] = world.deliveries()
        assert (row.state, row.status, row.reason) == ("failed", 503, "retry busy")

    def test_no_stale_try_leaves_after_its_time(self, world: Program) -> None:
        answers(world, Answer(Result.RETRY, 503, retry_after=timedelta(hours=3, minutes=59)))
        at(world, "2026-03-02 20:00")
        at(world, "2026-03-03 00:00")
        assert [row.state for row in world.deliveries()] == ["expired"]
        assert len(world.notices()) == 1

    def test_an_ended_subscription_is_forgotten(self, world: Program, ana: UUID) -> None:
        answers(world, Answer(Result.GONE, 410, reason="Unregistered"))
        at(world, "2026-03-02 20:00")
        assert [(row.state, row.reason) for row in world.deliveries()] == [("failed", "gone Unregistered")]
        assert self.phones(world, ana) == [("gone", None)]
        at(world, "2026-03-03 20:00")
        assert len(world.notices()) == 1

    def test_one_of_another_key_is_parked_not_removed(self, world: Program, ana: UUID) -> None:
        answers(world, Answer(Result.STALE, 403))
        at(world, "2026-03-02 20:00")
        [(state, sealed)] = self.phones(world, ana)
        assert state == "stale"
        assert sealed is not None

    def test_our_own_fault_removes_nothing_and_raises_an_alarm(
        self, world: Program, ana: UUID, caplog: pytest.LogCaptureFixture
    ) -> None:
        answers(world, Answer(Result.MISCONFIGURED, 403, reason="BadJwtToken"))
        at(world, "2026-03-02 20:00")
        assert [state for state, _ in self.phones(world, ana)] == ["active"]
        assert "refuses our signature (403 BadJwtToken)" in caplog.text
        assert "push.apple.com" not in caplog.text
        at(world, "2026-03-02 20:01")
        assert [row.state for row in world.deliveries()] == ["accepted"]

    def test_one_it_will_never_take_is_dropped(self, world: Program, ana: UUID) -> None:
        answers(world, Answer(Result.REFUSED, 413))
        at(world, "2026-03-02 20:00")
        at(world, "2026-03-02 21:00")
        assert [(row.state, row.status) for row in world.deliveries()] == [("failed", 413)]
        assert len(world.notices()) == 1

    def phones(self, world: Program, person: UUID) -> list[tuple[str, bytes | None]]:
        query = select(PushSubscription.state, PushSubscription.sealed)
        with reading(world.engine) as session:
            return [(row.state, row.sealed) for row in session.execute(query)]


def test_a_phone_given_to_somebody_else_gets_nothing_of_the_first(world: Program, ana: UUID, ben: UUID) -> None:
    endpoint = f"https://web.push.apple.com/{uuid4().hex}"
    world.subscribe(ana, endpoint=endpoint)
    world.choose(ana, times="20:00")
    answers(world, Answer(Result.RETRY, 503))
    at(world, "2026-03-02 20:00")
    world.subscribe(ben, endpoint=endpoint)
    at(world, "2026-03-02 20:05")
    assert len(world.notices()) == 1
    assert [(row.state, row.reason, row.subscription_id) for row in world.deliveries()] == [
        ("skipped", "no_device", None)
    ]


def test_a_person_whose_key_was_destroyed_stops_nobody_else(world: Program, ana: UUID, ben: UUID) -> None:
    for person in (ana, ben):
        world.subscribe(person)
        world.choose(person, times="20:00")
    world.plan()
    world.sealer._keyring.destroy(ana)
    at(world, "2026-03-02 20:00")
    assert sorted(row.state for row in world.deliveries()) == ["accepted", "failed"]


def test_a_locked_key_file_puts_it_off(world: Program, ana: UUID, phone: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_any: object) -> bytes:
        raise sqlite3.OperationalError("database is locked")

    world.choose(ana, times="20:00")
    world.plan()
    with monkeypatch.context() as patched:
        patched.setattr(world.sealer._keyring, "key_of", locked)
        at(world, "2026-03-02 20:00")
    assert [(row.state, row.reason) for row in world.deliveries()] == [("open", "retry key file")]
    at(world, "2026-03-02 20:01")
    assert [row.state for row in world.deliveries()] == ["accepted"]


def test_what_is_sent_can_be_opened_by_the_phone_it_is_for(world: Program, ana: UUID, phone: UUID) -> None:
    world.choose(ana, times="20:00")
    at(world, "2026-03-02 20:00")
    [sent] = world.gateway.sent
    [mine] = push_targets(world, ana)
    assert sent.target == mine


def push_targets(world: Program, person: UUID) -> list[object]:
    with reading(world.engine) as session:
        phones = push.knockable(session, [person], now=world.clock.now())[person]
    return [push.target_of(one, sealer=world.sealer) for one in phones]
