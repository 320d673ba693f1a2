"""Principals of key policies: KMS refuses a policy that names one that does not exist."""

import re
from collections.abc import Iterator

from landbridge.areas.guides import IAM, KMS
from landbridge.areas.kms.rules.reading import Named, external, named
from landbridge.areas.outside import BEGINNINGS
from landbridge.aws import arn
from landbridge.policy.callers import says_who
from landbridge.policy.matching import has_wildcard
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_UNIQUE_ID = re.compile(r"A(ROA|IDA|GPA|IPA|NPA)[A-Z0-9]{12,}(:.*)?")
_FORMS = (
    re.compile(r"arn:[^:]+:iam::\d{12}:(root|(user|role)/.+)"),
    re.compile(r"arn:[^:]+:sts::\d{12}:(assumed-role/[^/]+/[^/]+|federated-user/.+)"),
)
_SERVICE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?")
_SERVICE_LINKED = ":role/aws-service-role/"


def _unique_id(subject: Subject) -> Iterator[Hit]:
    for each in (*external(subject), *named(subject)):
        if _UNIQUE_ID.fullmatch(each.value):
            yield Hit(path=each.path, message=f"{shorten(each.value)} is the unique id of something in IAM")


def _group(subject: Subject) -> Iterator[Hit]:
    for each in (*external(subject), *named(subject)):
        if _is_group(each.value):
            yield Hit(path=each.path, message=f"{shorten(each.value)} is a group, and a group cannot be a principal")


def _is_group(value: str) -> bool:
    parsed = arn.parse(value)
    return parsed is not None and parsed.service == "iam" and parsed.resource.startswith("group/")


def _is_outside(value: str) -> bool:
    """Whether only Terraform knows it."""
    return value.startswith(BEGINNINGS)


def _is_malformed(each: Named) -> bool:
    if each.service:
        return not _SERVICE.fullmatch(each.value)
    if each.value == "*" or _is_outside(each.value) or _UNIQUE_ID.fullmatch(each.value) or _is_group(each.value):
        return False
    return has_wildcard(each.value) or not any(form.fullmatch(each.value) for form in _FORMS)


def _malformed(subject: Subject) -> Iterator[Hit]:
    for each in (*external(subject), *named(subject)):
        if each.value.startswith("{") and not _is_outside(each.value):
            continue  # a placeholder that is not known, which lowering has told
        if _is_malformed(each):
            what = "service" if each.service else "AWS principal"
            wild = not each.service and has_wildcard(each.value)
            yield Hit(
                path=each.path,
                message=f"{shorten(each.value)} has a wildcard, which AWS refuses inside a principal"
                if wild
                else f"{shorten(each.value)} is no {what}",
                hint="name the account, and narrow it by a condition: ArnLike aws:PrincipalArn" if wild else "",
            )


def _undeclared(subject: Subject) -> Iterator[Hit]:
    declared = {each.value for each in external(subject)}
    ours = {str(value): name for name, value in subject.references.items() if "role:" in name}
    for each in external(subject):
        if each.value in ours or each.is_ours:
            yield Hit(
                path=each.path,
                message=f"{shorten(each.value)} is a role of this spec, so it does not exist yet",
                hint=f"leave it out here, and name it as {{{ours.get(each.value, 'role:KEY')}}}",
            )
    for each in named(subject):
        if each.service or each.value == "*" or each.is_ours or each.value in declared or _is_malformed(each):
            continue
        if each.role == "other_account" or _UNIQUE_ID.fullmatch(each.value) or _is_group(each.value):
            continue
        if each.value.endswith(":root") or _SERVICE_LINKED in each.value or _is_foreign(subject, each):
            continue
        known = ours.get(each.value)
        yield Hit(
            path=each.path,
            message=f"{shorten(each.value)} is "
            + ("written as an ARN, so it may not exist yet" if known else "neither made by this spec nor declared"),
            hint=f"write {{{known}}}: it is made first, then" if known else "",
        )


def _is_foreign(subject: Subject, each: Named) -> bool:
    return each.account not in ("", subject.identity.account_id)


def _foreign(subject: Subject) -> Iterator[Hit]:
    for each in named(subject):
        if each.service or each.role == "other_account" or not _is_foreign(subject, each) or _is_malformed(each):
            continue
        if _is_group(each.value):
            continue
        if each.statement is None or (each.statement.effect == "Allow" and not each.statement.reason):
            message = f"{shorten(each.value)} belongs to account {each.account}, and no reason is given"
            yield Hit(path=each.path, message=message)


def _own_account(subject: Subject) -> Iterator[Hit]:
    own = subject.identity.account_id
    for name, key in (subject.part.keys if subject.part else {}).items():
        for index, other in enumerate(key.other_accounts):
            for field in ("accounts", "principals"):
                for number, text in enumerate(getattr(other, field)):
                    parsed = arn.parse(text)
                    if text == own or (parsed is not None and parsed.account == own):
                        yield Hit(
                            path=("kms", "keys", name, "other_accounts", index, field, number),
                            message=f"{shorten(text)} is of the account that the key is in",
                        )


def _everybody(subject: Subject) -> Iterator[Hit]:
    for each in named(subject):
        if each.value != "*" or each.service or (each.statement is not None and each.statement.effect == "Deny"):
            continue
        lacking = [] if each.reason else ["no reason is given"]
        if each.statement is None or not any(map(says_who, each.statement.conditions)):
            lacking.append("no condition says who is meant")
        if lacking:
            message = f'"*" stands for everybody in every AWS account, and {" and ".join(lacking)}'
            yield Hit(path=each.path, message=message)


RULES = (
    Rule(
        id="LB430",
        title="A principal of a key policy is named by its ARN",
        why=(
            "KMS shows the unique id of a principal that has been deleted. Nobody can be it any more, and KMS refuses"
            " it in a new policy."
        ),
        fix="name the ARN of the principal that is meant now, or remove the id",
        source=IAM + "reference_identifiers.html#identifiers-unique-ids",
        check=_unique_id,
    ),
    Rule(
        id="LB431",
        title="A group is no principal of a key policy",
        why="KMS refuses the policy: groups are for permissions, not for authentication.",
        fix="let the group's own policy allow the use of {key:KEY}; the account's root statement permits that",
        source=IAM + "reference_policies_elements_principal.html",
        check=_group,
    ),
    Rule(
        id="LB432",
        title="A principal of a key policy has a form that AWS knows",
        why="KMS refuses the policy during apply.",
        fix="write {role:KEY}, an account id, the ARN of a user, role or session, or a service principal",
        source=IAM + "reference_policies_elements_principal.html",
        check=_malformed,
    ),
    Rule(
        id="LB433",
        title="A principal of a key policy exists before the policy",
        why=(
            "KMS refuses a policy that names a principal that does not exist. What this spec makes is made first where"
            " it is named by a placeholder; what is made elsewhere has to be said."
        ),
        fix="write {role:KEY} for a role of this spec; list what exists already under kms.external_principals",
        source=KMS + "key-policy-overview.html",
        check=_undeclared,
        looks_for_absence=True,
    ),
    Rule(
        id="LB434",
        title="Everybody as a principal has a reason and a condition",
        why='The principal "*" stands for every identity in every AWS account.',
        fix="name the principals; or compare kms:CallerAccount or aws:PrincipalOrgID, without wildcards, in a"
        " statement that says why",
        source=IAM + "reference_policies_elements_principal.html#principal-anonymous",
        check=_everybody,
    ),
    Rule(
        id="LB435",
        title="Use from another account says why",
        why="Whoever administers the other account decides who acts as that principal.",
        fix="name it under other_accounts, with a reason, or say why in the statement",
        source=KMS + "key-policy-modifying-external-accounts.html",
        check=_foreign,
    ),
    Rule(
        id="LB436",
        title="Other accounts are other accounts",
        why="Principals of the own account need no second half of the permission, and are made or declared here.",
        fix="name it under users or grant_creators",
        source=KMS + "key-policy-modifying-external-accounts.html",
        check=_own_account,
    ),
)
