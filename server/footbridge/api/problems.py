"""Errors as problem documents (RFC 9457). The only place where a kind of refusal meets an HTTP status."""

from typing import Any

from flask import Response
from werkzeug.exceptions import HTTPException

from footbridge.api import strict_json
from footbridge.kernel import errors

STATUS: dict[type[errors.DomainError], int] = {
    errors.Malformed: 400,
    errors.SignedOut: 401,
    errors.Refused: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.TooLarge: 413,
    errors.WrongMediaType: 415,
    errors.Invalid: 422,
    errors.Throttled: 429,
    errors.Unavailable: 503,
}

HTTP_WORDS = {
    400: ("bad-request", "We could not read that request"),
    404: ("not-found", "We could not find that"),
    405: ("wrong-method", "That address does not take this kind of request"),
    413: ("too-large", "That is too large"),
    415: ("not-json-type", "We only take JSON here"),
}


def status_of(error: errors.DomainError) -> int:
    """The HTTP status for this kind of refusal: that of the nearest class in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def body_of(error: errors.DomainError) -> dict[str, Any]:
    """The problem document for a refusal."""
    found: dict[str, Any] = {
        "type": f"/problems/{error.slug}",
        "title": error.title,
        "status": status_of(error),
        "detail": error.detail or error.title,
    }
    if error.errors:
        found["errors"] = [{"pointer": one.pointer, "detail": one.detail} for one in error.errors]
    if isinstance(error, errors.Throttled):
        found["retry_after_s"] = error.retry_after_s
    return found


def response_of(error: errors.DomainError) -> Response:
    """The answer for a refusal."""
    response = _problem(body_of(error))
    if isinstance(error, errors.Throttled):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def response_of_http(error: HTTPException) -> Response:
    """The answer for an error of the framework (unknown address, wrong method), its headers kept."""
    status = error.code or 500
    slug, title = HTTP_WORDS.get(status, ("refused", error.name))
    response = _problem({"type": f"/problems/{slug}", "title": title, "status": status, "detail": f"{title}."})
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after", "www-authenticate"}:
            response.headers[name] = value
    return response


def unexpected() -> Response:
    """The answer when the program itself is at fault. Says nothing of the cause: that is in the log."""
    return _problem(
        {
            "type": "/problems/our-fault",
            "title": "Something went wrong on our side",
            "status": 500,
            "detail": "What you wrote is still on your phone. Please try again.",
        }
    )


def _problem(found: dict[str, Any]) -> Response:
    return Response(strict_json.write(found), status=found["status"], content_type="application/problem+json")
