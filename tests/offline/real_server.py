"""The real program for the phones' storm: one line of JSON in, one out. `python -m tests.offline.real_server FOLDER`.

Owns: a fresh SQLite database, participants made on request, and putting the database back to an older state without telling
anybody. The storm is tests/offline/storm.ts, which knows nothing of Python.
"""

import importlib
import json
import pkgutil
import sqlite3
import sys
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

import footbridge
from footbridge.accounts.models import Account
from footbridge.accounts.people import NewParticipant, create_participant
from footbridge.accounts.sign_ins import Device, open_sign_in
from footbridge.app import create_app
from footbridge.db import Model, db
from footbridge.db.engine import prepare
from footbridge.db.transactions import writing
from footbridge.feed import fingerprints
from footbridge.feed.models import Change, FeedCounter
from footbridge.feed.service import bump
from footbridge.program.service import announce_program, create_program, program_of
from footbridge.push.keys import create_push_keys
from footbridge.sealing.service import Sealer
from footbridge.settings import Settings
from footbridge.sync.models import Revision
from footbridge.sync.storing import body_of
from tests.conftest import PROGRAM

ADDRESS = "http://127.0.0.1:8000"


class Served:
    """The program on a database of its own, called without a network."""

    def __init__(self, folder: Path) -> None:
        for module in pkgutil.walk_packages(footbridge.__path__, "footbridge."):
            if module.name.endswith(".models"):
                importlib.import_module(module.name)
        self.path = folder / "footbridge.db"
        self.copy = folder / "older.db"
        engine = create_engine(f"sqlite:///{self.path}")
        prepare(engine)
        Model.metadata.create_all(engine)
        engine.dispose()
        create_push_keys(folder)
        settings = Settings(
            home=folder,
            database_url=f"sqlite:///{self.path}",
            base_url=ADDRESS,
            host="127.0.0.1",
            port=8000,
            push_subject="mailto:operator@footbridge.example.com",
            trusted_proxies=0,
            web_workers=1,
        )
        self.app: Flask = create_app(settings)
        self.cookies: dict[UUID, str] = {}
        with self.app.app_context(), self._writing() as session:
            create_program(session, PROGRAM, is_demo=False, now=datetime.now(UTC))

    @property
    def sealer(self) -> Sealer:
        found: Sealer = self.app.extensions["footbridge"].sealer
        return found

    def new(self) -> dict[str, Any]:
        """A participant, signed in."""
        now = datetime.now(UTC)
        with self.app.app_context(), self._writing() as session:
            person = create_participant(
                session, NewParticipant("Ana", "en", "America/Chicago"), sealer=self.sealer, now=now
            )
            announce_program(session, [person.id], now=now)
            account = session.get_one(Account, person.id)
            self.cookies[person.id] = open_sign_in(session, account, Device("Phone", is_shared=False), now=now).cookie
            owner = person.id
        self.snapshot()
        return {"owner": str(owner)}

    def sync(self, owner: UUID, body: dict[str, Any]) -> dict[str, Any]:
        """What the endpoint answers."""
        client = self.app.test_client()
        client.set_cookie("footbridge", self.cookies[owner], domain="127.0.0.1")
        answer = client.post(
            "/api/sync",
            base_url=ADDRESS,
            data=json.dumps(body),
            headers={"Content-Type": "application/json", "X-Footbridge": "1", "Origin": ADDRESS},
        )
        return {"status": answer.status_code, "body": answer.get_json()}

    def staff(self, owner: UUID, version: int) -> dict[str, Any]:
        """The care team changes the program's record."""
        with self.app.app_context(), self._writing() as session:
            program = program_of(session)
            program.version = version
            mark = fingerprints.of_version("program", program.id, version)
            bump(session, owner, kind="program", record=program.id, fingerprint=mark)
        return {}

    def snapshot(self) -> dict[str, Any]:
        """Remember the database as it is."""
        _copy(self.path, self.copy)
        return {}

    def restore(self) -> dict[str, Any]:
        """Put the remembered database in the place of the present one. Nobody is told."""
        with self.app.app_context():
            db.engine.dispose()
        _copy(self.copy, self.path)
        return {}

    def standing(self, owner: UUID) -> dict[str, Any]:
        """Everything that is held of one participant."""
        with self.app.app_context(), Session(db.engine) as session:
            digest = session.scalars(select(FeedCounter.digest).where(FeedCounter.participant_id == owner)).one()
            revisions = [
                {
                    "id": str(row.id),
                    "kind": row.kind,
                    "record": str(row.record),
                    "ancestors": row.ancestors,
                    "deleted": row.deleted,
                    "body": body_of(row, self.sealer),
                }
                for row in session.execute(select(Revision.__table__).where(Revision.participant_id == owner))
            ]
            kinds = self.app.extensions["footbridge"].kinds.staff
            staff = []
            for change in session.scalars(select(Change).where(Change.participant_id == owner, Change.kind.in_(kinds))):
                found = kinds[change.kind].load(session, owner, [change.record]).get(change.record)
                if found is not None and found.body is not None:
                    staff.append({"kind": change.kind, "record": str(change.record), "version": found.version})
            text = fingerprints.as_text(fingerprints.to_unsigned(digest))
            return {"digest": text, "revisions": revisions, "staff": staff}

    def _writing(self) -> AbstractContextManager[Session]:
        return writing(db.engine)


def _copy(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
    old.close()
    new.close()


def main() -> None:
    """Answer until the other side hangs up."""
    served = Served(Path(sys.argv[1]))
    for line in sys.stdin:
        asked = json.loads(line)
        match asked.pop("op"):
            case "new":
                answer = served.new()
            case "sync":
                answer = served.sync(UUID(asked["owner"]), asked["body"])
            case "staff":
                answer = served.staff(UUID(asked["owner"]), asked["version"])
            case "snapshot":
                answer = served.snapshot()
            case "restore":
                answer = served.restore()
            case "standing":
                answer = served.standing(UUID(asked["owner"]))
            case other:
                raise SystemExit(f"no such thing to do: {other}")
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
