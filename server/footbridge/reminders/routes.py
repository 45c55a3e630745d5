"""A phone reports what became of a notice."""

from typing import Any

from footbridge.api.callers import now
from footbridge.api.routes import Routes, anyone, body, responds, writes
from footbridge.db import db
from footbridge.reminders.schemas import ReceiptSchema
from footbridge.reminders.settle import receive

routes = Routes("reminders")


@routes.post("/api/push/receipts")
@anyone
@body(ReceiptSchema)
@writes
@responds(None, 204)
def take_receipt(data: dict[str, Any]) -> None:
    """Shown or opened. The delivery's own random id is the permission, so that it works signed out; it only moves forward."""
    receive(db.session(), data["delivery"], data["event"], at=data["at"], now=now())
