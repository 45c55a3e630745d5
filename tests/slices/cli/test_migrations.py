"""The migrations make what the models describe, and tell a database's age."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.pool import StaticPool

import footbridge
from footbridge.db import Model
from footbridge.db.engine import prepare
from footbridge.migrations import steps
from footbridge.migrations.steps import DanglingRows, Standing, newest, standing, upgrade
from tests.slices.cli.conftest import BOTH, bare_url_on_both, connected


@pytest.fixture(params=BOTH)
def bare_url(request: pytest.FixtureRequest, home: Path) -> Iterator[str]:
    yield from bare_url_on_both(request, home)


@pytest.fixture
def bare(bare_url: str, home: Path) -> Iterator[Engine]:
    """A database with nothing in it."""
    home.mkdir()
    with connected(bare_url) as engine:
        yield engine


def _shape(engine: Engine) -> dict[str, Any]:
    """Everything the database itself can tell of its tables, constraints and indexes by name."""
    found: dict[str, Any] = {}
    look = inspect(engine)
    for table in sorted(set(look.get_table_names()) - {"alembic_version"}):
        found[table] = {
            "columns": [(c["name"], str(c["type"]), c["nullable"], c["default"]) for c in look.get_columns(table)],
            "key": look.get_pk_constraint(table),
            "checks": sorted((c["name"], c["sqltext"]) for c in look.get_check_constraints(table)),
            "uniques": sorted((c["name"], tuple(c["column_names"])) for c in look.get_unique_constraints(table)),
            "foreign": sorted(
                (c["name"], tuple(c["constrained_columns"]), c["referred_table"], str(c["options"]))
                for c in look.get_foreign_keys(table)
            ),
            "indexes": sorted(
                (
                    i["name"],
                    str(i["column_names"]),
                    i["unique"],
                    {k: str(v) for k, v in i.get("dialect_options", {}).items()},
                )
                for i in look.get_indexes(table)
            ),
        }
    return found


def _know_all_tables() -> None:
    for module in pkgutil.walk_packages(footbridge.__path__, "footbridge."):
        if module.name.endswith(".models"):
            importlib.import_module(module.name)


def test_the_migrations_make_exactly_the_models_tables(bare: Engine) -> None:
    _know_all_tables()
    upgrade(bare)
    with bare.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Model.metadata) == []
    migrated = _shape(bare)
    with bare.begin() as connection:
        Model.metadata.drop_all(connection)
        Model.metadata.create_all(connection)
    assert migrated == _shape(bare)


def test_upgrading_twice_changes_nothing(bare: Engine) -> None:
    assert standing(bare) is Standing.EMPTY
    upgrade(bare)
    assert standing(bare) is Standing.CURRENT
    upgrade(bare)
    assert standing(bare) is Standing.CURRENT


def test_a_revision_that_this_program_never_heard_of_is_newer(bare: Engine) -> None:
    upgrade(bare)
    with bare.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert standing(bare) is Standing.NEWER


def test_an_earlier_revision_is_older(bare: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade(bare)
    monkeypatch.setattr(steps, "newest", lambda: "9999")
    assert standing(bare) is Standing.OLDER


def test_somebody_elses_tables_are_foreign(bare: Engine) -> None:
    with bare.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER PRIMARY KEY)"))
    assert standing(bare) is Standing.FOREIGN


def test_a_migration_that_fails_half_way_leaves_nothing(bare: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_connection: object) -> None:
        raise DanglingRows("Rows point at nothing.")

    monkeypatch.setattr(steps, "_check_foreign_keys", fail)
    with pytest.raises(DanglingRows):
        upgrade(bare)
    assert standing(bare) is Standing.EMPTY
    assert inspect(bare).get_table_names() == []


def test_foreign_keys_are_on_again_after_an_upgrade(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'one.db'}", poolclass=StaticPool)
    prepare(engine)
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    engine.dispose()


def test_revisions_are_numbered() -> None:
    assert newest().isdigit()
