"""Who is told of which appointments.

Owns: the numbers in each participant's feed for the kind "appointment". Participants see their own appointments and those of the
groups they are in on that day, from 35 days back to 120 days ahead. What a feed was told last is the feed's own memory (a change
with a fingerprint other than 0), so telling twice changes nothing and nothing else has to be kept in step.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from footbridge.feed import fingerprints
from footbridge.feed.models import Change
from footbridge.feed.service import Touched, bump_many, lock, replan
from footbridge.kernel.zones import local_date, zone
from footbridge.program.models import Membership
from footbridge.schedule.horizon import told_window
from footbridge.schedule.models import Appointment
from footbridge.schedule.recurrence import Window

KIND = "appointment"
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """An appointment that somebody may see, without its words. `on` is its day on its own clocks."""

    id: UUID
    version: int
    on: date


def publish(session: Session, participant_ids: Iterable[UUID], *, now: datetime) -> set[UUID]:
    """Each of these feeds tells of exactly the appointments its participant may see now; the planner looks again.

    Returns the participants whose feed changed. Repeating it changes nothing.
    """
    changed: set[UUID] = set()
    everybody = sorted(set(participant_ids))
    for start in range(0, len(everybody), _BATCH):
        some = everybody[start : start + _BATCH]
        # Before anything is read: another writer's newer version must not be overwritten by what was read before it.
        for person in some:
            lock(session, person)
        seen = _visible(session, some, told_window(now))
        touched = [one for person in some for one in _news(session, person, seen[person])]
        bump_many(session, touched)
        changed |= {one.participant_id for one in touched}
    replan(session, changed, at=now)
    return changed


def members_to_tell(session: Session, groups: Iterable[UUID], *, now: datetime) -> set[UUID]:
    """Who is in one of these groups, will be, or was lately enough to still see something of it."""
    oldest = told_window(now).since.date()
    query = select(Membership.participant_id).where(
        Membership.group_id.in_(set(groups)), or_(Membership.until_on.is_(None), Membership.until_on >= oldest)
    )
    return set(session.scalars(query))


_COLUMNS = (
    Appointment.group_id,
    Appointment.participant_id,
    Appointment.id,
    Appointment.version,
    Appointment.starts_at,
    Appointment.zone,
)


def _visible(session: Session, participant_ids: Sequence[UUID], window: Window) -> dict[UUID, list[Seen]]:
    """What each of these people may see of the time in `window`: begun before its end and not over before its beginning."""
    memberships: dict[UUID, dict[UUID, list[Membership]]] = {person: defaultdict(list) for person in participant_ids}
    for one in session.scalars(select(Membership).where(Membership.participant_id.in_(participant_ids))):
        memberships[one.participant_id][one.group_id].append(one)
    groups = {group for mine in memberships.values() for group in mine}
    of_group: dict[UUID, list[Seen]] = defaultdict(list)
    found: dict[UUID, list[Seen]] = {person: [] for person in participant_ids}
    rows = session.execute(
        select(*_COLUMNS)
        .where(Appointment.ends_at >= window.since, Appointment.starts_at < window.until)
        .where(or_(Appointment.group_id.in_(groups), Appointment.participant_id.in_(participant_ids)))
    )
    for group_id, participant_id, row_id, version, starts_at, zone_name in rows:
        seen = Seen(row_id, version, local_date(starts_at, zone(zone_name)))
        if participant_id is not None:
            found[participant_id].append(seen)
        elif group_id is not None:
            of_group[group_id].append(seen)
    for person, by_group in memberships.items():
        for group_id, mine in by_group.items():
            found[person] += [
                one for one in of_group[group_id] if any(_covers(membership, one.on) for membership in mine)
            ]
    return found


def _covers(membership: Membership, day: date) -> bool:
    return membership.from_on <= day and (membership.until_on is None or day <= membership.until_on)


def _news(session: Session, participant_id: UUID, seen: list[Seen]) -> list[Touched]:
    """What the feed does not say yet: new versions, and what is no longer to be seen."""
    told = {
        record: fingerprints.to_unsigned(fingerprint)
        for record, fingerprint in session.execute(
            select(Change.record, Change.fingerprint).where(
                Change.participant_id == participant_id, Change.kind == KIND, Change.fingerprint != fingerprints.NOTHING
            )
        )
    }
    wanted = {one.id: fingerprints.of_version(KIND, one.id, one.version) for one in seen}
    news = {record: mark for record, mark in wanted.items() if told.get(record) != mark}
    news |= {record: fingerprints.NOTHING for record in told if record not in wanted}
    return [Touched(participant_id, KIND, record, mark) for record, mark in news.items()]
