"""Firefox, headless, subscribed at the local push service, its notifications on the desktop of the tests.

Driven by Marionette, Mozilla's own protocol: neither geckodriver nor a download of browsers is needed.
"""

import gc
import logging
import os
import shutil
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.push_service.desktop import Desktop
from tests.push_service.service import LocalPushService

with warnings.catch_warnings():
    # What it stands on asks for the name of the Linux in a way that is going out of use.
    warnings.simplefilter("ignore", DeprecationWarning)
    from marionette_driver.by import By
    from marionette_driver.marionette import Marionette, WebElement

PATIENCE_S = 20.0


class Firefox:
    """One window, asked for what a person sees."""

    def __init__(self, marionette: Marionette) -> None:
        self._marionette = marionette

    @property
    def address(self) -> str:
        return str(self._marionette.get_url())

    def go(self, url: str) -> None:
        self._marionette.navigate(url)

    def set_cookie(self, name: str, value: str) -> None:
        """A cookie of the page that is open."""
        cookie = {"name": name, "value": value, "path": "/", "httpOnly": True, "sameSite": "Strict"}
        self._marionette.add_cookie(cookie)

    def click(self, xpath: str) -> None:
        """Click the first visible element of this kind, once it is there: a real click, with a person's permission."""
        self.wait_for(lambda: self._visible(xpath) is not None, f"{xpath} to click")
        element = self._visible(xpath)
        assert element is not None
        element.click()

    def sees(self, text: str) -> bool:
        """Whether this text is on the page."""
        return text in str(self.run("return document.body.innerText"))

    def run(self, script: str, *arguments: Any) -> Any:
        return self._marionette.execute_script(script, script_args=list(arguments))

    def wait_for(self, is_so: Callable[[], object], what: str) -> None:
        """Let the browser live until something is so."""
        never = threading.Event()
        for _ in range(int(PATIENCE_S * 10)):
            if is_so():
                return
            never.wait(0.1)
        raise AssertionError(
            f"waited for {what} in vain, at {self.address}:\n{self.run('return document.body.innerText')}"
        )

    def _visible(self, xpath: str) -> WebElement | None:
        found = self._marionette.find_elements(By.XPATH, xpath)
        return next((one for one in found if one.is_displayed()), None)


@contextmanager
def firefox(service: LocalPushService, desktop: Desktop) -> Iterator[Firefox]:
    """A running Firefox with a fresh profile."""
    path = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
    if path is None:
        raise FileNotFoundError(
            "There is no Firefox here. Install it: apt-get install --no-install-recommends firefox-esr"
        )
    logging.getLogger("mozversion").setLevel(logging.WARNING)
    with _patient_with_marionette():
        marionette = _started(path, service, desktop)
    try:
        marionette.start_session()
        marionette.timeout.script = 30
        marionette.timeout.page_load = 60
        yield Firefox(marionette)
    finally:
        with _patient_with_marionette():
            marionette.cleanup()


def _started(path: str, service: LocalPushService, desktop: Desktop) -> Marionette:
    before = dict(os.environ)
    os.environ.update(desktop.environment)  # Marionette hands its own environment on, and takes no other
    try:
        return Marionette(
            bin=path,
            port=0,
            headless=True,
            # A file of its own: Marionette removes what is there before, and as root it would remove /dev/null itself.
            gecko_log=str(Path(tempfile.mkdtemp(prefix="footbridge-gecko-")) / "gecko.log"),
            startup_timeout=90,
            prefs={
                "dom.push.serverURL": service.socket_url,
                "dom.push.testing.allowInsecureServerURL": True,
                "dom.push.connection.enabled": True,
                "dom.push.retryBaseInterval": 100,
                "permissions.default.desktop-notification": 1,
                "alerts.useSystemBackend": True,
            },
        )
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _patient_with_marionette() -> Iterator[None]:
    """It leaves sockets open while it waits for Firefox; elsewhere in these tests that is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()
