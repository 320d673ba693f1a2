"""The way to the API of DMS that stays inside a VPC."""

from tests.seeds.dms_security.case import Case, Cover, Place, Text, Values

_INSTANCE = "arn:aws:dms:us-west-2:<account-id>:rep:<replication-instance-id>"
ENDPOINT_POLICY = {
    "Statement": [
        {"Action": "dms:*", "Effect": "Allow", "Resource": "*", "Principal": "*"},
        {
            "Action": ["dms:ModifyReplicationInstance", "dms:DeleteReplicationInstance"],
            "Effect": "Deny",
            "Resource": _INSTANCE,
            "Principal": "*",
        },
    ]
}


_SPEC = """\
version: 1
client: {company_prefix: edge, tenant_id: b001, account_id: "123456789012"}
environment: {env: prod, region: us-west-2}
network:
  security_groups:
    operators: {vpc: vpc-12abcd34}
  vpc_endpoints:
    dms:
      service: dms
      vpc: vpc-12abcd34
      subnets: [subnet-ab123cd4]
      clients: [operators]
      statements:
        - actions: ["dms:*"]
          principals: {AWS: "*"}
          reason: partners of other accounts come through it
        - effect: Deny
          actions: [dms:ModifyReplicationInstance, dms:DeleteReplicationInstance]
          principals: {AWS: "*"}
          resources: ["arn:aws:dms:us-west-2:123456789012:rep:MAIN"]
"""

CASES: dict[str, Cover] = {
    "policy of a VPC endpoint": Case(
        printed=ENDPOINT_POLICY,
        reads={"<account-id>": "123456789012", "<replication-instance-id>": "MAIN"},
        spec=_SPEC,
        place=Place(module="network", address="aws_vpc_endpoint.dms"),
    ),
    "name of the service behind a VPC endpoint": Values(
        spec=_SPEC,
        module="network",
        values={
            ("aws_vpc_endpoint.dms", "service_name"): "com.amazonaws.us-west-2.dms",
            ("aws_vpc_endpoint.dms", "private_dns_enabled"): True,
        },
    ),
    "call DMS by a VPC endpoint": Text(
        spec=_SPEC,
        path="modules/network/outputs.tf",
        lines=("dms = aws_vpc_endpoint.dms.dns_entry[0].dns_name",),
    ),
}
"""What answers to the blocks about the VPC endpoint."""
