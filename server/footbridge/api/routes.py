"""How a route is declared.

    routes = Routes("accounts")

    @routes.post("/api/sign-out")
    @participant                     who may call; a route without one does not start
    @body(NothingSchema)             what comes in, as the argument `data`
    @writes                          one transaction, committed after the view returned
    @responds(None, 204)             what goes out
    def sign_out(data): ...

The order is fixed: policy, body, transaction, answer. A body is read before the transaction opens, so a slow phone holds no lock.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeAlias, cast

from apiflask import APIBlueprint
from flask import current_app, request

from footbridge.api import strict_json
from footbridge.api.callers import CARE_TEAM, PARTICIPANT, caller
from footbridge.api.fields import Schema, check_body
from footbridge.db import db
from footbridge.db.transactions import begin_snapshot, write_turn
from footbridge.kernel.errors import NotFound, WrongMediaType

View: TypeAlias = Callable[..., Any]


class _Marked(Protocol):
    """A view with what the decorators noted on it."""

    policy: str
    _spec: dict[str, Any]


class Undeclared(RuntimeError):
    """A route says nothing about who may call it."""


def _mark(view: View) -> _Marked:
    return cast(_Marked, view)  # functions carry attributes; wraps() hands them on


class Routes(APIBlueprint):
    """A slice's routes. Refuses one that does not declare who may call it."""

    def __init__(self, name: str) -> None:
        super().__init__(name, name, tag=name.replace("_", " "))

    def add_url_rule(
        self, rule: str, endpoint: str | None = None, view_func: Any = None, *args: Any, **kw: Any
    ) -> None:
        if view_func is not None and not hasattr(view_func, "policy"):
            raise Undeclared(f"{rule} ({view_func.__name__}) does not say who may call it")
        super().add_url_rule(rule, endpoint, view_func, *args, **kw)


def anyone(view: View) -> View:
    """May be called without a sign-in."""
    _mark(view).policy = "anyone"
    return view


def participant(view: View) -> View:
    """Only a signed-in participant; for everybody else the address does not exist."""
    return _only(view, "participant", lambda: caller().kind == PARTICIPANT)


def signed_in(view: View) -> View:
    """Anybody who is signed in."""
    return _only(view, "signed_in", lambda: bool(caller()))


def care_team(*roles: str) -> Callable[[View], View]:
    """Only care team members with one of these roles (all roles when none is named)."""

    def decorate(view: View) -> View:
        def allowed() -> bool:
            who = caller()
            return who.kind == CARE_TEAM and (not roles or who.role in roles)

        return _only(view, f"care_team {' '.join(roles)}".strip(), allowed)

    return decorate


def _only(view: View, policy: str, allowed: Callable[[], bool]) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not allowed():
            raise NotFound("We could not find that.")
        return view(*args, **kwargs)

    _mark(guarded).policy = policy
    return guarded


def body(schema: type[Schema]) -> Callable[[View], View]:
    """Read the JSON body by `schema` and hand it to the view as `data`."""
    reader = schema()

    def decorate(view: View) -> View:
        @wraps(view)
        def with_body(*args: Any, **kwargs: Any) -> Any:
            return view(*args, data=read_body(reader), **kwargs)

        _describe(with_body, body=reader, content_type="application/json", body_example=None, body_examples=None)
        return with_body

    return decorate


def read_body(reader: Schema) -> Any:
    """The request's body, checked by `reader`.

    Raises:
        Malformed: not strict JSON. Invalid: a field is wrong; `errors` point at each.
    """
    if request.mimetype != "application/json" or request.content_encoding:
        raise WrongMediaType("Send the message as application/json.")
    found = strict_json.parse(request.get_data(cache=False))
    return check_body(reader, found)


def responds(schema: type[Schema] | None, status: int = 200) -> Callable[[View], View]:
    """Write what the view returns by `schema`; None means an empty answer."""
    writer = schema() if schema else None

    def decorate(view: View) -> View:
        @wraps(view)
        def with_answer(*args: Any, **kwargs: Any) -> Any:
            found = view(*args, **kwargs)
            if isinstance(found, current_app.response_class):
                return found
            content = strict_json.write(writer.dump(found)) if writer else b""
            return current_app.response_class(content, status, content_type="application/json" if writer else None)

        _describe(
            with_answer,
            response={
                "schema": writer if writer is not None else {},
                "status_code": status,
                "description": "Done",
                "example": None,
                "examples": None,
                "links": None,
                "content_type": "application/json",
                "headers": None,
            },
        )
        return with_answer

    return decorate


def writes(view: View) -> View:
    """Run the view in one write transaction, committed when it returns, rolled back when it raises."""

    @wraps(view)
    def in_one_write(*args: Any, **kwargs: Any) -> Any:
        db.session.rollback()
        with write_turn(db.session()):
            return view(*args, **kwargs)

    return in_one_write


def reads(view: View) -> View:
    """Run the view on one unchanging snapshot."""

    @wraps(view)
    def on_a_snapshot(*args: Any, **kwargs: Any) -> Any:
        db.session.rollback()
        begin_snapshot(db.session())
        try:
            return view(*args, **kwargs)
        finally:
            db.session.rollback()

    return on_a_snapshot


def undescribed(view: View) -> View:
    """Leave this route out of the OpenAPI document: it serves pages, not the interface."""
    _describe(view, hide=True)
    return view


def _describe(view: View, **what: Any) -> None:
    """Note for the OpenAPI document, where APIFlask looks for it."""
    marked = _mark(view)
    marked._spec = {**getattr(view, "_spec", {}), **what}  # noqa: SLF001  the name that APIFlask reads
