"""What the tests of the writer have in common."""

import os

import pytest


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk: no test cuts the power, and `test_durability.py` checks the order of flushes."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
