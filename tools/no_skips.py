"""A pytest plugin: with CI=true, a test that did not run is a failure.

A skip is a reason that was true on one machine. Where nobody looks on, it hides a missing browser
or database for months; so there the run fails and names what was left out.
"""

import os

import pytest

DID_NOT_RUN = ("skipped", "xfailed")


def _left_out(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return 0 if reporter is None else sum(len(reporter.stats.get(outcome, [])) for outcome in DID_NOT_RUN)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Turn a passing run into a failing one when something was left out."""
    if os.environ.get("CI") and exitstatus == pytest.ExitCode.OK and _left_out(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say why the run failed although nothing did."""
    if os.environ.get("CI") and (count := _left_out(config)):
        terminalreporter.write_line(f"{count} tests did not run; with CI=true that fails the run.", red=True)
