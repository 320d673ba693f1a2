"""The roles that come out: names, tags, sizes, and which an account needs."""

import re
from collections.abc import Iterator

from landbridge.areas.dms.keys import settings, uses
from landbridge.areas.dms.naming import ACCOUNT_ROLES
from landbridge.areas.dms.sides import sides
from landbridge.areas.dms.wording import ROLES
from landbridge.areas.guides import IAM_API, KMS
from landbridge.areas.identities import IamRole, IamRolePolicy
from landbridge.areas.outside import outside
from landbridge.areas.scope import Scope
from landbridge.aws import arn, names, quotas
from landbridge.findings import SpecPath
from landbridge.policy.size import size
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_NUMBERS = re.compile(r"[0-9]+(\.[0-9]+){3}")


def _redshift(subject: Subject) -> Iterator[Hit]:
    choice = subject.part.account_roles.redshift
    every = [side for side in sides(subject.part) if side.is_redshift]
    targets = [side for side in every if side.is_possible]
    if targets and choice is None:
        yield Hit(
            path=("dms", "account_roles"),
            message=f"endpoint {targets[0].key} is Redshift, and nobody says who owns {ACCOUNT_ROLES['redshift']}",
            hint="add redshift: own, adopt or reference",
            at_key=True,
        )
    elif not every and choice in ("own", "adopt"):
        yield Hit(
            path=("dms", "account_roles", "redshift"),
            message=f"{ACCOUNT_ROLES['redshift']} is for Redshift targets, and the spec has none",
            hint="leave redshift out",
            at_key=True,
        )


def _buckets(subject: Subject) -> Iterator[Hit]:
    scope = Scope(subject.spec, subject.references)
    for path, text in _named_buckets(subject):
        name = scope.expand(text, path)
        if outside(text) or (_BUCKET.fullmatch(name) and ".." not in name and not _NUMBERS.fullmatch(name)):
            continue
        yield Hit(
            path=path,
            message=f"{shorten(name)} is no name of a bucket",
            hint="3 to 63 lower-case letters, digits, hyphens and single dots, a letter or digit at both ends",
        )


def _named_buckets(subject: Subject) -> Iterator[tuple[SpecPath, str]]:
    for key, endpoint in subject.part.endpoints.items():
        if endpoint.bucket is not None:
            yield ("dms", "endpoints", key, "bucket"), endpoint.bucket
    for key, held in subject.part.assessment_buckets.items():
        yield ("dms", "assessment_buckets", key, "bucket"), held.bucket


def _roles(subject: Subject) -> Iterator[IamRole]:
    yield from (each for each in subject.module.resources if isinstance(each, IamRole))


def _names_twice(subject: Subject) -> Iterator[Hit]:
    others = (each for module in subject.modules if module.name != subject.module.name for each in module.resources)
    taken = {each.name.lower(): each for each in others if isinstance(each, IamRole)}
    for role in _roles(subject):
        other = taken.setdefault(role.name.lower(), role)
        if other is not role:
            yield Hit(
                path=role.origin,
                message=f"two roles would be named {shorten(role.name)}: {other.address} and {role.address}",
                hint="give one of them another name by name: (of a secret's role by secret.role_name:)",
                at_key=True,
            )


def _bad_names(subject: Subject) -> Iterator[Hit]:
    for role in _roles(subject):
        problem = names.problem_with_role_name(role.name)
        if problem:
            yield Hit(
                path=role.origin,
                message=f"the role name {shorten(role.name)} {problem}",
                hint="shorten the key, or give a name by name: (of a secret's role by secret.role_name:)",
                at_key=True,
            )


def _bad_tags(subject: Subject) -> Iterator[Hit]:
    common = subject.spec.tags
    told: set[tuple[SpecPath, str]] = set()
    for role in _roles(subject):
        path: SpecPath = (*role.origin[:3], "tags")
        for key, problem in names.problems_with_tags({**common, **role.tags}) if role.tags else ():
            if (key is None or key in role.tags) and (path, problem) not in told:
                told.add((path, problem))
                message = f"the tags {problem}" if key is None else f"the tag {shorten(key)} {problem}"
                where = path if key is None else (*path, key)
                yield Hit(path=where, message=message, hint="reword or remove it", at_key=True)


def _too_large(subject: Subject) -> Iterator[Hit]:
    for policy in subject.module.resources:
        if isinstance(policy, IamRolePolicy) and (length := size(policy.policy)) > quotas.ROLE_INLINE_POLICIES:
            yield Hit(
                path=policy.origin,
                message=f"the role's policy is {length:,} characters, and a role takes {quotas.ROLE_INLINE_POLICIES:,}",
                hint="name fewer tables, or use a wildcard over their names",
                at_key=True,
            )


def _renamed(subject: Subject) -> Iterator[Hit]:
    part = subject.part
    for section, things in (("endpoints", part.endpoints), ("assessment_buckets", part.assessment_buckets)):
        claimed: dict[str, str] = {}
        for key, thing in things.items():
            former = thing.renamed_from
            if former is None:
                continue
            other = claimed.setdefault(former, key)
            if former in things or other != key:
                who = former if former in things else other
                yield Hit(
                    path=("dms", section, key, "renamed_from"),
                    message=f"{key} cannot have been {shorten(former)}: {who} has that place",
                    hint="remove renamed_from, or what has the old key",
                )


def _far_keys(subject: Subject) -> Iterator[Hit]:
    scope, region = Scope(subject.spec, subject.references), subject.identity.region
    named = [*((use.path, use.key) for use in uses(subject.part)), *settings(subject.part)]
    for path, text in named:
        found = arn.parse(scope.expand(text, path)) if text.startswith("arn:") else None
        if found and (found.partition, found.region) != (subject.identity.partition, region):
            message = f"the key is in {shorten(found.region)}, and what it encrypts here is in {region}"
            yield Hit(path=path, message=message, hint="name a key of the same region")


def _all_tables(subject: Subject) -> Iterator[Hit]:
    for key, endpoint in subject.part.endpoints.items():
        for index, table in enumerate(endpoint.tables):
            if not table.strip("*"):
                yield Hit(
                    path=("dms", "endpoints", key, "tables", index),
                    message=f"{shorten(table)} is every table of the account, and DMS may delete tables",
                )


RULES = (
    Rule(
        id="LB261",
        title="A DynamoDB target names its tables",
        why="DMS makes, empties and deletes tables at a target: what it may do to all, it may do to those of others.",
        fix="name the tables, or a beginning that they share, such as orders_*",
        source="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.DynamoDB.html",
        check=_all_tables,
    ),
    Rule(
        id="LB242",
        title="A bucket has a name that S3 takes",
        why="A policy with another name matches no bucket.",
        fix="correct the name",
        source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
        check=_buckets,
    ),
    Rule(
        id="LB243",
        title="Redshift targets have dms-access-for-endpoint, and nothing else has",
        why="DMS stages data for Redshift with this role, and finds it by its name; it reaches all buckets dms-*.",
        fix="say who owns the role, or leave it out",
        source=ROLES,
        check=_redshift,
        looks_for_absence=True,
    ),
    Rule(
        id="LB249",
        title="Two roles have two names",
        why="An account has a role's name once, whatever its case: the second would fail, or take the first over.",
        fix="name one of them",
        source=IAM_API + "API_CreateRole.html",
        check=_names_twice,
    ),
    Rule(
        id="LB250",
        title="What was renamed had a key that is free now",
        why="A moved block cannot take over what still exists.",
        fix="remove renamed_from",
        source="https://developer.hashicorp.com/terraform/language/modules/develop/refactoring",
        check=_renamed,
    ),
    Rule(
        id="LB253",
        title="A key is in the region of what it encrypts",
        why="KMS keys do not leave their region.",
        fix="name a key of the same region",
        source=KMS + "concepts.html",
        check=_far_keys,
    ),
    Rule(
        id="LB254",
        title="A role's name is one that IAM takes",
        why="IAM refuses names of more than 64 characters, and most signs.",
        fix="shorten the key, or give a name",
        source=IAM_API + "API_CreateRole.html",
        check=_bad_names,
    ),
    Rule(
        id="LB255",
        title="Tags of roles are ones that IAM takes",
        why="IAM refuses more than 50 tags, the prefix aws:, and keys that differ by case only.",
        fix="reword or remove them",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html",
        check=_bad_tags,
    ),
    Rule(
        id="LB256",
        title="The policy of a role fits it",
        why="IAM refuses more than 10,240 characters of inline policies in a role.",
        fix="name fewer things, or use wildcards",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
        check=_too_large,
    ),
)
