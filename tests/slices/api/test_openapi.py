"""Whatever is sent, each address answers as the OpenAPI document says, and never with a 5xx."""

from collections.abc import Callable
from uuid import UUID

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from footbridge.accounts import cookies
from tests.slices.browsing import Browser

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# Leaving is not for a fuzzer: everything after it would only say "signed out".
LEFT_OUT = {"POST /api/sign-out", "POST /api/sign-ins/{sign_in_id}/revoke"}
EXAMPLES = 20


@pytest.mark.parametrize("who", ["ana", "cho", "nobody"])
def test_every_answer_is_a_documented_one(
    app: Flask,
    sign_in_participant: Callable[..., Browser],
    new_browser: Callable[..., Browser],
    ana: UUID,
    cho: UUID,
    who: str,
) -> None:
    browser = new_browser() if who == "nobody" else sign_in_participant({"ana": ana, "cho": cho}[who])
    headers = {**browser.own_headers, "Host": f"127.0.0.1:{browser.settings.port}"}
    if browser.cookie:
        headers["Cookie"] = f"{cookies.name(browser.settings)}={browser.cookie}"
    # The program under test answers for its faults here instead of raising them.
    app.testing = False
    document = schemathesis.openapi.from_wsgi("/api/openapi.json", app, headers=headers)
    tried = 0
    for operation in (found.ok() for found in document.get_all_operations()):
        if operation.label in LEFT_OUT:
            continue
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            if mode is GenerationMode.NEGATIVE and not operation.body:
                continue

            @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
            @given(case=operation.as_strategy(mode))
            def answers_as_documented(case: Case) -> None:
                nonlocal tried
                tried += 1
                if isinstance(case.body, dict) and "owner" in case.body:
                    case.body["owner"] = str(ana)  # anybody else's is refused before the rest is looked at
                case.call_and_validate(headers=headers, checks=CHECKS)

            answers_as_documented()
    assert tried > 2 * EXAMPLES
