"""What has to happen so that the stored appointments say what a calendar says. Pure.

Owns: which stored appointment is meant by an event of the file, and what becomes of each. The past is never touched: what has
ended stays as it was. What somebody of the care team changed by hand is left alone. Knows no tables.

An appointment is found again by its series and original start; failing that by its series and day (the whole series went half an
hour later), failing that by its title and day (a calendar that splits a series gives the second half a new name, and some give
new names at every export). Only so does a participant see "moved" and not "cancelled" beside "new".
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from footbridge.schedule.details import Details


class What(StrEnum):
    """What happens to one appointment."""

    ADD = "add"
    MOVE = "move"
    CHANGE = "change"
    CANCEL = "cancel"
    KEEP = "keep"
    LEAVE = "leave"  # the file says otherwise, but somebody changed it by hand


@dataclass(frozen=True, slots=True)
class Facts:
    """What a participant can see of an appointment."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    details: Details
    is_all_day: bool = False
    is_cancelled: bool = False
    moved_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """How a calendar names an appointment within a group; `original` None for an event that takes place once."""

    group: UUID
    uid: str
    original: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """An appointment as the file has it."""

    name: Name
    facts: Facts


@dataclass(frozen=True, slots=True)
class Known:
    """A stored appointment. `is_of_this_source`: it came from the calendar that is imported now, so it may vanish with it."""

    id: UUID
    name: Name
    facts: Facts
    is_of_this_source: bool = True
    is_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One appointment and what becomes of it; `facts` are those that hold afterwards, `name` the calendar's newest for it."""

    what: What
    facts: Facts
    name: Name
    wanted: Wanted | None = None
    known: Known | None = None


@dataclass(slots=True)
class _Left:
    """What has not found its counterpart yet."""

    wanted: list[Wanted]
    known: list[Known]
    pairs: list[tuple[Wanted, Known]] = field(default_factory=list)

    def pair(self, of_wanted: Callable[[Wanted], Hashable], of_known: Callable[[Known], Hashable | None]) -> None:
        """Pair those with the same key, in the order of their starts; a key of None is no key."""
        waiting: dict[Hashable, list[Known]] = defaultdict(list)
        for known in sorted(self.known, key=lambda one: one.facts.starts_at):
            if (key := of_known(known)) is not None:
                waiting[key].append(known)
        unmatched = []
        for wanted in sorted(self.wanted, key=lambda one: one.facts.starts_at):
            candidates = waiting.get(of_wanted(wanted))
            if candidates:
                self.pairs.append((wanted, candidates.pop(0)))
            else:
                unmatched.append(wanted)
        matched = {known.id for _, known in self.pairs}
        self.wanted, self.known = unmatched, [known for known in self.known if known.id not in matched]


def compare(
    wanted: Iterable[Wanted], known: Iterable[Known], *, until: Mapping[tuple[UUID, str], datetime], now: datetime
) -> list[Step]:
    """The steps that make the stored appointments say what the file says, in the order of their starts.

    `until` holds, for each series that is stored in part, the instant up to which the file was looked at: what starts later has
    not vanished. Doing the steps and comparing again gives only KEEP and LEAVE.
    """
    left = _Left(list(wanted), list(known))
    left.pair(lambda one: one.name, lambda one: one.name)
    left.pair(
        lambda one: (one.name.group, one.name.uid, _day(one.name, one.facts)),
        lambda one: (one.name.group, one.name.uid, _day(one.name, one.facts)) if _may_vanish(one) else None,
    )
    left.pair(
        lambda one: (one.name.group, one.facts.details.title, _day(one.name, one.facts)),
        lambda one: (one.name.group, one.facts.details.title, _day(one.name, one.facts)) if _may_vanish(one) else None,
    )
    steps: list[Step] = []
    for one, stored in left.pairs:
        if stored.facts.ends_at <= now < one.facts.ends_at:
            # What took place was put to another day and takes place again: the past keeps its row under a name of its own.
            begun = stored.facts.starts_at.isoformat()
            steps.append(
                Step(What.KEEP, stored.facts, Name(one.name.group, f"{one.name.uid}/over/{begun}"), known=stored)
            )
            left.wanted.append(one)
        else:
            steps.append(_matched(one, stored, now=now))
    # By the names that hold from now on: one that is given up here would be new again at the next comparison.
    names = [*(step.name for step in steps), *(one.name for one in left.known)]
    series_known = {(name.group, name.uid) for name in names}
    for one in left.wanted:
        if one.facts.ends_at <= now and (one.name.group, one.name.uid) in series_known:
            continue  # the past of what we know is not written anew
        if one.facts.is_cancelled and one.name.original is None:
            continue
        steps.append(Step(What.ADD, one.facts, one.name, wanted=one))
    steps += [_vanished(one, until=until, now=now) for one in left.known if one.is_of_this_source]
    return sorted(steps, key=lambda step: (step.facts.starts_at, step.facts.details.title))


def _may_vanish(one: Known) -> bool:
    return one.is_of_this_source and not one.facts.is_cancelled


def _day(name: Name, facts: Facts) -> date:
    return name.original.date() if name.original else facts.starts_at.astimezone(ZoneInfo(facts.zone)).date()


def _matched(wanted: Wanted, known: Known, *, now: datetime) -> Step:
    new, old = wanted.facts, known.facts
    if old.ends_at <= now:
        return Step(What.KEEP, old, wanted.name, wanted, known)
    new = replace(new, moved_from=_moved_from(new, old))
    if known.is_by_hand:
        return Step(
            What.KEEP if new == replace(old, moved_from=new.moved_from) else What.LEAVE, old, wanted.name, wanted, known
        )
    if new == old:
        return Step(What.KEEP, old, wanted.name, wanted, known)
    if new.is_cancelled and not old.is_cancelled:
        return Step(What.CANCEL, new, wanted.name, wanted, known)
    return Step(What.MOVE if new.starts_at != old.starts_at else What.CHANGE, new, wanted.name, wanted, known)


def _moved_from(new: Facts, old: Facts) -> datetime | None:
    """Where a participant last saw it, unless it is back where it was before."""
    if new.starts_at == old.starts_at:
        return old.moved_from
    return None if new.moved_from is None and old.moved_from == new.starts_at else old.starts_at


def _vanished(known: Known, *, until: Mapping[tuple[UUID, str], datetime], now: datetime) -> Step:
    facts = known.facts
    edge = until.get((known.name.group, known.name.uid))
    if facts.ends_at <= now or facts.is_cancelled or (edge is not None and facts.starts_at >= edge):
        return Step(What.KEEP, facts, known.name, known=known)
    if known.is_by_hand:
        return Step(What.LEAVE, facts, known.name, known=known)
    return Step(What.CANCEL, replace(facts, is_cancelled=True), known.name, known=known)
