"""Which reminders are owed: what holds for any facts, in any zone, at any time."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from footbridge.reminders.policy import (
    HORIZON,
    Appointment,
    Facts,
    Kind,
    Planned,
    Preferences,
    Standing,
    plan,
)
from footbridge.reminders.prompts import QuietHours

ZONES = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("right/", "posix/")))
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)

walls = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 15, 30, 45, 59]))
instants = st.integers(0, 6 * 365 * 24 * 60).map(lambda minutes: EPOCH + timedelta(minutes=minutes))
preferences = st.builds(
    Preferences,
    check_in_times=st.lists(walls, max_size=4).map(tuple),
    check_in_days=st.frozensets(st.integers(1, 7)),
    leads=st.lists(st.integers(5, 1440).map(lambda m: timedelta(minutes=m)), max_size=3).map(tuple),
    quiet=st.none() | st.builds(QuietHours, walls, walls),
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Facts, datetime]:
    now = draw(instants)
    starts = draw(st.lists(st.integers(-24 * 60, 72 * 60), max_size=4, unique=True))
    made = draw(st.lists(st.integers(-24 * 60, 60), max_size=4))
    facts = Facts(
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        preferences=draw(preferences),
        appointments=tuple(Appointment(UUID(int=n), now + timedelta(minutes=m)) for n, m in enumerate(starts)),
        checked_in_at=tuple(now + timedelta(minutes=m) for m in made),
        planned_until=draw(st.none() | st.integers(-96, 48).map(lambda h: now + timedelta(hours=h))),
    )
    return facts, now


def remembered(facts: Facts, planned: list[Planned], was: Standing) -> Facts:
    return replace(facts, history={one.identity: was for one in planned})


@settings(max_examples=300, deadline=None)
@given(situations())
def test_each_has_one_name_is_in_reach_and_ends_after_it_begins(situation: tuple[Facts, datetime]) -> None:
    facts, now = situation
    planned = plan(facts, now)
    assert len({one.identity for one in planned}) == len(planned)
    for one in planned:
        assert one.due_at < one.expires_at
        assert one.due_at <= now + HORIZON
        assert one.expires_at > now


@settings(max_examples=300, deadline=None)
@given(situations())
def test_planning_twice_is_planning_once(situation: tuple[Facts, datetime]) -> None:
    facts, now = situation
    planned = plan(facts, now)
    assert plan(remembered(facts, planned, Standing.PLANNED), now) == planned


@settings(max_examples=300, deadline=None)
@given(situations())
def test_what_is_planned_is_still_owed_when_it_is_due_and_nothing_changed(situation: tuple[Facts, datetime]) -> None:
    facts, now = situation
    planned = plan(facts, now)
    for one in planned:
        asked_at = max(one.due_at, now)
        again = plan(remembered(facts, [one], Standing.PLANNED), asked_at, horizon=timedelta(0))
        assert one in again


@settings(max_examples=300, deadline=None)
@given(situations(), st.integers(0, 48 * 60))
def test_planning_later_finds_the_same_reminders(situation: tuple[Facts, datetime], minutes: int) -> None:
    facts, now = situation
    planned = plan(facts, now)
    later = now + timedelta(minutes=minutes)
    known = replace(remembered(facts, planned, Standing.PLANNED), planned_until=now + HORIZON)
    both = {one.identity: one for one in plan(known, later)}
    for one in planned:
        if one.expires_at > later:
            assert both[one.identity] == one


@settings(max_examples=300, deadline=None)
@given(situations())
def test_no_check_in_prompt_comes_in_quiet_hours_and_no_two_windows_overlap(situation: tuple[Facts, datetime]) -> None:
    facts, now = situation
    prompts = [one for one in plan(facts, now) if one.kind is Kind.CHECK_IN]
    quiet = facts.preferences.quiet
    for one in prompts:
        # Where clocks jump over the end of quiet hours, the first instant behind the jump is that end.
        shown = one.due_at.astimezone(facts.zone).time()
        assert quiet is None or not quiet.covers(shown)
    for earlier, later in pairwise(prompts):
        assert earlier.expires_at <= later.due_at


@settings(max_examples=300, deadline=None)
@given(situations())
def test_who_just_checked_in_is_not_asked(situation: tuple[Facts, datetime]) -> None:
    facts, now = situation
    for one in plan(replace(facts, checked_in_at=(now,)), now):
        if one.kind is Kind.CHECK_IN and one.done_at is None:
            assert one.due_at > now


@settings(max_examples=300, deadline=None)
@given(situations())
def test_a_settled_reminder_brings_no_second_one_for_its_occurrence(situation: tuple[Facts, datetime]) -> None:
    facts, now = situation
    planned = plan(facts, now)
    late = [one for one in planned if one.kind is Kind.APPOINTMENT and one.due_at < now]
    again = plan(remembered(facts, late, Standing.SETTLED), now)
    fresh = [one for one in again if one.due_at < now and one.kind is Kind.APPOINTMENT and one not in late]
    assert not {one.subject for one in fresh} & {one.subject for one in late}
