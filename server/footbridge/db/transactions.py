"""Transactions, inside a request and outside.

One writer at a time in a process: SQLite's own waiting is unfair and made the slowest of 8 threads wait 5 to 10 times longer.
Never hash a passphrase, send, or touch files while a write is open.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy import Engine
from sqlalchemy.orm import Session

_one_writer = threading.Lock()


@contextmanager
def write_turn(session: Session) -> Iterator[Session]:
    """Begin a write on `session` (nothing may be open on it), commit at the end; roll back when anything is raised."""
    engine = session.get_bind()
    turn = _one_writer if engine.dialect.name == "sqlite" else nullcontext()
    with turn:
        try:
            session.connection(execution_options={"write": True})
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session with a write open, committed at the end; for the command line and the dispatcher."""
    with Session(engine, expire_on_commit=False) as session, write_turn(session):
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one unchanging snapshot and writes nothing."""
    with Session(engine, expire_on_commit=False) as session:
        begin_snapshot(session)
        try:
            yield session
        finally:
            # What was read may be looked at afterwards; a rollback would empty it.
            session.expunge_all()
            session.rollback()


def begin_snapshot(session: Session) -> None:
    """Begin a read in which every query sees the same instant of the database."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection()
    else:
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
