"""What the doctor found: one line each, and how bad it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """OK; LOOK: works, and somebody should look at it; BAD: does not work, or could lose or tell something."""

    OK = "ok"
    LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `detail` says what is so and, unless all is well, what to do."""

    grade: Grade
    subject: str
    detail: str


Findings = Iterator[Finding]


def ok(subject: str, detail: str) -> Finding:
    """All is well."""
    return Finding(Grade.OK, subject, detail)


def look(subject: str, detail: str) -> Finding:
    """Works, and somebody should look at it."""
    return Finding(Grade.LOOK, subject, detail)


def bad(subject: str, detail: str) -> Finding:
    """Does not work, or could lose or tell something."""
    return Finding(Grade.BAD, subject, detail)
