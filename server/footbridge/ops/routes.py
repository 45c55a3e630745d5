"""Health and the OpenAPI document. None of it tells anything of a person."""

from flask import Response

from footbridge.api import strict_json
from footbridge.api.openapi import document
from footbridge.api.routes import Routes, anyone, reads
from footbridge.db import db

routes = Routes("ops")


@routes.get("/healthz")
@anyone
def healthz() -> Response:
    """The process answers. Asks nothing of the database, so that a slow disk does not restart a working program."""
    return Response(strict_json.write({"status": "ok"}), content_type="application/json")


@routes.get("/readyz")
@anyone
@reads
def readyz() -> Response:
    """The database answers too."""
    db.session.connection().exec_driver_sql("SELECT 1")
    return Response(strict_json.write({"status": "ok"}), content_type="application/json")


@routes.get("/api/openapi.json")
@anyone
def interface() -> Response:
    """This interface, as OpenAPI 3.1."""
    return Response(strict_json.write(document()), content_type="application/json")
