"""Passphrases: four words of ours, or at least 15 characters of the person's own. Pure but for the word files.

No composition rules (NIST SP 800-63B-4, section 3.1.1): length and a block list. What people type is compared in NFC, so that the
same letters from two keyboards are the same.
"""

import secrets
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from footbridge.kernel.errors import Invalid
from footbridge.kernel.text import problem_with

WORDS = 4
SHORTEST = 15
LONGEST = 128
BLANK = " "
LEFT_AT_LEAST = 8
"""How many characters must be left, of five sorts or more, once what is guessed first is taken out. Ours."""
_LOOKALIKES = str.maketrans("0134578@$!", "oieastbasi")
_WALKS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
)

Choose = Callable[[Sequence[str]], str]
"""Picks one of several; `secrets.choice` outside tests."""


class WeakPassphrase(Invalid):
    """It is too short, too long or too easy to guess."""

    slug = "weak-passphrase"
    title = "Please pick another passphrase"


@cache
def words(language: str) -> tuple[str, ...]:
    """The words of a language: 4,096 for "en", 2,048 for "es"."""
    text = files("footbridge.accounts").joinpath("words", f"{language}.txt").read_text(encoding="utf-8")
    return tuple(text.split())


@cache
def obvious() -> tuple[str, ...]:
    """Words and sayings that are guessed first, without blanks, longest first."""
    text = files("footbridge.accounts").joinpath("words", "obvious.txt").read_text(encoding="utf-8")
    return tuple(sorted(text.split(), key=lambda word: (-len(word), word)))


def generated(language: str, *, choose: Choose = secrets.choice) -> str:
    """Four different words with blanks between: 48 bits in English, 44 in Spanish."""
    listed = words(language)
    while True:
        chosen = [choose(listed) for _ in range(WORDS)]
        made = BLANK.join(chosen)
        # What we offer has to pass our own check.
        if len(set(chosen)) == WORDS and not _is_easy(made, sign_in_name=""):
            return made


def suggested_name(language: str, *, choose: Choose = secrets.choice) -> str:
    """A sign-in name that says nothing of the person: a word and two digits."""
    return f"{choose(words(language))}-{choose([f'{n:02}' for n in range(10, 100)])}"


def normal_name(name: str) -> str:
    """A sign-in name as it is compared: NFKC, small letters, no blanks at the ends."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def normal(passphrase: str) -> str:
    """A passphrase as it is hashed. Four of our words may be typed in any case, with more blanks or with hyphens."""
    composed = unicodedata.normalize("NFC", passphrase)
    lowered = composed.casefold().replace("-", BLANK).split()
    is_ours = len(lowered) == WORDS and any(set(lowered) <= set(words(language)) for language in ("en", "es"))
    return BLANK.join(lowered) if is_ours else composed


def check(passphrase: str, *, sign_in_name: str) -> str:
    """The passphrase as it is hashed.

    Raises:
        WeakPassphrase: shorter than 15 or longer than 128 characters, or easy to guess.
    """
    found = normal(passphrase)
    problem = problem_with(found, LONGEST)
    if problem:
        raise WeakPassphrase(problem)
    if len(found) < SHORTEST:
        raise WeakPassphrase(f"It needs at least {SHORTEST} characters. Four or five words are a good way.")
    if _is_easy(found, sign_in_name=sign_in_name):
        raise WeakPassphrase("This one is easy to guess. Four or five words that do not belong together are better.")
    return found


def _is_easy(passphrase: str, *, sign_in_name: str) -> bool:
    left = _once(_without_walks(_plain(passphrase))).translate(_LOOKALIKES)
    for known in (_plain(sign_in_name).translate(_LOOKALIKES), *obvious()):
        if len(known) >= 4:
            left = left.replace(known, "")
    left = _once(left)
    return len(left) < LEFT_AT_LEAST or len(set(left)) < 5


def _plain(text: str) -> str:
    """`text` without case, accents, blanks and what joins words."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not (one.isspace() or unicodedata.combining(one) or one in "-_.,'"))


def _without_walks(text: str) -> str:
    """`text` without stretches of four or more along the alphabet, the digits or the keyboard."""
    kept, start = [], 0
    while start < len(text):
        length = max(_shared(text[start:], walk) for walk in _walks_from(text[start]))
        if length < 4:
            kept.append(text[start])
            length = 1
        start += length
    return "".join(kept)


def _walks_from(first: str) -> list[str]:
    both_ways = [way for walk in _WALKS for way in (walk, walk[::-1])]
    return [way[way.index(first) :] for way in both_ways if first in way] or [first]


def _shared(one: str, other: str) -> int:
    """How many characters the two begin with in common."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _once(text: str) -> str:
    """One copy of what `text` repeats from its start on; `text` itself when it repeats nothing."""
    for period in range(1, len(text) // 2 + 1):
        if text == (text[:period] * (len(text) // period + 1))[: len(text)]:
            return text[:period]
    return text
