"""Whom the care team sees, and what of them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from footbridge.accounts.models import Participant
from footbridge.accounts.people import put_on_caseload
from footbridge.audit.models import AccessRow, Act
from tests.conftest import MovableClock
from tests.slices.browsing import Browser, problem

SignIn = Callable[..., Browser]


def _names(browser: Browser) -> list[str]:
    return [one["name"] for one in browser.get("/api/care/people").json["people"]]


def _reads(session: Session, act: Act) -> list[tuple[UUID | None, UUID | None]]:
    session.rollback()
    rows = session.scalars(select(AccessRow).where(AccessRow.act == act))
    return [(row.actor, row.about) for row in rows]


def test_a_clinician_sees_their_caseload_and_nobody_else(
    sign_in_member: SignIn, cho: UUID, diaz: UUID, ana: UUID, ben: UUID
) -> None:
    assert _names(sign_in_member(cho)) == ["Ana"]
    assert _names(sign_in_member(diaz)) == []


def test_front_desk_and_admin_see_everybody_by_name_and_nothing_clinical(
    sign_in_member: SignIn, desk: UUID, admin: UUID, ana: UUID, ben: UUID, checked_in: Callable[..., UUID]
) -> None:
    checked_in(ana)
    for member in (desk, admin):
        people = sign_in_member(member).get("/api/care/people").json["people"]
        assert [one["name"] for one in people] == ["Ana", "Ben"]
        assert all(one["last_check_in_at"] is None and not one["on_caseload"] for one in people)


def test_an_admin_sees_clinical_data_of_their_own_caseload_only(
    sign_in_member: SignIn,
    session: Session,
    admin: UUID,
    ana: UUID,
    ben: UUID,
    checked_in: Callable[..., UUID],
    now: datetime,
) -> None:
    checked_in(ana)
    checked_in(ben)
    put_on_caseload(session, admin, ana, now=now)
    browser = sign_in_member(admin)
    first, second = browser.get("/api/care/people").json["people"]
    assert (first["on_caseload"], first["last_check_in_at"] is not None) == (True, True)
    assert (second["on_caseload"], second["last_check_in_at"]) == (False, None)
    assert browser.get(f"/api/care/people/{ana}/check-ins").status_code == 200
    problem(browser.get(f"/api/care/people/{ben}/check-ins"), 404, "unknown-person")


def test_the_row_tells_group_day_and_how_the_invitation_stands(
    sign_in_member: SignIn, desk: UUID, evening: UUID, clock: MovableClock
) -> None:
    browser = sign_in_member(desk)
    made = browser.post("/api/care/participants", {"name": "Ana", "language": "en", "group": str(evening)})
    [row] = browser.get("/api/care/people").json["people"]
    assert (row["groups"], row["day"], row["phase"], row["joined"]) == (["Evening IOP"], 1, "intensive", False)
    assert row["invited_until"] == made.json["expires_at"]

    clock.advance(days=3, minutes=1)
    [row] = sign_in_member(desk).get("/api/care/people").json["people"]
    assert (row["day"], row["invited_until"]) == (4, None)


def test_shared_check_ins_are_read_in_full_and_private_ones_not_at_all(
    sign_in_member: SignIn, cho: UUID, ana: UUID, checked_in: Callable[..., UUID], now: datetime
) -> None:
    shared = checked_in(ana, hours_ago=2)
    checked_in(ana, hours_ago=1, sharing="private", note="mine alone")
    answer = sign_in_member(cho).get(f"/api/care/people/{ana}/check-ins")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "mine alone" not in answer.text
    [row] = answer.json["check_ins"]
    assert (row["id"], row["mood"], row["urge"]) == (str(shared), 2, 6)
    assert (row["going_on"], row["helped"], row["note"]) == (["tired"], ["a walk"], "long day")
    assert (row["at"], row["received_at"]) == ("2026-03-02T16:00:00.000Z", "2026-03-02T18:00:00.000Z")
    assert row["prompted"] is False
    assert (answer.json["name"], answer.json["zone"], answer.json["older"]) == ("Ana", "America/Chicago", None)


def test_each_reading_is_written_where_the_person_can_see_it(
    sign_in_member: SignIn, session: Session, cho: UUID, ana: UUID, ben: UUID, checked_in: Callable[..., UUID]
) -> None:
    checked_in(ana)
    browser = sign_in_member(cho)
    browser.get("/api/care/people")
    browser.get(f"/api/care/people/{ana}/check-ins")
    browser.get(f"/api/care/people/{ana}/check-ins")
    assert _reads(session, Act.READ_PEOPLE) == [(cho, ana)]
    assert _reads(session, Act.READ_CHECK_INS) == [(cho, ana), (cho, ana)]


def test_a_reading_that_was_refused_is_not_written_as_one(
    sign_in_member: SignIn, session: Session, diaz: UUID, ana: UUID
) -> None:
    problem(sign_in_member(diaz).get(f"/api/care/people/{ana}/check-ins"), 404, "unknown-person")
    assert _reads(session, Act.READ_CHECK_INS) == []


def test_older_check_ins_come_page_by_page_and_none_is_skipped(
    sign_in_member: SignIn, cho: UUID, ana: UUID, checked_in: Callable[..., UUID]
) -> None:
    # Five share one instant right where the first page would end.
    times = [*range(1, 98), *[98] * 5, *range(99, 130)]
    wanted = {str(checked_in(ana, hours_ago=hours)) for hours in times}
    browser = sign_in_member(cho)
    first = browser.get(f"/api/care/people/{ana}/check-ins").json
    second = browser.get(f"/api/care/people/{ana}/check-ins?before={first['older']}").json
    seen = [one["id"] for one in first["check_ins"] + second["check_ins"]]
    assert len(first["check_ins"]) == 97
    assert second["older"] is None
    assert len(seen) == len(set(seen))
    assert set(seen) == wanted


@pytest.mark.parametrize("before", ["yesterday", "2026-03-02", "", "2026-13-02T00:00:00Z"])
def test_a_page_that_begins_at_no_time_is_refused(sign_in_member: SignIn, cho: UUID, ana: UUID, before: str) -> None:
    problem(sign_in_member(cho).get(f"/api/care/people/{ana}/check-ins?before={before}"), 400, "no-such-page")


def test_whoever_keeps_check_ins_private_is_shown_as_such(
    sign_in_member: SignIn, session: Session, cho: UUID, ana: UUID
) -> None:
    session.get_one(Participant, ana).sharing = "team"
    browser = sign_in_member(cho)
    assert browser.get(f"/api/care/people/{ana}/check-ins").json["sharing"] == "team"


class TestNobodyElse:
    """For everybody who may not, the address does not exist."""

    PATHS = ("people", "people/{ana}/check-ins", "groups", "clinicians", "program")

    @pytest.mark.parametrize("path", PATHS)
    def test_signed_out(self, new_browser: Callable[..., Browser], ana: UUID, path: str) -> None:
        problem(new_browser().get(f"/api/care/{path.format(ana=ana)}"), 401, "signed-out")

    @pytest.mark.parametrize("path", PATHS)
    def test_a_participant(self, sign_in_participant: SignIn, ana: UUID, path: str) -> None:
        problem(sign_in_participant(ana).get(f"/api/care/{path.format(ana=ana)}"), 404, "not-found")

    def test_front_desk_reads_no_check_ins(
        self, sign_in_member: SignIn, session: Session, desk: UUID, ana: UUID, now: datetime
    ) -> None:
        put_on_caseload(session, desk, ana, now=now)
        problem(sign_in_member(desk).get(f"/api/care/people/{ana}/check-ins"), 404, "not-found")

    def test_an_id_that_is_nobodys_looks_like_somebody_elses(
        self, sign_in_member: SignIn, cho: UUID, ben: UUID
    ) -> None:
        browser = sign_in_member(cho)
        of_ben = problem(browser.get(f"/api/care/people/{ben}/check-ins"), 404, "unknown-person")
        of_nobody = problem(browser.get(f"/api/care/people/{uuid4()}/check-ins"), 404, "unknown-person")
        assert of_ben == of_nobody

    def test_staff_who_were_away_too_long(
        self, sign_in_member: SignIn, cho: UUID, ana: UUID, clock: MovableClock
    ) -> None:
        browser = sign_in_member(cho)
        clock.advance(minutes=15)
        problem(browser.get("/api/care/people"), 401, "signed-out")


def test_groups_clinicians_and_the_program_have_what_the_page_shows(
    sign_in_member: SignIn, cho: UUID, diaz: UUID, desk: UUID, evening: UUID
) -> None:
    browser = sign_in_member(desk)
    assert browser.get("/api/care/groups").json == {"groups": [{"id": str(evening), "name": "Evening IOP"}]}
    assert [one["name"] for one in browser.get("/api/care/clinicians").json["clinicians"]] == ["Dr Cho", "Dr Diaz"]
    program = browser.get("/api/care/program").json
    assert program["team_hours"] == {"en": "8 to 5", "es": "de 8 a 5"}
    assert program["lines"][0]["phone"] == "+13125550142"


def test_day_one_is_the_programs_day_not_the_servers(
    sign_in_member: SignIn, desk: UUID, evening: UUID, clock: MovableClock
) -> None:
    # 23:30 in Chicago is the next day in UTC.
    clock.advance(hours=11, minutes=30)
    browser = sign_in_member(desk)
    browser.post("/api/care/participants", {"name": "Ana", "language": "en", "group": str(evening)})
    assert browser.get("/api/care/people").json["people"][0]["day"] == 1
    assert clock.now().date() == datetime(2026, 3, 3).date()  # noqa: DTZ001  a date alone
    assert timedelta(0) < clock.now() - clock.now().replace(hour=0, minute=0)
