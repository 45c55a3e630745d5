"""What travels inside a push: Declarative Web Push JSON, always of one length.

Owns: the JSON (W3C Push API, "declarative push message"), its padding, the opaque name that replaces earlier copies. Safari can
show it without our service worker; everywhere else the worker reads the same. `mutable` is true: otherwise iOS 18.4 skips the
worker, and with it the look for "already done" and the receipt. Knows no reminder rule.
"""

import base64
import hashlib
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import orjson

from footbridge.kernel.instants import format_instant

# The push service sees the length of what it can't read. One length for all kinds tells it nothing.
LENGTH = 1024
# DESIGN section 2; Firefox on Android goes through a bridge that takes about 2.7 KB.
LONGEST = 2048


class PayloadTooLong(ValueError):
    """The words or the address don't fit. A mistake of ours: no text of a person is in here."""


class Notice(NamedTuple):
    """One notification as it will be shown. `tag` is opaque; a later notice with the same one replaces this."""

    kind: str
    title: str
    body: str
    language: str
    navigate: str
    tag: str
    delivery: UUID
    reminder: UUID
    expires_at: datetime


def payload(notice: Notice) -> bytes:
    """The notice as UTF-8 JSON, filled with blanks to `LENGTH` bytes (to `LONGEST` for an unusually long web address).

    Raises:
        PayloadTooLong: it is over `LONGEST`.
    """
    written = orjson.dumps(
        {
            "web_push": 8030,
            "mutable": True,
            "notification": {
                "title": notice.title,
                "body": notice.body,
                "lang": notice.language,
                "dir": "ltr",
                "navigate": notice.navigate,
                "tag": notice.tag,
                "data": {
                    "kind": notice.kind,
                    "delivery": str(notice.delivery),
                    "reminder": str(notice.reminder),
                    "expires_at": format_instant(notice.expires_at),
                },
            },
        }
    )
    for length in (LENGTH, LONGEST):
        if len(written) <= length:
            return written.ljust(length)
    raise PayloadTooLong(f"{len(written)} bytes; a push may have {LONGEST}")


def opaque_name(secret: bytes, reminder: UUID, subscription: UUID) -> str:
    """32 characters that stand for this reminder on this phone, the same each time it is sent.

    Used as Topic, which the push service sees, and as tag. Keyed, and different on each phone, so that nobody can tell which
    messages belong together.
    """
    name = hashlib.blake2s(reminder.bytes + subscription.bytes, key=secret[:32], digest_size=24).digest()
    return base64.urlsafe_b64encode(name).decode()
