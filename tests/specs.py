"""Specs as text for tests: analysed through the whole pipeline, without a disk."""

from collections.abc import Mapping

from landbridge.findings import Finding
from landbridge.pipeline import Analysis, analyse, compile_tree

HEAD = """\
version: 1
client: {company_prefix: edge, tenant_id: b001, account_id: "123456789012"}
environment: {env: prod, region: eu-west-1}
"""


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
    lines = security.strip("\n").splitlines()
    margin = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return f"{head}security:\n" + "".join(f"  {line[margin:]}\n" for line in lines)


def analysed(text: str, **files: str) -> Analysis:
    """Analyse a spec; `files` are what lies beside it, by name with `_` for the dot."""
    beside = {name.replace("__", "-").replace("_", "."): content for name, content in files.items()}
    return analyse(Texts({"spec.yaml": text, **beside}), "spec.yaml")


def findings(text: str, **files: str) -> list[Finding]:
    """The findings of a spec."""
    return analysed(text, **files).findings


def shown(found: list[Finding]) -> list[str]:
    """Findings as `line:column ID`, for tables."""
    return [f"{f.place.line}:{f.place.column} {f.id}" for f in found if f.place]


def compiled(text: str, **files: str) -> dict[str, str]:
    """The tree that a spec compiles to; it must have no errors, and what was rendered must read back."""
    analysis = analysed(text, **files)
    assert analysis.root is not None, [f"{f.place} {f.id} {f.message}" for f in analysis.findings]
    tree, broken = compile_tree(analysis.root)
    assert broken == []
    return tree
