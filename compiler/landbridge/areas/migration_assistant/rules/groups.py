"""Security groups: whose they are, and who has them."""

from collections.abc import Iterator

from landbridge.areas.migration_assistant.rules.reading import each_setting, group_id
from landbridge.areas.migration_assistant.setting import Setting
from landbridge.areas.migration_assistant.told import GUIDE
from landbridge.findings import Severity, SpecPath
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten


def _of_services(setting: Setting) -> Iterator[tuple[SpecPath, str]]:
    """The groups of the services, by their keys, each with its place."""
    for field in ("access_security_group", "service_security_group"):
        key = getattr(setting.deployment, field)
        if key is not None:
            yield (*setting.path, field), key


def _one_for_two(subject: Subject) -> Iterator[Hit]:
    """Source and target may share a group; the services share none with a cluster, nor the proxy with the others."""
    for setting in each_setting(subject):
        taken: dict[str, str] = {}
        named = list(_of_services(setting))
        clusters = [(*side.security_group, f"of the {side.name}") for side in setting.sides if side.security_group]
        for path, key, what in (*((*each, f"under {each[0][-1]}") for each in named), *clusters):
            id_ = group_id(subject, key)
            if id_ in taken:
                yield Hit(
                    path=path,
                    message=f"{shorten(key)} is the group {taken[id_]}, too: who has it would reach all that has it",
                )
            elif id_ is not None and what.startswith("under"):
                taken[id_] = what


def _nobody_wears(subject: Subject) -> Iterator[Hit]:
    network = subject.spec.part("network")
    for setting in each_setting(subject):
        for path, key in _of_services(setting):
            group = network.security_groups.get(key) if network is not None else None
            if group is None or group.vpc is None or not setting.granted:
                continue
            parameter = setting.names.parameter(
                "osAccessSecurityGroupId" if path[-1] == "access_security_group" else "serviceSecurityGroupId"
            )
            whose = f'id: "{{ssm:{parameter}}}"' if setting.names.is_classic else "the id of the EKS cluster's group"
            yield Hit(
                path=path,
                message=f"{shorten(key)} is made here, and the product gives its services groups of its own",
                hint=f"name the product's, with {whose}; or attach it as RUNBOOK.md says, and suppress this",
            )


RULES = (
    Rule(
        id="LB731",
        title="The groups of the services are no cluster's, and each is one",
        why="A rule from a group to itself opens the port between all members, and the proxy would reach what only the"
        " others shall.",
        fix="name a group of its own for each",
        source=GUIDE,
        check=_one_for_two,
    ),
    Rule(
        id="LB732",
        title="The services have the group that lets them in",
        why="The product takes it from an SSM parameter that it writes itself: nobody has one that is made here.",
        fix="name the group that the product makes",
        source=GUIDE,
        severity=Severity.WARNING,
        check=_nobody_wears,
    ),
)
