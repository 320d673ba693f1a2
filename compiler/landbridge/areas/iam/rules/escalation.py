"""Permissions from which their holder can reach all others."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from landbridge.areas.iam.rules.catalogue import EVERYTHING
from landbridge.areas.iam.rules.escalation_paths import GUARDS, PATHS, SELF_SERVICE, SINGLE, UNGUARDED, Path
from landbridge.areas.iam.rules.reading import Reading, at, reading
from landbridge.areas.iam.rules.roles_passed import names_every_role, pass_role_action, services_passed_to
from landbridge.areas.iam.rules.wording import GUIDE
from landbridge.areas.identities import IamUserGroupMembership
from landbridge.aws import arn
from landbridge.findings import SpecPath, dotted
from landbridge.policy.document import Condition, Statement
from landbridge.policy.matching import covers, has_wildcard
from landbridge.policy.operators import parse
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_OWN = re.compile(r"(user|mfa)/([^*?$]*/)?\$\{aws:username\}", re.IGNORECASE)
_ADMINISTRATIVE = re.compile(r"AdministratorAccess.*|PowerUserAccess|.*FullAccess")
_SERVICES = ("iam:", "sso:", "sts:")
_ASSUME = "sts:AssumeRole"


@lru_cache(maxsize=4096)
def _dangers(action: str) -> tuple[str, ...]:
    """The actions that suffice alone and that an action or pattern allows; for `*` none: another rule asks about it."""
    if action in EVERYTHING or action[:4].lower() not in _SERVICES:
        return ()
    return tuple(danger for danger in (*SINGLE, _ASSUME) if covers(action, danger, ignore_case=True))


def _alone(subject: Subject) -> Iterator[Hit]:
    for statements in reading(subject).grants.values():
        for statement in statements:
            if statement.effect == "Allow" and not statement.justification:
                yield from _dangerous(statement)


def _dangerous(statement: Statement) -> Iterator[Hit]:
    written = statement.origin[3] == "statements"
    for index, action in enumerate(statement.actions):
        found = [danger for danger in _dangers(action) if not _is_guarded(statement, danger)]
        if not found:
            continue
        path = at(statement.origin, "actions", index, statement.actions) if written else statement.origin
        first = found[0]
        does = SINGLE.get(first) or "assumes any role that trusts the account"
        rest = f", and {len(found) - 1} more such actions" if len(found) > 1 else ""
        name = first if action.lower() == first.lower() else f"{action} holds {first}, which"
        yield Hit(
            path=path,
            message=f"{name} {does}{rest}: whoever has it can come to have all rights, and no reason is given",
        )
        if not written:
            return


def _is_guarded(statement: Statement, danger: str) -> bool:
    """Whether the statement's resources or conditions keep a dangerous action from leading further."""
    if danger == _ASSUME:
        return not any(names_every_role(resource) for resource in statement.resources) and not statement.not_resources
    if danger in SELF_SERVICE and statement.resources and all(map(_is_own, statement.resources)):
        return True
    return danger not in UNGUARDED and any(map(_guards, statement.conditions))


def _is_own(resource: str) -> bool:
    """Whether a resource is the caller's own user or device, and nobody else's."""
    parsed = arn.parse(resource)
    return parsed is not None and _OWN.fullmatch(parsed.resource) is not None


def _guards(condition: Condition) -> bool:
    """Whether a condition names the policies that may be attached or have to be the boundary, each a narrow one."""
    operator = parse(condition.operator)
    if condition.key.lower() not in GUARDS or operator is None or operator.family not in ("String", "Arn"):
        return False
    if operator.negated or operator.if_exists or operator.set_operator == "ForAllValues":
        return False
    return not any(_is_open(value) for value in condition.values)


def _is_open(policy: str) -> bool:
    """Whether a value stands for several policies, or for one of AWS's that allows a whole service or more."""
    if has_wildcard(policy) or "${" in policy:
        return True
    parsed = arn.parse(policy)
    name = policy.rpartition("/")[2]
    return parsed is not None and parsed.account == "aws" and _ADMINISTRATIVE.fullmatch(name) is not None


def _together(subject: Subject) -> Iterator[Hit]:
    read = reading(subject)
    passing = {
        path: wide for path, statements in read.grants.items() if (wide := [s for s in statements if _passes_any(s)])
    }
    if not passing:
        return
    reported: set[tuple[SpecPath, str]] = set()
    for who, policies in _principals(read, passing):
        statements = [s for policy in policies for s in read.grants.get(policy, ())]
        for statement in (s for policy in policies for s in passing.get(policy, [])):
            found = [path for path in PATHS if _fits(statement, path) and _starts(statements, path)]
            if found and (statement.origin, found[0].service) not in reported:
                reported.add((statement.origin, found[0].service))
                yield _combination(who, statement, found, _starts(statements, found[0]))


def _passes_any(statement: Statement) -> bool:
    """Whether a statement lets any role be passed without saying why."""
    if statement.effect != "Allow" or statement.justification or pass_role_action(statement.actions) is None:
        return False
    return bool(statement.not_resources) or any(names_every_role(resource) for resource in statement.resources)


def _principals(read: Reading, passing: Mapping[SpecPath, object]) -> Iterator[tuple[str, tuple[SpecPath, ...]]]:
    """Groups, roles, and users in several groups: what each is called, and the paths of what grants to it."""
    by_group: dict[str, tuple[SpecPath, ...]] = {}
    for path, holder in read.holders():
        policies = (path, *(("security", "policies", key) for key in holder.customer_policies))
        if path[1] == "iam_groups":
            by_group[str(path[2])] = policies
        if any(policy in passing for policy in policies):
            yield f"{'group' if path[1] == 'iam_groups' else 'role'} {path[2]}", policies
    for resource in read.module.resources:
        if isinstance(resource, IamUserGroupMembership) and len(resource.groups) > 1:
            keys = [address.partition(".")[2] for group in resource.groups for address in group.resources]
            policies = tuple(policy for key in keys for policy in by_group.get(key, ()))
            if any(policy in passing for policy in policies):
                yield f"user {shorten(str(resource.user))} (in {', '.join(keys)})", policies


def _fits(statement: Statement, path: Path) -> bool:
    services = services_passed_to(statement)
    return not services or any(covers(service, path.service) for service in services)


def _starts(statements: list[Statement], path: Path) -> list[tuple[Statement, str]]:
    """For each step an action and the statement that allows it without a reason; empty where a step is missing."""
    found = []
    for options in path.actions:
        step = next(((s, action) for s in statements for action in options if _allows(s, action)), None)
        if step is None:
            return []
        found.append(step)
    return found


def _allows(statement: Statement, action: str) -> bool:
    if statement.effect != "Allow" or statement.justification:
        return False
    return any(covers(pattern, action, ignore_case=True) for pattern in statement.actions)


def _combination(who: str, statement: Statement, found: list[Path], steps: list[tuple[Statement, str]]) -> Hit:
    action = pass_role_action(statement.actions) or ""
    started = " and ".join(step for _, step in steps)
    others = sorted({dotted(step.origin) for step, _ in steps if step.origin != statement.origin})
    where = f" ({', '.join(others)})" if others else ""
    more = f"; {len(found) - 1} more ways like it" if len(found) > 1 else ""
    written = statement.origin[3] == "statements"
    index = statement.actions.index(action)
    return Hit(
        path=at(statement.origin, "actions", index, statement.actions) if written else statement.origin,
        message=f"{who} can become any role: it passes one with {action} and {found[0].what} by {started}{where}{more}",
    )


RULES = (
    Rule(
        id="LB345",
        title="An action that leads to all rights has a reason",
        why="Some actions of IAM and Identity Center let their holder give herself any right: attach a policy, rewrite"
        " one, take over a user or a role.",
        fix=(
            "name what it may be done to, limit what may be attached by iam:PolicyARN or iam:PermissionsBoundary, or"
            " say why under reason:"
        ),
        source=GUIDE + "access_policies_boundaries.html#access_policies_boundaries-delegate",
        check=_alone,
    ),
    Rule(
        id="LB346",
        title="Passing any role and starting something with it has a reason",
        why="What is started acts with the role that was passed: its starter has all rights of the strongest role.",
        fix="name the roles that may be passed, or say why under the reason: of one of the statements",
        source=GUIDE + "id_roles_use_passrole.html",
        check=_together,
    ),
)
