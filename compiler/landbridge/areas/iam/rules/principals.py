"""Principals of trust policies that are too many, or that are none."""

import re
from collections.abc import Iterator

from landbridge.areas.iam.rules.callers import says_who
from landbridge.areas.iam.rules.reading import reading
from landbridge.areas.iam.rules.trusted import Trusted
from landbridge.areas.iam.rules.wording import GUIDE
from landbridge.aws import arn
from landbridge.policy.document import Condition
from landbridge.policy.matching import has_wildcard
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_DOC = GUIDE + "reference_policies_elements_principal.html"
_UNIQUE_ID = re.compile(r"(A[A-Z]{3})[A-Z0-9]{12,}(:.*)?")
_KINDS = {
    "AROA": "a role",
    "AIDA": "a user",
    "AGPA": "a group",
    "AIPA": "an instance profile",
    "ANPA": "a managed policy",
}
_AWS_FORMS = (
    re.compile(r"arn:[^:]+:iam::\d{12}:(root|(user|role)/.+)"),
    re.compile(r"arn:[^:]+:sts::\d{12}:(assumed-role/[^/]+/[^/]+|federated-user/.+)"),
)
_FEDERATED_FORM = re.compile(r"arn:[^:]+:iam::\d{12}:(saml|oidc)-provider/.+")
_FEDERATED_NAMES = (
    "cognito-identity.amazonaws.com",
    "accounts.google.com",
    "www.amazon.com",
    "graph.facebook.com",
)
_REASON = "a statement under trust: has room for a reason:"


def _allowed(subject: Subject) -> Iterator[Trusted]:
    return (trusted for trusted in reading(subject).trusted if trusted.effect == "Allow")


def _everybody(subject: Subject) -> Iterator[Hit]:
    for trusted in _allowed(subject):
        if trusted.value == "*" and trusted.type != "Service":
            lacking = [] if trusted.reason else ["no reason is given"]
            lacking += [] if any(map(says_who, trusted.conditions)) else ["no condition says who is meant"]
            if lacking:
                hint = f"name the principals; or compare aws:PrincipalOrgID or the like, and say why ({_REASON})"
                message = f'"*" lets anybody in any AWS account assume the role, and {" and ".join(lacking)}'
                yield Hit(path=trusted.path, message=message, hint=hint)


def _group(subject: Subject) -> Iterator[Hit]:
    for trusted in reading(subject).trusted:
        parsed = arn.parse(trusted.value)
        if parsed is not None and parsed.service == "iam" and parsed.resource.startswith("group/"):
            message = f"{shorten(trusted.value)} is a group, and a group cannot be a principal"
            yield Hit(
                path=trusted.path,
                message=message,
                hint="name the group under assumable_by: {groups: [KEY]} of an assumable role",
            )


def _unique_id(subject: Subject) -> Iterator[Hit]:
    for trusted in reading(subject).trusted:
        match = _UNIQUE_ID.fullmatch(trusted.value)
        if match:
            what = _KINDS.get(match[1], "something in IAM")
            message = f"{shorten(trusted.value)} is the unique id of {what}"
            yield Hit(
                path=trusted.path,
                message=message,
                hint="IAM shows such an id where the principal has been deleted; name the ARN of its successor",
            )


def _malformed(subject: Subject) -> Iterator[Hit]:
    for trusted in reading(subject).trusted:
        value, parsed = trusted.value, arn.parse(trusted.value)
        if trusted.type == "Service" or value == "*" or value.startswith("{") or _UNIQUE_ID.fullmatch(value):
            continue
        if parsed is not None and parsed.resource.startswith("group/"):
            continue
        if has_wildcard(value):
            hint = "trust the account, and narrow it by a condition: ArnLike aws:PrincipalArn"
            yield Hit(
                path=trusted.path,
                message=f"{shorten(value)} has a wildcard, which AWS refuses inside a principal",
                hint=hint,
            )
        elif trusted.type == "Federated":
            if not _FEDERATED_FORM.fullmatch(value) and value not in _FEDERATED_NAMES:
                hint = "it is the ARN of a saml-provider or oidc-provider of the account"
                yield Hit(path=trusted.path, message=f"{shorten(value)} is no identity provider", hint=hint)
        elif not any(form.fullmatch(value) for form in _AWS_FORMS):
            hint = "a principal is an account id, or the ARN of a user, a role or one of its sessions"
            yield Hit(path=trusted.path, message=f"{shorten(value)} is no AWS principal", hint=hint)


def _other_account(subject: Subject) -> Iterator[Hit]:
    reported = set()
    for trusted in _allowed(subject):
        parsed = arn.parse(trusted.value) if trusted.type == "AWS" else None
        if parsed is None or parsed.account == subject.identity.account_id or trusted.reason:
            continue
        if any(_demands_external_id(condition) for condition in trusted.conditions):
            continue
        cross = trusted.role[1] == "cross_account_roles" and trusted.path[3] != "trust"
        path = trusted.role if cross else trusted.path
        if path not in reported:
            reported.add(path)
            hint = "agree on an external_id with the other side, or say why there is none under reason:"
            hint = hint if cross else f"it belongs under cross_account_roles, with an external_id; else {_REASON}"
            message = f"account {parsed.account} may assume the role without an ExternalId, and no reason is given"
            yield Hit(path=path, message=message, hint=hint, at_key=cross)


def _demands_external_id(condition: Condition) -> bool:
    if condition.key.lower() != "sts:externalid" or condition.operator not in ("StringEquals", "StringLike"):
        return False
    return not any(has_wildcard(value) or "${" in value for value in condition.values)


RULES = (
    Rule(
        id="LB351",
        title="A role that anybody may assume has a reason and a condition",
        why='The principal "*" stands for every identity in every AWS account.',
        fix="name the principals",
        source=_DOC + "#principal-anonymous",
        check=_everybody,
    ),
    Rule(
        id="LB352",
        title="A group is no principal",
        why="IAM refuses the trust policy: groups are for permissions, not for authentication.",
        fix="trust the account and let the group's policy allow sts:AssumeRole; assumable_by does both",
        source=_DOC,
        check=_group,
    ),
    Rule(
        id="LB353",
        title="A principal is named by its ARN",
        why=(
            "IAM replaces a principal that has been deleted by its unique id. Nobody can be it any more, and IAM"
            " refuses it in a new policy."
        ),
        fix="name the ARN of the principal that is meant now, or remove the id",
        source=GUIDE + "reference_identifiers.html#identifiers-unique-ids",
        check=_unique_id,
    ),
    Rule(
        id="LB354",
        title="A principal has a form that AWS knows",
        why="IAM refuses the trust policy during apply.",
        fix="write an account id, or the ARN of a user, role, session or identity provider",
        source=_DOC,
        check=_malformed,
    ),
    Rule(
        id="LB355",
        title="Another account needs an ExternalId, or a reason",
        why="A third party that works for many customers can be tricked into using its access to yours (the confused"
        " deputy). The ExternalId tells its customers apart.",
        fix="set external_id, or say why there is none",
        source=GUIDE + "confused-deputy.html",
        check=_other_account,
    ),
)
