"""The key pair that signs pushes."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from footbridge.push.keys import (
    PRIVATE_NAME,
    PUBLIC_NAME,
    BadPushKeys,
    create_push_keys,
    key_id_of,
    load_push_keys,
)


def test_a_pair_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    made = create_push_keys(tmp_path / "keys")
    assert create_push_keys(tmp_path / "keys").public_text == made.public_text
    assert load_push_keys(tmp_path / "keys").key_id == made.key_id == key_id_of(made.public_text + "=")
    for name in (PRIVATE_NAME, PUBLIC_NAME):
        assert (tmp_path / "keys" / name).stat().st_mode & 0o777 == 0o600


def test_the_private_key_is_in_no_text_of_the_pair(tmp_path: Path) -> None:
    keys = create_push_keys(tmp_path)
    assert "PRIVATE" not in repr(keys)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadPushKeys, match="footbridge init"):
        load_push_keys(tmp_path)


def test_two_halves_of_different_pairs_are_refused(tmp_path: Path) -> None:
    create_push_keys(tmp_path / "one")
    create_push_keys(tmp_path / "two")
    (tmp_path / "two" / PUBLIC_NAME).rename(tmp_path / "one" / PUBLIC_NAME)
    with pytest.raises(BadPushKeys, match="belong together"):
        load_push_keys(tmp_path / "one")


@pytest.mark.parametrize(
    "private",
    [
        b"junk",
        rsa.generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        ec.generate_private_key(ec.SECP384R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    ],
)
def test_a_key_of_another_kind_is_refused(tmp_path: Path, private: bytes) -> None:
    create_push_keys(tmp_path)
    (tmp_path / PRIVATE_NAME).write_bytes(private)
    with pytest.raises(BadPushKeys):
        load_push_keys(tmp_path)
