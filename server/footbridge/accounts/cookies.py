"""The sign-in cookie: its name, its attributes, putting it on an answer and taking it off."""

from flask import Request, Response, after_this_request

from footbridge.accounts.models import AccountKind
from footbridge.accounts.sign_ins import SHARED_PHONE
from footbridge.settings import Settings

# The row decides when a sign-in ends; browsers keep no cookie longer than this.
LONGEST_S = 400 * 86_400


def name(settings: Settings) -> str:
    """With `__Host-`, no other host or path can set or see it; browsers take that only over TLS."""
    return "__Host-footbridge" if settings.is_secure else "footbridge"


def read(request: Request, settings: Settings) -> str:
    """The cookie that came with a request; empty when none did."""
    return request.cookies.get(name(settings), "")


def put(cookie: str, kind: str, settings: Settings, *, is_shared: bool) -> None:
    """Put the cookie on the answer to the present request."""
    _on_answer(cookie, settings, max_age=_max_age_s(kind, is_shared=is_shared))


def take_off(settings: Settings) -> None:
    """Tell the browser to forget the cookie."""
    _on_answer("", settings, max_age=0)


def _max_age_s(kind: str, *, is_shared: bool) -> int | None:
    if kind == AccountKind.CARE_TEAM:
        return None  # gone when the browser closes
    return int(SHARED_PHONE.total_seconds()) if is_shared else LONGEST_S


def _on_answer(cookie: str, settings: Settings, *, max_age: int | None) -> None:
    @after_this_request
    def set_cookie(response: Response) -> Response:
        response.set_cookie(
            name(settings),
            cookie,
            max_age=max_age,
            path="/",
            secure=settings.is_secure,
            httponly=True,
            samesite="Strict",
        )
        return response
