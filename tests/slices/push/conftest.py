"""A push service, a key pair and a gateway that may send to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from footbridge.kernel.clock import Clock
from footbridge.push.keys import PushKeys, create_push_keys
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
