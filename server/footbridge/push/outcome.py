"""What a push service's answer means, and when to try again.

Owns: the table of statuses, Retry-After, the waiting between tries. Knows nothing of HTTP clients, tables or the clock.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=1)
# Beyond a day no reminder is worth waiting for, and a hostile service could park one for years.
LONGEST_RETRY_AFTER = timedelta(days=1)


class Result(StrEnum):
    """What to do next."""

    ACCEPTED = "accepted"  # the push service took it; that is not yet "shown"
    GONE = "gone"  # the subscription has ended: remove it
    STALE = "stale"  # it was made with another signing key: park it until the phone subscribes again
    RETRY = "retry"
    REFUSED = "refused"  # this message can never succeed there
    MISCONFIGURED = "misconfigured"  # our own key or subject is wrong: alarm, keep every subscription


@dataclass(frozen=True, slots=True)
class Answer:
    """A push service's answer, judged. `retry_after` is what it asked for; None means our own backoff."""

    result: Result
    status: int | None = None
    retry_after: timedelta | None = None
    reason: str = ""


# Mozilla's autopush documents 102-106 with 404 and 410; Apple and Google answer 410.
_GONE = frozenset({404, 410})
_RETRY = frozenset({408, 425, 429})
# Apple's word, and the sentence of Google's service, for "subscribed with another key than the one you sign with". When we
# deploy a wrong key every phone answers so: deleting on it would end every subscription at once.
_OTHER_KEY = re.compile(r"VapidPkHashMismatch|do not correspond to the credentials")
_REASON = re.compile(r'"(?:reason|errno)"\s*:\s*"?(\w{1,60})')


def judge(status: int, *, retry_after: str | None, body: str, now: datetime) -> Answer:
    """What the answer with this status means. `retry_after` is the header as it came, `body` the first part of the reply."""
    reason = _reason_in(body)
    if status in {200, 201, 202}:
        return Answer(Result.ACCEPTED, status)
    if status in _GONE:
        return Answer(Result.GONE, status, reason=reason)
    if status in {400, 403} and _OTHER_KEY.search(body):
        return Answer(Result.STALE, status, reason=reason or "other signing key")
    if status in {401, 403}:
        return Answer(Result.MISCONFIGURED, status, reason=reason)
    if status in _RETRY or status >= 500:
        return Answer(Result.RETRY, status, retry_after=parse_retry_after(retry_after, now=now), reason=reason)
    # 400 and 413: this message is at fault. A redirect is never right here: following it would leave the allow-list.
    return Answer(Result.REFUSED, status, reason=reason)


def parse_retry_after(header: str | None, *, now: datetime) -> timedelta | None:
    """How long the service asks to wait, from 1 second to a day; None when it does not say so readably."""
    if not header:
        return None
    if re.fullmatch(r"\d{1,9}", header.strip(), re.ASCII):
        wait = timedelta(seconds=int(header))
    else:
        try:
            moment = parsedate_to_datetime(header)
        except ValueError:
            return None
        wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    return min(max(wait, timedelta(seconds=1)), LONGEST_RETRY_AFTER)


def backoff(attempt: int, *, jitter: float) -> timedelta:
    """How long to wait after try number `attempt` (1 is the first): doubling from 15 s to an hour.

    `jitter` from 0 to 1 takes up to half off, so that phones refused together don't come back together.
    """
    doublings = min(max(attempt, 1) - 1, 16)
    wait: timedelta = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    return wait * (1 - jitter / 2)


def _reason_in(body: str) -> str:
    found = _REASON.search(body)
    return found[1] if found else ""
