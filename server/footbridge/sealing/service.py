"""Sealing words at rest: AES-256-GCM under the participant's own key.

The place (`where`: table, column and row id) is bound into the seal, so a value moved to another row or person can't be opened.
"""

import os
from typing import Any
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from footbridge.sealing.keyring import Keyring

VERSION = b"\x01"
NONCE_BYTES = 12


class Sealer:
    """Seals and opens values; one per program."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def seal(self, participant: UUID, value: bytes, *, where: str) -> bytes:
        """`value` sealed for `participant` at `where` ("table.column.row-id"). Twice the same value gives two results."""
        return _seal(self._keyring.key_of(participant), value, _label(participant, where))

    def open(self, participant: UUID, sealed: bytes, *, where: str) -> bytes:
        """The value that `seal` was given.

        Raises:
            cryptography.exceptions.InvalidTag: changed, moved, or another person's.
            KeyDestroyed: the participant was erased.
        """
        return _open(self._keyring.key_of(participant), sealed, _label(participant, where))

    def seal_json(self, participant: UUID, value: Any, *, where: str) -> bytes:
        """A JSON value, sealed."""
        return self.seal(participant, orjson.dumps(value), where=where)

    def open_json(self, participant: UUID, sealed: bytes, *, where: str) -> Any:
        """The JSON value that `seal_json` was given."""
        return orjson.loads(self.open(participant, sealed, where=where))

    def seal_for_program(self, value: bytes, *, where: str) -> bytes:
        """`value` sealed under the program's own key: a care team member's second factor, for example."""
        return _seal(self._keyring.secret("program-seal"), value, _label(None, where))

    def open_for_program(self, sealed: bytes, *, where: str) -> bytes:
        """The value that `seal_for_program` was given."""
        return _open(self._keyring.secret("program-seal"), sealed, _label(None, where))


def _label(participant: UUID | None, where: str) -> bytes:
    return f"footbridge/1/{participant or 'program'}/{where}".encode()


def _seal(key: bytes, value: bytes, label: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, value, label)


def _open(key: bytes, sealed: bytes, label: bytes) -> bytes:
    if sealed[:1] != VERSION:
        raise ValueError("sealed by an unknown version")
    return AESGCM(key).decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], label)
