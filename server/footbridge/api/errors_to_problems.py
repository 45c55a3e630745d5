"""Every way a request can fail, turned into a problem document. Nothing of a traceback leaves the program."""

import logging
import sqlite3

from flask import Flask, Response, request
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from footbridge.api import problems
from footbridge.db import db
from footbridge.kernel.errors import Conflict, DomainError, TooLarge, Unavailable

log = logging.getLogger("footbridge.api")


class NotNow(Unavailable):
    """The database is busy, locked or its disk is full."""

    slug = "unavailable"
    title = "We can't save right now"


def register(app: Flask) -> None:
    """Give `app` an answer for each kind of failure."""

    @app.errorhandler(DomainError)
    def refused(error: DomainError) -> Response:
        db.session.rollback()
        return problems.response_of(error)

    @app.errorhandler(RequestEntityTooLarge)
    def too_large(_error: RequestEntityTooLarge) -> Response:
        return problems.response_of(TooLarge("A message can be up to 256 KB. What you wrote stays on your phone."))

    @app.errorhandler(HTTPException)
    def of_the_framework(error: HTTPException) -> Response:
        return problems.response_of_http(error)

    @app.errorhandler(DBAPIError)
    def of_the_database(error: DBAPIError) -> Response:
        db.session.rollback()
        if isinstance(error, OperationalError):
            log.error("database not available: %s", type(error.orig).__name__)
            return problems.response_of(NotNow("Nothing is lost: it stays on your phone, and we will try again."))
        if isinstance(error, IntegrityError):
            log.warning("a constraint spoke at %s", request.endpoint)
            return problems.response_of(Conflict("That changed at the same moment somewhere else. Please try again."))
        return unexpected(error)

    @app.errorhandler(sqlite3.OperationalError)
    def of_the_key_file(error: sqlite3.OperationalError) -> Response:
        db.session.rollback()
        log.error("key file not available: %s", error)
        return problems.response_of(NotNow("Nothing is lost: it stays on your phone, and we will try again."))

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        db.session.rollback()
        # The type and place alone: a message could hold a person's words.
        log.error("unexpected %s at %s", type(error).__name__, request.endpoint, exc_info=app.debug or app.testing)
        if app.testing:
            raise error
        return problems.unexpected()
