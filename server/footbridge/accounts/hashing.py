"""Slow hashes of passphrases, never inside a transaction: they take tens of milliseconds and 19 MiB on purpose.

Parameters: argon2id, 19 MiB, t=2, p=1 (OWASP Password Storage Cheat Sheet). A few at a time, so that a flood of guesses can't
take the machine's memory.
"""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 4
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_turns = threading.BoundedSemaphore(AT_ONCE)


def hashed(passphrase: str) -> str:
    """The hash to store, salt and parameters inside."""
    with _turns:
        return _hasher.hash(passphrase)


def fits(stored: str | None, passphrase: str) -> bool:
    """Whether the passphrase is the one behind `stored`. An unknown account (None) takes as long as a known one."""
    with _turns:
        try:
            _hasher.verify(stored if stored is not None else _of_nobody(), passphrase)
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether `stored` was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def _of_nobody() -> str:
    return _hasher.hash("nobody has this passphrase")
