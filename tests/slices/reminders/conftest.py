"""One program, its people's wishes and appointments, and looks into the ledger."""

import asyncio
import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from footbridge.accounts.models import Account, Participant
from footbridge.accounts.sign_ins import Device, open_sign_in
from footbridge.checkins.models import CheckIn
from footbridge.db.transactions import reading, writing
from footbridge.feed.service import replan
from footbridge.program.models import CareGroup, Membership
from footbridge.push import service as push
from footbridge.push.sending import FakeGateway
from footbridge.reminders.dispatcher import Dispatcher, Setting
from footbridge.reminders.models import Delivery, Reminder, ReminderSettings
from footbridge.reminders.planner import plan_some
from footbridge.reminders.policy import Kind
from footbridge.schedule.models import Appointment
from footbridge.sealing.service import Sealer
from tests.conftest import MovableClock
from tests.push_service.browser import BrowserKeys, SubscribedBrowser

CHICAGO = ZoneInfo("America/Chicago")


def chicago(text: str) -> datetime:
    """An instant by the clocks of Chicago: "2026-03-02 20:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


class Program:
    """What happens in and around the program, each in a transaction of its own as the web does it."""

    def __init__(self, engine: Engine, clock: MovableClock, sealer: Sealer) -> None:
        self.engine = engine
        self.clock = clock
        self.sealer = sealer
        self.gateway = FakeGateway()

    def choose(
        self,
        person: UUID,
        *,
        times: str = "",
        leads: str = "",
        quiet: tuple[str, str] | None = None,
        days: str = "1 2 3 4 5 6 7",
        wording: str = "neutral",
    ) -> None:
        """This person's wishes from now on, as their phone would send them."""
        quiet_from, quiet_until = quiet or (None, None)
        with writing(self.engine) as session:
            session.execute(delete(ReminderSettings).where(ReminderSettings.participant_id == person))
            session.add(
                ReminderSettings(
                    participant_id=person,
                    check_in_on=bool(times),
                    check_in_times=times,
                    check_in_days=days,
                    appointment_on=bool(leads),
                    leads_min=leads,
                    quiet_from=quiet_from,
                    quiet_until=quiet_until,
                    wording=wording,
                )
            )
            replan(session, [person], at=self.clock.now())

    def appoint(self, starts_at: datetime, *, group: CareGroup | None = None, person: UUID | None = None) -> UUID:
        """A new appointment of a group or a person."""
        with writing(self.engine) as session:
            row = Appointment(
                id=uuid4(),
                group_id=group and group.id,
                participant_id=person,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=3),
                zone="America/Chicago",
                kind="group_therapy",
                title="Evening group" if group else None,
                words_sealed=b"sealed" if person else None,
                updated_at=self.clock.now(),
            )
            session.add(row)
            session.flush()
            self._replan(session, row)
            return row.id

    def change(self, appointment: UUID, **values: object) -> None:
        """Move (starts_at) or cancel (status="cancelled") an appointment, or undo it."""
        with writing(self.engine) as session:
            session.execute(update(Appointment).where(Appointment.id == appointment).values(values))
            self._replan(session, session.get_one(Appointment, appointment))

    def check_in(self, person: UUID, *, at: datetime | None = None, prompted_by: UUID | None = None) -> None:
        """A check-in has arrived."""
        now = self.clock.now()
        with writing(self.engine) as session:
            session.add(
                CheckIn(
                    participant_id=person,
                    record=uuid4(),
                    at=at or now,
                    made_at=at or now,
                    received_at=now,
                    mood=3,
                    sharing="private",
                    prompted_by=prompted_by,
                )
            )
            replan(session, [person], at=now)

    def plan(self) -> int:
        """The planner runs until nobody needs it; gives how many turns it took."""
        total = 0
        while True:
            with writing(self.engine) as session:
                turns = plan_some(session, now=self.clock.now())
            if not turns:
                return total
            total += turns

    def subscribe(self, person: UUID, *, endpoint: str | None = None, browser: SubscribedBrowser | None = None) -> UUID:
        """A phone of this person turns reminders on; gives its subscription's id."""
        target = BrowserKeys().target(endpoint or f"https://web.push.apple.com/{uuid4().hex}")
        allowed: frozenset[str] = frozenset()
        if browser is not None:
            target, allowed = browser.as_target, frozenset({browser.origin})
        with writing(self.engine) as session:
            now = self.clock.now()
            account = session.get_one(Account, person)
            sign_in = open_sign_in(session, account, Device("Phone", is_shared=False), now=now)
            row = push.subscribe(
                session,
                push.Subscriber(person, sign_in.id, uuid4()),
                push.Offered(target, "our key"),
                our_key="our key",
                also_allowed=allowed,
                sealer=self.sealer,
                now=now,
            )
            return row.id

    def dispatcher(self, owner: str = "first", **setting: Any) -> Dispatcher:
        """A dispatcher that sends into `self.gateway` by the clock of the test."""
        return Dispatcher(self.setting(**setting), owner)

    def setting(self, **changed: Any) -> Setting:
        return Setting(
            **{
                "engine": self.engine,
                "gateway": self.gateway,
                "sealer": self.sealer,
                "base_url": "https://app.example.org",
                "secret": b"s" * 32,
                "jitter": lambda: 0.0,
                "tell_time": lambda _session: self.clock.now(),
                "start_stopwatch": lambda: lambda: timedelta(0),
                "pause_s": 0.0,
                **changed,
            }
        )

    def tick(self) -> None:
        """One dispatcher works until there is nothing more to do at this instant."""
        dispatcher = self.dispatcher()

        async def work() -> None:
            while await dispatcher.tick():
                pass

        asyncio.run(work())

    def notices(self) -> list[dict[str, Any]]:
        """What was sent so far, as the phones' service workers read it."""
        return [json.loads(one.message.payload)["notification"] for one in self.gateway.sent]

    def deliveries(self, reminder: UUID | None = None) -> list[Delivery]:
        """The ledger's deliveries, oldest first."""
        query = select(Delivery).join(Reminder).order_by(Delivery.made_at, Reminder.due_at, Delivery.id)
        with reading(self.engine) as session:
            rows = list(session.scalars(query))
            session.expunge_all()
        return [row for row in rows if reminder in {None, row.reminder_id}]

    def reminders(self, person: UUID | None = None) -> list[Reminder]:
        """The ledger's reminders, earliest first."""
        query = select(Reminder).order_by(Reminder.due_at, Reminder.identity)
        with reading(self.engine) as session:
            rows = list(session.scalars(query))
            session.expunge_all()
        return [row for row in rows if person in {None, row.participant_id}]

    def states(self, person: UUID | None = None) -> list[tuple[datetime, str, str | None]]:
        """When each is due, where it stands and why."""
        return [(row.due_at, row.state, row.cause) for row in self.reminders(person)]

    def due(self, kind: Kind, *, state: str = "planned") -> list[datetime]:
        return [row.due_at for row in self.reminders() if (row.kind, row.state) == (kind, state)]

    def _replan(self, session: Session, row: Appointment) -> None:
        members = session.scalars(select(Membership.participant_id).where(Membership.group_id == row.group_id))
        replan(session, [row.participant_id] if row.participant_id else list(members), at=self.clock.now())


@pytest.fixture
def evening(session: Session, make_group: Callable[..., CareGroup], ana: UUID) -> CareGroup:
    """The evening group, with Ana in it since a month."""
    group = make_group("Evening IOP")
    session.add(Membership(participant_id=ana, group_id=group.id, from_on=date(2026, 2, 1)))
    session.commit()
    return group


@pytest.fixture
def ben(make_participant: Callable[..., Participant], session: Session) -> UUID:
    """Ben, another participant: his id. Stored at once, so that no write stays open."""
    person = make_participant("Ben").id
    session.commit()
    return person


@pytest.fixture
def world(engine: Engine, session: Session, clock: MovableClock, sealer: Sealer, ana: UUID) -> Program:
    """The program at Monday noon, Ana in it."""
    session.commit()
    return Program(engine, clock, sealer)


@pytest.fixture
def at_noon() -> Callable[[int], datetime]:
    """Noon in Chicago on that day of March 2026."""
    return lambda day: datetime.combine(date(2026, 3, day), time(12), CHICAGO)
