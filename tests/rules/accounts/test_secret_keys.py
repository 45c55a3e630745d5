"""Codes people type, and what names, tokens and addresses are kept as."""

import pytest

from footbridge.accounts import secret_keys
from footbridge.sealing.keyring import Keyring


def test_a_code_has_no_letters_that_look_alike() -> None:
    codes = {secret_keys.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 8 and not set(code) & set("O0I1") for code in codes)
    assert len(secret_keys.CODE_LETTERS) == len(set(secret_keys.CODE_LETTERS)) == 32


@pytest.mark.parametrize("typed", ["abcd2345", " ABCD 2345 ", "AbCd-2345", "a-b-c-d-2-3-4-5"])
def test_case_blanks_and_dashes_of_a_code_do_not_count(keyring: Keyring, typed: str) -> None:
    assert secret_keys.code_key(keyring, typed) == secret_keys.code_key(keyring, "ABCD2345")


def test_hashes_of_two_kinds_differ_for_one_text(keyring: Keyring) -> None:
    text = "abcd2345"
    kept = {
        secret_keys.name_key(keyring, text),
        secret_keys.token_key(keyring, text),
        secret_keys.code_key(keyring, text),
    }
    assert len(kept) == 3
    assert {len(one) for one in kept} == {32}


@pytest.mark.parametrize(
    ("address", "other", "are_one"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::2", True),
        (None, "not an address", True),
    ],
)
def test_tries_are_counted_by_network(address: str | None, other: str | None, are_one: bool) -> None:
    assert (secret_keys.network_of(address) == secret_keys.network_of(other)) is are_one


def test_a_bucket_tells_no_address(keyring: Keyring) -> None:
    name = secret_keys.bucket_key(keyring, "address", "192.0.2.1")
    assert "192" not in name.split(":")[0]
    assert name != secret_keys.bucket_key(keyring, "codes", "192.0.2.1")
