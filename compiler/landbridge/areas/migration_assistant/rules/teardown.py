"""`access: removed`: nothing else may still rest on what the product is about to lose."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from landbridge.areas.migration_assistant.rules.reading import each_setting, group_id
from landbridge.areas.migration_assistant.setting import Setting
from landbridge.areas.migration_assistant.told import CLASSIC
from landbridge.findings import SpecPath
from landbridge.policy.document import PolicyDocument, Statement
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_RULES = ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule")


def _left_behind(subject: Subject) -> Iterator[Hit]:
    every = list(each_setting(subject))
    living = {id_ for setting in every if setting.granted for _, id_ in _groups(subject, setting)}
    for setting in every:
        if setting.granted:
            continue
        gone = {id_: key for key, id_ in _groups(subject, setting) if id_ not in living}
        yield from _rules(subject, setting, gone)
        yield from _statements(subject, setting)
        yield from _mappings(subject, setting)


def _groups(subject: Subject, setting: Setting) -> Iterator[tuple[str, str]]:
    """Key and id of the groups of the services which the product makes, and deletes with itself."""
    for key in (setting.deployment.access_security_group, setting.deployment.service_security_group):
        id_ = group_id(subject, key)
        if key is not None and id_ is not None and not id_.startswith("{security_group:"):
            yield key, id_


def _rules(subject: Subject, setting: Setting, gone: dict[str, str]) -> Iterator[Hit]:
    told: set[SpecPath] = set()
    for each in _resources(subject):
        if each.type not in _RULES or each.origin in told:
            continue
        sides = (str(each.security_group_id), str(each.referenced_security_group_id or "").rpartition("/")[2])
        for id_ in (side for side in sides if side in gone):
            told.add(each.origin)
            yield Hit(
                path=_place(each.origin),
                message=f"a rule is about {shorten(gone[id_])}, the group of the services of {setting.key}, whose"
                " access is removed: the product could not delete it",
                hint="take it out here, too",
            )
            break


def _place(origin: SpecPath) -> SpecPath:
    """Where the group is named, as near as a rule knows."""
    return (*origin, "clients") if origin[:2] == ("network", "vpc_endpoints") else origin


def _statements(subject: Subject, setting: Setting) -> Iterator[Hit]:
    told: set[SpecPath] = set()
    roles = {str(setting.role_arn(worker)) for worker in setting.workers}
    for resource in _resources(subject):
        for statement in _said(resource):
            named = roles.intersection(statement.texts)
            where = statement.origin or resource.origin
            if named and where not in told:
                told.add(where)
                yield Hit(
                    path=where,
                    message=f"a statement names the role {shorten(_name(min(named)))} of {setting.key}, whose access is"
                    " removed",
                    hint="take the role out of it; what a domain had before goes by drop:",
                )


def _said(resource: Any) -> Iterator[Statement]:
    """The statements of a resource, but for those of a policy that is only remembered."""
    for each in fields(resource):
        value = getattr(resource, each.name)
        if isinstance(value, PolicyDocument) and each.name != "found":
            yield from value.statements


def _mappings(subject: Subject, setting: Setting) -> Iterator[Hit]:
    roles = {str(setting.role_arn(worker)) for worker in setting.workers}
    for each in (mapping for module in subject.modules for mapping in module.mappings):
        if each.principal in roles:
            yield Hit(
                path=(*setting.path, "access"),
                message=f"the spec still maps the role {shorten(_name(each.principal))} of {setting.key}, whose access"
                f" is removed, to {each.role} of the domain {each.domain}",
                hint="take it out of role_mappings: of the domain",
            )


def _name(role: str) -> str:
    return role.rpartition("/")[2]


def _resources(subject: Subject) -> Iterator[Any]:
    for module in subject.modules:
        yield from module.resources


RULES = (
    Rule(
        id="LB733",
        title="Where access is removed, nothing else names the product's roles and groups",
        why="What is named elsewhere keeps its access; and EC2 deletes no group that a rule names, nor does Terraform"
        " find the parameter with its id once the product is gone.",
        fix="take it out of the other place, too",
        source=CLASSIC + "network-stack.ts",
        check=_left_behind,
    ),
)
