"""Administrative roles of the spec, and who comes to act as one.

Everything here begins with the few roles that are administrative; a spec without any costs next to nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from landbridge.areas.iam import bundles
from landbridge.areas.iam.holders import role_reference
from landbridge.areas.iam.rules.escalation_paths import GUARDS
from landbridge.areas.iam.rules.managed_policies import administrative_policy
from landbridge.areas.iam.rules.reading import Reading, reading
from landbridge.areas.iam.rules.roles_passed import names_every_role, services_passed_to
from landbridge.areas.iam.rules.trusted import Trusted
from landbridge.areas.iam.rules.wording import GUIDE
from landbridge.aws import arn
from landbridge.findings import SpecPath
from landbridge.policy.document import Condition, Statement
from landbridge.policy.matching import covers, overlaps
from landbridge.policy.operators import parse
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_ALL = "*"
"""What somebody administers who has administrative rights; others administer the services of their wide levels."""
_PASSING = "iam:PassRole"
_ASSUME = "sts:AssumeRole"
_IAM_WRITES = ("iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:CreatePolicyVersion")
"""Actions of which `iam:*`, and each expansion of it, has all."""
_CODE = ("lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration")
"""Actions that change what an existing function runs, as the role that it has."""
_LAMBDA = "lambda.amazonaws.com"
_NAMING_KEYS = ("aws:principalarn", "aws:userid", "aws:username")
"""Condition keys by which a trust policy says who, where its principal is the account."""
_MFA = "aws:multifactorauthpresent"


@dataclass(frozen=True, slots=True)
class _Administrator:
    """An administrative role: its ARN, what it administers, and whom it trusts."""

    path: SpecPath
    role: Any
    arn: str
    rights: frozenset[str]
    trusted: tuple[Trusted, ...]

    @property
    def services(self) -> list[str]:
        """The services that the role trusts."""
        return [each.value for each in self.trusted if each.type == "Service" and each.effect == "Allow"]


def _administrators(read: Reading) -> list[_Administrator]:
    found = {path: (role, rights) for path, role in read.roles() if (rights := _rights(read, path, role))}
    trusted: dict[SpecPath, list[Trusted]] = {}
    for each in read.trusted if found else ():
        trusted.setdefault(each.role, []).append(each)
    return [
        _Administrator(
            path, role, str(role_reference(read.scope, str(path[2]), role)), rights, tuple(trusted.get(path, ()))
        )
        for path, (role, rights) in found.items()
    ]


def _rights(read: Reading, path: SpecPath, holder: Any) -> frozenset[str]:
    """What a group or role administers: `*` for everything, or the services of its wide levels."""
    if any(administrative_policy(policy.name) for policy in holder.managed_policies):
        return frozenset({_ALL})
    if any(_gives_all(statement) for statement in _statements(read, path, holder)):
        return frozenset({_ALL})
    policies = (read.part.policies[key] for _, _, key in read.policies_of(path, holder))
    return frozenset(
        service
        for granted in (holder, *policies)
        for service, assignment in granted.policy_assignments.items()
        if (level := bundles.bundles(service).get(assignment.level)) is not None and level.wide
    )


def _statements(read: Reading, path: SpecPath, holder: Any) -> Iterator[Statement]:
    """Everything that a group or role is granted, its policies of the spec included."""
    for each in (path, *(("security", "policies", key) for _, _, key in read.policies_of(path, holder))):
        yield from read.grants.get(each, ())


def _gives_all(statement: Statement) -> bool:
    """Whether a statement allows everything, or everything in IAM, on everything."""
    if statement.effect != "Allow" or any(each.key.lower() in GUARDS for each in statement.conditions):
        return False
    everywhere = bool(statement.not_resources) or any(not r.strip("*?") for r in statement.resources)
    if everywhere and (statement.not_actions or any(not action.strip("*?:") for action in statement.actions)):
        return True
    roles = everywhere or any(names_every_role(resource) for resource in statement.resources)
    return roles and all(_has_action(statement, action) for action in _IAM_WRITES)


def _has_action(statement: Statement, action: str) -> bool:
    """Whether a statement is about an action, whatever its effect."""
    if statement.not_actions:
        return not any(covers(pattern, action, ignore_case=True) for pattern in statement.not_actions)
    return any(covers(pattern, action, ignore_case=True) for pattern in statement.actions)


def _is_on(statement: Statement, target: str) -> bool:
    """Whether a statement is about a resource that is named in full."""
    if statement.not_resources:
        return not any(covers(resource, target) for resource in statement.not_resources)
    return any(covers(resource, target) for resource in statement.resources)


def _reached(subject: Subject) -> Iterator[Hit]:
    read = reading(subject)
    administrators = _administrators(read)
    if not administrators:
        return
    rights = {each.path: each.rights for each in administrators}
    for path, holder in read.holders():
        own = rights[path] if path in rights else _rights(read, path, holder)
        above = [each for each in administrators if _ALL not in own and not each.rights <= own]
        statements = tuple(_statements(read, path, holder)) if above else ()
        for administrator in above:
            way = _way(read, path, statements, administrator)
            if way is not None:
                yield _hit(path, administrator, *way)


def _way(
    read: Reading, path: SpecPath, statements: tuple[Statement, ...], administrator: _Administrator
) -> tuple[Statement, str, str] | None:
    """The first way to act as a role: the statement, what it lets its holder do, and the action."""
    ways = ((_PASSING, "start a job as", _passes), (_ASSUME, "assume", _assumes))
    for action, does, leads in ways:
        if any(_forbids(each, action, administrator.arn) for each in statements):
            continue
        for statement in statements:
            if _allows(read, statement, action) and leads(read, path, statement, administrator):
                return statement, does, action
    if _LAMBDA in administrator.services:
        for statement in statements:
            for action in _CODE:
                if _allows(read, statement, action) and _is_on_functions(read, statement):
                    return statement, "change the code of what runs as", action
    return None


def _allows(read: Reading, statement: Statement, action: str) -> bool:
    return statement.effect == "Allow" and _has_action(statement, action) and not _is_reasoned(read, statement)


def _is_reasoned(read: Reading, statement: Statement) -> bool:
    """Whether the author gave a reason, at the statement or at the level that it comes from.

    Why a level has an action is no reason for what it leads to in this spec.
    """
    if statement.reason or statement.origin[3] == "statements":
        return bool(statement.reason)
    _, section, key, kind, which = statement.origin[:5]
    return bool(getattr(getattr(read.part, str(section))[key], str(kind))[which].reason)


def _forbids(statement: Statement, action: str, role: str) -> bool:
    return (
        statement.effect == "Deny"
        and not statement.conditions
        and _has_action(statement, action)
        and _is_on(statement, role)
    )


def _passes(_read: Reading, _path: SpecPath, statement: Statement, administrator: _Administrator) -> bool:
    if not _is_on(statement, administrator.arn):
        return False
    services = services_passed_to(statement)
    return any(not services or any(covers(each, one) for each in services) for one in administrator.services)


def _assumes(read: Reading, path: SpecPath, statement: Statement, administrator: _Administrator) -> bool:
    """Whether a statement assumes a role that trusts the holder without having named it."""
    if not _is_on(statement, administrator.arn):
        return False
    by = getattr(administrator.role, "assumable_by", None)
    if by is not None and by.groups:
        if path[1] == "iam_groups" and path[2] in by.groups:
            return False  # named: the role says so itself, and has to ask for MFA
        if not any(_names_who(key) for keys in by.conditions.values() for key in keys):
            return True
    return any(_trusts_account(read, each) for each in administrator.trusted)


def _trusts_account(read: Reading, trusted: Trusted) -> bool:
    if trusted.type != "AWS" or trusted.effect != "Allow" or any(_names_who(c.key) for c in trusted.conditions):
        return False
    return trusted.value == _ALL or trusted.value == str(arn.root_arn(read.scope.identity))


def _names_who(key: str) -> bool:
    return key.lower() in _NAMING_KEYS or key.lower().startswith("aws:principaltag/")


def _is_on_functions(read: Reading, statement: Statement) -> bool:
    own = read.expand("arn:{partition}:lambda:{region}:{account_id}:function:{stem}-*")
    if statement.not_resources:
        return not any(covers(resource, own) for resource in statement.not_resources)
    return any(overlaps(resource, own) for resource in statement.resources)


def _hit(path: SpecPath, administrator: _Administrator, statement: Statement, does: str, action: str) -> Hit:
    who = f"members of {path[2]}" if path[1] == "iam_groups" else f"whoever acts as {path[2]}"
    rights = administrator.rights
    what = "an administrator" if _ALL in rights else f"an administrator of {', '.join(sorted(rights))}"
    return Hit(
        path=statement.origin,
        message=f"{who} could {does} {administrator.path[2]}, which is {what}, by {action}, and no reason is given",
        hint=f"give {administrator.path[2]} less, keep it out of reach by name or by a Deny, or say why under reason:",
    )


def _without_mfa(subject: Subject) -> Iterator[Hit]:
    read = reading(subject)
    for key, role in subject.part.assumable_roles.items():
        path: SpecPath = ("security", "assumable_roles", key)
        open_ = [where for where, mfa in _people(read, path, role) if not mfa]
        if open_ and _rights(read, path, role):
            for where in open_:
                yield Hit(path=where, message=f"the role {shorten(key)} is an administrator and is assumed without MFA")


def _people(read: Reading, path: SpecPath, role: Any) -> Iterator[tuple[SpecPath, bool]]:
    """Each part of a role's trust that lets principals of AWS in: where, and whether it asks for MFA."""
    by = role.assumable_by
    if by.groups or by.principals:
        given = tuple(
            Condition(operator, name, tuple(values))
            for operator, keys in by.conditions.items()
            for name, values in keys.items()
        )
        yield (*path, "assumable_by"), by.require_mfa or _asks_for_mfa(given)
    for written in read.written:
        statement = written.statement
        if written.kind == "trust" and statement.origin[:3] == path and statement.effect == "Allow":
            aws = any(principal.type in ("AWS", "*") for principal in statement.principals)
            if aws and _has_action(statement, _ASSUME):
                yield statement.origin, _asks_for_mfa(statement.conditions)


def _asks_for_mfa(conditions: tuple[Condition, ...]) -> bool:
    for condition in conditions:
        operator = parse(condition.operator)
        plain = operator and operator.base == "Bool" and not operator.if_exists
        if plain and condition.key.lower() == _MFA and operator and operator.set_operator != "ForAllValues":
            return [value.lower() for value in condition.values] == ["true"]
    return False


RULES = (
    Rule(
        id="LB397",
        title="Only administrators come to act as an administrative role",
        why=(
            "Whoever passes a role to a service, assumes it, or changes the code that runs as it, does what the role"
            " may do. An administrative role in the spec makes an administrator of all who can."
        ),
        fix="give the role less, or name the roles that may be passed or assumed, or say why under reason:",
        source=GUIDE + "id_roles_use_passrole.html",
        check=_reached,
    ),
    Rule(
        id="LB398",
        title="An administrative role is assumed with MFA only",
        why=(
            "Otherwise one stolen access key or password of anybody who may assume the role is enough for all that the"
            " role may do. Services and identity providers are left out: they have no MFA to show."
        ),
        fix="set require_mfa: true under assumable_by; in trust: add conditions: {Bool: {aws:MultiFactorAuthPresent:"
        ' "true"}}',
        source=GUIDE + "id_credentials_mfa_configure-api-require.html",
        check=_without_mfa,
    ),
)
