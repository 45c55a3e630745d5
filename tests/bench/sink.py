"""A push service that takes everything, as cheaply as can be: it shares the machine with what is measured.

Runs in a process of its own, so that its CPU time is not counted. Speaks TLS, as every push service does.
"""

import asyncio
import multiprocessing
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from multiprocessing.connection import Connection
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from footbridge.kernel.clock import SystemClock

TAKEN = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"


class Sink(asyncio.Protocol):
    """Answers each POST with 201; reads Content-Length and nothing else."""

    def __init__(self) -> None:
        self._came = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._came += data
        while (end := self._came.find(b"\r\n\r\n")) >= 0:
            head = self._came[:end].lower()
            length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
            if len(self._came) < end + 4 + length:
                return
            self._came = self._came[end + 4 + length :]
            self._transport.write(TAKEN)


@dataclass(frozen=True)
class Running:
    """Where the sink is, and the certificate that makes it trusted."""

    origin: str
    certificate: Path


@contextmanager
def sink(folder: Path) -> Iterator[Running]:
    """A running sink; its certificate is written into `folder`."""
    certificate, key = folder / "sink-certificate.pem", folder / "sink-key.pem"
    _write_certificate(certificate, key)
    fresh = multiprocessing.get_context("spawn")
    here, there = fresh.Pipe(duplex=False)
    process = fresh.Process(target=_serve, args=(there, certificate, key), daemon=True)
    process.start()
    try:
        yield Running(f"https://127.0.0.1:{here.recv()}", certificate)
    finally:
        process.terminate()
        process.join()


def _serve(told: Connection, certificate: Path, key: Path) -> None:
    async def run() -> None:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(certificate, key)
        server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0, ssl=tls)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def _write_certificate(certificate: Path, key: Path) -> None:
    own, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sink")])
    now = SystemClock().now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(own, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    key.write_bytes(own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
