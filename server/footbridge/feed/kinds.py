"""What a slice must offer so that its records travel in the feed. Protocols only; `app` collects the kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from footbridge.sealing.service import Sealer


@dataclass(frozen=True, slots=True)
class StaffRecord:
    """A care team's record as a phone gets it. `body` None means deleted, or no longer in this person's sight."""

    version: int
    body: Mapping[str, Any] | None


class StaffKind(Protocol):
    """Records with one writer, the care team's side, and a version that grows."""

    kind: str

    def load(self, session: Session, participant_id: UUID, records: Sequence[UUID]) -> Mapping[UUID, StaffRecord]:
        """The records as this participant sees them; one that is missing from the answer counts as deleted."""
        ...


@dataclass(frozen=True, slots=True)
class Head:
    """The winning head of a participant-written record, body already checked and of the newest schema.

    `is_private` is True when any live head of the record is private: private wins. `heads` counts the live ones.
    """

    revision: UUID
    body: Mapping[str, Any]
    made_at: datetime
    received_at: datetime
    is_private: bool
    heads: int = 1


@dataclass(frozen=True, slots=True)
class Projected:
    """A record whose winning head is now `head`; None when it is deleted."""

    record: UUID
    head: Head | None


class OwnKind(Protocol):
    """Records that the participant writes, as revisions."""

    kind: str
    schema: int

    def check(self, body: Mapping[str, Any], schema: int) -> dict[str, Any]:
        """The body brought to the newest schema and checked.

        Raises:
            Invalid: a value is of the wrong shape or over its limit.
        """
        ...

    def project(
        self, session: Session, participant_id: UUID, changed: Sequence[Projected], *, sealer: Sealer, now: datetime
    ) -> None:
        """Bring the slice's own table up to date, in the transaction that stored the revisions. Repeating it changes nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Kinds:
    """Every kind this program knows, by name."""

    own: Mapping[str, OwnKind] = field(default_factory=dict)
    staff: Mapping[str, StaffKind] = field(default_factory=dict)
