"""The security groups and VPC endpoints of an account and region, read back into plain values that tests compare."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.terraform.harness.iam import Document


@dataclass(frozen=True)
class Rule:
    """A rule of a security group.

    Attributes:
        direction: ingress or egress.
        protocol: tcp, udp, icmp, icmpv6, a number, or -1 for all.
        ports: first and last, or ICMP type and code; (-1, -1) for all protocols.
        other: the other side: a CIDR, the id of a prefix list, the id of a group, or account/id.
        description: as AWS keeps it.
    """

    direction: str
    protocol: str
    ports: tuple[int, int]
    other: str
    description: str = ""


@dataclass(frozen=True)
class SecurityGroup:
    """A security group with all its rules."""

    name: str
    vpc: str
    description: str = ""
    rules: frozenset[Rule] = frozenset()
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class VpcEndpoint:
    """A VPC endpoint. `kind` is Interface or Gateway; subnets, route tables and groups are ids."""

    service: str
    kind: str
    vpc: str
    policy: Document
    subnets: frozenset[str] = frozenset()
    route_tables: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    private_dns: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)


def read(ec2: Any, account_id: str) -> dict[str, Any]:
    """Read the fields of `Contents` that are the network's: by id, and without the default security groups.

    Args:
        ec2: a client.
        account_id: of the account, whose own groups a rule names by their id alone.
    """
    rules: dict[str, list[Rule]] = {}
    for rule in ec2.get_paginator("describe_security_group_rules").paginate().build_full_result()["SecurityGroupRules"]:
        rules.setdefault(rule["GroupId"], []).append(_rule(rule, account_id))
    groups = ec2.get_paginator("describe_security_groups").paginate().build_full_result()["SecurityGroups"]
    endpoints = ec2.get_paginator("describe_vpc_endpoints").paginate().build_full_result()["VpcEndpoints"]
    lists = ec2.get_paginator("describe_managed_prefix_lists").paginate().build_full_result()["PrefixLists"]
    return {
        "security_groups": {
            group["GroupId"]: SecurityGroup(
                name=group["GroupName"],
                vpc=group["VpcId"],
                description=group["Description"],
                rules=frozenset(rules.get(group["GroupId"], ())),
                tags=_tags(group),
            )
            for group in groups
            if group["GroupName"] != "default"
        },
        "vpc_endpoints": {endpoint["VpcEndpointId"]: _endpoint(endpoint) for endpoint in endpoints},
        "prefix_lists": {each["PrefixListId"]: each["PrefixListName"] for each in lists if each["OwnerId"] == "AWS"},
    }


def _rule(rule: Mapping[str, Any], account_id: str) -> Rule:
    sides = [rule[key] for key in ("CidrIpv4", "CidrIpv6", "PrefixListId") if rule.get(key)]
    if group := rule.get("ReferencedGroupInfo"):
        sides.append("/".join([group["UserId"], group["GroupId"]]).removeprefix(f"{account_id}/"))
    [other] = sides
    return Rule(
        direction="egress" if rule["IsEgress"] else "ingress",
        protocol=rule["IpProtocol"],
        ports=(rule["FromPort"], rule["ToPort"]),
        other=other,
        description=rule.get("Description", ""),
    )


def _endpoint(endpoint: Mapping[str, Any]) -> VpcEndpoint:
    return VpcEndpoint(
        service=endpoint["ServiceName"],
        kind=endpoint["VpcEndpointType"],
        vpc=endpoint["VpcId"],
        policy=json.loads(endpoint["PolicyDocument"]),
        subnets=frozenset(endpoint["SubnetIds"]),
        route_tables=frozenset(endpoint["RouteTableIds"]),
        groups=frozenset(group["GroupId"] for group in endpoint["Groups"]),
        private_dns=endpoint["PrivateDnsEnabled"],
        tags=_tags(endpoint),
    )


def _tags(thing: Mapping[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in thing.get("Tags", [])}
