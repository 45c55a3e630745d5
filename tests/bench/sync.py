"""How much cheaper a batch of 100 check-ins is than 100 messages of one, per CPU-second of the server.

Calls the WSGI application itself, signed in, on SQLite with synchronous=FULL in a temporary folder: the whole way from bytes to
disk, without a socket. The two are interleaved and the middle round counts, since other work shares the machine.

    python -m tests.bench.sync [rounds]
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
from flask import Flask

from footbridge.accounts import cookies
from footbridge.accounts.models import Account
from footbridge.accounts.people import NewParticipant, create_participant
from footbridge.accounts.sign_ins import Device, open_sign_in
from footbridge.app import create_app
from footbridge.db import Model, db
from footbridge.db.transactions import writing
from footbridge.push.keys import create_push_keys
from footbridge.settings import Settings, read_settings

BATCH = 100
SINGLES = 100
BATCHES = 4
NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


class Still:
    """A clock that stands still, so that no sign-in ends while we measure."""

    def now(self) -> datetime:
        return NOW


def a_check_in() -> dict[str, Any]:
    """One check-in as a phone sends it."""
    return {
        "id": str(uuid4()),
        "kind": "check_in",
        "record": str(uuid4()),
        "ancestors": [],
        "deleted": False,
        "schema": 1,
        "made_at": "2026-03-02T18:00:00.000Z",
        "zone": "America/Chicago",
        "utc_offset_min": -360,
        "body": {
            "at": "2026-03-02T18:00:00.000Z",
            "mood": 3,
            "urge": 5,
            "going_on": ["Tired", "Money"],
            "helped": ["Breathing"],
            "note": "A long day, but the evening group helped and I walked home the other way.",
            "sharing": "team",
            "prompted_by": None,
        },
    }


class Phone:
    """Sends messages straight into the application."""

    def __init__(self, app: Flask, settings: Settings, owner: UUID, cookie: str) -> None:
        self.app, self.owner, self.cursor, self.device = app, owner, 0, str(uuid4())
        self.environ = {
            "REQUEST_METHOD": "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": "/api/sync",
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(settings.port),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": f"127.0.0.1:{settings.port}",
            "HTTP_ORIGIN": settings.base_url,
            "HTTP_X_FOOTBRIDGE": "1",
            "HTTP_SEC_FETCH_SITE": "same-origin",
            "HTTP_COOKIE": f"{cookies.name(settings)}={cookie}",
            "CONTENT_TYPE": "application/json",
            "wsgi.url_scheme": "http",
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "wsgi.version": (1, 0),
        }

    def message(self, count: int) -> bytes:
        """A request with so many new check-ins."""
        return orjson.dumps(
            {
                "owner": str(self.owner),
                "device": self.device,
                "cursor": self.cursor,
                "sent_at": "2026-03-02T18:00:00.000Z",
                "revisions": [a_check_in() for _ in range(count)],
            }
        )

    def send(self, body: bytes) -> None:
        """Send and check that everything was stored."""
        status: list[str] = []
        environ = {**self.environ, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
        answered = self.app.wsgi_app(
            environ, lambda line, headers, exc_info=None: status.append(line) or (lambda _b: None)
        )
        answer = orjson.loads(b"".join(answered))
        if not status[0].startswith("200") or any(one["status"] != "stored" for one in answer["results"]):
            raise SystemExit(f"the exchange failed: {status[0]} {answer}")
        self.cursor = answer["cursor"]


def measured(phone: Phone, *, messages: int, each: int) -> float:
    """Check-ins stored per CPU-second of this process."""
    spent = 0.0
    for _ in range(messages):
        body = phone.message(each)  # names the newest cursor, as a phone does
        started = time.process_time()
        phone.send(body)
        spent += time.process_time() - started
    return messages * each / spent


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    home = Path(tempfile.mkdtemp(prefix="footbridge-bench-"))
    try:
        run(home, rounds)
    finally:
        shutil.rmtree(home)


def run(home: Path, rounds: int) -> None:
    settings = read_settings({"FOOTBRIDGE_HOME": str(home)})
    create_push_keys(home)
    app = create_app(settings, clock=Still())
    with app.app_context():
        Model.metadata.create_all(db.engine)
        with writing(db.engine) as session:
            sealer = app.extensions["footbridge"].sealer
            person = create_participant(session, NewParticipant("Ana", "en", "America/Chicago"), sealer=sealer, now=NOW)
            account = session.get_one(Account, person.id)
            opened = open_sign_in(session, account, Device("Phone", is_shared=False), now=NOW)
            phone = Phone(app, settings, person.id, opened.cookie)
    kinds: dict[str, Callable[[], float]] = {
        "single": lambda: measured(phone, messages=SINGLES, each=1),
        "batch": lambda: measured(phone, messages=BATCHES, each=BATCH),
    }
    for measure in kinds.values():
        measure()
    found: dict[str, list[float]] = {name: [] for name in kinds}
    for number in range(rounds):
        for name, measure in kinds.items():
            found[name].append(measure())
        print(
            f"round {number + 1}/{rounds}: single {found['single'][-1]:.0f}/s, batch {found['batch'][-1]:.0f}/s",
            flush=True,
        )
    single, batch = (statistics.median(found[name]) for name in ("single", "batch"))
    ratio = statistics.median(b / s for s, b in zip(found["single"], found["batch"], strict=True))
    print(
        orjson.dumps(
            {"single_per_cpu_s": round(single), "batch_per_cpu_s": round(batch), "ratio": round(ratio, 2)}
        ).decode()
    )


if __name__ == "__main__":
    main()
