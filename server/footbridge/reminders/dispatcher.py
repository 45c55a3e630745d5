"""One turn of the loop that sends reminders.

Owns: the order look, plan, close, claim, seal, send, settle. Each write is its own transaction, over before anything is sent;
lease and expiry are looked at once more right before each POST. Any number of dispatchers may run at once. Knows no waiting:
`worker` does.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from cryptography.exceptions import InvalidTag
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from footbridge.db.transactions import reading, writing
from footbridge.db.types import UtcDateTime
from footbridge.kernel.errors import DomainError
from footbridge.kernel.instants import parse_instant
from footbridge.push.outcome import Answer, Result
from footbridge.push.payload import payload
from footbridge.push.sending import Message, PushGateway, Sealed
from footbridge.push.service import target_of
from footbridge.reminders.claim import LEASE, Taken, claim
from footbridge.reminders.notices import URGENCY, Claimed, notice_of
from footbridge.reminders.planner import needs_planning, plan_some
from footbridge.reminders.queue import close_what_passed, look
from footbridge.reminders.settle import Sent, settle
from footbridge.sealing.service import Sealer

AT_ONCE = 64
"""Sendings at a time: 16 kept connections would do 160 a second at a push service 100 ms away."""
TURN = timedelta(seconds=5)
"""How long one turn sends; then planning and the sign of life have theirs."""
MARGIN = timedelta(seconds=15)
"""A POST takes 10 s at most; one that could outlast the lease is not begun."""

log = logging.getLogger("footbridge.reminders")


def database_now(session: Session) -> datetime:
    """The database's clock: the one clock that all dispatchers share."""
    if session.get_bind().dialect.name == "sqlite":
        found = parse_instant(session.execute(text("SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')")).scalar_one())
        assert found is not None  # noqa: S101  SQLite writes what parse_instant reads
        return found
    return session.execute(select(func.clock_timestamp(type_=UtcDateTime))).scalar_one()


def _later(then: datetime, since: Callable[[], timedelta]) -> datetime:
    return then + since()


def stopwatch() -> Callable[[], timedelta]:
    """Tells how long ago it was started, by a clock that nobody can set."""
    tell = asyncio.get_running_loop().time
    begun = tell()
    return lambda: timedelta(seconds=tell() - begun)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a dispatcher is given. `secret` keys the opaque names of notices; `jitter` gives numbers from 0 to 1; a pause of
    `pause_s` between two batches lets phones that save have their turn.
    """

    engine: Engine
    gateway: PushGateway
    sealer: Sealer
    base_url: str
    secret: bytes
    jitter: Callable[[], float]
    tell_time: Callable[[Session], datetime] = database_now
    start_stopwatch: Callable[[], Callable[[], timedelta]] = stopwatch
    pause_s: float = 0.01


class Dispatcher:
    """Sends what is due. `problem` is our own misconfiguration, in words for the operator; empty when all is well. `looked_at` is
    when it last looked for work, by the database's clock.
    """

    def __init__(self, setting: Setting, owner: str, *, is_stopping: Callable[[], bool] = lambda: False) -> None:
        self._setting = setting
        self._owner = owner
        self._is_stopping = is_stopping
        self.problem = ""
        self.looked_at = datetime.min.replace(tzinfo=UTC)

    async def tick(self) -> bool:
        """Plan a few people, close what has passed, send what is due. True when there may be more to do at once."""
        engine, tell_time = self._setting.engine, self._setting.tell_time
        with reading(engine) as session:
            now = self.looked_at = tell_time(session)
            is_planning_due, found = needs_planning(session, now=now), look(session, now=now)
        done = 0
        if is_planning_due:
            with writing(engine) as session:
                done += plan_some(session, now=tell_time(session))
        if found.has_passed:
            with writing(engine) as session:
                done += close_what_passed(session, now=tell_time(session))
        if is_planning_due or found.is_due:
            done += await self._send_batches()
        return done > 0

    async def _send_batches(self) -> int:
        """Send batch after batch, for a few seconds. One transaction settles a batch and claims the next."""
        setting = self._setting
        since_start = setting.start_stopwatch()
        sendings, total, is_over = list[Sent](), 0, False
        while True:
            with writing(setting.engine) as session:
                now = setting.tell_time(session)
                settle(session, self._owner, sendings, now=now)
                claimed, of = Taken([], 0) if is_over else claim(session, self._owner, now=now)
            self._note_problem(sendings)
            if of == 0:
                return total
            total += of
            tell_time = partial(_later, now, setting.start_stopwatch())
            sealed = [(one, self._seal(one)) for one in claimed]
            sendings = await self._send_all(sealed, tell_time, until=now + LEASE - MARGIN)
            is_over = self._is_stopping() or since_start() >= TURN
            await asyncio.sleep(setting.pause_s)

    def _seal(self, one: Claimed) -> Sealed | Answer:
        setting = self._setting
        try:
            notice = notice_of(one, base_url=setting.base_url, secret=setting.secret)
            message = Message(payload(notice), URGENCY[one.kind], topic=notice.tag)
            return setting.gateway.seal(message, target_of(one.phone, sealer=setting.sealer))
        except sqlite3.OperationalError:
            # The key file is locked or full for a moment, as the database may be.
            return Answer(Result.RETRY, reason="key file")
        except (DomainError, InvalidTag, LookupError, TypeError, ValueError) as error:
            # One broken row must not stop the others; its name says what to look for, its text might hold an address.
            log.warning("delivery %s can't be made: %s", one.delivery, type(error).__name__)
            return Answer(Result.REFUSED, reason=type(error).__name__)

    async def _send_all(
        self, sealed: Sequence[tuple[Claimed, Sealed | Answer]], tell_time: Callable[[], datetime], *, until: datetime
    ) -> list[Sent]:
        waiting, sendings = iter(sealed), list[Sent]()

        async def lane() -> None:
            for one, what in waiting:
                # The database's clock, carried on by a clock that can't be set: this machine's own may be wrong.
                now = tell_time()
                if isinstance(what, Answer):
                    sendings.append(Sent(one, now, what))
                elif self._is_stopping() or now >= min(one.expires_at, until):
                    sendings.append(Sent(one, now, None))
                else:
                    ttl_s = int((one.expires_at - now).total_seconds())
                    answer = await self._setting.gateway.send(what, ttl_s=ttl_s)
                    sendings.append(Sent(one, now, answer, self._setting.jitter()))

        await asyncio.gather(*(lane() for _ in range(min(AT_ONCE, len(sealed)))))
        return sendings

    def _note_problem(self, sendings: Sequence[Sent]) -> None:
        answers = [one.answer for one in sendings if one.answer is not None]
        wrong = next((answer for answer in answers if answer.result is Result.MISCONFIGURED), None)
        if wrong is not None:
            self.problem = (
                f"A push service refuses our signature ({wrong.status} {wrong.reason}). Check the push settings."
            )
            log.error("%s No subscription was removed.", self.problem)
        elif any(answer.result is Result.ACCEPTED for answer in answers):
            self.problem = ""
