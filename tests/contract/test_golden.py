"""The golden examples of contract/: what the server understands, refuses and how it counts."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from marshmallow import EXCLUDE

from footbridge.api.fields import check_body
from footbridge.app import OWN_KINDS
from footbridge.feed import fingerprints
from footbridge.feed.kinds import Kinds
from footbridge.kernel.errors import Invalid
from footbridge.sync.envelopes import Envelope, read
from footbridge.sync.schemas import SyncAnswerSchema, SyncRequestSchema

STAFF_KINDS = ("program", "me", "appointment")
CONTRACT = Path(__file__).resolve().parents[2] / "contract"


def _examples(kind: str, *messages: str) -> list[Any]:
    found = sorted(path for message in messages for path in (CONTRACT / kind / message).glob("*.json"))
    return [
        pytest.param(json.loads(path.read_text(encoding="utf-8")), id=f"{path.parent.name}/{path.stem}")
        for path in found
    ]


def _bad(*messages: str) -> list[Any]:
    return [one for one in _examples("bad", *messages) if "server" in one.values[0].get("checked_by", ["server"])]


def test_there_is_an_example_of_every_kind() -> None:
    assert {path.name for path in (CONTRACT / "good").iterdir()} >= {*OWN_KINDS, *STAFF_KINDS}


@pytest.mark.parametrize("example", _examples("good", *OWN_KINDS))
def test_every_body_ever_shipped_is_understood(example: dict[str, Any]) -> None:
    assert OWN_KINDS[example["message"]].check(example["value"], example["schema"])


@pytest.mark.parametrize("example", _bad(*OWN_KINDS))
def test_a_bad_body_is_refused_at_its_place(example: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        OWN_KINDS[example["message"]].check(example["value"], example["schema"])
    assert example["pointer"] in [one.pointer for one in refused.value.errors]


@pytest.mark.parametrize("example", _examples("good", "revision"))
def test_every_envelope_is_understood(example: dict[str, Any]) -> None:
    assert isinstance(read(example["value"], Kinds(own=OWN_KINDS)), Envelope)


@pytest.mark.parametrize("example", _bad("revision"))
def test_a_bad_envelope_is_answered_by_itself(example: dict[str, Any]) -> None:
    found = read(example["value"], Kinds(own=OWN_KINDS))
    assert not isinstance(found, Envelope)
    assert found.status == "rejected"
    assert found.problem is not None
    assert example["pointer"] in found.problem["detail"]


@pytest.mark.parametrize("example", _examples("good", "sync_request"))
def test_every_request_is_understood(example: dict[str, Any]) -> None:
    assert check_body(SyncRequestSchema(), example["value"])


@pytest.mark.parametrize("example", _bad("sync_request"))
def test_a_bad_request_is_refused_whole(example: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        check_body(SyncRequestSchema(), example["value"])
    assert example["pointer"] in [one.pointer for one in refused.value.errors]


@pytest.mark.parametrize("example", _examples("good", "sync_response"))
def test_the_answers_in_the_examples_are_ours(example: dict[str, Any]) -> None:
    assert SyncAnswerSchema(unknown=EXCLUDE).validate(example["value"]) == {}


@pytest.mark.parametrize("case", json.loads((CONTRACT / "digest.json").read_text(encoding="utf-8"))["cases"])
def test_both_sides_count_the_same_digest(case: dict[str, Any]) -> None:
    marks = [
        fingerprints.of_version(one["kind"], UUID(one["record"]), one["version"])
        if "version" in one
        else fingerprints.of_heads(one["kind"], UUID(one["record"]), [UUID(head) for head in one["heads"]])
        for one in case["records"]
        if not (one.get("deleted") and "version" in one)
    ]
    assert fingerprints.as_text(sum(marks)) == case["digest"]
