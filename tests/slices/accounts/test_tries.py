"""Counted tries: how many there are, for whom, and that no door is shut for good."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from footbridge.accounts import throttle
from footbridge.accounts.models import Tries
from footbridge.accounts.throttle import Limit, TooManyTries
from footbridge.db.transactions import reading, writing
from tests.conftest import MovableClock
from tests.slices.accounts.bodies import Invite, a_claim, a_sign_in
from tests.slices.browsing import Browser

NewBrowser = Callable[..., Browser]
FIVE = Limit(burst=5, each=timedelta(minutes=12))


def tries(engine: Engine, bucket: str, limit: Limit, now: datetime) -> int:
    """0 when the try counts, else the seconds to wait."""
    try:
        with writing(engine) as session:
            throttle.take(session, bucket, limit, now=now)
    except TooManyTries as error:
        return error.retry_after_s
    return 0


def test_a_full_bucket_says_how_long_and_then_takes_one_more(engine: Engine, clock: MovableClock) -> None:
    assert [tries(engine, "a", FIVE, clock.now()) for _ in range(7)] == [0] * 5 + [720] * 2
    clock.advance(seconds=718)
    assert 0 < tries(engine, "a", FIVE, clock.now()) <= 3  # counted in thousandths of a try
    clock.advance(seconds=2)
    assert [tries(engine, "a", FIVE, clock.now()) == 0 for _ in range(2)] == [True, False]


@pytest.mark.parametrize(
    ("limit", "most"), [(throttle.PER_ACCOUNT, 10), (throttle.PER_ADDRESS, 20), (throttle.CODES_PER_ADDRESS, 20)]
)
def test_no_hour_holds_more_than_was_promised(engine: Engine, clock: MovableClock, limit: Limit, most: int) -> None:
    counted = []
    for _ in range(4 * 60 * 2):  # every half minute for four hours, faster than anything leaks
        if tries(engine, "a", limit, clock.now()) == 0:
            counted.append(clock.now())
        clock.advance(seconds=30)
    hour = timedelta(hours=1)
    assert max(sum(start <= at < start + hour for at in counted) for start in counted) <= most


def test_a_clock_set_back_frees_nobody(engine: Engine, clock: MovableClock) -> None:
    assert [tries(engine, "a", FIVE, clock.now()) for _ in range(5)] == [0] * 5
    clock.advance(days=-1)
    assert tries(engine, "a", FIVE, clock.now()) > 0


def test_buckets_that_emptied_long_ago_are_forgotten(engine: Engine, clock: MovableClock) -> None:
    for name in ("a", "b", "c"):
        tries(engine, name, FIVE, clock.now())
    clock.advance(days=3)
    tries(engine, "d", FIVE, clock.now())
    with reading(engine) as session:
        assert list(session.scalars(select(Tries.bucket))) == ["d"]


def test_many_guesses_at_once_over_two_processes_count_each(
    app: Flask, make_app: Callable[..., Flask], program: Any, new_browser: NewBrowser
) -> None:
    new_browser()  # commits the program
    apps = [app, make_app()]
    gate, answers = threading.Barrier(16), list[int]()

    def guess(n: int) -> None:
        browser = Browser(apps[n % 2], address=f"198.51.100.{n}")
        gate.wait()
        answers.append(browser.post("/api/sign-in", a_sign_in(passphrase=f"wrong words number {n}")).status_code)

    threads = [threading.Thread(target=guess, args=(n,)) for n in range(16)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers) == [401] * 5 + [429] * 11


def test_strangers_lock_nobody_out_of_a_phone_that_was_signed_in_before(
    new_browser: NewBrowser, invited: Invite, clock: MovableClock, ana: UUID
) -> None:
    phone = new_browser()
    assert phone.post("/api/invitations/claim", a_claim(invited(ana))).status_code == 201
    clock.advance(days=40)  # the sign-in has ended; the cookie is still there
    for n in range(8):
        new_browser(address=f"198.51.100.{n}").post("/api/sign-in", a_sign_in(passphrase="wrong words again"))
    assert new_browser().post("/api/sign-in", a_sign_in()).status_code == 429
    assert phone.post("/api/sign-in", a_sign_in()).status_code == 200


def test_a_phone_of_ones_own_can_not_guess_without_end(new_browser: NewBrowser, invited: Invite, ana: UUID) -> None:
    phone = new_browser()
    assert phone.post("/api/invitations/claim", a_claim(invited(ana))).status_code == 201
    wrong = a_sign_in(passphrase="wrong words again")
    assert [phone.post("/api/sign-in", wrong).status_code for _ in range(7)] == [401] * 5 + [429] * 2


def test_a_group_can_sign_in_behind_one_address(new_browser: NewBrowser, invited: Invite, ana: UUID) -> None:
    assert new_browser().post("/api/invitations/claim", a_claim(invited(ana))).status_code == 201
    assert [new_browser().post("/api/sign-in", a_sign_in()).status_code for _ in range(25)] == [200] * 25
    assert [
        new_browser().post("/api/invitations/look", {"code": invited(ana).code}).status_code for _ in range(25)
    ] == [200] * 25


def test_an_ipv6_network_is_one_address(new_browser: NewBrowser, program: Any) -> None:
    seen = [
        new_browser(address=f"2001:db8:1:2::{n:x}")
        .post("/api/sign-in", a_sign_in(sign_in_name=f"name-{n}"))
        .status_code
        for n in range(17)
    ]
    assert seen == [401] * 15 + [429] * 2


def test_nothing_readable_is_kept_of_who_tried(
    new_browser: NewBrowser, program: Any, engine: Engine, clock: MovableClock
) -> None:
    new_browser(address="203.0.113.77").post("/api/sign-in", a_sign_in(sign_in_name="ana@example.org"))
    new_browser(address="203.0.113.77").post("/api/invitations/look", {"code": "ABCD2345"})
    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Tries)) == 4
        kept = " ".join(session.scalars(select(Tries.bucket)))
    for readable in ("203.0.113", "ana@", "ABCD2345"):
        assert readable not in kept
