"""Makes the templates of `bare_complete.py`, beside a spec: of what Landbridge makes of three copies of `complete`.

Usage: python benchmarks/templates_of.py spec.yaml

`complete` is six thousand lines of text of all areas, too many to write and to keep up a second time by hand. What
belongs to one copy is named by what the spec says of it, and what is there once for each copy becomes a loop. Whether
a template is right shows with other numbers of copies: for these, too, the script has to make Landbridge's text.
"""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import bare_complete
import complete
import yaml

from landbridge.output.paths import MANIFEST

THREE = 3
"""With two copies, what differs by chance could look like what differs from copy to copy."""

_HEADER_LINES = 3
_NUMBER_IN_PATH = re.compile(r"(?<=-)[0-9]{3}(?=\.)")
_PICTURE = ("{% filter picture %}", "{% endfilter %}")
_ARROW = re.compile(r' {4}n(\d+) -->\|"(.*)"\| n(\d+)')
_BOX = re.compile(r' {4}n(\d+)\["(.*)"\]')
_OPENING = re.compile(r"\{[{%#]")
_LABEL = 'replace(".", "_") | replace("/", "_")'


class Line(NamedTuple):
    """A line as it stands in a template, and the copy that it belongs to, if it is one's."""

    text: str
    copy: int | None = None


class Naming:
    """How templates name what is one copy's.

    Attributes:
        names: by the text that the copy has there.
        pattern: finds these texts, and the copy's number.
    """

    def __init__(self, number: str, named: Mapping[str, str]) -> None:
        labels = {_label(text): f"{{{{ {path} | {_LABEL} }}}}" for text, path in named.items()}
        self.names = labels | {text: f"{{{{ {path} }}}}" for text, path in named.items()}
        longest_first = "|".join(map(re.escape, sorted(self.names, key=len, reverse=True)))
        self.pattern = re.compile(rf"(?<![0-9.])(?:{longest_first})(?![0-9A-Za-z])|{_number(number)}")

    def put_into(self, line: str) -> str:
        """Put names into a line."""
        return self.pattern.sub(lambda found: self.names.get(found[0], "{{ copy.n }}"), line)


class Names:
    """How templates name what is in a spec of three copies."""

    def __init__(self, copies: Sequence[Mapping[str, Any]], common: Mapping[str, str]) -> None:
        self._common = {text: f"{{{{ {name} }}}}" for name, text in common.items()}
        said = [dict(_leaves("copy", {key: part for key, part in copy.items() if key != "n"})) for copy in copies]
        numbers = [copy["n"] for copy in copies]

        def differs_by_more_than_the_number(path: str) -> bool:
            plain = {re.sub(_number(n), "", each[path]) for n, each in zip(numbers, said, strict=True)}
            return len(plain) > 1

        paths = [path for path in reversed(said[0]) if differs_by_more_than_the_number(path)]
        self._own = [Naming(n, {each[path]: path for path in paths}) for n, each in zip(numbers, said, strict=True)]

    def line(self, text: str) -> Line:
        """Put names into a line.

        Raises:
            ValueError: it belongs to two copies.
        """
        if text in _PICTURE:
            return Line(text)
        text = _OPENING.sub(lambda found: f'{{{{ "{found[0]}" }}}}', text)
        for value, name in self._common.items():
            text = text.replace(value, name)
        named = [(copy, changed) for copy, own in enumerate(self._own) if (changed := own.put_into(text)) != text]
        if len(named) > 1:
            raise ValueError(f"a line of two copies: {text}")
        return next((Line(changed, copy) for copy, changed in named), Line(text))


def for_each(text: str, names: Names) -> str:
    """Return the template of a file that each copy has one of."""
    return "".join(f"{names.line(line).text}\n" for line in text.splitlines())


def for_all(text: str, names: Names) -> str:
    """Return the template of a file of three copies, which renders that of any number."""
    lines = [names.line(line) for line in _with_arrows(text.splitlines())]
    return "".join(f"{line}\n" for line in _looped(lines))


def _with_arrows(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines; of a picture its arrows alone, as `bare_complete.picture` takes them."""
    boxes: dict[str, str] = {}
    inside = False
    for line in lines:
        if line == "```mermaid" or (inside and line == "```"):
            yield _PICTURE[inside]
            inside = not inside
        elif not inside:
            yield line
        elif box := _BOX.fullmatch(line):
            boxes[box[1]] = box[2]
        elif arrow := _ARROW.fullmatch(line):
            yield "\t".join((boxes[arrow[1]], boxes[arrow[3]], arrow[2]))


def _looped(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the lines, and what is there once for each copy one time, in a loop."""
    at = 0
    while at < len(lines):
        length, between = _block(lines, at)
        if length:
            block = [line.text for line in lines[at : at + length]]
            last = ("{% if not loop.last %}", *block[length - between :], "{% endif %}") if between else ()
            yield from ("{% for copy in copies %}", *block[: length - between], *last, "{% endfor %}")
            at += THREE * length - between
        else:
            yield from _single(lines[at])
            at += 1


def _single(line: Line) -> tuple[str, ...]:
    """Return a line that is not repeated; what there is once may name a thing of the first copy.

    Raises:
        ValueError: it belongs to another copy, so that it ought to be in a loop.
    """
    if line.copy:
        raise ValueError(f"a line of one copy that the others do not have: {line.text}")
    return (line.text,) if line.copy is None else ("{% with copy = copies[0] %}", line.text, "{% endwith %}")


def _block(lines: Sequence[Line], at: int) -> tuple[int, int]:
    """Return how many lines from here on are there for each copy, and how many of them only between two copies."""
    for length in range(1, (len(lines) - at) // THREE + 2):
        first = lines[at : at + length]
        owners = {line.copy for line in first}
        if not owners <= {None, 0}:
            break
        if 0 not in owners:
            continue
        empty = next(index for index, line in enumerate(reversed(first)) if line.text)
        for between in sorted({0, empty}):
            ends = (length, length - between)
            if all(_same(first[:end], lines, at + copy * length, copy) for copy, end in enumerate(ends, start=1)):
                return length, between
    return 0, 0


def _same(first: Sequence[Line], lines: Sequence[Line], at: int, copy: int) -> bool:
    """Whether the lines from there on are to this copy what the given ones are to the first."""
    expected = [line if line.copy is None else line._replace(copy=copy) for line in first]
    return list(lines[at : at + len(first)]) == expected


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield every text of a part of the spec by its path, as Jinja writes it."""
    if isinstance(value, dict):
        for key, each in value.items():
            # A dot would give a method of dictionaries, such as `keys`.
            plain = key.isidentifier() and not hasattr(value, key)
            yield from _leaves(f"{path}.{key}" if plain else f'{path}["{key}"]', each)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _leaves(f"{path}[{index}]", each)
    elif isinstance(value, str):
        yield path, value


def _number(number: str) -> str:
    """Return a pattern of a copy's number in a name."""
    return rf"(?<=[A-Za-z_-]){number}(?![0-9])"


def _label(text: str) -> str:
    return text.replace(".", "_").replace("/", "_")


def _body(file: Path) -> str:
    """Return what stands in a file besides Landbridge's header."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    start = 1 if lines[0].startswith("#!") else 0
    return "".join((*lines[:start], *lines[start + _HEADER_LINES :]))


def main(beside: Path) -> None:
    """Compile three copies, and write a template for each file, or one for the files of all copies."""
    with TemporaryDirectory() as folder:
        spec_file, out = Path(folder) / "spec.yaml", Path(folder) / "out"
        complete.write(THREE, spec_file)
        command = (sys.executable, "-m", "landbridge", "compile", str(spec_file), "--out", str(out))
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        spec = yaml.load(spec_file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        names = Names(list(bare_complete.copies(spec, spec_file.parent)), bare_complete.shared(spec))
        bodies = {file.relative_to(out).as_posix(): _body(file) for file in out.rglob("*.*") if file.name != MANIFEST}
    for path, body in bodies.items():
        name = _NUMBER_IN_PATH.sub(bare_complete.EVERY, path)
        make = for_all if name == path else for_each
        bare_complete.write(beside.with_name(bare_complete.FOLDER) / f"{name}.j2", make(body, names))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
