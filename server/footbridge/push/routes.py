"""A phone turns reminders on and off."""

from typing import Any
from uuid import UUID

from footbridge.api.callers import caller, now, surroundings
from footbridge.api.routes import Routes, body, participant, responds, writes
from footbridge.db import db
from footbridge.push import service
from footbridge.push.schemas import Nothing, SubscribedSchema, SubscriptionSchema
from footbridge.push.sending import Target

routes = Routes("push")


@routes.put("/api/push/subscriptions/<uuid:device>")
@participant
@body(SubscriptionSchema)
@writes
@responds(SubscribedSchema)
def subscribe(device: UUID, data: dict[str, str]) -> dict[str, Any]:
    """Keep this phone's subscription. The app repeats it at each start."""
    around, who = surroundings(), caller()
    row = service.subscribe(
        db.session(),
        service.Subscriber(who.account_id, who.sign_in_id, device),
        service.Offered(Target(data["endpoint"], data["p256dh"], data["auth"]), data["key"]),
        our_key=around.push_key,
        also_allowed=around.push_origins,
        sealer=around.sealer,
        now=now(),
    )
    return {"id": row.id, "state": row.state, "key_is_current": row.state == "active"}


@routes.delete("/api/push/subscriptions/<uuid:device>")
@participant
@body(Nothing)
@writes
@responds(None, 204)
def unsubscribe(device: UUID, data: Any) -> None:  # noqa: ARG001  an empty body
    """Forget this phone's subscription."""
    service.unsubscribe(db.session(), caller().account_id, device)
