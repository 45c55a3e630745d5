"""The stored reminders follow the facts: planned, changed, dropped, brought back, and named when they were missed."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from footbridge.accounts.models import Account, Participant
from footbridge.accounts.people import move_to_zone
from footbridge.db.transactions import reading, writing
from footbridge.feed.models import FeedCounter
from footbridge.feed.service import replan
from footbridge.program.models import CareGroup, Membership
from footbridge.reminders.models import Reminder, ReminderPlan
from footbridge.reminders.planner import AT_ONCE, plan_some
from footbridge.reminders.policy import Kind
from tests.slices.reminders.conftest import Program, chicago


def offer(world: Program, reminder: UUID) -> None:
    """As the dispatcher does when it claims."""
    with writing(world.engine) as session:
        session.execute(
            update(Reminder).where(Reminder.id == reminder).values(state="offered", offered_at=world.clock.now())
        )


def test_who_chose_nothing_is_told_an_hour_before_appointments(world: Program, evening: CareGroup) -> None:
    appointment = world.appoint(chicago("2026-03-03 18:00"), group=evening)
    world.plan()
    [row] = world.reminders()
    assert (row.kind, row.subject, row.due_at) == ("appointment", appointment, chicago("2026-03-03 17:00"))
    assert (row.expires_at, row.state, row.generation) == (chicago("2026-03-03 18:00"), "planned", 1)


def test_planning_again_changes_nothing(world: Program, evening: CareGroup, ana: UUID) -> None:
    world.choose(ana, times="08:00 20:00", leads="60 1440")
    world.appoint(chicago("2026-03-03 18:00"), group=evening)
    assert world.plan() == 1
    before = [(row.id, row.changed_at, row.state) for row in world.reminders()]
    assert world.plan() == 0
    with writing(world.engine) as session:
        replan(session, [ana], at=world.clock.advance(minutes=1))
    assert world.plan() == 1
    assert [(row.id, row.changed_at, row.state) for row in world.reminders()] == before


def test_only_members_on_the_day_are_told(world: Program, evening: CareGroup, ben: UUID, engine: Engine) -> None:
    with writing(engine) as write:
        write.add(
            Membership(participant_id=ben, group_id=evening.id, from_on=date(2026, 2, 1), until_on=date(2026, 3, 2))
        )
        replan(write, [ben], at=world.clock.now())
    world.appoint(chicago("2026-03-02 23:30"), group=evening)  # Ben's last day
    world.appoint(chicago("2026-03-03 18:00"), group=evening)
    world.plan()
    assert [row.due_at for row in world.reminders(ben)] == [chicago("2026-03-02 22:30")]


def test_ones_own_appointment_is_ones_own(world: Program, ana: UUID, ben: UUID) -> None:
    world.appoint(chicago("2026-03-03 09:00"), person=ben)
    world.plan()
    assert (world.reminders(ana), len(world.reminders(ben))) == ([], 1)


def test_a_cancelled_appointment_silences_and_a_reinstated_one_speaks_again_once(
    world: Program, evening: CareGroup
) -> None:
    appointment = world.appoint(chicago("2026-03-03 18:00"), group=evening)
    world.plan()
    world.change(appointment, status="cancelled")
    world.plan()
    assert world.states() == [(chicago("2026-03-03 17:00"), "cancelled", "appointment_cancelled")]
    world.change(appointment, status="planned")
    world.plan()
    [row] = world.reminders()
    assert (row.state, row.cause, row.generation) == ("planned", None, 2)


def test_a_moved_appointment_moves_its_reminder_and_moved_back_it_is_the_first_again(
    world: Program, evening: CareGroup
) -> None:
    appointment = world.appoint(chicago("2026-03-03 18:00"), group=evening)
    world.plan()
    world.change(appointment, starts_at=chicago("2026-03-03 19:00"), ends_at=chicago("2026-03-03 22:00"))
    world.plan()
    assert world.states() == [
        (chicago("2026-03-03 17:00"), "cancelled", "appointment_moved"),
        (chicago("2026-03-03 18:00"), "planned", None),
    ]
    world.change(appointment, starts_at=chicago("2026-03-03 18:00"))
    world.plan()
    assert [(row.state, row.generation) for row in world.reminders()] == [("planned", 2), ("cancelled", 1)]


def test_what_was_offered_never_comes_back(world: Program, evening: CareGroup) -> None:
    appointment = world.appoint(chicago("2026-03-03 18:00"), group=evening)
    world.plan()
    world.clock.set(chicago("2026-03-03 17:00"))
    offer(world, world.reminders()[0].id)
    world.change(appointment, status="cancelled")
    world.plan()
    world.change(appointment, status="planned")
    world.plan()
    assert [(row.state, row.generation) for row in world.reminders()] == [("offered", 1)]


def test_switched_off_and_on_it_still_reminds(world: Program, ana: UUID) -> None:
    world.choose(ana, times="20:00")
    world.plan()
    world.choose(ana)
    world.plan()
    assert {state for _, state, _ in world.states()} == {"cancelled"}
    assert {cause for _, _, cause in world.states()} == {"switched_off"}
    world.choose(ana, times="20:00")
    world.plan()
    assert [(row.state, row.generation) for row in world.reminders()] == [("planned", 2)] * 2


def test_a_check_in_before_the_prompt_takes_its_place(world: Program, ana: UUID) -> None:
    world.choose(ana, times="20:00")
    world.plan()
    world.clock.set(chicago("2026-03-02 19:30"))
    world.check_in(ana)
    world.plan()
    tonight, *later = world.reminders()
    assert (tonight.state, tonight.cause) == ("done", "already_done")
    assert tonight.answered_at == chicago("2026-03-02 19:30")
    assert {row.state for row in later} == {"planned"}


def test_a_check_in_after_the_prompt_answers_it(world: Program, ana: UUID) -> None:
    world.choose(ana, times="20:00")
    world.plan()
    world.clock.set(chicago("2026-03-02 20:00"))
    offer(world, world.reminders()[0].id)
    world.clock.advance(minutes=10)
    world.check_in(ana)
    world.plan()
    tonight = world.reminders()[0]
    assert (tonight.state, tonight.answered_at) == ("offered", chicago("2026-03-02 20:10"))


def test_one_that_arrives_the_next_day_and_names_its_prompt_still_answers_it(world: Program, ana: UUID) -> None:
    world.choose(ana, times="20:00")
    world.plan()
    world.clock.set(chicago("2026-03-02 20:00"))
    tonight = world.reminders()[0].id
    offer(world, tonight)
    world.clock.set(chicago("2026-03-03 09:00"))
    world.check_in(ana, at=chicago("2026-03-02 20:15"), prompted_by=tonight)
    world.plan()
    [row] = [row for row in world.reminders() if row.id == tonight]
    assert row.answered_at == chicago("2026-03-02 20:15")


def test_somebody_elses_reminder_is_not_answered_by_naming_it(world: Program, ana: UUID, ben: UUID) -> None:
    world.choose(ben, times="20:00")
    world.plan()
    theirs = world.reminders(ben)[0].id
    world.check_in(ana, prompted_by=theirs)
    world.plan()
    assert world.reminders(ben)[0].answered_at is None


def test_a_phone_whose_clock_runs_ahead_does_not_answer_tomorrow(world: Program, ana: UUID) -> None:
    world.choose(ana, times="20:00")
    world.check_in(ana, at=chicago("2026-03-03 20:05"))
    world.plan()
    assert [state for _, state, _ in world.states()] == ["planned", "planned"]


def test_a_changed_window_changes_the_reminder_that_waits(world: Program, ana: UUID) -> None:
    world.choose(ana, times="14:00")
    world.plan()
    world.choose(ana, times="14:00 15:00")
    world.plan()
    assert world.reminders()[0].expires_at == chicago("2026-03-02 15:00")


def test_a_traveller_is_prompted_where_they_are(world: Program, ana: UUID, engine: Engine) -> None:
    world.choose(ana, times="20:00")
    world.plan()
    with writing(engine) as session:
        move_to_zone(session, session.get_one(Participant, ana), "America/Denver", now=world.clock.now())
    world.plan()
    assert world.due(Kind.CHECK_IN) == [chicago("2026-03-02 21:00"), chicago("2026-03-03 21:00")]
    assert len(world.reminders()) == 2, "the same prompts at another instant, not more of them"


def test_a_closed_account_is_silent(world: Program, ana: UUID, engine: Engine) -> None:
    world.choose(ana, times="20:00")
    world.plan()
    with writing(engine) as session:
        session.execute(update(Account).where(Account.id == ana).values(closed_at=world.clock.now()))
        replan(session, [ana], at=world.clock.now())
    world.plan()
    assert {(state, cause) for _, state, cause in world.states()} == {("cancelled", "account_closed")}


def test_planning_goes_on_by_itself_day_after_day(world: Program, ana: UUID) -> None:
    world.choose(ana, times="20:00")
    world.plan()
    for day in (3, 4, 5):
        world.clock.set(chicago(f"2026-03-0{day} 13:00"))
        world.plan()
    assert len(world.reminders()) == 5


def test_after_a_week_without_a_planner_the_ledger_names_what_passed(world: Program, ana: UUID) -> None:
    world.choose(ana, times="20:00")
    world.plan()
    world.clock.set(chicago("2026-03-09 12:00"))
    world.plan()
    rows = world.reminders()
    missed = [row.due_at for row in rows if row.state == "missed"]
    assert missed == [chicago(f"2026-03-0{day} 20:00") for day in (4, 5, 6, 7, 8)]
    assert {row.cause for row in rows if row.state == "missed"} == {"not_running"}
    assert [row.state for row in rows[:2]] == ["planned", "planned"], "those the dispatcher itself writes down"


def test_after_a_month_it_names_the_last_two_weeks(world: Program, ana: UUID) -> None:
    world.choose(ana, times="20:00")
    world.plan()
    world.clock.advance(days=30)
    world.plan()
    missed = [row for row in world.reminders() if row.state == "missed"]
    assert len(missed) == 14
    assert min(row.due_at for row in missed) >= world.clock.now() - timedelta(days=14)


def test_a_calendar_about_the_past_leaves_no_trace(world: Program, evening: CareGroup) -> None:
    world.plan()
    world.appoint(chicago("2026-02-26 18:00"), group=evening)
    world.plan()
    assert world.reminders() == []


def test_many_people_are_planned_a_few_at_a_time(
    world: Program, make_participant: Callable[..., Participant], session: Session
) -> None:
    with writing(world.engine) as write:
        write.execute(update(FeedCounter).values(replan_from=None))
    session.rollback()
    session.connection(execution_options={"write": True})
    for n in range(AT_ONCE + 3):
        make_participant(f"Participant {n}")
    session.commit()
    taken = []
    for _ in range(3):
        with writing(world.engine) as write:
            taken.append(plan_some(write, now=world.clock.now()))
    assert taken == [AT_ONCE, 3, 0]
    with reading(world.engine) as read:
        assert read.scalar(select(func.count()).select_from(ReminderPlan)) == AT_ONCE + 3


@pytest.mark.postgresql
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has one writer at a time
def test_two_planners_never_plan_the_same_person_at_once(world: Program, ana: UUID, engine: Engine) -> None:
    world.choose(ana, times="20:00")
    with writing(engine) as first, writing(engine) as second:
        assert plan_some(first, now=world.clock.now()) == 1
        assert plan_some(second, now=world.clock.now()) == 0


def test_a_participant_who_leaves_takes_their_ledger_along(world: Program, ana: UUID, engine: Engine) -> None:
    world.choose(ana, times="20:00")
    world.plan()
    with writing(engine) as session:
        session.delete(session.get_one(Account, ana))
    assert world.reminders() == []


def test_a_check_in_that_names_a_reminder_that_never_was_changes_nothing(world: Program, ana: UUID) -> None:
    world.check_in(ana, prompted_by=uuid4())
    assert world.plan() == 1
