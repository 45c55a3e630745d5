"""Whatever JSON stands where a revision should, it is understood or refused in words; nothing is raised, nothing hidden."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from footbridge.sync.envelopes import Envelope, Result, read
from tests.slices.sync.conftest import KINDS, a_check_in, a_revision, an_entry

any_text = st.text(st.characters(codec=None), max_size=20)
any_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | any_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4),
    max_leaves=12,
)
whole = st.sampled_from([("check_in", a_check_in()), ("journal_entry", an_entry()), ("walk", {"steps": 1})])


def _is_an_answer(found: Envelope | Result) -> bool:
    if isinstance(found, Envelope):
        return True
    return found.status == "later" or (found.status == "rejected" and bool(found.problem and found.problem["detail"]))


@settings(max_examples=300, deadline=None)
@given(any_json)
def test_any_value_is_answered(sent: Any) -> None:
    assert _is_an_answer(read(sent, KINDS))


@settings(max_examples=400, deadline=None)
@given(whole, st.data())
def test_any_value_in_any_field_is_answered(kind_and_body: tuple[str, dict[str, Any]], data: st.DataObject) -> None:
    kind, body = kind_and_body
    sent = a_revision(dict(body), kind=kind)
    inside = data.draw(st.booleans())
    target = sent["body"] if inside else sent
    target[data.draw(st.sampled_from(sorted(target)))] = data.draw(any_json)
    assert _is_an_answer(read(sent, KINDS))
