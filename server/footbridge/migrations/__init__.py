"""The database's shape through time.

Owns: the migrations, and telling how a database stands to them. Alembic runs each upgrade in one transaction, on SQLite too, so
a migration that fails half-way leaves the database as it was. Migrations never import models: they describe the past, and the
models move on.
"""
