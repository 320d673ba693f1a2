"""Operators: who they are, when and from where they work, and whether the sections that they get are of use."""

from collections import Counter
from collections.abc import Iterator

from landbridge.areas.dms.fine_grained import USER_NAME
from landbridge.areas.dms.keys import own_key
from landbridge.areas.dms.operators import policy_name
from landbridge.areas.dms.rules import grants, narrowing
from landbridge.areas.dms.rules.grants import entries
from landbridge.areas.dms.spec_operators import Operator
from landbridge.areas.dms.wording import IAM_API, ROLES
from landbridge.areas.identities import IamPolicy
from landbridge.areas.scope import Scope
from landbridge.aws import names
from landbridge.findings import Severity, SpecPath
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
_PRIVATE = ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")


def _operators(subject: Subject) -> Iterator[tuple[SpecPath, Operator]]:
    for key, operator in subject.part.operators.items():
        yield ("dms", "operators", key), operator


def _nobody(subject: Subject) -> Iterator[Hit]:
    for path, operator in _operators(subject):
        if not operator.groups and not operator.roles:
            message = f"nobody has the policy of operator {shorten(path[-1])}: it names no groups and no roles"
            yield Hit(path=path, message=message, at_key=True)


def _listed_twice(subject: Subject) -> Iterator[Hit]:
    for path, operator in _operators(subject):
        for field in ("groups", "roles"):
            keys = getattr(operator, field)
            for index, key in enumerate(keys):
                if key in keys[:index]:
                    yield Hit(path=(*path, field, index), message=f"{shorten(key)} has the policy already")


def _names(subject: Subject) -> Iterator[Hit]:
    scope = Scope(subject.spec, subject.references)
    policies = [r for module in subject.modules for r in module.resources if isinstance(r, IamPolicy)]
    taken = Counter(policy.name.lower() for policy in policies)
    for path, operator in _operators(subject):
        key = str(path[-1])
        where = (*path, "name") if operator.name else path
        if problem := names.problem_with_policy_name(policy_name(scope, key, operator)):
            message = f"the policy's name {shorten(policy_name(scope, key, operator))} {problem}"
            yield Hit(path=where, message=message, at_key=not operator.name)
            continue
        for policy in policies:
            if policy.origin == path and taken[policy.name.lower()] > 1:
                message = f"another policy of this spec is named {shorten(policy.name)}, too"
                yield Hit(path=where, message=message, at_key=not operator.name)
                break


def _times(subject: Subject) -> Iterator[Hit]:
    for path, operator in _operators(subject):
        window = operator.between or {}
        wrong = [end for end, text in window.items() if not _is_time(text)]
        for end in wrong:
            yield Hit(path=(*path, "between", end), message=f"{shorten(window[end])} is no time that there ever is")
        if not wrong and len(window) > 1 and window["from"] >= window["to"]:
            message = f"{shorten(window['to'])} is not after {shorten(window['from'])}: there is no time between them"
            yield Hit(path=(*path, "between"), message=message)


def _is_time(text: str) -> bool:
    from datetime import datetime  # only operators with a time window need it

    try:
        datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return False
    return True


def _networks(subject: Subject) -> Iterator[Hit]:
    for path, operator in _operators(subject):
        for index, text in enumerate(operator.source_ips):
            if problem := _problem_with_network(text):
                yield Hit(path=(*path, "source_ips", index), message=f"{shorten(text)} {problem[0]}", hint=problem[1])


def _problem_with_network(text: str) -> tuple[str, str] | None:
    import ipaddress  # only operators with source_ips need it

    try:
        network = ipaddress.ip_network(text)
    except ValueError:
        try:
            network = ipaddress.ip_network(text, strict=False)
        except ValueError:
            return "is no network", "write an address, or a network such as 203.0.113.0/24"
        return "is no network: bits behind the mask are set", f"write {network}"
    if network.prefixlen == 0:
        return "is every address there is, so it keeps nobody out", "name the networks that are meant"
    if any(network[0] in private and network[-1] in private for private in map(ipaddress.ip_network, _PRIVATE)):
        hint = "name the addresses under which the network appears on the internet"
        return "is a private network, and requests never come from one: DMS would be closed to them", hint
    return None


def _no_user_name(subject: Subject) -> Iterator[Hit]:
    for path, operator in _operators(subject):
        if not operator.roles:
            continue
        named = ", ".join(map(shorten, operator.roles))
        if operator.own_endpoints_only is not None:
            message = f"whoever acts as a role ({named}) has no user name, and so no endpoint of his or her own"
            yield Hit(path=(*path, "own_endpoints_only"), message=message)
        for where, grant in entries(path, operator):
            for field in ("tags", "request_tags"):
                for tag, values in (getattr(grant, field) or {}).items():
                    if any(USER_NAME in value for value in values):
                        message = f"whoever acts as a role ({named}) has no {USER_NAME}, so the tag never fits"
                        yield Hit(path=(*where, field, tag), message=message)
        if operator.sections.view_own_permissions and not operator.groups:
            message = f"a role ({named}) is no user whose permissions there would be to see"
            yield Hit(path=(*path, "sections", "view_own_permissions"), message=message)


def _roles_made_here(subject: Subject) -> Iterator[Hit]:
    choices = subject.part.account_roles
    kinds = ("vpc", "cloudwatch_logs", "redshift")
    if any(getattr(choices, kind) == "reference" for kind in kinds):
        return
    for path, operator in _operators(subject):
        if operator.sections.create_roles:
            message = "this spec makes the roles that DMS knows by name, so nobody has to"
            yield Hit(path=(*path, "sections", "create_roles"), message=message)


def _keys_without_root(subject: Subject) -> Iterator[Hit]:
    kms = subject.spec.part("kms")
    for path, operator in _operators(subject) if kms is not None else ():
        for index, text in enumerate(operator.sections.own_keys):
            key = kms.keys.get(own_key(text))
            if key is not None and key.without_root:
                message = f"the policy of key {shorten(text)} has no statement for the account, so IAM policies cannot"
                yield Hit(path=(*path, "sections", "own_keys", index), message=f"{message} open it")


RULES: tuple[Rule, ...] = (
    Rule(
        id="LB270",
        title="An operator's policy is attached to somebody",
        why="A policy that nobody has looks like access that somebody has.",
        fix="name groups or roles of the security part, or remove the operator",
        source=ROLES,
        severity=Severity.WARNING,
        check=_nobody,
    ),
    Rule(
        id="LB271",
        title="A group or role is listed once for an operator",
        why="Removing one of two lines looks as if it took the access away.",
        fix="remove one of them",
        source=ROLES,
        check=_listed_twice,
    ),
    Rule(
        id="LB272",
        title="The name of an operator's policy is valid and nobody else's",
        why="IAM refuses a second policy of the same name in an account, whatever its case.",
        fix="give the operator another name:",
        source=IAM_API + "API_CreatePolicy.html",
        check=_names,
    ),
    Rule(
        id="LB273",
        title="An operator's time window is some time",
        why="A window that ends before it begins allows nothing, and IAM does not say so.",
        fix="write from: before to:, both in UTC",
        source=_IAM + "reference_policies_examples_aws-dates.html",
        check=_times,
    ),
    Rule(
        id="LB274",
        title="source_ips are networks that requests come from",
        why="aws:SourceIp is always a public address. A private network would close DMS to everybody.",
        fix="name the public networks of your people",
        source=_IAM + "reference_policies_examples_aws_deny-ip.html",
        check=_networks,
    ),
    Rule(
        id="LB275",
        title="aws:username is used for users",
        why="Only IAM users have it. In the session of a role the variable has no value, and the statement is dead.",
        fix="attach the operator to groups only, or make another operator for the roles",
        source=_IAM + "reference_policies_variables.html",
        check=_no_user_name,
    ),
    Rule(
        id="LB276",
        title="Roles that this spec makes are made by nobody else",
        why="Who may make roles can make them before Terraform does, which then fails.",
        fix="remove create_roles",
        source=ROLES,
        severity=Severity.WARNING,
        check=_roles_made_here,
    ),
    Rule(
        id="LB277",
        title="An operator's own keys follow IAM policies",
        why="Without the statement for the account's root, a key's policy decides alone, and names no groups.",
        fix="drop without_root of the key, or name another key",
        source="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
        check=_keys_without_root,
    ),
    *grants.RULES,
    *narrowing.RULES,
)
