"""Insert-or-replace statements, built once: building one per call costs more than running it."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

Statements = dict[str, sqlite.Insert | postgresql.Insert]


def upserts(table: Table, *, key: tuple[str, ...]) -> Statements:
    """By dialect name: insert a row, or replace all its columns but the key's when the key is there."""
    found: Statements = {}
    for name, insert in (("sqlite", sqlite.insert(table)), ("postgresql", postgresql.insert(table))):
        new = insert.excluded
        found[name] = insert.on_conflict_do_update(
            index_elements=list(key), set_={c.name: new[c.name] for c in table.c if c.name not in key}
        )
    return found
