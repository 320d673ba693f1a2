"""Identity policies about domains: one customer-managed policy for each grant, and who has it."""

from collections.abc import Iterator
from typing import Any

from landbridge.areas.attached import Entry, Section, cut, policies
from landbridge.areas.opensearch.reach import METHODS, paths
from landbridge.areas.opensearch.spec import EVERY_DOMAIN, DomainGrant, OpenSearch
from landbridge.areas.opensearch.statements import SOURCE_IP
from landbridge.areas.own_arns import below, own_arn
from landbridge.areas.scope import Scope
from landbridge.aws import actions as catalogue
from landbridge.findings import SpecPath
from landbridge.ir import Expr, Resource
from landbridge.policy.document import Condition, Statement
from landbridge.policy.matching import covers, overlaps

READ = ("es:Describe*", "es:List*")
"""As AWS's own example of read-only access to configurations.

https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html#ac-types-identity
"""
WITHOUT_RESOURCE = (
    "es:DescribeInstanceTypeLimits",
    "es:ListDomainNames",
    "es:ListInstanceTypeDetails",
    "es:ListVersions",
)
"""What reading configurations needs that is about no domain."""
MANAGE = (
    *("es:CancelServiceSoftwareUpdate", "es:StartServiceSoftwareUpdate", "es:UpdateDomainConfig", "es:UpgradeDomain"),
)
"""Changing a domain, which includes its access policy."""

_REQUESTS = "es:ESHttp*"
_OF_TAGS = ("aws:resourcetag/", "aws:requesttag/", "aws:tagkeys")
"""How keys begin that a request which is about no domain never has: a condition on them would keep it out for good.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""


def grants(scope: Scope, part: OpenSearch) -> Iterator[Resource]:
    """The policies of all grants with their attachments."""
    for key, grant in part.grants.items():
        yield from _grant(scope, part, key, grant)


def grant_statements(scope: Scope, part: OpenSearch, key: str, grant: DomainGrant) -> Iterator[Statement]:
    """What a grant allows: with the data by method and path, with the domain by its ARN."""
    path: SpecPath = ("opensearch", "grants", key)
    domain = domain_of(scope, part, path, grant)
    if domain is None:
        return
    limits = tuple(_limits(scope, path, grant))
    conditions = scope.conditions((*path, "conditions"), grant.conditions, limits)
    free = tuple(each for each in conditions if not each.key.lower().startswith(_OF_TAGS))

    def allow(actions: tuple[str, ...], resources: tuple[str, ...], why: str, *, bound: bool = True) -> Statement:
        return Statement(
            actions=actions,
            resources=resources,
            conditions=conditions if bound else free,
            origin=path,
            reason=grant.reason or "",
            why=why,
        )

    if grant.may is not None:
        on = _requests(scope, domain, paths(grant.may, grant.indexes, grant.apis))
        yield allow(METHODS[grant.may], on, f"The data: {grant.may}")
    if grant.configuration != "none":
        yield allow((*READ, *(MANAGE if grant.configuration == "manage" else ())), (domain,), "The domain itself")
        if domain != EVERY_DOMAIN or free != conditions:
            yield allow(WITHOUT_RESOURCE, ("*",), "These take no resource", bound=False)
    if grant.actions is not None:
        on = _requests(scope, domain, paths(None, grant.indexes, grant.apis))
        yield from _further(grant.actions, domain, on, allow)


def domain_of(scope: Scope, part: OpenSearch, path: SpecPath, grant: DomainGrant) -> str | None:
    """The ARN that a grant names, or `*`; None for a key that is none, which is reported."""
    text = grant.domain
    if text == EVERY_DOMAIN or text.startswith(("arn:", "{")):
        return scope.expand(text, (*path, "domain"))
    if text in part.domains:
        return scope.references[f"domain:{text}"]
    scope.missing((*path, "domain"), "domain", text, part.domains, where="opensearch.domains")
    return None


def every_domain(scope: Scope) -> Expr:
    """The ARN that stands for all domains of the own account and region."""
    return own_arn(scope.identity, "es", "domain/*")


def is_about_requests(action: str) -> bool:
    """Tell whether an action, or a pattern of actions, is about requests to a domain."""
    return overlaps(action, _REQUESTS, ignore_case=True)


def _requests(scope: Scope, domain: str, wanted: tuple[str, ...]) -> tuple[str, ...]:
    if domain != EVERY_DOMAIN:
        return tuple(below(domain, each) for each in wanted)
    if wanted == ("*",):
        return ("*",)
    return tuple(below(every_domain(scope), each) for each in wanted)


def _further(actions: tuple[str, ...], domain: str, requests: tuple[str, ...], allow: Any) -> Iterator[Statement]:
    """An author's own actions, each on what it can be about: requests, the domain, nothing, or for wildcards both."""
    if apart := tuple(a for a in actions if _takes_no_resource(a)):
        yield allow(apart, ("*",), "As the spec lists them: these take no resource", bound=False)
    actions = tuple(a for a in actions if a not in apart)
    if requests == (domain,):  # everything of all domains
        if actions:
            yield allow(actions, requests, "As the spec lists them")
        return
    if data := tuple(a for a in actions if is_about_requests(a)):
        yield allow(data, requests, "As the spec lists them: requests")
    if rest := tuple(a for a in actions if not covers(_REQUESTS, a, ignore_case=True)):
        yield allow(rest, (domain,), "As the spec lists them: the domain itself")


def _takes_no_resource(action: str) -> bool:
    """Whether an action, named in full, is about no domain, so that a statement that names one does not allow it.

    Nor may it give tags to anything: what limits these has to stay, then.
    """
    found = catalogue.action(action) if action.lower().startswith("es:") else None
    return found is not None and not found.resource_types and not found.condition_keys


def _limits(scope: Scope, path: SpecPath, grant: DomainGrant) -> Iterator[Condition]:
    """From where, and on which tags: these are written as AWS's documentation writes them."""
    if grant.networks:
        yield Condition("IpAddress", SOURCE_IP, tuple(scope.expand(each, (*path, "from")) for each in grant.networks))
    for key, values in (grant.tags or {}).items():
        yield Condition("ForAnyValue:StringEquals", f"aws:ResourceTag/{key}", values)
    for key, values in (grant.request_tags or {}).items():
        yield Condition("StringEquals", f"aws:RequestTag/{key}", values)


def _grant(scope: Scope, part: OpenSearch, key: str, grant: DomainGrant) -> Iterator[Resource]:
    path: SpecPath = ("opensearch", "grants", key)
    section = Section("", tuple(grant_statements(scope, part, key, grant)))
    found = cut(
        scope,
        section,
        path,
        rule="LB610",
        what="the policy",
        hint="name fewer tag values",
        action_names=grant.actions is not None,
    )
    entry = Entry(path=path, given=grant, stem=f"opensearch-{key}", reason=grant.reason or "")
    yield from policies(scope, entry, found or ())
