"""`footbridge serve`: the web server and the dispatcher of reminders, for a program of real people."""

import argparse
from typing import Any

from footbridge.cli.desk import Desk, database, refuse_lost_keys
from footbridge.cli.processes import Part, run_together
from footbridge.cli.reminders import dispatch, push_keys_of
from footbridge.cli.web import log_to_terminal, refuse_taken_port, serve_web
from footbridge.settings import Settings


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("serve", help="answer phones and send reminders, until stopped")
    parser.add_argument(
        "--without-reminders",
        action="store_true",
        help="answer phones only; `footbridge reminders` sends, perhaps on another machine",
    )
    parser.set_defaults(run=serve)


def serve(desk: Desk, given: argparse.Namespace) -> int:
    """Run until a signal asks to stop."""
    settings = desk.settings
    with database(settings):
        refuse_lost_keys(settings)
        push_keys_of(settings)
    refuse_taken_port(settings)
    log_to_terminal()
    parts = [Part("web", serve_web, (settings, _ready(settings)))]
    if not given.without_reminders:
        parts.append(Part("reminders", dispatch, (settings,)))
    return run_together(*parts)


def _ready(settings: Settings) -> str:
    return f"Footbridge answers on {settings.host} port {settings.port}, for {settings.base_url}. Stop it with Ctrl-C."
