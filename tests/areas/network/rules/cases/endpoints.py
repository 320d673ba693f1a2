"""Rules on VPC endpoints."""

from tests.areas.cases import Bad, Good
from tests.areas.network.specs import SUBNET, VPC, endpoint, two_groups

MANY = ", ".join(f'"arn:aws:dms:eu-west-1:123456789012:rep:{"X" * 20}{number:04}"' for number in range(400))


def statements(text: str) -> str:
    """An endpoint with one statement."""
    return endpoint(f", statements: [{text}]")


def two(first: str, second: str) -> str:
    """Two interface endpoints for one service."""
    lines = "".join(
        f"  {key}: {{service: dms, subnets: [{SUBNET}], clients: [replication], {said}}}\n"
        for key, said in (("one", first), ("two", second))
    )
    return two_groups(f"vpc_endpoints:\n{lines.rstrip()}")


BAD = (
    Bad(
        "LB531",
        "everybody, in any account, may use dms:*",
        statements('§{actions: "dms:*", principals: {AWS: "*"}}'),
    ),
    Bad(
        "LB531",
        "everybody, in any account",
        statements(
            '§{actions: "dms:*", principals: {AWS: "*"}, conditions: {StringLike: {"aws:PrincipalOrgID": "*"}}}'
        ),
    ),
    *(
        Bad("LB531", "everybody, in any account", statements(f'§{{actions: "dms:*", {who}}}'))
        for who in (
            'principals: {AWS: "arn:aws:iam::*:role/*"}',
            'principals: {AWS: "arn:aws:iam::???????????*:*"}',
            'principals: {AWS: ["arn:aws:iam::123456789012:role/x", "arn:aws:iam::*:role/x"]}',
            'principals: {AWS: "{var:operator}"}',
            'principals: {AWS: "*"}, conditions: {StringLike: {"aws:PrincipalArn": "arn:*"}}',
            'principals: {AWS: "*"}, conditions: {StringLike: {"aws:userid": "A*"}}',
            'principals: {AWS: "*"}, conditions: {StringLike: {"aws:PrincipalOrgID": "o-*"}}',
            'principals: {AWS: "*"}, conditions: {"ForAllValues:StringEquals": {"aws:PrincipalOrgPaths": "o-1/r-1"}}',
            'principals: {AWS: "*"}, conditions: {StringEquals: {"aws:SourceVpc": "vpc-0123456789abcdef0"}}',
        )
    ),
    Bad(
        "LB532",
        "that of a VPC endpoint has at most 20,480",
        statements(f'{{actions: "dms:*", resources: [{MANY}]}}').replace("api: {", "§api: {"),
    ),
    Bad(
        "LB536",
        "aws_vpc_endpoint.one has the private names of the same service",
        two(f"vpc: {VPC}", f"vpc: {VPC}, private_dns: §true"),
    ),
    Bad("LB537", "allows every action there is", statements('{actions: §"*"}')),
    Bad(
        "LB538",
        '"12345678901?" has a wildcard',
        statements(
            '§{actions: "dms:*", principals: {AWS: "*"}, reason: shared by three companies,'
            ' conditions: {StringLike: {"aws:PrincipalAccount": "12345678901?"}}}'
        ),
    ),
)

GOOD = (
    Good("LB531", statements('{actions: "dms:*", principals: {AWS: "*"}, reason: shared by three companies}')),
    Good(
        "LB531",
        statements(
            '{actions: "dms:*", principals: {AWS: "*"}, conditions: {StringEquals: {aws:PrincipalOrgID: o-1a2b3c}}}'
        ),
    ),
    *(
        Good("LB531", statements(f'{{actions: "dms:*", {who}}}'))
        for who in (
            'principals: {AWS: "arn:aws:iam::123456789012:role/*"}',
            'principals: {AWS: "{var:operator}"}, reason: whom the platform names',
            'principals: {AWS: "*"}, conditions: {StringLike: {"aws:userid": "AROAJQABLZS4A3QDU576Q:*"}}',
            'principals: {AWS: "*"}, conditions: {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/r-1/*"}}',
        )
    ),
    Good("LB531", statements('{effect: Deny, actions: "dms:Delete*", principals: {AWS: "*"}}')),
    Good("LB532", statements('{actions: "dms:*", resources: "arn:aws:dms:eu-west-1:123456789012:rep:X"}')),
    Good("LB536", two(f"vpc: {VPC}", f"vpc: {VPC}, private_dns: false")),
    Good("LB536", two(f"vpc: {VPC}", 'vpc: "{var:vpc_id}"')),
    Good("LB537", statements('{actions: "*", reason: a trial of one day}')),
    Good("LB538", statements('{actions: "dms:*", principals: {AWS: "210987654321"}}')),
)
