"""Serves a program for the tests that kill it: `python -m tests.faults.served HOME DATABASE_URL PORT`."""

import sys

from footbridge.cli.web import serve_web
from footbridge.settings import read_settings

if __name__ == "__main__":
    home, database_url, port = sys.argv[1:]
    settings = read_settings(
        {
            "FOOTBRIDGE_HOME": home,
            "FOOTBRIDGE_DATABASE_URL": database_url,
            "FOOTBRIDGE_PORT": port,
            "FOOTBRIDGE_WEB_WORKERS": "2",
        }
    )
    serve_web(settings, "ready")
