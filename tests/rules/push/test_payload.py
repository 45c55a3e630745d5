"""What travels inside a push."""

import json
import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footbridge.push.payload import LENGTH, LONGEST, Notice, PayloadTooLong, opaque_name, payload

NOTICE = Notice(
    kind="check_in",
    title="Footbridge",
    body="Tiene un recordatorio.",
    language="es",
    navigate="https://app.example.org/check-in?from=6f1c9b1e-0f57-4b0e-9d0a-3c1f2b4a5d6e",
    tag="x" * 32,
    delivery=UUID("1d2c3b4a-0f57-4b0e-9d0a-3c1f2b4a5d6e"),
    reminder=UUID("6f1c9b1e-0f57-4b0e-9d0a-3c1f2b4a5d6e"),
    expires_at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
)


def test_it_is_declarative_web_push_that_our_worker_may_change() -> None:
    found = json.loads(payload(NOTICE))
    assert found == {
        "web_push": 8030,
        "mutable": True,
        "notification": {
            "title": "Footbridge",
            "body": "Tiene un recordatorio.",
            "lang": "es",
            "dir": "ltr",
            "navigate": "https://app.example.org/check-in?from=6f1c9b1e-0f57-4b0e-9d0a-3c1f2b4a5d6e",
            "tag": "x" * 32,
            "data": {
                "kind": "check_in",
                "delivery": "1d2c3b4a-0f57-4b0e-9d0a-3c1f2b4a5d6e",
                "reminder": "6f1c9b1e-0f57-4b0e-9d0a-3c1f2b4a5d6e",
                "expires_at": "2026-11-23T02:00:00.000Z",
            },
        },
    }


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), st.sampled_from(["check_in", "appointment"]))
def test_every_payload_has_one_length(body: str, kind: str) -> None:
    written = payload(NOTICE._replace(body=body, kind=kind))
    assert len(written) == LENGTH
    assert json.loads(written)["notification"]["body"] == body


def test_one_that_does_not_fit_is_our_mistake() -> None:
    assert len(payload(NOTICE._replace(body="x" * LENGTH))) == LONGEST
    with pytest.raises(PayloadTooLong):
        payload(NOTICE._replace(body="x" * LONGEST))


def test_a_name_tells_nothing_and_is_the_same_each_time() -> None:
    secret, phone, other_phone = b"s" * 32, UUID(int=1), UUID(int=2)
    name = opaque_name(secret, NOTICE.reminder, phone)
    assert name == opaque_name(secret, NOTICE.reminder, phone)
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", name)  # RFC 8030: a Topic has at most 32 of these
    assert name != opaque_name(secret, NOTICE.reminder, other_phone)
    assert name != opaque_name(b"t" * 32, NOTICE.reminder, phone)
