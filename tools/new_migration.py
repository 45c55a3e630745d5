"""Writes the next migration from how the models differ from the last one. Read it before you commit it.

.venv/bin/python tools/new_migration.py "what it does"
"""

import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

import footbridge
from footbridge.db import db
from footbridge.db.engine import prepare
from footbridge.migrations import steps


def write(message: str) -> None:
    """A new file in `migrations/versions`, numbered after the last."""
    for module in pkgutil.walk_packages(footbridge.__path__, "footbridge."):
        if module.name.endswith(".models"):
            importlib.import_module(module.name)
    versions = steps.FOLDER / "versions"
    number = f"{len(list(versions.glob('*.py'))) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'before.db'}"
        engine = create_engine(url, poolclass=NullPool)
        prepare(engine)
        if number != "0001":
            steps.upgrade(engine)
        app = Flask("new_migration")
        app.config["SQLALCHEMY_DATABASE_URI"] = url
        db.init_app(app)
        flask_migrate.Migrate(app, db, directory=str(steps.FOLDER))
        with app.app_context():
            flask_migrate.revision(message=message, autogenerate=True, rev_id=number)
            db.engine.dispose()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write(sys.argv[1])
