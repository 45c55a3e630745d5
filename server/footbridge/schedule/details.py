"""What an appointment is about, as a participant reads it. Pure.

Owns: the kinds of appointment, the limits of each text, and how text from somebody else's calendar is made fit. Knows no times.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser
from urllib.parse import urlsplit

MAX_TITLE = 120
MAX_PLACE = 300
MAX_LEADER = 80
MAX_BRING = 300
MAX_NOTE = 2_000
MAX_URL = 2_000
NO_TITLE = "Appointment"


class Kind(StrEnum):
    """The kinds of appointment (DESIGN section 2); the same words travel to the phone."""

    GROUP_THERAPY = "group_therapy"
    INDIVIDUAL = "individual"
    FAMILY = "family"
    PSYCHOEDUCATION = "psychoeducation"
    SKILLS = "skills"
    SUPPORT_GROUP = "support_group"
    WELLNESS = "wellness"
    MEDICAL = "medical"
    OTHER = "other"


class Status(StrEnum):
    """Whether an appointment takes place."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Details:
    """The words of an appointment; None where there is nothing to say. Every text is within its limit."""

    title: str
    kind: Kind = Kind.OTHER
    place: str | None = None
    join_url: str | None = None
    leader: str | None = None
    bring: str | None = None
    note: str | None = None


# Longer phrases first: "family group" is family, "support group" is not group therapy. English and Spanish, whole words.
_WORDS: tuple[tuple[Kind, str], ...] = (
    (Kind.SUPPORT_GROUP, r"support groups?|aa|na|12[- ]steps?|alumni|grupos? de apoyo|doce pasos"),
    (Kind.FAMILY, r"family|families|couples?|familia|familias|familiar|pareja"),
    (Kind.PSYCHOEDUCATION, r"psycho-?education|psychoed|education|lecture|psicoeducaci[oó]n|educaci[oó]n"),
    (Kind.SKILLS, r"skills?|dbt|relapse prevention|coping|habilidades|prevenci[oó]n de reca[ií]das"),
    (Kind.WELLNESS, r"wellness|yoga|mindfulness|meditation|acupuncture|bienestar|meditaci[oó]n"),
    (
        Kind.MEDICAL,
        r"medical|medication|med check|doctor|nurse|lab|m[eé]dic[ao]|medicaci[oó]n|medicamentos?|enfermer[ií]a",
    ),
    (Kind.INDIVIDUAL, r"individual|one[- ]on[- ]one|1:1|counseling|counselling|consejer[ií]a"),
    (Kind.GROUP_THERAPY, r"group therapy|process group|group|terapia de grupo|terapia grupal|grupo"),
    (Kind.OTHER, r"other|otro|otra"),
)
_KINDS = tuple((kind, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for kind, words in _WORDS)


def kind_named(text: str) -> Kind | None:
    """The kind that `text` names, as we write it or in words, English or Spanish; None when it names none."""
    bare = text.strip().lower().replace("_", " ").replace("-", " ")
    for kind in Kind:
        if bare == kind.replace("_", " "):
            return kind
    return next((kind for kind, words in _KINDS if words.search(text)), None)


def is_join_url(text: str) -> bool:
    """True for an https address that a phone can open."""
    if len(text) > MAX_URL or any(c.isspace() or not c.isprintable() for c in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme.lower() == "https" and bool(parts.hostname)


def one_line(text: str) -> str:
    """`text` without control characters, its white space collapsed."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def paragraphs(text: str) -> str:
    """`text` as plain lines: markup taken out, at most one empty line in a row."""
    if re.search(r"<(?:br|p|div|a|b|i|ul|li|span|html)\b[^>]*>", text, re.IGNORECASE):
        text = _plain(text)
    lines = [one_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def shortened(text: str, limit: int) -> str:
    """`text`, cut at a word with “…” when it is longer than `limit`."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at_word = cut.rsplit(maxsplit=1)[0] if " " in cut[limit // 2 :] else cut
    return at_word.rstrip() + "…"


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"br", "p", "div", "li", "tr"}:
            self.pieces.append("\n")


def _plain(markup: str) -> str:
    parser = _Plain()
    parser.feed(markup)
    parser.close()
    return "".join(parser.pieces)
