"""Tables of appointments, as spreadsheets write them in two languages."""

from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footbridge.schedule.csv_cells import COLUMNS, column_named, date_of, time_of
from footbridge.schedule.csv_file import read_csv
from footbridge.schedule.details import Details, Kind
from footbridge.schedule.imported import FileRefused, ImportedFile
from tests.rules.schedule.calendars import CHICAGO, fixture, shown

HEAD = "date,start,end,title"
ALL = ",".join(COLUMNS)


def read(data: bytes | str) -> ImportedFile:
    return read_csv(data if isinstance(data, bytes) else data.encode(), zone=CHICAGO)


def refusal(data: bytes | str) -> list[str]:
    with pytest.raises(FileRefused) as refused:
        read(data)
    return [str(one) for one in refused.value.problems]


def test_a_table_with_both_ways_to_write_dates_and_times() -> None:
    file = read(fixture("weekly.csv"))
    assert shown(file) == [
        "Mon 2026-11-23 18:00-21:00 Process group",
        "Tue 2026-11-24 18:00-19:30 Family night",
        "Wed 2026-11-25 09:00-10:00 Medication check",
    ]
    assert [one.details.kind for one in file.appointments] == [Kind.GROUP_THERAPY, Kind.FAMILY, Kind.MEDICAL]
    assert file.appointments[0].details.note == "Bring your workbook, please"


def test_a_spanish_table_with_semicolons_and_a_byte_order_mark() -> None:
    file = read(fixture("semana.csv"))
    assert shown(file) == ["Mon 2026-11-23 18:00-21:00 Grupo de proceso"]
    assert file.appointments[0].details == Details(
        title="Grupo de proceso",
        kind=Kind.GROUP_THERAPY,
        place="Salón 2",
        leader="Dr Cho",
        note="Traiga su cuaderno; hay café",
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_usual_separator_is_found(separator: str) -> None:
    table = f"{HEAD}\n2026-11-23,18:00,19:00,Group\n".replace(",", separator)
    assert shown(read(table)) == ["Mon 2026-11-23 18:00-19:00 Group"]


def test_excels_own_first_line_is_understood() -> None:
    assert shown(read("sep=;\r\ndate;start;end;title\r\n2026-11-23;18:00;19:00;Group\r\n")) == [
        "Mon 2026-11-23 18:00-19:00 Group"
    ]


def test_a_table_keeps_wall_time_across_daylight_saving() -> None:
    table = f"{HEAD}\n2026-10-26,18:00,19:00,Group\n2026-11-02,18:00,19:00,Group\n"
    assert [one.starts_at.hour for one in read(table).appointments] == [23, 0]


def test_empty_rows_and_empty_columns_at_the_end_are_no_matter() -> None:
    assert len(read(f"{HEAD},,\n,,,,,\n2026-11-23,18:00,19:00,Group,,\n\n").appointments) == 1


def test_a_row_without_id_is_named_by_its_title_and_day() -> None:
    [early] = read(f"{HEAD}\n2026-11-23,18:00,19:00,Group\n").appointments
    [late] = read(f"{HEAD}\n2026-11-23,18:30,19:30,Group\n").appointments
    assert early.uid == late.uid
    two = read(f"{HEAD}\n2026-11-23,18:00,19:00,Group\n2026-11-23,9:00,10:00,Group\n").appointments
    assert len({one.uid for one in two}) == 2


def test_a_row_may_name_its_own_group() -> None:
    table = f"{HEAD},group\n2026-11-23,18:00,19:00,Group,Morning IOP\n2026-11-23,18:00,19:00,Group,\n"
    assert {one.group for one in read(table).appointments} == {"Morning IOP", None}


def test_the_same_id_in_two_groups_is_two_appointments() -> None:
    table = f"{HEAD},group,id\n2026-11-23,18:00,19:00,G,A,x\n2026-11-23,18:00,19:00,G,B,x\n"
    assert len(read(table).appointments) == 2


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",18:00,19:00,Group", "Row 2: date: it is missing."),
        ("23.11.2026,18:00,19:00,Group", "Row 2: date: “23.11.2026” is not a date. Write 2026-11-23 or 11/23/2026."),
        ("2026-02-30,18:00,19:00,Group", "Row 2: date: “2026-02-30” is not a date."),
        ("1826-11-23,18:00,19:00,Group", "Row 2: date: the year 1826 is not between 1970 and 2099."),
        ("2026-11-23,,19:00,Group", "Row 2: start: it is missing."),
        ("2026-11-23,25:00,19:00,Group", "Row 2: start: “25:00” is not a time. Write 18:00 or 6:00 PM."),
        ("2026-11-23,18,19,Group", "Row 2: start: “18” is not a time."),
        ("2026-11-23,18:00,,Group", "Row 2: end: it is missing."),
        ("2026-11-23,18:00,9:00,Group", "Row 2: end: 9:00 is not after 18:00."),
        ("2026-11-23,18:00,19:00,", "Row 2: title: it is missing."),
        (f"2026-11-23,18:00,19:00,{'x' * 121}", "Row 2: title: This is 121 characters long. It can be up to 120."),
        ("2026-11-23,18:00,19:00,Group,karaoke", "Row 2: type: “karaoke” is none of group_therapy, individual,"),
        (f"2026-11-23,18:00,19:00,Group,,,{'x' * 81}", "Row 2: leader: This is 81 characters long."),
        (f"2026-11-23,18:00,19:00,Group,,,,{'x' * 301}", "Row 2: location: This is 301 characters long."),
        (
            "2026-11-23,18:00,19:00,Group,,,,,http://meet.example",
            "Row 2: join_url: “http://meet.example” is not an address",
        ),
        ("2026-11-23,18:00,19:00,Group,,,,,javascript:alert(1)", "Row 2: join_url:"),
        (f"2026-11-23,18:00,19:00,Group,,,,,,{'x' * 2001}", "Row 2: notes: This is 2,001 characters long."),
        (f"2026-11-23,18:00,19:00,Group,,,,,,,{'x' * 201}", "Row 2: external_id: it can have up to 200 characters."),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_its_row(row: str, told: str) -> None:
    [problem] = [one for one in refusal(f"{ALL}\n{row}\n") if "end: 19 " not in one and "end: “19”" not in one]
    assert problem.startswith(told)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("", "There is no appointment in this file."),
        (f"{HEAD}\n", "There is no appointment in this file."),
        ("date,start,title\n", "Row 1: A heading is missing: end. The headings are date, start, end,"),
        (f"{HEAD},shoe size\n2026-11-23,18:00,19:00,G,43\n", "Row 1: We don't know the heading “shoe size”."),
        (f"{HEAD},fecha\n", "Row 1: Two headings mean the same: date."),
        (f"{HEAD}\n2026-11-23,18:00,19:00,Group,more\n", "Row 2: This row has 5 cells, the headings are 4."),
        (f'{HEAD}\n2026-11-23,18:00,19:00,"Group\n', "Row 2: This row can't be read"),
        (f'{HEAD}\n2026-11-23,18:00,19:00,"Group"x\n', "Row 2: This row can't be read"),
        (
            f"{HEAD}\n2026-11-23,18:00,19:00,caf".encode() + b"\xe9\n",
            "Row 2: This is not UTF-8 text. In Excel, save as “CSV UTF-8”.",
        ),
        (f"{HEAD}\n2026-11-23,18:00,19:00,a\x00b\n", "Row 2: A character here can't be stored (NUL)."),
        (
            f"{HEAD},id\n2026-11-23,18:00,19:00,G,x\n2026-11-24,18:00,19:00,G,x\n",
            "Row 3: This row has the same external_id as row 2.",
        ),
        (f"{HEAD}\n2026-11-23,18:00,19:00,G\n2026-11-23,6 PM,7 PM,G\n", "Row 3: This row says the same as row 2."),
        (
            f"{HEAD}\n" + "2026-11-23,18:00,19:00,G\n" * 5_001,
            "There are 5,001 rows in this file. It can have up to 5,000.",
        ),
        (b" " * 2_097_153, "The file has 2.0 MB. It can have up to 2 MB."),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(data: bytes | str, told: str) -> None:
    [problem] = refusal(data)
    assert problem.startswith(told)


def test_every_wrong_row_is_told_up_to_twenty() -> None:
    with pytest.raises(FileRefused) as refused:
        read(f"{HEAD}\n2026-11-23,18:00,19:00,Good\n" + "2026-11-23,later,19:00,Bad\n" * 30)
    assert [one.where for one in refused.value.problems] == [f"Row {n}" for n in range(3, 23)]
    assert refused.value.more == 10


def test_a_lone_surrogate_can_not_be_in_a_file() -> None:
    assert refusal(f"{HEAD}\n2026-11-23,18:00,19:00,".encode() + "\ud800".encode(errors="surrogatepass")) != []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("18:00", time(18)),
        ("9:05", time(9, 5)),
        ("18:00:30", time(18, 0, 30)),
        ("6 PM", time(18)),
        ("6:00PM", time(18)),
        ("6:00 p. m.", time(18)),
        ("6:00 p.m.", time(18)),
        ("12 AM", time(0)),
        ("12:30 pm", time(12, 30)),
        ("18h30", time(18, 30)),
        ("13 PM", None),
        ("0 AM", None),
        ("6", None),
        ("6:00 p", None),
        ("24:00", None),
        ("6:60", None),
        ("٦:٠٠ PM", None),
        ("", None),
    ],
)
def test_times_as_people_write_them(written: str, meant: time | None) -> None:
    assert time_of(written) == meant


def test_month_comes_first_in_a_date_with_strokes() -> None:
    assert str(date_of("11/2/2026")) == "2026-11-02"
    assert date_of("13/2/2026") is None
    assert date_of("2026-13-02") is None


@pytest.mark.parametrize(
    ("heading", "column"), [(" Título ", "title"), ("Join URL", "join_url"), ("HORA DE INICIO", "start")]
)
def test_headings_are_known_in_two_languages(heading: str, column: str) -> None:
    assert column_named(heading) == column


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_table_is_read_or_refused(tail: str) -> None:
    data = f"{ALL}\n{tail}".encode(errors="surrogatepass")
    try:
        told = len(read_csv(data, zone=CHICAGO).appointments)
    except FileRefused as refused:
        told = len(refused.problems)
    assert told > 0
