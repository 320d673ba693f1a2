"""Specs as text for tests: analysed through the whole pipeline, without a disk."""

from collections.abc import Iterable, Mapping

from landbridge.findings import Finding
from landbridge.ir import Resource, Root
from landbridge.pipeline import Analysis, analyse, compile_tree
from tests.heads import head

HEAD = head()


class Texts:
    """A reader of texts that are held in memory."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts

    def read(self, name: str) -> bytes:
        """The bytes of a text."""
        try:
            return self.texts[name].encode()
        except KeyError:
            raise FileNotFoundError(2, "No such file or directory") from None

    def display(self, name: str) -> str:
        """Its name, as findings print it."""
        return name


def spec(security: str, head: str = HEAD) -> str:
    """A whole spec around a `security:` part, whose first line is line 5 of the spec."""
    return head + part("security", security)


def part(key: str, text: str) -> str:
    """A part of a spec, indented from whatever margin its text has."""
    lines = text.strip("\n").splitlines()
    margin = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return f"{key}:\n" + "".join(f"  {line[margin:]}\n" for line in lines)


def analysed(text: str, **files: str) -> Analysis:
    """Analyse a spec; `files` are what lies beside it, by name with `_` for the dot."""
    beside = {name.replace("__", "-").replace("_", "."): content for name, content in files.items()}
    return analyse(Texts({"spec.yaml": text, **beside}), "spec.yaml")


def findings(text: str, **files: str) -> list[Finding]:
    """The findings of a spec."""
    return analysed(text, **files).findings


def in_full(found: Iterable[Finding]) -> list[str]:
    """Findings in full, one line each."""
    return [f"{f.place or f.path} {f.id} {f.message}" for f in found]


def shown(found: list[Finding]) -> list[str]:
    """Findings as `line:column ID`, for tables."""
    return [f"{f.place.line}:{f.place.column} {f.id}" for f in found if f.place]


def model(text: str, **files: str) -> Root:
    """The Terraform model of a spec, which must have no errors."""
    analysis = analysed(text, **files)
    assert analysis.root is not None, in_full(analysis.findings)
    return analysis.root


def resources(text: str) -> list[Resource]:
    """The resources of all modules of a spec, which must have no errors."""
    return [resource for module in model(text).modules for resource in module.resources]


def compiled(text: str, **files: str) -> dict[str, str]:
    """The tree that a spec compiles to; it must have no errors, and what was rendered must read back."""
    tree, broken = compile_tree(model(text, **files))
    assert broken == []
    return tree
