"""What an operator sees and is asked. Tests bring their own streams."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import segno


class Stop(Exception):
    """The command can't go on. The text is all the operator reads: what is wrong, and the line to type."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where words go, and where answers come from. `answer` is None where nobody can be asked."""

    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    answer: Callable[[str], str] | None = None

    def say(self, text: str = "") -> None:
        """One line, or several, for the operator."""
        print(text, file=self.out, flush=True)

    def complain(self, text: str) -> None:
        """Why the command stopped."""
        print(f"footbridge: {text}", file=self.err, flush=True)

    def ask(self, question: str, *, flag: str, default: str = "", check: Callable[[str], str | None]) -> str:
        """An answer that `check` finds nothing wrong with (it says what is wrong). Return alone takes `default`.

        Raises:
            Stop: nobody can be asked; the text names the flag that answers.
        """
        if self.answer is None:
            raise Stop(f"{question}? Nobody can be asked here: give {flag}.")
        prompt = f"{question} [{default}]: " if default else f"{question}: "
        while True:
            try:
                given = self.answer(prompt).strip() or default
            except EOFError:
                raise Stop(f"{question}? There was no answer. Give {flag}.") from None
            wrong = check(given)
            if wrong is None:
                return given
            self.say(f"  {wrong}")

    def show_qr(self, text: str) -> None:
        """`text` as a QR code drawn with characters, dark on light and light on dark alike."""
        segno.make(text, error="m").terminal(self.out, border=2, compact=True)


def for_this_process() -> Terminal:
    """The operator's own terminal; asks only where somebody sits at it."""
    return Terminal(answer=input if sys.stdin is not None and sys.stdin.isatty() else None)


def write_qr(text: str, path: Path) -> None:
    """`text` as a QR code in an SVG file that only its owner may read.

    Raises:
        Stop: the file can't be written.
    """
    try:
        path.touch(mode=0o600)
        segno.make(text, error="m").save(str(path), kind="svg", scale=8, border=4, dark="#000", light="#fff")
    except OSError as error:
        raise Stop(f"{path} can't be written: {error.strerror}.") from error
