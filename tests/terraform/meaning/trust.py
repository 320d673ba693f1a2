"""Who may assume a role: the statements of its trust policy, by the section of the spec that it stands in."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from tests.terraform.meaning.names import Conditions, Names, Thing, listed

_POD_IDENTITY = "pods.eks.amazonaws.com"
_SAML_SIGN_IN = {
    "aws": "https://signin.aws.amazon.com/saml",
    "aws-cn": "https://signin.amazonaws.cn/saml",
    "aws-us-gov": "https://signin.amazonaws-us-gov.com/saml",
}


def trust(names: Names, section: str, role: Thing) -> Iterator[Thing]:
    """Yield the statements of a role's trust policy."""
    yield from _BY_SECTION[section](names, role)
    for statement in role.get("trust", []):
        principals = {
            kind: [_principal(names, value) if kind == "AWS" else names.fill(value) for value in listed(values)]
            for kind, values in statement["principals"].items()
        }
        actions = listed(statement.get("actions", "sts:AssumeRole"))
        made = _allow(principals, names.conditions(statement.get("conditions", {})), actions)
        yield {**made, "Effect": statement.get("effect", "Allow")}


def _service(names: Names, role: Thing) -> Iterator[Thing]:
    conditions = names.conditions(role.get("conditions", {}))
    for name in listed(role["service"]):
        service = name if "." in name else f"{name}.amazonaws.com"
        tagging = ["sts:TagSession"] if service == _POD_IDENTITY else []
        yield _allow({"Service": service}, conditions, ["sts:AssumeRole", *tagging])


def _assumable(names: Names, role: Thing) -> Iterator[Thing]:
    by = role["assumable_by"]
    conditions = _with_mfa(by, names.conditions(by.get("conditions", {})))
    if by.get("groups"):
        yield _allow({"AWS": names.iam("root")}, conditions)
    for principal in by.get("principals", []):
        yield _allow({"AWS": _principal(names, principal)}, conditions)


def _cross_account(names: Names, role: Thing) -> Iterator[Thing]:
    conditions = _with_mfa(role, names.conditions(role.get("conditions", {})))
    if "external_id" in role:
        conditions = _with(conditions, "StringEquals", "sts:ExternalId", [role["external_id"]])
    for principal in [*role.get("account_ids", []), *role.get("principals", [])]:
        yield _allow({"AWS": _principal(names, principal)}, conditions)


def _federated(names: Names, role: Thing) -> Iterator[Thing]:
    conditions = names.conditions(role.get("conditions", {}))
    if saml := role.get("saml"):
        audience = saml.get("audience", _SAML_SIGN_IN[names.partition])
        conditions = _with(conditions, "StringEquals", "SAML:aud", [audience])
        yield _allow({"Federated": provider(names, "saml", saml)}, conditions, ["sts:AssumeRoleWithSAML"])
    if oidc := role.get("oidc"):
        arn = provider(names, "oidc", oidc)
        issuer = arn.partition(":oidc-provider/")[2]
        subjects = listed(oidc["subjects"])
        operator = "StringLike" if any(set("*?") & set(subject) for subject in subjects) else "StringEquals"
        conditions = _with(
            conditions, "StringEquals", f"{issuer}:aud", listed(oidc.get("audiences", "sts.amazonaws.com"))
        )
        conditions = _with(conditions, operator, f"{issuer}:sub", subjects)
        yield _allow({"Federated": arn}, conditions, ["sts:AssumeRoleWithWebIdentity"])


_BY_SECTION: Mapping[str, Callable[[Names, Thing], Iterator[Thing]]] = {
    "service_roles": _service,
    "assumable_roles": _assumable,
    "cross_account_roles": _cross_account,
    "federated_roles": _federated,
}


def provider(names: Names, kind: str, entry: Thing) -> str:
    """Return the ARN of an identity provider of kind saml or oidc, which the spec gives by name or by ARN."""
    name: str = entry["provider"]
    return names.fill(name) if name.startswith("arn:") else names.iam(f"{kind}-provider/{name}")


def _principal(names: Names, text: str) -> str:
    return names.iam("root", text) if re.fullmatch(r"\d{12}", text) else names.fill(text)


def _allow(principals: Thing, conditions: Conditions, actions: Iterable[str] = ("sts:AssumeRole",)) -> Thing:
    return {"Effect": "Allow", "Principal": principals, "Action": list(actions), "Condition": conditions}


def _with_mfa(by: Thing, conditions: Conditions) -> Conditions:
    return _with(conditions, "Bool", "aws:MultiFactorAuthPresent", ["true"]) if by.get("require_mfa") else conditions


def _with(conditions: Conditions, operator: str, key: str, values: list[str]) -> Conditions:
    return {**conditions, operator: {**conditions.get(operator, {}), key: values}}
