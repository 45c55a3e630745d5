"""Comparing a calendar with what is stored: properties that hold for any two calendars."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from footbridge.schedule.details import Details
from footbridge.schedule.reconcile import Facts, Known, Name, Step, Wanted, What, compare

GROUP = UUID("6a1f8f6e-2a34-4d2e-9a40-0d7e7c9d1f10")
NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def facts(start: datetime, title: str = "Group", *, is_cancelled: bool = False) -> Facts:
    return Facts(start, start + timedelta(hours=3), "America/Chicago", Details(title), is_cancelled=is_cancelled)


def stored(steps: list[Step], before: list[Known]) -> list[Known]:
    """What the table holds after the steps."""
    after = {one.id: one for one in before}
    for step in steps:
        if step.known is None:
            one = Known(uuid4(), step.name, step.facts)
        else:
            one = replace(step.known, name=step.name, facts=step.facts, is_of_this_source=True)
        after[one.id] = one
    return list(after.values())


_hours = st.integers(-200, 400).map(lambda hour: NOW + timedelta(hours=hour))
_facts = st.builds(facts, _hours, st.sampled_from(["Group", "Family"]), is_cancelled=st.booleans())


@st.composite
def calendars(draw: st.DrawFn) -> list[Wanted]:
    """Some single events and occurrences of two series, each named once."""
    wanted = {}
    for one in draw(st.lists(st.tuples(st.sampled_from(["a", "b", "c", "d"]), st.booleans(), _facts), max_size=12)):
        uid, repeats, what = one
        original = what.starts_at.replace(tzinfo=None) if repeats else None
        wanted[uid, original] = Wanted(Name(GROUP, uid, original), what)
    # A uid is a series or a single event, never both.
    series = {uid for uid, original in wanted if original is not None}
    return [one for (uid, original), one in wanted.items() if (original is not None) == (uid in series)]


def to_come(some: Sequence[Known | Wanted]) -> set[tuple[datetime, Details]]:
    """When there will be what, without what is cancelled."""
    return {
        (one.facts.starts_at, one.facts.details)
        for one in some
        if one.facts.ends_at > NOW and not one.facts.is_cancelled
    }


def at_once(wanted: list[Wanted], known: list[Known], now: datetime = NOW) -> list[Step]:
    return compare(wanted, known, until={}, now=now)


@given(calendars(), calendars())
def test_doing_the_steps_and_comparing_again_changes_nothing(first: list[Wanted], second: list[Wanted]) -> None:
    known = stored(at_once(first, []), [])
    known = stored(at_once(second, known), known)
    assert {step.what for step in at_once(second, known)} <= {What.KEEP}


def test_a_name_that_is_given_up_is_not_new_the_next_time() -> None:
    before = [Wanted(Name(GROUP, "b", None), facts(NOW))]
    over = NOW - timedelta(hours=19)
    after = [
        Wanted(Name(GROUP, "a", None), facts(NOW)),
        Wanted(Name(GROUP, "b", over.replace(tzinfo=None)), facts(over)),
    ]
    known = stored(at_once(before, []), [])
    known = stored(at_once(after, known), known)
    assert {step.what for step in at_once(after, known)} == {What.KEEP}


@given(calendars(), calendars())
def test_what_is_over_is_never_changed(first: list[Wanted], second: list[Wanted]) -> None:
    known = stored(at_once(first, []), [])
    for step in at_once(second, known):
        if step.known is not None and step.known.facts.ends_at <= NOW:
            assert (step.what, step.facts) == (What.KEEP, step.known.facts)


@given(calendars(), calendars())
def test_every_stored_appointment_and_every_wanted_one_is_met_at_most_once(
    first: list[Wanted], second: list[Wanted]
) -> None:
    known = stored(at_once(first, []), [])
    steps = at_once(second, known)
    met = [step.known.id for step in steps if step.known]
    assert sorted(met) == sorted(one.id for one in known)
    asked = [step.wanted.name for step in steps if step.wanted]
    assert len(asked) == len(set(asked))


@given(calendars(), calendars())
def test_after_an_import_what_is_to_come_is_what_the_calendar_says(first: list[Wanted], second: list[Wanted]) -> None:
    known = stored(at_once(first, []), [])
    known = stored(at_once(second, known), known)
    assert to_come(known) == to_come(second)


@given(calendars(), calendars())
def test_the_names_stay_unique(first: list[Wanted], second: list[Wanted]) -> None:
    known = stored(at_once(first, []), [])
    names = [one.name for one in stored(at_once(second, known), known)]
    assert len(names) == len(set(names))


def test_two_of_a_day_are_paired_in_their_order() -> None:
    day = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
    early, late = (
        Known(uuid4(), Name(GROUP, uid), facts(day + timedelta(hours=hour))) for uid, hour in (("a", 0), ("b", 6))
    )
    steps = at_once(
        [
            Wanted(Name(GROUP, "x"), facts(day + timedelta(hours=7))),
            Wanted(Name(GROUP, "y"), facts(day + timedelta(hours=1))),
        ],
        [late, early],
    )
    assert [(step.what, step.known and step.known.id) for step in steps] == [
        (What.MOVE, early.id),
        (What.MOVE, late.id),
    ]


def test_what_was_changed_by_hand_is_left_also_when_its_calendar_forgets_it() -> None:
    known = Known(uuid4(), Name(GROUP, "a"), facts(NOW + timedelta(days=1)), is_by_hand=True)
    assert [step.what for step in at_once([], [known])] == [What.LEAVE]


def test_what_lies_beyond_the_part_that_was_looked_at_has_not_vanished() -> None:
    known = Known(
        uuid4(), Name(GROUP, "a", datetime.fromisoformat("2026-09-07T18:00")), facts(NOW + timedelta(days=189))
    )
    assert [step.what for step in compare([], [known], until={(GROUP, "a"): NOW + timedelta(days=180)}, now=NOW)] == [
        What.KEEP
    ]


def test_another_calendars_appointment_is_not_cancelled() -> None:
    known = Known(uuid4(), Name(GROUP, "a"), facts(NOW + timedelta(days=1)), is_of_this_source=False)
    assert at_once([], [known]) == []
