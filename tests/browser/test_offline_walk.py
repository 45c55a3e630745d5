"""The heart of it: claimed on a phone, the schedule read, a check-in and a journal entry written with no network, the app
reloaded with no network, and all of it on the server exactly once."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import select

from footbridge.checkins.models import CheckIn
from footbridge.checkins.service import words_of
from footbridge.db.transactions import reading
from footbridge.journal.models import JournalEntry
from footbridge.sync.models import Revision
from tests.browser import walking
from tests.browser.conftest import Site

WORDS = "Written on the bus, with no bars."


def _rows(site: Site, table: type[Any]) -> list[Any]:
    with reading(site.engine) as session:
        return list(session.scalars(select(table)))


def test_from_the_invitation_to_the_server_with_no_network_in_between(
    site: Site, new_phone: Callable[..., Page]
) -> None:
    page = new_phone()
    walking.claim(page, f"/claim#t={site.invite(site.ana).token}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana")
    assert "#t=" not in page.url
    walking.installed(page)
    page.get_by_role("link", name="Schedule").click()
    expect(page.get_by_text("Evening group").first).to_be_visible()

    page.context.set_offline(True)
    page.get_by_role("link", name="Today").click()
    walking.check_in(page, mood="Bad", urge=6, going_on="Tired", save="Save and share")
    expect(page.get_by_text("Saved on this phone").first).to_be_visible()
    page.goto("/journal")  # a fresh load, with no network
    page.get_by_role("link", name="Write my first note").click()
    page.get_by_role("textbox").last.fill(WORDS)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Not sent yet").first).to_be_visible()  # saved, and back in the list
    page.goto("/schedule")
    expect(page.get_by_text("Evening group").first).to_be_visible()
    page.goto("/journal")
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_text("Not sent yet").first).to_be_visible()
    assert _rows(site, Revision) == []

    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    walking.until(page, lambda: bool(_rows(site, CheckIn)) and bool(_rows(site, JournalEntry)))
    expect(page.get_by_text("Not sent yet")).to_have_count(0)

    [check_in], [entry] = _rows(site, CheckIn), _rows(site, JournalEntry)
    assert (check_in.mood, check_in.urge, check_in.sharing, check_in.heads) == (2, 6, "team", 1)
    assert words_of(check_in, sealer=site.app.extensions["footbridge"].sealer)["going_on"] != []
    assert (entry.sharing, entry.words_sealed, entry.heads) == ("private", None, 1)


def test_what_one_phone_wrote_is_on_the_next(site: Site, new_phone: Callable[..., Page]) -> None:
    first, second = new_phone(), new_phone()
    for page in (first, second):
        site.sign_in(page, site.ana)
        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Ana")
    walking.check_in(first, mood="Good", urge=1, going_on="Good news", save="Save, only me")
    walking.until(first, lambda: bool(_rows(site, CheckIn)))
    second.reload()
    expect(second.get_by_text("Check in again").first).to_be_visible()
