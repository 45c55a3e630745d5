"""The one address through which a phone sends and fetches."""

from typing import Any

from flask import Response

from footbridge.api import strict_json
from footbridge.api.callers import caller, surroundings
from footbridge.api.routes import Routes, body, participant, responds
from footbridge.db import db
from footbridge.db.transactions import begin_snapshot, write_turn
from footbridge.kernel.errors import Conflict
from footbridge.sync import reading
from footbridge.sync.envelopes import Envelope, Result, read
from footbridge.sync.schemas import SyncAnswerSchema, SyncRequestSchema
from footbridge.sync.storing import Arrival, store

routes = Routes("sync")


class OtherOwner(Conflict):
    """What the phone holds belongs to somebody else than who is signed in."""

    slug = "other-owner"
    title = "These notes belong to somebody else"


@routes.post("/api/sync")
@participant
@body(SyncRequestSchema)
@responds(SyncAnswerSchema)
def exchange(data: dict[str, Any]) -> Response:
    """Store what the phone sends, then answer with what changed since its cursor.

    Two transactions: what is stored is on disk before the answer is even begun.
    """
    who = caller()
    if data["owner"] != who.account_id:
        raise OtherOwner("Nothing was sent. They stay on this phone until their owner signs in.")
    around = surroundings()
    now = around.clock.now()
    read_ones = [read(sent, around.kinds) for sent in data["revisions"]]
    envelopes = [one for one in read_ones if isinstance(one, Envelope)]
    stored: list[Result] = []
    db.session.rollback()
    if envelopes:
        skew_ms = round((data["sent_at"] - now).total_seconds() * 1000)
        arrival = Arrival(who.account_id, data["device"], now, skew_ms)
        with write_turn(db.session()):
            stored = store(db.session(), envelopes, arrival, kinds=around.kinds, sealer=around.sealer)
    in_order = iter(stored)
    results = [next(in_order) if isinstance(one, Envelope) else one for one in read_ones]
    begin_snapshot(db.session())
    page = reading.page(db.session(), who.account_id, data["cursor"], kinds=around.kinds, sealer=around.sealer)
    want = None if data["have"] is None else reading.wanted(db.session(), who.account_id, data["have"])
    db.session.rollback()
    answer = {
        "owner": who.account_id,
        "cursor": page.cursor,
        "more": page.more,
        "digest": page.digest,
        "want": want,
        "results": [one.as_json() for one in results],
        "changes": page.changes,
    }
    # Written here and not by the schema, which only describes it: this is the hottest answer of the program.
    return Response(strict_json.write(answer), content_type="application/json")
