"""No other site, form or host can write here in somebody's name."""

import gzip
from collections.abc import Callable
from uuid import UUID

from tests.slices.browsing import Browser, problem

JSON = "application/json"


def test_only_the_app_itself_can_write(sign_in_participant: Callable[..., Browser], ana: UUID) -> None:
    """Each of these would sign Ana out if it were let through."""
    phone = sign_in_participant(ana)
    own = phone.own_headers
    bare = {"X-Footbridge": "1"}
    cases: dict[str, tuple[int, dict[str, str], bytes]] = {
        "form": (415, {**own, "Content-Type": "application/x-www-form-urlencoded"}, b"a=1"),
        "multipart": (415, {**own, "Content-Type": "multipart/form-data; boundary=x"}, b"--x--\r\n"),
        "text": (415, {**own, "Content-Type": "text/plain"}, b"{}"),
        "text that says JSON": (415, {**own, "Content-Type": "text/plain; application/json"}, b"{}"),
        "no type": (415, own, b"{}"),
        "zipped": (415, {**own, "Content-Type": JSON, "Content-Encoding": "gzip"}, gzip.compress(b"{}")),
        "no header of ours": (403, {"Origin": own["Origin"], "Content-Type": JSON}, b"{}"),
        "no origin at all": (403, {**bare, "Content-Type": JSON}, b"{}"),
        "null origin": (403, {**bare, "Origin": "null", "Content-Type": JSON}, b"{}"),
        "null origin, same site": (
            403,
            {**bare, "Origin": "null", "Sec-Fetch-Site": "same-origin", "Content-Type": JSON},
            b"{}",
        ),
        "another site": (403, {**own, "Origin": "https://evil.example", "Content-Type": JSON}, b"{}"),
        "a sibling": (403, {**own, "Origin": "http://sibling.127.0.0.1:8000", "Content-Type": JSON}, b"{}"),
        "a lookalike": (403, {**own, "Origin": "http://127.0.0.1:8000.evil.example", "Content-Type": JSON}, b"{}"),
        "another port": (403, {**own, "Origin": "http://127.0.0.1:8001", "Content-Type": JSON}, b"{}"),
        "another scheme": (403, {**own, "Origin": "https://127.0.0.1:8000", "Content-Type": JSON}, b"{}"),
        "same site is not same origin": (403, {**own, "Sec-Fetch-Site": "same-site", "Content-Type": JSON}, b"{}"),
        "cross site": (403, {**own, "Sec-Fetch-Site": "cross-site", "Content-Type": JSON}, b"{}"),
        "typed by hand": (403, {**own, "Sec-Fetch-Site": "none", "Content-Type": JSON}, b"{}"),
        "a method in disguise": (405, {**own, "X-HTTP-Method-Override": "POST", "Content-Type": JSON}, b"{}"),
    }
    found = {}
    for name, (_, headers, data) in cases.items():
        method = "GET" if name == "a method in disguise" else "POST"
        answer = phone.send(method, "/api/sign-out", data=data, headers=headers)
        assert answer.content_type == "application/problem+json", name
        found[name] = answer.status_code
    assert found == {name: status for name, (status, _, _) in cases.items()}
    assert phone.get("/api/me").status_code == 200


def test_browsers_that_send_only_one_of_the_two_signs_are_let_in(
    sign_in_participant: Callable[..., Browser], ana: UUID
) -> None:
    for sign in ({"Origin": "http://127.0.0.1:8000"}, {"Sec-Fetch-Site": "same-origin"}):
        phone = sign_in_participant(ana)
        headers = {"X-Footbridge": "1", "Content-Type": "application/json; charset=utf-8", **sign}
        assert phone.send("POST", "/api/sign-out", data=b"{}", headers=headers).status_code == 204


def test_a_host_that_is_not_ours_is_answered_with_nothing(
    sign_in_participant: Callable[..., Browser], ana: UUID
) -> None:
    phone = sign_in_participant(ana)
    headers = {"Cookie": f"footbridge={phone.cookie}"}
    for host in (
        "http://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:9000",
        "http://127.0.0.1.evil.example:8000",
    ):
        answer = phone.send("GET", "/api/me", headers=headers, base_url=host)
        problem(answer, 400, "not-json")
    for trick in ({"X-Forwarded-Host": "evil.example"}, {"X-Forwarded-Proto": "https"}, {"X-Forwarded-For": "::1"}):
        assert phone.get("/api/me", headers=trick).status_code == 200  # said by nobody we trust, so not heard


def test_unknown_methods_are_refused(sign_in_participant: Callable[..., Browser], ana: UUID) -> None:
    phone = sign_in_participant(ana)
    for method in ("TRACE", "PATCH", "PUT", "PROPFIND"):
        answer = phone.send(method, "/api/me", data=b"{}", headers={**phone.own_headers, "Content-Type": JSON})
        assert answer.status_code == 405, method
        assert "GET" in answer.headers["Allow"]
