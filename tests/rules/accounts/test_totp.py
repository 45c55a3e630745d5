"""The second factor's codes: which count, and when."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from footbridge.accounts import totp

# RFC 6238, appendix B: SHA-1, the last six digits of the table's eight.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
VECTORS = [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]


@pytest.mark.parametrize(("second", "code"), VECTORS)
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    assert totp.step_of(SECRET, code, now=datetime.fromtimestamp(second, UTC)) == second // 30


@pytest.mark.parametrize(("seconds", "counts"), [(-31, False), (-30, True), (0, True), (59, True), (60, False)])
def test_a_code_counts_for_its_half_minute_and_one_to_either_side(seconds: int, counts: bool) -> None:
    at = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
    code = pyotp.TOTP(SECRET).at(at)
    assert (totp.step_of(SECRET, code, now=at + timedelta(seconds=seconds)) is not None) is counts


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "２８７０８２", "28708٢", "-87082", "28\u00007082", "\ud83d"]
)
def test_what_is_no_code_is_refused_and_nothing_breaks(typed: str) -> None:
    assert totp.step_of(SECRET, typed, now=datetime.fromtimestamp(59, UTC)) is None


def test_blanks_within_a_code_do_not_matter() -> None:
    assert totp.step_of(SECRET, " 287 082 ", now=datetime.fromtimestamp(59, UTC)) == 1


def test_secrets_are_160_random_bits() -> None:
    made = {totp.new_secret() for _ in range(50)}
    assert len(made) == 50
    assert all(len(secret) == 32 for secret in made)
