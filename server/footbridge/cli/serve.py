"""`footbridge serve`: the web server and the dispatcher of reminders, for a program of real people."""

import argparse
from typing import Any

from footbridge.cli.desk import Desk, database, refuse_lost_keys
from footbridge.cli.processes import Part, run_together
from footbridge.cli.reminders import dispatch, push_keys_of
from footbridge.cli.terminal import Stop
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
    refuse_one_address_for_all(settings)
    with database(settings):
        refuse_lost_keys(settings)
        push_keys_of(settings)
    refuse_taken_port(settings)
    log_to_terminal()
    parts = [Part("web", serve_web, (settings, _ready(settings)))]
    if not given.without_reminders:
        parts.append(Part("reminders", dispatch, (settings,)))
    return run_together(*parts)


def refuse_one_address_for_all(settings: Settings) -> None:
    """This program speaks no TLS itself, so with an https address a proxy stands in front. Without being told, every try to
    sign in would seem to come from that proxy, and a few wrong ones would keep everybody out.

    Raises:
        Stop: an https address and no trusted proxy.
    """
    if settings.is_secure and settings.trusted_proxies == 0:
        raise Stop(
            "FOOTBRIDGE_BASE_URL is https, so a web server such as Caddy stands in front. "
            "Set FOOTBRIDGE_TRUSTED_PROXIES to how many there are, usually 1."
        )


def _ready(settings: Settings) -> str:
    return f"Footbridge answers on {settings.host} port {settings.port}, for {settings.base_url}. Stop it with Ctrl-C."
