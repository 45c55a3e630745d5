"""What every answer carries, and what none tells."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from footbridge.accounts.invitations import invite
from footbridge.accounts.models import Purpose
from footbridge.sealing.keyring import Keyring
from footbridge.settings import Settings
from tests.conftest import MovableClock
from tests.slices.browsing import Browser, problem

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "media-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "footbridge",
}
EXACT = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


def assert_hardened(answer: TestResponse) -> None:
    directives = dict(one.strip().split(" ", 1) for one in answer.headers["Content-Security-Policy"].split(";"))
    assert directives == CSP
    assert {name: answer.headers.get(name) for name in EXACT} == EXACT
    assert "Server" not in answer.headers
    assert "X-Powered-By" not in answer.headers


def test_every_answer_is_hardened(sign_in_participant: Callable[..., Browser], ana: UUID) -> None:
    phone = sign_in_participant(ana)
    json_headers = {**phone.own_headers, "Content-Type": "application/json"}
    answers = {
        "a page": phone.get("/"),
        "a deep page": phone.get("/schedule/x"),
        "no such file": phone.get("/assets/none.js"),
        "an answer": phone.get("/api/me"),
        "no such address": phone.get("/api/none"),
        "wrong method": phone.send("PUT", "/api/me", data=b"{}", headers=json_headers),
        "wrong host": phone.send("GET", "/api/me", base_url="http://evil.example"),
        "not JSON": phone.send("POST", "/api/sign-out", data=b"x", headers=json_headers),
        "too large": phone.send("POST", "/api/sign-out", data=b"x" * 300_000, headers=json_headers),
        "not from here": phone.send("POST", "/api/sign-out", data=b"{}"),
        "signed out": phone.post("/api/sign-out"),
        "health": phone.get("/healthz"),
    }
    for name, answer in answers.items():
        assert_hardened(answer)
        if name not in {"a page", "a deep page", "no such file", "health"}:
            assert answer.headers["Cache-Control"] == "no-store", name
        assert "Strict-Transport-Security" not in answer.headers, name  # plain HTTP, on this machine alone


def test_a_fault_of_ours_tells_nothing_of_itself(
    app: Flask, new_browser: Callable[..., Browser], caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        raise RuntimeError("Ana wrote: a word that must not be told")

    app.testing = False
    app.view_functions["ops.healthz"] = broken
    answer = new_browser().get("/healthz")
    problem(answer, 500, "our-fault")
    assert_hardened(answer)
    assert b"Ana" not in answer.data
    assert "Ana" not in caplog.text
    assert "RuntimeError" in caplog.text


@pytest.fixture
def secure(settings: Settings) -> Settings:
    return replace(settings, base_url="https://app.example.org")


def test_over_tls_the_cookie_is_bound_to_this_host_alone(
    make_app: Callable[..., Flask],
    secure: Settings,
    session: Session,
    keyring: Keyring,
    clock: MovableClock,
    ana: UUID,
) -> None:
    token = invite(session, ana, purpose=Purpose.NEW_PHONE, keyring=keyring, now=clock.now()).token
    session.commit()
    phone = Browser(make_app(secure))
    body: dict[str, Any] = {"token": token, "device_label": "Phone", "shared_phone": False, "zone": "America/Chicago"}
    answer = phone.post("/api/invitations/claim", body)
    assert answer.status_code == 201
    [cookie] = answer.headers.getlist("Set-Cookie")
    name, *attributes = cookie.split("; ")
    assert name.startswith("__Host-footbridge=")
    assert {one.split("=")[0].lower() for one in attributes} >= {"secure", "httponly", "path", "samesite", "max-age"}
    assert "SameSite=Strict" in attributes
    assert "Path=/" in attributes
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert phone.get("/api/me").status_code == 200
    left = phone.post("/api/sign-out")
    assert left.status_code == 204
    assert "__Host-footbridge=;" in left.headers["Set-Cookie"]
    assert "Max-Age=0" in left.headers["Set-Cookie"]


def test_no_answer_sets_a_cookie_of_a_library(sign_in_participant: Callable[..., Browser], ana: UUID) -> None:
    phone = sign_in_participant(ana)
    for answer in (phone.get("/api/me"), phone.get("/"), phone.get("/api/none"), phone.get("/api/sign-ins")):
        assert "Set-Cookie" not in answer.headers
