"""Who may call what: read from the routes themselves, so that a new one can't be forgotten."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from footbridge.accounts.models import Account, CareTeamMember, Role
from footbridge.api.routes import Routes, Undeclared, anyone
from footbridge.app import _refuse_undeclared
from footbridge.db import Model
from tests.conftest import MovableClock
from tests.slices.browsing import Browser, problem

SignIn = Callable[..., Browser]
WRITES = {"POST", "PUT", "PATCH", "DELETE"}

FOR_ANYONE = {
    "GET /",
    "GET /<page:path>",
    "GET /healthz",
    "GET /readyz",
    "GET /api/openapi.json",
    "POST /api/invitations/look",
    "POST /api/invitations/claim",
    "POST /api/sign-in",
    "POST /api/push/receipts",
}
"""What works without a sign-in. A line here is a decision."""


@dataclass(frozen=True)
class Call:
    """One way to call the program. `path` has made-up ids."""

    name: str
    method: str
    path: str
    policy: str

    def by(self, browser: Browser) -> int:
        if self.method in WRITES:
            return browser._write(self.method, self.path, {}, None).status_code
        return browser.get(self.path).status_code


def calls(app: Flask) -> Iterator[Call]:
    """Every route with every method that it takes."""
    adapter = app.url_map.bind("127.0.0.1:8000")
    for rule in app.url_map.iter_rules():
        values = {name: "x" if name == "path" else uuid4() for name in rule.arguments}
        path = adapter.build(rule.endpoint, values)
        policy = str(vars(app.view_functions[rule.endpoint])["policy"])  # set by the decorators
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Call(f"{method} {rule.rule}", method, path, policy)


def test_what_anyone_may_call_was_decided_by_hand(app: Flask) -> None:
    assert {call.name for call in calls(app) if call.policy == "anyone"} <= FOR_ANYONE


def test_without_a_sign_in_everything_else_is_closed(app: Flask, new_browser: SignIn, program: object) -> None:
    stranger = new_browser()
    answers = {call.name: call.by(stranger) for call in calls(app) if call.policy != "anyone"}
    assert len(answers) >= 6
    assert set(answers.values()) == {401}, answers


def test_the_other_sort_of_person_finds_nothing_there(
    app: Flask, sign_in_participant: SignIn, sign_in_member: SignIn, ana: UUID, cho: UUID
) -> None:
    phone, desk = sign_in_participant(ana), sign_in_member(cho)
    for call in calls(app):
        if call.policy.startswith("care_team"):
            assert call.by(phone) == 404, call
        elif call.policy == "participant":
            assert call.by(desk) == 404, call


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reaches_its_own_routes_only(
    app: Flask, sign_in_member: SignIn, make_member: Callable[..., CareTeamMember], ana: UUID, role: Role
) -> None:
    desk = sign_in_member(make_member("Dr Cho", role).id)
    for call in calls(app):
        sort, *roles = call.policy.split()
        if sort == "care_team" and roles and role not in roles:
            assert call.by(desk) == 404, call
        elif sort == "care_team":
            assert call.by(desk) != 401, call


def test_who_has_left_is_out_everywhere_at_once(
    app: Flask, sign_in_member: SignIn, session: Session, clock: MovableClock, cho: UUID
) -> None:
    desk = sign_in_member(cho)
    assert desk.get("/api/me").status_code == 200
    session.get_one(Account, cho).closed_at = clock.now()
    session.commit()
    answers = {call.name: call.by(desk) for call in calls(app) if call.policy != "anyone"}
    assert set(answers.values()) == {401}, answers


def test_a_body_takes_no_field_that_nobody_asked_for(
    app: Flask, new_browser: SignIn, sign_in_participant: SignIn, sign_in_member: SignIn, ana: UUID, cho: UUID
) -> None:
    """Mass assignment: somebody slips in whose it is, or what they are."""
    callers = {"participant": sign_in_participant(ana), "care_team": sign_in_member(cho), "anyone": new_browser()}
    callers["signed_in"] = callers["participant"]
    slipped_in = ("participant_id", "account_id", "kind_of_caller", "is_admin", "created_at")
    tried = 0
    for call in calls(app):
        if call.method in WRITES:
            browser = callers[call.policy.split()[0]]
            answer = browser._write(call.method, call.path, dict.fromkeys(slipped_in, "x"), None)
            pointers = {one["pointer"] for one in problem(answer, 422, "not-understood")["errors"]}
            assert {f"/{name}" for name in slipped_in} <= pointers, call
            tried += 1
    assert tried >= 6


def test_reading_changes_nothing(
    app: Flask, sign_in_participant: SignIn, sign_in_member: SignIn, session: Session, ana: UUID, cho: UUID
) -> None:
    """Every GET, by every sort of person. The access record alone grows: that somebody looked is what it is for."""
    browsers = [sign_in_participant(ana), sign_in_member(cho)]

    def everything() -> dict[str, list[str]]:
        session.rollback()
        tables = [table for table in Model.metadata.sorted_tables if table.name != "access_record"]
        return {table.name: sorted(map(repr, session.execute(table.select()))) for table in tables}

    before = everything()
    for call in calls(app):
        if call.method == "GET":
            for browser in browsers:
                call.by(browser)
                browser.send("HEAD", call.path)
    assert everything() == before


def test_a_route_without_a_policy_does_not_start() -> None:
    routes = Routes("made-up")
    with pytest.raises(Undeclared, match="does not say who may call it"):
        routes.get("/api/made-up")(lambda: "x")
    routes.get("/api/declared")(anyone(lambda: "x"))


def test_nor_does_a_program_with_one(app: Flask) -> None:
    # Put in past Routes, as an extension might.
    app.view_functions["sneaked-in"] = lambda: "x"
    app.url_map.add(type(next(app.url_map.iter_rules()))("/sneaked-in", endpoint="sneaked-in"))
    with pytest.raises(Undeclared, match="/sneaked-in"):
        _refuse_undeclared(app)  # type: ignore[arg-type]  # the fixture calls it a Flask, create_app makes an APIFlask
