"""Tells whether the bare script's text is Landbridge's: with the headers put on, the files must be the same bytes.

Usage: python benchmarks/same_text.py SCRIPTS_FOLDER LANDBRIDGES_FOLDER
"""

import sys
from pathlib import Path

from landbridge.output.ownership import seal
from landbridge.output.paths import MANIFEST


def differences(bare: Path, ours: Path) -> list[str]:
    """Return the paths of the files that differ, or that only one of the folders has; the manifest is only ours."""
    paths = (_files(bare) | _files(ours)) - {MANIFEST}
    return sorted(path for path in paths if _sealed(bare, path) != _read(ours / path))


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _sealed(folder: Path, path: str) -> str | None:
    text = _read(folder / path)
    return None if text is None else seal(path, text)


def _read(file: Path) -> str | None:
    return file.read_bytes().decode() if file.is_file() else None


if __name__ == "__main__":
    if found := differences(Path(sys.argv[1]), Path(sys.argv[2])):
        raise SystemExit(f"the bare script and Landbridge write different text in {', '.join(found)}")
