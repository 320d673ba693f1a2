"""Writes a tree as YAML: every string so that it comes back as exactly that string, comments in their places."""

from collections.abc import Iterator, Mapping, Sequence

from landbridge.findings import SpecPath
from landbridge.source.scalars import written
from landbridge.starter.tree import Entry

_WIDTH = 110
text = written
Remarks = Mapping[SpecPath, Sequence[str]]
"""Comment lines by the path of the entry that they go above, each with its `#`."""


def emit(root: Entry, remarks: Remarks) -> str:
    """Return the text of a mapping, with an empty line between the entries of the top."""
    assert isinstance(root.value, dict)  # noqa: S101 (the source stage refuses anything else)
    blocks = ("\n".join(_keyed(key, entry, (key,), 0, remarks)) for key, entry in root.value.items())
    return "\n\n".join(blocks) + "\n"


def _keyed(key: str, entry: Entry, path: SpecPath, indent: int, remarks: Remarks) -> Iterator[str]:
    pad = " " * indent
    yield from (pad + text for text in (*entry.above, *remarks.get(path, ())))
    head = f"{pad}{text(key)}:"
    flow = _on_one_line(entry, path, remarks, _WIDTH - len(head))
    yield " ".join(part for part in (head, flow, entry.beside) if part)
    if flow is None:
        yield from _below(entry, path, indent + 2, remarks)


def _below(entry: Entry, path: SpecPath, indent: int, remarks: Remarks) -> Iterator[str]:
    """The entries of a mapping or list that does not fit on one line."""
    if isinstance(entry.value, dict):
        for key, inner in entry.value.items():
            yield from _keyed(key, inner, (*path, key), indent, remarks)
    elif isinstance(entry.value, list):
        for index, inner in enumerate(entry.value):
            yield from _item(inner, (*path, index), indent, remarks)


def _item(entry: Entry, path: SpecPath, indent: int, remarks: Remarks) -> Iterator[str]:
    pad = " " * indent
    yield from (pad + text for text in (*entry.above, *remarks.get(path, ())))
    flow = _on_one_line(entry, path, remarks, _WIDTH - indent)
    if flow is not None:
        yield " ".join(part for part in (f"{pad}-", flow, entry.beside) if part)
        return
    if entry.beside:
        yield pad + entry.beside
    # A mapping begins behind the dash, unless a comment has to stand above its first key.
    first, *rest = _below(entry, path, indent + 2, remarks)
    if first.lstrip().startswith("#"):
        yield f"{pad}-"
        yield first
    else:
        yield f"{pad}- {first.lstrip()}"
    yield from rest


def _on_one_line(entry: Entry, path: SpecPath, remarks: Remarks, width: int) -> str | None:
    """A scalar, an empty collection or a short list of scalars; None for what takes lines of its own."""
    value = entry.value
    if isinstance(value, dict):
        return None if value else "{}"
    if not isinstance(value, list):
        return _scalar(entry)
    scalars = [_scalar(inner) for inner in value if not isinstance(inner.value, dict | list)]
    is_bare = not any(inner.above or inner.beside or (*path, index) in remarks for index, inner in enumerate(value))
    line = f"[{', '.join(scalars)}]"
    return line if len(scalars) == len(value) and is_bare and len(line) < width else None


def _scalar(entry: Entry) -> str:
    """A number as the config has it: not every float would come back from another spelling."""
    return entry.source if entry.source and isinstance(entry.value, int | float) else text(entry.value)
