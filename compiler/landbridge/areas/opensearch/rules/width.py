"""What is wide, and what is said of a domain that does not fit together."""

from collections.abc import Iterator
from typing import Any

from landbridge.areas.opensearch.reach import CHANGING
from landbridge.areas.opensearch.rules.reading import GUIDE, View, acts, each_statement, grants, scope_of, views
from landbridge.areas.opensearch.shown import is_own
from landbridge.areas.opensearch.spec import EVERY_DOMAIN
from landbridge.findings import Severity
from landbridge.policy.document import PolicyDocument, Statement
from landbridge.policy.matching import pattern_covers
from landbridge.rules.rule import Hit, Rule, Subject

_IDENTITIES = ("aws_iam_group_policy", "aws_iam_policy", "aws_iam_role_policy")
_ATTACHMENTS = ("aws_iam_group_policy_attachment", "aws_iam_role_policy_attachment")
_MANAGED = ("/AmazonESFullAccess", "/AmazonOpenSearchServiceFullAccess", "/PowerUserAccess")
"""AWS's policies with es:* on everything. Who is an administrator has said so elsewhere."""
_SHOWN = 3


def wide(view: View, statement: Statement) -> Iterator[Hit]:
    """Changing everything in a domain."""
    if statement.effect != "Allow" or statement.reason or not view.covers(statement, "*"):
        return
    changing = [each for each in CHANGING if acts(statement, each)]
    if changing:
        request = "DELETE /_all" if "es:ESHttpDelete" in changing else "PUT /_cluster/settings"
        yield Hit(
            path=statement.origin,
            message=f"{request} is allowed: this may change all of the domain, and no reason is given",
            hint="name indexes, or say why under reason:",
            at_key=True,
        )


def _wide_grants(subject: Subject) -> Iterator[Hit]:
    for path, grant in grants(subject):
        if grant.reason:
            continue
        if grant.domain == EVERY_DOMAIN and (grant.may or grant.actions or grant.configuration == "manage"):
            yield Hit(path=(*path, "domain"), message="every domain of the account is meant, and no reason is given")
        elif grant.configuration == "manage":
            yield Hit(
                path=(*path, "configuration"),
                message="es:UpdateDomainConfig also changes the domain's policy, and no reason is given: who manages a"
                " domain can let anybody in",
            )


def _elsewhere(subject: Subject) -> Iterator[Hit]:
    scope = scope_of(subject)
    for path, grant in grants(subject):
        if grant.reason or not grant.domain.startswith("arn:"):
            continue
        domain = scope.expand(grant.domain, (*path, "domain"))
        if not is_own(scope, domain):
            yield Hit(
                path=(*path, "domain"),
                message="the domain belongs to another account, and no reason is given; this is one half only: GET"
                " /orders/_search is refused before the domain's own policy allows it, too",
                hint="say why under reason:; FOR-OTHERS.md has what its owner adds",
            )


def _nothing(subject: Subject) -> Iterator[Hit]:
    for path, grant in grants(subject):
        if grant.may is None and grant.actions is None and grant.configuration == "none":
            yield Hit(path=path, message="the grant allows nothing", at_key=True)
        elif grant.may is None and (grant.indexes or grant.apis):
            field = "indexes" if grant.indexes else "apis"
            yield Hit(path=(*path, field), message=f"{field} say nothing without may", at_key=True)


def _beside(subject: Subject) -> Iterator[Hit]:
    """Identity policies that let somebody do with a domain what its policy does not say."""
    found = list(_identity_policies(subject))
    for view in views(subject):
        if view.domain.fine_grained:
            continue
        by = [name for name, statement in found if statement is None or _reaches(view, statement)]
        if by:
            more = f" and {len(by) - _SHOWN} more" if len(by) > _SHOWN else ""
            yield Hit(
                path=view.path,
                message=f"DELETE /_all is allowed by {', '.join(by[:_SHOWN])}{more}, whatever this domain's policy"
                " says: within an account either policy is enough",
                hint="narrow these to the domains that are meant, give them a reason, or deny it in this policy",
                at_key=True,
            )


def _identity_policies(subject: Subject) -> Iterator[tuple[str, Statement | None]]:
    """Addresses and statements of what principals have without a reason; None for AWS's own wide policies."""
    resources: list[Any] = [
        each for module in subject.modules if module.name != subject.module.name for each in module.resources
    ]
    for each in resources:
        if each.type in _IDENTITIES and isinstance(each.policy, PolicyDocument):
            for statement in each.policy.statements:
                if statement.effect == "Allow" and not (statement.reason or each.reason or statement.conditions):
                    yield each.address, statement
        elif each.type in _ATTACHMENTS and not each.reason and str(each.policy_arn).endswith(_MANAGED):
            yield each.address, None


def _reaches(view: View, statement: Statement) -> bool:
    return acts(statement, "es:ESHttpDelete") and any(
        pattern_covers(str(each), view.below("*")) for each in statement.resources
    )


def _not_fine_grained(subject: Subject) -> Iterator[Hit]:
    for view in views(subject):
        domain = view.domain
        for field in ("role_mappings", "basic_auth"):
            if getattr(domain, field) and not domain.fine_grained:
                yield Hit(
                    path=(*view.path, field),
                    message=f"{field} is of fine-grained access control, which the domain does not have by this spec",
                    hint="write fine_grained: true where the domain has it, or leave this out",
                    at_key=True,
                )


RULES = (
    Rule(
        id="LB660",
        title="Changing all of a domain has a reason",
        why="One request can delete every index.",
        fix="name indexes, or say why under reason:",
        source=GUIDE + "ac.html#ac-advanced",
        check=each_statement(wide),
    ),
    Rule(
        id="LB661",
        title="Managing domains, or all of them, has a reason",
        why="Who may change a domain's configuration may change its policy, and so let anybody in.",
        fix="say why under reason:",
        source=GUIDE + "ac.html#ac-types-identity",
        check=_wide_grants,
    ),
    Rule(
        id="LB662",
        title="No identity policy goes around a domain's policy",
        why="Within one account a request is allowed where either policy allows it.",
        fix="narrow the identity policy",
        source=GUIDE + "ac.html#ac-conflict",
        severity=Severity.WARNING,
        check=_beside,
    ),
    Rule(
        id="LB663",
        title="What is of fine-grained access control stands where it is on",
        why="Without it there are no internal users and no roles to map.",
        fix="write fine_grained: true where the domain has it",
        source=GUIDE + "fgac.html",
        check=_not_fine_grained,
    ),
    Rule(
        id="LB664",
        title="A grant allows something",
        why="A policy without statements cannot be written, and somebody expects access.",
        fix="add may, configuration or actions",
        source=GUIDE + "ac.html#ac-types-identity",
        check=_nothing,
    ),
    Rule(
        id="LB665",
        title="Use of another account's domain has a reason",
        why="Both accounts have to allow it: this half lets nobody in.",
        fix="say why under reason:",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html",
        check=_elsewhere,
    ),
)
