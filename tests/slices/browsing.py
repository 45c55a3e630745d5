"""A browser as the server sees it: cookies, the app's own headers, JSON both ways."""

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Flask
from werkzeug.test import TestResponse

from footbridge.accounts import cookies
from footbridge.api.callers import Surroundings


class Browser:
    """Keeps its cookies and sends what the app sends. Nothing is retried, no redirect is followed."""

    def __init__(self, app: Flask, *, address: str = "192.0.2.10") -> None:
        around: Surroundings = app.extensions["footbridge"]
        self.settings = around.settings
        self.address = address
        self._client = app.test_client()
        # The client's own cookies would replace a Cookie header that a test writes by hand.
        self._bare_client = app.test_client(use_cookies=False)

    @property
    def cookie(self) -> str | None:
        """The sign-in cookie's value."""
        found = self._client.get_cookie(cookies.name(self.settings), domain=self._host)
        return None if found is None else found.decoded_value

    @cookie.setter
    def cookie(self, value: str | None) -> None:
        self._client.delete_cookie(cookies.name(self.settings), domain=self._host)
        if value is not None:
            self._client.set_cookie(cookies.name(self.settings), value, domain=self._host)

    @property
    def own_headers(self) -> dict[str, str]:
        """What the app puts on each request that writes."""
        return {"X-Footbridge": "1", "Origin": self.settings.base_url, "Sec-Fetch-Site": "same-origin"}

    def get(self, path: str, *, headers: Mapping[str, str] | None = None) -> TestResponse:
        return self._open("GET", path, {}, headers)

    def post(self, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None) -> TestResponse:
        return self._write("POST", path, body, headers)

    def put(self, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None) -> TestResponse:
        return self._write("PUT", path, body, headers)

    def delete(self, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None) -> TestResponse:
        return self._write("DELETE", path, body, headers)

    def send(
        self,
        method: str,
        path: str,
        *,
        data: bytes = b"",
        headers: Mapping[str, str] | None = None,
        base_url: str | None = None,
    ) -> TestResponse:
        """Exactly these bytes and headers, as no well-meaning browser would send them."""
        return self._open(method, path, {"data": data}, headers, base_url=base_url)

    def _write(self, method: str, path: str, body: Any, headers: Mapping[str, str] | None) -> TestResponse:
        data = {
            "data": body if isinstance(body, bytes) else orjson.dumps({} if body is None else body),
            "content_type": "application/json",
        }
        return self._open(method, path, data, {**self.own_headers, **(headers or {})})

    def _open(
        self,
        method: str,
        path: str,
        more: Mapping[str, Any],
        headers: Mapping[str, str] | None,
        *,
        base_url: str | None = None,
    ) -> TestResponse:
        client = self._bare_client if headers is not None and "Cookie" in headers else self._client
        return client.open(
            path,
            method=method,
            base_url=base_url or self.settings.base_url,
            headers=dict(headers or {}),
            environ_overrides={"REMOTE_ADDR": self.address},
            **more,
        )

    @property
    def _host(self) -> str:
        return self.settings.base_url.split("://", 1)[1].split(":", 1)[0]


def problem(response: TestResponse, status: int, slug: str) -> dict[str, Any]:
    """The problem document of an answer, after checking that it is this one."""
    found: dict[str, Any] = orjson.loads(response.data) if response.data else {}
    assert (response.status_code, found.get("type")) == (status, f"/problems/{slug}"), (response.status, found)
    assert response.content_type == "application/problem+json"
    assert found["status"] == status
    assert found["title"]
    assert found["detail"]
    return found
