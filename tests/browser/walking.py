"""Steps that a participant takes on the phone, by what they see."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def claim(page: Page, link: str, *, name: str = "Ana", shares: bool = True) -> None:
    """From the invitation's link to Today."""
    page.goto(link)
    page.get_by_role("button", name="English").click()
    page.locator("label", has_text="This is my phone").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("button", name="Continue").click()
    page.locator("label", has_text="Share my check-ins" if shares else "Keep my check-ins").click()
    page.get_by_role("button", name="I agree").click()
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Later").click()  # putting it on the home screen
    page.get_by_role("link", name="Look around first").click()


def installed(page: Page) -> None:
    """Wait until the service worker has the app and controls the page."""
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    if not page.evaluate("navigator.serviceWorker.controller !== null"):
        page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def check_in(page: Page, *, mood: str, urge: int, going_on: str, save: str) -> None:
    """The three steps of a check-in, from Today."""
    page.get_by_role("radio", name=mood, exact=True).click()
    page.get_by_text(str(urge), exact=True).click()
    page.get_by_text(going_on, exact=True).click()
    page.get_by_role("button", name=save).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def until(page: Page, is_true: Callable[[], bool], *, timeout_s: float = 20) -> None:
    """Let the page live until something is true elsewhere, such as on the server."""
    for _ in range(int(timeout_s * 10)):
        if is_true():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come true in time")
