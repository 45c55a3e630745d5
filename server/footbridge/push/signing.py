"""Who is sending: the signed header that push services ask for (VAPID, RFC 8292).

Owns: the claims, the signature, keeping it. Knows nothing of messages: one signature serves a push service for hours.
"""

import base64
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import orjson
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from footbridge.kernel.clock import Clock
from footbridge.push.keys import PushKeys

TOKEN_LIFE = timedelta(hours=12)  # RFC 8292 allows 24; Apple refuses more
# {"typ":"JWT","alg":"ES256"}
_ES256 = "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9"
# Apple answers 403 to a subject on a host that can't exist.
_SUBJECT = re.compile(r"mailto:[^\s@<>:]+@[^\s@<>]+\.[a-z]{2,}|https://[^\s/]+\.[^\s]+")


class BadSubject(ValueError):
    """The address that push services may write to is of the wrong shape."""


@dataclass
class Signer:
    """Writes the `vapid` header: one signature per push service, renewed at half life."""

    keys: PushKeys
    subject: str
    clock: Clock
    _known: dict[str, tuple[datetime, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _SUBJECT.fullmatch(self.subject):
            raise BadSubject(f"{self.subject!r} must be mailto:somebody@your-domain.org or an https:// address")

    def header(self, origin: str) -> str:
        """The Authorization header for the push service at `origin` (scheme, host, and the port if it is unusual)."""
        now = self.clock.now()
        known = self._known.get(origin)
        if known is None or known[0] - now < TOKEN_LIFE / 2:
            expires = now + TOKEN_LIFE
            claims = {"aud": origin, "exp": int(expires.timestamp()), "sub": self.subject}
            known = self._known[origin] = (expires, f"vapid t={self._token(claims)}, k={self.keys.public_text}")
        return known[1]

    def forget(self, origin: str) -> None:
        """Sign anew next time: this push service did not like the last one."""
        self._known.pop(origin, None)

    def get_authorization_header(self, endpoint: object, subscriber: str, expiration: int) -> str:
        """`webpush` asks this of its signer. Empty: `Encryptor` reads only the ciphertext."""
        return ""

    def _token(self, claims: dict[str, object]) -> str:
        signed = f"{_ES256}.{_base64url(orjson.dumps(claims))}"
        r, s = decode_dss_signature(self.keys.private_key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{signed}.{_base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
