"""Trust statements that cannot work: wrong actions, a role that trusts itself, a role that nobody can assume."""

from collections.abc import Iterator

from landbridge.areas.iam.rules.reading import reading
from landbridge.areas.iam.rules.wording import GUIDE, named
from landbridge.ir import Expr
from landbridge.policy.document import Statement
from landbridge.policy.matching import covers, has_wildcard
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_TRUST_ACTIONS = (
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:SetContext",
    "sts:SetSourceIdentity",
    "sts:TagSession",
)
_DOC = GUIDE + "reference_policies_elements_principal.html"


def _wrong_actions(subject: Subject) -> Iterator[Hit]:
    for written in reading(subject).written:
        if written.kind == "trust":
            for index, action in enumerate(written.statement.actions):
                if (
                    not any(covers(action, known, ignore_case=True) for known in _TRUST_ACTIONS)
                    or action[:4].lower() != "sts:"
                ):
                    message = f"{shorten(action)} has no place in a trust policy"
                    hint = f"it takes {named(_TRUST_ACTIONS, 6)}; permissions go under statements:"
                    yield Hit(path=written.at("actions", index), message=message, hint=hint)


def _unfitting(subject: Subject) -> Iterator[Hit]:
    for written in reading(subject).written:
        statement = written.statement
        if written.kind != "trust" or statement.effect != "Allow":
            continue
        kinds = _ways(statement)
        for index, action in enumerate(statement.actions):
            wanted = _WANTED.get(action.lower())
            if not has_wildcard(action) and wanted and wanted[0] not in kinds:
                yield Hit(
                    path=written.at("actions", index),
                    message=f"{action} is for {wanted[1]}, and the statement names none",
                )


_WANTED = {
    "sts:assumerole": ("plain", "AWS and Service principals"),
    "sts:assumerolewithsaml": ("saml", "SAML providers"),
    "sts:assumerolewithwebidentity": ("oidc", "OpenID Connect providers"),
}


def _ways(statement: Statement) -> set[str]:
    """In which ways the principals of a statement can assume a role."""
    ways = set()
    for principal in statement.principals:
        for value in principal.values:
            if principal.type != "Federated":
                ways.add("plain")
            elif value == "*":
                ways |= {"saml", "oidc"}
            else:
                ways.add("saml" if ":saml-provider/" in value else "oidc")
    return ways


def _itself(subject: Subject) -> Iterator[Hit]:
    read = reading(subject)
    for trusted in read.trusted:
        if trusted.type != "AWS" or trusted.effect != "Allow" or ":role/" not in trusted.value:
            continue
        if isinstance(trusted.value, Expr) and any(trusted.value.resources):
            continue  # named by {role:KEY}: lowering reports the circle
        if trusted.value == read.scope.references[f"role:{trusted.role[2]}"]:
            hint = (
                "trust the account, with the condition ArnEquals aws:PrincipalArn; the role does not exist yet when"
                " its trust is written"
            )
            yield Hit(path=trusted.path, message=f"{shorten(trusted.value)} is the role itself", hint=hint)


def _nobody(subject: Subject) -> Iterator[Hit]:
    for key, role in subject.part.assumable_roles.items():
        by = role.assumable_by
        if not by.groups and not by.principals and not any(item.effect == "Allow" for item in role.trust):
            yield Hit(
                path=("security", "assumable_roles", key, "assumable_by"),
                message=f"nobody may assume the role {shorten(key)}",
                hint="name groups or principals",
                at_key=True,
            )


RULES = (
    Rule(
        id="LB360",
        title="A trust policy has actions for assuming roles only",
        why="IAM refuses a trust policy with other actions.",
        fix="leave the actions that assume roles; permissions go under statements:",
        source=GUIDE + "id_roles_update-role-trust-policy.html",
        check=_wrong_actions,
    ),
    Rule(
        id="LB361",
        title="A trust statement's action fits its principals",
        why="Each kind of principal assumes roles by its own action; any other combination allows nobody.",
        fix="use sts:AssumeRole for AWS and Service, sts:AssumeRoleWithSAML or …WithWebIdentity for Federated",
        source=_DOC + "#principal-federated",
        check=_unfitting,
    ),
    Rule(
        id="LB362",
        title="A role does not trust itself by name",
        why="IAM refuses a trust policy that names a role which does not exist yet.",
        fix="trust the account and compare aws:PrincipalArn",
        source=_DOC + "#principal-roles",
        check=_itself,
    ),
    Rule(
        id="LB363",
        title="Somebody may assume a role",
        why="IAM refuses an empty trust policy, and a role that nobody can assume is of no use.",
        fix="name groups or principals under assumable_by",
        source=_DOC,
        check=_nobody,
        looks_for_absence=True,
    ),
)
