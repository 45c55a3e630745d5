"""Slow hashes of passphrases, never inside a transaction: they take tens of milliseconds and 19 MiB on purpose.

Parameters: argon2id, 19 MiB, t=2, p=1 (OWASP Password Storage Cheat Sheet). A few at a time, so that a flood of guesses can't
take the machine's memory.
"""

import threading
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1
AT_ONCE = 4
_hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
_turns = threading.BoundedSemaphore(AT_ONCE)


def hashed(passphrase: str) -> str:
    """The hash to store, salt and parameters inside."""
    with _turns:
        return _hasher.hash(passphrase)


def fits(stored: str | None, passphrase: str) -> bool:
    """Whether the passphrase is the one behind `stored`. An unknown account (None) takes as long as a known one."""
    with _turns:
        try:
            _hasher.verify(stored if stored is not None else _OF_NOBODY, passphrase)
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether `stored` was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def _unpadded(value: bytes) -> str:
    return b64encode(value).decode().rstrip("=")


# Nobody knows a passphrase with this hash; comparing with it costs what any comparison costs, from the first one on.
_OF_NOBODY = f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${_unpadded(bytes(16))}${_unpadded(bytes(32))}"
