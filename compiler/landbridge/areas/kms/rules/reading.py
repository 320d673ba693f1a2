"""What the rules look at: the keys of the spec, and every principal that their policies name."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from landbridge.areas.kms.document import authored
from landbridge.areas.kms.resources import KmsKeyPolicy
from landbridge.areas.kms.spec import CustomerKey
from landbridge.areas.labels import label
from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.findings import SpecPath
from landbridge.ir import Expr
from landbridge.policy.document import PolicyDocument, Statement
from landbridge.rules.rule import Subject

Role = Literal["external", "administrator", "user", "grant_creator", "other_account", "statement"]
"""In which part of the spec a principal stands."""


class Named(NamedTuple):
    """A principal that the spec names.

    Attributes:
        path: its place.
        value: the principal, placeholders filled in.
        role: in which part it stands.
        service: whether it is a service principal.
        statement: of the author's own that it stands in.
    """

    path: SpecPath
    value: str
    role: Role
    service: bool = False
    statement: Statement | None = None

    @property
    def account(self) -> str:
        """The account it belongs to; empty where that is not known."""
        parsed = arn.parse(self.value)
        return parsed.account if parsed else ""

    @property
    def is_ours(self) -> bool:
        """Whether it is made by this spec, and so exists before the policy that names it."""
        return isinstance(self.value, Expr) and any(self.value.resources)

    @property
    def reason(self) -> str:
        """Why, where the author's statement says so."""
        return self.statement.reason if self.statement else ""


def keys(subject: Subject) -> Iterator[tuple[SpecPath, str, CustomerKey]]:
    """Every key of the spec: place, key, itself. None where only other areas have something for this one."""
    for name, key in subject.part.keys.items() if subject.part else ():
        yield ("kms", "keys", name), name, key


def own_statements(subject: Subject) -> Iterator[tuple[SpecPath, CustomerKey, Statement]]:
    """Every statement of an author's own, as it is written: nothing sorted or merged."""
    scope = Scope(subject.spec, subject.references)
    for path, _, key in keys(subject):
        for index, item in enumerate(key.statements):
            where = (*path, "statements", index)
            yield where, key, authored(scope, where, item)


def external(subject: Subject) -> Iterator[Named]:
    """What is declared to exist elsewhere."""
    scope = Scope(subject.spec, subject.references)
    for index, text in enumerate(subject.part.external_principals if subject.part else ()):
        path = ("kms", "external_principals", index)
        yield Named(path=path, value=scope.principal(path, text), role="external")


def named(subject: Subject) -> Iterator[Named]:
    """Every principal of every key policy that the spec names."""
    scope = Scope(subject.spec, subject.references)
    for path, _, key in keys(subject):
        yield from _of_fields(scope, path, key)
    for where, _, statement in own_statements(subject):
        for principal in statement.principals:
            kind: SpecPath = (*where, "principals", principal.type)
            for index, value in enumerate(principal.values):
                yield Named(
                    path=(*kind, index) if len(principal.values) > 1 else kind,
                    value=value,
                    role="statement",
                    service=principal.type == "Service",
                    statement=statement,
                )


def _of_fields(scope: Scope, path: SpecPath, key: CustomerKey) -> Iterator[Named]:
    texts: list[tuple[Role, SpecPath, str]] = [
        *(("administrator", (*path, "administrators", n), text) for n, text in enumerate(key.administrators)),
        *(("user", (*path, "users", n, "principal"), user.principal) for n, user in enumerate(key.users)),
        *(("grant_creator", (*path, "grant_creators", n), text) for n, text in enumerate(key.grant_creators)),
        *(
            ("other_account", (*path, "other_accounts", index, "principals", n), text)
            for index, other in enumerate(key.other_accounts)
            for n, text in enumerate(other.principals)
        ),
    ]
    for role, where, text in texts:
        yield Named(path=where, value=scope.principal(where, text), role=role)


def policies(subject: Subject) -> Iterator[tuple[SpecPath, str, CustomerKey, PolicyDocument]]:
    """Every key of the spec with the policy that it was lowered to."""
    found = {each.label: each.policy for each in subject.module.resources if isinstance(each, KmsKeyPolicy)}
    for path, name, key in keys(subject):
        yield path, name, key, found.get(label(name), PolicyDocument(()))
