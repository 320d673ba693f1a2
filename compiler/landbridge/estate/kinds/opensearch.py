"""OpenSearch Service and Serverless: domains, collections, and their policies."""

from collections.abc import Iterator

from landbridge.estate.kind import Kind
from landbridge.estate.kinds.forms import TAGS, plain, sets
from landbridge.estate.values import Form

_ACCESS: dict[str, Form] = {"access_policies": "policy"}


def kinds() -> Iterator[Kind]:
    """The types, with what is known of them."""
    for family in ("opensearch", "elasticsearch"):
        yield Kind(
            type=f"aws_{family}_domain",
            imports=("{domain_name}",),
            names=("domain_name", "arn"),
            kept=_ACCESS | TAGS,
        )
        yield Kind(
            type=f"aws_{family}_domain_policy",
            why="the provider has no import for it; creating it puts the policy over the domain's own",
            names=("domain_name",),
            kept=_ACCESS,
        )
        yield Kind(
            type=f"aws_{family}_domain_saml_options",
            imports=("{domain_name}",),
            names=("domain_name",),
            kept={},
        )
        yield Kind(type=f"aws_{family}_vpc_endpoint", imports=("{id}",), names=("id", "domain_arn"), kept={})
    yield Kind(
        type="aws_opensearchserverless_access_policy",
        imports=("{name}/data",),  # there is no other type of access policy
        names=("name",),
        kept=plain("description") | {"policy": "json"},
    )
    for what in ("security", "lifecycle"):
        yield Kind(
            type=f"aws_opensearchserverless_{what}_policy",
            imports=("{name}/{type}",),
            names=("name", "type"),
            kept=plain("description") | {"policy": "json"},
        )
    yield Kind(
        type="aws_opensearchserverless_collection",
        imports=("{id}",),
        names=("id", "arn", "name"),
        kept=plain("description", "type") | TAGS,
    )
    yield Kind(
        type="aws_opensearchserverless_vpc_endpoint",
        imports=("{id}",),
        names=("id", "name", "vpc_id"),
        kept=sets("security_group_ids", "subnet_ids"),
    )
