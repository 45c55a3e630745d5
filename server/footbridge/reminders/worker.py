"""The process that sends reminders: turn after turn until it is asked to stop.

Owns: the pauses, the sign of life, getting over trouble with the database, tidying up. All state is in the database, so it may be
killed at any moment and any number of them may run.
"""

import asyncio
import gc
import logging
import os
from datetime import datetime, timedelta
from threading import Event
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from footbridge.db.transactions import writing
from footbridge.kernel.ids import new_id
from footbridge.push.service import drop_ended
from footbridge.reminders.dispatcher import Dispatcher, Setting
from footbridge.reminders.models import Dispatcher as DispatcherRow
from footbridge.schedule.nightly import extend_series, publish_some

PAUSE_S = 0.01
IDLE_S = 1.0
TROUBLE_S = 5.0
SIGN_OF_LIFE = timedelta(seconds=10)
TIDY = timedelta(hours=1)
KEPT = timedelta(days=7)

log = logging.getLogger("footbridge.reminders")


def run_worker(setting: Setting, *, stop: Event) -> None:
    """Send reminders until `stop` is set; then finish what is being sent, which takes 10 seconds at most, and return."""
    look_for_garbage_seldom()
    owner = f"{os.getpid()}-{new_id().hex[:8]}"
    housekeeping = Housekeeping(setting, owner)
    with asyncio.Runner() as runner:
        dispatcher = Dispatcher(setting, owner, is_stopping=stop.is_set)
        try:
            while not stop.is_set():
                stop.wait(_turn(runner, dispatcher, housekeeping))
        finally:
            runner.run(setting.gateway.close())
    housekeeping.say_goodbye()


def look_for_garbage_seldom() -> None:
    """Let the interpreter look for cycles less often: a batch makes thousands of values and hardly a cycle, and looking for them
    took a twentieth of its time. For a process that does nothing else.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _turn(runner: asyncio.Runner, dispatcher: Dispatcher, housekeeping: "Housekeeping") -> float:
    """One turn; gives how many seconds to wait before the next."""
    try:
        is_busy = runner.run(dispatcher.tick())
        housekeeping.after_turn(dispatcher.looked_at, dispatcher.problem)
    except SQLAlchemyError:
        # Restarted, full or locked: nothing was sent without a committed lease, and what was sent and not settled lapses.
        log.exception("the database is in trouble; trying again in %s s", TROUBLE_S)
        return TROUBLE_S
    return PAUSE_S if is_busy else IDLE_S


class Housekeeping:
    """The sign of life and the tidying up, every now and then."""

    def __init__(self, setting: Setting, owner: str) -> None:
        self._setting = setting
        self._owner = owner
        self._seen_at: datetime | None = None
        self._tidied_at: datetime | None = None
        self._problem = ""

    def after_turn(self, now: datetime, problem: str) -> None:
        """Write the sign of life when it is time or the problem is another; tidy up once an hour."""
        if self._seen_at is None or now - self._seen_at >= SIGN_OF_LIFE or problem != self._problem:
            with writing(self._setting.engine) as session:
                self._sign(session, now, problem)
            self._checkpoint()
            self._seen_at, self._problem = now, problem
        if self._tidied_at is None or now - self._tidied_at >= TIDY:
            with writing(self._setting.engine) as session:
                drop_ended(session, now=now)
                session.execute(delete(DispatcherRow).where(DispatcherRow.seen_at < now - KEPT))
            self._look_ahead(now)
            self._tidied_at = now

    def _look_ahead(self, now: datetime) -> None:
        """Let the schedule move on with the days: further appointments come into reach, others leave the phones' sight."""
        with writing(self._setting.engine) as session:
            extend_series(session, now=now)
        after: UUID | None = None
        while True:
            # A few people at a time, so that phones that save get their turn.
            with writing(self._setting.engine) as session:
                after = publish_some(session, after=after, now=now)
            if after is None:
                return

    def say_goodbye(self) -> None:
        """This dispatcher ended on purpose: nobody has to wonder about its silence."""
        with writing(self._setting.engine) as session:
            row = session.get(DispatcherRow, self._owner)
            if row is not None:
                row.stopped_at = row.seen_at = self._setting.tell_time(session)

    def _sign(self, session: Session, now: datetime, problem: str) -> None:
        row = session.get(DispatcherRow, self._owner)
        if row is None:
            row = DispatcherRow(owner=self._owner, started_at=now)
            session.add(row)
        row.seen_at, row.problem = now, problem[:200]

    def _checkpoint(self) -> None:
        # The database is set up to leave this to us: done at a commit, it makes one unlucky phone wait.
        if self._setting.engine.dialect.name == "sqlite":
            connection = self._setting.engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
            finally:
                connection.close()
