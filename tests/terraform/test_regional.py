"""Keys and networks: the harness puts there what exists, and reads back what was applied."""

import shutil
from pathlib import Path

import pytest

from tests.terraform.harness import CommandError, Lab, Root, grants
from tests.terraform.harness.ec2 import Rule
from tests.terraform.harness.kms import KeyGrant

REGIONAL = Path(__file__).parent / "roots/regional"

VPC, SUBNET, TABLE = "vpc-0aaaaaaaaaaaaaaaa", "subnet-0aaaaaaaaaaaaaaaa", "rtb-0aaaaaaaaaaaaaaaa"
DATABASE, LIST = "sg-0aaaaaaaaaaaaaaaa", "pl-0cccccccccccccccc"


@pytest.fixture
def root(lab: Lab, tmp_path: Path) -> Root:
    root = lab.root(shutil.copytree(REGIONAL, tmp_path / "root"), region="eu-west-1")
    root.adapt()
    (root.folder / "harness.auto.tfvars").write_text(f'vpc_id = "{VPC}"\n')
    root.account.create_vpc(VPC, subnets=[SUBNET], route_tables=[TABLE])
    root.account.create_security_group(DATABASE, VPC)
    root.account.create_prefix_list(LIST)
    root.init()
    return root


def test_keys_and_network_read_back_as_they_were_applied(root: Root) -> None:
    root.fmt_check()
    root.apply()
    plan = root.plan()
    assert not plan.changes, plan.text
    found = root.account.read()

    [(arn, key)] = found.keys.items()
    assert (key.description, key.aliases, key.rotation, key.tags) == (
        "Storage",
        {"alias/storage"},
        180,
        {"Team": "data"},
    )
    assert (key.spec, key.usage, key.multi_region) == ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", False)
    etl = "arn:aws:iam::123456789012:role/etl"
    assert key.grants == {KeyGrant("etl", etl, ("CreateGrant", "Decrypt"))}
    assert {grant.principal for grant in grants(key.policy)} == {"AWS arn:aws:iam::123456789012:root", f"AWS {etl}"}
    assert [grant.resource for grant in grants(found.roles["etl"].inline["key"])] == [arn]

    by_name = {group.name: (id_, group) for id_, group in found.security_groups.items()}
    replication, group = by_name["replication"]
    assert (group.vpc, group.description, group.tags) == (VPC, "Replication instances", {"Team": "data"})
    assert group.rules == {
        Rule("egress", "tcp", (1521, 1530), DATABASE, "To the database"),
        Rule("egress", "tcp", (5432, 5432), "210987654321/sg-0bbbbbbbbbbbbbbbb", "To the partner"),
        Rule("egress", "-1", (-1, -1), LIST, "To a list"),
    }
    assert found.security_groups[DATABASE].rules == {
        Rule("ingress", "tcp", (1521, 1530), replication, "From the replication instances"),
        Rule("ingress", "icmp", (8, 0), "10.0.0.0/8", "Ping"),
        Rule("ingress", "udp", (53, 53), "2001:db8::/32", "IPv6"),
    }

    interface, gateway = sorted(found.vpc_endpoints.values(), key=lambda endpoint: endpoint.service)
    assert (interface.kind, interface.service, interface.vpc) == ("Interface", "com.amazonaws.eu-west-1.dms", VPC)
    assert (interface.subnets, interface.groups, interface.private_dns) == ({SUBNET}, {replication}, True)
    assert (gateway.kind, gateway.route_tables) == ("Gateway", {TABLE})
    assert {grant.action for grant in grants(gateway.policy)} == {"s3:GetObject"}


BY_REFERENCE = {
    "aws_kms_key_policy.storage": "AWS = aws_iam_role.etl.arn",
    "aws_iam_role.etl": 'Service = "dms.amazonaws.com"',
}


@pytest.mark.parametrize("broken", BY_REFERENCE)
def test_a_policy_cannot_name_a_role_that_does_not_exist_yet(root: Root, broken: str) -> None:
    main = root.folder / "main.tf"
    absent = 'AWS = "arn:aws:iam::123456789012:role/absent"'
    main.write_text(main.read_text().replace(BY_REFERENCE[broken], absent))
    with pytest.raises(CommandError, match=r"(?i)invalid principal.*role/absent"):
        root.apply(f"-target={broken}")
