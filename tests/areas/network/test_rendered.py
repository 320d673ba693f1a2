"""What small specs render to: one snapshot per kind of thing, as the reviewer of a pull request would read it."""

import json
import re
import shlex

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.areas.network.specs import CHINA, DB, OTHER_VPC, SUBNET, VPC, endpoint, network
from tests.specs import HEAD, compiled

CASES = {
    "a new group and its rules": f"""
        security_groups:
          replication:
            vpc: {VPC}
            name: "{{stem}}-dms"
            description: DMS replication instances
            tags: {{Team: data}}
            ingress:
              - {{from: 10.1.0.0/24, protocol: icmp, description: ping from the bastion}}
            egress:
              - {{to: [10.20.0.0/24, "2001:db8::/48"], engine: SQL Server}}
              - {{to: pl-0123456789abcdef0, ports: "1521-1530", reason: the listeners of the whole cluster}}
              - {{to: 10.0.0.2/32, port: 53, protocol: udp}}
    """,
    "a flow between two groups of ours": f"""
        security_groups:
          replication: {{vpc: {VPC}}}
          orders_db: {{id: {DB}}}
        flows:
          - {{from: replication, to: orders_db, engine: oracle}}
    """,
    "a flow between networks and groups": f"""
        security_groups:
          replication: {{vpc: {VPC}}}
          orders_db: {{id: {DB}}}
        flows:
          - {{from: replication, to: 192.168.0.0/16, engine: db2}}
          - {{from: 203.0.113.7/32, to: orders_db, engine: oracle, description: from the NAT gateway}}
          - {{from: replication, to: orders_db, port: 2484, seen_as: [10.1.0.0/24]}}
    """,
    "ids that live elsewhere": """
        security_groups:
          replication: {vpc: "{var:vpc_id}"}
          orders_db: {id: "{ssm:/network/orders-db}"}
        flows:
          - {from: replication, to: orders_db, engine: oracle}
    """,
    "rules for others": f"""
        security_groups:
          replication: {{vpc: {VPC}}}
          reports: {{id: "{{var:reports_group}}"}}
          partner_db: {{id: sg-0aaaaaaaaaaaaaaaa, account_id: "210987654321", owner: payments team}}
          shared_db: {{id: sg-0bbbbbbbbbbbbbbbb, owner: platform}}
        flows:
          - {{from: replication, to: partner_db, engine: mysql, description: nightly copy, reason: agreed in March}}
          - {{from: reports, to: shared_db, engine: postgres}}
          - {{from: partner_db, to: replication, port: 443}}
          - {{from: replication, to: 210987654321/sg-0dddddddddddddddd, port: 5432, seen_as: [10.0.0.0/24]}}
          - {{from: replication, to: 192.168.1.0/24, engine: oracle, owner: data centre, seen_as: [10.0.0.0/24]}}
    """,
    "interface and gateway endpoints": f"""
        security_groups:
          replication: {{vpc: {VPC}}}
        vpc_endpoints:
          dms:
            service: dms
            vpc: {VPC}
            subnets: [{SUBNET}, "{{var:subnet_b}}"]
            clients: [replication]
            statements:
              - {{actions: "dms:*", principals: {{AWS: ["arn:aws:iam::123456789012:role/operator", "210987654321"]}}}}
              - effect: Deny
                actions: [dms:DeleteReplicationInstance, dms:ModifyReplicationInstance]
                resources: "arn:aws:dms:eu-west-1:123456789012:rep:MAIN"
                reason: the instance is shared
          storage: {{service: s3, vpc: {VPC}, route_tables: [rtb-0123456789abcdef0], clients: [replication]}}
    """,
    "a renamed group": f"""
        security_groups:
          replication:
            vpc: {VPC}
            name: "{{stem}}-sg-dms"
            description: x
            renamed_from: dms
            egress: [{{to: 10.0.0.0/8, port: 443}}]
    """,
}


def shown(files: dict[str, str], *, without: tuple[str, ...] = ("versions.tf", "variables.tf", "README.md")) -> str:
    """The files of the network module."""
    kept = (
        f"===== {path}\n{text}"
        for path, text in files.items()
        if path.startswith("modules/network/") and not path.endswith(without)
    )
    return "\n".join(kept)


@pytest.mark.parametrize("name", CASES)
def test_a_small_spec_renders_to(name: str, snapshot: SnapshotAssertion) -> None:
    assert shown(compiled(network(CASES[name]))) == snapshot


def test_the_readme_has_a_picture_of_the_flows(snapshot: SnapshotAssertion) -> None:
    readme = compiled(network(CASES["rules for others"]))["modules/network/README.md"]
    assert readme.partition("## Requirements")[0] == snapshot


def test_in_china_the_service_has_its_name_there() -> None:
    text = shown(compiled(endpoint("", head=CHINA)))
    assert 'service_name        = "cn.com.amazonaws.${var.region}.dms"' in text


OTHERS = "modules/network/FOR-OTHERS.md"
HOSTILE = "a'b | c](http://x) <b> {{ 7*7 }} `id` $(id)"


def commands(page: str) -> list[list[str]]:
    """The commands of the page as the words that a shell sees."""
    return [shlex.split(block.replace("\\\n", " ")) for block in re.findall(r"```bash\n(.*?)```", page, re.DOTALL)]


def test_a_command_is_what_the_aws_cli_takes() -> None:
    page = compiled(network(CASES["rules for others"]))[OTHERS]
    command = commands(page)[0]
    assert command[:-1] == [
        *("aws", "ec2", "authorize-security-group-ingress"),
        *("--region", "eu-west-1", "--group-id", "sg-0aaaaaaaaaaaaaaaa", "--ip-permissions"),
    ]
    assert json.loads(command[-1]) == [
        {
            "IpProtocol": "tcp",
            "FromPort": 3306,
            "ToPort": 3306,
            "UserIdGroupPairs": [
                {
                    "GroupId": "{security_group:replication}",
                    "UserId": "123456789012",
                    "Description": "nightly copy",
                }
            ],
        }
    ]


def test_hostile_words_stay_words() -> None:
    text = f"""
    security_groups:
      replication: {{vpc: {VPC}}}
      db:
        id: {DB}
        owner: {json.dumps(HOSTILE)}
    flows:
      - from: replication
        to: db
        port: 1
        description: {json.dumps(HOSTILE)}
        reason: {json.dumps(HOSTILE)}
    """
    head = f"{HEAD}suppress:\n  - {{rule: LB525, path: network, reason: to see what comes out}}\n"
    files = compiled(network(text, head=head))
    page = files[OTHERS]
    [command] = commands(page)
    [permission] = json.loads(command[-1])
    assert permission["UserIdGroupPairs"][0]["Description"] == HOSTILE
    table = page.partition("## Ids")[0]
    assert "<b>" not in table
    assert not re.search(r"(?<!\\)\]\(", table)
    assert "{{" not in table


def test_a_page_is_only_there_where_somebody_has_to_do_something() -> None:
    files = compiled(network(CASES["a flow between two groups of ours"]))
    assert OTHERS not in files


def test_one_name_in_two_vpcs_is_two_groups() -> None:
    files = compiled(
        network(f"""
        security_groups:
          a: {{vpc: {VPC}, name: db, egress: [{{to: b, port: 1}}]}}
          b: {{vpc: {OTHER_VPC}, name: db, ingress: [{{from: a, port: 1}}]}}
        """)
    )
    assert files["modules/network/main.tf"].count('= "db"') == 2


def row(text: str) -> list[str]:
    """The cells of the only row of the page of a spec."""
    page = compiled(network(text))[OTHERS]
    [line] = (line for line in page.partition("## Ids")[0].splitlines() if line.startswith("| `"))
    return [cell.strip() for cell in line.strip("|").split(" | ")]


def others_with(said: str) -> str:
    """A flow to a network that somebody else rules, by what it says besides."""
    return f"""
        security_groups:
          replication: {{vpc: {VPC}}}
        flows:
          - {{from: replication, to: 192.168.1.0/24, owner: data centre, {said}}}
    """


@pytest.mark.parametrize(
    ("said", "protocol", "port"),
    [
        ("port: 53, protocol: udp", "udp", "53"),
        ('ports: "1521-1530"', "tcp", "1521-1530"),
        ("protocol: icmp", "icmp", "all"),
        ("protocol: all, reason: a trial", "all", "all"),
    ],
)
def test_a_row_has_the_words_of_a_firewall_request(said: str, protocol: str, port: str) -> None:
    source, destination, *rest = row(others_with(f"seen_as: [10.0.0.0/24], {said}"))
    assert (source, destination) == ("`10.0.0.0/24`", "`192.168.1.0/24`")
    assert rest[:3] == [protocol, port, "data centre"]


def test_who_asks_what_is_on_the_other_side_of_its_own_rule_reads_the_way_of_the_traffic() -> None:
    source, destination, *_ = row(f"""
        security_groups:
          replication: {{vpc: {VPC}}}
          theirs: {{id: {DB}, owner: them}}
        flows: [{{from: theirs, to: replication, port: 443}}]
    """)
    assert source.startswith(f"`{DB}")
    assert destination.startswith("`{security_group:replication}")


@pytest.mark.parametrize(("said", "asked"), [("port: 1", True), ("port: 1, seen_as: [10.0.0.0/24]", False)])
def test_a_network_that_is_told_a_group_is_told_how_to_get_addresses(said: str, asked: bool) -> None:
    assert ("A firewall knows no security groups" in compiled(network(others_with(said)))[OTHERS]) is asked
