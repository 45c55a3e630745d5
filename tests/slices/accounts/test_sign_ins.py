"""Sign-ins are rows: what they let in, for how long, and how they end."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from footbridge.accounts.models import Account, SignIn
from footbridge.accounts.sign_ins import PARTICIPANT_IDLE, SHARED_PHONE, STAFF_ABSOLUTE, STAFF_IDLE
from footbridge.db.transactions import reading
from tests.conftest import MovableClock
from tests.slices.browsing import Browser, problem

SignInAs = Callable[..., Browser]
MINUTE = timedelta(minutes=1)


def test_a_participant_is_told_who_they_are(sign_in_participant: SignInAs, ana: UUID) -> None:
    me = sign_in_participant(ana).get("/api/me").json
    assert me is not None
    sign_in = UUID(me.pop("sign_in"))
    assert sign_in.version == 4
    assert isinstance(me.pop("push_key"), str)
    assert me == {
        "owner": str(ana),
        "kind": "participant",
        "role": None,
        "name": "Ana",
        "language": "en",
        "zone": "America/Chicago",
        "shared_phone": False,
    }


def test_a_clinician_is_told_who_they_are(sign_in_member: SignInAs, cho: UUID) -> None:
    me = sign_in_member(cho).get("/api/me").json
    assert me is not None
    assert (me["owner"], me["kind"], me["role"], me["name"]) == (str(cho), "care_team", "clinician", "Dr Cho")


def test_a_cookie_taken_before_sign_out_opens_nothing_after_it(
    sign_in_participant: SignInAs, new_browser: SignInAs, ana: UUID
) -> None:
    phone = sign_in_participant(ana)
    taken = phone.cookie
    assert phone.post("/api/sign-out").status_code == 204
    assert phone.cookie is None
    thief = new_browser()
    thief.cookie = taken
    problem(thief.get("/api/me"), 401, "signed-out-elsewhere")


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43, "A" * 44, "é" * 43, "\ud83d", "A" * 5000, "a b", '"', "../.."])
def test_a_made_up_cookie_is_nobody(new_browser: SignInAs, cookie: str) -> None:
    browser = new_browser()
    header = f"footbridge={cookie}".encode("utf-8", "surrogatepass").decode("latin-1")
    problem(browser.get("/api/me", headers={"Cookie": header}), 401, "signed-out")


def test_cookies_of_other_programs_on_this_host_do_not_matter(sign_in_participant: SignInAs, ana: UUID) -> None:
    phone = sign_in_participant(ana)
    more = f"remember_token=a|b; session=eyJfdXNlcl9pZCI6IjEifQ.x.y; footbridge={phone.cookie}"
    phone.cookie = None
    assert phone.get("/api/me", headers={"Cookie": more}).status_code == 200


def test_a_participant_stays_signed_in_for_30_days_from_the_last_use(
    sign_in_participant: SignInAs, ana: UUID, clock: MovableClock
) -> None:
    phone = sign_in_participant(ana)
    for _ in range(4):
        clock.advance(days=29)
        assert phone.get("/api/me").status_code == 200
    clock.set(clock.now() + PARTICIPANT_IDLE)
    problem(phone.get("/api/me"), 401, "signed-out")


def test_on_a_shared_phone_a_sign_in_ends_a_day_after_it_began(
    sign_in_participant: SignInAs, ana: UUID, clock: MovableClock
) -> None:
    phone = sign_in_participant(ana, shared_phone=True)
    clock.advance(hours=23)
    assert phone.get("/api/me").status_code == 200
    clock.set(clock.now() + SHARED_PHONE - timedelta(hours=23))
    problem(phone.get("/api/me"), 401, "signed-out")


def test_staff_are_signed_out_after_15_idle_minutes(sign_in_member: SignInAs, cho: UUID, clock: MovableClock) -> None:
    desk = sign_in_member(cho)
    clock.set(clock.now() + STAFF_IDLE - timedelta(seconds=1))
    assert desk.get("/api/me").status_code == 200
    clock.set(clock.now() + STAFF_IDLE)
    problem(desk.get("/api/me"), 401, "signed-out")


def test_staff_are_signed_out_after_12_hours_however_busy(
    sign_in_member: SignInAs, cho: UUID, clock: MovableClock
) -> None:
    desk = sign_in_member(cho)
    began = clock.now()
    while clock.now() + 14 * MINUTE < began + STAFF_ABSOLUTE:
        clock.advance(minutes=14)
        assert desk.get("/api/me").status_code == 200
    clock.set(began + STAFF_ABSOLUTE)
    problem(desk.get("/api/me"), 401, "signed-out")


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/api/me", {"X-Footbridge-Background": "1"}),
        ("/api/me", {"X-Footbridge-Background": "0"}),
        ("/api/me?skip_timeout_reset=0&keep_alive=1", {"X-Footbridge-Background": "1"}),
    ],
)
def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(
    sign_in_member: SignInAs, cho: UUID, clock: MovableClock, path: str, headers: dict[str, str]
) -> None:
    desk = sign_in_member(cho)
    for _ in range(14):
        clock.advance(minutes=1)
        assert desk.get(path, headers=headers).status_code == 200
    clock.advance(minutes=1)
    problem(desk.get(path, headers=headers), 401, "signed-out")


def test_the_last_use_is_written_once_an_hour_for_participants_and_once_a_minute_for_staff(
    sign_in_participant: SignInAs, ana: UUID, cho: UUID, clock: MovableClock, engine: Engine
) -> None:
    phone, desk = sign_in_participant(ana), sign_in_participant(cho)

    def last_seen(account: UUID) -> object:
        with reading(engine) as session:
            return session.query(SignIn.last_seen_at).filter_by(account_id=account).scalar()

    began = clock.now()
    clock.advance(seconds=59)
    assert (phone.get("/api/me").status_code, desk.get("/api/me").status_code) == (200, 200)
    assert (last_seen(ana), last_seen(cho)) == (began, began)
    clock.advance(seconds=1)
    assert (phone.get("/api/me").status_code, desk.get("/api/me").status_code) == (200, 200)
    assert (last_seen(ana), last_seen(cho)) == (began, clock.now())
    clock.advance(hours=1)
    assert phone.get("/api/me").status_code == 200
    assert last_seen(ana) == clock.now()


def test_my_devices_are_listed_and_one_can_be_ended(
    sign_in_participant: SignInAs, ana: UUID, clock: MovableClock
) -> None:
    old = sign_in_participant(ana, label="Old phone")
    clock.advance(minutes=5)
    new = sign_in_participant(ana, label="New phone")
    listed = new.get("/api/sign-ins").json
    assert listed is not None
    rows = listed["sign_ins"]
    assert [(row["device_label"], row["is_this"]) for row in rows] == [("New phone", True), ("Old phone", False)]
    assert set(rows[0]) == {"id", "device_label", "created_at", "last_seen_at", "is_this"}
    for _ in range(2):  # a repeated tap
        assert new.post(f"/api/sign-ins/{rows[1]['id']}/revoke").status_code == 204
    problem(old.get("/api/me"), 401, "signed-out-elsewhere")
    left = new.get("/api/sign-ins").json
    assert left is not None
    assert [row["device_label"] for row in left["sign_ins"]] == ["New phone"]


def test_another_persons_device_can_be_neither_seen_nor_ended(
    sign_in_participant: SignInAs, ana: UUID, ben: UUID
) -> None:
    anas, bens = sign_in_participant(ana, label="Ana's"), sign_in_participant(ben, label="Ben's")
    me = anas.get("/api/me").json
    assert me is not None
    problem(bens.post(f"/api/sign-ins/{me['sign_in']}/revoke"), 404, "unknown-sign-in")
    problem(bens.post(f"/api/sign-ins/{uuid4()}/revoke"), 404, "unknown-sign-in")
    listed = bens.get("/api/sign-ins").json
    assert listed is not None
    assert [row["device_label"] for row in listed["sign_ins"]] == ["Ben's"]
    assert anas.get("/api/me").status_code == 200


def test_a_closed_account_is_out_at_once(
    sign_in_participant: SignInAs, ana: UUID, session: Session, clock: MovableClock
) -> None:
    phone = sign_in_participant(ana)
    session.get_one(Account, ana).closed_at = clock.now()
    session.commit()
    problem(phone.get("/api/me"), 401, "signed-out")


def test_a_sign_in_holds_in_every_process(
    sign_in_participant: SignInAs, new_browser: SignInAs, make_app: Callable[..., Flask], ana: UUID
) -> None:
    phone = sign_in_participant(ana)
    elsewhere = new_browser(on=make_app())
    elsewhere.cookie = phone.cookie
    assert elsewhere.get("/api/me").status_code == 200
    assert phone.post("/api/sign-out").status_code == 204
    problem(elsewhere.get("/api/me"), 401, "signed-out-elsewhere")
