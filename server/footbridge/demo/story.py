"""What happens in the demo, relative to the day it starts. Pure; the same story at every start.

The people are made up, and so is the phone line: 555-01 numbers belong to nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from footbridge.kernel.instants import format_instant
from footbridge.kernel.zones import instant_of
from footbridge.schedule.details import Details, Kind

ZONE = "America/Chicago"
GROUP = "Evening IOP"
BEGAN_DAYS_AGO = 37
"""So that today is day 38 of Ana's 90."""

WALK, CLASS, CLASS_MOVES_TO = "Mindful walk", "Better sleep", time(18, 15)
"""The walk is cancelled, and the class begins later, the next time each is on."""

PROGRAM: dict[str, Any] = {
    "name": "Riverside IOP (demo)",
    "public_name": "Footbridge",
    "zone": ZONE,
    "urge_threshold": 7,
    "team_days": {"en": "Monday to Friday", "es": "lunes a viernes"},
    "team_hours": {"en": "8 to 5", "es": "de 8 a 5"},
    "lines": [
        {
            "name": {"en": "Program line", "es": "Línea del programa"},
            "phone": "+13125550142",
            "hours": {"en": "8 to 5", "es": "de 8 a 5"},
        }
    ],
}


def calendar(today: date) -> bytes:
    """The group's calendar, as the clinic's own program would write it: nine hours a week, and something on every day."""
    monday = today - timedelta(days=today.weekday() + 42)
    until = (today + timedelta(days=84)).strftime("%Y%m%dT235959Z")
    weekly = (
        (
            "group",
            "MO,WE,TH",
            0,
            "180000",
            "210000",
            "Evening group",
            "Room 2",
            "Group therapy",
            "Bring your workbook.",
        ),
        ("class", "FR", 4, "173000", "183000", CLASS, "Room 4", "Education", ""),
        ("walk", "SA", 5, "100000", "110000", WALK, "Meet at the front door", "Wellness", ""),
        ("circle", "SU", 6, "170000", "180000", "Support circle", "Room 1", "Support group", "Friends are welcome."),
    )
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Footbridge//demo//EN",
        f"X-WR-CALNAME:{GROUP}",
    ]
    for uid, days, weekday, starts, ends, title, place, category, note in weekly:
        first = (monday + timedelta(days=weekday)).strftime("%Y%m%d")
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid}@demo.footbridge.example",
            f"DTSTAMP:{first}T000000Z",
            f"DTSTART;TZID={ZONE}:{first}T{starts}",
            f"DTEND;TZID={ZONE}:{first}T{ends}",
            f"RRULE:FREQ=WEEKLY;BYDAY={days};UNTIL={until}",
            f"SUMMARY:{title}",
            f"LOCATION:{place}",
            f"CATEGORIES:{category}",
            f"DESCRIPTION:{note}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


@dataclass(frozen=True, slots=True)
class Meeting:
    """One person's own appointment, on a day counted from today."""

    in_days: int
    starts: time
    lasts: timedelta
    details: Details


ANAS_MEETING = Meeting(
    2,
    time(16, 30),
    timedelta(minutes=50),
    Details(
        title="One to one with Dr Cho",
        kind=Kind.INDIVIDUAL,
        leader="Dr Cho",
        join_url="https://meet.example.org/dr-cho",
        note="We look at your week together.",
    ),
)


@dataclass(frozen=True, slots=True)
class Written:
    """Something a participant wrote: a body as their phone would send it, and when."""

    kind: str
    at: datetime
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Felt:
    """A check-in in short: days ago, when, mood, urge and the rest."""

    days_ago: int
    at: time
    mood: int
    urge: int | None
    going_on: tuple[str, ...] = ()
    helped: tuple[str, ...] = ()
    note: str = ""
    sharing: str = "team"


_ANAS_WEEKS = (
    _Felt(13, time(8, 12), 2, 6, ("tired", "stress")),
    _Felt(12, time(21, 40), 2, 7, ("people", "a place"), ("called someone",), "Saw the old crowd at the bus stop."),
    _Felt(11, time(8, 5), 3, 5, ("tired",)),
    _Felt(9, time(8, 20), 3, 5, ("money",)),
    _Felt(8, time(20, 15), 3, 4, ("lonely",), ("music", "a walk")),
    _Felt(7, time(8, 9), 4, 6, ("stress",), ("breathing",)),
    _Felt(6, time(8, 31), 3, 3),
    _Felt(4, time(22, 2), 2, 6, ("angry",), ("letting time pass",), "", "private"),
    _Felt(3, time(8, 15), 4, 4, ("good news",), ("a meeting",), "My sister is coming on Saturday."),
    _Felt(2, time(8, 3), 4, 3),
    _Felt(1, time(19, 45), 4, 2, ("tired",), ("rest", "food")),
)
_BENS_WEEK = (
    _Felt(5, time(9, 30), 3, 4, ("stress",)),
    _Felt(3, time(18, 10), 2, 6, ("pain", "tired"), ("called someone",)),
    _Felt(1, time(9, 5), 3, None),
)


def anas_entries(now: datetime) -> list[Written]:
    """Two weeks of Ana's check-ins and journal, earliest first."""
    return sorted([*_check_ins(_ANAS_WEEKS, now), *_journal(now)], key=lambda one: one.at)


def bens_entries(now: datetime) -> list[Written]:
    """Some of Ben's check-ins, earliest first."""
    return sorted(_check_ins(_BENS_WEEK, now), key=lambda one: one.at)


def _check_ins(felt: tuple[_Felt, ...], now: datetime) -> Iterator[Written]:
    for one in felt:
        at = _instant(now, one.days_ago, one.at)
        yield Written(
            "check_in",
            at,
            {
                "at": format_instant(at),
                "mood": one.mood,
                "urge": one.urge,
                "going_on": list(one.going_on),
                "helped": list(one.helped),
                "note": one.note,
                "sharing": one.sharing,
                "prompted_by": None,
            },
        )


def _journal(now: datetime) -> Iterator[Written]:
    pages = (
        (10, time(21, 10), "free", "", "First week done. I did not think I would sit through three evenings.", None),
        (
            8,
            time(21, 30),
            "gratitude",
            "",
            "Coffee on the step before anybody was up. The new shoes. Rosa, who picked up on the second ring.",
            "Three small good things today",
        ),
        (
            1,
            time(21, 15),
            "free",
            "The long way home",
            "Walked past the old corner. I called Ben and kept walking until we ran out of things to say.",
            None,
        ),
    )
    for days_ago, wall, sort, title, text, prompt in pages:
        body = {
            "type": sort,
            "title": title,
            "text": text,
            "mood": None,
            "prompt": prompt,
            "sharing": "team" if title else "private",
        }
        yield Written("journal_entry", _instant(now, days_ago, wall), body)


def _instant(now: datetime, days_ago: int, wall: time) -> datetime:
    zone = ZoneInfo(ZONE)
    return instant_of(now.astimezone(zone).date() - timedelta(days=days_ago), wall, zone)
