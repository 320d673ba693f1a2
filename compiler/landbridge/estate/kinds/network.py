"""The network: security groups, their rules, and VPC endpoints."""

from collections.abc import Iterator

from landbridge.estate.kind import Kind, group_rule
from landbridge.estate.kinds.forms import POLICY, TAGS, plain, sets
from landbridge.estate.values import Form

_RULE = (
    *("security_group_id", "ip_protocol", "from_port", "to_port", "cidr_ipv4", "cidr_ipv6", "prefix_list_id"),
    "referenced_security_group_id",
)
"""What a rule of a security group says; AWS takes the same only once."""
_BOTH_WAYS: dict[str, Form] = {"ingress": "rules", "egress": "rules"}


def kinds() -> Iterator[Kind]:
    """The types, with what is known of them."""
    yield Kind(
        type="aws_security_group",
        imports=("{id}",),
        names=("id", "name", "vpc_id", "arn"),
        kept=plain("description") | _BOTH_WAYS | TAGS,
    )
    yield Kind(
        type="aws_default_security_group",
        imports=("{id}",),
        names=("id", "vpc_id", "arn"),
        kept=_BOTH_WAYS | TAGS,
    )
    yield Kind(
        type="aws_security_group_rule",
        method=group_rule,
        names=("security_group_id", "security_group_rule_id", "type"),
        kept=plain("protocol", "from_port", "to_port", "self", "source_security_group_id", "description")
        | sets("cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"),
    )
    for way in ("ingress", "egress"):
        yield Kind(
            type=f"aws_vpc_security_group_{way}_rule",
            imports=("{security_group_rule_id}",),
            names=("security_group_rule_id", "security_group_id"),
            kept=plain(*_RULE, "description") | TAGS,
        )
    yield Kind(
        type="aws_vpc_security_group_vpc_association",
        imports=("{security_group_id},{vpc_id}",),
        names=("security_group_id", "vpc_id"),
        kept={},
    )
    yield Kind(
        type="aws_vpc_endpoint",
        imports=("{id}",),
        names=("id", "arn", "service_name", "vpc_id"),
        kept=plain("vpc_endpoint_type", "private_dns_enabled")
        | sets("security_group_ids", "subnet_ids", "route_table_ids")
        | POLICY
        | TAGS,
    )
    for what, form in (("policy", POLICY), ("private_dns", plain("private_dns_enabled"))):
        yield Kind(
            type=f"aws_vpc_endpoint_{what}",
            imports=("{vpc_endpoint_id}",),
            names=("vpc_endpoint_id",),
            kept=form,
        )
    for what in ("route_table", "subnet", "security_group"):
        yield Kind(
            type=f"aws_vpc_endpoint_{what}_association",
            imports=(f"{{vpc_endpoint_id}}/{{{what}_id}}",),
            names=("vpc_endpoint_id", f"{what}_id"),
            kept={},
        )
