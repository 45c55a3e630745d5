"""A browser's half of web push without a browser: keys, a subscription, and opening what came with the independent `http-ece`."""

import base64
import json
import secrets
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from footbridge.push.sending import Target
from tests.push_service.service import LocalPushService


class BrowserKeys:
    """The key pair and the secret that a browser makes for one subscription."""

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._auth = secrets.token_bytes(16)
        point = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.p256dh = _base64url(point)
        self.auth = _base64url(self._auth)

    def target(self, endpoint: str) -> Target:
        return Target(endpoint, self.p256dh, self.auth)

    def opened(self, body: bytes) -> bytes:
        """The plaintext of one push.

        Raises:
            Exception: it was not encrypted for this browser, or was changed.
        """
        plain: bytes = http_ece.decrypt(body, private_key=self._private, auth_secret=self._auth, version="aes128gcm")
        return plain


class SubscribedBrowser(BrowserKeys):
    """A browser that is subscribed at the local push service with our public key, and offline: its messages wait."""

    def __init__(self, service: LocalPushService, key: str | None) -> None:
        super().__init__()
        self._service = service
        self._channel = service.mailbox.open_channel(secrets.token_hex(8), secrets.token_hex(8), key)
        self.endpoint = service.endpoint(self._channel.token)

    @property
    def origin(self) -> str:
        return self._service.origin

    @property
    def as_target(self) -> Target:
        return self.target(self.endpoint)

    def inbox(self) -> list[dict[str, Any]]:
        """The messages that wait, opened, oldest first."""
        waiting = self._service.mailbox.waiting[self._channel.agent]
        return [json.loads(self.opened(one.body)) for one in waiting]


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
