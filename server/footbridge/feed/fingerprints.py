"""The digest that phone and server compare (DESIGN section 5). Pure.

A record's fingerprint is the first 8 bytes of SHA-256 over its kind, its id and what it holds: the sorted ids of its heads, or
its version. The digest is their sum modulo 2^64, so one change costs one subtraction and one addition. A record of the care team
that is deleted counts nothing, like one that never was.
"""

from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

MODULUS = 2**64
NOTHING = 0


def of_heads(kind: str, record: UUID, heads: Iterable[UUID]) -> int:
    """Fingerprint of a participant-written record, 0 to 2^64 - 1."""
    return _first_eight(f"{kind} {record} {','.join(sorted(map(str, heads)))}")


def of_version(kind: str, record: UUID, version: int) -> int:
    """Fingerprint of a care team's record that is not deleted, 0 to 2^64 - 1."""
    return _first_eight(f"{kind} {record} v{version}")


def moved(digest: int, *, old: int, new: int) -> int:
    """The digest after one record's fingerprint went from `old` to `new`."""
    return (digest - old + new) % MODULUS


def as_text(digest: int) -> str:
    """16 lower-case hex digits, as the wire writes it."""
    return f"{digest % MODULUS:016x}"


def to_signed(number: int) -> int:
    """The same 64 bits as a database's signed integer."""
    return number - MODULUS if number >= MODULUS // 2 else number


def to_unsigned(number: int) -> int:
    """The inverse of `to_signed`."""
    return number % MODULUS


def _first_eight(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")
