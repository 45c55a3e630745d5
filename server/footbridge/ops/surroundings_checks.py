"""The doctor's look at what is around the database: settings, files, disk, clock, the built app."""

import os
import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from footbridge.ops.findings import Findings, bad, look, ok
from footbridge.ops.neutral import telling_word
from footbridge.push.keys import PRIVATE_NAME, BadPushKeys, load_push_keys
from footbridge.settings import LOOPBACK, Settings

MEGABYTE = 1024 * 1024
# Ours: a day of a large program writes far less, and an upgrade of the database needs room for its largest table again.
LITTLE_MB, TOO_LITTLE_MB = 1024, 200
RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
"""No clock is right that says it is earlier than this program."""


def look_at_address(settings: Settings) -> Findings:
    """Where phones reach the program, and what that address tells strangers."""
    host = urlsplit(settings.base_url).hostname or ""
    told = telling_word(host)
    if told:
        yield look(
            "Address",
            f"Phones print {host} under every notification, and “{told}” tells what it is for. Choose a neutral host name.",
        )
    elif host in LOOPBACK:
        yield look(
            "Address", f"{settings.base_url} is reached from this machine only. Set FOOTBRIDGE_BASE_URL for phones."
        )
    else:
        yield ok("Address", settings.base_url)
    if settings.is_secure and settings.trusted_proxies == 0:
        yield look(
            "Proxy",
            "The address is https, so a proxy stands in front, but FOOTBRIDGE_TRUSTED_PROXIES is 0: tries to sign in are then "
            "counted for everybody together. With one proxy, set it to 1.",
        )
    if not settings.is_secure and host not in LOOPBACK:
        yield bad("Address", "Phones keep the app and reminders on https addresses only.")


def look_at_push(settings: Settings) -> Findings:
    """The keys that sign pushes, and whom push services write to when something is wrong."""
    try:
        keys = load_push_keys(settings.home)
    except BadPushKeys as error:
        yield bad("Push keys", str(error))
    else:
        yield ok("Push keys", f"pair {keys.key_id}")
        yield from _look_at_mode(settings.home / PRIVATE_NAME, "Push keys")
    if settings.push_subject.endswith("example.com"):
        yield look(
            "Push contact",
            "Push services can't reach you when something is wrong. Set FOOTBRIDGE_PUSH_SUBJECT to mailto: and your address.",
        )
    else:
        yield ok("Push contact", settings.push_subject)


def look_at_home(settings: Settings) -> Findings:
    """The home folder and the key file are ours alone, and there is room."""
    if not settings.home.is_dir():
        yield bad("Home", f"{settings.home} is missing. Make it with: footbridge init")
        return
    if not os.access(settings.home, os.R_OK | os.W_OK | os.X_OK):
        yield bad("Home", f"{settings.home} can't be written by this user.")
    else:
        yield from _look_at_mode(settings.home, "Home")
    if settings.keys_path.exists():
        yield ok("Key file", f"{settings.keys_path}. Back it up apart from the database, for at most 7 days.")
        yield from _look_at_mode(settings.keys_path, "Key file")
    else:
        yield bad(
            "Key file", f"{settings.keys_path} is missing. Put it back from its backup, or make it: footbridge init"
        )
    yield from look_at_room(shutil.disk_usage(settings.home).free)


def look_at_room(free_bytes: int) -> Findings:
    """Whether what people write still fits."""
    free = free_bytes // MEGABYTE
    detail = f"{free:,} MB free"
    if free < TOO_LITTLE_MB:
        yield bad("Disk", f"{detail}. Make room now: soon nothing more can be saved.")
    elif free < LITTLE_MB:
        yield look("Disk", f"{detail}. Make room soon.")
    else:
        yield ok("Disk", detail)


def look_at_clock(now: datetime) -> Findings:
    """The machine's clock can be right. Reminders and one-time codes hang on it."""
    if now < RELEASED:
        yield bad("Clock", f"It says {now:%Y-%m-%d %H:%M} UTC, which is before this program was made. Set it.")
    else:
        yield ok("Clock", f"{now:%Y-%m-%d %H:%M} UTC")


def look_at_built_app(folder: Path) -> Findings:
    """The app that phones load is there."""
    missing = [name for name in ("index.html", "care.html", "sw.js") if not (folder / name).is_file()]
    if missing:
        yield bad("App", f"Not built: {', '.join(missing)} missing. Type: make build")
    else:
        yield ok("App", "built")


def _look_at_mode(path: Path, subject: str) -> Findings:
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield look(subject, f"Other users of this machine can reach {path}. Type: chmod go= {path}")
