"""Which reminders are owed: the rules one by one."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from footbridge.reminders.policy import (
    Appointment,
    Cause,
    Facts,
    Kind,
    Planned,
    Preferences,
    Standing,
    plan,
    why_not,
)
from footbridge.reminders.prompts import QuietHours

CHICAGO = ZoneInfo("America/Chicago")
GROUP = UUID(int=7)


def chicago(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


def hours(n: float) -> timedelta:
    return timedelta(hours=n)


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


EVENINGS = Preferences(check_in_times=(time(20),), leads=())
NOW = chicago("2026-03-02 12:00")
"""A Monday noon."""


def prompts(*walls: str, **more: object) -> Facts:
    times = tuple(time.fromisoformat(wall) for wall in walls)
    return Facts(CHICAGO, replace(EVENINGS, check_in_times=times, **more))  # type: ignore[arg-type]  # a test's shorthand


def group_at(start: str, *leads: timedelta, **more: object) -> Facts:
    chosen = Preferences(leads=leads or (hours(1),))
    return Facts(CHICAGO, chosen, (Appointment(GROUP, chicago(start)),), **more)  # type: ignore[arg-type]  # a test's shorthand


def due(planned: list[Planned]) -> list[datetime]:
    return [one.due_at for one in planned]


def owed(planned: list[Planned]) -> list[datetime]:
    return [one.due_at for one in planned if one.done_at is None]


class TestAppointments:
    def test_one_reminder_for_each_lead_until_the_start(self) -> None:
        [day_before, hour_before] = plan(group_at("2026-03-03 18:00", hours(24), hours(1)), NOW)
        assert (day_before.due_at, hour_before.due_at) == (chicago("2026-03-02 18:00"), chicago("2026-03-03 17:00"))
        assert day_before.expires_at == hour_before.expires_at == chicago("2026-03-03 18:00")
        assert {day_before.subject, hour_before.subject} == {GROUP}

    def test_quiet_hours_do_not_hold_back_an_appointment(self) -> None:
        facts = group_at("2026-03-03 08:00")
        quiet = replace(facts, preferences=replace(facts.preferences, quiet=QuietHours(time(21), time(8))))
        assert due(plan(quiet, NOW)) == [chicago("2026-03-03 07:00")]

    def test_it_is_planned_two_days_ahead_and_not_earlier(self) -> None:
        assert due(plan(group_at("2026-03-04 13:00"), NOW)) == [chicago("2026-03-04 12:00")]
        assert plan(group_at("2026-03-04 13:01"), NOW) == []

    def test_a_lead_already_past_goes_out_at_once_while_it_helps(self) -> None:
        assert len(plan(group_at("2026-03-02 12:10"), NOW)) == 1
        assert plan(group_at("2026-03-02 12:09"), NOW) == []

    def test_of_several_leads_already_past_only_the_shortest_speaks(self) -> None:
        [one] = plan(group_at("2026-03-02 12:30", hours(24), hours(2), hours(1)), NOW)
        assert one.due_at == chicago("2026-03-02 11:30")

    def test_a_lead_chosen_after_another_was_sent_does_not_speak_again(self) -> None:
        facts = group_at("2026-03-02 12:40", hours(1))
        sent = plan(facts, chicago("2026-03-02 11:00"))[0]
        wider = replace(group_at("2026-03-02 12:40", hours(1), minutes(45)), history={sent.identity: Standing.SETTLED})
        assert [one.identity for one in plan(wider, NOW)] == [sent.identity]

    def test_one_planned_in_time_is_still_owed_a_minute_before_the_start(self) -> None:
        facts = group_at("2026-03-02 12:01")
        [planned] = plan(facts, chicago("2026-03-02 09:00"))
        assert plan(replace(facts, history={planned.identity: Standing.PLANNED}), NOW) == [planned]

    def test_a_five_minute_lead_is_owed_when_it_is_due(self) -> None:
        facts = group_at("2026-03-02 12:05", minutes(5))
        [planned] = plan(facts, chicago("2026-03-02 09:00"))
        late = replace(facts, history={planned.identity: Standing.PLANNED})
        assert plan(late, NOW + timedelta(seconds=20)) == [planned]

    def test_a_moved_one_is_another_reminder_and_moved_back_the_first_again(self) -> None:
        [first] = plan(group_at("2026-03-03 18:00"), NOW)
        [moved] = plan(group_at("2026-03-03 18:30"), NOW)
        assert moved.identity != first.identity
        assert plan(group_at("2026-03-03 18:00"), NOW)[0].identity == first.identity

    def test_nothing_after_the_start(self) -> None:
        assert plan(group_at("2026-03-02 12:00"), NOW) == []

    def test_an_appointment_entered_after_its_start_is_not_called_missed(self) -> None:
        facts = group_at("2026-03-01 18:00", planned_until=NOW + hours(24))
        assert plan(facts, NOW, since=NOW + hours(24)) == []

    def test_no_lead_no_reminder(self) -> None:
        assert plan(replace(group_at("2026-03-03 18:00"), preferences=Preferences(leads=())), NOW) == []

    def test_why_it_is_gone(self) -> None:
        facts = group_at("2026-03-03 18:00")
        [one] = plan(facts, NOW)
        assert why_not(one.identity, GROUP, replace(facts, appointments=())) is Cause.APPOINTMENT_CANCELLED
        assert why_not(one.identity, GROUP, group_at("2026-03-03 19:00")) is Cause.APPOINTMENT_MOVED
        assert why_not(one.identity, GROUP, replace(facts, preferences=EVENINGS)) is Cause.SWITCHED_OFF


class TestCheckIns:
    def test_each_chosen_time_on_each_chosen_day(self) -> None:
        planned = plan(prompts("08:00", "20:00", check_in_days=frozenset({1, 2})), NOW)
        assert due(planned) == [chicago(f"2026-03-0{t}") for t in ("2 20:00", "3 08:00", "3 20:00")]
        assert {one.kind for one in planned} == {Kind.CHECK_IN}

    def test_it_is_worth_answering_for_four_hours(self) -> None:
        [one, _] = plan(prompts("14:00"), NOW)
        assert one.expires_at == one.due_at + hours(4)

    def test_or_until_the_next_prompt(self) -> None:
        first, second, *_ = plan(prompts("14:00", "15:30"), NOW)
        assert first.expires_at == second.due_at == chicago("2026-03-02 15:30")

    def test_or_until_midnight(self) -> None:
        assert plan(prompts("21:00"), NOW)[0].expires_at == chicago("2026-03-03 00:00")

    def test_but_for_ten_minutes_at_least(self) -> None:
        assert plan(prompts("23:55"), NOW)[0].expires_at == chicago("2026-03-03 00:05")

    def test_the_end_of_the_window_knows_of_a_prompt_beyond_the_horizon(self) -> None:
        planned = plan(prompts("11:30", "12:30"), NOW)
        assert planned[-1].due_at == chicago("2026-03-04 11:30")
        assert planned[-1].expires_at == chicago("2026-03-04 12:30")

    @pytest.mark.parametrize("made", ["2026-03-02 19:00", "2026-03-02 20:00", "2026-03-02 23:59"])
    def test_a_check_in_in_its_window_answers_it(self, made: str) -> None:
        tonight, tomorrow, *_ = plan(replace(prompts("20:00"), checked_in_at=(chicago(made),)), NOW)
        assert tonight.done_at == chicago(made)
        assert tomorrow.done_at is None

    @pytest.mark.parametrize("made", ["2026-03-02 18:59", "2026-03-03 00:00", "2026-03-02 07:00"])
    def test_one_outside_of_it_does_not(self, made: str) -> None:
        facts = replace(prompts("20:00"), checked_in_at=(chicago(made),))
        assert owed(plan(facts, NOW))[0] == chicago("2026-03-02 20:00")

    def test_quiet_hours_hold_it_back_until_they_end(self) -> None:
        facts = prompts("06:30", quiet=QuietHours(time(21), time(8)))
        assert due(plan(facts, NOW)) == [chicago("2026-03-03 08:00"), chicago("2026-03-04 08:00")]

    def test_or_drop_it_when_its_window_has_closed_by_then(self) -> None:
        assert plan(prompts("22:00", quiet=QuietHours(time(21), time(8))), NOW) == []
        assert due(plan(prompts("06:00", "07:00", quiet=QuietHours(time(21), time(8))), NOW)) == [
            chicago("2026-03-03 08:00"),
            chicago("2026-03-04 08:00"),
        ]

    def test_quiet_hours_by_day(self) -> None:
        assert due(plan(prompts("13:00", quiet=QuietHours(time(12, 30), time(14))), NOW))[0] == chicago(
            "2026-03-02 14:00"
        )

    def test_equal_ends_are_no_quiet_hours(self) -> None:
        facts = prompts("20:00", quiet=QuietHours(time(8), time(8)))
        assert due(plan(facts, NOW)) == due(plan(prompts("20:00"), NOW))

    def test_a_time_chosen_after_it_has_passed_starts_tomorrow(self) -> None:
        facts = replace(prompts("11:30"), planned_until=NOW + hours(24))
        assert due(plan(facts, NOW)) == [chicago("2026-03-03 11:30"), chicago("2026-03-04 11:30")]

    def test_one_planned_in_time_is_owed_until_its_window_closes(self) -> None:
        facts = prompts("11:30")
        tonight = plan(facts, chicago("2026-03-02 09:00"))[0]
        later = replace(facts, history={tonight.identity: Standing.PLANNED})
        assert tonight in plan(later, NOW)
        assert tonight not in plan(later, chicago("2026-03-02 15:30"))

    def test_switched_off_and_on_again_it_still_reminds(self) -> None:
        facts = prompts("11:30")
        first = plan(facts, chicago("2026-03-02 09:00"))[0]
        assert first not in plan(replace(facts, preferences=Preferences()), chicago("2026-03-02 11:00"))
        assert first in plan(replace(facts, history={first.identity: Standing.DROPPED}), NOW)

    def test_two_times_in_one_spring_gap_prompt_once(self) -> None:
        planned = plan(prompts("02:10", "02:40"), chicago("2026-03-07 12:00"))
        assert due(planned)[0] == chicago("2026-03-08 03:00")
        assert [one.identity for one in planned if one.due_at == planned[0].due_at] == ["check_in 2026-03-08 02:10"]

    def test_in_the_autumn_overlap_the_window_is_four_real_hours(self) -> None:
        [first, *_] = plan(prompts("01:30"), chicago("2026-10-31 12:00"))
        assert first.due_at == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
        assert first.expires_at == datetime(2026, 11, 1, 10, 30, tzinfo=UTC)

    def test_a_traveller_is_prompted_by_the_zone_they_are_in(self) -> None:
        lisbon = replace(prompts("20:00"), zone=ZoneInfo("Europe/Lisbon"))
        assert due(plan(lisbon, NOW))[0] == datetime(2026, 3, 2, 20, tzinfo=UTC)

    def test_why_it_is_gone(self) -> None:
        assert why_not("check_in 2026-03-02 20:00", None, prompts()) is Cause.SWITCHED_OFF


class TestAfterAnOutage:
    def test_what_passed_since_planning_stopped_is_named(self) -> None:
        stopped = NOW - hours(60)
        facts = replace(prompts("08:00", "11:00"), planned_until=stopped)
        planned = plan(facts, NOW, since=stopped)
        passed = [one.due_at for one in planned if one.expires_at <= NOW]
        assert passed == [
            chicago(f"2026-0{t}") for t in ("2-28 08:00", "2-28 11:00", "3-01 08:00", "3-01 11:00", "3-02 08:00")
        ]
        assert chicago("2026-03-02 11:00") in due(planned)  # late, and still of use

    def test_an_appointment_that_began_meanwhile_is_named_too(self) -> None:
        facts = group_at("2026-03-02 09:00", planned_until=NOW - hours(60))
        [one] = plan(facts, NOW, since=NOW - hours(60))
        assert one.expires_at <= NOW
