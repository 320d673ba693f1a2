"""Resources that no action of a statement can have, actions that none of its resources fits, and wrong ARNs."""

import re
from collections.abc import Iterator

from landbridge.areas.iam.rules import catalogue
from landbridge.areas.iam.rules.reading import reading
from landbridge.areas.iam.rules.wording import CHECKS, GUIDE, named
from landbridge.aws import arn
from landbridge.aws.partitions import PARTITIONS
from landbridge.findings import SpecPath
from landbridge.policy.matching import has_wildcard
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_RESOURCE = GUIDE + "reference_policies_elements_resource.html"
_NO_ACCOUNT = re.compile(r"(?!\d{12}$)[\d-]+")


def _dead_resources(subject: Subject) -> Iterator[Hit]:
    for written in reading(subject).written:
        actions = written.statement.actions
        formats = [catalogue.arn_formats(action) for action in actions]
        if not actions or None in formats:
            continue  # everything, everything but, or an action that another rule reports
        for index, resource in enumerate(written.statement.resources):
            if resource == "*" or any(catalogue.can_have(action, resource) for action in actions):
                continue
            if arn.is_arn(resource):
                possible = sorted({catalogue.legible(each) for known in formats for each in known or ()})
                yield Hit(
                    path=written.at("resources", index),
                    message=f"none of the statement's actions can have the resource {shorten(resource)}",
                    hint=f"they can have {named(possible)}" if possible else 'they take no resource: write "*"',
                )


def _dead_actions(subject: Subject) -> Iterator[Hit]:
    for written in reading(subject).written:
        actions, resources = written.statement.actions, written.statement.resources
        if "*" in resources or not any(catalogue.can_have(a, r) for r in resources for a in actions):
            continue  # where no resource fits any action, the resources are wrong
        for index, action in enumerate(actions):
            formats = catalogue.arn_formats(action)
            if formats is None or any(catalogue.can_have(action, resource) for resource in resources):
                continue
            where = named([catalogue.legible(each) for each in formats])
            yield Hit(
                path=written.at("actions", index),
                message=f"{shorten(action)} can have none of the statement's resources, so nothing comes of it here",
                hint=f"it works on {where}"
                if where
                else 'it takes no resource: give it a statement with resources: "*"',
            )


def _resources(subject: Subject) -> Iterator[tuple[SpecPath, str]]:
    read = reading(subject)
    for written in (*read.written, *read.accesses):
        for field in ("resources", "not_resources"):
            for index, resource in enumerate(getattr(written.statement, field)):
                yield written.at(field, index), resource


def _malformed(subject: Subject) -> Iterator[Hit]:
    for path, resource in _resources(subject):
        parsed = arn.parse(resource)
        if resource == "*" or resource.startswith("{"):
            continue  # lowering reports placeholders that stand for nothing
        if parsed is None:
            hint = 'write arn:partition:service:region:account:resource, or "*" for everything'
            yield Hit(path=path, message=f"{shorten(resource)} is no ARN", hint=hint)
        elif has_wildcard(parsed.service):
            hint = "AWS takes wildcards in the other parts only; write one ARN for each service"
            yield Hit(path=path, message=f"{shorten(resource)} has a wildcard where its service stands", hint=hint)
        elif _NO_ACCOUNT.fullmatch(parsed.account):
            yield Hit(
                path=path,
                message=f"{shorten(resource)} names the account {shorten(parsed.account)}",
                hint="an account id has twelve digits",
            )


def _arns(subject: Subject) -> Iterator[tuple[SpecPath, str]]:
    """Every text of the part that may be an ARN."""
    read = reading(subject)
    yield from _resources(subject)
    yield from ((trusted.path, trusted.value) for trusted in read.trusted)
    for given in read.conditioned:
        for condition in given.conditions:
            yield from (((*given.path, condition.operator, condition.key), value) for value in condition.values)
    for path, holder in read.holders():
        for index, policy in enumerate(holder.managed_policies):
            yield (*path, "managed_policies", index), policy.name
        if getattr(holder, "permissions_boundary", None):
            yield (*path, "permissions_boundary"), holder.permissions_boundary
    yield ("security", "permissions_boundary"), subject.part.permissions_boundary


def _foreign(subject: Subject) -> Iterator[Hit]:
    own = subject.identity.partition
    for path, text in _arns(subject):
        if not text.startswith("arn:"):
            continue
        partition = text.split(":", 2)[1]
        if partition != own and not has_wildcard(partition) and "{" not in partition:
            what = (
                f"in the partition {shorten(partition)}"
                if partition in PARTITIONS
                else f"in no partition: {shorten(partition)} is none"
            )
            yield Hit(
                path=path,
                message=f"{shorten(text)} lies {what}, but {subject.identity.region} is in {own}",
                hint="write {partition} in place of it",
            )


RULES = (
    Rule(
        id="LB326",
        title="A resource fits some action of its statement",
        why="Such a statement looks as if it granted or denied something on the resource, and does nothing.",
        fix="name a resource of a type that the actions work on",
        source=CHECKS,
        check=_dead_resources,
    ),
    Rule(
        id="LB327",
        title="An action fits some resource of its statement",
        why="The action is never allowed or denied by this statement, whatever the reader takes from it.",
        fix="put the action in a statement with resources that it can have",
        source=(
            "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"
        ),
        check=_dead_actions,
    ),
    Rule(
        id="LB328",
        title='A resource is an ARN or "*"',
        why="IAM refuses other texts, and a wildcard where the service stands, when the policy is created.",
        fix="write the ARN as AWS's Service Authorization Reference gives it",
        source=_RESOURCE,
        check=_malformed,
    ),
    Rule(
        id="LB329",
        title="ARNs are of the account's own partition",
        why="Nothing in one partition (aws, aws-cn, aws-us-gov) can refer to anything in another one.",
        fix="write {partition} in place of the partition's name",
        source=GUIDE + "reference-arns.html",
        check=_foreign,
    ),
)
