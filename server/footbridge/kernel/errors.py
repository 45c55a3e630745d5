"""The kinds of refusal a service may raise.

Owns: one class per kind and the words a person reads. Knows nothing of HTTP: `api.problems` alone turns a kind into a status.

Each message says what is safe and what to do; slices subclass these with a `slug` and a `title` of their own.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong at one place of a body. `pointer` is a JSON pointer (RFC 6901), "" for the whole."""

    pointer: str
    detail: str


class DomainError(Exception):
    """A refusal with words for a person.

    Subclasses set `slug` (kebab-case, stable: it is the problem's type on the wire) and `title`.
    """

    slug: ClassVar[str] = "refused"
    title: ClassVar[str] = "That did not work"

    def __init__(self, detail: str = "", *, errors: tuple[FieldError, ...] = ()) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.errors = errors


class NotFound(DomainError):
    """It is not there, or it belongs to somebody else: the two look the same on purpose."""

    slug = "not-found"
    title = "We could not find that"


class Gone(DomainError):
    """It was there and its time has passed."""

    slug = "gone"
    title = "That is no longer here"


class Conflict(DomainError):
    """It disagrees with what is already stored."""

    slug = "conflict"
    title = "That does not fit with what is already here"


class Invalid(DomainError):
    """A value is of the wrong shape or outside its limits."""

    slug = "not-understood"
    title = "We could not read that"


class Malformed(Invalid):
    """The body is not the JSON that this program speaks."""

    slug = "not-json"
    title = "We could not read that message"


class SignedOut(DomainError):
    """Nobody is signed in, or the sign-in has ended."""

    slug = "signed-out"
    title = "Sign in to go on"


class Refused(DomainError):
    """The caller is known and may not do this."""

    slug = "not-yours"
    title = "You can't do that here"


class Throttled(DomainError):
    """Too many tries. `retry_after_s` says when the next one counts."""

    slug = "too-many-tries"
    title = "Too many tries"

    def __init__(self, detail: str = "", *, retry_after_s: int) -> None:
        super().__init__(detail)
        self.retry_after_s = max(1, retry_after_s)


class TooLarge(DomainError):
    """More than a stated limit."""

    slug = "too-large"
    title = "That is too large"


class WrongMediaType(DomainError):
    """A write that is not JSON."""

    slug = "not-json-type"
    title = "We only take JSON here"


class Unavailable(DomainError):
    """The program can't answer now: a full disk, a locked database. Nothing was stored."""

    slug = "unavailable"
    title = "We can't save right now"
