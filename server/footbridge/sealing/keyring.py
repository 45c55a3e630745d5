"""The key file: one key per participant and the program's own secrets, apart from the database.

Owns: making, reading and destroying keys. The file is a small SQLite database of its own (mode 0600), because web workers and
the dispatcher share it and a half-written key must not exist. A key is on disk before anything sealed with it is stored.
Destroying a participant's key makes every sealed word of theirs unreadable, in backups too.
"""

import os
import secrets
import sqlite3
import threading
from pathlib import Path
from uuid import UUID

from footbridge.kernel.errors import NotFound, Unavailable

KEY_BYTES = 32


class KeyDestroyed(NotFound):
    """This person's key is gone: what was sealed with it can never be read again."""

    slug = "erased"
    title = "This was erased"


class KeyNotGone(Unavailable):
    """A destroyed key still stands in the key file's log."""

    slug = "key-not-gone"
    title = "The erasure is not finished"


class Keyring:
    """Keys by participant, and named secrets of the program. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self._lock = threading.Lock()
        self._file = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=10)
        for line in (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "PRAGMA secure_delete=ON",
            "CREATE TABLE IF NOT EXISTS participant_key (participant TEXT PRIMARY KEY, key BLOB) STRICT",
            "CREATE TABLE IF NOT EXISTS program_secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT",
        ):
            self._file.execute(line)
        self._known: dict[UUID, bytes] = {}
        self._version = -1

    def key_of(self, participant: UUID) -> bytes:
        """The participant's key, made at the first call.

        Raises:
            KeyDestroyed: it was destroyed.
        """
        with self._lock:
            self._forget_if_changed()
            key = self._known.get(participant)
            if key is None:
                key = self._known[participant] = self._fetch(participant)
            return key

    def destroy(self, participant: UUID) -> None:
        """Make everything sealed for this participant unreadable, for ever."""
        with self._lock:
            self._file.execute("INSERT OR REPLACE INTO participant_key VALUES (?, NULL)", (str(participant),))
            self._known.pop(participant, None)
            # The old key may still stand in the log beside the file. A reader can hold the log back for a moment.
            if not any(self._file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0 for _ in range(5)):
                raise KeyNotGone("The key is marked as destroyed, but its file is in use. Run this again.")

    def secret(self, name: str) -> bytes:
        """32 random bytes of the program's own under `name`, made at the first call."""
        with self._lock:
            self._file.execute(
                "INSERT OR IGNORE INTO program_secret VALUES (?, ?)", (name, secrets.token_bytes(KEY_BYTES))
            )
            row = self._file.execute("SELECT value FROM program_secret WHERE name = ?", (name,)).fetchone()
            return bytes(row[0])

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _fetch(self, participant: UUID) -> bytes:
        name = str(participant)
        found = self._file.execute("SELECT key FROM participant_key WHERE participant = ?", (name,)).fetchone()
        if found is None:
            fresh = secrets.token_bytes(KEY_BYTES)
            self._file.execute("INSERT OR IGNORE INTO participant_key VALUES (?, ?)", (name, fresh))
            found = self._file.execute("SELECT key FROM participant_key WHERE participant = ?", (name,)).fetchone()
        if found[0] is None:
            raise KeyDestroyed("This person's records were erased and can't be read any more.")
        return bytes(found[0])

    def _forget_if_changed(self) -> None:
        # Another process may have destroyed a key; a cached copy here would keep it readable.
        version = self._file.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._known.clear()
            self._version = version
