"""Every screen, light and dark, in English and Spanish, on a narrow phone and with big text: axe finds nothing, nothing runs out
of the page, Help now is one tap away."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import walking
from tests.browser.conftest import Site

SIGNED_IN = (
    "/",
    "/schedule",
    "/help",
    "/help/wave",
    "/help/breathe",
    "/help/ground",
    "/help/overdose",
    "/help/lines",
    "/journal",
    "/plan",
    "/check-in",
    "/reminders",
    "/settings",
    "/settings/team",
    "/settings/devices",
    "/settings/waiting",
    "/install",
    "/nowhere",
)
SIGNED_OUT = ("/", "/claim", "/sign-in", "/help", "/care", "/care/claim")
CARE = ("/care", "/care/new")

Check = Callable[[Page], list[Any]]


def _look(page: Page, path: str, violations: Check) -> list[str]:
    """What is wrong with one screen, in words."""
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    return [f"{path}: {one}" for one in [*violations(page), *_beyond_the_edge(page)]]


def _beyond_the_edge(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{wide} px wider than the screen"] if wide > 0 else []


def _without_help(page: Page, path: str) -> list[str]:
    """Help now is on every screen of a participant; on Help now itself, the lines to call are."""
    if path.startswith(("/help", "/care")):
        return []
    shown = page.get_by_role("link", name="Help now").or_(page.get_by_role("link", name="Ayuda ya"))
    return [] if shown.count() else [f"{path}: no way to Help now"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_participants_screens(
    site: Site, new_phone: Callable[..., Page], violations: Check, scheme: str, language: str
) -> None:
    page = new_phone(color_scheme=scheme, locale="es-US" if language == "es" else "en-US")
    site.sign_in(page, site.ana)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana")
    wrong = [one for path in SIGNED_IN for one in (*_look(page, path, violations), *_without_help(page, path))]
    page.goto("/schedule")
    page.get_by_role("link").filter(has_text="Evening group").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Evening group")
    wrong += [f"appointment: {one}" for one in violations(page)]
    assert wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_check_ins_steps_and_a_note(
    site: Site, new_phone: Callable[..., Page], violations: Check, scheme: str
) -> None:
    page = new_phone(color_scheme=scheme)
    site.sign_in(page, site.ana)
    page.goto("/")
    wrong: list[Any] = []
    page.get_by_role("radio", name="Very bad", exact=True).click()
    expect(page).to_have_url(f"{site.url}/check-in/2")
    wrong += violations(page)
    page.get_by_text("9", exact=True).click()
    expect(page).to_have_url(f"{site.url}/check-in/3")
    wrong += violations(page)
    page.get_by_role("button", name="Save, only me").click()
    expect(page).to_have_url(f"{site.url}/check-in/saved")
    expect(page.get_by_role("link", name="988").first).to_be_visible()  # a strong urge: Help now itself
    wrong += violations(page)
    page.goto("/journal")
    page.get_by_role("link", name="Write my first note").click()
    page.get_by_role("textbox").last.fill("A line")
    wrong += violations(page)
    assert wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_signed_out_screens(site: Site, new_phone: Callable[..., Page], violations: Check, scheme: str) -> None:
    page = new_phone(color_scheme=scheme)
    assert [one for path in SIGNED_OUT for one in _look(page, path, violations)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_care_teams_screens(site: Site, new_phone: Callable[..., Page], violations: Check, scheme: str) -> None:
    page = new_phone(color_scheme=scheme, width=1280)
    site.sign_in(page, site.cho)
    wrong = [one for path in (*CARE, f"/care/people/{site.ana}") for one in _look(page, path, violations)]
    assert wrong == []


def test_nothing_is_cut_off_at_320_px_and_with_big_text(
    site: Site, new_phone: Callable[..., Page], violations: Check
) -> None:
    narrow = new_phone(width=320)
    site.sign_in(narrow, site.ana)
    big = new_phone()
    site.sign_in(big, site.ana)
    # What a phone does whose owner set the text to 200 %.
    big.add_init_script(
        "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '32px'; })"
    )
    assert [one for page in (narrow, big) for path in SIGNED_IN for one in _look(page, path, violations)] == []


def test_help_now_opens_signed_out_and_offline_in_under_a_second(site: Site, new_phone: Callable[..., Page]) -> None:
    page = new_phone()
    page.goto("/help")
    walking.installed(page)
    page.context.set_offline(True)
    page.goto("/help")
    expect(page.get_by_role("link", name="988").first).to_be_visible()
    shown_ms = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert shown_ms < 1000
