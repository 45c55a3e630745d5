"""A participant's reminder settings as a kind of the feed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, delete
from sqlalchemy.orm import Session

from footbridge.api.fields import check_body
from footbridge.db.upsert import upserts
from footbridge.feed.kinds import Projected
from footbridge.feed.service import replan
from footbridge.reminders.models import ReminderSettings
from footbridge.reminders.policy import Preferences, Wording
from footbridge.reminders.prompts import QuietHours
from footbridge.reminders.schemas import ReminderSettingsSchema
from footbridge.sealing.service import Sealer

# Declared as FromClause by SQLAlchemy, though a mapped class always has a Table.
_upserts = upserts(cast(Table, ReminderSettings.__table__), key=("participant_id",))


class ReminderSettingsKind:
    """Written by the participant; the planner reads the projection."""

    kind = "reminder_settings"
    schema = 1
    _reader = ReminderSettingsSchema()

    def check(self, body: Mapping[str, Any], schema: int) -> dict[str, Any]:
        """See `feed.kinds.OwnKind`. There is one schema so far, so nothing to bring up to date."""
        return check_body(self._reader, body)

    def project(
        self, session: Session, participant_id: UUID, changed: Sequence[Projected], *, sealer: Sealer, now: datetime
    ) -> None:
        """See `feed.kinds.OwnKind`. Deleted settings are the program's own again; a record under another id counts nothing."""
        for one in changed:
            if one.record != participant_id:
                continue
            if one.head is None:
                session.execute(delete(ReminderSettings).where(ReminderSettings.participant_id == participant_id))
            else:
                row = {"participant_id": participant_id, **_columns(one.head.body)}
                session.execute(_upserts[session.get_bind().dialect.name], [row])
            replan(session, [participant_id], at=now)


@lru_cache(maxsize=4096)  # most people choose what many others have chosen
def preferences_of(
    check_in_on: bool,  # noqa: FBT001  a row's columns in their order
    check_in_times: str,
    check_in_days: str,
    appointment_on: bool,  # noqa: FBT001
    leads_min: str,
    quiet_from: str | None,
    quiet_until: str | None,
    wording: str,
) -> Preferences:
    """What the planner needs to know of a row of `reminder_settings`."""
    quiet = None
    if quiet_from is not None and quiet_until is not None:
        quiet = QuietHours(time.fromisoformat(quiet_from), time.fromisoformat(quiet_until))
    return Preferences(
        check_in_times=tuple(time.fromisoformat(wall) for wall in check_in_times.split()) if check_in_on else (),
        check_in_days=frozenset(int(day) for day in check_in_days.split()),
        leads=tuple(timedelta(minutes=int(lead)) for lead in leads_min.split()) if appointment_on else (),
        quiet=quiet,
        wording=Wording(wording),
    )


def _columns(body: Mapping[str, Any]) -> dict[str, Any]:
    check_in, appointment, quiet = body["check_in"], body["appointment"], body["quiet"]
    return {
        "check_in_on": check_in["on"],
        "check_in_times": " ".join(sorted(set(check_in["times"]))),
        "check_in_days": " ".join(str(day) for day in sorted(set(check_in["days"]))),
        "appointment_on": appointment["on"],
        "leads_min": " ".join(str(lead) for lead in sorted(set(appointment["leads_min"]))),
        "quiet_from": quiet and quiet["start"],
        "quiet_until": quiet and quiet["until"],
        "wording": body["wording"],
    }
