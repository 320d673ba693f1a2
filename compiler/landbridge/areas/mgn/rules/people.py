"""People: how much they may, for how long, and who they are."""

from collections import Counter
from collections.abc import Iterator

from landbridge.areas.identities import IamPolicy
from landbridge.areas.mgn.desk import first_moment_after
from landbridge.areas.mgn.people import KINDS, Kind, policy_name
from landbridge.areas.mgn.person_policies import launches
from landbridge.areas.mgn.spec_people import AgentInstaller, MgnOperator
from landbridge.areas.mgn.wording import ACTIONS, IAM, INSTALLATION, LAUNCHING
from landbridge.areas.scope import Scope
from landbridge.aws import names
from landbridge.findings import Severity, SpecPath
from landbridge.policy.matching import has_wildcard
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_CHANGES = ("replicate", "settings", "test", "cutover", "organise", "retire")


def _everybody(subject: Subject) -> Iterator[tuple[SpecPath, Kind, AgentInstaller | MgnOperator]]:
    for kind in KINDS:
        for key, holders in getattr(subject.part, kind.field).items():
            yield ("mgn", kind.field, key), kind, holders


def _operators(subject: Subject) -> Iterator[tuple[SpecPath, MgnOperator]]:
    for key, operator in subject.part.operators.items():
        yield ("mgn", "operators", key), operator


def _wide(subject: Subject) -> Iterator[Hit]:
    for path, operator in _operators(subject):
        if operator.reason:
            continue
        changes = [each for each in operator.may if each in _CHANGES]
        if changes and operator.tags is None:
            message = f"operator {path[-1]} may {', '.join(changes)} every server, and no reason is given"
            yield Hit(path=(*path, "may"), message=message, hint="say tags: of the servers that are meant, or reason:")
        elif "templates" in operator.may:
            message = f"operator {path[-1]} may change what every new server gets (templates), and no reason is given"
            yield Hit(path=(*path, "may"), message=message, hint="say why under reason:, or leave templates out")


def _nobody(subject: Subject) -> Iterator[Hit]:
    for path, _, holders in _everybody(subject):
        if not holders.groups and not holders.roles:
            message = f"nobody has the policy of {shorten(path[-1])}: it names no groups and no roles"
            yield Hit(path=path, message=message, at_key=True)


def _names(subject: Subject) -> Iterator[Hit]:
    scope = Scope(subject.spec, subject.references)
    policies = [r for module in subject.modules for r in module.resources if isinstance(r, IamPolicy)]
    taken = Counter(policy.name.lower() for policy in policies)
    for path, kind, holders in _everybody(subject):
        where = (*path, "name") if holders.name else path
        name = policy_name(scope, kind, str(path[-1]), holders.name)
        if problem := names.problem_with_policy_name(name):
            message = f"the policy's name {shorten(name)} {problem}"
            yield Hit(path=where, message=message, at_key=not holders.name)
            continue
        for policy in policies:
            if policy.origin == path and taken[policy.name.lower()] > 1:
                message = f"another policy of this spec is named {shorten(policy.name)}, too"
                yield Hit(path=where, message=message, at_key=not holders.name)
                break


def _no_end(subject: Subject) -> Iterator[Hit]:
    for key, installer in subject.part.agent_installers.items():
        if installer.until is None and not installer.reason:
            message = f"{key} may install agents for ever, and no reason is given"
            yield Hit(path=("mgn", "agent_installers", key), message=message, at_key=True)


def _no_mortal_key(subject: Subject) -> Iterator[Hit]:
    for key, installer in subject.part.agent_installers.items():
        for index, group in enumerate(installer.groups):
            message = f"members of {group} install agents with access keys of users, which do not end by themselves"
            yield Hit(path=("mgn", "agent_installers", key, "groups", index), message=message)


def _listed_twice(subject: Subject) -> Iterator[Hit]:
    for path, _, holders in _everybody(subject):
        for field in ("groups", "roles", "may", "instance_roles"):
            keys = getattr(holders, field, ())
            for index, key in enumerate(keys):
                if key in keys[:index]:
                    yield Hit(path=(*path, field, index), message=f"{shorten(key)} is listed already")


def _roles_for_nothing(subject: Subject) -> Iterator[Hit]:
    for path, operator in _operators(subject):
        if operator.instance_roles and "settings" not in operator.may and not launches(operator):
            message = f"operator {path[-1]} neither changes launch settings nor launches, so gives a role to nothing"
            yield Hit(path=(*path, "instance_roles"), message=message, hint="leave it out", at_key=True)


def _wildcards(subject: Subject) -> Iterator[Hit]:
    for path, _, holders in _everybody(subject):
        for key, values in (holders.tags or {}).items():
            for index, value in enumerate(values):
                if has_wildcard(value):
                    message = f"{shorten(value)}: tags are compared as they are, so * and ? stand for themselves"
                    yield Hit(path=(*path, "tags", key, index), message=message)


def _end_of_time(subject: Subject) -> Iterator[Hit]:
    for path, _, holders in _everybody(subject):
        if holders.until is not None and first_moment_after(holders.until) and holders.until[:4] >= "2100":
            yield Hit(path=(*path, "until"), message=f"{holders.until} is as good as no end")


RULES = (
    Rule(
        id="LB840",
        title="Who may change every server, or what all get, has a reason",
        why="MGN's actions are checked on servers and their tags: a wave's team needs its own wave.",
        fix="say tags:, or reason:",
        source=ACTIONS,
        check=_wide,
    ),
    Rule(
        id="LB841",
        title="A policy of people is attached to somebody",
        why="A policy that nobody has looks like access that somebody has.",
        fix="name groups or roles of the security part, or remove the entry",
        source=IAM + "access_policies_managed-vs-inline.html",
        severity=Severity.WARNING,
        check=_nobody,
    ),
    Rule(
        id="LB842",
        title="The name of a policy of people is valid and nobody else's",
        why="IAM refuses a second policy of the same name in an account, whatever its case.",
        fix="give the entry another name:",
        source="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html",
        check=_names,
    ),
    Rule(
        id="LB843",
        title="The right to install agents ends, or a reason is given",
        why="Who may install agents registers servers that replicate into the account, long after the last one moved.",
        fix="say until: the last day of the migration",
        source=INSTALLATION,
        check=_no_end,
    ),
    Rule(
        id="LB844",
        title="Agents are installed with credentials that end by themselves",
        why="An access key lies on every source server it was typed on. A role's session ends within hours.",
        fix="name roles: that they assume, instead of groups:",
        source=IAM + "best-practices.html",
        severity=Severity.WARNING,
        check=_no_mortal_key,
    ),
    Rule(
        id="LB845",
        title="What an entry lists, it lists once",
        why="Removing one of two lines looks as if it took the access away.",
        fix="remove one of them",
        source=IAM + "access_policies_managed-vs-inline.html",
        check=_listed_twice,
    ),
    Rule(
        id="LB848",
        title="Roles are passed by who launches instances or says how",
        why="The right to pass a role is the right to act as it, by whatever else the same people may start.",
        fix="leave instance_roles out",
        source=LAUNCHING,
        check=_roles_for_nothing,
    ),
    Rule(
        id="LB849",
        title="Values of tags are written out",
        why="The policy would be for a server whose tag is a star, and there is none.",
        fix="list the values",
        source=IAM + "reference_policies_elements_condition_operators.html",
        check=_wildcards,
    ),
    Rule(
        id="LB850",
        title="An end is one that comes",
        why="A day far away looks like an end, and is none.",
        fix="write the last day of the migration",
        source=IAM + "reference_policies_examples_aws-dates.html",
        check=_end_of_time,
    ),
)
