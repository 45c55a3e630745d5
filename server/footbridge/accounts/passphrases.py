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
# Long enough and still the first that anybody would try.
OBVIOUS = (
    "password",
    "passphrase",
    "contraseña",
    "footbridge",
    "letmein",
    "iloveyou",
    "qwerty",
    "asdfgh",
    "zxcvbn",
    "admin",
    "welcome",
    "bienvenido",
    "sunshine",
    "princess",
    "recovery",
    "sobriety",
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


def generated(language: str, *, choose: Choose = secrets.choice) -> str:
    """Four words with blanks between: 48 bits in English, 44 in Spanish."""
    listed = words(language)
    return BLANK.join(choose(listed) for _ in range(WORDS))


def suggested_name(language: str, *, choose: Choose = secrets.choice) -> str:
    """A sign-in name that says nothing of the person: a word and two digits."""
    return f"{choose(words(language))}-{choose([f'{n:02}' for n in range(10, 100)])}"


def normal_name(name: str) -> str:
    """A sign-in name as it is compared: NFKC, small letters, no blanks at the ends."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def normal(passphrase: str) -> str:
    """A passphrase as it is hashed. Four of our words may be typed in any case and with more blanks."""
    composed = unicodedata.normalize("NFC", passphrase)
    lowered = composed.casefold().split()
    is_ours = len(lowered) == WORDS and any(set(lowered) <= set(words(language)) for language in ("en", "es"))
    return BLANK.join(lowered) if is_ours else composed


def check(passphrase: str) -> str:
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
    if _is_easy(found):
        raise WeakPassphrase("This one is easy to guess. Four or five words that do not belong together are better.")
    return found


def _is_easy(passphrase: str) -> bool:
    plain = "".join(letter for letter in passphrase.casefold() if letter.isalnum())
    if len(set(plain)) < 5:
        return True
    # What is left once the obvious parts are out has to stand on its own.
    for word in OBVIOUS:
        plain = plain.replace(word, "")
    return len(set(plain)) < 5 or plain in "01234567890123456789" or len(plain) < 8
