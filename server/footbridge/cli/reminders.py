"""`footbridge reminders`: dispatchers of their own, beside `footbridge serve --without-reminders`."""

import argparse
import secrets
import signal
from threading import Event
from typing import Any

from footbridge.cli.desk import Desk, database, engine_of, keyring_of, refuse_lost_keys
from footbridge.cli.processes import Part, run_together
from footbridge.cli.terminal import Stop
from footbridge.cli.web import log_to_terminal
from footbridge.kernel.clock import SystemClock
from footbridge.push.gateway import WebPushGateway
from footbridge.push.keys import BadPushKeys, PushKeys, load_push_keys
from footbridge.reminders.dispatcher import Setting
from footbridge.reminders.worker import run_worker
from footbridge.sealing.service import Sealer
from footbridge.settings import Settings

MOST_PROCESSES = 32


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("reminders", help="send reminders only, until stopped")
    parser.add_argument(
        "--processes", type=int, default=1, metavar="N", help=f"how many dispatchers, 1 to {MOST_PROCESSES} (1)"
    )
    parser.set_defaults(run=reminders)


def reminders(desk: Desk, given: argparse.Namespace) -> int:
    """Run until a signal asks to stop."""
    if not 1 <= given.processes <= MOST_PROCESSES:
        raise Stop(f"--processes {given.processes}: choose a number from 1 to {MOST_PROCESSES}.")
    settings = desk.settings
    with database(settings):
        refuse_lost_keys(settings)
        push_keys_of(settings)
    log_to_terminal()
    desk.terminal.say(f"Sending reminders for {settings.base_url}. Stop it with Ctrl-C.")
    return run_together(*(Part(f"reminders {n}", dispatch, (settings,)) for n in range(1, given.processes + 1)))


def dispatch(settings: Settings) -> None:
    """Send reminders in this process until a signal asks to stop."""
    log_to_terminal()
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    gateway = WebPushGateway(push_keys_of(settings), subject=settings.push_subject, clock=SystemClock())
    with engine_of(settings) as engine, keyring_of(settings) as keyring:
        setting = Setting(
            engine=engine,
            gateway=gateway,
            sealer=Sealer(keyring),
            base_url=settings.base_url,
            secret=keyring.secret("notice-names"),
            jitter=secrets.SystemRandom().random,
        )
        run_worker(setting, stop=stop)


def push_keys_of(settings: Settings) -> PushKeys:
    """The keys that sign our pushes.

    Raises:
        Stop: they are missing or wrong; every push service would refuse us.
    """
    try:
        return load_push_keys(settings.home)
    except BadPushKeys as error:
        raise Stop(str(error)) from error
