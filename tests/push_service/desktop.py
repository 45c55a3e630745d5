"""A desktop that shows notifications: the daemon that browsers on Linux talk to (org.freedesktop.Notifications), on its own bus.

What it is told to show is exactly what stands on the screen, and its clicks are real ones: the browser lets the service worker
focus and open windows.
"""

import asyncio
import os
import shutil
import signal
import subprocess
import threading
from dataclasses import dataclass
from typing import Annotated, Any

from dbus_fast import Variant
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusInt32, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method, dbus_signal

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
PATIENCE_S = 20.0

Texts = Annotated[list[str], DBusSignature("as")]
Hints = Annotated[dict[str, Variant], DBusSignature("a{sv}")]


@dataclass(frozen=True)
class Shown:
    """One notification on the screen. `actions` are pairs of key and label."""

    id: int
    title: str
    body: str
    actions: tuple[str, ...]


class _Daemon(ServiceInterface):
    def __init__(self, changed: threading.Condition) -> None:
        super().__init__(NAME)
        self.shown: list[Shown] = []
        self.closed: list[int] = []
        self._changed = changed
        self._last = 0

    @dbus_method(name="GetCapabilities")
    def get_capabilities(self) -> Texts:
        return ["actions", "body", "persistence"]

    @dbus_method(name="GetServerInformation")
    def get_server_information(self) -> Annotated[list[str], DBusSignature("ssss")]:
        return ["desktop", "tests", "1", "1.2"]

    @dbus_method(name="Notify")
    def notify(
        self,
        app: DBusStr,
        replaces: DBusUInt32,
        icon: DBusStr,
        title: DBusStr,
        body: DBusStr,
        actions: Texts,
        hints: Hints,
        expires_ms: DBusInt32,
    ) -> DBusUInt32:
        with self._changed:
            self._last += 1
            number = replaces or self._last
            self.shown.append(Shown(number, title, body, tuple(actions)))
            self._changed.notify_all()
        return number

    @dbus_method(name="CloseNotification")
    def close_notification(self, number: DBusUInt32) -> None:
        with self._changed:
            self.closed.append(number)
            self._changed.notify_all()
        self.notification_closed(number, 3)

    @dbus_signal(name="ActionInvoked")
    def action_invoked(self, number: int, key: str) -> Annotated[list[Any], DBusSignature("us")]:
        return [number, key]

    @dbus_signal(name="NotificationClosed")
    def notification_closed(self, number: int, reason: int) -> Annotated[list[Any], DBusSignature("uu")]:
        return [number, reason]


class Desktop:
    """A private session bus with the daemon on it. A browser started with `environment` shows its notifications here."""

    def __init__(self) -> None:
        program = shutil.which("dbus-daemon")
        if program is None:
            raise FileNotFoundError("There is no dbus-daemon here. Install it: apt-get install dbus libnotify4")
        command = [program, "--session", "--nofork", "--print-address=1"]
        self._bus = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._bus.stdout is not None
        self._address = self._bus.stdout.readline().strip()
        self._changed = threading.Condition()
        self._daemon = _Daemon(self._changed)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._connection = self._on_loop(self._connect())

    @property
    def environment(self) -> dict[str, str]:
        return {"DBUS_SESSION_BUS_ADDRESS": self._address}

    @property
    def shown(self) -> list[Shown]:
        """Everything that was shown so far, oldest first."""
        return list(self._daemon.shown)

    def wait_for(self, count: int) -> list[Shown]:
        """What was shown, once there are `count`."""
        with self._changed:
            enough = self._changed.wait_for(lambda: len(self._daemon.shown) >= count, PATIENCE_S)
        assert enough, f"only {len(self._daemon.shown)} notifications were shown"
        return self.shown

    def click(self, shown: Shown) -> None:
        """Click on it, as a person does."""
        self._loop.call_soon_threadsafe(self._daemon.action_invoked, shown.id, "default")

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._connection.disconnect)
        self._on_loop(asyncio.wait_for(self._connection.wait_for_disconnect(), PATIENCE_S))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_S)
        self._loop.close()
        os.kill(self._bus.pid, signal.SIGTERM)
        self._bus.wait(PATIENCE_S)
        assert self._bus.stdout is not None
        self._bus.stdout.close()

    async def _connect(self) -> MessageBus:
        bus = await MessageBus(bus_address=self._address).connect()
        bus.export(PATH, self._daemon)
        await bus.request_name(NAME)
        return bus

    def _on_loop(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_S)
