"""Whether the spec says of a domain what AWS says: rules that look at what the spec says would be silent otherwise."""

import re

from landbridge.areas.opensearch.current import Current
from landbridge.areas.opensearch.spec import Domain
from landbridge.areas.outside import outside
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath
from landbridge.policy.matching import overlaps
from landbridge.source.nodes import shorten

_HOST = re.compile(
    r"([a-z0-9-]+)\.(?:aos\.)?([a-z]{2}(?:-[a-z]+)+-[0-9]+)"
    r"\.(?:es\.amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn)"
)
"""`search-logs-ID.eu-west-1.es.amazonaws.com`, `vpc-…` of one in a VPC, and `….aos.eu-west-1.on.aws` with IPv6.

https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createupdatedomains.html
"""
_NETWORKS = {"search": "public", "vpc": "vpc"}
_OF_ENDPOINTS = "vpc-endpoint-"
"""How the hosts of VPC endpoints that the service makes begin; they have no domain's name in them.

https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DomainStatus.html (Endpoints)
"""


def is_of(scope: Scope, path: SpecPath, domain: Domain, current: Current, name: str, own: str) -> bool:
    """Tell whether a policy can be that of a domain, and report it where not.

    Its file says so by an ARN or a name; where there is no ARN, some resource of the policy has to be the domain's.
    """
    facts = current.facts
    resources = [text for each in current.statements for text in each.statement.resources]
    if facts.arn:
        theirs = "" if facts.arn == own else facts.arn
    elif facts.name and facts.name != name:
        theirs = facts.name
    else:
        fits = not resources or any(overlaps(text, own) or overlaps(text, f"{own}/*") for text in resources)
        theirs = "" if fits else str(resources[0])
    if theirs:
        scope.report(
            "LB604",
            (*path, "current_policy"),
            f"{shorten(domain.current_policy)} is the policy of another domain ({shorten(theirs, 160)}), and would"
            f" overwrite that of {shorten(name)} ({own})",
            "take the file of this domain",
        )
    return not theirs


def compare(scope: Scope, path: SpecPath, domain: Domain, current: Current) -> None:
    """Report whatever the spec says of a domain and its file says otherwise."""
    for field, fact in current.facts.fields:
        said = getattr(domain, field)
        if said != fact.value:
            written = field in domain.model_fields_set
            scope.report(
                "LB613",
                (*path, field) if written else path,
                f"{field} is {_yaml(said)}{'' if written else ' where nothing is said'}, and {fact.element} in"
                f" {shorten(domain.current_policy)} says {_yaml(fact.value)}",
                f"write {field}: {_yaml(fact.value)}; or take the file again, where the domain has changed since",
                at_key=not written,
            )


def _yaml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def network_is_known(domain: Domain, current: Current) -> bool:
    """Whether more than the spec's word shows where a domain is: its file, or the endpoint that AWS gave it.

    Where these say otherwise than the spec, that is an error.
    """
    host = (domain.endpoint or "").removeprefix("https://").partition(":")[0]
    match = _HOST.fullmatch(host)
    by_host = match is not None and match[1].partition("-")[0] in _NETWORKS
    return by_host or any(field == "network" for field, _ in current.facts.fields)


def check_endpoint(scope: Scope, path: SpecPath, domain: Domain, name: str, current: Current) -> None:
    """Report an address that AWS gave to another domain: the script of role mappings would go there."""
    endpoint = domain.endpoint or ""
    if outside(endpoint):
        return
    host = endpoint.removeprefix("https://").partition(":")[0]
    match = _HOST.fullmatch(host)
    theirs = _elsewhere(match[1], match[2], scope.identity.region, domain, name) if match else ""
    if match and not theirs and current.facts.hosts and host not in current.facts.hosts:
        theirs = f"not one of those in {shorten(domain.current_policy)}: {shorten(', '.join(current.facts.hosts), 200)}"
    if theirs:
        scope.report(
            "LB614",
            (*path, "endpoint"),
            f"{shorten(host, 120)} is {theirs}",
            "take it from `aws opensearch describe-domain`: Endpoint, or Endpoints in a VPC",
        )


def _elsewhere(label: str, region: str, own: str, domain: Domain, name: str) -> str:
    """What a host is instead of the domain's, in words."""
    if region != own:
        return f"in {region}, and the domain is in {own}"
    kind, _, rest = label.partition("-")
    if kind not in _NETWORKS:
        return ""
    if _NETWORKS[kind] != domain.network:
        return f"that of a domain with network: {_NETWORKS[kind]}, and this one has network: {domain.network}"
    theirs = rest.rpartition("-")[0]
    if theirs != name and not label.startswith(_OF_ENDPOINTS):
        return f"that of the domain {shorten(theirs)}, and this one is {shorten(name)}"
    return ""
