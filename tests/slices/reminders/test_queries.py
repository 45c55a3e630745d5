"""What the dispatcher asks all day long is found by an index, not by reading through everybody's rows."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, Select, event

from footbridge.db.transactions import writing
from footbridge.reminders import facts, planner, queue
from tests.conftest import NOON

ASKED = [
    (queue._due, "ix_reminder_due_at_planned"),
    (queue._passed_reminders, "ix_reminder_due_at_planned"),
    (queue._waiting, "ix_delivery_ready_at_waiting"),
    (queue._passed_deliveries, "ix_delivery_ready_at_waiting"),
    (planner._asked_for, "ix_feed_counter_replan_from"),
    (planner._running_out, "ix_reminder_plan_planned_until"),
    (planner._standing_rows, "reminder_participant_id"),
    (facts._check_ins, "ix_check_in_participant_id_at"),
]


@pytest.mark.parametrize(("statement", "index"), ASKED)
def test_no_question_reads_through_a_whole_table(engine: Engine, statement: Select[object], index: str) -> None:
    values = {"now": NOON, "most": 10, "soon": NOON, "people": [uuid4()], "since": NOON}
    sent: list[tuple[str, Any]] = []
    is_sqlite = engine.dialect.name == "sqlite"
    with writing(engine) as session:
        connection = session.connection()
        if not is_sqlite:
            # A table without rows is always read through; asked not to, PostgreSQL tells which index would do.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        event.listen(engine, "before_cursor_execute", lambda *given: sent.append((given[2], given[3])))
        connection.execute(statement, values)
        sql, parameters = sent[0]
        plan = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{sql}", parameters)
        told = " ".join(str(row[-1]) for row in plan)
    assert index in told
    assert "SCAN" not in told
    assert "Seq Scan" not in told
