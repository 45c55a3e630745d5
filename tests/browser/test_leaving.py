"""Leaving a phone: a sign-out with no network holds, and on a shared phone nobody's words stay behind."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from footbridge.accounts.models import SignIn
from footbridge.db.transactions import reading, writing
from tests.browser import walking
from tests.browser.conftest import Site

Check = Callable[[Page], list[Any]]
WAITING = """async () => {
    const open = (name) => new Promise((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const all = (db, store) => new Promise((resolve) => {
        const request = db.transaction(store).objectStore(store).count();
        request.onsuccess = () => resolve(request.result);
    });
    const [outbox, keys] = [await open('footbridge-outbox'), await open('footbridge-keys')];
    const found = [await all(outbox, 'revisions'), await all(outbox, 'drafts'), await all(keys, 'keys')];
    outbox.close();
    keys.close();
    return found;
}"""


def _revoked(site: Site) -> list[bool]:
    with reading(site.engine) as session:
        return [one.revoked_at is not None for one in session.scalars(select(SignIn))]


def _at_home(site: Site, page: Page, *, is_shared: bool = False) -> None:
    """Ana, signed in, with the app installed."""
    site.sign_in(page, site.ana)
    with writing(site.engine) as session:
        session.execute(update(SignIn).values(shared_phone=is_shared))
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana")
    walking.installed(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana")


def _to_the_sheet(page: Page) -> None:
    page.goto("/settings")
    page.get_by_role("button", name="Sign out").click()


def test_a_sign_out_with_no_network_holds_when_it_is_back(site: Site, new_phone: Callable[..., Page]) -> None:
    page = new_phone()
    _at_home(site, page)
    page.context.set_offline(True)
    _to_the_sheet(page)
    page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="I have a code")).to_be_visible()

    page.context.set_offline(False)
    page.reload()
    walking.until(page, lambda: _revoked(site) == [True])
    expect(page.get_by_role("link", name="I have a code")).to_be_visible()
    expect(page.get_by_text("Ana")).to_have_count(0)
    page.wait_for_function("localStorage.getItem('footbridge.leaving') === null")


def test_on_a_shared_phone_what_waits_is_sent_or_deleted(
    site: Site, new_phone: Callable[..., Page], violations: Check
) -> None:
    page = new_phone()
    _at_home(site, page, is_shared=True)
    page.context.set_offline(True)
    page.goto("/")
    walking.check_in(page, mood="Bad", urge=6, going_on="Tired", save="Save")
    _to_the_sheet(page)
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("1 entry is not sent yet.")).to_be_visible()
    expect(sheet.get_by_role("button")).to_have_text(
        ["Send first", "Delete what waits, and sign out", "Stay signed in"]
    )
    assert violations(page) == []
    sheet.get_by_role("button", name="Send first").click()
    expect(sheet.get_by_text("It did not send.")).to_be_visible()
    sheet.get_by_role("button", name="Delete what waits").click()
    expect(page.get_by_role("link", name="I have a code")).to_be_visible()
    walking.until(page, lambda: page.evaluate(WAITING) == [0, 0, 0])
