"""The database: one Flask-SQLAlchemy handle, our own typed `Model`, and how transactions begin.

Owns: connections, transactions, column types, constraint names. Knows no table.
"""

from flask_sqlalchemy import SQLAlchemy

from footbridge.db.model import Model

db = SQLAlchemy(metadata=Model.metadata)

__all__ = ["Model", "db"]
