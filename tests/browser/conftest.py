"""The built app, served on this machine and looked at with a real browser.

Browsers are Debian's. A machine without one fails here, loudly: a skipped browser test would look like a passed one.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from apiflask import APIFlask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from sqlalchemy import Engine
from werkzeug.serving import BaseWSGIServer, make_server

from footbridge.accounts.invitations import NewInvitation, invite
from footbridge.accounts.models import Account, Purpose, Role
from footbridge.accounts.people import NewParticipant, create_member, create_participant, put_on_caseload
from footbridge.accounts.sign_ins import Device, open_sign_in
from footbridge.app import create_app
from footbridge.db import db
from footbridge.db.transactions import writing
from footbridge.program.service import announce_program, create_group, create_program, enroll
from footbridge.push.keys import create_push_keys
from footbridge.schedule.importing import ScheduleFile, import_schedule
from footbridge.settings import Settings
from footbridge.spa.routes import DIST
from tests.conftest import PROGRAM

QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 360, "height": 740}
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@dataclass(frozen=True)
class Site:
    """A program on a free port, with one group, Ana (in it, not yet claimed) and Dr Cho (who has her)."""

    url: str
    app: APIFlask
    engine: Engine
    ana: UUID
    cho: UUID
    group: UUID

    def invite(self, account: UUID) -> NewInvitation:
        """A fresh invitation: token and code."""
        keyring = self.app.extensions["footbridge"].keyring
        with writing(self.engine) as session:
            return invite(session, account, purpose=Purpose.FIRST, keyring=keyring, now=datetime.now(UTC))

    def sign_in(self, page: Page, account: UUID) -> None:
        """Sign this account in on a phone, past the front door."""
        now = datetime.now(UTC)
        with writing(self.engine) as session:
            found = session.get_one(Account, account)
            cookie = open_sign_in(session, found, Device("Phone", is_shared=False), now=now).cookie
        page.context.add_cookies([{"name": "footbridge", "value": cookie, "url": self.url, "sameSite": "Strict"}])


@pytest.fixture
def site(tmp_path: Path, sqlite_template: Path) -> Iterator[Site]:
    if not (DIST / "index.html").is_file():
        pytest.fail("The app is not built. Run: make build")
    shutil.copyfile(sqlite_template, tmp_path / "footbridge.db")
    server, app = _serve(tmp_path)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    now = datetime.now(UTC)
    with app.app_context():
        engine = db.engine
    sealer = app.extensions["footbridge"].sealer
    with writing(engine) as session:
        program = create_program(session, PROGRAM, is_demo=False, now=now)
        group = create_group(session, "Evening IOP")
        ana = create_participant(session, NewParticipant("Ana", "en", program.zone), sealer=sealer, now=now)
        cho = create_member(session, "Dr Cho", Role.CLINICIAN, now=now)
        put_on_caseload(session, cho.id, ana.id, now=now)
        enroll(session, ana.id, group_id=group.id, today=now.date())
        announce_program(session, [ana.id], now=now)
        import_schedule(session, ScheduleFile("evening.csv", _evenings(now)), group=group, now=now)
    yield Site(f"http://127.0.0.1:{server.port}", app, engine, ana.id, cho.id, group.id)
    server.shutdown()
    thread.join()
    server.server_close()
    engine.dispose()
    app.extensions["footbridge"].keyring.close()


def _evenings(now: datetime) -> bytes:
    """The group's coming fortnight, as a program's own table."""
    today = now.astimezone(ZoneInfo(str(PROGRAM["zone"]))).date()
    lines = ["date,start,end,title,type,group,leader,location,join_url,notes,external_id"]
    for n in range(1, 14, 2):
        day = today + timedelta(days=n)
        lines.append(f"{day},18:00,21:00,Evening group,group,Evening IOP,Dr Cho,Room 4,,Bring your plan,evening-{n}")
    return "\n".join(lines).encode()


def _serve(home: Path) -> tuple[BaseWSGIServer, APIFlask]:
    """A threaded server on a free port; the port has to be known before the program is put together."""
    holder: dict[str, APIFlask] = {}

    def answer(environ: Any, start_response: Any) -> Any:
        return holder["app"].wsgi_app(environ, start_response)

    server = make_server("127.0.0.1", 0, answer, threaded=True)
    settings = Settings(
        home=home,
        database_url=f"sqlite:///{home / 'footbridge.db'}",
        base_url=f"http://127.0.0.1:{server.port}",
        host="127.0.0.1",
        port=server.port,
        push_subject="mailto:operator@footbridge.example.com",
        trusted_proxies=0,
        web_workers=1,
    )
    create_push_keys(home)
    holder["app"] = create_app(settings, testing=False)
    return server, holder["app"]


# For one file of tests: as long as it is open, an event loop of its own runs in this thread, and nothing else may start one.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.fail("There is no Chromium here. Install it: apt-get install --no-install-recommends chromium")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *root])
    yield browser
    browser.close()


@pytest.fixture
def new_phone(chromium: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Phones of 360 x 740, each with storage of its own. What the page's console complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(*, color_scheme: str = "light", locale: str = "en-US", width: int = PHONE["width"]) -> Page:
        context = chromium.new_context(
            base_url=site.url,
            viewport={"width": width, "height": PHONE["height"]},
            device_scale_factor=2,
            has_touch=True,
            is_mobile=True,
            locale=locale,
            timezone_id="America/Chicago",
            color_scheme=color_scheme,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_our_fault(said.text, said.type) else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def _is_our_fault(text: str, kind: str) -> bool:
    # The browser itself logs each request that fails offline and each 401; the app handles both.
    return kind == "error" and not text.startswith("Failed to load resource")


@pytest.fixture
def violations() -> Callable[[Page], list[tuple[str, list[str]]]]:
    """What axe finds wrong on a page: rule and the elements."""
    source = AXE.read_text(encoding="utf-8")

    def check(page: Page) -> list[tuple[str, list[str]]]:
        before = page.viewport_size
        if before is not None:
            # As tall as the page: what merely lies half under the tab bar at this moment is not too small.
            tall = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": before["width"], "height": max(before["height"], tall)})
        page.evaluate(source)  # by the debugger, so the page's own rules on scripts do not stop it
        found = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        if before is not None:
            page.set_viewport_size(before)
        return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]]

    return check
