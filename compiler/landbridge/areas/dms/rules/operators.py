"""Operators: who they are, when and from where they work, and whether the sections that they get are of use."""

from collections.abc import Iterable, Iterator

from landbridge.areas.attached import wrong_names
from landbridge.areas.dms.abilities import is_restricted, may
from landbridge.areas.dms.actions import TAKE_ENDPOINT_ROLES
from landbridge.areas.dms.fine_grained import USER_NAME
from landbridge.areas.dms.keys import own_key
from landbridge.areas.dms.operators import entry
from landbridge.areas.dms.roles import boundary_of_roles
from landbridge.areas.dms.rules import grants, narrowing
from landbridge.areas.dms.rules.grants import entries
from landbridge.areas.dms.spec_operators import Operator
from landbridge.areas.dms.wording import ROLES
from landbridge.areas.guides import IAM, IAM_API
from landbridge.aws.networks import problem_with_network
from landbridge.findings import Severity, SpecPath
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_PRIVATE = ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
_NEARLY_ALL = "as many addresses as a /8 (IPv6: a /16), and anybody may have one of them"
_MEANT = "name the networks that are meant"


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
    return wrong_names(subject, (entry(key, operator) for key, operator in subject.part.operators.items()))


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
        problems = [_problem_with_network(text) for text in operator.source_ips]
        for index, (text, problem) in enumerate(zip(operator.source_ips, problems, strict=True)):
            if problem:
                yield Hit(path=(*path, "source_ips", index), message=f"{shorten(text)} {problem[0]}", hint=problem[1])
        if not any(problems) and _is_wide(operator.source_ips):
            message = f"together these hold {_NEARLY_ALL}"
            yield Hit(path=(*path, "source_ips"), message=message, hint=_MEANT)


def _is_wide(networks: Iterable[str]) -> bool:
    """Whether networks have as many addresses together as a /8, or of IPv6 a /16: parts of all are as wide as all."""
    import ipaddress

    found = [ipaddress.ip_network(text) for text in networks]
    four = ipaddress.collapse_addresses(each for each in found if isinstance(each, ipaddress.IPv4Network))
    six = ipaddress.collapse_addresses(each for each in found if isinstance(each, ipaddress.IPv6Network))
    return sum(each.num_addresses for each in four) >= 2**24 or sum(each.num_addresses for each in six) >= 2**112


def _problem_with_network(text: str) -> tuple[str, str] | None:
    if (problem := problem_with_network(text)) is not None:
        return problem

    import ipaddress  # only operators with source_ips need it

    network = ipaddress.ip_network(text)
    if network.prefixlen == 0:
        return "is every address there is, so it keeps nobody out", _MEANT
    if any(network[0] in private and network[-1] in private for private in map(ipaddress.ip_network, _PRIVATE)):
        hint = "name the addresses under which the network appears on the internet"
        return "is a private network, and requests never come from one: DMS would be closed to them", hint
    if _is_wide((text,)):
        return f"holds {_NEARLY_ALL}", _MEANT
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


def _unbounded_roles(subject: Subject) -> Iterator[Hit]:
    chosen = boundary_of_roles(subject.spec, subject.part)
    if chosen is not None and chosen[1] != "keep":
        return
    who = "nobody says" if chosen is None else f"{'.'.join(map(str, chosen[0]))}: keep does not say"
    for path, operator in _operators(subject):
        if operator.sections.create_roles:
            message = f"{who} with which boundary they have to make roles, so they make them without one"
            yield Hit(path=(*path, "sections", "create_roles"), message=message)


def _endpoints_passed(subject: Subject) -> Iterator[Hit]:
    for path, operator in _operators(subject):
        where = (*path, "endpoints" if operator.endpoints is not None else "all_endpoints")
        if operator.endpoints is not None and operator.all_endpoints is not None:
            yield Hit(path=(*path, "all_endpoints"), message="endpoints: says some, and this says all")
        elif operator.endpoints is None and operator.all_endpoints is None:
            continue
        elif operator.endpoints is None and not is_restricted(operator):
            yield Hit(path=where, message="they do everything in DMS, and pass the roles of all endpoints anyway")
        elif not may(operator, TAKE_ENDPOINT_ROLES) and operator.endpoints != ():
            yield Hit(path=where, message="nothing that they may do is given a role or a secret of an endpoint")


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
        source=IAM + "reference_policies_examples_aws-dates.html",
        check=_times,
    ),
    Rule(
        id="LB274",
        title="source_ips are networks that requests come from",
        why="aws:SourceIp is always a public address. A private network would close DMS to everybody.",
        fix="name the public networks of your people",
        source=IAM + "reference_policies_examples_aws_deny-ip.html",
        check=_networks,
    ),
    Rule(
        id="LB275",
        title="aws:username is used for users",
        why="Only IAM users have it. In the session of a role the variable has no value, and the statement is dead.",
        fix="attach the operator to groups only, or make another operator for the roles",
        source=IAM + "reference_policies_variables.html",
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
    Rule(
        id="LB278",
        title="endpoints and all_endpoints of an operator say something",
        why="Who passes an endpoint's role can make endpoints of the same reach: that has to be what it looks like.",
        fix="keep one of them, for an operator that may make or change endpoints",
        source=ROLES,
        check=_endpoints_passed,
    ),
    Rule(
        id="LB279",
        title="Roles that operators make get the boundary of all others",
        why="A permissions boundary that only Terraform's roles have does not bound the account.",
        fix="name the boundary under dms.permissions_boundary, or say none there",
        source=IAM + "access_policies_boundaries.html",
        severity=Severity.WARNING,
        check=_unbounded_roles,
    ),
    *grants.RULES,
    *narrowing.RULES,
)
