"""From what a group, role or policy is granted in the spec to statements, in topics that become policies."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from landbridge.areas.iam import bundles
from landbridge.areas.iam.granted import Access, Granted, PolicyStatement
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath
from landbridge.lock import Lock
from landbridge.policy.canonical import camel, canonicalise
from landbridge.policy.document import PolicyDocument, Statement
from landbridge.policy.matching import overlaps
from landbridge.source.nodes import shorten

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_MADE_BY_AWS = re.compile(r"(Id|ID|Uuid|UUID|Identifier|Arn|ARN|Hash|Token)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Statements that belong in one policy: a level, an intention, or the author's own."""

    name: str
    origin: SpecPath
    document: PolicyDocument
    note: str = ""
    reason: str = ""


def topics(scope: Scope, lock: Lock, path: SpecPath, granted: Granted) -> Iterator[Topic]:
    """The topics of a group, role or policy, in the order of the spec."""
    for service, assignment in granted.policy_assignments.items():
        where = (*path, "policy_assignments", service)
        pin = lock.levels.get(f"{service}/{assignment.level}")
        if pin is not None:
            yield Topic(
                name=service,
                origin=where,
                document=canonicalise(
                    PolicyDocument(tuple(_bundle(scope, where, service, pin))),
                    action_names=False,
                ),
                note=f"{assignment.level}: {pin['summary']}",
                reason=assignment.reason or "",
            )
    yield from _access_topics(scope, lock, path, granted.access)
    if granted.statements:
        where = (*path, "statements")
        statements = [_authored(scope, (*where, index), item) for index, item in enumerate(granted.statements)]
        yield Topic(name="statements", origin=where, document=canonicalise(PolicyDocument(tuple(statements))))
    if granted.guards:
        where = (*path, "guards")
        guards = [
            replace(_authored(scope, (*where, key), item), sid=item.sid or camel(key))
            for key, item in granted.guards.items()
        ]
        yield Topic(name="guards", origin=where, document=canonicalise(PolicyDocument(tuple(guards))))


def _bundle(scope: Scope, path: SpecPath, service: str, pin: Mapping[str, Any]) -> Iterator[Statement]:
    for grant in bundles.pinned_grants(pin):
        yield Statement(
            sid=camel(service) + grant.name,
            actions=grant.actions,
            resources=tuple(scope.expand(resource, path) for resource in grant.resources),
            conditions=scope.conditions(path, grant.conditions),
            origin=path,
            why=grant.why,
        )


def _authored(scope: Scope, path: SpecPath, item: PolicyStatement) -> Statement:
    def expanded(field: str) -> tuple[str, ...]:
        return tuple(scope.expand(text, (*path, field, index)) for index, text in enumerate(getattr(item, field) or ()))

    return Statement(
        sid=item.sid or "",
        effect=item.effect,
        actions=item.actions or (),
        not_actions=item.not_actions or (),
        resources=expanded("resources"),
        not_resources=expanded("not_resources"),
        conditions=scope.conditions((*path, "conditions"), item.conditions),
        origin=path,
        reason=item.reason or "",
    )


def _access_topics(scope: Scope, lock: Lock, path: SpecPath, accesses: tuple[Access, ...]) -> Iterator[Topic]:
    """One topic per service and level: several entries of the same kind share a policy."""
    by_name: dict[str, list[tuple[int, Access]]] = {}
    for index, access in enumerate(accesses):
        by_name.setdefault(f"{access.service}-{access.level}", []).append((index, access))
    for name, entries in by_name.items():
        pin = lock.levels.get(name.replace("-" + entries[0][1].level, "/" + entries[0][1].level))
        if pin is None:
            continue
        statements: list[Statement] = []
        for index, access in entries:
            statements.extend(_access(scope, (*path, "access", index), access, pin))
        yield Topic(
            name=name,
            origin=(*path, "access", entries[0][0]),
            document=canonicalise(PolicyDocument(tuple(statements)), action_names=False),
            note=f"{entries[0][1].level} access to {entries[0][1].service}",
            reason="; ".join(dict.fromkeys(access.reason for _, access in entries if access.reason)),
        )


def _access(scope: Scope, path: SpecPath, access: Access, pin: Mapping[str, Any]) -> Iterator[Statement]:
    """One statement for each set of resources; actions that take no resource get one on `*`."""
    given = tuple(scope.expand(text, (*path, "resources", index)) for index, text in enumerate(access.resources or ()))
    own = {name: own_resource(scope, pattern) for name, pattern in pin["types"].items()}
    targets: dict[tuple[str, ...], list[str]] = {}
    homeless: dict[str, list[str]] = {}
    for action, types in pin["actions"].items():
        resources = _targets(scope, given, types, pin["types"], own)
        if resources:
            targets.setdefault(resources, []).append(f"{access.service}:{action}" if ":" not in action else action)
        elif not given:
            homeless.setdefault(", ".join(types), []).append(action)
    if homeless:
        scope.report(
            "LB305",
            (*path, "service"),
            f"{access.service} {access.level}: names of {_some(list(homeless))} are made by AWS,"
            " so none can be told as the project's own",
            'name them under resources:, or write resources: ["*"] with a reason',
        )
    used = {resource for resources in targets for resource in resources}
    for index, resource in enumerate(given):
        if resource not in used:
            scope.report(
                "LB306",
                (*path, "resources", index),
                f"no {access.level} action of {access.service} can have the resource {shorten(str(resource))}",
                "resources it can have: " + _some(sorted(map(_as_placeholders, pin["types"].values()))),
            )
    given_conditions = scope.conditions((*path, "conditions"), access.conditions)
    for resources, actions in targets.items():
        why = "these actions take no resource" if resources == ("*",) and "*" not in given else ""
        yield Statement(
            actions=tuple(actions),
            resources=resources,
            conditions=given_conditions,
            origin=path,
            reason=access.reason or "",
            why=why,
        )


def _some(names: list[str]) -> str:
    """A list that one can read: its first three, and how many more there are."""
    return "; ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _as_placeholders(pattern: str) -> str:
    """An ARN format in the words of the spec; what else varies is `*`."""
    for variable, word in (("Partition", "partition"), ("Region", "region"), ("Account", "account_id")):
        pattern = pattern.replace(f"${{{variable}}}", f"{{{word}}}")
    return _any_of(pattern)


def _targets(
    scope: Scope,
    given: tuple[str, ...],
    types: list[str],
    patterns: Mapping[str, str],
    own: Mapping[str, str | None],
) -> tuple[str, ...]:
    if not types:
        return ("*",)
    if given:
        return tuple(
            resource for resource in given if any(overlaps(resource, _any_of(patterns[name])) for name in types)
        )
    return tuple(sorted({resource for name in types if (resource := own[name]) is not None}))


def _any_of(pattern: str) -> str:
    """An ARN format of the service authorization reference as a wildcard pattern."""
    return _VARIABLE.sub("*", pattern)


def own_resource(scope: Scope, pattern: str) -> str | None:
    """The project's own resources of one type, told by name; None where AWS makes the names.

    The first variable of the resource part becomes `{stem}-*`, later ones `*`.
    """
    head, separator, resource = (
        pattern.rpartition(":${Account}:") if ":${Account}:" in pattern else pattern.rpartition(":::")
    )
    variables = _VARIABLE.findall(resource)
    if not separator or not variables or _MADE_BY_AWS.search(variables[0]):
        return None
    named = _VARIABLE.sub("*", _VARIABLE.sub(f"{scope.stem}-*", resource, count=1))
    own = (
        (head + separator)
        .replace("${Partition}", "{partition}")
        .replace("${Region}", "{region}")
        .replace("${Account}", "{account_id}")
    )
    return scope.expand(own + named, ())
