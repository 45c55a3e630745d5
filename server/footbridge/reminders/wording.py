"""The words on a lock screen. Neutral: they say that there is something, never what, by whom or why.

Owns: which sentence, in which language. Anybody may be holding the phone, and that somebody is in treatment is itself the secret:
no name, group, place or kind of appointment is ever in here. "Detailed" adds the time of an appointment, or that it is time to
check in, and nothing else; the app shows beforehand what it will look like, in the same words.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_time

TITLE = "Footbridge"
REMINDER = {"en": "You have a reminder.", "es": "Tiene un recordatorio."}
SOON = {"en": "You have something at {time}.", "es": "Tiene algo a las {time}."}
SOON_AT_ONE = {"en": SOON["en"], "es": "Tiene algo a la {time}."}
CHECK_IN = {
    "en": "Time to check in. It takes 20 seconds.",
    "es": "Hora de su registro. Toma 20 segundos.",
}
SEVERAL = {"en": "You have {n} reminders.", "es": "Tiene {n} recordatorios."}
_LOCALES = {"en": "en_US", "es": "es_US"}


def reminder(language: str) -> str:
    """There is something."""
    return REMINDER[language]


def time_to_check_in(language: str) -> str:
    """It is time to check in."""
    return CHECK_IN[language]


def something_at(starts_at: datetime, zone: ZoneInfo, language: str) -> str:
    """There is something at a time, by the clocks of `zone`."""
    local = starts_at.astimezone(zone)
    time = format_time(local, format="short", locale=_LOCALES[language])
    sentence = SOON_AT_ONE if local.hour % 12 == 1 else SOON
    # Spanish writes "p.m.", whose dot also ends the sentence.
    return sentence[language].format(time=time).replace("..", ".")


def several(n: int, language: str) -> str:
    """There are several things."""
    return SEVERAL[language].format(n=n)
