"""Identity providers of trust policies: whose they are, and for whom their SAML assertions were made."""

from collections.abc import Iterator

from landbridge.areas.iam.rules.reading import reading
from landbridge.areas.iam.rules.wording import GUIDE
from landbridge.aws import arn
from landbridge.findings import SpecPath
from landbridge.policy.document import Condition
from landbridge.policy.matching import covers, has_wildcard
from landbridge.policy.operators import parse
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_WITH_SAML = "sts:AssumeRoleWithSAML"
_AUDIENCE = "saml:aud"


def _foreign(subject: Subject) -> Iterator[Hit]:
    for path, provider in _providers(subject):
        parsed = arn.parse(provider)
        own = subject.identity.account_id
        if parsed is not None and arn.is_account_id(parsed.account) and parsed.account != own:
            message = f"{shorten(provider)} is a provider of account {parsed.account}, and the spec is for {own}"
            yield Hit(path=path, message=message)


def _providers(subject: Subject) -> Iterator[tuple[SpecPath, str]]:
    read = reading(subject)
    for key, role in subject.part.federated_roles.items():
        for field in ("saml", "oidc"):
            form = getattr(role, field)
            if form is not None:
                yield ("security", "federated_roles", key, field, "provider"), read.expand(form.provider)
    for trusted in read.trusted:
        if trusted.type == "Federated" and trusted.effect == "Allow":
            yield trusted.path, trusted.value


def _without_audience(subject: Subject) -> Iterator[Hit]:
    for written in reading(subject).written:
        statement = written.statement
        if written.kind != "trust" or statement.effect != "Allow" or statement.reason:
            continue
        providers = [value for principal in statement.principals for value in principal.values]
        if (
            any(":saml-provider/" in provider for provider in providers)
            and any(covers(action, _WITH_SAML, ignore_case=True) for action in statement.actions)
            and not any(_names_audience(condition) for condition in statement.conditions)
        ):
            yield Hit(
                path=statement.origin,
                message="assertions are accepted whoever they were made for: no condition on SAML:aud, and no reason",
                at_key=True,
            )


def _names_audience(condition: Condition) -> bool:
    operator = parse(condition.operator)
    if condition.key.lower() != _AUDIENCE or operator is None or operator.family != "String":
        return False
    if operator.negated or operator.if_exists or operator.set_operator == "ForAllValues":
        return False
    return not any(has_wildcard(value) for value in condition.values)


RULES = (
    Rule(
        id="LB367",
        title="An identity provider is one of the own account",
        why="A role trusts only providers of its own account: with another account's nobody can assume it, or, once"
        " the spec moves there, somebody else decides who can.",
        fix="name the provider of this account; write {account_id} in its ARN",
        source=GUIDE + "reference_policies_elements_principal.html",
        check=_foreign,
    ),
    Rule(
        id="LB368",
        title="A SAML trust statement names the audience",
        why="An assertion that the identity provider made for another service provider would be accepted as well.",
        fix="add StringEquals SAML:aud, mostly https://signin.aws.amazon.com/saml",
        source=GUIDE + "id_roles_create_for-idp_saml.html",
        check=_without_audience,
    ),
)
