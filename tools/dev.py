"""Starts the demo server and Vite together, and ends them together.

The server starts again when its code changes; Vite replaces what changed by itself. The browser talks to Vite alone, so the
server is told that this is its own address: links it prints lead there, and writes from there are same-origin.
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "server"
WEB_ADDRESS = "http://127.0.0.1:5173"
LOOK_EVERY_S = 0.7

SERVER = [str(ROOT / ".venv/bin/footbridge"), "demo"]
VITE = [str(ROOT / "tools/with-node"), "node_modules/.bin/vite", "--config", "web/vite.config.ts"]

stopping = threading.Event()


def newest_change() -> int:
    """When the server's code last changed, in nanoseconds."""
    return max((file.stat().st_mtime_ns for file in CODE.rglob("*.py")), default=0)


def start_server() -> subprocess.Popen[bytes]:
    return subprocess.Popen(SERVER, cwd=ROOT, env={"FOOTBRIDGE_BASE_URL": WEB_ADDRESS, **os.environ})


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def stop(_signal: int, _frame: FrameType | None) -> None:
    stopping.set()


def main() -> int:
    """Run until interrupted or Vite ends. A server that broke is started again by the next change."""
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    seen = newest_change()
    server = start_server()
    vite = subprocess.Popen(VITE, cwd=ROOT)
    try:
        while vite.poll() is None and not stopping.wait(LOOK_EVERY_S):
            changed = newest_change()
            if changed != seen:
                seen = changed
                print("The server's code changed: starting it again.", flush=True)
                end(server)
                server = start_server()
    finally:
        end(server)
        end(vite)
    return 0 if stopping.is_set() else vite.returncode


if __name__ == "__main__":
    sys.exit(main())
