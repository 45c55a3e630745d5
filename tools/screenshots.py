"""Takes the README's pictures anew: a demo program of its own, a phone of 360 x 740, a desk's screen, light and dark."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyotp
from playwright.sync_api import APIRequestContext, Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1100, "height": 760}
PHONE_SCREENS = {
    "today": "/",
    "check-in": "/check-in",
    "schedule": "/schedule",
    "journal": "/journal",
    "help": "/help",
    "plan": "/plan",
    "reminders": "/reminders",
}

TOKEN = re.compile(r"claim#t=([\w-]+)")
PATIENCE_S = 60
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
UNSANDBOXED = ("--no-sandbox",) if os.geteuid() == 0 else ()


def main() -> None:
    """Write every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        demo(Path(home)) as (site, tokens),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=[*QUIET, *UNSANDBOXED]
        )
        for token in tokens:
            page = signed_in(browser, site, token)
            show(page, care_screens(page) if page.viewport_size == DESK else PHONE_SCREENS)
        browser.close()


@contextmanager
def demo(home: Path) -> Iterator[tuple[str, list[str]]]:
    """A demo that nobody has visited: its address and the tokens of its two invitations."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [ROOT / ".venv/bin/footbridge", "demo"],
        env={**os.environ, "FOOTBRIDGE_HOME": str(home), "FOOTBRIDGE_PORT": str(port), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    # What says nothing for so long is stuck; ending it ends the reading below.
    stuck = threading.Timer(PATIENCE_S, process.terminate)
    stuck.start()
    try:
        tokens: list[str] = []
        assert process.stdout is not None  # a pipe was asked for
        for line in process.stdout:
            tokens += TOKEN.findall(line)
            if len(tokens) == 2:
                break
        else:
            sys.exit("The demo ended before it showed its two invitations.")
        stuck.cancel()
        # It goes on writing: somebody has to read, or it would wait.
        threading.Thread(target=process.stdout.read, daemon=True).start()
        yield f"http://127.0.0.1:{port}", tokens
    finally:
        stuck.cancel()
        process.terminate()
        process.wait()


def signed_in(browser: Browser, site: str, token: str) -> Page:
    """A page of whoever the invitation is for: on a phone for a participant, on a desk for the care team."""
    context = browser.new_context(base_url=site, locale="en-US", timezone_id="America/Chicago", device_scale_factor=2)
    invitation = post(context.request, site, "/api/invitations/look", {"token": token})
    is_participant = invitation["kind"] == "participant"
    post(context.request, site, "/api/invitations/claim", claim(token, invitation))
    page = context.new_page()
    page.set_viewport_size(PHONE if is_participant else DESK)
    return page


def claim(token: str, invitation: Mapping[str, Any]) -> dict[str, Any]:
    """What a person answers on the way in, who takes all that is offered."""
    totp = invitation["totp"]
    answers = {
        "token": token,
        "sign_in_name": invitation["suggested_sign_in_name"],
        "passphrase": invitation["generated_passphrase"] or "lantern orchard pebble tide",
        "name": "Ana" if invitation["kind"] == "participant" else "Dr Cho",
        "language": "en",
        "zone": "America/Chicago",
        "device_label": "Picture taker",
        "shared_phone": False,
        "sharing": "team",
        "consent": True,
    }
    return answers if totp is None else {**answers, "totp_code": pyotp.TOTP(totp["secret"]).now()}


def post(request: APIRequestContext, site: str, path: str, body: dict[str, Any]) -> Any:
    answer = request.post(path, data=body, headers={"X-Footbridge": "1", "Origin": site})
    if not answer.ok:
        sys.exit(f"{path} answered {answer.status}: {answer.text()}")
    return answer.json()


def care_screens(page: Page) -> dict[str, str]:
    """The list of people, and the page of the first one on it."""
    page.goto("/care")
    return {"care": "/care", "care-person": page.locator("table a").first.get_attribute("href") or ""}


def show(page: Page, screens: Mapping[str, str]) -> None:
    """A picture of each screen in both colour schemes, once nothing on it is still on its way."""
    for name, path in screens.items():
        for scheme, suffix in (("light", ""), ("dark", "-dark")):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
            page.goto(path)
            page.get_by_role("heading", level=1).wait_for()
            page.wait_for_load_state("networkidle")
            page.screenshot(path=PICTURES / f"{name}{suffix}.png", animations="disabled")
            print(f"docs/screenshots/{name}{suffix}.png")


if __name__ == "__main__":
    main()
