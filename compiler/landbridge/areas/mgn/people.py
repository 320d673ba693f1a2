"""Lowering of `mgn.agent_installers` and `mgn.operators`: customer-managed policies, and who has them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from landbridge.areas import identities as tf
from landbridge.areas.labels import label
from landbridge.areas.mgn.desk import Desk
from landbridge.areas.mgn.person_policies import Section, sections
from landbridge.areas.mgn.spec import Mgn
from landbridge.areas.mgn.spec_people import AgentInstaller, MgnOperator
from landbridge.areas.scope import Scope
from landbridge.aws import arn, quotas
from landbridge.findings import SpecPath
from landbridge.ir import Expr, Resource, Traversal
from landbridge.policy.canonical import canonicalise
from landbridge.policy.document import PolicyDocument, Statement
from landbridge.policy.size import size, split

_PATH = "/"


class Kind(NamedTuple):
    """A kind of people: the field of the part, one of them, what their policies are called, and the file of these."""

    field: str
    word: str
    prefix: str
    suffix: str
    file: str


INSTALLERS = Kind("agent_installers", "agent installer", "mgn", "-agents", "agent_installers.tf")
OPERATORS = Kind("operators", "operator", "mgn", "", "operators.tf")
KINDS = (INSTALLERS, OPERATORS)


def people(scope: Scope, part: Mgn, kind: Kind) -> Iterator[Resource]:
    """The policies of one kind of people with their attachments."""
    entries: dict[str, AgentInstaller | MgnOperator] = getattr(part, kind.field)
    for key, holders in entries.items():
        desk = Desk(scope, part, ("mgn", kind.field, key), holders)
        attach = list(_holders(scope, desk.path, holders))
        for number, statements in _documents(desk):
            yield from _policy(desk, kind, key, number, statements, attach)


def policy_name(scope: Scope, kind: Kind, key: str, own: str | None, number: str = "") -> str:
    """The AWS name of an entry's policy, or of a further part of one that was cut."""
    end = f"-{number}" if number else ""
    return scope.name("policy", f"{kind.prefix}-{key}{kind.suffix}{end}", own and own + end)


def policy_arns(scope: Scope, made: Iterable[Resource]) -> dict[str, tuple[Expr, ...]]:
    """The ARNs of the policies by entry: one each, or several where one was cut."""
    found: dict[str, list[Expr]] = {}
    for each in made:
        if isinstance(each, tf.IamPolicy):
            found.setdefault(str(each.origin[-1]), []).append(_arn(scope, each))
    return {key: tuple(arns) for key, arns in sorted(found.items())}


def _documents(desk: Desk) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    """The documents of an entry by what tells them apart; a section is cut only where it is too large alone."""
    for section in (each for some in sections(desk) for each in _whole_or_parted(some)):
        document = canonicalise(PolicyDocument(section.statements), action_names=False)
        parts = split(document.statements, quotas.MANAGED_POLICY)
        if parts is None:
            _too_large(desk, size(document))
            return
        for part in parts:
            if part.statements:
                yield "-".join(filter(None, (section.name, part.name))), part.statements


def _whole_or_parted(some: tuple[Section, ...]) -> Iterator[Section]:
    """Sections as one, by the name of the first, while all of them fit one policy."""
    every = tuple(statement for section in some for statement in section.statements)
    whole = canonicalise(PolicyDocument(every), action_names=False)
    if len(some) == 1 or size(whole) <= quotas.MANAGED_POLICY:
        yield Section(some[0].name, every)
    else:
        yield from some


def _too_large(desk: Desk, characters: int) -> None:
    limit = f"{quotas.MANAGED_POLICY:,}"
    desk.scope.report(
        "LB819",
        desk.path,
        f"the policy of {desk.path[-1]} is {characters:,} characters, and one statement alone is larger than a managed"
        f" policy may be ({limit})",
        "name fewer tag values",
        at_key=True,
    )


def _policy(
    desk: Desk,
    kind: Kind,
    key: str,
    number: str,
    statements: tuple[Statement, ...],
    attach: Sequence[tuple[str, Callable[..., Resource]]],
) -> Iterator[Resource]:
    scope, holders = desk.scope, desk.holders
    former = _label(kind, holders.renamed_from, number) if holders.renamed_from else None
    policy = tf.IamPolicy(
        label=_label(kind, key, number),
        origin=desk.path,
        reason=holders.reason or "",
        name=policy_name(scope, kind, key, holders.name, number),
        path=_PATH,
        description=holders.description,
        policy=PolicyDocument(statements),
        tags={},
        moved_from=former,
    )
    yield policy
    for holder, make in attach:
        yield make(
            label=label(policy.label, "to", holder),
            policy_arn=_arn(scope, policy),
            moved_from=former and label(former, "to", holder),
        )


def _label(kind: Kind, key: str, number: str) -> str:
    pieces = [*(["agents"] if kind is INSTALLERS else []), *([number] if number else [])]
    return label(key, *pieces)


def _arn(scope: Scope, policy: tf.IamPolicy) -> Expr:
    by_name = arn.policy_arn(scope.identity, policy.path, policy.name)
    return Expr(str(by_name), Traversal(f"{policy.address}.arn"))


def _holders(
    scope: Scope, path: SpecPath, holders: AgentInstaller | MgnOperator
) -> Iterator[tuple[str, Callable[..., Resource]]]:
    """The groups and roles that get the policy: each one's key, and what attaches a policy to it."""
    for group in dict.fromkeys(holders.groups):
        where: SpecPath = (*path, "groups", holders.groups.index(group))
        name = scope.reference(where, "group_name", group, what="group", where="security.iam_groups")
        if name is not None:
            yield group, partial(tf.IamGroupPolicyAttachment, origin=where, group=name)
    for role in dict.fromkeys(holders.roles):
        where = (*path, "roles", holders.roles.index(role))
        name = scope.reference(where, "role_name", role, what="role", where="security")
        if name is not None:
            yield role, partial(tf.IamRolePolicyAttachment, origin=where, role=name)
