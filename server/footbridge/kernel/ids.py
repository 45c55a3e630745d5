"""Identifiers and secrets.

Ids are version 4: a version 7 would write the minute of a craving into every log (DESIGN section 5).
"""

import secrets
import uuid


def new_id() -> uuid.UUID:
    """A fresh random id (UUID version 4). Not a secret: knowing one gives no access."""
    return uuid.uuid4()


def new_secret() -> str:
    """256 random bits as 43 characters of base64url: cookies, invitation tokens, delivery tokens."""
    return secrets.token_urlsafe(32)


def newer_version(version: int) -> int:
    """A version of a care team's record after `version`, by a leap of chance (1 to 2^20).

    A database that is put back forgets its newest versions. Counted one by one, the next change would take a number that some
    phone already holds with another body, and both sides would believe that they agree.
    """
    return version + 1 + secrets.randbelow(2**20)
