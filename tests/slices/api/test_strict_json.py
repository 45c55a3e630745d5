"""Hostile bodies: always a clear refusal, never a fault of ours."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.slices.browsing import Browser, problem

GOOD = (
    b'{"sign_in_name":"lantern-48","passphrase":"a long walk by the river","device_label":"Phone","shared_phone":false}'
)


def with_name(json_text: bytes) -> bytes:
    return GOOD.replace(b'"lantern-48"', json_text)


CORPUS: dict[str, tuple[int, bytes]] = {
    "empty": (400, b""),
    "blank": (400, b"  "),
    "cut": (400, GOOD[:-1]),
    "two values": (400, GOOD + GOOD),
    "a comment": (400, b"/* x */" + GOOD),
    "a comma too many": (400, GOOD.replace(b"false}", b"false,}")),
    "single quotes": (400, GOOD.replace(b'"', b"'")),
    "NaN": (400, with_name(b"NaN")),
    "Infinity": (400, with_name(b"-Infinity")),
    "1e999": (400, with_name(b"1e999")),
    "2^53": (400, with_name(b"9007199254740992")),
    "an endless number": (400, with_name(b"1" * 100_000)),
    "a key twice": (400, GOOD.replace(b"{", b'{"shared_phone":true,', 1)),
    "a key twice, one escaped": (400, GOOD.replace(b"{", b'{"shared\\u005fphone":true,', 1)),
    "a key twice deep down": (400, with_name(b'{"a":{"b":1,"b":2}}')),
    "100,000 brackets": (400, b"[" * 100_000 + b"]" * 100_000),
    "100,000 open brackets": (400, b"[" * 100_000),
    "100,000 braces": (400, b'{"a":' * 40_000 + b"1" + b"}" * 40_000),
    "33 levels": (400, with_name(b"[" * 33 + b"]" * 33)),
    "a byte order mark": (400, b"\xef\xbb\xbf" + GOOD),
    "UTF-16": (400, GOOD.decode().encode("utf-16")),
    "UTF-16 without a mark": (400, GOOD.decode().encode("utf-16-le")),
    "UTF-32": (400, GOOD.decode().encode("utf-32")),
    "Latin-1": (400, with_name('"Zoë"'.encode("latin-1"))),
    "an over-long form of a slash": (400, with_name(b'"\xc0\xaf"')),
    "a lone surrogate as bytes": (400, with_name(b'"\xed\xa0\xbd"')),
    "a raw newline in text": (400, with_name(b'"a\nb"')),
    "a raw NUL": (400, with_name(b'"a\x00b"')),
    "a list": (422, b"[]"),
    "a number": (422, b"1"),
    "null": (422, b"null"),
    "text": (422, b'"x"'),
    "a NUL escaped": (422, with_name(b'"a\\u0000b"')),
    "half an emoji": (422, with_name(b'"\\ud83d"')),
    "the other half": (422, with_name(b'"\\ude00"')),
    "halves in the wrong order": (422, with_name(b'"\\ude00\\ud83d"')),
    "half an emoji as a field": (422, GOOD.replace(b"{", b'{"\\ud83d":1,', 1)),
    "text in place of yes": (422, GOOD.replace(b"false", b'"false"')),
    "0 in place of no": (422, GOOD.replace(b"false", b"0")),
    "null in place of text": (422, with_name(b"null")),
    "a number in place of text": (422, with_name(b"48")),
    "a list in place of text": (422, with_name(b'["lantern-48"]')),
    "an unknown field": (422, GOOD.replace(b"{", b'{"role":"admin",', 1)),
    "a field called __proto__": (422, GOOD.replace(b"{", b'{"__proto__":{"a":1},', 1)),
    "too long a text": (422, with_name(b'"' + b"x" * 10_000 + b'"')),
    "200 KB of unknown fields": (422, b"{" + b",".join(b'"f%d":1' % n for n in range(20_000)) + b"}"),
    "10 MB": (413, b'"' + b"x" * 10_000_000 + b'"'),
    "one byte too many": (413, b" " * (256 * 1024 - len(GOOD) + 1) + GOOD),
}


def test_each_hostile_body_gets_a_clear_answer(new_browser: Callable[..., Browser], program: Any) -> None:
    browser = new_browser()
    headers = {**browser.own_headers, "Content-Type": "application/json"}
    found = {}
    for name, (_, data) in CORPUS.items():
        answer = browser.send("POST", "/api/sign-in", data=data, headers=headers)
        assert answer.content_type == "application/problem+json", name
        assert answer.json is not None, name
        assert answer.json["detail"], name
        assert b"Traceback" not in answer.data, name
        assert len(answer.data) < 2_000_000, name
        found[name] = answer.status_code
    assert found == {name: status for name, (status, _) in CORPUS.items()}


def test_a_good_body_of_just_the_size_that_is_allowed_is_read(
    new_browser: Callable[..., Browser], program: Any
) -> None:
    browser = new_browser()
    data = b" " * (256 * 1024 - len(GOOD)) + GOOD
    headers = {**browser.own_headers, "Content-Type": "application/json"}
    problem(browser.send("POST", "/api/sign-in", data=data, headers=headers), 401, "sign-in-refused")


@pytest.mark.parametrize("length", [256 * 1024 + 1, 10_000_000])
def test_a_body_that_does_not_say_its_length_is_cut_off_too(
    app: Flask, new_browser: Callable[..., Browser], program: Any, length: int
) -> None:
    browser = new_browser()
    answer = app.test_client().open(
        "/api/sign-in",
        method="POST",
        base_url=browser.settings.base_url,
        headers={**browser.own_headers, "Content-Type": "application/json"},
        input_stream=io.BytesIO(b"x" * length),
        environ_overrides={"wsgi.input_terminated": True},
    )
    problem(answer, 413, "too-large")
