"""What every request passes and every answer carries.

Owns: known hosts, size limits, write protection against other sites, security headers. A form on another site can send neither
JSON nor our header, and browsers say where a request comes from: a write needs all three to agree.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, Response, request

from footbridge.kernel.errors import Malformed, Refused, TooLarge, WrongMediaType
from footbridge.settings import Settings

MAX_BODY_BYTES = 256 * 1024
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OUR_HEADER = "X-Footbridge"

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "media-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types footbridge",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


def security_headers(settings: Settings) -> dict[str, str]:
    """Headers for every answer, also errors and built files."""
    found = dict(HEADERS)
    if settings.is_secure:
        found["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return found


def protect(app: Flask, settings: Settings) -> None:
    """Put the checks before and the headers after every request of `app`."""
    headers = security_headers(settings)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.before_request(_known_host(settings))
    app.before_request(_write_protection(settings))

    @app.after_request
    def harden(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if request.path.startswith("/api/"):
            response.headers["Cache-Control"] = "no-store"
        return response


def _known_host(settings: Settings) -> Callable[[], None]:
    def check() -> None:
        if request.path != "/healthz" and request.host.lower() not in settings.allowed_hosts:
            raise Malformed("This address is not served here.")

    return check


def _write_protection(settings: Settings) -> Callable[[], None]:
    own = urlsplit(settings.base_url)
    origins = {f"{own.scheme}://{host}" for host in settings.allowed_hosts}

    def check() -> None:
        if request.method in SAFE_METHODS or request.url_rule is None:
            return
        length = request.content_length
        if length is not None and length > MAX_BODY_BYTES:
            raise TooLarge("A message can be up to 256 KB. What you wrote stays on your phone.")
        if request.mimetype != "application/json" or request.content_encoding:
            raise WrongMediaType("Send the message as application/json.")
        site = request.headers.get("Sec-Fetch-Site")
        origin = request.headers.get("Origin")
        from_here = origin in origins if origin is not None else site == "same-origin"
        if OUR_HEADER not in request.headers or not from_here or site not in {None, "same-origin"}:
            raise Refused("This request did not come from the app itself.")

    return check
