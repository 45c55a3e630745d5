"""Run by Alembic, on the connection that `steps` hands over or on that of Flask-Migrate's app (`tools/new_migration.py`)."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Connection, TypeDecorator

from footbridge.db import Model


def plain(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """A column type of ours, written as what it is in the database: a migration must not change when our code does."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def run(connection: Connection, **wishes: Any) -> None:
    """Migrate in the transaction that is open on `connection`, or in one of our own."""
    settings: dict[str, Any] = {
        "connection": connection,
        "target_metadata": Model.metadata,
        # SQLite changes a table by making it anew; the same migration is a plain ALTER on PostgreSQL.
        "render_as_batch": True,
        "transactional_ddl": True,
        "compare_type": True,
        "render_item": plain,
    }
    context.configure(**{**settings, **wishes})
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    migrate = current_app.extensions["migrate"]
    with migrate.db.engine.connect() as own:
        run(own, **migrate.configure_args)
