"""The doctor's look into a database whose tables fit this program."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from footbridge.accounts.models import Account, CareTeamMember, Participant, SignIn
from footbridge.db import engine as setup
from footbridge.db.transactions import reading
from footbridge.kernel.zones import UnknownZone, zone
from footbridge.ops.findings import Findings, bad, look, ok
from footbridge.ops.neutral import telling_word
from footbridge.program.models import CareGroup, Program
from footbridge.reminders.models import Dispatcher

CLOCKS_APART = timedelta(seconds=5)
PUT_BACK = timedelta(minutes=5)
SILENT = timedelta(seconds=90)
"""A dispatcher gives a sign of life every ten seconds."""


def look_at_database(engine: Engine, keys_path: Path, *, now: datetime) -> Findings:
    """Settings of the database, soundness, and whether the program in it can take somebody in."""
    wrong = setup.check(engine)
    yield from (bad("Database", one) for one in wrong)
    if not wrong:
        yield ok("Database", "keeps what it has said to be stored")
    if engine.dialect.name == "sqlite":
        yield from _look_at_file(engine)
    with reading(engine) as session:
        yield from _look_at_clocks(session, now)
        yield from _look_at_program(session)
        yield from _look_at_people(session)
        yield from _look_at_keys(session, keys_path)
        yield from _look_at_dispatchers(session, now)


def _look_at_file(engine: Engine) -> Findings:
    with engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(3)").scalars().all()
    if found == ["ok"]:
        yield ok("Database file", "sound")
    else:
        yield bad("Database file", f"Damaged ({found[0]}). Stop the program and put back the newest backup.")


def _look_at_clocks(session: Session, now: datetime) -> Findings:
    if session.get_bind().dialect.name == "postgresql":
        theirs: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
        if abs(theirs - now) > CLOCKS_APART:
            yield look("Clock", f"This machine and the database are {abs(theirs - now)} apart. Set both by NTP.")
    newest = session.scalars(select(SignIn.last_seen_at).order_by(SignIn.last_seen_at.desc()).limit(1)).first()
    if newest is not None and newest > now + PUT_BACK:
        yield bad("Clock", f"Somebody was here at {newest:%Y-%m-%d %H:%M} UTC, which is still to come. Set the clock.")


def _look_at_program(session: Session) -> Findings:
    program = session.scalars(select(Program)).first()
    if program is None:
        yield bad("Program", "There is none yet. Make it with: footbridge init")
        return
    yield ok(
        "Program", f"{program.name}, shown on phones as {program.public_name}" + (" (demo)" if program.is_demo else "")
    )
    told = telling_word(program.public_name)
    if told:
        yield look(
            "Program", f"“{told}” in the name on phones tells what it is for. Type: footbridge init --public-name …"
        )
    try:
        zone(program.zone)
    except UnknownZone as error:
        yield bad("Program", error.detail)
    if not program.lines:
        yield bad("Program", "No phone line is set: Help now can't offer the program. Type: footbridge init --phone …")
    groups = session.scalars(select(func.count()).select_from(CareGroup)).one()
    if groups == 0:
        yield look("Groups", "There is none yet. Type: footbridge init --group NAME")
    else:
        yield ok("Groups", str(groups))


def _look_at_people(session: Session) -> Findings:
    query = (
        select(func.count())
        .select_from(CareTeamMember)
        .join(Account, Account.id == CareTeamMember.id)
        .where(Account.closed_at.is_(None))
    )
    if session.scalars(query).one() == 0:
        yield look("Care team", "Nobody yet. Type: footbridge admin create NAME")
    else:
        yield ok("Care team", "there")


def _look_at_keys(session: Session, keys_path: Path) -> Findings:
    if not keys_path.exists():
        return
    people = {str(one) for one in session.scalars(select(Participant.id))}
    with sqlite3.connect(f"file:{keys_path}?mode=ro", uri=True) as file:
        known = {row[0] for row in file.execute("SELECT participant FROM participant_key")}
    file.close()
    without = len(people - known)
    if without:
        yield bad(
            "Keys",
            f"{without} of {len(people)} people have no key in the key file: what they wrote can't be read. The file is "
            "older than the database, or another program's. Put back the right one before anybody writes.",
        )
    else:
        yield ok("Keys", "one for each participant")


def _look_at_dispatchers(session: Session, now: datetime) -> Findings:
    running = list(
        session.scalars(select(Dispatcher).where(Dispatcher.stopped_at.is_(None)).order_by(Dispatcher.seen_at))
    )
    alive = [one for one in running if one.seen_at > now - SILENT]
    for one in alive:
        if one.problem:
            yield bad("Reminders", one.problem)
    if alive:
        yield ok("Reminders", f"{len(alive)} at work")
    elif running:
        yield look(
            "Reminders", f"None is sent. A dispatcher was last seen at {running[-1].seen_at:%Y-%m-%d %H:%M} UTC."
        )
    else:
        yield look("Reminders", "None is sent while footbridge serve is not running.")
