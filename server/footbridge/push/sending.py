"""What is handed to a push gateway, and a gateway for tests and `make dev` that keeps what it is handed.

Owns: the protocol. Knows nothing of encryption or HTTP: `gateway` does both.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from footbridge.push.outcome import Answer, Result


class Urgency(StrEnum):
    """How soon the phone's radio should wake (RFC 8030, section 5.3)."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Target:
    """One subscription, opened. The endpoint is a capability: never logged."""

    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """One message for one phone. `ttl_s` is how long the push service may keep it: until it is pointless, at least 1."""

    payload: bytes
    ttl_s: int
    urgency: Urgency
    topic: str


class PushGateway(Protocol):
    """Sends one message. Raises nothing: whatever happens is an `Answer`."""

    async def send(self, message: Message, target: Target) -> Answer:
        """Encrypt and send, once. May take up to 10 seconds."""
        ...

    async def close(self) -> None:
        """Let go of the connections."""
        ...


@dataclass
class FakeGateway:
    """Accepts everything, or answers as `answers` says, and remembers what it was handed."""

    answers: Callable[[Message, Target], Answer] = lambda _message, _target: Answer(Result.ACCEPTED, 201)
    sent: list[tuple[Message, Target]] = field(default_factory=list)

    async def send(self, message: Message, target: Target) -> Answer:
        self.sent.append((message, target))
        return self.answers(message, target)

    async def close(self) -> None:
        return None
