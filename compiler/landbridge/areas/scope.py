"""What lowering knows of the spec as a whole: names, placeholders, and the findings it makes on the way."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from landbridge.areas.outside import outside
from landbridge.aws import arn
from landbridge.aws.identity import Identity
from landbridge.aws.nearest import nearest
from landbridge.findings import Finding, SpecPath
from landbridge.ir import Expr
from landbridge.policy.document import Condition, Principal
from landbridge.source.nodes import shorten
from landbridge.spec.base import as_list

if TYPE_CHECKING:
    from landbridge.spec.root import Spec

_PLACEHOLDER = re.compile(r"\$\{[^{}]*\}|\{([^{}]*)\}")


class Scope:
    """One lowering's view of the spec.

    `references` maps what may stand in `{kind:key}` to the expression it becomes, e.g. "role:etl".
    """

    def __init__(self, spec: "Spec", references: Mapping[str, Expr]) -> None:
        self.spec = spec
        self.identity: Identity = spec.identity
        self.stem = spec.stem
        self.findings: list[Finding] = []
        self._expanded: dict[str, str] = {}
        self.references = references

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

    def report(self, rule: str, path: SpecPath, message: str, hint: str, *, at_key: bool = False) -> None:
        """Add a finding, by the id of what it breaks."""
        self.findings.append(Finding(rule, message, hint, path=path, at_key=at_key))

    def missing(self, path: SpecPath, kind: str, key: str, known: Mapping[str, object], *, where: str) -> None:
        """Report a key that refers to nothing."""
        near = nearest(key, known)
        hint = (
            f"did you mean {' or '.join(near)}?" if near else f"{where} has {', '.join(sorted(known)[:12]) or 'none'}"
        )
        self.report("LB104", path, f"{shorten(key)} is no {kind} of this spec", hint)

    def reference(
        self, path: SpecPath, kind: str, key: str, *, where: str, what: str = "", also: tuple[str, ...] = ()
    ) -> Expr | None:
        """What `{kind:key}` stands for; a key that is not there is reported, as no `what` of `where`.

        `also` are words that could have been meant, too.
        """
        found = self.references.get(f"{kind}:{key}")
        if found is None:
            known = (name.removeprefix(f"{kind}:") for name in self.references if name.startswith(f"{kind}:"))
            self.missing(path, what or kind, key, dict.fromkeys((*also, *known)), where=where)
        return found

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
        if text.startswith("{") and text.endswith("}"):
            found = self.references.get(text[1:-1]) or outside(text)
            if found is not None:
                return found

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
                    + "; {role:KEY}, {policy:KEY}, {key:KEY}, {var:NAME} and {ssm:/NAME} stand alone",
                )
            return self.words.get(match[1], match[0])

        return arn.express(_PLACEHOLDER.sub(word, text), self.identity)

    def shown(self, text: str) -> str:
        """An id or ARN of the spec for people, its words filled in; what is wrong with it is told elsewhere."""
        return str(self.quiet().expand(text, ()))

    def quiet(self) -> "Scope":
        """The same view, whose findings nobody hears: for what has been told, or is told elsewhere."""
        return Scope(self.spec, self.references)

    def conditions(
        self, path: SpecPath, given: Mapping[str, Mapping[str, Any]], ours: tuple[Condition, ...] = ()
    ) -> tuple[Condition, ...]:
        """The spec's conditions as the policy model has them, and `ours`, which follow from other fields.

        A policy has an entry for each operator and key, in whatever letters, and takes several values of it as
        alternatives: two conditions on one key that must both hold cannot be said, and joining their values would open
        what they are meant to close.
        """
        found: list[Condition] = []
        taken = {_entry(each): "Landbridge" for each in ours}
        for operator, keys in given.items():
            for key, values in keys.items():
                where = (*path, operator, key)
                each = Condition(operator, key, tuple(self.expand(value, where) for value in as_list(values)))
                by = taken.setdefault(_entry(each), "the spec")
                if by == "Landbridge" or any(_entry(each) == _entry(other) for other in found):
                    self.report(
                        "LB313",
                        where,
                        f"{operator} {key} is set by {by} already, and AWS would take either value",
                        "say it once: leave it out here, or leave out what sets it (from, require_mfa, external_id,"
                        " audience, subjects)",
                    )
                found.append(each)
        return (*found, *ours)

    def principal(self, path: SpecPath, text: str) -> str:
        """An AWS principal: an ARN, an account id, or a role of the spec, which then has to exist before what names it.

        That is why it has no fallback: AWS refuses a policy whose principal does not exist.
        """
        expanded = self.expand(text, path)
        if arn.is_account_id(expanded):
            if expanded == self.identity.account_id:
                return arn.root_arn(self.identity)
            return arn.express(f"arn:{self.identity.partition}:iam::{expanded}:root", self.identity)
        if isinstance(expanded, Expr):
            return expanded.needed()
        return expanded

    def principals(self, path: SpecPath, given: Mapping[Any, tuple[str, ...]]) -> tuple[Principal, ...]:
        """The principals of an author's own statement, by type, as the policy model has them."""
        found = []
        for kind, values in given.items():
            where = (*path, kind)
            read = self.principal if kind == "AWS" else lambda at, text: self.expand(text, at)
            found.append(Principal(kind, tuple(read(where, value) for value in values)))
        return tuple(found)


def _entry(condition: Condition) -> tuple[str, str]:
    return condition.operator.lower(), condition.key.lower()
