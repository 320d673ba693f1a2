"""Managed policies that give much, or that cannot be attached."""

import re
from collections.abc import Iterator

from landbridge.areas.iam.granted import ManagedPolicy
from landbridge.areas.iam.names import policy_word
from landbridge.areas.iam.rules.reading import reading
from landbridge.areas.iam.rules.wording import API, GUIDE, suggest
from landbridge.aws import arn
from landbridge.aws import managed_policies as catalogue
from landbridge.findings import SpecPath
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

ADMINISTRATIVE = {
    "AdministratorAccess": "allows everything",
    "AWSManagementConsoleAdministratorAccess": "allows everything",
    "IAMFullAccess": "allows everything in IAM, so also to give oneself all rights",
    "PowerUserAccess": "allows everything but IAM, so also to run code as any role that a service has",
}
_WIDE = re.compile(r"FullAccess|PowerUser|Administrator|AdminAccess|Admin$")
_ALSO_WIDE = frozenset({"DataScientist", "SecretsManagerReadWrite"})


def administrative_policy(name: str) -> bool:
    """Tell whether a managed policy, by bare name or ARN, is AWS's and leads to all rights in the account."""
    parsed = arn.parse(name)
    ours = name.startswith("arn:") and (parsed is None or parsed.account != "aws")
    return not ours and policy_word(name) in ADMINISTRATIVE


def _attached(subject: Subject) -> Iterator[tuple[SpecPath, ManagedPolicy, str | None]]:
    """Every managed policy of a holder, with its bare name where it is AWS's."""
    for path, holder in reading(subject).holders():
        for index, policy in enumerate(holder.managed_policies):
            parsed = arn.parse(policy.name)
            ours = policy.name.startswith("arn:") and (parsed is None or parsed.account != "aws")
            yield (*path, "managed_policies", index), policy, None if ours else policy_word(policy.name)


def _administrative(subject: Subject) -> Iterator[Hit]:
    for path, policy, name in _attached(subject):
        if name in ADMINISTRATIVE and not policy.reason:
            yield Hit(
                path=path,
                message=f"{name} {ADMINISTRATIVE[name]}, and no reason is given",
                hint=_reason(policy.name),
            )


def _full_access(subject: Subject) -> Iterator[Hit]:
    for path, policy, name in _attached(subject):
        if name is None or policy.reason or name in ADMINISTRATIVE or "ReadOnly" in name:
            continue
        if _WIDE.search(name) or name in _ALSO_WIDE:
            message = f"{name} reaches things of the whole account, not only the project's own, and no reason is given"
            yield Hit(
                path=path,
                message=message,
                hint=f"use policy_assignments or access for the project's own; else {_reason(policy.name)}",
            )


def _own_by_arn(subject: Subject) -> Iterator[Hit]:
    read = reading(subject)
    for path, holder in read.holders():
        for where, by_arn, key in read.policies_of(path, holder):
            if by_arn:
                yield Hit(
                    path=where,
                    message=f"{shorten(holder.managed_policies[where[-1]].name)} is this spec's own policy {key!r}",
                    hint=f"attach it under customer_policies: [{key}]",
                )


def _reason(name: str) -> str:
    return f"say why: {{name: {name}, reason: …}}"


def _unattachable(subject: Subject) -> Iterator[Hit]:
    for path, policy, name in _attached(subject):
        if policy.name.startswith("arn:"):
            problem = _problem(subject, reading(subject).scope.expand(policy.name, path), name)
            if problem:
                yield Hit(path=path, message=f"{shorten(policy.name)} {problem[0]}", hint=problem[1])
    for path, choice in _boundaries(subject):
        if choice.startswith("arn:"):
            parsed = arn.parse(choice)
            problem = _problem(subject, choice, policy_word(choice) if parsed and parsed.account == "aws" else None)
            if problem:
                yield Hit(path=path, message=f"{shorten(choice)} {problem[0]}", hint=problem[1])


def _boundaries(subject: Subject) -> Iterator[tuple[SpecPath, str]]:
    scope = reading(subject).scope
    found: list[tuple[SpecPath, str | None]] = [
        (("security", "permissions_boundary"), subject.part.permissions_boundary)
    ]
    found += [((*path, "permissions_boundary"), role.permissions_boundary) for path, role in reading(subject).roles()]
    found += [
        (("security", "users", name, "permissions_boundary"), user.permissions_boundary)
        for name, user in subject.part.users.items()
    ]
    yield from ((path, scope.expand(choice, path)) for path, choice in found if choice)


def _problem(subject: Subject, text: str, aws_name: str | None) -> tuple[str, str] | None:
    """What keeps an ARN from being attached, and what helps."""
    parsed = arn.parse(text)
    if parsed is None or parsed.service != "iam" or not parsed.resource.startswith("policy/"):
        return "is no ARN of a managed policy", "it looks like arn:{partition}:iam::{account_id}:policy/NAME"
    if aws_name is None:
        if parsed.account != subject.identity.account_id:
            return (
                "is of another account; IAM attaches policies of the own account and of AWS only",
                "write {account_id}, or copy the policy",
            )
        return None
    found = catalogue.find(aws_name)
    if found is None:
        return "is none of AWS's managed policies", suggest(catalogue.nearest(aws_name), "write the bare name")
    if f"policy{found.path}{found.name}" != parsed.resource:
        return (
            f"has the wrong path: {found.name} lies under {found.path}",
            f"write the bare name, {found.name}",
        )
    return None if found.attachable else ("is for a service-linked role and cannot be attached", "remove it")


RULES = (
    Rule(
        id="LB347",
        title="An administrative managed policy has a reason",
        why="AdministratorAccess, PowerUserAccess and IAMFullAccess each lead to all rights in the account.",
        fix="use levels of access, or say why: {name: …, reason: …}",
        source="https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html",
        check=_administrative,
    ),
    Rule(
        id="LB348",
        title="A managed policy for a whole service or job function has a reason",
        why=(
            "AWS writes these policies for all accounts: their statements are on all resources, many with iam:PassRole,"
            " and AWS widens them over time. It is an error, as every wide grant without a reason is."
        ),
        fix="use policy_assignments or access, which stay inside the project, or say why: {name: …, reason: …}",
        source=GUIDE + "access_policies_managed-vs-inline.html#aws-managed-policies",
        check=_full_access,
    ),
    Rule(
        id="LB349",
        title="A managed policy given by ARN can be attached",
        why=(
            "IAM attaches policies of the own account and AWS's own, under their right path; all else fails during"
            " apply."
        ),
        fix="correct the ARN; AWS's own policies need only their bare name",
        source=API + "API_AttachRolePolicy.html",
        check=_unattachable,
    ),
    Rule(
        id="LB396",
        title="A policy of the spec is attached under customer_policies",
        why=(
            "By ARN it is attached behind the spec's back: nothing tells Terraform to make the policy first, and who"
            " reads the spec does not see that it is this one."
        ),
        fix="attach it under customer_policies, by its key",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html"
        "#customer-managed-policies",
        check=_own_by_arn,
    ),
)
