"""What a push service's answer means, and how long to wait."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footbridge.push.outcome import LONGEST_RETRY_AFTER, LONGEST_WAIT, Result, backoff, judge, parse_retry_after

NOW = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "body", "result"),
    [
        (200, "", Result.ACCEPTED),
        (201, "", Result.ACCEPTED),
        (202, "", Result.ACCEPTED),
        (404, '{"errno":102}', Result.GONE),
        (410, '{"reason":"Unregistered"}', Result.GONE),
        (400, '{"reason":"VapidPkHashMismatch"}', Result.STALE),
        (403, '{"reason":"VapidPkHashMismatch"}', Result.STALE),
        (
            403,
            "the VAPID credentials in the authorization header do not correspond to the credentials used to create",
            Result.STALE,
        ),
        (401, '{"errno":109}', Result.MISCONFIGURED),
        (403, '{"reason":"BadJwtToken"}', Result.MISCONFIGURED),
        (403, "", Result.MISCONFIGURED),
        (400, '{"errno":113}', Result.REFUSED),
        (413, "", Result.REFUSED),
        (405, "", Result.REFUSED),
        (301, "", Result.REFUSED),
        (302, "", Result.REFUSED),
        (307, "", Result.REFUSED),
        (408, "", Result.RETRY),
        (425, "", Result.RETRY),
        (429, "", Result.RETRY),
        (500, "", Result.RETRY),
        (502, "<html>", Result.RETRY),
        (503, '{"errno":201}', Result.RETRY),
        (599, "", Result.RETRY),
    ],
)
def test_the_table(status: int, body: str, result: Result) -> None:
    assert judge(status, retry_after=None, body=body, now=NOW).result is result


@given(st.integers(100, 999), st.text(max_size=200), st.text(max_size=60))
def test_no_answer_at_all_ends_a_subscription_but_404_and_410(status: int, body: str, header: str) -> None:
    answer = judge(status, retry_after=header, body=body, now=NOW)
    assert (answer.result is Result.GONE) == (status in {404, 410})
    assert (answer.result is Result.ACCEPTED) == (status in {200, 201, 202})


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("0", 1),
        ("Sun, 22 Nov 2026 17:02:00 GMT", 120),
        ("Sun, 22 Nov 2026 16:00:00 GMT", 1),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 1),
        ("999999999", LONGEST_RETRY_AFTER.total_seconds()),
        ("Fri, 22 Nov 2199 17:00:00 GMT", LONGEST_RETRY_AFTER.total_seconds()),
    ],
)
def test_retry_after_is_read_in_both_its_forms(header: str, seconds: float) -> None:
    assert parse_retry_after(header, now=NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize("header", [None, "", "soon", "-5", "1.5", "١٢", "9" * 40, "Sun, 99 Nov 2026 17:02:00 GMT"])
def test_an_unreadable_retry_after_leaves_it_to_our_own_backoff(header: str | None) -> None:
    assert parse_retry_after(header, now=NOW) is None


@given(st.integers(1, 1000), st.floats(0, 1))
def test_the_wait_grows_and_has_an_end(attempt: int, jitter: float) -> None:
    wait = backoff(attempt, jitter=jitter)
    assert timedelta(seconds=7.5) <= wait <= LONGEST_WAIT
    assert wait <= backoff(attempt + 1, jitter=jitter)


def test_the_first_waits() -> None:
    waits = [backoff(attempt, jitter=0).total_seconds() for attempt in (1, 2, 3, 4)]
    assert waits == [15, 30, 60, 120]
