"""The one policy document of a key, put together from its statement sets."""

from collections.abc import Iterator, Sequence

from landbridge.areas.contributions import KeyUse
from landbridge.areas.kms import statements as sets
from landbridge.areas.kms.purposes import use_actions
from landbridge.areas.kms.spec import CustomerKey, KeyStatement
from landbridge.areas.kms.uses import Use, use_statements, uses
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath
from landbridge.policy.canonical import canonicalise
from landbridge.policy.document import PolicyDocument, Statement


def key_policy(
    scope: Scope, path: SpecPath, key: CustomerKey, handed: Sequence[KeyUse]
) -> tuple[PolicyDocument, list[Use]]:
    """The policy of a key, and who uses it by that policy."""
    found = uses(scope, path, key, handed)
    statements = (
        *_management(scope, path, key),
        *use_statements(scope, key, found),
        *_services(scope, path, key),
        *(authored(scope, (*path, "statements", index), item) for index, item in enumerate(key.statements)),
    )
    # Only an author's own actions can be misspelt: for those AWS's data is read.
    document = canonicalise(
        PolicyDocument(statements), action_names=bool(key.statements), partition=scope.identity.partition
    )
    return document, found


def _management(scope: Scope, path: SpecPath, key: CustomerKey) -> Iterator[Statement]:
    if key.without_root is None:
        yield sets.enable_account(scope.identity, path)
    if key.administrators:
        where = (*path, "administrators")
        named = [scope.principal((*where, index), text) for index, text in enumerate(key.administrators)]
        yield sets.administrators(named, where, multi_region=key.multi_region)


def _services(scope: Scope, path: SpecPath, key: CustomerKey) -> Iterator[Statement]:
    identity = scope.identity
    if key.service_use:
        actions = use_actions(key.key_spec, key.key_usage)
        yield from sets.service_use(identity, key.service_use, actions, (*path, "service_use"))
    if key.log_groups:
        where = (*path, "log_groups")
        yield sets.log_groups(
            identity, [_log_group(scope, where, n, each) for n, each in enumerate(key.log_groups)], where
        )
    if key.publishers:
        yield from sets.publishers(identity, key.publishers, (*path, "publishers"))
    if key.purpose == "mgn_ebs":
        yield from sets.mgn(identity, path)


def _log_group(scope: Scope, where: SpecPath, index: int, name: str) -> str:
    return scope.expand(f"arn:{{partition}}:logs:{{region}}:{{account_id}}:log-group:{name}", (*where, index))


def authored(scope: Scope, path: SpecPath, item: KeyStatement) -> Statement:
    """A statement of the author's own."""
    return Statement(
        sid=item.sid or "",
        effect=item.effect,
        actions=item.actions,
        resources=("*",),
        principals=scope.principals((*path, "principals"), item.principals),
        conditions=scope.conditions((*path, "conditions"), item.conditions),
        origin=path,
        reason=item.reason or "",
    )
