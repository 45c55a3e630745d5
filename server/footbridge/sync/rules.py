"""Which head wins and what may be shared. Pure.

Several heads mean that several phones wrote without seeing each other. All texts stay; a projection needs one: a living one
before a deleted one (a delete never wins over an edit it had not seen), then the one that arrived last. Private wins over team.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class HeadFacts:
    """What the choice between heads depends on."""

    revision: UUID
    deleted: bool
    received_at: datetime
    is_private: bool


def winner(heads: Sequence[HeadFacts]) -> HeadFacts | None:
    """The head that a projection shows; None when there is none, or all are deleted."""
    living = [head for head in heads if not head.deleted]
    return max(living, key=lambda head: (head.received_at, str(head.revision)), default=None)


def is_private(heads: Sequence[HeadFacts]) -> bool:
    """True when any living head is private."""
    return any(head.is_private for head in heads if not head.deleted)
