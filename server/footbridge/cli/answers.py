"""What an operator tells of a program, and what is wrong with an answer. Pure.

The words a phone shows (public name, hours) are asked for in both languages; the well-known ones are translated here.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from footbridge.kernel.text import problem_with
from footbridge.kernel.zones import UnknownZone, zone
from footbridge.ops.neutral import telling_word

Check = Callable[[str], str | None]
E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
DAYS = {
    "Monday to Friday": "lunes a viernes",
    "Monday to Saturday": "lunes a sábado",
    "every day": "todos los días",
}
HOURS = re.compile(r"(\d{1,2}(?::\d\d)?) to (\d{1,2}(?::\d\d)?)", re.ASCII)


def text_of(max_length: int) -> Check:
    """Something has to be there, in at most so many characters."""

    def check(answer: str) -> str | None:
        return problem_with(answer, max_length) if answer else "This can't be empty."

    return check


def neutral_text_of(max_length: int) -> Check:
    """As `text_of`, and without a word that tells strangers what this is for."""

    def check(answer: str) -> str | None:
        told = telling_word(answer)
        if told:
            return f"Phones show this name to everybody near, and “{told}” tells what it is for. Choose a neutral one."
        return text_of(max_length)(answer)

    return check


def zone_name(answer: str) -> str | None:
    """An IANA time zone."""
    try:
        zone(answer)
    except UnknownZone as error:
        return error.detail
    return None


def phone(answer: str) -> str | None:
    """A phone number that every phone can dial."""
    if E164.fullmatch(digits_of(answer)):
        return None
    return "Write the number with its country code, such as +1 312 555 0142."


def digits_of(number: str) -> str:
    """A phone number as E.164 writes it: spaces, dots, dashes and brackets left out."""
    return re.sub(r"[\s().-]", "", number)


def threshold(answer: str) -> str | None:
    """The urge from which on the app turns to Help now."""
    return None if re.fullmatch(r"[1-9]|10", answer) else "Choose a whole number from 1 to 10."


def in_spanish(days_or_hours: str) -> str | None:
    """The Spanish words for well-known days or hours; None for others."""
    hours = HOURS.fullmatch(days_or_hours)
    return f"de {hours[1]} a {hours[2]}" if hours else DAYS.get(days_or_hours)


def fields_of(given: Mapping[str, str]) -> dict[str, Any]:
    """A program's columns from checked answers; only what was answered."""
    fields: dict[str, Any] = {name: given[name] for name in ("name", "public_name", "zone") if name in given}
    if "urge_threshold" in given:
        fields["urge_threshold"] = int(given["urge_threshold"])
    for name in ("team_days", "team_hours"):
        if name in given:
            fields[name] = {"en": given[name], "es": given[f"{name}_es"]}
    if "phone" in given:
        fields["lines"] = [
            {
                "name": {"en": "Program line", "es": "Línea del programa"},
                "phone": digits_of(given["phone"]),
                "hours": fields.get("team_hours"),
            }
        ]
    return fields
