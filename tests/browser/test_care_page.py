"""The care team's page, walked with keys alone: coming in, adding a person, reading what was shared, being away too long."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

PASSPHRASE = "quiet lantern over the bend"
Check = Callable[[Page], list[object]]


@pytest.fixture
def laptop(chromium: Browser, site: Site) -> Iterator[Page]:
    """A desk's browser, without a touch screen. What its console complains of fails the test."""
    context = chromium.new_context(
        base_url=site.url,
        viewport={"width": 1240, "height": 820},
        timezone_id="America/Chicago",
        reduced_motion="reduce",
    )
    complaints: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    yield page
    context.close()
    assert complaints == []


def _tab_to(page: Page, name: str) -> None:
    """Move on with the Tab key until the focus is on what is called so."""
    for _ in range(40):
        page.keyboard.press("Tab")
        called = page.evaluate(
            """() => {
              const at = document.activeElement;
              return at.getAttribute('aria-label') ?? at.labels?.[0]?.innerText ?? at.innerText;
            }"""
        )
        if called is not None and name in called:
            return
    pytest.fail(f"no way to {name} by the Tab key")


@dataclass(frozen=True)
class DrCho:
    """What Dr Cho knows and has: her sign-in name and her authenticator app."""

    sign_in_name: str
    factor: pyotp.TOTP


def _come_in(page: Page, site: Site) -> DrCho:
    """Dr Cho claims her invitation."""
    page.goto(f"/care/claim#t={site.invite(site.cho).token}")
    factor = pyotp.TOTP(page.locator(".secret").inner_text())
    sign_in_name = page.get_by_label("Sign-in name").input_value()
    assert "#" not in page.url
    _tab_to(page, "Passphrase")
    page.keyboard.type(PASSPHRASE)
    _tab_to(page, "6-digit code")
    page.keyboard.type(factor.now())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="People")).to_be_focused()
    return DrCho(sign_in_name, factor)


def test_a_clinician_adds_a_person_with_keys_alone(laptop: Page, site: Site, violations: Check) -> None:
    _come_in(laptop, site)
    expect(laptop.get_by_text("Not monitored around the clock")).to_be_visible()
    _tab_to(laptop, "Add a person")
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_role("heading", level=1, name="Add a person")).to_be_focused()

    _tab_to(laptop, "What they want to be called")
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_role("alert").get_by_text("Write a name.")).to_be_visible()
    laptop.keyboard.type("Ben")
    laptop.keyboard.press("Enter")

    expect(laptop.get_by_role("heading", level=1, name="A card for Ben")).to_be_focused()
    card = laptop.locator(".invitation")
    expect(card).not_to_contain_text("Ben")
    for words in ("911", "988", "AYUDA", "(312)", "Not monitored around the clock", "No se vigila a toda hora"):
        expect(card).to_contain_text(words)
    expect(card.get_by_role("img")).to_have_js_property("complete", value=True)
    assert violations(laptop) == []

    _tab_to(laptop, "Done")
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_role("row").filter(has_text="Ben")).to_contain_text("Invited until")


def test_a_card_prints_on_one_page_in_black_on_white(laptop: Page, site: Site) -> None:
    _come_in(laptop, site)
    laptop.goto("/care/new")
    laptop.get_by_label("What they want to be called").fill("Ben")
    laptop.keyboard.press("Enter")
    expect(laptop.locator(".invitation")).to_be_visible()
    laptop.emulate_media(media="print", color_scheme="dark")
    expect(laptop.get_by_role("navigation")).not_to_be_visible()
    assert laptop.evaluate("getComputedStyle(document.querySelector('.invitation')).color") == "rgb(0, 0, 0)"
    document = laptop.pdf(prefer_css_page_size=True)
    assert document.count(b"/Type /Page\n") + document.count(b"/Type /Page ") == 1


def test_what_a_person_shared_is_read_in_their_own_time(laptop: Page, site: Site) -> None:
    _come_in(laptop, site)
    _tab_to(laptop, "Ana")
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_role("heading", level=1, name="Ana")).to_be_focused()
    expect(laptop.get_by_text("Central Time")).to_be_visible()
    expect(laptop.get_by_text("is recorded")).to_be_visible()
    assert laptop.title() == "Footbridge"


def test_after_fifteen_quiet_minutes_nothing_is_on_the_page(laptop: Page, site: Site) -> None:
    laptop.clock.install()
    _come_in(laptop, site)
    expect(laptop.get_by_role("link", name="Ana")).to_be_visible()
    laptop.clock.run_for(14 * 60_000 + 10_000)
    expect(laptop.get_by_role("dialog")).to_contain_text("Are you still there?")
    laptop.get_by_role("button", name="Stay signed in").press("Enter")
    expect(laptop.get_by_role("dialog")).to_have_count(0)
    expect(laptop.get_by_role("link", name="Ana")).to_be_visible()
    laptop.clock.run_for(15 * 60_000 + 10_000)
    expect(laptop.get_by_text("You were signed out.")).to_be_visible()
    assert "Ana" not in laptop.content()
    laptop.reload()
    expect(laptop.get_by_label("Passphrase")).to_be_visible()


def test_what_was_typed_waits_for_whoever_signs_in_again(laptop: Page, site: Site) -> None:
    cho = _come_in(laptop, site)
    laptop.get_by_role("navigation").get_by_role("link", name="Add a person").click()
    laptop.get_by_label("What they want to be called").fill("Ben")
    laptop.context.clear_cookies()
    laptop.get_by_role("button", name="Make the card").press("Enter")
    expect(laptop.get_by_text("You were signed out.")).to_be_visible()
    laptop.get_by_label("Sign-in name").fill(cho.sign_in_name)
    laptop.get_by_label("Passphrase").fill(PASSPHRASE)
    # Each code counts once; the one of the next half minute counts already.
    laptop.get_by_label("6-digit code").fill(cho.factor.at(datetime.now(UTC) + timedelta(seconds=30)))
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_label("What they want to be called")).to_have_value("Ben")


def test_a_participant_is_sent_to_their_own_app(laptop: Page, site: Site) -> None:
    site.sign_in(laptop, site.ana)
    laptop.goto("/care")
    expect(laptop.get_by_role("link", name="Open my app")).to_be_visible()
    assert "Ana" not in laptop.content()


def test_a_participants_invitation_is_not_for_this_page(laptop: Page, site: Site) -> None:
    laptop.goto(f"/care/claim#t={site.invite(site.ana).token}")
    expect(laptop.get_by_role("alert")).to_contain_text("participant's phone")
