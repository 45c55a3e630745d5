"""A participant's reminder settings: what is taken, what is refused, what the planner makes of them."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, select

from footbridge.db.transactions import reading, writing
from footbridge.feed.kinds import Head, Projected
from footbridge.kernel.errors import Invalid
from footbridge.reminders.facts import load
from footbridge.reminders.kind import ReminderSettingsKind
from footbridge.reminders.models import ReminderSettings
from footbridge.reminders.policy import CHOSEN_BY_NOBODY, Preferences, Wording
from footbridge.reminders.prompts import QuietHours
from tests.slices.reminders.conftest import Program

KIND = ReminderSettingsKind()


def body(**changed: object) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "check_in": {"on": True, "times": ["20:00", "08:00"], "days": [5, 1]},
        "appointment": {"on": True, "leads_min": [1440, 60]},
        "quiet": {"from": "21:00", "until": "08:00"},
        "wording": "detailed",
    }
    return {**whole, **changed}


def keep(world: Program, person: UUID, found: dict[str, Any] | None, *, record: UUID | None = None) -> None:
    now = world.clock.now()
    head = None
    if found is not None:
        head = Head(uuid4(), KIND.check(found, 1), made_at=now, received_at=now, is_private=True)
    with writing(world.engine) as session:
        KIND.project(session, person, [Projected(record or person, head)], sealer=world.sealer, now=now)


def chosen(engine: Engine, person: UUID, now: datetime) -> Preferences:
    with reading(engine) as session:
        return load(session, [person], since=now, until=now)[person].preferences


def test_what_was_chosen_is_what_the_planner_reads(world: Program, ana: UUID) -> None:
    keep(world, ana, body())
    assert chosen(world.engine, ana, world.clock.now()) == Preferences(
        check_in_times=(time(8), time(20)),
        check_in_days=frozenset({1, 5}),
        leads=(timedelta(minutes=60), timedelta(minutes=1440)),
        quiet=QuietHours(time(21), time(8)),
        wording=Wording.DETAILED,
    )


def test_what_is_switched_off_is_off_and_comes_back_as_it_was(world: Program, ana: UUID) -> None:
    keep(world, ana, body(check_in={"on": False, "times": ["20:00"], "days": [1]}, quiet=None))
    now = world.clock.now()
    assert chosen(world.engine, ana, now).check_in_times == ()
    assert chosen(world.engine, ana, now).quiet is None
    keep(world, ana, body(appointment={"on": False, "leads_min": [60]}))
    assert chosen(world.engine, ana, now).leads == ()
    assert chosen(world.engine, ana, now).check_in_times == (time(8), time(20))


def test_deleted_settings_are_the_programs_own_again(world: Program, ana: UUID) -> None:
    keep(world, ana, body())
    keep(world, ana, None)
    assert chosen(world.engine, ana, world.clock.now()) == CHOSEN_BY_NOBODY


def test_a_record_under_another_id_counts_nothing(world: Program, ana: UUID) -> None:
    keep(world, ana, body(), record=uuid4())
    with reading(world.engine) as session:
        assert session.scalars(select(ReminderSettings)).first() is None


def test_changing_them_changes_what_is_planned(world: Program, ana: UUID) -> None:
    keep(world, ana, body())
    world.plan()
    assert [row.identity for row in world.reminders()] == ["check_in 2026-03-02 20:00"]
    keep(world, ana, body(check_in={"on": True, "times": ["19:00"], "days": [1]}))
    world.plan()
    assert [(row.identity, row.state) for row in world.reminders()] == [
        ("check_in 2026-03-02 19:00", "planned"),
        ("check_in 2026-03-02 20:00", "cancelled"),
    ]


def test_what_a_newer_app_adds_does_no_harm() -> None:
    assert KIND.check({**body(), "journal": {"on": True}}, 1)["wording"] == "detailed"


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"check_in": {"on": 1, "times": [], "days": []}}, "/check_in/on"),
        ({"check_in": {"on": True, "times": ["8:00"], "days": []}}, "/check_in/times/0"),
        ({"check_in": {"on": True, "times": ["24:00"], "days": []}}, "/check_in/times/0"),
        ({"check_in": {"on": True, "times": ["08:00:00"], "days": []}}, "/check_in/times/0"),
        ({"check_in": {"on": True, "times": ["٠٨:٠٠"], "days": []}}, "/check_in/times/0"),
        ({"check_in": {"on": True, "times": ["08:00"] * 5, "days": []}}, "/check_in/times"),
        ({"check_in": {"on": True, "times": [], "days": [0]}}, "/check_in/days/0"),
        ({"check_in": {"on": True, "times": [], "days": [1.5]}}, "/check_in/days/0"),
        ({"check_in": {"on": True, "times": [], "days": [1] * 8}}, "/check_in/days"),
        ({"check_in": None}, "/check_in"),
        ({"appointment": {"on": True, "leads_min": [4]}}, "/appointment/leads_min/0"),
        ({"appointment": {"on": True, "leads_min": [1441]}}, "/appointment/leads_min/0"),
        ({"appointment": {"on": True, "leads_min": [60] * 4}}, "/appointment/leads_min"),
        ({"quiet": {"from": "21:00"}}, "/quiet/until"),
        ({"quiet": {"from": "21:00", "until": "late"}}, "/quiet/until"),
        ({"wording": "loud"}, "/wording"),
        ({"wording": None}, "/wording"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(wrong: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        KIND.check(body(**wrong), 1)
    assert pointer in {error.pointer for error in refused.value.errors}
