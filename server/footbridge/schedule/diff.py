"""What an import changed, in lines for a person. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from footbridge.schedule.details import Details
from footbridge.schedule.reconcile import Facts, Step, What

SHOWN = 25
_WORDS = {
    What.ADD: ("Added", "+"),
    What.MOVE: ("Moved", ">"),
    What.CHANGE: ("Changed", "~"),
    What.CANCEL: ("Cancelled", "-"),
    What.LEAVE: ("Left alone, because they were changed here by hand", "="),
}


@dataclass(frozen=True, slots=True)
class Diff:
    """What an import did, or with `is_dry_run` would do: one readable line for each appointment, earliest first."""

    added: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    cancelled: tuple[str, ...] = ()
    left_alone: tuple[str, ...] = ()
    unchanged: int = 0
    notices: tuple[str, ...] = ()
    is_dry_run: bool = False

    @property
    def changes_something(self) -> bool:
        """True when a participant could see the difference."""
        return bool(self.added or self.moved or self.changed or self.cancelled)

    def lines(self) -> Iterator[str]:
        """The whole of it, section by section; long sections end with a count."""
        sections = (self.added, self.moved, self.changed, self.cancelled, self.left_alone)
        for (title, mark), section in zip(_WORDS.values(), sections, strict=True):
            if section:
                yield f"{title} ({len(section):,})"
                yield from (f"  {mark} {line}" for line in section[:SHOWN])
                if len(section) > SHOWN:
                    yield f"    and {len(section) - SHOWN:,} more"
        yield f"Unchanged: {self.unchanged:,}"
        yield from (f"Note: {notice}" for notice in self.notices)


def diff_of(
    steps: Iterable[Step], *, groups: Mapping[UUID, str], home: UUID, notices: Iterable[str], is_dry_run: bool
) -> Diff:
    """The steps as lines. `groups` names them; that of the import itself, `home`, goes without saying."""
    by_what: dict[What, list[str]] = {what: [] for what in What}
    for step in steps:
        # A cancelled one that is new here is told as cancelled: nobody is to turn up.
        what = What.CANCEL if step.what is What.ADD and step.facts.is_cancelled else step.what
        where = "" if step.name.group == home else f" [{groups.get(step.name.group, '?')}]"
        by_what[what].append(_line(step) + where)
    return Diff(
        added=tuple(by_what[What.ADD]),
        moved=tuple(by_what[What.MOVE]),
        changed=tuple(by_what[What.CHANGE]),
        cancelled=tuple(by_what[What.CANCEL]),
        left_alone=tuple(by_what[What.LEAVE]),
        unchanged=len(by_what[What.KEEP]),
        notices=tuple(notices),
        is_dry_run=is_dry_run,
    )


def _line(step: Step) -> str:
    facts, before = step.facts, step.known.facts if step.known else None
    line = f"{_when(facts)}  {facts.details.title}"
    if before is None or step.what in {What.ADD, What.KEEP, What.LEAVE, What.CANCEL}:
        return line
    if step.what is What.MOVE:
        line = f"{_start(before)} → {line}"
    differences = list(_differences(before, facts))
    return f"{line}: {'; '.join(differences)}" if differences else line


def _differences(before: Facts, after: Facts) -> Iterator[str]:
    if before.is_cancelled and not after.is_cancelled:
        yield "takes place again"
    if before.starts_at == after.starts_at and (before.ends_at, before.is_all_day) != (after.ends_at, after.is_all_day):
        yield f"was until {_clock(before.ends_at, before.zone)}"
    for one in fields(Details):
        old, new = getattr(before.details, one.name), getattr(after.details, one.name)
        if old != new:
            label = one.name.replace("_", " ")
            yield f"{label} changed" if one.name == "note" else f"{label} “{old or ''}” → “{new or ''}”"


def _when(facts: Facts) -> str:
    zone = ZoneInfo(facts.zone)
    if facts.is_all_day:
        days = (facts.ends_at.astimezone(zone).date() - facts.starts_at.astimezone(zone).date()).days
        return f"{facts.starts_at.astimezone(zone):%a %Y-%m-%d} all day" + (f", {days} days" if days > 1 else "")
    return f"{_start(facts)}–{_clock(facts.ends_at, facts.zone)}"


def _start(facts: Facts) -> str:
    return f"{facts.starts_at.astimezone(ZoneInfo(facts.zone)):%a %Y-%m-%d %H:%M}"


def _clock(instant: datetime, zone: str) -> str:
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M}"
