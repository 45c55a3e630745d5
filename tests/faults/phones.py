"""A phone as a plain program: outbox, replica, cursor, digest.

It follows the rules of DESIGN section 5 in the fewest lines, so that thousands of schedules run against the real `store` and
`page`. The real phone's code has its own storm (tests/offline); this one tries the server.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from footbridge.feed import fingerprints


@dataclass
class Phone:
    """One device of one participant."""

    owner: UUID
    rng: random.Random
    cursor: int = 0
    replica: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    staff: dict[tuple[str, str], int] = field(default_factory=dict)
    outbox: dict[str, dict[str, Any]] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    saved: list[tuple[str, str]] = field(default_factory=list)
    starting_over: bool = False
    met: set[tuple[str, str]] | None = None

    def heads(self, record: str) -> dict[str, dict[str, Any]]:
        """What the person sees of a record: replica and outbox together."""
        both = dict(self.replica.get(record, {}))
        both.update({i: r for i, r in self.outbox.items() if r["record"] == record})
        replaced = {a for r in both.values() for a in r["ancestors"]}
        return {i: r for i, r in both.items() if i not in replaced}

    def save(self, record: str, make: Callable[[str], dict[str, Any]], text: str) -> None:
        """Write `text` as the record's next state."""
        seen = self.heads(record)
        if len(seen) == 1:
            [(i, old)] = seen.items()
            if i in self.outbox and i not in self.sent:
                self.outbox[i] = {**old, "body": make(text)}
                self.saved.append((i, text))
                return
        new = str(UUID(int=self.rng.getrandbits(128), version=4))
        ancestors = dict.fromkeys([*seen, *(a for r in seen.values() for a in r["ancestors"])])
        self.outbox[new] = {
            "id": new,
            "kind": "journal_entry",
            "record": record,
            "ancestors": list(ancestors),
            "deleted": False,
            "schema": 1,
            "made_at": "2026-03-02T18:00:00.000Z",
            "zone": "America/Chicago",
            "utc_offset_min": -360,
            "body": make(text),
        }
        self.saved.append((new, text))

    def ask(self) -> dict[str, Any]:
        """The next message; its revisions are marked before it leaves."""
        sending = list(self.outbox.values())[:4]
        self.sent |= {one["id"] for one in sending}
        have = [i for heads in self.replica.values() for i in heads] if self.starting_over else None
        return {"cursor": self.cursor, "revisions": sending, "have": have}

    def take(self, asked: dict[str, Any], answer: dict[str, Any], *, crash: bool) -> None:
        """Take an answer in; `crash` stops between replica and outbox."""
        acked = [one["id"] for one in answer["results"] if one["status"] in {"stored", "known"}]
        for i in acked:
            if i in self.outbox:
                self._keep(self.outbox[i])
        if crash:
            return
        for i in acked:
            self.outbox.pop(i, None)
        for i in answer["want"] or []:
            row = next((heads[i] for heads in self.replica.values() if i in heads), None)
            if row:
                self.outbox[i] = row
                self.sent.add(i)
        if asked["cursor"] != self.cursor:
            return
        if answer["cursor"] < asked["cursor"]:
            self._start_over()
            return
        for change in answer["changes"]:
            self._take_change(change)
        self.cursor = answer["cursor"]
        if answer["want"] is not None:
            self.starting_over = False
        if not answer["more"] and self.met is not None:
            self.staff = {r: v for r, v in self.staff.items() if r in self.met}
            self.met = None
        if answer["digest"] is not None and not self.outbox and answer["digest"] != self.digest():
            self._start_over()

    def digest(self) -> str:
        """The digest of what this phone holds."""
        own = sum(
            fingerprints.of_heads("journal_entry", UUID(r), [UUID(i) for i in heads])
            for r, heads in self.replica.items()
        )
        return fingerprints.as_text(
            own + sum(fingerprints.of_version(k, UUID(r), v) for (k, r), v in self.staff.items())
        )

    def _take_change(self, change: dict[str, Any]) -> None:
        if "heads" in change:
            for head in change["heads"]:
                self._keep({**head, "kind": change["kind"], "record": change["record"]})
            return
        key = (change["kind"], change["record"])
        if change["deleted"]:
            self.staff.pop(key, None)
        else:
            self.staff[key] = change["version"]
        if self.met is not None:
            self.met.add(key)

    def _keep(self, row: dict[str, Any]) -> None:
        heads = self.replica.setdefault(row["record"], {})
        heads[row["id"]] = {k: v for k, v in row.items() if k != "received_at"}
        replaced = {a for one in heads.values() for a in one["ancestors"]}
        self.replica[row["record"]] = {i: one for i, one in heads.items() if i not in replaced}

    def _start_over(self) -> None:
        self.cursor, self.starting_over, self.met = 0, True, set()
