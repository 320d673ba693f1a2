"""What a case is. A `§` in a spec marks the place at which the finding is expected; it is not part of the spec."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MARK = "§"


@dataclass(frozen=True)
class Bad:
    """A spec that breaks one rule, once.

    Attributes:
        rule: its id.
        message: a piece of the finding's message.
        text: the spec, with the mark.
        also: ids of the other rules that it cannot help breaking as well.
        files: what lies beside the spec, as `analysed` takes it.
    """

    rule: str
    message: str
    text: str
    also: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The spec without the mark."""
        return self.text.replace(MARK, "", 1)

    @property
    def place(self) -> tuple[str, int, int]:
        """File, line and column at which the finding is expected."""
        before = self.text[: self.text.index(MARK)]
        return "spec.yaml", before.count("\n") + 1, len(before) - before.rfind("\n")


@dataclass(frozen=True)
class Good:
    """A spec that keeps a rule, and every other one; `files` lie beside it."""

    rule: str
    text: str
    files: Mapping[str, str] = field(default_factory=dict)
