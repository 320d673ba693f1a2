"""What is wide, and what is said of a domain that does not fit together."""

from collections.abc import Iterator

from landbridge.areas.opensearch.grants import is_about_requests
from landbridge.areas.opensearch.rules import around, tags
from landbridge.areas.opensearch.rules.reading import (
    GUIDE,
    Target,
    each_statement,
    granted,
    grants,
    views,
)
from landbridge.areas.opensearch.rules.requests import changing_all
from landbridge.areas.opensearch.shown import is_own
from landbridge.areas.opensearch.spec import EVERY_DOMAIN, DomainGrant
from landbridge.areas.scope import Scope
from landbridge.aws import actions as catalogue
from landbridge.findings import SpecPath
from landbridge.policy.document import Statement
from landbridge.policy.matching import has_wildcard, pattern_covers
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

MANAGING = {
    "es:UpdateDomainConfig": "also changes the domain's policy, so that who has it can let anybody in",
    "es:UpdateElasticsearchDomainConfig": "also changes the domain's policy, so that who has it can let anybody in",
    "es:DeleteDomain": "deletes the domain and all that is in it",
    "es:DeleteElasticsearchDomain": "deletes the domain and all that is in it",
}
"""Actions on a domain itself that are as good as everything in it, and why."""


def wide(target: Target, statement: Statement) -> Iterator[Hit]:
    """Changing everything in a domain."""
    request = "" if statement.reason else changing_all(target, statement)
    if request:
        yield Hit(
            path=statement.origin,
            message=f"{request} is allowed: this may change all of the domain, and no reason is given",
            hint="name indexes, or say why under reason:",
            at_key=True,
        )


def asks_for_reason(grant: DomainGrant) -> bool:
    """Tell whether a grant needs a reason for what it may do with domains, whatever it may do with indexes."""
    return any(_unasked(("grants",), grant))


def _wide(subject: Subject) -> Iterator[Hit]:
    yield from each_statement(wide)(subject)
    for found in granted(subject):
        # One for all domains has a finding for that.
        hits = (hit for each in found.requests for hit in wide(found, each))
        if not is_every(found.grant.domain) and (hit := next(hits, None)) is not None:
            yield hit


def _wide_grants(subject: Subject) -> Iterator[Hit]:
    for path, grant in grants(subject):
        if not grant.reason:
            yield from _unasked(path, grant)


def _unasked(path: SpecPath, grant: DomainGrant) -> Iterator[Hit]:
    """What of a grant needs a reason."""
    if is_every(grant.domain) and (grant.may or grant.actions or grant.configuration == "manage"):
        yield Hit(path=(*path, "domain"), message="every domain of the account is meant, and no reason is given")
        return
    managing = [((*path, "configuration"), "es:UpdateDomainConfig")] if grant.configuration == "manage" else []
    for index, action in enumerate(grant.actions or ()):
        managing += [
            ((*path, "actions", index), each) for each in MANAGING if pattern_covers(action, each, ignore_case=True)
        ]
    for where, action in managing[:1]:
        yield Hit(path=where, message=f"{action} {MANAGING[action]}, and no reason is given")


def is_every(domain: str) -> bool:
    """Tell whether a grant's domain is all of them: `*`, or an ARN that ends in `domain/*` or the like."""
    return domain == EVERY_DOMAIN or (domain.startswith("arn:") and not domain.rpartition("/")[2].strip("*?"))


def _elsewhere(subject: Subject) -> Iterator[Hit]:
    scope = Scope(subject.spec, subject.references)
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


def _foreign(subject: Subject) -> Iterator[Hit]:
    for path, grant in grants(subject):
        for index, action in enumerate(grant.actions or ()):
            service = action.lower().partition(":")[0]
            if has_wildcard(service):
                what = "is of other services, too, such as iam:CreateUser"
                hint = "write es:*, or the actions that are needed"
            elif service != "es":
                what, hint = "is of another service, and about no domain", ""
            elif not catalogue.matching(action):
                near = catalogue.nearest_actions(action)
                what = "is no action of OpenSearch Service"
                hint = f"did you mean {' or '.join(near)}?" if near else ""
            else:
                continue
            yield Hit(path=(*path, "actions", index), message=f"{shorten(action)} {what}", hint=hint)


def _nothing(subject: Subject) -> Iterator[Hit]:
    for path, grant in grants(subject):
        requests = grant.may is not None or any(map(is_about_requests, grant.actions or ()))
        if grant.may is None and grant.actions is None and grant.configuration == "none":
            yield Hit(path=path, message="the grant allows nothing", at_key=True)
        elif (grant.indexes or grant.apis) and not requests:
            field = "indexes" if grant.indexes else "apis"
            yield Hit(
                path=(*path, field),
                message=f"{field} say nothing without may, or actions of requests such as es:ESHttpGet",
                hint="add may or such actions, or take them away",
                at_key=True,
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
        check=_wide,
    ),
    Rule(
        id="LB661",
        title="Managing domains, or all of them, has a reason",
        why="Who may change a domain's configuration may change its policy, and so let anybody in.",
        fix="name the domain and the actions that are needed, or say why under reason:",
        source=GUIDE + "ac.html#ac-types-identity",
        check=_wide_grants,
    ),
    *around.RULES,
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
    Rule(
        id="LB666",
        title="A grant about domains has actions of OpenSearch Service",
        why="What is granted with domains in mind would be granted on all that its resource names, of any service.",
        fix="write actions such as es:AddTags; what is about other services goes under security",
        source="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonopensearchservice.html",
        check=_foreign,
    ),
    *tags.RULES,
)
