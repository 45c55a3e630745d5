"""A reminder's whole way in a real Firefox: turned on by a click, due, encrypted, sent through a push service, decrypted, shown
on a desktop, clicked, answered."""

import asyncio
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from footbridge.accounts.models import Account
from footbridge.accounts.sign_ins import Device, open_sign_in
from footbridge.api.callers import Surroundings
from footbridge.checkins.models import CheckIn
from footbridge.db.transactions import reading, writing
from footbridge.kernel.clock import SystemClock
from footbridge.push.gateway import WebPushGateway
from footbridge.push.keys import load_push_keys
from footbridge.push.models import PushSubscription
from footbridge.reminders.dispatcher import Dispatcher, Setting
from footbridge.reminders.ledger import explain
from footbridge.reminders.models import Delivery, Reminder, ReminderSettings
from footbridge.reminders.planner import plan_some
from tests.browser.conftest import Site
from tests.push_service.desktop import Desktop
from tests.push_service.firefox import Firefox, firefox
from tests.push_service.service import LocalPushService

pytestmark = pytest.mark.browser


@pytest.fixture
def push_service() -> Iterator[LocalPushService]:
    service = LocalPushService().start()
    yield service
    service.stop()


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    desktop = Desktop()
    yield desktop
    desktop.close()


@pytest.fixture
def phone(site: Site, push_service: LocalPushService, desktop: Desktop) -> Iterator[Firefox]:
    """Ana is signed in on it, and the program may send to the tests' push service."""
    around: Surroundings = site.app.extensions["footbridge"]
    site.app.extensions["footbridge"] = replace(around, push_origins=frozenset({push_service.origin}))
    with writing(site.engine) as session:
        account = session.get_one(Account, site.ana)
        cookie = open_sign_in(session, account, Device("Phone", is_shared=False), now=datetime.now(UTC)).cookie
    with firefox(push_service, desktop) as found:
        found.go(f"{site.url}/help")
        found.set_cookie("footbridge", cookie)
        found.go(f"{site.url}/")
        yield found


def is_stored(site: Site, table: type) -> bool:
    with reading(site.engine) as session:
        return session.scalars(select(table)).first() is not None


def dispatch(site: Site, push_service: LocalPushService, *, at: datetime) -> None:
    """A dispatcher works as if it were `at`."""
    around: Surroundings = site.app.extensions["footbridge"]
    keys = load_push_keys(around.settings.home)
    allowed = frozenset({push_service.origin})
    gateway = WebPushGateway(keys, subject=around.settings.push_subject, clock=SystemClock(), also_allowed=allowed)
    setting = Setting(
        engine=site.engine,
        gateway=gateway,
        sealer=around.sealer,
        base_url=around.settings.base_url,
        secret=secrets.token_bytes(32),
        jitter=lambda: 0.0,
        tell_time=lambda _session: at,
    )

    async def work() -> None:
        dispatcher = Dispatcher(setting, "tests")
        while await dispatcher.tick():
            pass
        await gateway.close()

    asyncio.run(work())


def first_prompt(site: Site) -> Reminder:
    """The next check-in prompt that was planned."""
    with writing(site.engine) as session:
        plan_some(session, now=datetime.now(UTC))
    with reading(site.engine) as session:
        query = select(Reminder).where(Reminder.kind == "check_in").order_by(Reminder.due_at)
        found = session.scalars(query).first()
        session.expunge_all()
    assert found is not None
    return found


def turn_on(phone: Firefox, site: Site) -> None:
    """On the phone's own screen, by clicks: reminders on, and a prompt in the evening."""
    phone.go(f"{site.url}/reminders")
    phone.click("//button[contains(., 'Turn on reminders')]")
    phone.click("//button[contains(., 'Yes, remind me')]")
    phone.wait_for(lambda: phone.sees("Reminders are on for this phone"), "reminders to be on")
    phone.click("//label[contains(., 'Check in')]//input[@role='switch']")
    phone.wait_for(lambda: is_stored(site, PushSubscription), "the subscription to be stored")
    phone.wait_for(lambda: has_prompts(site), "the settings to be stored")


def has_prompts(site: Site) -> bool:
    with reading(site.engine) as session:
        return bool(session.scalar(select(ReminderSettings.check_in_on)))


def answer(phone: Firefox) -> None:
    """The check-in, by clicks."""
    phone.click("//label[normalize-space(.)='Good']")
    phone.click("//label[normalize-space(.)='2']")
    phone.click("//label[contains(., 'Tired')] | //button[contains(., 'Tired')]")
    phone.click("//button[contains(., 'Save')]")


def test_a_reminder_is_turned_on_sent_shown_clicked_and_answered(
    site: Site, phone: Firefox, push_service: LocalPushService, desktop: Desktop
) -> None:
    turn_on(phone, site)
    reminder = first_prompt(site)

    dispatch(site, push_service, at=reminder.due_at)
    assert [post.status for post in push_service.posts] == [201]
    push_service.wait_until(lambda: bool(push_service.acks), "Firefox to take the message")
    assert push_service.acks[0]["code"] == 100, "100: decrypted and handed to the service worker"

    [shown] = desktop.wait_for(1)
    assert (shown.title, shown.body) == ("Footbridge", "You have a reminder.")

    phone.go(f"{site.url}/")
    desktop.click(shown)
    phone.wait_for(lambda: phone.address.endswith(f"/check-in?from={reminder.id}"), "the check-in to open")
    answer(phone)
    phone.wait_for(lambda: is_stored(site, CheckIn), "the check-in to reach the server")

    with reading(site.engine) as session:
        check_in = session.scalars(select(CheckIn)).one()
        assert (check_in.participant_id, check_in.prompted_by) == (site.ana, reminder.id)
    phone.wait_for(lambda: opened_at(site) is not None, "the receipt to arrive")
    first_prompt(site)  # the planner looks again
    with reading(site.engine) as session:
        story = explain(session, reminder.id)
    for station in ("offered to each phone", "done", "sent, try 1", "taken by the push service", "shown", "opened"):
        assert station in story


def test_what_came_while_firefox_was_away_is_shown_once_and_what_was_changed_on_the_way_never(
    site: Site, phone: Firefox, push_service: LocalPushService, desktop: Desktop
) -> None:
    turn_on(phone, site)
    reminder = first_prompt(site)
    push_service.cut_off()
    dispatch(site, push_service, at=reminder.due_at)
    again = push_service.posts[0]
    push_service.send_again(again)  # a repeat after a dispatcher died: the same topic
    push_service.let_in()
    push_service.wait_until(lambda: bool(push_service.acks), "Firefox to come back and take it")
    assert [ack["code"] for ack in push_service.acks] == [100]
    desktop.wait_for(1)

    push_service.send_again(again, body=again.body[:-1] + bytes([again.body[-1] ^ 1]))
    push_service.wait_until(lambda: len(push_service.acks) == 2, "Firefox to refuse it")
    assert push_service.acks[1]["code"] == 101, "101: could not be decrypted"
    assert len(desktop.shown) == 1

    phone.go(f"{site.url}/reminders")
    phone.click("//button[contains(., 'Turn off on this phone')]")
    phone.wait_for(lambda: not is_stored(site, PushSubscription), "the subscription to be forgotten")
    push_service.wait_until(
        lambda: not any(one.is_live for one in push_service.mailbox.channels.values()), "the end of it"
    )


def opened_at(site: Site) -> datetime | None:
    with reading(site.engine) as session:
        return session.scalar(select(Delivery.opened_at))
