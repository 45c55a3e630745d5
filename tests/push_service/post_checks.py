"""What a push service may refuse a POST for: RFC 8030 (headers), 8188 and 8291 (body), 8292 (who signs), and Apple's own habits.

Strict on purpose: what passes here passes at every service that was read for it.
"""

import base64
import re
from collections.abc import Mapping
from datetime import datetime

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

MAX_BODY = 4096
HEADER_BYTES = 86  # salt 16, record size 4, key length 1, key 65


class Refusal(Exception):
    """The status and the reason that the service answers with."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def check_headers(headers: Mapping[str, str]) -> None:
    """TTL, Urgency and Topic are as RFC 8030 wants them."""
    if not re.fullmatch(r"\d{1,9}", headers.get("TTL", ""), re.ASCII):
        raise Refusal(400, "TTL")
    if headers.get("Urgency", "normal") not in {"very-low", "low", "normal", "high"}:
        raise Refusal(400, "Urgency")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", headers.get("Topic", "x")):
        raise Refusal(400, "Topic")


def check_body(body: bytes, headers: Mapping[str, str]) -> None:
    """The body is one aes128gcm record that a browser can read."""
    if len(body) > MAX_BODY:
        raise Refusal(413, "too large")
    if headers.get("Content-Encoding") != "aes128gcm":
        raise Refusal(400, "Content-Encoding")
    record_size = int.from_bytes(body[16:20], "big")
    if len(body) < HEADER_BYTES or body[20] != 65 or record_size < 18:
        raise Refusal(400, "aes128gcm header")
    if len(body) - HEADER_BYTES > record_size:
        raise Refusal(400, "record larger than its size says")


def check_signature(authorization: str, *, key: str, origin: str, now: datetime) -> dict[str, object]:
    """The claims of a VAPID header that was signed by `key` for `origin`."""
    found = re.fullmatch(r"vapid t=([^,]+), k=([A-Za-z0-9_-]+)", authorization)
    if found is None:
        raise Refusal(401, "no vapid header")
    if found[2] != key.rstrip("="):
        raise Refusal(403, "VapidPkHashMismatch")
    point = base64.urlsafe_b64decode(found[2] + "=" * (-len(found[2]) % 4))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    try:
        # The time is checked below, against the clock that the test moves.
        claims: dict[str, object] = jwt.decode(
            found[1], public, algorithms=["ES256"], audience=origin, options={"verify_exp": False, "require": ["exp"]}
        )
    except jwt.PyJWTError as error:
        raise Refusal(401, f"BadJwtToken {error}") from None
    left_s = int(str(claims["exp"])) - now.timestamp()
    if not 0 < left_s <= 86_400:
        raise Refusal(401, "exp is past or over 24 h away")
    if not re.fullmatch(r"mailto:[^@:]+@[^@]+\.[^@.]+|https://.+", str(claims.get("sub", ""))):
        raise Refusal(403, "BadJwtToken sub")
    return claims
