"""Lowering of `dms.operators`: one customer-managed policy for each, and who has it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from landbridge.areas import identities as tf
from landbridge.areas.dms.desk import Desk
from landbridge.areas.dms.spec import Dms
from landbridge.areas.dms.spec_operators import Operator
from landbridge.areas.dms.user_policy import console_statements, dms_statements
from landbridge.areas.labels import label
from landbridge.areas.scope import Scope
from landbridge.aws import arn, quotas
from landbridge.findings import SpecPath
from landbridge.ir import Expr, Resource, Traversal
from landbridge.policy.canonical import canonical, canonicalise
from landbridge.policy.document import PolicyDocument, Statement
from landbridge.policy.size import size, split

_PATH = "/"


def operators(scope: Scope, part: Dms) -> Iterator[Resource]:
    """The policies of all operators with their attachments; the reasons of what is wide stand above each."""
    for key, operator in part.operators.items():
        yield from _operator(scope, part, key, operator)


def policy_arns(scope: Scope, made: Iterable[Resource]) -> dict[str, tuple[Expr, ...]]:
    """The ARNs of the policies by operator: one each, or several where one was cut."""
    found: dict[str, list[Expr]] = {}
    for each in made:
        if isinstance(each, tf.IamPolicy):
            found.setdefault(str(each.origin[-1]), []).append(_arn(scope, each))
    return {key: tuple(arns) for key, arns in sorted(found.items())}


def policy_name(scope: Scope, key: str, operator: Operator, suffix: str = "") -> str:
    """The AWS name of an operator's policy, or of a further part of one that was cut."""
    end = f"-{suffix}" if suffix else ""
    return scope.name("policy", f"dms-{key}{end}", operator.name and operator.name + end)


def _operator(scope: Scope, part: Dms, key: str, operator: Operator) -> Iterator[Resource]:
    path: SpecPath = ("dms", "operators", key)
    desk = Desk(scope, part, key, operator)
    holders = list(_holders(scope, path, operator))
    for suffix, statements in _documents(scope, path, tuple(dms_statements(desk)), tuple(console_statements(desk))):
        yield from _policy(scope, path, operator, suffix, statements, holders)


def _documents(
    scope: Scope, path: SpecPath, dms: tuple[Statement, ...], console: tuple[Statement, ...]
) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    """One document while all fits, else one for DMS and one beside; each is cut only where it is too large alone."""
    dms = tuple(_distinct(dms))
    whole = canonicalise(PolicyDocument((*dms, *console)), action_names=False)
    if size(whole) <= quotas.MANAGED_POLICY:
        yield "", whole.statements
        return
    for group, statements in (("", dms), ("console", console)):
        document = canonicalise(PolicyDocument(statements), action_names=False)
        parts = split(document.statements, quotas.MANAGED_POLICY)
        if parts is None:
            scope.report(
                "LB219",
                path,
                f"the policy of {path[-1]} is {size(document):,} characters, and one statement alone is larger than a"
                f" managed policy may be ({quotas.MANAGED_POLICY:,})",
                "name fewer tag values, or fewer networks",
                at_key=True,
            )
        for part in parts or ():
            if part.statements:
                yield "-".join(filter(None, (group, part.name))), part.statements


def _distinct(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Take the Sid from a statement where an earlier one about something else has it: their hashes begin alike."""
    taken: dict[str, Statement] = {}
    for statement in statements:
        about = replace(canonical(statement, action_names=False), actions=())
        yield statement if taken.setdefault(statement.sid, about) == about else replace(statement, sid="")


def _policy(
    scope: Scope,
    path: SpecPath,
    operator: Operator,
    suffix: str,
    statements: tuple[Statement, ...],
    holders: list[tuple[str, Callable[..., Resource]]],
) -> Iterator[Resource]:
    key = str(path[-1])
    name = policy_name(scope, key, operator, suffix)
    own = _label(key, suffix)
    former = operator.renamed_from and _label(operator.renamed_from, suffix)
    policy = tf.IamPolicy(
        label=own,
        origin=path,
        reason=operator.all_regions or "",
        name=name,
        path=_PATH,
        description=operator.description,
        policy=PolicyDocument(statements),
        tags={},
        moved_from=former,
    )
    yield policy
    for holder, attach in holders:
        yield attach(
            label=label(own, "to", holder),
            policy_arn=_arn(scope, policy),
            moved_from=former and label(former, "to", holder),
        )


def _arn(scope: Scope, policy: tf.IamPolicy) -> Expr:
    by_name = arn.policy_arn(scope.identity, policy.path, policy.name)
    return Expr(str(by_name), Traversal(f"{policy.address}.arn"))


def _label(key: str, suffix: str) -> str:
    return label(key, suffix) if suffix else label(key)


def _holders(scope: Scope, path: SpecPath, operator: Operator) -> Iterator[tuple[str, Callable[..., Resource]]]:
    """The groups and roles that get the policy: each one's key, and what attaches a policy to it."""
    for group in dict.fromkeys(operator.groups):
        where: SpecPath = (*path, "groups", operator.groups.index(group))
        name = scope.reference(where, "group_name", group, what="group", where="security.iam_groups")
        if name is not None:
            yield group, partial(tf.IamGroupPolicyAttachment, origin=where, group=name)
    for role in dict.fromkeys(operator.roles):
        where = (*path, "roles", operator.roles.index(role))
        name = scope.reference(where, "role_name", role, what="role", where="security")
        if name is not None:
            yield role, partial(tf.IamRolePolicyAttachment, origin=where, role=name)
