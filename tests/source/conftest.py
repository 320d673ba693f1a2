"""What the tests of the source stage share."""

from pathlib import Path

import pytest

from landbridge.findings import Finding
from landbridge.source.load import load
from landbridge.source.nodes import Document
from landbridge.source.readers import DiskReader
from tests.source.helpers import LoadFiles, Tree


@pytest.fixture
def load_files(tmp_path: Path) -> LoadFiles:
    def run(files: Tree, name: str = "spec.yaml", **options: object) -> tuple[Document | None, list[Finding]]:
        for path, text in files.items():
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        findings: list[Finding] = []
        document = load(DiskReader(tmp_path / name), name, findings, **options)  # type: ignore[arg-type]
        return document, findings

    return run
