"""Words that would tell a stranger what this program is for.

Android prints the host name under every notification, and the app's name stands on the home screen: that somebody is in
treatment is itself the secret.
"""

import re

TELLING = (
    "rehab",
    "recover",
    "sober",
    "sobri",
    "clinic",
    "clean",
    "addict",
    "alcohol",
    "drug",
    "detox",
    "substance",
    "treatment",
    "therap",
    "opioid",
    "relapse",
    "abstin",
    "outpatient",
    "psych",
    "mental",
    "behavioral",
    "counsel",
    "hospital",
    "health",
    "patient",
    "adicc",
    "alcohó",
    "sobried",
    "clínic",
    "terapia",
    "salud",
    "recuper",
)
# Short ones count only as words of their own: "aa" is in "Isaac".
TELLING_WORDS = frozenset({"iop", "aa", "na", "sud", "mat", "12step"})


def telling_word(name: str) -> str | None:
    """The first word in `name` that tells, in lower case; None for a neutral name."""
    lower = name.lower()
    found = next((word for word in TELLING if word in lower), None)
    if found:
        return found
    return next((word for word in re.split(r"[\W_]+", lower) if word in TELLING_WORDS), None)
