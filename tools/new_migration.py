"""Writes the next migrations from how the models differ from the last ones: a file for each slice that changed.

    .venv/bin/python tools/new_migration.py "what it does"

Read what it wrote before you commit it.
"""

import importlib
import pkgutil
import sys
import tempfile
from collections.abc import Iterable
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, cast

import flask_migrate
from alembic.operations.ops import MigrationScript
from flask import Flask
from sqlalchemy import Table, create_engine
from sqlalchemy.pool import NullPool

import footbridge
from footbridge.db import Model, db
from footbridge.db.engine import prepare
from footbridge.migrations import steps

VERSIONS = steps.FOLDER / "versions"


def tables_by_slice() -> dict[str, set[str]]:
    """The names of each slice's tables; slices whose tables others point at come first."""
    for module in pkgutil.walk_packages(footbridge.__path__, "footbridge."):
        if module.name.endswith(".models"):
            importlib.import_module(module.name)
    # Declared as FromClause, though a mapped class always has a Table.
    owner = {
        cast(Table, mapper.local_table).name: mapper.class_.__module__.split(".")[1]
        for mapper in Model.registry.mappers
    }
    order = TopologicalSorter[str]()
    found: dict[str, set[str]] = {}
    for table in Model.metadata.sorted_tables:
        name = owner[table.name]
        found.setdefault(name, set()).add(table.name)
        order.add(name, *({owner[key.column.table.name] for key in table.foreign_keys} - {name}))
    return {name: found[name] for name in order.static_order()}


def write(message: str) -> None:
    """New files in `migrations/versions`, numbered after the last."""
    slices = tables_by_slice()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'before.db'}"
        engine = create_engine(url, poolclass=NullPool)
        prepare(engine)
        app = Flask("new_migration")
        app.config["SQLALCHEMY_DATABASE_URI"] = url
        db.init_app(app)
        with app.app_context():
            for name, tables in slices.items():
                if any(VERSIONS.glob("*.py")):
                    steps.upgrade(engine)
                write_slice(app, f"{name}: {message}", tables)
            db.engine.dispose()


def write_slice(app: Flask, message: str, tables: set[str]) -> None:
    """The next file, if these tables differ from what the last one left."""

    def is_ours(item: Any, name: str | None, kind: str, _reflected: bool, _compared_to: Any) -> bool:  # noqa: FBT001  Alembic's
        return (name if kind == "table" else item.table.name) in tables

    def drop_if_empty(_context: Any, _revision: Any, scripts: Iterable[MigrationScript]) -> None:
        [script] = scripts
        if script.upgrade_ops is not None and script.upgrade_ops.is_empty():
            scripts[:] = []  # type: ignore[index]  # Alembic hands over a list, and reads it again

    number = f"{len(list(VERSIONS.glob('*.py'))) + 1:04}"
    flask_migrate.Migrate(
        app, db, directory=str(steps.FOLDER), include_object=is_ours, process_revision_directives=drop_if_empty
    )
    flask_migrate.revision(message=message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write(sys.argv[1])
