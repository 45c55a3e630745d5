"""Many people whose prompts fall due at once, for measuring the dispatcher as it runs."""

import asyncio
import ssl
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4
from zoneinfo import ZoneInfo

import sqlalchemy

from footbridge.accounts.models import Account
from footbridge.accounts.people import NewParticipant, create_participant
from footbridge.accounts.sign_ins import Device, open_sign_in
from footbridge.db import Model
from footbridge.db.engine import prepare
from footbridge.db.transactions import reading, writing
from footbridge.feed.service import replan
from footbridge.kernel.clock import SystemClock
from footbridge.kernel.zones import instant_of
from footbridge.push import service as push
from footbridge.push.gateway import WebPushGateway
from footbridge.push.keys import PushKeys
from footbridge.reminders.dispatcher import Dispatcher, Setting
from footbridge.reminders.models import Delivery, DeliveryState, ReminderSettings
from footbridge.reminders.planner import plan_some
from footbridge.reminders.worker import look_for_garbage_seldom
from footbridge.sealing.keyring import Keyring
from footbridge.sealing.service import Sealer
from tests.bench.sink import Running
from tests.push_service.browser import BrowserKeys

CHICAGO = ZoneInfo("America/Chicago")
FIRST_DAY = date(2026, 3, 16)


class Crowd:
    """`size` people on SQLite, each with a phone at the sink and a prompt at eight in the evening; each measurement is a day."""

    def __init__(self, home: Path, keys: PushKeys, at: Running, *, size: int) -> None:
        self._size = size
        self._day = FIRST_DAY
        self._now = instant_of(FIRST_DAY, wall_time(12), CHICAGO)
        self._engine = sqlalchemy.create_engine(f"sqlite:///{home / 'crowd.db'}")
        prepare(self._engine)
        Model.metadata.create_all(self._engine)
        self._keyring = Keyring(home / "crowd-keys.db")
        self._sealer = Sealer(self._keyring)
        self._people(keys, at.origin)
        self._runner = asyncio.Runner()
        self._gateway = WebPushGateway(
            keys,
            subject="mailto:operator@example.org",
            clock=SystemClock(),
            also_allowed=frozenset({at.origin}),
            tls=ssl.create_default_context(cafile=str(at.certificate)),
        )
        setting = Setting(
            engine=self._engine,
            gateway=self._gateway,
            sealer=self._sealer,
            base_url="https://app.example.org",
            secret=b"s" * 32,
            jitter=lambda: 0.0,
            tell_time=lambda _session: self._now,
            pause_s=0.0,
        )
        self._dispatcher = Dispatcher(setting, "bench")
        look_for_garbage_seldom()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._gateway.close())
        self._runner.close()
        self._engine.dispose()
        self._keyring.close()

    def measured(self) -> float:
        """Reminders claimed, asked again, encrypted, POSTed and settled per CPU-second of this process."""
        self._now = instant_of(self._day, wall_time(20), CHICAGO)
        self._day += timedelta(days=1)
        is_planning = True
        while is_planning:
            with writing(self._engine) as session:
                is_planning = plan_some(session, now=self._now) > 0
        started = time.process_time()
        while self._runner.run(self._dispatcher.tick()):
            pass
        spent = time.process_time() - started
        self._check()
        return self._size / spent

    def _check(self) -> None:
        query = sqlalchemy.select(sqlalchemy.func.count()).where(
            Delivery.state == DeliveryState.ACCEPTED, Delivery.accepted_at == self._now
        )
        with reading(self._engine) as session:
            accepted = session.scalar(query)
        if accepted != self._size:
            raise RuntimeError(f"{accepted} of {self._size} arrived")

    def _people(self, keys: PushKeys, origin: str) -> None:
        browser = BrowserKeys()
        with writing(self._engine) as session:
            for _ in range(self._size):
                new = NewParticipant("Ana", "en", "America/Chicago")
                person = create_participant(session, new, sealer=self._sealer, now=self._now)
                account = session.get_one(Account, person.id)
                sign_in = open_sign_in(session, account, Device("Phone", is_shared=False), now=self._now)
                push.subscribe(
                    session,
                    push.Subscriber(person.id, sign_in.id, uuid4()),
                    push.Offered(browser.target(f"{origin}/push/{uuid4().hex}"), keys.public_text),
                    our_key=keys.public_text,
                    also_allowed=frozenset({origin}),
                    sealer=self._sealer,
                    now=self._now,
                )
                session.add(
                    ReminderSettings(
                        participant_id=person.id,
                        check_in_on=True,
                        check_in_times="20:00",
                        check_in_days="1 2 3 4 5 6 7",
                        appointment_on=True,
                        leads_min="60",
                        wording="neutral",
                    )
                )
                replan(session, [person.id], at=datetime(2026, 3, 16, tzinfo=UTC))
