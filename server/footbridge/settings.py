"""What the operator decided, read once from the environment.

Owns: every `FOOTBRIDGE_*` variable, its default and its check. A secret or path may come from a file: `FOOTBRIDGE_X_FILE`
names it. Knows nothing of what the settings are used for. A bad value stops the program with its name and the reason.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SUBJECT = re.compile(r"mailto:[^\s@<>:]+@[^\s@<>]+\.[a-z]{2,}|https://[^\s/]+\.[^\s]+")


class BadSetting(ValueError):
    """One setting is missing or wrong; the text names it and says what would do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the operator chooses. Paths are absolute; `base_url` has no slash at its end."""

    home: Path
    database_url: str
    base_url: str
    host: str
    port: int
    push_subject: str
    trusted_proxies: int
    web_workers: int

    @property
    def keys_path(self) -> Path:
        """The key file, apart from the database so that the two are backed up apart."""
        return self.home / "keys.db"

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach this program over TLS; only then do cookies carry `__Host-` and Secure."""
        return self.base_url.startswith("https://")

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Host headers this program answers to."""
        parts = urlsplit(self.base_url)
        own = {parts.netloc.lower()}
        if parts.hostname in LOOPBACK:
            own |= {f"{name}:{self.port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        return frozenset(own)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from `environ`.

    Raises:
        BadSetting: a value is missing or wrong.
    """
    home = Path(_value(environ, "HOME", "instance")).expanduser().resolve()
    port = _whole(environ, "PORT", "8000", low=1, high=65535)
    base_url = _value(environ, "BASE_URL", f"http://127.0.0.1:{port}").rstrip("/")
    _check_base_url(base_url)
    return Settings(
        home=home,
        database_url=_database_url(_value(environ, "DATABASE_URL", f"sqlite:///{home / 'footbridge.db'}")),
        base_url=base_url,
        host=_value(environ, "HOST", "127.0.0.1"),
        port=port,
        push_subject=_subject(_value(environ, "PUSH_SUBJECT", "mailto:operator@footbridge.example.com")),
        trusted_proxies=_whole(environ, "TRUSTED_PROXIES", "0", low=0, high=5),
        web_workers=_whole(environ, "WEB_WORKERS", "2", low=1, high=64),
    )


def _value(environ: Mapping[str, str], name: str, default: str) -> str:
    key = f"FOOTBRIDGE_{name}"
    file = environ.get(f"{key}_FILE")
    if file is not None and key in environ:
        raise BadSetting(f"{key} and {key}_FILE are both set. Keep one of them.")
    if file is None:
        return environ.get(key, default)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{key}_FILE names {file}, which can't be read: {error}") from error


def _whole(environ: Mapping[str, str], name: str, default: str, *, low: int, high: int) -> int:
    text = _value(environ, name, default)
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not low <= int(text) <= high:
        raise BadSetting(f"FOOTBRIDGE_{name} is {text!r}. It must be a whole number from {low} to {high}.")
    return int(text)


def _check_base_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or parts.username:
        raise BadSetting(f"FOOTBRIDGE_BASE_URL is {url!r}. It must look like https://app.example.org, with no path.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise BadSetting(
            f"FOOTBRIDGE_BASE_URL is {url!r}. Outside this machine it must start with https:// "
            "because phones only keep the app and reminders on secure addresses."
        )


def _database_url(url: str) -> str:
    if url.startswith("sqlite:///"):
        return url
    if url.startswith(("postgresql://", "postgresql+psycopg://")):
        # The bare scheme would pick a driver that is not installed.
        return url.replace("postgresql://", "postgresql+psycopg://", 1)
    raise BadSetting("FOOTBRIDGE_DATABASE_URL must start with sqlite:/// or postgresql://.")


def _subject(subject: str) -> str:
    if not SUBJECT.fullmatch(subject):
        raise BadSetting(
            f"FOOTBRIDGE_PUSH_SUBJECT is {subject!r}. It must be mailto:somebody@your-domain.org or an https:// address: "
            "push services write there when something is wrong."
        )
    return subject
