"""The whole application on each database, browsers to call it with, people who are signed in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from footbridge.accounts.models import Account, CareTeamMember, Role
from footbridge.accounts.people import put_on_caseload
from footbridge.accounts.sign_ins import Device, open_sign_in
from footbridge.app import create_app
from footbridge.db import db
from footbridge.push.keys import create_push_keys
from footbridge.settings import Settings
from tests.conftest import MovableClock
from tests.slices.browsing import Browser


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    create_push_keys(tmp_path)
    return Settings(
        home=tmp_path,
        database_url=database_url,
        base_url="http://127.0.0.1:8000",
        host="127.0.0.1",
        port=8000,
        push_subject="mailto:operator@footbridge.example.com",
        trusted_proxies=0,
        web_workers=2,
    )


@pytest.fixture
def make_app(settings: Settings, clock: MovableClock) -> Iterator[Callable[..., Flask]]:
    """Applications as separate processes would run them: same database and key file, nothing else in common."""
    made: list[Flask] = []

    def make(with_settings: Settings = settings) -> Flask:
        app = create_app(with_settings, clock=clock, testing=True)
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()
        app.extensions["footbridge"].keyring.close()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def new_browser(app: Flask, session: Session) -> Callable[..., Browser]:
    """A browser that nobody is signed in on. What the test arranged so far is committed first."""

    def make(*, on: Flask = app, address: str = "192.0.2.10") -> Browser:
        session.commit()
        return Browser(on, address=address)

    return make


@pytest.fixture
def sign_in_participant(
    new_browser: Callable[..., Browser], session: Session, clock: MovableClock
) -> Callable[..., Browser]:
    """A browser on which this account is signed in, by a row written past the front door."""

    def make(account_id: UUID, *, shared_phone: bool = False, label: str = "Phone") -> Browser:
        account = session.get_one(Account, account_id)
        opened = open_sign_in(session, account, Device(label, is_shared=shared_phone), now=clock.now())
        browser = new_browser()
        browser.cookie = opened.cookie
        return browser

    return make


@pytest.fixture
def sign_in_member(sign_in_participant: Callable[..., Browser]) -> Callable[..., Browser]:
    """The same for a member of the care team."""
    return sign_in_participant


@pytest.fixture
def cho(make_member: Callable[..., CareTeamMember], ana: UUID, session: Session, clock: MovableClock) -> UUID:
    """Dr Cho, a clinician who has Ana on her caseload: her id."""
    member_id = make_member("Dr Cho", Role.CLINICIAN).id
    put_on_caseload(session, member_id, ana, now=clock.now())
    return member_id


@pytest.fixture
def diaz(make_member: Callable[..., CareTeamMember]) -> UUID:
    """Dr Diaz, a clinician who does not have Ana on hers: her id."""
    return make_member("Dr Diaz", Role.CLINICIAN).id
