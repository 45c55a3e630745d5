"""Runs the parts of a program side by side, each in a process of its own.

Owns: starting them, starting one again that ended, stopping all on SIGTERM or Ctrl-C. The caller has no connection open and
started no thread: neither survives the fork that saves each part from loading the program again.
"""

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

# A part that ends sooner has trouble that another start would not cure, such as a port in use.
TOO_SOON_S = 10.0
# Elsewhere, system libraries are known to crash in a forked process.
HOW = "fork" if sys.platform == "linux" else "spawn"
# Longer than a web worker may finish its requests.
PATIENCE_S = 25.0

log = logging.getLogger("footbridge.processes")


@dataclass(frozen=True, slots=True)
class Part:
    """One process: `run` is called in it with `arguments`; both have to travel to the new process."""

    name: str
    run: Callable[..., None]
    arguments: tuple[Any, ...] = ()


@dataclass(slots=True)
class _Running:
    part: Part
    process: BaseProcess
    since_s: float


def run_together(*parts: Part) -> int:
    """Run all parts until a signal asks to stop (0), or one can't run at all (1)."""
    context = multiprocessing.get_context(HOW)
    asked_to_stop, ask_to_stop = context.Pipe(duplex=False)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    for number in before:
        # A signal may come in the middle of anything; it only leaves a note that the loop below finds.
        signal.signal(number, lambda *_: ask_to_stop.send_bytes(b"stop"))
    running: list[_Running] = []
    try:
        running += [_start(context, part) for part in parts]
        while True:
            found = wait([asked_to_stop, *(one.process.sentinel for one in running)])
            if asked_to_stop in found:
                return 0
            for one in [one for one in running if one.process.sentinel in found]:
                running.remove(one)
                one.process.join()
                if time.monotonic() - one.since_s < TOO_SOON_S:
                    log.error("%s ended at once (%s); stopping", one.part.name, one.process.exitcode)
                    return 1
                log.error("%s ended (%s); starting it again", one.part.name, one.process.exitcode)
                running.append(_start(context, one.part))
    finally:
        _stop(running)
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(context: BaseContext, part: Part) -> _Running:
    # Declared on each kind of context instead of on their base.
    process: BaseProcess = context.Process(target=_run, args=(part,), name=part.name)  # type: ignore[attr-defined]
    process.start()
    return _Running(part, process, time.monotonic())


def _stop(running: list[_Running]) -> None:
    for one in running:
        one.process.terminate()
    until = time.monotonic() + PATIENCE_S
    for one in running:
        one.process.join(max(0.0, until - time.monotonic()))
        if one.process.is_alive():
            one.process.kill()
            one.process.join()


def _run(part: Part) -> None:
    # What the parent does at these signals is not for us; a part that wants to end in peace says so itself.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    part.run(*part.arguments)


def _end_with_parent() -> None:
    """A parent that was killed can't stop us, and its next start would find our port taken."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
