"""The exchange's statements, built once."""

from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from footbridge.feed.models import Change, FeedCounter
from footbridge.sync.models import Replaced, Revision

# Declared as FromClause by SQLAlchemy, though a mapped class always has a Table.
_revision = cast(Table, Revision.__table__)
_replaced = cast(Table, Replaced.__table__)
_change = cast(Table, Change.__table__)
_counter = cast(Table, FeedCounter.__table__)

_mine = _revision.c.participant_id == bindparam("p")

KNOWN = select(_revision).where(_mine, _revision.c.id.in_(bindparam("ids", expanding=True)))

KNOWN_IDS = select(_revision.c.id).where(_mine, _revision.c.id.in_(bindparam("ids", expanding=True)))

ADD_REVISIONS = {"sqlite": sqlite.insert(_revision), "postgresql": postgresql.insert(_revision)}

ADD_REPLACED = {
    "sqlite": sqlite.insert(_replaced).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(_replaced).on_conflict_do_nothing(),
}

ALREADY_REPLACED = select(_replaced.c.kind, _replaced.c.record, _replaced.c.revision).where(
    _replaced.c.participant_id == bindparam("p"), _replaced.c.revision.in_(bindparam("ids", expanding=True))
)

NO_LONGER_HEADS = (
    update(_revision)
    .where(
        _revision.c.participant_id == bindparam("p"),
        _revision.c.id == bindparam("ancestor"),
        _revision.c.kind == bindparam("of_kind"),
        _revision.c.record == bindparam("of_record"),
    )
    .values(is_head=False)
)

HEADS = select(_revision).where(
    _mine, _revision.c.is_head.is_(True), _revision.c.record.in_(bindparam("records", expanding=True))
)

PAGE = (
    select(_change.c.kind, _change.c.record, _change.c.number)
    .where(_change.c.participant_id == bindparam("p"), _change.c.number > bindparam("cursor"))
    .order_by(_change.c.number)
    .limit(bindparam("limit"))
)

COUNTER = select(_counter.c.number, _counter.c.digest).where(_counter.c.participant_id == bindparam("p"))
