"""`footbridge demo`: a program of made-up people on this machine, in a folder of its own."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine, select
from sqlalchemy.engine import make_url

from footbridge.accounts.invitations import NewInvitation, invite
from footbridge.accounts.models import Purpose
from footbridge.cli.desk import Desk, engine_of, keyring_of, refuse_unfit, refuse_wrong_sort, sqlite_file
from footbridge.cli.init import make_home_and_keys
from footbridge.cli.processes import Part, run_together
from footbridge.cli.reminders import dispatch
from footbridge.cli.terminal import Stop
from footbridge.cli.web import log_to_terminal, refuse_taken_port, serve_web
from footbridge.db.transactions import reading, writing
from footbridge.demo.telling import tell
from footbridge.migrations.steps import Standing, upgrade
from footbridge.program.models import Program
from footbridge.sealing.service import Sealer
from footbridge.settings import LOOPBACK, Settings

FOLDER = "demo"


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("demo", help="try it with made-up people, on this machine only")
    parser.set_defaults(run=demo)


def demo(desk: Desk, _given: argparse.Namespace) -> int:
    """Make the demo or take up the one that is there, print ways in, run until a signal asks to stop."""
    settings = demo_settings(desk.settings)
    refuse_taken_port(settings)
    with demo_database(settings) as engine:
        words = _welcome(settings, *_make(engine, settings, desk))
    desk.terminal.say(words)
    log_to_terminal()
    ready = f"Ready at {settings.base_url}. Stop it with Ctrl-C."
    return run_together(Part("web", serve_web, (settings, ready)), Part("reminders", dispatch, (settings,)))


def demo_settings(settings: Settings) -> Settings:
    """The operator's settings, with a home of the demo's own below theirs.

    Raises:
        Stop: somebody beyond this machine could reach it.
    """
    host = urlsplit(settings.base_url).hostname
    for name, value in (("FOOTBRIDGE_HOST", settings.host), ("FOOTBRIDGE_BASE_URL", host or "")):
        if value not in LOOPBACK:
            raise Stop(f"The demo answers on this machine only, and {name} says {value}. Unset it, or use 127.0.0.1.")
    home = settings.home / FOLDER
    own = f"sqlite:///{home / 'footbridge.db'}"
    url = own if _is_the_default_file(settings) else settings.database_url
    return replace(settings, home=home, database_url=url, web_workers=1)


def _is_the_default_file(settings: Settings) -> bool:
    return make_url(settings.database_url) == make_url(f"sqlite:///{settings.home / 'footbridge.db'}")


@contextmanager
def demo_database(settings: Settings) -> Iterator[Engine]:
    """The demo's database, with this program's tables.

    Raises:
        Stop: what is there is not a demo, or not for this program.
    """
    path = sqlite_file(settings)
    if path is not None and not path.exists():
        make_home_and_keys(settings)
    with engine_of(settings) as engine:
        if refuse_unfit(engine) is not Standing.EMPTY:
            with reading(engine) as session:
                is_made = session.scalars(select(Program.is_demo)).first() is not None
            if is_made:
                refuse_wrong_sort(engine, demo=True)
        make_home_and_keys(settings)
        upgrade(engine)
        yield engine


def _make(engine: Engine, settings: Settings, desk: Desk) -> tuple[NewInvitation, NewInvitation]:
    now = desk.clock.now()
    with keyring_of(settings) as keyring, writing(engine) as session:
        cast = tell(session, sealer=Sealer(keyring), now=now)
        # A first claim also for who was claimed before: whoever visits next chooses anew how to sign in.
        ana, cho = (
            invite(session, account_id, purpose=Purpose.FIRST, keyring=keyring, now=now)
            for account_id in (cast.ana, cast.cho)
        )
    return ana, cho


def _welcome(settings: Settings, ana: NewInvitation, cho: NewInvitation) -> str:
    return f"""
Footbridge, with made-up people only. Not for emergencies.

  Ana, a participant:    {settings.base_url}/claim#t={ana.token}
                         or open {settings.base_url} and type the code {ana.code}
  Dr Cho, her clinician: {settings.base_url}/care/claim#t={cho.token}
                         or open {settings.base_url}/care/claim and type the code {cho.code}

Each way in works once; the next start prints new ones. Open the two in different browsers, or one in a private window.
All of it is in {settings.home}; remove that folder to begin anew.
"""
