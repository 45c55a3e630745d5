"""One turn of the loop that sends reminders.

Owns: the order plan, close, claim, send, settle, each write a transaction of its own that is over before anything is sent; the
last look at lease and expiry right before each POST. Any number of dispatchers may run at once. Knows no waiting: `worker` does.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidTag
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from footbridge.db.transactions import reading, writing
from footbridge.db.types import UtcDateTime
from footbridge.kernel.errors import DomainError
from footbridge.kernel.instants import parse_instant
from footbridge.push.outcome import Answer, Result
from footbridge.push.payload import payload
from footbridge.push.sending import Message, PushGateway
from footbridge.push.service import target_of
from footbridge.reminders.claim import LEASE, claim
from footbridge.reminders.notices import URGENCY, Claimed, notice_of
from footbridge.reminders.planner import needs_planning, plan_some
from footbridge.reminders.queue import close_what_passed, has_due
from footbridge.reminders.settle import Sent, settle
from footbridge.sealing.service import Sealer

AT_ONCE = 64
"""Sendings at a time: 16 kept connections would do 160 a second at a push service 100 ms away."""
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


def stopwatch() -> Callable[[], timedelta]:
    """Tells how long ago it was started, by a clock that nobody can set."""
    tell = asyncio.get_running_loop().time
    begun = tell()
    return lambda: timedelta(seconds=tell() - begun)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a dispatcher is given. `secret` keys the opaque names of notices; `jitter` gives numbers from 0 to 1."""

    engine: Engine
    gateway: PushGateway
    sealer: Sealer
    base_url: str
    secret: bytes
    jitter: Callable[[], float]
    tell_time: Callable[[Session], datetime] = database_now
    start_stopwatch: Callable[[], Callable[[], timedelta]] = stopwatch


class Dispatcher:
    """Sends what is due. `problem` is our own misconfiguration, in words for the operator; empty when all is well. `looked_at` is
    when it last looked for work, by the database's clock.
    """

    def __init__(self, setting: Setting, owner: str, *, is_stopping: Callable[[], bool] = lambda: False) -> None:
        self._setting = setting
        self._owner = owner
        self._is_stopping = is_stopping
        self._lanes = asyncio.Semaphore(AT_ONCE)
        self.problem = ""
        self.looked_at = datetime.min.replace(tzinfo=UTC)

    async def tick(self) -> bool:
        """Plan, close and send one batch each. True when there may be more to do at once."""
        engine, tell_time = self._setting.engine, self._setting.tell_time
        is_planning_due, is_sending_due = self._look()
        done = 0
        if is_planning_due:
            with writing(engine) as session:
                done += plan_some(session, now=tell_time(session))
        if is_planning_due or is_sending_due:
            with writing(engine) as session:
                done += close_what_passed(session, now=tell_time(session))
            done += await self._send_batch()
        return done > 0

    def _look(self) -> tuple[bool, bool]:
        """Whether anybody needs planning and whether anything is due, without holding up a writer."""
        with reading(self._setting.engine) as session:
            now = self.looked_at = self._setting.tell_time(session)
            return needs_planning(session, now=now), has_due(session, now=now)

    async def _send_batch(self) -> int:
        setting = self._setting
        with writing(setting.engine) as session:
            claimed_at = setting.tell_time(session)
            claimed, looked_at = claim(session, self._owner, now=claimed_at)
        since_claim = setting.start_stopwatch()
        sendings = await asyncio.gather(*(self._send(one, claimed_at, since_claim) for one in claimed))
        if sendings:
            with writing(setting.engine) as session:
                settle(session, self._owner, sendings, now=setting.tell_time(session))
            self._note_problem(sendings)
        return looked_at

    async def _send(self, one: Claimed, claimed_at: datetime, since_claim: Callable[[], timedelta]) -> Sent:
        async with self._lanes:
            # The database's clock, carried on by a clock that can't be set: this machine's own may be wrong.
            now = claimed_at + since_claim()
            if self._is_stopping() or now >= one.expires_at or now + MARGIN >= claimed_at + LEASE:
                return Sent(one, now, None)
            try:
                notice = notice_of(one, base_url=self._setting.base_url, secret=self._setting.secret)
                message = Message(
                    payload=payload(notice),
                    ttl_s=max(1, int((one.expires_at - now).total_seconds())),
                    urgency=URGENCY[one.kind],
                    topic=notice.tag,
                )
                target = target_of(one.phone, sealer=self._setting.sealer)
            except (DomainError, InvalidTag, LookupError, TypeError, ValueError) as error:
                # One broken row must not stop the others; its name says what to look for, its text might hold an address.
                log.warning("delivery %s can't be made: %s", one.delivery, type(error).__name__)
                return Sent(one, now, Answer(Result.REFUSED, reason=type(error).__name__))
            answer = await self._setting.gateway.send(message, target)
            return Sent(one, now, answer, self._setting.jitter())

    def _note_problem(self, sendings: list[Sent]) -> None:
        answers = [one.answer for one in sendings if one.answer is not None]
        wrong = next((answer for answer in answers if answer.result is Result.MISCONFIGURED), None)
        if wrong is not None:
            self.problem = (
                f"A push service refuses our signature ({wrong.status} {wrong.reason}). Check the push settings."
            )
            log.error("%s No subscription was removed.", self.problem)
        elif any(answer.result is Result.ACCEPTED for answer in answers):
            self.problem = ""
