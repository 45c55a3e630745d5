"""Words at rest: sealed to a person and a place, gone with the key."""

import stat
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from footbridge.sealing.keyring import KeyDestroyed, Keyring
from footbridge.sealing.service import Sealer


def test_what_was_sealed_opens_again(sealer: Sealer) -> None:
    ana = uuid4()
    assert sealer.open_json(ana, sealer.seal_json(ana, {"note": "agua 🌊"}, where="t.c.1"), where="t.c.1") == {
        "note": "agua 🌊"
    }


def test_a_value_moved_to_another_row_or_person_does_not_open(sealer: Sealer) -> None:
    ana, ben = uuid4(), uuid4()
    sealed = sealer.seal(ana, b"words", where="t.c.1")
    for who, where in ((ana, "t.c.2"), (ben, "t.c.1")):
        with pytest.raises(InvalidTag):
            sealer.open(who, sealed, where=where)


def test_any_changed_bit_is_noticed(sealer: Sealer) -> None:
    ana = uuid4()
    sealed = sealer.seal(ana, b"words", where="t.c.1")

    @given(st.integers(8, len(sealed) * 8 - 1))
    def one_bit(position: int) -> None:
        changed = bytearray(sealed)
        changed[position // 8] ^= 1 << position % 8
        with pytest.raises(InvalidTag):
            sealer.open(ana, bytes(changed), where="t.c.1")

    one_bit()


def test_the_same_words_never_look_the_same(sealer: Sealer) -> None:
    ana = uuid4()
    assert len({sealer.seal(ana, b"words", where="t.c.1") for _ in range(1000)}) == 1000


def test_a_destroyed_key_is_gone_in_every_process_at_once(tmp_path: Path) -> None:
    ana, path = uuid4(), tmp_path / "keys.db"
    one, other = Keyring(path), Keyring(path)
    sealed = Sealer(one).seal(ana, b"words", where="t.c.1")
    assert Sealer(other).open(ana, sealed, where="t.c.1") == b"words"
    one.destroy(ana)
    for keyring in (one, other, Keyring(path)):
        with pytest.raises(KeyDestroyed):
            Sealer(keyring).open(ana, sealed, where="t.c.1")
        keyring.close()


def test_two_processes_agree_on_a_new_key(tmp_path: Path) -> None:
    ana, path = uuid4(), tmp_path / "keys.db"
    one, other = Keyring(path), Keyring(path)
    assert one.key_of(ana) == other.key_of(ana)
    assert one.secret("cookies") == other.secret("cookies") != one.secret("codes")
    one.close()
    other.close()


def test_only_the_owner_of_the_program_can_read_the_key_file(tmp_path: Path) -> None:
    keyring = Keyring(tmp_path / "home" / "keys.db")
    keyring.key_of(uuid4())
    for file in (tmp_path / "home").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    keyring.close()
