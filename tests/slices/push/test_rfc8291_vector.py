"""Our encryption against the worked example of RFC 8291, section 5: with its salt and its sender's key, byte for byte.

`webpush` ships no such test, so the suite must notice if an update of it changes the bytes.
"""

import base64
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from footbridge.kernel.clock import Clock
from footbridge.push.gateway import Encryptor
from footbridge.push.keys import PushKeys
from footbridge.push.sending import Target
from footbridge.push.signing import Signer

PLAIN = b"When I grow up, I want to be a watermelon"
RECEIVER = Target(
    endpoint="https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
    p256dh="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth="BTBZMqHH6r4Tts7J_aSIgg",
)
SENDER_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQ"
    "pu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_example_of_the_rfc_comes_out_byte_for_byte(
    push_keys: PushKeys, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = ec.derive_private_key(int.from_bytes(decoded(SENDER_PRIVATE), "big"), ec.SECP256R1())
    # Its randomness is not an argument of webpush, so the two modules it takes it from are replaced, inside it only.
    monkeypatch.setattr("webpush.os", SimpleNamespace(urandom=lambda _length: decoded(SALT)))
    curve = SimpleNamespace(
        generate_private_key=lambda *_any: sender,
        SECP256R1=ec.SECP256R1,
        ECDH=ec.ECDH,
        EllipticCurvePublicKey=ec.EllipticCurvePublicKey,
    )
    monkeypatch.setattr("webpush.ec", curve)
    encryptor = Encryptor(push_keys, Signer(push_keys, "mailto:operator@example.org", clock))
    assert encryptor.encrypt(PLAIN, RECEIVER) == decoded(BODY)
