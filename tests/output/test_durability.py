"""A power cut may lose what was not flushed: so each thing is flushed before another one relies on it."""

import os
from pathlib import Path

import pytest

from tests.output.trees import compile_to

OLD = {"main.tf": "old\n", "gone/main.tf": "gone\n"}
NEW = {"main.tf": "new\n", "modules/iam/main.tf": "new\n", "a.sh": "#!/bin/sh\n"}


@pytest.fixture
def events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was flushed, named and removed below the folder while it was updated, in order."""
    compile_to(tmp_path, OLD)
    seen: list[str] = []
    replace, unlink = os.replace, os.unlink

    def where(descriptor: int) -> str:
        inode = os.fstat(descriptor).st_ino
        (path,) = (path for path in (tmp_path, *tmp_path.rglob("*")) if path.stat().st_ino == inode)
        return str(path.relative_to(tmp_path))

    def on_replace(source: str, target: str, **folders: int) -> None:
        seen.append(f"name {target}")
        replace(source, target, **folders)

    def on_unlink(name: str, **folders: int) -> None:
        seen.append(f"remove {name}")
        unlink(name, **folders)

    monkeypatch.setattr(os, "fsync", lambda descriptor: seen.append(f"flush {where(descriptor)}"))
    monkeypatch.setattr(os, "replace", on_replace)
    monkeypatch.setattr(os, "unlink", on_unlink)
    compile_to(tmp_path, NEW)
    return seen


def test_everything_is_flushed_before_it_is_relied_on(events: list[str]) -> None:
    assert events == [
        "flush .landbridge.staging/do0",
        "flush .landbridge.staging/do2",
        "flush .landbridge.staging/do3",
        "flush .landbridge.staging/do4",
        "flush .landbridge.staging",
        "flush .landbridge.staging/journal",
        "name .landbridge.journal",
        "flush .",
        "remove main.tf",
        "name a.sh",
        "name main.tf",
        "name main.tf",
        "name .landbridge.json",
        "flush modules",
        "flush modules/iam",
        "flush .",
        "remove .landbridge.journal",
    ]
