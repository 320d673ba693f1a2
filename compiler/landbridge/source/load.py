"""Load: a spec and the files that it extends, merged into one document.

`extends: base.yaml`, or a list of names, at the top of a file lays that file over others. Names are relative
to the folder of the spec. The files are laid over each other in the order in which they are named, each after
what it extends itself; one that is named several times counts once, at its first turn. In each step:

- a mapping over a mapping merges key by key;
- anything else (a string, number, list, or a mapping over something else) replaces what is beneath it;
- null removes the key, which a file beneath must have (LB016: a misspelt name would silently keep access).
  Inside a list null is a value like any other, for a list is replaced as a whole.

In a file that extends nothing, null is just null.
"""

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

from landbridge.findings import Finding, Place, Severity, SpecPath, dotted, has_errors
from landbridge.source.characters import hidden, is_plain, replaced, surroundings
from landbridge.source.limits import MAX_BYTES, MAX_DEPTH, MAX_FILES, MAX_FINDINGS
from landbridge.source.nodes import Document, Map, Missing, Seq, Text, shorten
from landbridge.source.readers import Reader, ReadError, canonical, too_large

__all__ = ["MAX_BYTES", "MAX_DEPTH", "load", "parse"]


def parse(data: bytes, name: str, findings: list[Finding]) -> Document | None:
    """Read one text, in which `extends` means nothing. Returns None, and adds findings, if it has errors."""
    known = len(findings)
    with _collector_off():
        text = decode(data, name, "", findings)
        composed = _compose(text, 0, findings) if text else None
    if text is None or composed is None or has_errors(findings[known:]):
        return None
    root, top = composed
    return Document(root, (text,), top)


def load(
    reader: Reader,
    name: str,
    findings: list[Finding],
    *,
    under: Callable[[Map], Document | None] | None = None,
) -> Document | None:
    """Read a spec with everything that it extends. Returns None, and adds findings, where it has errors.

    Args:
        reader: reads the files of the spec's folder.
        name: the spec's name in that folder.
        findings: takes the problems of all files.
        under: told the merged spec, may return one document more to lay beneath all files, such as the
            preset that the spec chooses. Only so can a null in the spec remove what the preset brings.
    """
    known = len(findings)
    with _collector_off():
        loading = _Loading(reader, findings)
        loading.visit(name, (), None)
        if has_errors(findings[known:]):
            return None
        merged = loading.merged(None)
        preset = under(merged.root) if under else None
        if preset is not None:
            merged = loading.merged(preset)
        findings += loading.missing
    return None if has_errors(findings[known:]) else merged


class _Loading:
    """One run of `load`: the files read so far, and their documents in the order in which they are laid."""

    def __init__(self, reader: Reader, findings: list[Finding]) -> None:
        self._reader = reader
        self._findings = findings
        self._texts: list[Text] = []
        self._seen: set[str] = set()
        self._layers: list[Document] = []
        self.missing: list[Finding] = []

    def visit(self, name: str, trail: tuple[str, ...], entry: Place | None) -> None:
        """Read a file after those that it extends. `entry` is where the last of `trail` names it."""
        try:
            name = canonical(name)
            if name in trail:
                raise _cycle((*trail[trail.index(name) :], name))
            if name in self._seen:
                return
            if len(self._seen) == MAX_FILES:
                message = f"the spec extends more than {MAX_FILES} files"
                raise ReadError("LB014", message, "merge some of them")
            self._seen.add(name)
            data = self._reader.read(name)
        except (OSError, ReadError) as error:
            self._findings.append(_refused(name, error, entry, self._reader))
            return
        text = decode(data, self._reader.display(name), name, self._findings)
        if text is None:
            return
        self._texts.append(text)
        composed = _compose(text, len(self._texts) - 1, self._findings)
        if composed is None:
            return
        document = Document(composed[0], tuple(self._texts), composed[1])
        if "extends" in document.root:
            for base, place in _extended(document, self._findings):
                self.visit(base, (*trail, name), place)
            document = replace(document, root=document.root.without("extends"))
        self._layers.append(document)

    def merged(self, preset: Document | None) -> Document:
        """Lay the files over each other, and over the preset where there is one."""
        self.missing = []
        texts = tuple(self._texts)
        merged, *layers = (replace(layer, texts=texts) for layer in self._layers)
        if preset is not None:
            merged, layers = preset, [merged, *layers]
        for layer in layers:
            merged = layer.over(merged, self._removed_nothing(layer))
        return merged

    def _removed_nothing(self, layer: Document) -> Missing:
        def report(path: SpecPath, mark: int, beneath: Map) -> None:
            near = get_close_matches(str(path[-1]), beneath, n=1)
            hint = f"did you mean {shorten(near[0])}?" if near else "remove the line, or check the keys above"
            message = f"null removes {shorten(dotted(path))}, which nothing beneath has"
            place = layer.at(mark, at_key=True)
            found = Finding("LB016", message, hint, Severity.WARNING, place, path, at_key=True)
            self.missing.append(found)

        from difflib import get_close_matches  # only specs that extend others get here

        return report


def _extended(document: Document, findings: list[Finding]) -> Iterator[tuple[str, Place]]:
    """Yield the names that a file extends, each with its place."""
    names = document.root["extends"]
    listed: list[tuple[object, SpecPath]] = [(names, ("extends",))]
    if isinstance(names, Seq) and names:
        listed = [(name, ("extends", index)) for index, name in enumerate(names)]
    for name, path in listed:
        if isinstance(name, str):
            yield name, document.place(path)
        else:
            hint = "write `extends: base.yaml`, or a list of such names"
            message = f"extends takes a file name or a list of file names, not {shorten(name)}"
            findings.append(Finding("LB017", message, hint, place=document.place(path), path=path))


def _cycle(names: tuple[str, ...]) -> ReadError:
    circle = " -> ".join(map(shorten, names))
    return ReadError("LB014", f"files extend each other in a circle: {circle}", "break it at one of them")


def _refused(name: str, error: OSError | ReadError, entry: Place | None, reader: Reader) -> Finding:
    """Return the finding for a file that could not be read, placed where it is named."""
    place = entry or Place(reader.display(name))
    if isinstance(error, ReadError):
        return Finding(error.rule, str(error), error.hint, place=place)
    reason = (error.strerror or str(error)).lower()
    hint = "names in extends are relative to the folder of the spec" if entry else "give the path of a spec"
    return Finding("LB001", f"cannot read {shorten(name)}: {reason}", hint, place=place)


def decode(data: bytes, name: str, path: str, findings: list[Finding]) -> Text | None:
    """Return the characters of a file, each hidden one reported and replaced; None if it is no UTF-8 text."""
    if len(data) > MAX_BYTES:
        error = too_large(name, len(data))
        findings.append(Finding(error.rule, str(error), error.hint, place=Place(name)))
        return None
    digest = hashlib.sha256(data).hexdigest()
    try:
        characters = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        valid = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        findings.append(_undecodable(data, error.start, Text(name, path, digest, valid)))
        return None
    if is_plain(data):
        return Text(name, path, digest, characters)
    if _utf_16(data):
        findings.append(_undecodable(data, 0, Text(name, path, digest, "")))
        return None
    text = Text(name, path, digest, replaced(characters))
    for number, (index, what, hint) in enumerate(islice(hidden(characters), MAX_FINDINGS), 1):
        if number == MAX_FINDINGS:
            hint += "; there may be more, which are not listed"
        message = f"{what} in {surroundings(characters, index)}"
        findings.append(Finding("LB012", message, hint, place=text.place(index)))
    return text


def _undecodable(data: bytes, offset: int, valid: Text) -> Finding:
    if _utf_16(data):
        message = "the file is UTF-16, not UTF-8"
    else:
        message = f"byte 0x{data[offset]:02x} at offset {offset:,} is not UTF-8"
    return Finding("LB002", message, "save the file as UTF-8", place=valid.place(len(valid.text)))


def _utf_16(data: bytes) -> bool:
    """Tell whether bytes are UTF-16: by its byte order mark, or by a NUL beside the first ASCII character."""
    return data[:2] in (b"\xff\xfe", b"\xfe\xff") or (len(data) > 1 and (data[0] == 0) != (data[1] == 0))


def _compose(text: Text, number: int, findings: list[Finding]) -> tuple[Map, int] | None:
    # Importing yaml costs more than reading a small spec, and a run without changes parses nothing.
    from landbridge.source.composer import Composer

    return Composer(text, number, findings).compose()


@contextmanager
def _collector_off() -> Iterator[None]:
    """Keep the garbage collector off: it would visit every node again and again, and find nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
