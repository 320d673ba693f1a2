"""People: how much they may, for how long, and who they are."""

from collections.abc import Iterator

from landbridge.areas.area import is_no_end
from landbridge.areas.attached import wrong_names
from landbridge.areas.guides import IAM, IAM_API
from landbridge.areas.mgn.operator_scope import first_moment_after
from landbridge.areas.mgn.people import KINDS, entries
from landbridge.areas.mgn.person_policies import launches
from landbridge.areas.mgn.spec_people import AgentInstaller, MgnOperator
from landbridge.areas.mgn.wording import ACTIONS, INSTALLATION, LAUNCHING
from landbridge.findings import Severity, SpecPath
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_CHANGES = ("replicate", "settings", "test", "cutover", "organise", "retire")


def _everybody(subject: Subject) -> Iterator[tuple[SpecPath, AgentInstaller | MgnOperator]]:
    for kind in KINDS:
        for entry, holders in entries(subject.part, kind):
            yield entry.path, holders


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
    for path, holders in _everybody(subject):
        if not holders.groups and not holders.roles:
            message = f"nobody has the policy of {shorten(path[-1])}: it names no groups and no roles"
            yield Hit(path=path, message=message, at_key=True)


def _names(subject: Subject) -> Iterator[Hit]:
    return wrong_names(subject, (entry for kind in KINDS for entry, _ in entries(subject.part, kind)))


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
    for path, holders in _everybody(subject):
        for field in ("groups", "roles", "may", "instance_roles"):
            keys = getattr(holders, field, ())
            for index, key in enumerate(keys):
                if key in keys[:index]:
                    yield Hit(path=(*path, field, index), message=f"{shorten(key)} is listed already")


def _roles_for_nothing(subject: Subject) -> Iterator[Hit]:
    for path, operator in _operators(subject):
        if operator.instance_roles and not launches(operator):
            message = f"operator {path[-1]} launches nothing (test, cutover), so gives a role to nothing"
            yield Hit(path=(*path, "instance_roles"), message=message, hint="leave it out", at_key=True)


def _end_of_time(subject: Subject) -> Iterator[Hit]:
    for path, holders in _everybody(subject):
        if holders.until is not None and first_moment_after(holders.until) and is_no_end(holders.until):
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
        source=IAM_API + "API_CreatePolicy.html",
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
        title="Roles are passed by who launches instances",
        why="MGN passes a role when it launches by a launch template that names one. The right to pass a role is the"
        " right to act as it, by whatever else the same people may start.",
        fix="leave instance_roles out",
        source=LAUNCHING,
        check=_roles_for_nothing,
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
