"""What a push costs: encrypting it against the bare cryptography, sending it against other programs' ways.

Everything sends the same 1,024 bytes to the same local sink, over TLS as all push services want it, and counts the CPU time of
its own process. All are interleaved, each ratio is taken within a round and the middle one counts, since other work shares the
machine.

    python -m tests.bench.push [rounds]

The last line is JSON, messages per CPU-second:
  floor       key pair, ECDH, HKDF, AES-GCM by `cryptography`: what RFC 8291 can't do without
  stock       `webpush` as it comes
  ours        encrypted and signed (`encrypt`); claimed, asked again, encrypted, POSTed and settled (`end_to_end`, on SQLite)
  pywebpush   a loop over `pywebpush.webpush`, one call for each message, as its documentation and Django packages do it
  node        `web-push` with 64 kept connections; null when it is not installed
"""

import base64
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import orjson
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pywebpush import webpush as pywebpush
from webpush import WebPush, WebPushSubscription

from footbridge.kernel.clock import SystemClock
from footbridge.push.gateway import Encryptor
from footbridge.push.keys import PRIVATE_NAME, PushKeys, create_push_keys
from footbridge.push.sending import Target
from footbridge.push.signing import Signer
from tests.bench.crowd import Crowd
from tests.bench.sink import Running, sink
from tests.push_service.browser import BrowserKeys

PEERS = Path(__file__).parent / "peers"
SUBJECT = "mailto:operator@example.org"
PAYLOAD = b'{"web_push":8030,"notification":{"title":"Footbridge","body":"You have a reminder."}}'.ljust(1024)
ENCRYPTIONS = 500
SENDINGS = 400
SLOW_SENDINGS = 40
TARGETS = {
    ("ours_encrypt", "floor"): 0.6,
    ("ours_end_to_end", "floor"): 0.2,
    ("ours_end_to_end", "pywebpush"): 5.0,
    ("ours_end_to_end", "node_web_push"): 2.5,
}


@dataclass(frozen=True)
class Bench:
    """What every measurement shares."""

    keys: PushKeys
    key_file: Path
    browser: BrowserKeys
    target: Target
    certificate: Path

    def floor(self) -> None:
        """RFC 8291 with nothing around it; the browser's point is read once."""
        point = base64.urlsafe_b64decode(self.browser.p256dh + "=")
        auth = base64.urlsafe_b64decode(self.browser.auth + "==")
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        for _ in range(ENCRYPTIONS):
            own = ec.generate_private_key(ec.SECP256R1())
            own_point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
            secret = _derive(own.exchange(ec.ECDH(), public), auth, b"WebPush: info\0" + point + own_point, 32)
            key = _derive(secret, auth, b"Content-Encoding: aes128gcm\0", 16)
            nonce = _derive(secret, auth, b"Content-Encoding: nonce\0", 12)
            AESGCM(key).encrypt(nonce, PAYLOAD + b"\x02", None)

    def stock(self) -> None:
        """`webpush` as its documentation shows it."""
        sender = WebPush(self.keys.private_pem, self.keys.public_pem, subscriber="operator@example.org")
        keys = {"p256dh": self.target.p256dh, "auth": self.target.auth}
        subscription = WebPushSubscription.model_validate({"endpoint": self.target.endpoint, "keys": keys})
        for _ in range(ENCRYPTIONS):
            sender.get(PAYLOAD, subscription)

    def ours_encrypt(self) -> None:
        """Sealed and signed, as the gateway does it."""
        signer = Signer(self.keys, SUBJECT, SystemClock())
        encryptor = Encryptor(self.keys, signer)
        for _ in range(ENCRYPTIONS):
            encryptor.encrypt(PAYLOAD, self.target)
            signer.header("https://web.push.apple.com")

    def pywebpush_loop(self) -> None:
        """One call for each message."""
        info = {"endpoint": self.target.endpoint, "keys": {"p256dh": self.target.p256dh, "auth": self.target.auth}}
        for _ in range(SLOW_SENDINGS):
            claims: dict[str, str | int] = {"sub": SUBJECT}
            pywebpush(info, PAYLOAD, vapid_private_key=str(self.key_file), vapid_claims=claims, ttl=600)

    def node_web_push(self) -> float | None:
        """Messages per CPU-second of node's own process, by its own count."""
        if not (PEERS / "node_modules" / "web-push").is_dir():
            return None
        numbers = self.keys.private_key.private_numbers().private_value.to_bytes(32, "big")
        given = {
            "url": self.target.endpoint,
            "p256dh": self.target.p256dh,
            "auth": self.target.auth,
            "public_key": self.keys.public_text,
            "private_key": base64.urlsafe_b64encode(numbers).decode().rstrip("="),
            "payload": PAYLOAD.decode(),
            "count": SENDINGS,
        }
        command = ["node", "node_web_push.mjs", orjson.dumps(given).decode()]
        trusting = {**os.environ, "NODE_EXTRA_CA_CERTS": str(self.certificate)}
        done = subprocess.run(command, cwd=PEERS, env=trusting, capture_output=True, text=True, check=True)
        return float(orjson.loads(done.stdout)["per_cpu_s"])


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def per_cpu_s(work: Callable[[], None], count: int) -> float:
    """How many of `count` things `work` does per CPU-second of this process."""
    started = time.process_time()
    work()
    return count / (time.process_time() - started)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    home = Path(tempfile.mkdtemp(prefix="footbridge-bench-"))
    try:
        with sink(home) as running:
            os.environ["REQUESTS_CA_BUNDLE"] = str(running.certificate)  # pywebpush's only way to trust it
            run(home, running, rounds)
    finally:
        shutil.rmtree(home)


def run(home: Path, running: Running, rounds: int) -> None:
    keys, browser = create_push_keys(home), BrowserKeys()
    target = browser.target(f"{running.origin}/push/x")
    bench = Bench(keys, home / PRIVATE_NAME, browser, target, running.certificate)
    with Crowd(home, keys, running, size=SENDINGS) as crowd:
        measures: dict[str, Callable[[], float | None]] = {
            "floor": lambda: per_cpu_s(bench.floor, ENCRYPTIONS),
            "stock": lambda: per_cpu_s(bench.stock, ENCRYPTIONS),
            "ours_encrypt": lambda: per_cpu_s(bench.ours_encrypt, ENCRYPTIONS),
            "ours_end_to_end": crowd.measured,
            "pywebpush": lambda: per_cpu_s(bench.pywebpush_loop, SLOW_SENDINGS),
            "node_web_push": bench.node_web_push,
        }
        found: list[dict[str, float | None]] = []
        for number in range(rounds + 1):
            one = {name: measure() for name, measure in measures.items()}
            if number == 0:
                continue  # the first round warms up
            found.append(one)
            line = ", ".join(f"{name} {value:.0f}/s" for name, value in one.items() if value is not None)
            print(f"round {number}/{rounds}: {line}", flush=True)
    report(found)


def report(found: list[dict[str, float | None]]) -> None:
    """The ratios for people, then the line for programs."""
    if found[0]["node_web_push"] is None:
        print("NODE WEB-PUSH IS NOT INSTALLED: npm ci --prefix tests/bench/peers   (its figure is null)")
    for (ours, other), target in TARGETS.items():
        ratios = [a / b for one in found if (a := one[ours]) and (b := one[other])]
        if ratios:
            ratio = statistics.median(ratios)
            print(f"{ours} / {other}: {ratio:.2f} (target {target}: {'kept' if ratio >= target else 'NOT KEPT'})")
    middles = {name: _middle([one[name] for one in found]) for name in found[0]}
    print(orjson.dumps({f"{name}_per_cpu_s": value for name, value in middles.items()}).decode())


def _middle(values: list[float | None]) -> int | None:
    known = [value for value in values if value is not None]
    return round(statistics.median(known)) if known else None


if __name__ == "__main__":
    main()
