"""What the rules look at: the statements and trust of the spec as written, and what they were lowered to.

Lowering sorts statements and merges those that differ by their actions only, reasons included. Rules about what
an author wrote therefore read the spec itself, with placeholders filled in, and keep its positions. Rules about
what a principal can do read `Reading.grants`, which adds what levels and intentions were expanded to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, Literal

from landbridge.areas.iam.granted import Access, Granted, PolicyStatement, TrustStatement
from landbridge.areas.iam.holders import policy_reference
from landbridge.areas.iam.names import ROLE_SECTIONS
from landbridge.areas.iam.rules.trusted import Trusted, trusted
from landbridge.areas.identities import IamGroupPolicy, IamPolicy, IamRole, IamRolePolicy
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath
from landbridge.ir import Module, Resource
from landbridge.policy.document import Condition, Effect, PolicyDocument, Principal, Statement
from landbridge.rules.rule import Subject
from landbridge.spec.base import Conditions

Kind = Literal["identity", "trust", "boundary"]
"""What a document is for. A boundary grants nothing: it only limits what other policies grant."""

HOLDER_SECTIONS = ("iam_groups", *ROLE_SECTIONS)
_MADE = (("policy_assignments",), ("access",))
"""Where in a holder the statements stand for that nobody wrote."""
_POLICY_TYPES = (IamGroupPolicy, IamRolePolicy, IamPolicy)


@dataclass(frozen=True, slots=True)
class Written:
    """A statement as its author wrote it: placeholders filled in, nothing sorted or merged."""

    statement: Statement
    kind: Kind

    def at(self, field: str, index: int) -> SpecPath:
        """Return the path of one value of a list, e.g. of `actions`; a list of one may be written as its value."""
        return at(self.statement.origin, field, index, getattr(self.statement, field))


@dataclass(frozen=True, slots=True)
class Conditioned:
    """Conditions as their author wrote them. `path` is that of the mapping; `actions` is what they are for."""

    path: SpecPath
    conditions: tuple[Condition, ...]
    effect: Effect
    actions: tuple[str, ...]
    kind: Kind


def at(path: SpecPath, field: str, index: int, values: tuple[str, ...]) -> SpecPath:
    """Return the path of one value of a list that, holding one value only, may be written as that value."""
    return (*path, field, index) if len(values) > 1 else (*path, field)


_latest: "Reading | None" = None


def reading(subject: Subject) -> "Reading":
    """Return the reading of a subject. The rules of one run share it: only the latest is kept."""
    global _latest
    known = _latest
    if known is None or known.module is not subject.module:
        known = _latest = Reading(subject)
    return known


class Reading:
    """One subject, read once for all rules."""

    def __init__(self, subject: Subject) -> None:
        self.part = subject.part
        self.module: Module = subject.module
        self.scope = Scope(subject.spec, subject.references)

    @cached_property
    def boundaries(self) -> frozenset[str]:
        """Keys of the policies of the spec that are only used as permissions boundaries."""
        part = self.part
        roles = (role for section in ROLE_SECTIONS for role in getattr(part, section).values())
        chosen = {part.permissions_boundary}
        chosen.update(holder.permissions_boundary for holder in chain(roles, part.users.values()))
        attached = {key for path, holder in self.holders() for _, _, key in self.policies_of(path, holder)}
        return frozenset(key for key in part.policies if key in chosen and key not in attached)

    def holders(self) -> Iterator[tuple[SpecPath, Any]]:
        """All groups and roles, with their paths."""
        for section in HOLDER_SECTIONS:
            for key, holder in getattr(self.part, section).items():
                yield ("security", section, key), holder

    def policies_of(self, path: SpecPath, holder: Any) -> Iterator[tuple[SpecPath, bool, str]]:
        """The policies of the spec that a holder has: where, whether by ARN under `managed_policies`, and the key."""
        for index, key in enumerate(holder.customer_policies):
            if key in self.part.policies:
                yield (*path, "customer_policies", index), False, key
        for index, managed in enumerate(holder.managed_policies):
            key = self._own_arns.get(self.expand(managed.name).lower()) if managed.name.startswith("arn:") else None
            if key is not None:
                yield (*path, "managed_policies", index), True, key

    @cached_property
    def _own_arns(self) -> Mapping[str, str]:
        """The keys of the spec's policies by ARN in small letters: IAM's names are unique without regard to case."""
        return {policy_reference(self.scope, key, each).lower(): key for key, each in self.part.policies.items()}

    def roles(self) -> Iterator[tuple[SpecPath, Any]]:
        """All roles, with their paths."""
        for section in ROLE_SECTIONS:
            for key, role in getattr(self.part, section).items():
                yield ("security", section, key), role

    def granted(self) -> Iterator[tuple[SpecPath, Granted, Kind]]:
        """All groups, roles and policies, with their paths and what kind of document they make."""
        for path, holder in self.holders():
            yield path, holder, "identity"
        for key, policy in self.part.policies.items():
            yield ("security", "policies", key), policy, "boundary" if key in self.boundaries else "identity"

    @cached_property
    def written(self) -> tuple[Written, ...]:
        """Every statement of the spec's `statements:`, `guards:` and `trust:`."""
        policies = (
            Written(self._statement((*path, "statements", index), item), kind)
            for path, granted, kind in self.granted()
            for index, item in enumerate(granted.statements)
        )
        guards = (
            Written(self._statement((*path, "guards", key), item), kind)
            for path, granted, kind in self.granted()
            for key, item in granted.guards.items()
        )
        trust = (
            Written(self._trust((*path, "trust", index), item), "trust")
            for path, role in self.roles()
            for index, item in enumerate(role.trust)
        )
        return (*policies, *guards, *trust)

    @cached_property
    def accesses(self) -> tuple[Written, ...]:
        """Every entry of `access:` that names resources, as the statement that it stands for."""
        return tuple(
            Written(self._access((*path, "access", index), item), kind)
            for path, granted, kind in self.granted()
            for index, item in enumerate(granted.access)
            if item.resources
        )

    @cached_property
    def trusted(self) -> tuple[Trusted, ...]:
        """Every principal of every trust policy."""
        return tuple(found for path, role in self.roles() for found in trusted(self.scope, path, role))

    @cached_property
    def conditioned(self) -> tuple[Conditioned, ...]:
        """Every `conditions:` mapping of the spec that is not empty."""
        return tuple(self._conditioned())

    @cached_property
    def grants(self) -> Mapping[SpecPath, tuple[Statement, ...]]:
        """What each group, role and policy grants, by its path.

        Policies that only serve as boundaries are left out.
        """
        found: dict[SpecPath, list[Statement]] = {}
        for resource, document, kind in documents(self):
            if kind == "identity":
                path = resource.origin
                made = found.setdefault(path[:3], [])
                if path[3:4] in _MADE:
                    made.extend(document.statements)
                elif len(path) == 3:  # a policy of the spec, which holds everything in one document
                    made.extend(s for s in document.statements if s.origin[3:4] in _MADE)
        for written in self.written:
            if written.kind == "identity":
                found.setdefault(written.statement.origin[:3], []).append(written.statement)
        return {path: tuple(statements) for path, statements in found.items()}

    @cached_property
    def _expanded(self) -> Mapping[SpecPath, tuple[str, ...]]:
        """The actions that each entry of `access:` was expanded to, by its path."""
        found: dict[SpecPath, list[str]] = {}
        for _, document, kind in documents(self):
            for statement in document.statements if kind != "trust" else ():
                if statement.origin[3:4] == ("access",):
                    found.setdefault(statement.origin, []).extend(statement.actions)
        return {path: tuple(sorted(set(actions))) for path, actions in found.items()}

    def _conditioned(self) -> Iterator[Conditioned]:
        for written in self.written:
            statement = written.statement
            if statement.conditions:
                where = (*statement.origin, "conditions")
                yield Conditioned(where, statement.conditions, statement.effect, statement.actions, written.kind)
        for path, granted, kind in self.granted():
            for index, access in enumerate(granted.access):
                if access.conditions:
                    origin = (*path, "access", index)
                    given = self._conditions(access.conditions)
                    yield Conditioned((*origin, "conditions"), given, "Allow", self._expanded.get(origin, ()), kind)
        for path, role in self.roles():
            action, holder, where = _form(path, role)
            if holder.conditions:
                given = self._conditions(holder.conditions)
                yield Conditioned((*where, "conditions"), given, "Allow", (action,), "trust")

    def expand(self, text: str) -> str:
        """Fill in placeholders. What has none stays plain text: rules do not print it."""
        return self.scope.expand(text, ()) if "{" in text else text

    def _texts(self, texts: tuple[str, ...] | None) -> tuple[str, ...]:
        return tuple(self.expand(text) for text in texts or ())

    def _conditions(self, given: Conditions) -> tuple[Condition, ...]:
        return tuple(
            Condition(operator, key, self._texts(values))
            for operator, keys in given.items()
            for key, values in keys.items()
        )

    def _statement(self, path: SpecPath, item: PolicyStatement) -> Statement:
        return Statement(
            sid=item.sid or "",
            effect=item.effect,
            actions=item.actions or (),
            not_actions=item.not_actions or (),
            resources=self._texts(item.resources),
            not_resources=self._texts(item.not_resources),
            conditions=self._conditions(item.conditions),
            origin=path,
            reason=item.reason or "",
        )

    def _trust(self, path: SpecPath, item: TrustStatement) -> Statement:
        return Statement(
            sid=item.sid or "",
            effect=item.effect,
            actions=item.actions,
            principals=tuple(Principal(kind, self._texts(values)) for kind, values in item.principals.items()),
            conditions=self._conditions(item.conditions),
            origin=path,
            reason=item.reason or "",
        )

    def _access(self, path: SpecPath, item: Access) -> Statement:
        return Statement(
            actions=self._expanded.get(path, ()),
            resources=self._texts(item.resources),
            conditions=self._conditions(item.conditions),
            origin=path,
            reason=item.reason or "",
        )


def documents(read: Reading) -> Iterator[tuple[Resource, PolicyDocument, Kind]]:
    """All policy documents of the module, with the resource that each stands in and its kind."""
    boundaries = {("security", "policies", key) for key in read.boundaries}
    for resource in read.module.resources:
        if isinstance(resource, _POLICY_TYPES):
            yield resource, resource.policy, "boundary" if resource.origin in boundaries else "identity"
        elif isinstance(resource, IamRole):
            yield resource, resource.assume_role_policy, "trust"


def _form(path: SpecPath, role: Any) -> tuple[str, Any, SpecPath]:
    """The action of a role's own form of trust, and what holds the conditions of that form."""
    if path[1] == "assumable_roles":
        return "sts:AssumeRole", role.assumable_by, (*path, "assumable_by")
    if path[1] == "federated_roles":
        return "sts:AssumeRoleWithSAML" if role.saml else "sts:AssumeRoleWithWebIdentity", role, path
    return "sts:AssumeRole", role, path
