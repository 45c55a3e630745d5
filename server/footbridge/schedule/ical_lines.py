"""An iCalendar file as numbered lines and nested components (RFC 5545, 3.1 and 3.4). Pure.

Owns: text encoding, folding, BEGIN and END, the line number of everything, so that a person can be told where the file is broken.
Knows nothing of what a property means. The grammar of one line is icalendar's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from icalendar.parser import Contentline

from footbridge.schedule.imported import MAX_FILE_BYTES, FileRefused, Problem

MAX_DEPTH = 8
_NAME = re.compile(r"\s*([A-Za-z0-9-]+)\s*(?=[;:])", re.ASCII)
_NOT_OURS = re.compile(r"<!doctype|<html|<\?xml|PK\x03\x04|%PDF", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Property:
    """One content line, unfolded. `line` is where it begins in the file, counted from 1."""

    name: str
    source: str
    line: int

    @property
    def text(self) -> str:
        """The value with its escapes undone."""
        return self._parts()[2]

    def parameter(self, name: str) -> str:
        """The named parameter, "" when there is none."""
        value = self._parts()[1].get(name, "")
        return value if isinstance(value, str) else ",".join(value)

    def _parts(self) -> tuple[str, dict[str, str | list[str]], str]:
        name, parameters, value = Contentline(self.source).parts()  # type: ignore[no-untyped-call] # icalendar's gap
        return str(name), parameters, str(value)


@dataclass(slots=True)
class Component:
    """BEGIN to END. `properties` and `children` are in the order of the file."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """Every property of that name."""
        return [one for one in self.properties if one.name == name]

    def first(self, name: str) -> Property | None:
        """The first property of that name."""
        return next((one for one in self.properties if one.name == name), None)


def calendars(data: bytes) -> list[Component]:
    """The VCALENDARs of a file; one or more.

    Raises:
        FileRefused: too large, not UTF-8, not a calendar, cut off in the middle, or a line that is none.
    """
    if len(data) > MAX_FILE_BYTES:
        raise _refused(
            "", f"The file has {len(data) / 1_048_576:.1f} MB. It can have up to {MAX_FILE_BYTES // 1_048_576} MB."
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused("", "The file is written in UTF-16. Save it as UTF-8 and try again.")
    found: list[Component] = []
    stack: list[Component] = []
    for line, source in _unfolded(data):
        matched = _NAME.match(source)
        if matched is None or (not stack and not _is_begin(source, "VCALENDAR")):
            raise _strange(line, source, is_first=not found and not stack)
        name = matched[1].upper()
        if name == "BEGIN":
            stack.append(_begun(line, source, stack))
        elif name == "END":
            done = _ended(line, source, stack)
            (stack[-1].children if stack else found).append(done)
        else:
            stack[-1].properties.append(_property(name, line, source))
    if stack:
        raise _refused(
            f"Line {stack[-1].line}",
            f"The file ends in the middle of what begins here ({stack[-1].name}). It may have been cut off; export it again.",
        )
    if not found:
        raise _refused("", "The file is empty.")
    return found


def _unfolded(data: bytes) -> Iterator[tuple[int, str]]:
    """Lines without the empty ones, continuations joined, each with its number.

    Joined as bytes: some programs fold between the bytes of one character.
    """
    start, held = 0, b""
    lines = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    for number, raw in enumerate(lines, start=1):
        if raw[:1] in {b" ", b"\t"} and held:
            held += raw[1:]
            continue
        if held:
            yield start, _decoded(start, held)
        start, held = number, raw if raw.strip() else b""
    if held:
        yield start, _decoded(start, held)


def _decoded(line: int, raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise _refused(f"Line {line}", "This is not UTF-8 text. Save the file as UTF-8 and try again.") from None
    if "\x00" in text:
        raise _refused(f"Line {line}", "This line holds a character that can't be stored (NUL).")
    return text


def _property(name: str, line: int, source: str) -> Property:
    one = Property(name, source, line)
    try:
        one.parameter("VALUE")
    except ValueError:
        raise _refused(f"Line {line}", f"This line can't be read: “{source[:60]}”.") from None
    return one


def _is_begin(source: str, name: str) -> bool:
    return re.fullmatch(rf"BEGIN\s*:\s*{name}\s*", source.strip(), re.IGNORECASE) is not None


def _begun(line: int, source: str, stack: list[Component]) -> Component:
    name = source.partition(":")[2].strip().upper()
    if len(stack) >= MAX_DEPTH:
        raise _refused(f"Line {line}", "Too many things begin inside one another here.")
    return Component(name, line)


def _ended(line: int, source: str, stack: list[Component]) -> Component:
    name = source.partition(":")[2].strip().upper()
    if stack[-1].name != name:
        raise _refused(
            f"Line {line}",
            f"{name or 'Something'} ends here, but {stack[-1].name} (line {stack[-1].line}) is still open. "
            "The file may be damaged; export it again.",
        )
    return stack.pop()


def _strange(line: int, source: str, *, is_first: bool) -> FileRefused:
    if is_first:
        kind = " It looks like a web page or another document." if _NOT_OURS.match(source.lstrip()) else ""
        return _refused(f"Line {line}", f"This is not a calendar file: it does not begin with BEGIN:VCALENDAR.{kind}")
    return _refused(f"Line {line}", f"This line is no part of a calendar: “{source[:60]}”.")


def _refused(where: str, text: str) -> FileRefused:
    return FileRefused([Problem(where, text)])
