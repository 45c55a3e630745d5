"""Encrypting a push and handing it to the push service.

Owns: the one use of `webpush`, as an encryptor only, and the HTTP client. `webpush` 1.0.6 remembers a call's ttl for all later
calls, drops the port from the signed audience and signs anew for each message; so nothing but the message and the browser's keys
is ever passed to it, and headers and signature are ours (`signing`). That makes 1.24 times the bare cost of the cryptography out
of 2.2 times. Never follows a redirect, never uses a proxy from the environment, reads 1 KB of a reply.
"""

import socket
import ssl
from urllib.parse import urlsplit

import aiohttp
from aiohttp.connector import AddrInfoType
from webpush import WebPush, WebPushSubscription
from webpush.types import WebPushKeys
from yarl import URL

from footbridge.kernel.clock import Clock
from footbridge.push.endpoint import UnusableSubscription, check_endpoint, is_public_address
from footbridge.push.keys import PushKeys
from footbridge.push.outcome import Answer, Result, judge
from footbridge.push.sending import Message, Sealed, Target
from footbridge.push.signing import Signer

# 4096 bytes of body less header, tag and delimiter (RFC 8291, section 4). Over it `webpush` writes what no browser can read.
MAX_PLAIN = 3993
REPLY_BYTES = 1024
AT_ONCE = 64
TIMEOUT = aiohttp.ClientTimeout(total=10, sock_connect=5)


class Encryptor:
    """Seals a payload to one browser (RFC 8291). One per process: it holds nothing of a message."""

    def __init__(self, keys: PushKeys, signer: Signer) -> None:
        self._webpush = WebPush(keys.private_pem, keys.public_pem, subscriber="unused@example.org")
        self._webpush.vapid = signer

    def encrypt(self, payload: bytes, target: Target) -> bytes:
        """The ciphertext that only this browser can open.

        Raises:
            ValueError: the payload is over `MAX_PLAIN` bytes, or the keys can't encrypt.
        """
        if len(payload) > MAX_PLAIN:
            raise ValueError(f"{len(payload)} bytes; a push may have {MAX_PLAIN}")
        # Both keys were checked when they came, and only they are read.
        keys = WebPushKeys.model_construct(p256dh=target.p256dh, auth=target.auth)
        subscription = WebPushSubscription.model_construct(endpoint="", keys=keys)
        encrypted: bytes = self._webpush.get(payload, subscription).encrypted
        return encrypted


class WebPushGateway:
    """Sends to the push services of the allow-list, many at a time over kept connections.

    `also_allowed`, `resolver` and `tls` let tests send to a push service of their own; no setting reaches them.
    """

    def __init__(
        self,
        keys: PushKeys,
        *,
        subject: str,
        clock: Clock,
        also_allowed: frozenset[str] = frozenset(),
        resolver: aiohttp.abc.AbstractResolver | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._signer = Signer(keys, subject, clock)
        self._encryptor = Encryptor(keys, self._signer)
        self._clock = clock
        self._also_allowed = also_allowed
        self._allowed_hosts = frozenset(urlsplit(origin).hostname for origin in also_allowed)
        self._resolver = resolver
        self._tls = tls
        self._session: aiohttp.ClientSession | None = None

    def seal(self, message: Message, target: Target) -> Sealed | Answer:
        """The message, encrypted; or the answer, when it can't be sent there."""
        try:
            origin = check_endpoint(target.endpoint, also_allowed=self._also_allowed)
        except UnusableSubscription:
            # It passed this check when it was stored; now the list is another. The phone subscribes again at its next start.
            return Answer(Result.GONE, reason="not allowed")
        try:
            return Sealed(message, target, origin, self._encryptor.encrypt(message.payload, target))
        except ValueError:
            # Too long, or keys that can't encrypt, which are refused when they come.
            return Answer(Result.REFUSED, reason="can't be encrypted")

    async def send(self, sealed: Sealed, *, ttl_s: int) -> Answer:
        """Send, once. Whatever happens is an `Answer`; the endpoint is in no message of it."""
        url = URL(sealed.target.endpoint, encoded=True)
        answer = await self._post(url, sealed.body, self._headers(sealed, ttl_s))
        if answer.result is Result.MISCONFIGURED:
            self._signer.forget(sealed.origin)
        return answer

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _headers(self, sealed: Sealed, ttl_s: int) -> dict[str, str]:
        return {
            "TTL": str(max(1, ttl_s)),
            "Urgency": sealed.message.urgency,
            "Topic": sealed.message.topic,
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "Authorization": self._signer.header(sealed.origin),
        }

    async def _post(self, url: URL, body: bytes, headers: dict[str, str]) -> Answer:
        try:
            async with self._open_session().post(url, data=body, headers=headers, allow_redirects=False) as reply:
                start = await _first_part(reply)
                return judge(
                    reply.status,
                    retry_after=reply.headers.get("Retry-After"),
                    body=start.decode("utf-8", "replace"),
                    now=self._clock.now(),
                )
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            # The text of such an error holds the address; its name is enough.
            return Answer(Result.RETRY, reason=type(error).__name__)

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=AT_ONCE,
                resolver=self._resolver,
                ssl=self._tls or True,
                socket_factory=self._socket_to,
                keepalive_timeout=60,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                timeout=TIMEOUT,
                trust_env=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                headers={"User-Agent": "footbridge"},
            )
        return self._session

    def _socket_to(self, address: AddrInfoType) -> socket.socket:
        """A socket for this address, if it is public. Asked at connect, when a name can't change its mind any more."""
        family, kind, protocol, _name, where = address
        host = str(where[0])
        if host not in self._allowed_hosts and not is_public_address(host):
            raise PrivateAddress(f"{host} is not a public address")
        return socket.socket(family, kind, protocol)


class PrivateAddress(OSError):
    """A push service's name leads into a private network."""


async def _first_part(reply: aiohttp.ClientResponse) -> bytes:
    start = b""
    while len(start) < REPLY_BYTES:
        more = await reply.content.read(REPLY_BYTES - len(start))
        if not more:
            return start
        start += more
    reply.close()  # the rest could be endless; this connection is not kept
    return start
