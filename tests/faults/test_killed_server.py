"""A server that is killed in the middle of requests has every entry that it said was stored.

FOOTBRIDGE_KILLS kills more often.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from footbridge.accounts.models import Account
from footbridge.accounts.sign_ins import Device, open_sign_in
from footbridge.push.keys import create_push_keys
from footbridge.sync.models import Revision

KILLS = int(os.environ.get("FOOTBRIDGE_KILLS", "4"))
ACKS_BEFORE_A_KILL = 40
CLIENTS = 3
ROOT = Path(__file__).resolve().parents[2]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _served(home: Path, database_url: str, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.faults.served", str(home), database_url, str(port)]
    # A group of its own, so that the kill takes the workers too: like a power cut for the program.
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == "ready"
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def _an_entry() -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "kind": "journal_entry",
        "record": str(uuid4()),
        "ancestors": [],
        "deleted": False,
        "schema": 1,
        "made_at": "2026-03-02T18:00:00.000Z",
        "zone": "America/Chicago",
        "utc_offset_min": -360,
        "body": {"text": "words", "sharing": "private"},
    }


class Client(threading.Thread):
    """Sends entries as fast as they are answered until the server is gone; keeps the ids it was told are stored."""

    def __init__(self, port: int, owner: UUID, cookie: str, enough: threading.Semaphore) -> None:
        super().__init__()
        self.port, self.owner, self.enough = port, owner, enough
        self.stored: list[str] = []
        self.other: list[int] = []
        self.headers = {
            "Content-Type": "application/json",
            "X-Footbridge": "1",
            "Origin": f"http://127.0.0.1:{port}",
            "Cookie": f"footbridge={cookie}",
        }

    def run(self) -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            while True:
                message = {
                    "owner": str(self.owner),
                    "device": str(uuid4()),
                    "cursor": 2**52,  # ahead of the server: it answers without a page
                    "sent_at": "2026-03-02T18:00:00.000Z",
                    "revisions": [_an_entry() for _ in range(3)],
                }
                connection.request("POST", "/api/sync", orjson.dumps(message), self.headers)
                answer = connection.getresponse()
                found = answer.read()
                if answer.status != 200:
                    self.other.append(answer.status)
                    return
                for one in orjson.loads(found)["results"]:
                    assert one["status"] == "stored"
                    self.stored.append(one["id"])
                    self.enough.release()
        except (OSError, HTTPException, orjson.JSONDecodeError):
            return  # it was killed, in the middle of this request
        finally:
            connection.close()


@pytest.mark.faults
def test_what_was_acknowledged_survives_kill_9(
    engine: Engine, session: Session, database_url: str, tmp_path: Path, ana: UUID
) -> None:
    account = session.get_one(Account, ana)
    cookie = open_sign_in(session, account, Device("Phone", is_shared=False), now=datetime.now(UTC)).cookie
    session.commit()
    create_push_keys(tmp_path)
    stored: list[str] = []
    for _ in range(KILLS):
        port = _free_port()
        enough = threading.Semaphore(0)
        clients = [Client(port, ana, cookie, enough) for _ in range(CLIENTS)]
        with _served(tmp_path, database_url, port):
            for client in clients:
                client.start()
            for _ in range(ACKS_BEFORE_A_KILL):
                assert enough.acquire(timeout=60)
        for client in clients:
            client.join()
            assert client.other == []
            stored += client.stored
    assert len(stored) >= KILLS * ACKS_BEFORE_A_KILL
    with Session(engine) as after:
        held = set(map(str, after.scalars(select(Revision.id))))
        if engine.dialect.name == "sqlite":
            assert after.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    assert set(stored) - held == set()
