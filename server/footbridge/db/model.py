"""The base of every table, with names for its constraints so that migrations are the same on both databases."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, MetaData
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """Declarative base. `__tablename__` is written by hand; constraints take their names from `NAMES`."""

    metadata = MetaData(naming_convention=NAMES)


def at_most(column: str, length: int) -> CheckConstraint:
    """A text column's limit in code points, which SQLite would otherwise not hold."""
    return CheckConstraint(f"length({column}) <= {length}", name=f"{column}_length")


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """A column that holds only the values of a StrEnum."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def between(column: str, low: int, high: int) -> CheckConstraint:
    """A whole number's range, ends included; NULL passes."""
    return CheckConstraint(f"{column} BETWEEN {low} AND {high}", name=f"{column}_range")
