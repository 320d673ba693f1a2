"""Names, paths and descriptions as IAM takes them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from landbridge.areas import identities as tf
from landbridge.areas.iam.rules.reading import reading
from landbridge.areas.iam.rules.wording import API, GUIDE
from landbridge.aws import names
from landbridge.findings import SpecPath, dotted
from landbridge.ir import Resource
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_Named = tf.IamGroup | tf.IamRole | tf.IamPolicy | tf.IamUser | tf.IamInstanceProfile
_KINDS: dict[type[_Named], str] = {
    tf.IamGroup: "group",
    tf.IamRole: "role",
    tf.IamPolicy: "policy",
    tf.IamUser: "user",
    tf.IamInstanceProfile: "instance profile",
}
_CHECKS: dict[type[_Named], Callable[[str], str | None]] = {  # an instance profile has the name of its role
    tf.IamGroup: names.problem_with_group_name,
    tf.IamRole: names.problem_with_role_name,
    tf.IamPolicy: names.problem_with_policy_name,
    tf.IamUser: names.problem_with_user_name,
}
_WORDS = ("prefix", "env", "tenant", "stem", "region", "tier", "name")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def _item(subject: Subject, resource: Resource) -> Any:
    """The group, role or policy of the spec that a resource came from; None for other things."""
    path = resource.origin
    found = getattr(subject.part, str(path[1]), None)
    return found.get(path[2]) if isinstance(found, dict) else None


def _place(subject: Subject, resource: Resource) -> tuple[SpecPath, bool]:
    """Where a name comes from: the path, and whether it is the key that makes it."""
    own = resource.origin[:3]
    item = _item(subject, resource)
    if len(resource.origin) == 3 and getattr(item, "name", None):
        return (*own, "name"), False
    return own, True


def _wrong_names(subject: Subject) -> Iterator[Hit]:
    for resource in subject.module.resources:
        if not isinstance(resource, _Named) or type(resource) not in _CHECKS:
            continue
        problem = _CHECKS[type(resource)](resource.name)
        path, at_key = _place(subject, resource)
        if problem and not (at_key and "{" in resource.name):  # a wrong naming pattern is reported once, at the pattern
            kind = _KINDS[type(resource)]
            made = at_key and kind != "user"
            hint = "shorten the key, or give the name yourself under name:" if made else "choose another name"
            message = f"the {kind} name {shorten(resource.name)} {problem}"
            yield Hit(path=path, message=message, hint=hint, at_key=at_key)


def _wrong_paths(subject: Subject) -> Iterator[Hit]:
    for resource in subject.module.resources:
        if isinstance(resource, tf.IamGroup | tf.IamRole | tf.IamUser):
            problem = names.problem_with_path(resource.path)
        elif isinstance(resource, tf.IamPolicy):
            problem = names.problem_with_policy_path(resource.path)
        else:
            continue
        if problem:
            yield Hit(
                path=(*resource.origin[:3], "path"),
                message=f"the path {shorten(resource.path)} {problem}",
                hint="e.g. /migration/",
            )


def _wrong_descriptions(subject: Subject) -> Iterator[Hit]:
    for resource in subject.module.resources:
        if isinstance(resource, tf.IamRole) and resource.description:
            problem = names.problem_with_role_description(resource.description)
        elif isinstance(resource, tf.IamPolicy) and resource.description:
            problem = names.problem_with_policy_description(resource.description)
        else:
            continue
        if problem:
            path = (*resource.origin[:3], "description")
            yield Hit(
                path=path,
                message=f"the description {shorten(resource.description)} {problem}",
                hint="reword it",
            )


def _wrong_external_ids(subject: Subject) -> Iterator[Hit]:
    for key, role in subject.part.cross_account_roles.items():
        if role.external_id and (problem := names.problem_with_external_id(role.external_id)):
            path: SpecPath = ("security", "cross_account_roles", key, "external_id")
            yield Hit(
                path=path,
                message=f"the ExternalId {shorten(role.external_id)} {problem}",
                hint="agree on another one",
            )
    for given in reading(subject).conditioned:
        for condition in given.conditions:
            if condition.key.lower() == "sts:externalid" and condition.operator == "StringEquals":
                for value in condition.values:
                    if problem := names.problem_with_external_id(value):
                        path = (*given.path, condition.operator, condition.key)
                        yield Hit(
                            path=path,
                            message=f"the ExternalId {shorten(value)} {problem}",
                            hint="agree on another one",
                        )


def _names_twice(subject: Subject) -> Iterator[Hit]:
    first: dict[tuple[type[_Named], str], _Named] = {}
    for resource in subject.module.resources:
        if not isinstance(resource, _Named):
            continue
        other = first.setdefault((type(resource), resource.name.lower()), resource)
        if other is not resource and other.address != resource.address:
            path, at_key = _place(subject, resource)
            other_path, _ = _place(subject, other)
            spelled = "" if other.name == resource.name else f" as {shorten(other.name)}"
            name = f"the {_KINDS[type(resource)]} name {shorten(resource.name)}"
            message = f"{name} is taken by {dotted(other_path)}{spelled}; IAM takes no account of case"
            yield Hit(path=path, message=message, at_key=at_key)


def _addresses_twice(subject: Subject) -> Iterator[Hit]:
    first: dict[str, Resource] = {}
    for resource in subject.module.resources:
        other = first.setdefault(resource.address, resource)
        if other is resource or _same_attachment(resource, other):
            continue
        if resource.origin[:3] != other.origin[:3] and len(resource.origin) > 3:
            continue  # two roles of one key: reported once, at the roles themselves
        yield Hit(
            path=resource.origin,
            message=f"{dotted(resource.origin)} and {dotted(other.origin)} both become {resource.address}",
            at_key=True,
        )


def _same_attachment(resource: Resource, other: Resource) -> bool:
    """Whether a policy is attached twice to one holder, which another rule reports."""
    arns = (getattr(resource, "policy_arn", None), getattr(other, "policy_arn", None))
    return arns[0] is not None and arns[0] == arns[1] and resource.origin[:3] == other.origin[:3]


# Levels grant iam:PassRole on roles whose names fit naming.role, with * for {name}: only what stands before it
# keeps roles of other projects out.
_OWN = ("{stem}", "{prefix}", "{tenant}")


def _patterns(subject: Subject) -> Iterator[Hit]:
    for kind in ("group", "role", "policy"):
        pattern: str = getattr(subject.spec.naming, kind)
        found = _PLACEHOLDER.findall(pattern)
        for word in found:
            if word not in _WORDS:
                hint = "there are " + ", ".join(f"{{{known}}}" for known in _WORDS)
                message = (
                    f"the naming pattern {shorten(pattern)} has the unknown placeholder {shorten('{' + word + '}')}"
                )
                yield Hit(path=("naming", kind), message=message, hint=hint)
        if "name" not in found:
            message = f"the naming pattern {shorten(pattern)} lacks {{name}}, so every {kind} would have the same name"
            yield Hit(path=("naming", kind), message=message, hint="put {name} where the key shall stand")
        elif kind == "role" and not any(word in pattern.partition("{name}")[0] for word in _OWN):
            message = f"the naming pattern {shorten(pattern)} says too little to tell the project's roles from others"
            hint = "levels allow passing roles whose names fit the pattern: put {prefix} or {tenant} before {name}"
            yield Hit(path=("naming", kind), message=message, hint=hint)


RULES = (
    Rule(
        id="LB370",
        title="A name is one that IAM takes",
        why="Terraform's validate passes many names that IAM refuses during apply, when half of the rest is made.",
        fix="shorten or correct the name",
        source=GUIDE + "reference_iam-quotas.html#reference_iam-quotas-names",
        check=_wrong_names,
    ),
    Rule(
        id="LB371",
        title="A path is one that IAM takes",
        why="IAM refuses a path without slashes at its ends; the paths of policies are narrower than the others.",
        fix="begin and end it with /",
        source=API + "API_CreatePolicy.html",
        check=_wrong_paths,
    ),
    Rule(
        id="LB372",
        title="A description is one that IAM takes",
        why="IAM refuses role descriptions with characters beyond Latin-1, and all of more than 1,000 characters.",
        fix="shorten or reword it",
        source=API + "API_CreateRole.html",
        check=_wrong_descriptions,
    ),
    Rule(
        id="LB373",
        title="An ExternalId is one that STS takes",
        why="No AssumeRole call can carry another one, so nobody could assume the role.",
        fix="use 2 to 1,224 letters, digits and _+=,.@:/-",
        source="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
        check=_wrong_external_ids,
    ),
    Rule(
        id="LB376",
        title="No two things of one type have the same name",
        why=(
            "IAM's names are unique in the account without regard to case: the second one fails, or takes the first"
            " one over."
        ),
        fix="rename one of them",
        source=GUIDE + "reference_iam-quotas.html#reference_iam-quotas-names",
        check=_names_twice,
    ),
    Rule(
        id="LB377",
        title="No two things become the same Terraform resource",
        why="Terraform refuses a module with two resources of one address; and {role:KEY} would mean either.",
        fix="give one of them another key",
        source="https://developer.hashicorp.com/terraform/language/resources/syntax",
        check=_addresses_twice,
    ),
    Rule(
        id="LB378",
        title="A naming pattern has {name} and no unknown placeholder; that of roles begins with the project's own",
        why=(
            "Without {name} all groups, roles or policies get one name; an unknown placeholder stays in the name as"
            " it is. Levels allow passing the roles whose names fit naming.role, which must be no others' roles."
        ),
        fix="use {prefix} {env} {tenant} {region} {tier} {name}",
        source=GUIDE + "reference_identifiers.html#identifiers-friendly-names",
        check=_patterns,
    ),
)
