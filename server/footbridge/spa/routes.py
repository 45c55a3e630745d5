"""Serves the built app.

Owns: which answer an address gets that is not the interface's. Every page of the app is the same document, so a tapped reminder
opens whatever it names, also on the first visit.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request
from werkzeug.routing import PathConverter
from whitenoise import WhiteNoise

from footbridge.api.protection import security_headers
from footbridge.api.routes import Routes, anyone, undescribed
from footbridge.kernel.errors import NotFound
from footbridge.settings import Settings

DIST = Path(__file__).resolve().parent.parent / "static" / "dist"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"), ("", ""))
NOT_BUILT = b"<!doctype html><title>Not built</title><p>The app is not built yet. Run: make build"

routes = Routes("spa")


class PagePath(PathConverter):
    """Any address but the interface's: an unknown one there is not found, whatever the method."""

    regex = r"(?!api(?:/|$))[^/].*?"


def serve_built_app(app: Flask, settings: Settings, *, dist: Path = DIST) -> None:
    """Serve the files under `dist` from `app`. They are scanned once, here: build first, then start."""
    app.url_map.converters["page"] = PagePath
    headers = security_headers(settings)

    def add_headers(found: Any, _path: str, url: str) -> None:
        found["Cache-Control"] = "max-age=31536000, public, immutable" if _is_immutable(_path, url) else "no-cache"
        if url == "/sw.js":
            found["Service-Worker-Allowed"] = "/"
        for name, value in headers.items():
            found[name] = value

    files: Callable[..., Any] = WhiteNoise(
        app.wsgi_app,
        root=dist if dist.is_dir() else None,
        max_age=0,
        allow_all_origins=False,
        immutable_file_test=_is_immutable,
        add_headers_function=add_headers,
        mimetypes={".webmanifest": "application/manifest+json"},
    )
    # Flask documents replacing wsgi_app as the way to add middleware.
    app.wsgi_app = files  # type: ignore[method-assign]
    app.extensions["footbridge-pages"] = {name: _read(dist, name) for name in ("index.html", "care.html")}


def _is_immutable(_path: str, url: str) -> bool:
    return url.startswith("/assets/")


def _read(dist: Path, name: str) -> dict[str, bytes]:
    return dict(_variants(dist / name)) or {"": NOT_BUILT}


def _variants(page: Path) -> Iterator[tuple[str, bytes]]:
    # Kept in memory: sending index.html.br as a file would name it so to the browser.
    for encoding, suffix in ENCODINGS:
        path = page.with_name(page.name + suffix)
        if path.is_file():
            yield encoding, path.read_bytes()


@routes.get("/")
@routes.get("/<page:path>")
@anyone
@undescribed
def page(path: str = "") -> Response:
    """The app's document for every address that names no file."""
    if "." in path.rsplit("/", 1)[-1]:
        raise NotFound("There is nothing at this address.")
    is_care = path == "care" or path.startswith("care/")
    variants: dict[str, bytes] = current_app.extensions["footbridge-pages"]["care.html" if is_care else "index.html"]
    encoding = next(name for name in variants if not name or request.accept_encodings[name])
    response = Response(variants[encoding], mimetype="text/html")
    if encoding:
        response.content_encoding = encoding
    response.vary.add("Accept-Encoding")
    response.cache_control.no_cache = True
    response.add_etag()
    response.make_conditional(request)
    return response
