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
    """One message for one phone. A later one of the same `topic` replaces it while it waits at the push service."""

    payload: bytes
    urgency: Urgency
    topic: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """A message encrypted for one phone. `origin` is that of its push service."""

    message: Message
    target: Target
    origin: str
    body: bytes = field(repr=False)


class PushGateway(Protocol):
    """Seals and sends messages. In two steps: sealing is all computing, sending is all waiting, and mixing them makes a batch
    a third slower.
    """

    def seal(self, message: Message, target: Target) -> Sealed | Answer:
        """The message, encrypted; or the answer, when it needs no sending to know it."""
        ...

    async def send(self, sealed: Sealed, *, ttl_s: int) -> Answer:
        """Send once; the push service may keep it for `ttl_s` seconds. Raises nothing, and takes 10 seconds at most."""
        ...

    async def close(self) -> None:
        """Let go of the connections."""
        ...


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a `FakeGateway` was handed."""

    message: Message
    target: Target
    ttl_s: int


@dataclass
class FakeGateway:
    """Accepts everything, or answers as `answers` says, and remembers what it was handed."""

    answers: Callable[[Recorded], Answer] = lambda _sent: Answer(Result.ACCEPTED, 201)
    sent: list[Recorded] = field(default_factory=list)

    def seal(self, message: Message, target: Target) -> Sealed | Answer:
        return Sealed(message, target, "https://push.example", message.payload)

    async def send(self, sealed: Sealed, *, ttl_s: int) -> Answer:
        self.sent.append(Recorded(sealed.message, sealed.target, ttl_s))
        return self.answers(self.sent[-1])

    async def close(self) -> None:
        return None
