"""What must not open the front door, and what it closes behind those who come in."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pyotp
import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from footbridge.accounts import secret_keys, signing_in
from footbridge.accounts.entering import Entrance
from footbridge.accounts.invitations import NeedsSecondFactor, NewInvitation, invite
from footbridge.accounts.models import Account, Invitation, Purpose, SignIn
from footbridge.accounts.people import UnknownPerson
from footbridge.accounts.sign_ins import Device
from footbridge.audit.models import AccessRow, Act
from footbridge.db.transactions import reading, writing
from footbridge.kernel.ids import new_id
from footbridge.sealing.keyring import Keyring
from footbridge.sealing.service import Sealer
from tests.conftest import MovableClock
from tests.slices.accounts.bodies import PASSPHRASE, Invite, a_claim, a_sign_in
from tests.slices.browsing import Browser, problem

NewBrowser = Callable[..., Browser]
BARE = {"device_label": "Phone", "shared_phone": False, "zone": "America/Chicago"}


@pytest.fixture
def acts(engine: Engine) -> Callable[[], list[tuple[str, UUID | None, UUID | None]]]:
    """The access record so far: act, who did it, about whom."""

    def read() -> list[tuple[str, UUID | None, UUID | None]]:
        with reading(engine) as session:
            rows = session.execute(select(AccessRow.act, AccessRow.actor, AccessRow.about).order_by(AccessRow.at))
            return [(row.act, row.actor, row.about) for row in rows]

    return read


@pytest.fixture
def claimed(new_browser: NewBrowser, invited: Invite) -> Callable[..., Browser]:
    """A browser on which somebody claimed a first invitation."""

    def make(account: UUID, **over: Any) -> Browser:
        browser = new_browser()
        answer = browser.post("/api/invitations/claim", a_claim(invited(account), **over))
        assert answer.status_code == 201, answer.json
        return browser

    return make


def test_refusals_are_alike_to_the_byte_whatever_the_reason(
    new_browser: NewBrowser,
    claimed: Callable[..., Browser],
    acts: Callable[[], list[Any]],
    session: Session,
    clock: MovableClock,
    ana: UUID,
    ben: UUID,
    keyring: Keyring,
) -> None:
    claimed(ana)
    claimed(ben, sign_in_name="river-12")
    session.get_one(Account, ben).closed_at = clock.now()
    tried = [
        a_sign_in(passphrase="not the right words"),
        a_sign_in(sign_in_name="nobody-11"),
        a_sign_in(sign_in_name="river-12"),  # right, but closed
        a_sign_in(sign_in_name="nobody-11", totp_code="123456"),
    ]
    answers = [new_browser(address=f"198.51.100.{n}").post("/api/sign-in", body) for n, body in enumerate(tried)]
    assert {(answer.status_code, answer.data) for answer in answers} == {(401, answers[0].data)}
    assert {tuple(sorted(answer.headers.keys())) for answer in answers} == {tuple(sorted(answers[0].headers.keys()))}
    assert [(act, actor) for act, actor, _ in acts() if act == Act.REFUSED] == [(Act.REFUSED, None)] * len(tried)


def test_an_account_that_was_never_claimed_has_no_way_in(new_browser: NewBrowser, program: Any, ana: UUID) -> None:
    for name in ("", " ", str(ana), "Ana"):
        answer = new_browser().post("/api/sign-in", a_sign_in(sign_in_name=name or "x", passphrase="x"))
        problem(answer, 401, "sign-in-refused")


def test_a_planted_cookie_is_not_taken_over(
    new_browser: NewBrowser, claimed: Callable[..., Browser], sign_in_participant: NewBrowser, ana: UUID, ben: UUID
) -> None:
    claimed(ana)
    for planted, slug in (("A" * 43, "signed-out"), (sign_in_participant(ben).cookie, "signed-out-elsewhere")):
        browser = new_browser()
        browser.cookie = planted
        assert browser.post("/api/sign-in", a_sign_in()).status_code == 200
        assert browser.cookie != planted
        old = new_browser()
        old.cookie = planted
        problem(old.get("/api/me"), 401, slug)


def test_who_signs_in_on_anothers_phone_ends_that_sign_in_and_no_other(
    new_browser: NewBrowser, claimed: Callable[..., Browser], sign_in_participant: NewBrowser, ana: UUID, ben: UUID
) -> None:
    claimed(ana)
    shared, bens_own = sign_in_participant(ben, label="Shared"), sign_in_participant(ben, label="His own")
    me = shared.post("/api/sign-in", a_sign_in(shared_phone=True)).json
    assert me is not None
    assert (me["owner"], me["shared_phone"]) == (str(ana), True)
    listed = bens_own.get("/api/sign-ins").json
    assert listed is not None
    assert [row["device_label"] for row in listed["sign_ins"]] == ["His own"]


def test_an_invitation_lets_its_owner_in_whoever_holds_the_phone(
    invited: Invite, sign_in_participant: NewBrowser, ana: UUID, ben: UUID, engine: Engine
) -> None:
    phone = sign_in_participant(ben)
    me = phone.post("/api/invitations/claim", a_claim(invited(ana))).json
    assert me is not None
    assert me["owner"] == str(ana)
    with reading(engine) as session:
        assert session.get_one(Account, ben).secret_hash is None


def test_claiming_anew_ends_every_earlier_sign_in_and_the_old_passphrase(
    new_browser: NewBrowser, invited: Invite, claimed: Callable[..., Browser], ana: UUID
) -> None:
    first = claimed(ana)
    again = new_browser()
    words = "seven herons over the dam"
    body = a_claim(invited(ana), passphrase=words, sign_in_name="heron-77")
    assert again.post("/api/invitations/claim", body).status_code == 201
    problem(first.get("/api/me"), 401, "signed-out-elsewhere")
    problem(new_browser().post("/api/sign-in", a_sign_in()), 401, "sign-in-refused")
    assert new_browser().post("/api/sign-in", a_sign_in(sign_in_name="heron-77", passphrase=words)).status_code == 200


def test_what_was_right_before_a_change_is_not_right_after_it(
    app: Flask, claimed: Callable[..., Browser], engine: Engine, keyring: Keyring, clock: MovableClock, ana: UUID
) -> None:
    claimed(ana)
    at = Entrance(keyring, Sealer(keyring), clock.now(), old_cookie="")
    with writing(engine) as session:
        attempt = signing_in.begin(session, "lantern-48", address="192.0.2.1", at=at)
    with writing(engine) as session:  # while the slow hash is worked out, the desk helps Ana to new words
        session.get_one(Account, ana).secret_hash = "another"
    right = signing_in.Checked(is_right=True, rehashed=None, totp_code=None)
    with writing(engine) as session:
        answer = signing_in.finish(session, attempt, right, Device("Phone", is_shared=False), at=at)
    assert isinstance(answer, signing_in.SignInRefused)


def test_a_hash_of_lower_costs_is_made_anew_at_the_next_sign_in(
    new_browser: NewBrowser, claimed: Callable[..., Browser], session: Session, engine: Engine, ana: UUID
) -> None:
    claimed(ana)
    old = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSPHRASE)
    session.expire_all()
    session.get_one(Account, ana).secret_hash = old
    assert new_browser().post("/api/sign-in", a_sign_in()).status_code == 200
    with reading(engine) as now_stored:
        stored = now_stored.get_one(Account, ana).secret_hash or ""
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert new_browser().post("/api/sign-in", a_sign_in()).status_code == 200


def test_the_care_team_has_no_way_in_without_a_second_factor(
    new_browser: NewBrowser,
    claimed: Callable[..., Browser],
    session: Session,
    keyring: Keyring,
    clock: MovableClock,
    ana: UUID,
    cho: UUID,
) -> None:
    """Every way there is: an invitation for one more phone, a row of one, an account with a passphrase alone."""
    with pytest.raises(NeedsSecondFactor):
        invite(session, cho, purpose=Purpose.NEW_PHONE, keyring=keyring, now=clock.now())
    made = NewInvitation(new_id(), "t" * 43, "ABCD2345", clock.now())
    session.add(
        Invitation(
            id=made.id,
            account_id=cho,
            purpose=Purpose.NEW_PHONE,
            token_key=secret_keys.token_key(keyring, made.token),
            code_key=secret_keys.code_key(keyring, made.code),
            created_at=clock.now(),
            expires_at=clock.now() + timedelta(hours=1),
        )
    )
    problem(new_browser().post("/api/invitations/claim", {"token": made.token, **BARE}), 409, "needs-second-factor")
    claimed(ana)
    session.expire_all()
    member, participant = session.get_one(Account, cho), session.get_one(Account, ana)
    member.sign_in_key = secret_keys.name_key(keyring, "dr-cho")
    member.secret_hash = participant.secret_hash
    for code in (None, "", "000000"):
        answer = new_browser().post("/api/sign-in", a_sign_in(sign_in_name="dr-cho", totp_code=code))
        problem(answer, 401, "second-factor-refused")
    problem(new_browser().get("/api/care/people"), 401, "signed-out")


def test_one_code_used_twice_at_once_opens_once(
    app: Flask, make_app: Callable[..., Flask], new_browser: NewBrowser, invited: Invite, clock: MovableClock, cho: UUID
) -> None:
    made = invited(cho)
    told = new_browser().post("/api/invitations/look", {"token": made.token}).json
    assert told is not None
    authenticator = pyotp.TOTP(told["totp"]["secret"])
    body = a_claim(made, sign_in_name="dr-cho", totp_code=authenticator.at(clock.now()))
    assert new_browser().post("/api/invitations/claim", body).status_code == 201
    clock.advance(minutes=1)
    body = a_sign_in(sign_in_name="dr-cho", totp_code=authenticator.at(clock.now()))
    browsers = [Browser(on, address=f"192.0.2.{n}") for n, on in enumerate((app, make_app(), app, make_app()))]
    gate, answers = threading.Barrier(len(browsers)), list[int]()

    def sign_in(browser: Browser) -> None:
        gate.wait()
        answers.append(browser.post("/api/sign-in", body).status_code)

    threads = [threading.Thread(target=sign_in, args=(browser,)) for browser in browsers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers) == [200, 401, 401, 401]


def test_a_closed_account_can_be_neither_invited_nor_claimed(
    new_browser: NewBrowser, invited: Invite, session: Session, keyring: Keyring, clock: MovableClock, ana: UUID
) -> None:
    made = invited(ana)
    session.get_one(Account, ana).closed_at = clock.now()
    problem(new_browser().post("/api/invitations/claim", a_claim(made)), 410, "invitation-expired")
    with pytest.raises(UnknownPerson):
        invite(session, ana, purpose=Purpose.FIRST, keyring=keyring, now=clock.now())
    with pytest.raises(UnknownPerson):
        invite(session, new_id(), purpose=Purpose.FIRST, keyring=keyring, now=clock.now())


def test_reading_never_uses_an_invitation_up(new_browser: NewBrowser, invited: Invite, ana: UUID) -> None:
    """Link previewers follow links with GET and HEAD."""
    made = invited(ana)
    browser = new_browser()
    for method in ("GET", "HEAD"):
        for path in (f"/claim?t={made.token}", "/api/invitations/claim", f"/api/invitations/claim?token={made.token}"):
            assert browser.send(method, path, headers={"User-Agent": "LinkPreview/1.0"}).status_code in {200, 404, 405}
    assert browser.post("/api/invitations/claim", a_claim(made)).status_code == 201


def test_second_claims_raise_a_few_alarms_and_no_flood(
    new_browser: NewBrowser, invited: Invite, acts: Callable[[], list[Any]], ana: UUID
) -> None:
    made = invited(ana)
    assert new_browser().post("/api/invitations/claim", a_claim(made)).status_code == 201
    for _ in range(12):
        problem(new_browser().post("/api/invitations/claim", a_claim(made)), 409, "invitation-used")
    assert [row for row in acts() if row[0] == Act.SECOND_CLAIM] == [(Act.SECOND_CLAIM, None, ana)] * 5


def test_nobody_can_ask_around_for_sign_in_names(
    new_browser: NewBrowser, invited: Invite, claimed: Callable[..., Browser], ana: UUID, ben: UUID
) -> None:
    claimed(ana, sign_in_name="ana@example.org")
    made = invited(ben)
    answers = [
        new_browser().post("/api/invitations/claim", a_claim(made, sign_in_name="ana@example.org")).status_code
        for _ in range(12)
    ]
    assert answers == [409] * 10 + [429] * 2


def test_comings_and_goings_reach_the_access_record(
    claimed: Callable[..., Browser], acts: Callable[[], list[Any]], clock: MovableClock, ana: UUID
) -> None:
    phone = claimed(ana)
    steps: list[tuple[str, dict[str, Any] | None]] = [
        ("/api/invitations/continue", None),
        ("/api/sign-out", None),
        ("/api/sign-in", a_sign_in()),
    ]
    for path, body in steps:
        clock.advance(seconds=1)
        assert phone.post(path, body).status_code in {200, 204}
    me = phone.get("/api/me").json
    assert me is not None
    clock.advance(seconds=1)
    assert phone.post(f"/api/sign-ins/{me['sign_in']}/revoke").status_code == 204
    done = [Act.CLAIMED, Act.INVITED, Act.SIGNED_OUT, Act.SIGNED_IN, Act.REVOKED_SIGN_IN]
    assert acts() == [(act, ana, ana) for act in done]


def test_codes_for_ones_own_phones_are_a_participants_alone_and_not_endless(
    sign_in_participant: NewBrowser, sign_in_member: NewBrowser, ana: UUID, cho: UUID
) -> None:
    problem(sign_in_member(cho).post("/api/invitations/continue"), 404, "not-found")
    phone = sign_in_participant(ana)
    assert [phone.post("/api/invitations/continue").status_code for _ in range(11)] == [200] * 10 + [429]


def test_a_first_claim_is_kept_whole_or_not_at_all(
    new_browser: NewBrowser, invited: Invite, claimed: Callable[..., Browser], engine: Engine, ana: UUID, ben: UUID
) -> None:
    claimed(ana)
    made = invited(ben)
    problem(new_browser().post("/api/invitations/claim", a_claim(made)), 409, "sign-in-name-taken")
    with reading(engine) as session:
        account, invitation = session.get_one(Account, ben), session.get_one(Invitation, made.id)
        assert (account.sign_in_key, account.secret_hash, invitation.used_at) == (None, None, None)
        assert session.scalars(select(SignIn).where(SignIn.account_id == ben)).all() == []
