"""The web application, put together.

Owns: which slices there are, and what fills the protocols of the layers below. All that a route may ask of its surroundings is
handed in here, so that a test runs the same program under another clock.
"""

import logging

from apiflask import APIFlask
from flask_login import LoginManager
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix

from footbridge import __version__
from footbridge.accounts import routes as accounts_routes
from footbridge.accounts.callers import caller_of_request
from footbridge.api import errors_to_problems, openapi
from footbridge.api.callers import PublicFacts, Surroundings
from footbridge.api.protection import protect
from footbridge.api.routes import Undeclared
from footbridge.api.strict_json import StrictJson
from footbridge.care import routes as care_routes
from footbridge.checkins.kind import CheckInKind
from footbridge.db import db, engine
from footbridge.feed.kinds import Kinds, OwnKind, StaffKind
from footbridge.journal.kind import JournalEntryKind
from footbridge.kernel.clock import Clock, SystemClock
from footbridge.ops import routes as ops_routes
from footbridge.program.feed_kinds import MeKind, ProgramKind
from footbridge.program.service import program_of
from footbridge.push import routes as push_routes
from footbridge.push.keys import load_push_keys
from footbridge.reminders import routes as reminders_routes
from footbridge.reminders.kind import ReminderSettingsKind
from footbridge.schedule.feed_kind import AppointmentKind
from footbridge.sealing.keyring import Keyring
from footbridge.sealing.service import Sealer
from footbridge.settings import Settings
from footbridge.spa import routes as spa_routes
from footbridge.sync import routes as sync_routes

SLICES = (accounts_routes, push_routes, reminders_routes, sync_routes, care_routes, ops_routes, spa_routes)

OWN_KINDS: dict[str, OwnKind] = {one.kind: one for one in (CheckInKind(), JournalEntryKind(), ReminderSettingsKind())}
"""What participants write, by kind."""


def kinds_of(sealer: Sealer) -> Kinds:
    """Every kind that travels in the feed."""
    staff: tuple[StaffKind, ...] = (ProgramKind(), MeKind(sealer), AppointmentKind(sealer))
    return Kinds(own=OWN_KINDS, staff={one.kind: one for one in staff})


def create_app(
    settings: Settings,
    *,
    clock: Clock | None = None,
    push_origins: frozenset[str] = frozenset(),
    testing: bool = False,
) -> APIFlask:
    """The application for these settings.

    Raises:
        Undeclared: a route does not say who may call it.
        BadPushKeys: `footbridge init` has not made them.
    """
    app = APIFlask(
        "footbridge",
        title="Footbridge",
        version=__version__,
        spec_path=None,
        docs_path=None,
        json_errors=False,
        # Flask takes None for "no such route"; APIFlask's types only forgot it.
        static_folder=None,  # type: ignore[arg-type]
    )
    app.config.update(
        TESTING=testing,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings),
        OPENAPI_VERSION="3.1.0",
        AUTO_404_RESPONSE=False,
        AUTO_VALIDATION_ERROR_RESPONSE=False,
    )
    app.json = StrictJson(app)
    db.init_app(app)
    with app.app_context():
        engine.prepare(db.engine)
    keyring = Keyring(settings.keys_path)
    sealer = Sealer(keyring)
    app.extensions["footbridge"] = Surroundings(
        settings=settings,
        clock=clock or SystemClock(),
        keyring=keyring,
        sealer=sealer,
        public_facts=_public_facts,
        push_key=load_push_keys(settings.home).public_text,
        kinds=kinds_of(sealer),
        push_origins=push_origins,
    )
    _sign_people_in(app)
    protect(app, settings)
    errors_to_problems.register(app)
    spa_routes.serve_built_app(app, settings)
    for slice_routes in SLICES:
        app.register_blueprint(slice_routes.routes)
    app.spec_processor(openapi.add_problems)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        # Flask documents replacing wsgi_app as the way to add middleware.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    _refuse_undeclared(app)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    return app


def engine_options(settings: Settings) -> dict[str, object]:
    """How connections are made. What is sent to the database stays out of logs; PostgreSQL may have been restarted since, so
    connections are asked before use."""
    if make_url(settings.database_url).get_backend_name() == "sqlite":
        return {"hide_parameters": True}
    return {"hide_parameters": True, "pool_pre_ping": True, "pool_size": 8}


def _public_facts(session: Session) -> PublicFacts:
    program = program_of(session)
    return PublicFacts(program.public_name, program.zone)


def _sign_people_in(app: APIFlask) -> None:
    manager = LoginManager()
    # The session cookie of Flask is never used: sign-ins are rows, and a cookie that outlives sign-out is a way in.
    manager.session_protection = None
    # Flask-Login asks for its own remember cookie before it asks us. No cookie can have this name.
    app.config["REMEMBER_COOKIE_NAME"] = ";"
    manager.request_loader(caller_of_request)
    manager.init_app(app)


def _refuse_undeclared(app: APIFlask) -> None:
    for rule in app.url_map.iter_rules():
        if not hasattr(app.view_functions[rule.endpoint], "policy"):
            raise Undeclared(f"{rule.rule} does not say who may call it")
