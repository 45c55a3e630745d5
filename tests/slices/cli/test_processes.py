"""Parts that run side by side."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

SCRIPT = """
    import os, signal, sys, threading
    from footbridge.cli import processes
    from footbridge.cli.processes import Part, run_together

    def until_stopped(name):
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        os.write(1, f"{{name}} {{os.getpid()}}\\n".encode())  # one write: two processes share this pipe
        stop.wait()
        os.write(1, f"{{name}} ended in peace\\n".encode())

    def fails():
        sys.exit(3)

    if __name__ == "__main__":
        {settings}
        sys.exit(run_together({parts}))
"""


def _start(tmp_path: Path, parts: str, settings: str = "pass") -> subprocess.Popen[str]:
    script = tmp_path / "parts.py"
    script.write_text(textwrap.dedent(SCRIPT).format(parts=parts, settings=settings))
    return subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_signal_ends_all_parts_in_peace(tmp_path: Path) -> None:
    process = _start(tmp_path, "Part('one', until_stopped, ('one',)), Part('two', until_stopped, ('two',))")
    assert {_line(process).split()[0], _line(process).split()[0]} == {"one", "two"}
    process.terminate()
    rest, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert sorted(rest.split("\n")[:2]) == ["one ended in peace", "two ended in peace"]


def test_a_part_that_can_not_run_ends_the_others(tmp_path: Path) -> None:
    process = _start(tmp_path, "Part('one', until_stopped, ('one',)), Part('two', fails)")
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "one ended in peace" in out or "one" not in out


def test_a_part_that_was_killed_is_started_again(tmp_path: Path) -> None:
    process = _start(tmp_path, "Part('one', until_stopped, ('one',))", settings="processes.TOO_SOON_S = 0.0")
    first = int(_line(process).split()[1])
    os.kill(first, signal.SIGKILL)
    second = int(_line(process).split()[1])
    assert second != first
    process.terminate()
    process.communicate(timeout=120)
    assert process.returncode == 0


def test_parts_end_when_whoever_started_them_is_killed(tmp_path: Path) -> None:
    process = _start(tmp_path, "Part('one', until_stopped, ('one',))")
    assert _line(process).startswith("one")
    process.kill()
    # Reading ends when the last holder of the pipe, the part, has ended.
    rest, _ = process.communicate(timeout=120)
    assert "one ended in peace" in rest
