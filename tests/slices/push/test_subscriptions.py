"""Turning reminders on and off on a phone, over HTTP."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from footbridge.accounts.sign_ins import revoke_all
from footbridge.db.transactions import writing
from footbridge.feed.models import FeedCounter
from footbridge.push import service
from footbridge.push.keys import PushKeys, create_push_keys
from footbridge.push.models import PushSubscription
from footbridge.sealing.service import Sealer
from footbridge.settings import Settings
from tests.conftest import MovableClock
from tests.push_service.browser import BrowserKeys
from tests.slices.browsing import Browser, problem

PHONE = UUID("6f1c9b1e-0f57-4b0e-9d0a-3c1f2b4a5d6e")
TABLET = UUID("1d2c3b4a-0f57-4b0e-9d0a-3c1f2b4a5d6e")


@pytest.fixture
def our_key(settings: Settings) -> str:
    """The key pair that the program under test was set up with."""
    keys: PushKeys = create_push_keys(settings.home)
    return keys.public_text


def offer(our_key: str, **changed: object) -> dict[str, object]:
    """What a browser hands out, at Apple's service."""
    keys = BrowserKeys()
    fresh = {"endpoint": f"https://web.push.apple.com/{uuid4().hex}", "p256dh": keys.p256dh, "auth": keys.auth}
    return {**fresh, "key": our_key, **changed}


def put(browser: Browser, body: object, *, device: UUID = PHONE) -> dict[str, Any]:
    response = browser.put(f"/api/push/subscriptions/{device}", body)
    assert response.status_code == 200, response.data
    found: dict[str, Any] = orjson.loads(response.data)
    return found


def knockable(session: Session, person: UUID, clock: MovableClock) -> list[service.Knockable]:
    session.rollback()
    return service.knockable(session, [person], now=clock.now()).get(person, [])


@pytest.fixture
def phone_of(sign_in_participant: Callable[..., Browser], our_key: str) -> Callable[..., Browser]:
    return sign_in_participant


def test_a_phone_subscribes_and_can_be_knocked_at(
    phone_of: Callable[..., Browser], ana: UUID, our_key: str, session: Session, sealer: Sealer, clock: MovableClock
) -> None:
    body = offer(our_key)
    found = put(phone_of(ana), body)
    assert (found["state"], found["key_is_current"]) == ("active", True)
    [phone] = knockable(session, ana, clock)
    target = service.target_of(phone, sealer=sealer)
    assert (target.endpoint, target.p256dh, target.auth) == (body["endpoint"], body["p256dh"], body["auth"])


def test_the_address_lies_sealed_in_the_database(
    phone_of: Callable[..., Browser], ana: UUID, our_key: str, session: Session
) -> None:
    body = offer(our_key)
    put(phone_of(ana), body)
    row = session.scalars(select(PushSubscription)).one()
    assert row.sealed is not None
    for secret in (body["endpoint"], body["p256dh"], body["auth"]):
        assert str(secret).encode() not in row.sealed


def test_repeating_it_changes_nothing_and_a_new_address_takes_the_old_ones_place(
    phone_of: Callable[..., Browser], ana: UUID, our_key: str, session: Session, clock: MovableClock
) -> None:
    browser, body = phone_of(ana), offer(our_key)
    assert put(browser, body) == put(browser, body)
    assert put(browser, offer(our_key))["id"] == put(browser, body)["id"]
    assert len(knockable(session, ana, clock)) == 1


def test_a_phone_that_lost_its_name_for_itself_is_still_one_phone(
    phone_of: Callable[..., Browser], ana: UUID, our_key: str, session: Session, clock: MovableClock
) -> None:
    browser, body = phone_of(ana), offer(our_key)
    assert put(browser, body)["id"] == put(browser, body, device=TABLET)["id"]
    assert len(knockable(session, ana, clock)) == 1


def test_on_a_shared_phone_the_last_to_subscribe_has_it(
    phone_of: Callable[..., Browser], ana: UUID, ben: UUID, our_key: str, session: Session, clock: MovableClock
) -> None:
    body = offer(our_key)
    put(phone_of(ana), body)
    put(phone_of(ben), body)
    assert knockable(session, ana, clock) == []
    assert len(knockable(session, ben, clock)) == 1


def test_another_signing_key_parks_it_and_says_so(
    phone_of: Callable[..., Browser], ana: UUID, our_key: str, session: Session, clock: MovableClock, tmp_path: Any
) -> None:
    other = create_push_keys(tmp_path / "elsewhere").public_text
    found = put(phone_of(ana), offer(our_key, key=other))
    assert (found["state"], found["key_is_current"]) == ("stale", False)
    assert knockable(session, ana, clock) == []
    assert put(phone_of(ana), offer(our_key))["state"] == "active"


def test_turning_off_forgets_it_also_twice(
    phone_of: Callable[..., Browser], ana: UUID, ben: UUID, our_key: str, session: Session, clock: MovableClock
) -> None:
    browser = phone_of(ana)
    put(browser, offer(our_key))
    assert phone_of(ben).delete(f"/api/push/subscriptions/{PHONE}").status_code == 204
    assert len(knockable(session, ana, clock)) == 1, "Ben's phone has the same name, but it is Ben's"
    for _ in range(2):
        assert browser.delete(f"/api/push/subscriptions/{PHONE}").status_code == 204
    assert knockable(session, ana, clock) == []


def test_when_the_sign_in_ends_nothing_is_sent_any_more(
    phone_of: Callable[..., Browser], ana: UUID, our_key: str, session: Session, engine: Engine, clock: MovableClock
) -> None:
    put(phone_of(ana), offer(our_key))
    with writing(engine) as write:
        revoke_all(write, ana, now=clock.now())
    assert knockable(session, ana, clock) == []
    with writing(engine) as write:
        service.drop_ended(write, now=clock.now())
    session.rollback()
    assert session.scalar(select(func.count()).select_from(PushSubscription)) == 0


def test_a_shared_phone_is_not_knocked_at_a_day_later(
    phone_of: Callable[..., Browser], ana: UUID, our_key: str, session: Session, clock: MovableClock
) -> None:
    put(phone_of(ana, shared_phone=True), offer(our_key))
    clock.advance(hours=25)
    assert knockable(session, ana, clock) == []


def test_the_eleventh_phone_takes_the_place_of_the_longest_unused(
    phone_of: Callable[..., Browser], ana: UUID, our_key: str, session: Session, clock: MovableClock
) -> None:
    browser = phone_of(ana)
    first = put(browser, offer(our_key), device=uuid4())["id"]
    for _ in range(service.MOST_DEVICES):
        clock.advance(minutes=1)
        put(browser, offer(our_key), device=uuid4())
    ids = {str(phone.id) for phone in knockable(session, ana, clock)}
    assert len(ids) == service.MOST_DEVICES
    assert first not in ids


def test_an_ended_address_is_forgotten_unless_it_was_renewed_meanwhile(
    phone_of: Callable[..., Browser], ana: UUID, our_key: str, session: Session, engine: Engine, clock: MovableClock
) -> None:
    browser = phone_of(ana)
    put(browser, offer(our_key))
    [before] = knockable(session, ana, clock)
    put(browser, offer(our_key))
    with writing(engine) as write:
        service.forget_address(write, [before])
    [renewed] = knockable(session, ana, clock)
    with writing(engine) as write:
        service.forget_address(write, [renewed])
    assert knockable(session, ana, clock) == []
    assert put(browser, offer(our_key))["state"] == "active"


def test_subscribing_asks_the_planner_to_look(
    phone_of: Callable[..., Browser], ana: UUID, our_key: str, session: Session
) -> None:
    session.get_one(FeedCounter, ana).replan_from = None
    put(phone_of(ana), offer(our_key))
    session.expire_all()
    assert session.get_one(FeedCounter, ana).replan_from is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://10.0.0.1/x"},
        {"endpoint": "http://web.push.apple.com/x"},
        {"endpoint": "https://web.push.apple.com.evil.example/x"},
        {"p256dh": "AAAA"},
        {"auth": "AAAA"},
    ],
)
def test_what_can_not_be_knocked_at_is_refused(
    phone_of: Callable[..., Browser], ana: UUID, our_key: str, wrong: dict[str, str]
) -> None:
    response = phone_of(ana).put(f"/api/push/subscriptions/{PHONE}", offer(our_key, **wrong))
    found = problem(response, 422, "push-not-usable")
    assert found["errors"][0]["pointer"] == f"/{next(iter(wrong))}"


@pytest.mark.parametrize(
    "wrong", [{"endpoint": 5}, {"endpoint": None}, {"key": "x" * 200}, {"more": 1}, {"auth": "\x00"}]
)
def test_a_body_of_another_shape_is_refused(
    phone_of: Callable[..., Browser], ana: UUID, our_key: str, wrong: dict[str, object]
) -> None:
    problem(phone_of(ana).put(f"/api/push/subscriptions/{PHONE}", offer(our_key, **wrong)), 422, "not-understood")


def test_only_a_participant_subscribes(
    new_browser: Callable[..., Browser], sign_in_member: Callable[..., Browser], cho: UUID, our_key: str
) -> None:
    problem(new_browser().put(f"/api/push/subscriptions/{PHONE}", offer(our_key)), 401, "signed-out")
    problem(sign_in_member(cho).put(f"/api/push/subscriptions/{PHONE}", offer(our_key)), 404, "not-found")
