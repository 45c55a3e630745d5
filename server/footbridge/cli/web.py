"""The web server: gunicorn with threads, set up here and nowhere else, so that no file of its own can change it."""

import logging
import socket
import sys
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from footbridge.app import create_app
from footbridge.cli.terminal import Stop
from footbridge.settings import Settings

THREADS = 4


class Web(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn serving one program. Each worker makes its own application: database handles must not cross a fork."""

    def __init__(self, settings: Settings, ready: str) -> None:
        self._settings = settings
        self._ready = ready
        super().__init__()

    def load_config(self) -> None:
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        for name, value in {
            "bind": f"{host}:{self._settings.port}",
            "worker_class": "gthread",
            "workers": self._settings.web_workers,
            "threads": THREADS,
            "timeout": 30,
            "graceful_timeout": 20,
            "keepalive": 5,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            # An access log would write down who was when in treatment.
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": self._say_ready,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return create_app(self._settings)

    def _say_ready(self, worker: Any) -> None:
        # Once: in the first worker, as soon as it has put the application together.
        if worker.age == 1:
            print(self._ready, flush=True)


def refuse_taken_port(settings: Settings) -> None:
    """Raises:
    Stop: another program answers at this address already, or it is not this machine's.
    """
    try:
        [(family, kind, protocol, _, where), *_] = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        with socket.socket(family, kind, protocol) as trial:
            # As the server does it: a port whose last user has just gone is free.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(where)
    except OSError as error:
        raise Stop(
            f"{settings.host} port {settings.port} can't be used ({error.strerror}). Stop the program that uses it, or set "
            "FOOTBRIDGE_PORT to another number."
        ) from error


def serve_web(settings: Settings, ready: str) -> None:
    """Serve until a signal ends it; say `ready` once requests are answered."""
    log_to_terminal()
    Web(settings, ready).run()


def log_to_terminal() -> None:
    """What this process has to tell goes to the terminal, or to whatever collects it."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s")
