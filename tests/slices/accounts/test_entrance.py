"""Coming in: invitations, claims, signing in again, second factors, and guessing."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pyotp
import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from footbridge.accounts.invitations import NewInvitation
from footbridge.accounts.models import Account, Invitation, Participant, Purpose, SignIn
from footbridge.audit.models import AccessRow, Act
from tests.conftest import MovableClock
from tests.slices.accounts.bodies import PASSPHRASE, Invite, a_claim, a_sign_in
from tests.slices.browsing import Browser

NewBrowser = Callable[..., Browser]


def _kind(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["type"].removeprefix("/problems/")


def test_looking_never_uses_an_invitation_up(new_browser: NewBrowser, invited: Invite, ana: UUID) -> None:
    made = invited(ana)
    for ticket in ({"token": made.token}, {"code": made.code}, {"code": f" {made.code[:4].lower()}-{made.code[4:]}"}):
        answer = new_browser().post("/api/invitations/look", ticket)
        assert answer.status_code == 200
        assert (answer.json["kind"], answer.json["purpose"], answer.json["totp"]) == ("participant", "first", None)
        assert len(answer.json["generated_passphrase"].split()) == 4
        assert "name" not in answer.json
    assert new_browser().post("/api/invitations/claim", a_claim(made)).status_code == 201


def test_a_claim_lets_in_on_this_device_and_by_name_later(
    new_browser: NewBrowser, invited: Invite, session: Session, ana: UUID
) -> None:
    phone = new_browser()
    me = phone.post("/api/invitations/claim", a_claim(invited(ana)))
    assert me.status_code == 201
    assert (me.json["owner"], me.json["name"], me.json["language"]) == (str(ana), "Ana", "es")
    assert phone.get("/api/me").json["owner"] == str(ana)
    session.expire_all()
    person = session.get_one(Participant, ana)
    assert (person.sharing, person.language, person.consented_at is not None) == ("team", "es", True)
    other = new_browser()
    assert other.post("/api/sign-in", a_sign_in(sign_in_name=" LANTERN-48 ")).status_code == 200
    assert other.get("/api/me").json["owner"] == str(ana)


def test_an_invitation_opens_once(new_browser: NewBrowser, invited: Invite, session: Session, ana: UUID) -> None:
    made = invited(ana)
    new_browser().post("/api/invitations/claim", a_claim(made))
    assert _kind(new_browser().post("/api/invitations/claim", a_claim(made))) == (409, "invitation-used")
    assert _kind(new_browser().post("/api/invitations/look", {"code": made.code})) == (409, "invitation-used")
    session.rollback()
    acts = list(session.scalars(select(AccessRow.act).where(AccessRow.about == ana)))
    # Looking again at one's own link is no reason for an alarm.
    assert acts.count(Act.SECOND_CLAIM) == 1


def test_expired_replaced_and_unknown_invitations_say_so(
    new_browser: NewBrowser, invited: Invite, clock: MovableClock, ana: UUID
) -> None:
    old, new = invited(ana), invited(ana)
    assert _kind(new_browser().post("/api/invitations/claim", a_claim(old))) == (410, "invitation-expired")
    clock.advance(hours=72)
    assert _kind(new_browser().post("/api/invitations/look", {"token": new.token})) == (410, "invitation-expired")
    assert _kind(new_browser().post("/api/invitations/look", {"token": "x" * 43})) == (404, "invitation-unknown")
    assert _kind(new_browser().post("/api/invitations/look", {})) == (422, "not-understood")


def test_of_fifty_claims_at_once_exactly_one_wins(
    app: Flask, invited: Invite, session: Session, engine: Engine, ana: UUID
) -> None:
    made = invited(ana)
    answers: list[int] = []
    gate = threading.Barrier(50)

    def claim(n: int) -> None:
        browser = Browser(app, address=f"192.0.2.{n}")
        gate.wait()
        answers.append(browser.post("/api/invitations/claim", a_claim(made, sign_in_name=f"lantern-{n}")).status_code)

    threads = [threading.Thread(target=claim, args=(n,)) for n in range(50)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers) == [201, *[409] * 49]
    session.rollback()
    assert session.scalar(select(func.count()).select_from(SignIn)) == 1


@pytest.mark.parametrize(
    ("change", "slug", "pointer"),
    [
        ({"passphrase": "too short"}, "weak-passphrase", None),
        ({"passphrase": "aaaaaaaaaaaaaaaaaaaa"}, "weak-passphrase", None),
        ({"passphrase": "password12345678"}, "weak-passphrase", None),
        ({"passphrase": "x" * 129}, "weak-passphrase", None),
        ({"passphrase": ""}, "not-understood", "/passphrase"),
        ({"sign_in_name": "  "}, "not-understood", "/sign_in_name"),
        ({"consent": False}, "not-understood", "/consent"),
        ({"zone": "Mars/Olympus"}, "not-understood", "/zone"),
        ({"name": "x" * 81}, "not-understood", "/name"),
        ({"role": "admin"}, "not-understood", "/role"),
        ({"owner": "x"}, "not-understood", "/owner"),
    ],
)
def test_a_claim_that_lacks_something_uses_nothing_up(
    new_browser: NewBrowser, invited: Invite, ana: UUID, change: dict[str, Any], slug: str, pointer: str | None
) -> None:
    made = invited(ana)
    answer = new_browser().post("/api/invitations/claim", a_claim(made, **change))
    assert _kind(answer) == (422, slug)
    if pointer:
        assert pointer in [one["pointer"] for one in answer.json["errors"]]
    assert new_browser().post("/api/invitations/claim", a_claim(made)).status_code == 201


def test_a_name_that_somebody_has_is_refused_and_the_invitation_stays_open(
    new_browser: NewBrowser, invited: Invite, ana: UUID, ben: UUID
) -> None:
    new_browser().post("/api/invitations/claim", a_claim(invited(ana)))
    made = invited(ben)
    assert _kind(new_browser().post("/api/invitations/claim", a_claim(made))) == (409, "sign-in-name-taken")
    assert new_browser().post("/api/invitations/claim", a_claim(made, sign_in_name="river-12")).status_code == 201


def test_a_new_phone_comes_in_without_words_and_may_end_the_old_one(
    new_browser: NewBrowser, invited: Invite, ana: UUID
) -> None:
    old = new_browser()
    old.post("/api/invitations/claim", a_claim(invited(ana)))
    bare = {"device_label": "New", "shared_phone": False, "zone": "America/Chicago"}
    second = new_browser()
    assert (
        second.post("/api/invitations/claim", {"code": invited(ana, Purpose.NEW_PHONE).code, **bare}).status_code == 201
    )
    assert old.get("/api/me").status_code == 200
    lost = invited(ana, Purpose.NEW_PHONE, ends_other_sign_ins=True)
    assert new_browser().post("/api/invitations/claim", {"code": lost.code, **bare}).status_code == 201
    assert [one.get("/api/me").status_code for one in (old, second)] == [401, 401]


def test_the_installed_app_continues_with_a_code_for_ten_minutes(
    sign_in_participant: Callable[..., Browser], new_browser: NewBrowser, clock: MovableClock, ana: UUID
) -> None:
    code = sign_in_participant(ana).post("/api/invitations/continue", {}).json["code"]
    clock.advance(minutes=9)
    assert new_browser().post("/api/invitations/look", {"code": code}).json["purpose"] == "new_phone"
    clock.advance(minutes=1)
    assert _kind(new_browser().post("/api/invitations/look", {"code": code})) == (410, "invitation-expired")


def test_a_wrong_name_and_a_wrong_passphrase_are_answered_alike(
    new_browser: NewBrowser, invited: Invite, ana: UUID
) -> None:
    new_browser().post("/api/invitations/claim", a_claim(invited(ana)))
    unknown = new_browser().post("/api/sign-in", a_sign_in(sign_in_name="nobody-11"))
    wrong = new_browser().post("/api/sign-in", a_sign_in(passphrase="not the right words"))
    assert (unknown.status_code, unknown.data) == (wrong.status_code, wrong.data)
    assert _kind(unknown) == (401, "sign-in-refused")


def test_guessing_is_slowed_over_restarts_and_a_real_person_gets_in_within_15_minutes(
    make_app: Callable[..., Flask], new_browser: NewBrowser, invited: Invite, clock: MovableClock, ana: UUID
) -> None:
    new_browser().post("/api/invitations/claim", a_claim(invited(ana)))
    seen = []
    for n in range(12):
        browser = Browser(make_app(), address=f"198.51.100.{n}")
        seen.append(browser.post("/api/sign-in", a_sign_in(passphrase=f"wrong words number {n}")).status_code)
    assert seen == [401] * 5 + [429] * 7
    blocked = new_browser().post("/api/sign-in", a_sign_in())
    assert _kind(blocked) == (429, "too-many-tries")
    assert 0 < int(blocked.headers["Retry-After"]) <= 15 * 60
    clock.advance(seconds=int(blocked.headers["Retry-After"]))
    assert new_browser().post("/api/sign-in", a_sign_in()).status_code == 200


def test_one_address_can_not_try_many_names(new_browser: NewBrowser, program: Any) -> None:
    browser = new_browser()
    seen = [browser.post("/api/sign-in", a_sign_in(sign_in_name=f"name-{n}")).status_code for n in range(20)]
    assert seen == [401] * 15 + [429] * 5


def test_codes_can_not_be_guessed(new_browser: NewBrowser, program: Any) -> None:
    browser = new_browser()
    seen = [browser.post("/api/invitations/look", {"code": f"AAAA{n:04}"}).status_code for n in range(15)]
    assert seen == [404] * 10 + [429] * 5


class Staff:
    """Dr Cho with an authenticator app."""

    def __init__(self, browser: Browser, made: NewInvitation, clock: MovableClock) -> None:
        self.browser, self.clock = browser, clock
        self.ticket = {"token": made.token}
        found = browser.post("/api/invitations/look", self.ticket).json
        self.told = found
        self.totp = pyotp.TOTP(found["totp"]["secret"])

    def code(self) -> str:
        return self.totp.at(self.clock.now())

    def claim(self, made: NewInvitation, **over: Any) -> Any:
        body = a_claim(made, sign_in_name="dr-cho", name="Dr Cho", totp_code=self.code(), **over)
        return self.browser.post("/api/invitations/claim", body)


@pytest.fixture
def staff(new_browser: NewBrowser, invited: Invite, clock: MovableClock, cho: UUID) -> tuple[Staff, NewInvitation]:
    made = invited(cho)
    return Staff(new_browser(), made, clock), made


def test_the_care_team_sets_up_a_second_factor_and_needs_it_always(
    staff: tuple[Staff, NewInvitation], new_browser: NewBrowser, clock: MovableClock
) -> None:
    one, made = staff
    assert one.told["kind"] == "care_team"
    assert one.told["generated_passphrase"] is None
    assert one.told["totp"]["qr_svg"].startswith("<svg")
    without = one.browser.post("/api/invitations/claim", a_claim(made, sign_in_name="dr-cho"))
    assert _kind(without) == (401, "second-factor-needed")
    assert one.claim(made).status_code == 201
    named = a_sign_in(sign_in_name="dr-cho")
    assert _kind(new_browser().post("/api/sign-in", named)) == (401, "second-factor-needed")
    assert _kind(new_browser().post("/api/sign-in", {**named, "totp_code": "000000"})) == (401, "second-factor-refused")
    wrong = {**named, "passphrase": "not the right words", "totp_code": one.code()}
    assert _kind(new_browser().post("/api/sign-in", wrong)) == (401, "sign-in-refused")
    clock.advance(minutes=1)
    assert new_browser().post("/api/sign-in", {**named, "totp_code": one.code()}).status_code == 200


def test_a_code_of_the_second_factor_works_once(
    staff: tuple[Staff, NewInvitation], new_browser: NewBrowser, clock: MovableClock
) -> None:
    one, made = staff
    one.claim(made)
    named = a_sign_in(sign_in_name="dr-cho")
    # The code of the claim is used up too.
    assert _kind(new_browser().post("/api/sign-in", {**named, "totp_code": one.code()})) == (
        401,
        "second-factor-refused",
    )
    clock.advance(minutes=1)
    code = one.code()
    assert new_browser().post("/api/sign-in", {**named, "totp_code": code}).status_code == 200
    assert _kind(new_browser().post("/api/sign-in", {**named, "totp_code": code})) == (401, "second-factor-refused")


def test_a_closed_account_has_no_way_in(
    new_browser: NewBrowser, invited: Invite, session: Session, clock: MovableClock, ana: UUID
) -> None:
    phone = new_browser()
    phone.post("/api/invitations/claim", a_claim(invited(ana)))
    session.get_one(Account, ana).closed_at = clock.now()
    session.commit()
    assert phone.get("/api/me").status_code == 401
    assert new_browser().post("/api/sign-in", a_sign_in()).status_code == 401


def test_nothing_readable_is_kept_of_names_tokens_and_codes(
    new_browser: NewBrowser, invited: Invite, session: Session, ana: UUID
) -> None:
    made = invited(ana)
    new_browser().post("/api/invitations/claim", a_claim(made))
    session.rollback()
    rows = [*session.execute(select(Account.__table__)), *session.execute(select(Invitation.__table__))]
    kept = b"|".join(v if isinstance(v, bytes) else str(v).encode() for row in rows for v in row)
    for secret in (made.token, made.code, "lantern-48", PASSPHRASE):
        assert secret.encode() not in kept
