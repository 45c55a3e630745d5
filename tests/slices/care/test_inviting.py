"""Taking somebody in, and inviting them again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from footbridge.accounts.models import Account, Caseload, Participant
from footbridge.audit.models import AccessRow, Act
from footbridge.program.models import CareGroup
from footbridge.schedule.importing import import_schedule
from footbridge.schedule.plan import ScheduleFile
from tests.slices.browsing import Browser, problem

SignIn = Callable[..., Browser]
WEEKLY = b"date,start,end,title\n2026-03-04,18:00,21:00,Evening group\n2026-03-05,18:00,21:00,Evening group\n"


def _new(evening: UUID, **over: Any) -> dict[str, Any]:
    return {"name": "Ana", "language": "en", "group": str(evening), **over}


def _claim(phone: Browser, token: str) -> Any:
    body = {
        "token": token,
        "sign_in_name": "river-42",
        "passphrase": "visitor alight affect jewelry",
        "name": "Ana",
        "language": "en",
        "zone": "America/Chicago",
        "device_label": "Phone",
        "shared_phone": False,
        "sharing": "team",
        "consent": True,
    }
    return phone.post("/api/invitations/claim", body)


def _token(answer: Any) -> str:
    link: str = answer.json["link"]
    return link.split("#t=")[1]


def test_whoever_takes_somebody_in_can_see_them_at_once(sign_in_member: SignIn, diaz: UUID, evening: UUID) -> None:
    browser = sign_in_member(diaz)
    answer = browser.post("/api/care/participants", _new(evening))
    assert answer.status_code == 201
    assert answer.json["purpose"] == "first"
    assert [one["id"] for one in browser.get("/api/care/people").json["people"]] == [answer.json["participant"]]


def test_the_link_opens_the_whole_program_on_the_persons_phone(
    sign_in_member: SignIn,
    new_browser: Callable[..., Browser],
    session: Session,
    cho: UUID,
    evening: UUID,
    now: datetime,
) -> None:
    group = session.get_one(CareGroup, evening)
    import_schedule(session, ScheduleFile("weekly.csv", WEEKLY), group=group, now=now)
    made = sign_in_member(cho).post("/api/care/participants", _new(evening, language="es"))
    phone = new_browser()
    me = _claim(phone, _token(made))
    assert (me.status_code, me.json["owner"]) == (201, made.json["participant"])
    message = {
        "owner": me.json["owner"],
        "device": str(uuid4()),
        "cursor": 0,
        "sent_at": "2026-03-02T18:00:00.000Z",
        "revisions": [],
    }
    changes = phone.post("/api/sync", message).json["changes"]
    kinds = sorted(one["kind"] for one in changes if not one["deleted"])
    assert kinds == ["appointment", "appointment", "me", "program"]


def test_the_code_works_as_the_link_does_and_each_once(
    sign_in_member: SignIn, new_browser: Callable[..., Browser], cho: UUID, evening: UUID
) -> None:
    made = sign_in_member(cho).post("/api/care/participants", _new(evening))
    looked = new_browser().post("/api/invitations/look", {"code": made.json["code"]})
    assert looked.json["kind"] == "participant"
    assert _claim(new_browser(), _token(made)).status_code == 201
    problem(new_browser().post("/api/invitations/look", {"code": made.json["code"]}), 409, "invitation-used")


def test_the_qr_code_is_an_svg_of_nothing_but_shapes(sign_in_member: SignIn, cho: UUID, evening: UUID) -> None:
    drawing = sign_in_member(cho).post("/api/care/participants", _new(evening)).json["qr_svg"]
    root = ET.fromstring(drawing)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert {element.tag.split("}")[1] for element in root.iter()} <= {"svg", "path"}


def test_front_desk_takes_somebody_in_for_a_clinician(
    sign_in_member: SignIn, session: Session, desk: UUID, diaz: UUID, evening: UUID
) -> None:
    made = sign_in_member(desk).post("/api/care/participants", _new(evening, clinician=str(diaz)))
    session.rollback()
    rows = session.scalars(select(Caseload).where(Caseload.participant_id == UUID(made.json["participant"])))
    assert [row.member_id for row in rows] == [diaz]


@pytest.mark.parametrize("who", ["desk", "nobody", "ana"])
def test_only_a_clinician_can_be_given_somebody(
    sign_in_member: SignIn, request: pytest.FixtureRequest, admin: UUID, evening: UUID, who: str, session: Session
) -> None:
    clinician = uuid4() if who == "nobody" else request.getfixturevalue(who)
    before = session.scalar(select(func.count()).select_from(Account))
    answer = sign_in_member(admin).post("/api/care/participants", _new(evening, clinician=str(clinician)))
    problem(answer, 404, "unknown-person")
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Account)) == before


def test_a_group_that_is_not_there(sign_in_member: SignIn, cho: UUID) -> None:
    problem(sign_in_member(cho).post("/api/care/participants", _new(uuid4())), 404, "unknown-group")


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"name": "   "}, "/name"),
        ({"name": "x" * 81}, "/name"),
        ({"name": "An\x00a"}, "/name"),
        ({"name": 7}, "/name"),
        ({"language": "fr"}, "/language"),
        ({"group": "Evening IOP"}, "/group"),
        ({"clinician": "Dr Cho"}, "/clinician"),
        ({"role": "admin"}, "/role"),
    ],
)
def test_a_field_that_is_wrong_is_named_and_nobody_is_made(
    sign_in_member: SignIn, session: Session, cho: UUID, evening: UUID, over: dict[str, Any], pointer: str
) -> None:
    before = session.scalar(select(func.count()).select_from(Participant))
    answer = sign_in_member(cho).post("/api/care/participants", _new(evening, **over))
    told = problem(answer, 422, "not-understood")
    assert [one["pointer"] for one in told["errors"]] == [pointer]
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Participant)) == before


def test_a_new_invitation_ends_the_one_before(
    sign_in_member: SignIn, new_browser: Callable[..., Browser], cho: UUID, evening: UUID
) -> None:
    browser = sign_in_member(cho)
    first = browser.post("/api/care/participants", _new(evening))
    second = browser.post(f"/api/care/participants/{first.json['participant']}/invitations")
    assert (second.status_code, second.json["purpose"]) == (201, "first")
    problem(_claim(new_browser(), _token(first)), 410, "invitation-expired")
    assert _claim(new_browser(), _token(second)).status_code == 201


def test_somebody_who_has_joined_gets_a_way_in_for_one_more_phone(
    sign_in_member: SignIn, new_browser: Callable[..., Browser], cho: UUID, evening: UUID
) -> None:
    browser = sign_in_member(cho)
    made = browser.post("/api/care/participants", _new(evening))
    _claim(new_browser(), _token(made))
    again = browser.post(f"/api/care/participants/{made.json['participant']}/invitations")
    assert (again.json["purpose"], again.json["expires_at"]) == ("new_phone", "2026-03-02T18:10:00.000Z")
    people = {one["id"]: one for one in browser.get("/api/care/people").json["people"]}
    assert people[made.json["participant"]]["joined"] is True


def test_each_invitation_is_in_the_access_record(
    sign_in_member: SignIn, session: Session, cho: UUID, evening: UUID
) -> None:
    browser = sign_in_member(cho)
    made = browser.post("/api/care/participants", _new(evening))
    browser.post(f"/api/care/participants/{made.json['participant']}/invitations")
    session.rollback()
    rows = session.scalars(select(AccessRow).where(AccessRow.act == Act.INVITED))
    assert [(row.actor, str(row.about)) for row in rows] == [(cho, made.json["participant"])] * 2


def test_a_clinician_invites_nobody_off_their_caseload(sign_in_member: SignIn, diaz: UUID, ana: UUID) -> None:
    problem(sign_in_member(diaz).post(f"/api/care/participants/{ana}/invitations"), 404, "unknown-person")


def test_front_desk_invites_anybody_there_is_and_nobody_there_is_not(
    sign_in_member: SignIn, desk: UUID, ana: UUID, cho: UUID
) -> None:
    browser = sign_in_member(desk)
    assert browser.post(f"/api/care/participants/{ana}/invitations").status_code == 201
    problem(browser.post(f"/api/care/participants/{uuid4()}/invitations"), 404, "unknown-person")
    problem(browser.post(f"/api/care/participants/{cho}/invitations"), 404, "unknown-person")


def test_a_participant_invites_nobody(sign_in_participant: SignIn, ana: UUID, ben: UUID, evening: UUID) -> None:
    browser = sign_in_participant(ana)
    problem(browser.post("/api/care/participants", _new(evening)), 404, "not-found")
    problem(browser.post(f"/api/care/participants/{ben}/invitations"), 404, "not-found")


def test_neither_token_nor_code_is_kept_in_the_open(
    sign_in_member: SignIn, session: Session, cho: UUID, evening: UUID
) -> None:
    made = sign_in_member(cho).post("/api/care/participants", _new(evening))
    session.rollback()
    stored = session.connection().exec_driver_sql("SELECT * FROM invitation").fetchall()
    text = " ".join(str(value) for row in stored for value in row)
    assert _token(made) not in text
    assert made.json["code"] not in text
