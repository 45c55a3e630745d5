"""Slow hashes: right ones fit, nobody's never does, and none of the two is faster."""

import statistics
import time

from argon2 import PasswordHasher

from footbridge.accounts import hashing


def test_a_hash_fits_its_passphrase_only() -> None:
    stored = hashing.hashed("a long walk by the river")
    assert hashing.fits(stored, "a long walk by the river")
    assert not hashing.fits(stored, "a long walk by the River")
    assert not hashing.fits("not a hash", "a long walk by the river")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert stored != hashing.hashed("a long walk by the river")


def test_nobodys_hash_fits_nothing_and_costs_the_same() -> None:
    stored = hashing.hashed("a long walk by the river")

    def median(of: str | None) -> float:
        took = []
        for _ in range(15):
            began = time.process_time()
            assert not hashing.fits(of, "not the right words")
            took.append(time.process_time() - began)
        return statistics.median(took)

    hashing.fits(stored, "warm up")
    assert not hashing.is_outdated(hashing._OF_NOBODY)
    known, unknown = median(stored), median(None)
    assert abs(known - unknown) < max(known, unknown) * 0.5  # ASVS 6.3.8; processor time, since this machine is shared


def test_a_hash_made_with_lower_costs_is_outdated() -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash("a long walk by the river")
    assert hashing.fits(old, "a long walk by the river")
    assert hashing.is_outdated(old)
    assert not hashing.is_outdated(hashing.hashed("x"))
