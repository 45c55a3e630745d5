"""The OpenAPI document: APIFlask writes it from the routes; the refusals that any route can give are added here."""

from typing import Any, cast

from apiflask import APIFlask
from flask import current_app

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "/problems/<kind>: what a program may act on"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "For a person: what is safe, what to do"},
        "retry_after_s": {"type": "integer", "minimum": 1},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}

ALWAYS = {
    400: "Not strict JSON, or an unknown host",
    404: "Not there, or not yours",
    503: "The database can't answer now",
}
WRITES = {
    403: "Not sent by the app itself",
    409: "Does not fit with what is stored",
    410: "Its time has passed",
    413: "Over a limit",
    415: "Not JSON",
    422: "A field is wrong",
    429: "Too many tries",
}


def document() -> dict[str, Any]:
    """The running program's document."""
    return cast(
        dict[str, Any], cast(APIFlask, current_app).spec
    )  # app.create_app makes no other kind; JSON is configured


def add_problems(spec: Any) -> Any:
    """The document with the problem answers of each operation."""
    spec.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for path in spec["paths"].values():
        for method, operation in path.items():
            if method in {"get", "post", "put", "patch", "delete"}:
                _add(operation, is_write=method != "get")
    return spec


def _add(operation: dict[str, Any], *, is_write: bool) -> None:
    answers = operation.setdefault("responses", {})
    possible = {**ALWAYS, 401: "Signed out", **(WRITES if is_write else {})}
    for status, words in possible.items():
        answers[str(status)] = {
            "description": words,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    if is_write:
        operation.setdefault("parameters", []).append(
            {"name": "X-Footbridge", "in": "header", "required": True, "schema": {"type": "string", "enum": ["1"]}}
        )
