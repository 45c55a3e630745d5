"""The key pair that signs our pushes (VAPID, RFC 8292).

Owns: making the two key files, reading them, checking that they belong together. Whoever holds the private one can push to every
subscription, so it is readable by its owner only. A new pair ends every subscription: phones then subscribe again.
"""

import base64
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

PRIVATE_NAME = "push-private.pem"
PUBLIC_NAME = "push-public.pem"


class BadPushKeys(ValueError):
    """The key files are missing or wrong; the text says what would do."""


@dataclass(frozen=True, slots=True)
class PushKeys:
    """A checked pair. `public_text` is what a browser subscribes with; `key_id` is its short name in our tables."""

    private_key: ec.EllipticCurvePrivateKey = field(repr=False)
    private_pem: bytes = field(repr=False)
    public_pem: bytes
    public_text: str
    key_id: str


def create_push_keys(folder: Path) -> PushKeys:
    """Write a fresh pair into `folder`, mode 0600, and return it. A pair that is already there is kept and returned."""
    if not (folder / PRIVATE_NAME).exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = ec.generate_private_key(ec.SECP256R1())
        # The public file goes first: a crash between the two leaves no private key, and the next try starts afresh.
        _write(folder / PUBLIC_NAME, _public_pem(key.public_key()))
        _write(folder / PRIVATE_NAME, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return load_push_keys(folder)


def load_push_keys(folder: Path) -> PushKeys:
    """The pair in `folder`.

    Raises:
        BadPushKeys: a file is missing, is no P-256 key, or the two don't belong together. Found out only at sending, every push
            service would refuse us.
    """
    try:
        private_pem = (folder / PRIVATE_NAME).read_bytes()
        public_pem = (folder / PUBLIC_NAME).read_bytes()
    except OSError as error:
        raise BadPushKeys(f"The push keys can't be read: {error}. `footbridge init` makes them.") from error
    return push_keys_of(private_pem, public_pem)


def push_keys_of(private_pem: bytes, public_pem: bytes) -> PushKeys:
    """The pair written in these two texts, checked.

    Raises:
        BadPushKeys: as `load_push_keys`.
    """
    try:
        private = load_pem_private_key(private_pem, password=None)
        public = load_pem_public_key(public_pem)
    except (ValueError, TypeError) as error:
        raise BadPushKeys(f"The push keys are not readable PEM: {error}") from error
    if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP256R1):
        raise BadPushKeys("The private push key is not a P-256 key.")
    if private.public_key() != public:
        raise BadPushKeys("The two push keys don't belong together. Put back the files that were made together.")
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    text = base64.urlsafe_b64encode(point).rstrip(b"=").decode()
    return PushKeys(
        private_key=private,
        private_pem=private_pem,
        public_pem=public_pem,
        public_text=text,
        key_id=key_id_of(text),
    )


def key_id_of(public_text: str) -> str:
    """The short name of a public key: 16 hex digits. Each subscription remembers which key it was made with."""
    return hashlib.sha256(public_text.rstrip("=").encode()).hexdigest()[:16]


def _public_pem(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(file.fileno(), 0o600)  # the mode above counts only for a new file
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
