"""Reads a spec that is not written yet."""

from pathlib import Path

from landbridge.source.readers import DiskReader, canonical


class Unwritten:
    """A spec as it will be written, over the files of the folder that it will stand in."""

    def __init__(self, path: Path, text: str) -> None:
        self._name = path.name
        self._data = text.encode()
        self._folder = DiskReader(path)

    def display(self, name: str) -> str:
        """Return the name under which findings print a file."""
        return self._folder.display(name)

    def read(self, name: str) -> bytes:
        """Return the spec's bytes, or those of another file of the folder. Raises OSError or ReadError."""
        return self._data if canonical(name) == self._name else self._folder.read(name)
