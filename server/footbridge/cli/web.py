"""The web server: gunicorn with threads, set up here and nowhere else, so that no file of its own can change it."""

import logging
import sys
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from footbridge.app import create_app
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
            "when_ready": self._say_ready,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return create_app(self._settings)

    def _say_ready(self, _server: Any) -> None:
        print(self._ready, flush=True)


def serve_web(settings: Settings, ready: str) -> None:
    """Serve until a signal ends it; say `ready` once requests are answered."""
    log_to_terminal()
    Web(settings, ready).run()


def log_to_terminal() -> None:
    """What this process has to tell goes to the terminal, or to whatever collects it."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s")
