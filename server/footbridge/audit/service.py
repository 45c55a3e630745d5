"""Writing the access record, in the transaction of the act itself: no record, no act."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from footbridge.audit.models import AccessRow, Act
from footbridge.kernel.ids import new_id


def record(session: Session, act: Act, *, actor: UUID | None, about: UUID | None, now: datetime) -> None:
    """Add one row saying that `actor` did `act` `about` a participant."""
    session.add(AccessRow(id=new_id(), at=now, actor=actor, about=about, act=act))
