"""The gateway against the local push service: encryption, signature, headers, and what it refuses to do."""

import asyncio
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footbridge.kernel.clock import Clock
from footbridge.push.gateway import MAX_PLAIN, Encryptor, WebPushGateway
from footbridge.push.keys import PushKeys, create_push_keys
from footbridge.push.outcome import Answer, Result
from footbridge.push.sending import Message, Sealed, Target, Urgency
from footbridge.push.signing import BadSubject, Signer
from tests.push_service.browser import BrowserKeys, SubscribedBrowser
from tests.push_service.service import Fault, LocalPushService

SUBJECT = "mailto:operator@example.org"
MESSAGE = Message(payload=b'{"n":1}', urgency=Urgency.HIGH, topic="a" * 32)


@pytest.fixture
def gateway(push_keys: PushKeys, push_service: LocalPushService, clock: Clock) -> WebPushGateway:
    allowed = frozenset({push_service.origin})
    return WebPushGateway(push_keys, subject=SUBJECT, clock=clock, also_allowed=allowed)


def send(gateway: WebPushGateway, *sendings: tuple[Message, Target]) -> list[Answer]:
    """Send all, one after the other, then close."""

    async def run() -> list[Answer]:
        try:
            return [await send_one(gateway, message, target) for message, target in sendings]
        finally:
            await gateway.close()

    return asyncio.run(run())


async def send_one(gateway: WebPushGateway, message: Message, target: Target, *, ttl_s: int = 600) -> Answer:
    sealed = gateway.seal(message, target)
    return sealed if isinstance(sealed, Answer) else await gateway.send(sealed, ttl_s=ttl_s)


def test_a_browser_opens_what_was_sent(
    gateway: WebPushGateway, push_service: LocalPushService, push_keys: PushKeys
) -> None:
    browser = SubscribedBrowser(push_service, push_keys.public_text)
    message = Message('{"grüße":"¡sí! 🌉"}'.encode(), Urgency.HIGH, "topic")
    [answer] = send(gateway, (message, browser.as_target))
    assert answer == Answer(Result.ACCEPTED, 201)
    assert browser.inbox() == [{"grüße": "¡sí! 🌉"}]


def test_the_headers_say_how_long_how_soon_and_what_it_replaces(
    gateway: WebPushGateway, push_service: LocalPushService, push_keys: PushKeys
) -> None:
    browser = SubscribedBrowser(push_service, push_keys.public_text)
    send(gateway, (MESSAGE, browser.as_target))
    [post] = push_service.posts
    assert (post.headers["TTL"], post.headers["Urgency"], post.headers["Topic"]) == ("600", "high", "a" * 32)
    assert post.claims["aud"] == push_service.origin  # with its port, which webpush drops
    assert post.claims["sub"] == SUBJECT
    assert "aiohttp" not in post.headers["User-Agent"]


def test_a_later_message_of_one_topic_replaces_what_waits(
    gateway: WebPushGateway, push_service: LocalPushService, push_keys: PushKeys
) -> None:
    browser = SubscribedBrowser(push_service, push_keys.public_text)
    send(gateway, *((Message(b'{"n":%d}' % n, Urgency.LOW, "same"), browser.as_target) for n in range(3)))
    assert browser.inbox() == [{"n": 2}]


def test_mixed_lifetimes_in_many_threads_stay_apart(push_keys: PushKeys, clock: Clock) -> None:
    """webpush keeps a call's ttl for all later calls and threads; ours are never handed to it."""
    gateway = WebPushGateway(push_keys, subject=SUBJECT, clock=clock)
    browsers = [BrowserKeys() for _ in range(16)]

    def seal(n: int) -> tuple[str, str, str]:
        browser = browsers[n % 16]
        target = browser.target("https://web.push.apple.com/x")
        sealed = gateway.seal(Message(b'{"n":%d}' % n, Urgency.LOW, str(n)), target)
        assert isinstance(sealed, Sealed)
        headers = gateway._headers(sealed, n + 1)
        return headers["TTL"], headers["Topic"], browser.opened(sealed.body).decode()

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(seal, range(320))) == [(str(n + 1), str(n), f'{{"n":{n}}}') for n in range(320)]


def test_one_signature_serves_a_push_service_until_half_its_life(push_keys: PushKeys, clock: Any) -> None:
    signer = Signer(push_keys, SUBJECT, clock)
    first = signer.header("https://web.push.apple.com")
    assert signer.header("https://fcm.googleapis.com") != first
    clock.advance(hours=5)
    assert signer.header("https://web.push.apple.com") == first
    clock.advance(hours=2)
    assert signer.header("https://web.push.apple.com") != first


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(plain=st.binary(max_size=MAX_PLAIN))
def test_whatever_fits_is_opened_by_another_implementation(push_keys: PushKeys, clock: Clock, plain: bytes) -> None:
    encryptor = Encryptor(push_keys, Signer(push_keys, SUBJECT, clock))
    browser = BrowserKeys()
    body = encryptor.encrypt(plain, browser.target("https://web.push.apple.com/x"))
    assert browser.opened(body) == plain
    assert len(body) == len(plain) + 103


def test_one_byte_more_than_fits_is_refused_here(push_keys: PushKeys, clock: Clock) -> None:
    encryptor = Encryptor(push_keys, Signer(push_keys, SUBJECT, clock))
    target = BrowserKeys().target("https://web.push.apple.com/x")
    assert len(encryptor.encrypt(b"x" * MAX_PLAIN, target)) == 4096
    with pytest.raises(ValueError, match="3994"):
        encryptor.encrypt(b"x" * (MAX_PLAIN + 1), target)


@pytest.mark.parametrize(
    "subject",
    ["operator@example.org", "mailto:mailto:a@b.org", "mailto:a@localhost", "mailto:a b@c.org", "https://", ""],
)
def test_a_subject_that_apple_refuses_stops_the_program(push_keys: PushKeys, clock: Clock, subject: str) -> None:
    with pytest.raises(BadSubject):
        WebPushGateway(push_keys, subject=subject, clock=clock)


def test_an_ended_subscription_is_gone(
    gateway: WebPushGateway, push_service: LocalPushService, push_keys: PushKeys
) -> None:
    browser = SubscribedBrowser(push_service, push_keys.public_text)
    push_service.end(browser.endpoint)
    assert send(gateway, (MESSAGE, browser.as_target)) == [Answer(Result.GONE, 410, reason="Unregistered")]


def test_another_signing_key_parks_the_subscription(
    gateway: WebPushGateway, push_service: LocalPushService, tmp_path: Any
) -> None:
    other = create_push_keys(tmp_path)
    browser = SubscribedBrowser(push_service, other.public_text)
    [answer] = send(gateway, (MESSAGE, browser.as_target))
    assert answer.result is Result.STALE


def test_after_a_refused_signature_the_next_is_made_anew(
    gateway: WebPushGateway, push_service: LocalPushService, push_keys: PushKeys
) -> None:
    browser = SubscribedBrowser(push_service, push_keys.public_text)
    push_service.answer_next(Fault(403, body='{"reason":"BadJwtToken"}'))
    answers = send(gateway, (MESSAGE, browser.as_target), (MESSAGE, browser.as_target))
    assert [answer.result for answer in answers] == [Result.MISCONFIGURED, Result.ACCEPTED]
    first, second = (post.headers["Authorization"] for post in push_service.posts)
    assert first != second


def test_a_redirect_is_not_followed(
    gateway: WebPushGateway, push_service: LocalPushService, push_keys: PushKeys
) -> None:
    browser = SubscribedBrowser(push_service, push_keys.public_text)
    push_service.answer_next(Fault(307, {"Location": f"{push_service.origin}/push/elsewhere"}))
    [answer] = send(gateway, (MESSAGE, browser.as_target))
    assert answer.result is Result.REFUSED
    assert len(push_service.posts) == 1


def test_retry_after_comes_through(
    gateway: WebPushGateway, push_service: LocalPushService, push_keys: PushKeys
) -> None:
    browser = SubscribedBrowser(push_service, push_keys.public_text)
    push_service.answer_next(Fault(429, {"Retry-After": "120"}))
    [answer] = send(gateway, (MESSAGE, browser.as_target))
    assert answer.retry_after is not None
    assert (answer.result, answer.retry_after.total_seconds()) == (Result.RETRY, 120)


def test_an_endpoint_that_is_not_allowed_any_more_is_never_called(push_keys: PushKeys, clock: Clock) -> None:
    gateway = WebPushGateway(push_keys, subject=SUBJECT, clock=clock)
    target = BrowserKeys().target("https://push.evil.example/x")
    assert send(gateway, (MESSAGE, target)) == [Answer(Result.GONE, reason="not allowed")]


class LyingResolver(aiohttp.abc.AbstractResolver):
    """Says that a push service lives on this machine, as a rebound name would."""

    def __init__(self, address: str, port: int) -> None:
        self._address, self._port = address, port

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[Any]:
        family = socket.AF_INET6 if ":" in self._address else socket.AF_INET
        return [{"hostname": host, "host": self._address, "port": self._port, "family": family, "proto": 0, "flags": 0}]

    async def close(self) -> None:
        return None


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1"])
def test_a_name_that_leads_inside_is_refused_at_connect(
    push_keys: PushKeys, push_service: LocalPushService, clock: Clock, address: str
) -> None:
    resolver = LyingResolver(address, push_service.port)
    gateway = WebPushGateway(push_keys, subject=SUBJECT, clock=clock, resolver=resolver)
    target = BrowserKeys().target("https://fcm.googleapis.com/fcm/send/x")
    [answer] = send(gateway, (MESSAGE, target))
    assert answer.result is Result.RETRY
    assert "fcm" not in answer.reason
    assert push_service.posts == []


def test_a_proxy_from_the_environment_is_not_used(
    gateway: WebPushGateway, push_service: LocalPushService, push_keys: PushKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    browser = SubscribedBrowser(push_service, push_keys.public_text)
    assert send(gateway, (MESSAGE, browser.as_target))[0].result is Result.ACCEPTED


@pytest.mark.parametrize("length", [0, 5, 1024, 1025, 5_000_000])
def test_only_the_first_part_of_a_reply_is_read(push_keys: PushKeys, clock: Clock, length: int) -> None:
    async def run() -> list[Answer]:
        stop, port = await _serve(lambda _request: web.Response(status=201, body=b"x" * length))
        target = BrowserKeys().target(f"http://127.0.0.1:{port}/x")
        allowed = frozenset({f"http://127.0.0.1:{port}"})
        gateway = WebPushGateway(push_keys, subject=SUBJECT, clock=clock, also_allowed=allowed)
        answers = [await send_one(gateway, MESSAGE, target) for _ in range(2)]
        await gateway.close()
        await stop.cleanup()
        return answers

    assert asyncio.run(run()) == [Answer(Result.ACCEPTED, 201)] * 2


def test_a_service_that_is_not_there_is_tried_again_later(push_keys: PushKeys, clock: Clock) -> None:
    gateway = WebPushGateway(push_keys, subject=SUBJECT, clock=clock, also_allowed=frozenset({"http://127.0.0.1:9"}))
    [answer] = send(gateway, (MESSAGE, BrowserKeys().target("http://127.0.0.1:9/x")))
    assert answer.result is Result.RETRY
    assert "127.0.0.1" not in answer.reason


def test_an_endpoint_is_sent_to_letter_by_letter(push_keys: PushKeys, clock: Clock) -> None:
    """Windows' tokens hold escapes that decoding and encoding again would change, and then refuses them."""
    seen = []

    async def run() -> None:
        def note(request: web.Request) -> web.Response:
            seen.append(request.raw_path)
            return web.Response(status=201)

        stop, port = await _serve(note)
        target = BrowserKeys().target(f"http://127.0.0.1:{port}/w/?token=BQ%2b%3d%2F:~!")
        allowed = frozenset({f"http://127.0.0.1:{port}"})
        gateway = WebPushGateway(push_keys, subject=SUBJECT, clock=clock, also_allowed=allowed)
        await send_one(gateway, MESSAGE, target)
        await gateway.close()
        await stop.cleanup()

    asyncio.run(run())
    assert seen == ["/w/?token=BQ%2b%3d%2F:~!"]


async def _serve(answer: Callable[[web.Request], web.Response]) -> tuple[web.AppRunner, int]:
    async def handler(request: web.Request) -> web.Response:
        await request.read()
        return answer(request)

    app = web.Application()
    app.router.add_post("/{any:.*}", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, int(runner.addresses[0][1])
