"""Names and ARNs of domains and of what is in them."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from landbridge.areas.opensearch.spec import Domain
from landbridge.areas.own_arns import own_arn
from landbridge.areas.scope import Scope
from landbridge.ir import Expr

if TYPE_CHECKING:
    from landbridge.spec.root import Spec

DOMAIN_NAME = re.compile(r"[a-z][a-z0-9-]{2,27}")
"""https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_CreateDomain.html (DomainName)"""


def domain_name(scope: Scope, key: str, domain: Domain) -> str:
    """The name of a domain in AWS, by its own `name:` or by the spec's stem."""
    if domain.name is None:
        return f"{scope.stem}-{key.replace('_', '-')}"
    return str(scope.expand(domain.name, ("opensearch", "domains", key, "name")))


def domain_arn(scope: Scope, key: str, domain: Domain) -> Expr:
    """The ARN of a domain of the own account and region."""
    return own_arn(scope.identity, "es", "domain/", domain_name(scope, key, domain))


def names(spec: "Spec") -> Mapping[str, Expr]:
    """What the spec may name of this area: the ARNs of its domains, which exist already."""
    scope = Scope(spec, {})
    domains = spec.part("opensearch").domains
    return {f"domain:{key}": domain_arn(scope, key, domain) for key, domain in domains.items()}
