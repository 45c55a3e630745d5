"""The push service itself, on one port of 127.0.0.1: POST for us, a websocket for Firefox.

Firefox finds it by the preferences in `firefox.py`. Faults are injected by `answer_next` (once) or `answers` (a rule).
"""

import asyncio
import base64
import json
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from footbridge.kernel.clock import Clock, SystemClock
from tests.push_service.mailbox import Mailbox, Stored
from tests.push_service.post_checks import Refusal, check_body, check_headers, check_signature

PATIENCE_S = 15.0


@dataclass
class Posted:
    """One POST as it came, and how it was answered."""

    path: str
    headers: dict[str, str]
    body: bytes
    status: int = 0
    reason: str = ""
    claims: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """An answer in place of the right one."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


class LocalPushService:
    """Start it, subscribe a browser to it, POST to it, look at what came."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.mailbox = Mailbox()
        self.posts: list[Posted] = []
        self.acks: list[dict[str, object]] = []
        self.frames: list[dict[str, object]] = []
        self.answers: Callable[[Posted], Fault | None] = lambda _post: None
        self.forgets_browsers = False
        self._is_cut_off = False
        self._faults: list[Fault] = []
        self._clock = clock or SystemClock()
        self._sockets: dict[str, web.WebSocketResponse] = {}
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner: web.AppRunner | None = None
        self.port = 0

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/"

    def endpoint(self, token: str) -> str:
        return f"{self.origin}/push/{token}"

    def start(self) -> "LocalPushService":
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(PATIENCE_S)
        return self

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(PATIENCE_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_S)
        self._loop.close()

    def wait_until(self, is_so: Callable[[], bool], what: str) -> None:
        """Wait until `is_so`; it is asked again after each message."""
        with self._changed:
            assert self._changed.wait_for(is_so, PATIENCE_S), f"the push service never saw: {what}"

    def answer_next(self, *faults: Fault) -> None:
        """Answer the next POSTs like this."""
        self._faults.extend(faults)

    def end(self, endpoint: str) -> None:
        """The subscription is over: 410 from now on."""
        self.mailbox.channels[endpoint.rsplit("/", 1)[1]].is_live = False

    def cut_off(self) -> None:
        """Let no browser through; messages wait until `let_in`."""
        self._is_cut_off = True
        for socket in list(self._sockets.values()):
            asyncio.run_coroutine_threadsafe(socket.close(), self._loop).result(PATIENCE_S)

    def let_in(self) -> None:
        """Browsers come back by themselves."""
        self._is_cut_off = False

    def send_again(self, post: Posted, *, body: bytes | None = None) -> None:
        """Take this POST once more, or another body in its place."""
        again = Posted(post.path, post.headers, post.body if body is None else body)
        stored = self._check_and_store(post.path.rsplit("/", 1)[1], again)
        asyncio.run_coroutine_threadsafe(self._deliver(stored.channel.agent), self._loop).result(PATIENCE_S)

    async def _listen(self) -> None:
        app = web.Application(client_max_size=65_536)
        app.router.add_get("/", self._serve_browser)
        app.router.add_post("/push/{token}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def _close(self) -> None:
        for socket in list(self._sockets.values()):
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def _tell(self) -> None:
        with self._changed:
            self._changed.notify_all()

    async def _take(self, request: web.Request) -> web.Response:
        """A message from us."""
        post = Posted(request.path, dict(request.headers), await request.read())
        self.posts.append(post)
        fault = self._faults.pop(0) if self._faults else self.answers(post)
        try:
            if fault is not None:
                post.status, post.reason = fault.status, "injected"
                return web.Response(status=fault.status, headers=fault.headers, text=fault.body)
            stored = self._check_and_store(request.match_info["token"], post)
            await self._deliver(stored.channel.agent)
            post.status = 201
            return web.Response(status=201, headers={"Location": f"{self.origin}/messages/{stored.version}"})
        except Refusal as refusal:
            post.status, post.reason = refusal.status, refusal.reason
            return web.json_response({"reason": refusal.reason}, status=refusal.status)
        finally:
            self._tell()

    def _check_and_store(self, token: str, post: Posted) -> Stored:
        channel = self.mailbox.channels.get(token)
        if channel is None:
            raise Refusal(404, "unknown subscription")
        if not channel.is_live:
            raise Refusal(410, "Unregistered")
        now = self._clock.now()
        check_headers(post.headers)
        check_body(post.body, post.headers)
        if channel.key is not None:
            signed = post.headers.get("Authorization", "")
            post.claims = check_signature(signed, key=channel.key, origin=self.origin, now=now)
        ttl_s = int(post.headers["TTL"])
        return self.mailbox.store(channel, post.body, topic=post.headers.get("Topic"), ttl_s=ttl_s, now=now)

    async def _serve_browser(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=("push-notification",))
        await socket.prepare(request)
        if self._is_cut_off:
            await socket.close()
        agent = ""
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            message = json.loads(frame.data)
            self.frames.append(message)
            if not message:
                await socket.send_str("{}")  # a ping
                continue
            agent = await self._answer_browser(socket, agent, message)
            self._tell()
        if self._sockets.get(agent) is socket:
            del self._sockets[agent]
        self._tell()
        return socket

    async def _answer_browser(self, socket: web.WebSocketResponse, agent: str, message: dict[str, object]) -> str:
        kind = message.get("messageType")
        if kind == "hello":
            known = None if self.forgets_browsers else message.get("uaid")
            agent = str(known or uuid.uuid4().hex)
            self._sockets[agent] = socket
            await _say(socket, kind, uaid=agent, use_webpush=True, broadcasts={})
            await self._deliver(agent)
        elif kind == "register":
            key = message.get("key")
            channel = self.mailbox.open_channel(agent, str(message["channelID"]), str(key) if key else None)
            await _say(socket, kind, channelID=channel.name, pushEndpoint=self.endpoint(channel.token))
        elif kind == "unregister":
            self.mailbox.end_channel(str(message["channelID"]))
            await _say(socket, kind, channelID=message["channelID"])
        elif kind == "ack":
            updates = message["updates"]
            assert isinstance(updates, list)
            for update in updates:
                self.acks.append(update)
                self.mailbox.acknowledge(agent, update["version"])
        return agent

    async def _deliver(self, agent: str) -> None:
        socket = self._sockets.get(agent)
        if socket is None or socket.closed:
            return
        for one in self.mailbox.deliverable(agent, self._clock.now()):
            data = base64.urlsafe_b64encode(one.body).rstrip(b"=").decode()
            await _say(
                socket,
                "notification",
                channelID=one.channel.name,
                version=one.version,
                data=data,
                headers={"encoding": "aes128gcm"},
            )


async def _say(socket: web.WebSocketResponse, kind: object, **fields: object) -> None:
    await socket.send_str(json.dumps({"messageType": kind, "status": 200, **fields}))
