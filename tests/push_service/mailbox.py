"""What the push service keeps: channels, and the messages a browser has not acknowledged.

Owns: Topic replacing what waits (RFC 8030, section 5.4), TTL. Knows nothing of HTTP or websockets.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass
class Channel:
    """One subscription: a browser (`agent`), its name for it, and the key that may send to it (None: anybody)."""

    agent: str
    name: str
    key: str | None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    is_live: bool = True


@dataclass(frozen=True)
class Stored:
    """A message that waits for its browser."""

    channel: Channel
    version: str
    body: bytes
    topic: str | None
    expires_at: datetime


@dataclass
class Mailbox:
    """Every channel and every waiting message of one push service."""

    channels: dict[str, Channel] = field(default_factory=dict)
    waiting: dict[str, list[Stored]] = field(default_factory=dict)

    def open_channel(self, agent: str, name: str, key: str | None) -> Channel:
        channel = Channel(agent, name, key)
        self.channels[channel.token] = channel
        self.waiting.setdefault(agent, [])
        return channel

    def end_channel(self, name: str) -> None:
        for channel in self.channels.values():
            if channel.name == name:
                channel.is_live = False

    def store(self, channel: Channel, body: bytes, *, topic: str | None, ttl_s: int, now: datetime) -> Stored:
        """Keep a message; one with the same topic that still waits for this channel is replaced."""
        kept = self.waiting.setdefault(channel.agent, [])
        if topic is not None:
            kept[:] = [one for one in kept if not (one.channel is channel and one.topic == topic)]
        stored = Stored(channel, secrets.token_hex(8), body, topic, now + timedelta(seconds=ttl_s))
        kept.append(stored)
        return stored

    def deliverable(self, agent: str, now: datetime) -> list[Stored]:
        """What this browser should get, oldest first; what is past its TTL is dropped."""
        kept = self.waiting.setdefault(agent, [])
        kept[:] = [one for one in kept if one.expires_at > now]
        return list(kept)

    def acknowledge(self, agent: str, version: str) -> None:
        kept = self.waiting.get(agent, [])
        kept[:] = [one for one in kept if one.version != version]
