"""What the spec adds to a domain's policy, as statements: its access, and statements of an author's own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from landbridge.areas.contributions import DomainStatement
from landbridge.areas.opensearch.reach import METHODS, paths
from landbridge.areas.opensearch.spec import ANONYMOUS, Domain, DomainAccess, DomainPolicyStatement
from landbridge.areas.own_arns import below
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath
from landbridge.policy.document import Condition, Principal, Statement

EVERYBODY = Principal("*", ("*",))
SOURCE_IP = "aws:SourceIp"


def of_domain(scope: Scope, path: SpecPath, arn: str, domain: Domain) -> Iterator[Statement]:
    """Everything that the spec itself says of a domain, in its order; nothing is sorted or merged."""
    for name, access in domain.access.items():
        yield _access(scope, (*path, "access", name), arn, access)
    for index, item in enumerate(domain.statements):
        yield _authored(scope, (*path, "statements", index), arn, item)


def handed(arn: str, contributions: Iterable[DomainStatement]) -> Iterator[Statement]:
    """What other areas say of a domain; a statement without resources is about all of it."""
    for each in contributions:
        for statement in each.statements:
            resources = statement.resources or statement.not_resources
            whole = () if resources else (below(arn, "*"),)
            yield replace(
                statement,
                resources=statement.resources or whole,
                sid="",
                origin=each.origin,
                why="\n".join(filter(None, (each.why, statement.why))),
            )


def _access(scope: Scope, path: SpecPath, arn: str, access: DomainAccess) -> Statement:
    wanted = paths(access.may, access.indexes, access.apis)
    sources = tuple(scope.expand(each, (*path, "from", index)) for index, each in enumerate(access.networks))
    networks = (Condition("IpAddress", SOURCE_IP, sources),) if sources else ()
    return Statement(
        effect="Allow" if access.effect == "allow" else "Deny",
        actions=METHODS[access.may] if access.may is not None else access.actions or (),
        resources=tuple(below(arn, each) for each in wanted),
        principals=_who((*path, "who"), scope, access.who),
        conditions=scope.conditions((*path, "conditions"), access.conditions, networks),
        origin=path,
        reason=access.reason or "",
        why=f"Access {path[-1]}",
    )


def _who(path: SpecPath, scope: Scope, who: Sequence[str]) -> tuple[Principal, ...]:
    if ANONYMOUS in who:
        return (EVERYBODY,)
    return (Principal("AWS", tuple(scope.principal((*path, index), text) for index, text in enumerate(who))),)


def _authored(scope: Scope, path: SpecPath, arn: str, item: DomainPolicyStatement) -> Statement:
    if item.resources is not None:
        listed = item.resources
        resources = tuple(scope.expand(text, (*path, "resources", index)) for index, text in enumerate(listed))
    else:
        resources = tuple(below(arn, each) for each in item.paths or ())
    return Statement(
        effect=item.effect,
        actions=item.actions,
        resources=resources,
        principals=tuple(_principals(scope, (*path, "principals"), item.principals)),
        not_principals=tuple(_principals(scope, (*path, "not_principals"), item.not_principals)),
        conditions=scope.conditions((*path, "conditions"), item.conditions),
        origin=path,
        reason=item.reason or "",
    )


def _principals(scope: Scope, path: SpecPath, given: Any) -> Iterator[Principal]:
    for kind, texts in (given or {}).items():
        where = (*path, kind)
        if kind == "AWS":
            yield Principal(kind, tuple(scope.principal(where, text) for text in texts))
        else:
            yield Principal(kind, tuple(scope.expand(text, where) for text in texts))
