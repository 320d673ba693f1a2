"""What lowering knows of the spec as a whole: names, placeholders, and the findings it makes on the way."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from landbridge.aws import arn
from landbridge.aws.identity import Identity
from landbridge.aws.nearest import nearest
from landbridge.findings import Finding, SpecPath
from landbridge.ir import Expr
from landbridge.source.nodes import shorten

if TYPE_CHECKING:
    from landbridge.spec.root import Spec

_PLACEHOLDER = re.compile(r"\$\{[^{}]*\}|\{([^{}]*)\}")


class Scope:
    """One lowering's view of the spec.

    `references` maps what may stand in `{kind:key}` to the expression it becomes, e.g. "role:etl".
    """

    def __init__(self, spec: "Spec", references: "Callable[[Scope], Mapping[str, Expr]]") -> None:
        self.spec = spec
        self.identity: Identity = spec.identity
        self.stem = spec.stem
        self.findings: list[Finding] = []
        self._expanded: dict[str, str] = {}
        self.references = references(self)

    @cached_property
    def words(self) -> dict[str, str]:
        """The placeholders that are plain words."""
        return {
            "partition": self.identity.partition,
            "account_id": self.identity.account_id,
            "region": self.identity.region,
            "stem": self.stem,
            "stem_snake": self.stem.replace("-", "_"),
            "role_names": self.name("role", "*"),
        }

    @cached_property
    def _name_words(self) -> dict[str, str]:
        client, environment, tier = self.spec.client, self.spec.environment, self.spec.tier
        return {
            "prefix": client.company_prefix,
            "env": environment.env,
            "tenant": client.tenant_id,
            "region": environment.region,
            "tier": tier.name if tier else "custom",
        }

    def name(self, kind: str, key: str, own: str | None = None) -> str:
        """The AWS name of a group, role or policy: by its own `name:` where it has one, else by the spec's naming.

        Both may hold the words of naming, so that a name in a base fits every environment that extends it.
        """
        pattern: str = own or getattr(self.spec.naming, kind)
        words = {**self._name_words, "stem": self.stem, "name": key.replace("_", "-")}
        return _PLACEHOLDER.sub(lambda match: words.get(match[1], match[0]), pattern)

    def report(self, id: str, path: SpecPath, message: str, hint: str, *, at_key: bool = False) -> None:  # noqa: A002
        """Add a finding."""
        self.findings.append(Finding(id, message, hint, path=path, at_key=at_key))

    def missing(self, path: SpecPath, kind: str, key: str, known: Mapping[str, object], *, where: str) -> None:
        """Report a key that refers to nothing."""
        near = nearest(key, known)
        hint = (
            f"did you mean {' or '.join(near)}?" if near else f"{where} has {', '.join(sorted(known)[:12]) or 'none'}"
        )
        self.report("LB104", path, f"{shorten(key)} is no {kind} of this spec", hint)

    def expand(self, text: str, path: SpecPath) -> str:
        """Replace placeholders and write own ARNs with the module's variables; IAM's `${…}` stay as they are."""
        known = self._expanded.get(text)
        if known is None:
            before = len(self.findings)
            known = self._expand(text, path)
            if len(self.findings) == before:
                self._expanded[text] = known
        return known

    def _expand(self, text: str, path: SpecPath) -> str:
        if "{" not in text:
            return arn.express(text, self.identity)
        if text.startswith("{") and text.endswith("}") and text[1:-1] in self.references:
            return self.references[text[1:-1]]

        def word(match: re.Match[str]) -> str:
            if match[1] is None:
                return match[0]
            if match[1] not in self.words:
                options = [*self.words, *self.references]
                near = nearest(match[1], options) or list(self.words)
                self.report(
                    "LB105",
                    path,
                    f"unknown placeholder {shorten(match[0])} in {shorten(text)}",
                    "there are "
                    + ", ".join(f"{{{name}}}" for name in near)
                    + "; {role:KEY} and {policy:KEY} stand alone",
                )
            return self.words.get(match[1], match[0])

        return arn.express(_PLACEHOLDER.sub(word, text), self.identity)
