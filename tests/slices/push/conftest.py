"""A push service, a key pair and a gateway that may send to it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from footbridge.kernel.clock import Clock
from footbridge.push import routes
from footbridge.push.keys import PushKeys, create_push_keys
from footbridge.settings import Settings
from tests.push_service.service import LocalPushService


@pytest.fixture
def push_service(clock: Clock) -> Iterator[LocalPushService]:
    service = LocalPushService(clock).start()
    yield service
    service.stop()


@pytest.fixture(scope="session")
def push_keys(tmp_path_factory: pytest.TempPathFactory) -> PushKeys:
    folder: Path = tmp_path_factory.mktemp("push-keys")
    return create_push_keys(folder)


@pytest.fixture
def app(make_app: Callable[..., Flask], settings: Settings) -> Flask:
    keys = create_push_keys(settings.home)
    app = make_app()
    around = app.extensions["footbridge"]
    app.extensions["footbridge"] = replace(around, push_key=keys.public_text)
    if "push" not in app.blueprints:
        app.register_blueprint(routes.routes)
    return app
