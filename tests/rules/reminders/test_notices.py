"""What stands on the lock screen: neutral in every kind, wording and language, and what the app has shown beforehand."""

import json
import re
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from footbridge.push.payload import LENGTH, payload
from footbridge.push.service import Knockable
from footbridge.reminders import wording
from footbridge.reminders.notices import SEVERAL, Claimed, notice_of
from footbridge.reminders.policy import Kind, Wording

WORDS = Path(__file__).resolve().parents[3] / "web" / "src" / "ui" / "strings"
REMINDER, SUBJECT, PHONE = UUID(int=1), UUID(int=2), UUID(int=3)
SIX_IN_CHICAGO = datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
# Anything that tells a bystander of treatment, a place, a person, or what was felt.
TELLING = re.compile(
    r"group|therap|session|clinic|counsel|addict|recover|sober|urge|craving|mood|journal|riverside|iop|cho\b|ana\b|room"
    r"|grupo|terapia|sesi|cl[ií]nica|adicc|recupera|sobri|ganas|[aá]nimo|diario",
    re.IGNORECASE,
)


def claimed(
    kind: Kind = Kind.CHECK_IN, words: Wording = Wording.NEUTRAL, *, language: str = "en", tells: int = 1
) -> Claimed:
    is_appointment = kind is Kind.APPOINTMENT
    return Claimed(
        delivery=UUID(int=9),
        reminder=REMINDER,
        kind=kind,
        subject=SUBJECT if is_appointment else None,
        expires_at=SIX_IN_CHICAGO,
        attempt=1,
        tells=tells,
        phone=Knockable(PHONE, UUID(int=4), b"", b""),
        language=language,
        wording=words,
        starts=(SIX_IN_CHICAGO, ZoneInfo("America/Chicago")) if is_appointment else None,
    )


ALL = list(product(Kind, Wording, ("en", "es"), (1, 3)))


@pytest.mark.parametrize(("kind", "words", "language", "tells"), ALL)
def test_no_notice_tells_a_bystander_anything(kind: Kind, words: Wording, language: str, tells: int) -> None:
    notice = notice_of(
        claimed(kind, words, language=language, tells=tells), base_url="https://app.example.org", secret=b"s" * 32
    )
    assert notice.title == "Footbridge"
    assert not TELLING.search(f"{notice.title} {notice.body}")
    assert not TELLING.search(notice.tag)
    assert len(payload(notice)) == LENGTH


def test_it_leads_to_the_one_thing_it_is_about() -> None:
    def path(one: Claimed) -> str:
        return notice_of(one, base_url="https://app.example.org", secret=b"s" * 32).navigate

    assert path(claimed(Kind.CHECK_IN)) == f"https://app.example.org/check-in?from={REMINDER}"
    assert path(claimed(Kind.APPOINTMENT)) == f"https://app.example.org/schedule/{SUBJECT}"
    assert path(claimed(Kind.CHECK_IN, tells=2)) == "https://app.example.org/"


def test_one_that_speaks_for_several_says_so() -> None:
    notice = notice_of(claimed(tells=3, language="es"), base_url="https://app.example.org", secret=b"s" * 32)
    assert (notice.kind, notice.body) == (SEVERAL, "Tiene 3 recordatorios.")


@pytest.mark.parametrize(
    ("hour", "language", "body"),
    [
        (18, "en", "You have something at 6:00\u202fPM."),
        (18, "es", "Tiene algo a las 6:00\u202fp.m."),
        (13, "es", "Tiene algo a la 1:00\u202fp.m."),
        (1, "es", "Tiene algo a la 1:00\u202fa.m."),
    ],
)
def test_a_time_is_told_by_the_clocks_of_its_place(hour: int, language: str, body: str) -> None:
    chicago = ZoneInfo("America/Chicago")
    assert wording.something_at(datetime(2026, 3, 2, hour, tzinfo=chicago), chicago, language) == body


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_lock_screen_says_what_the_app_showed_beforehand(language: str) -> None:
    shown = json.loads((WORDS / f"{language}.json").read_text(encoding="utf-8"))
    assert wording.reminder(language) == shown["reminders.example_neutral"]
    assert wording.time_to_check_in(language) == shown["reminders.example_detail_check_in"]
