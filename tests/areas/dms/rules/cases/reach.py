"""How replication instances and databases reach each other."""

from tests.areas.cases import Bad, Good
from tests.areas.dms.specs import MAIN, OUT, database, dms, endpoint, endpoints, instances, replication

HERE = replication("cidrs: [10.0.0.0/24]")
NAT = replication("nat_ips: [203.0.113.7]")
PUBLIC = replication("public_ips: [203.0.113.7]", "publicly_accessible: nothing else leads there")
THERE = "[172.16.0.0/24]"
TWO = instances(main=MAIN, other=MAIN)
ORACLE: dict[str, str | None] = {
    "engine": "oracle",
    "ssl_mode": "verify-ca",
    "certificate": '"{var:ca}"',
    "asm_secret": '"{var:asm}"',
}
AWAY: dict[str, str | None] = {"scenario": "vpn", "security_group": None, "cidrs": THERE, "owner": "them"}
PRIVATE = "{vpc: §vpc-0123456789abcdef1, present: [secretsmanager]}"


def groups(replication: str, orders_db: str) -> str:
    """A network part with two groups."""
    return f"network:\n  security_groups:\n    replication: {{{replication}}}\n    orders_db: {{{orders_db}}}\n"


ONE, OTHER = "vpc: vpc-0123456789abcdef0", "vpc: vpc-0123456789abcdef1"
EXISTING = "id: sg-0123456789abcdef0"
THEIRS = f"{EXISTING}, account_id: '210987654321'"

BAD = (
    Bad("LB236", "AWS ended on 2022-08-15", database(value="scenario", scenario="classiclink")),
    Bad("LB237", "does not say how main reaches it", database(mark="orders", scenario=None)),
    Bad(
        "LB237",
        "cannot lead to another region",
        database(value="scenario", security_group=None, cidrs=THERE, region="eu-central-1"),
    ),
    Bad(
        "LB237",
        "scenario vpn wants owner",
        database(mark="orders", scenario="vpn", security_group=None, cidrs=THERE, instance=HERE),
    ),
    Bad(
        "LB237",
        "scenario nat_gateway of endpoint orders wants nat_ips",
        dms(
            f"replication_instances:\n  §main: {MAIN}\n",
            endpoints(endpoint(scenario="nat_gateway", security_group=None, cidrs=THERE, owner="them")),
        ),
    ),
    Bad("LB237", "scenario nat_gateway wants cidrs", database(mark="orders", scenario="nat_gateway", instance=NAT)),
    Bad(
        "LB237",
        "scenario peered_vpc to another region of endpoint orders wants cidrs",
        dms(
            f"replication_instances:\n  §main: {MAIN}\n",
            endpoints(
                endpoint(scenario="peered_vpc", region="eu-central-1", security_group=None, cidrs=THERE, owner="them")
            ),
        ),
    ),
    Bad(
        "LB238",
        "groups cannot be named across regions",
        database(
            value="security_group",
            scenario="peered_vpc",
            region="eu-central-1",
            cidrs=THERE,
            owner="them",
            instance=HERE,
        ),
    ),
    Bad(
        "LB239",
        "nothing has a security group",
        database(mark="security_group", scenario="direct_connect", cidrs=THERE, owner="them", instance=HERE),
    ),
    Bad(
        "LB237",
        "scenario nat_gateway wants asm_cidrs",
        database(
            **ORACLE, mark="orders", scenario="nat_gateway", cidrs=THERE, asm_security_group="vpn_host", instance=NAT
        ),
    ),
    Bad(
        "LB237",
        "a bridge that is a proxy wants addresses",
        database(**AWAY, mark="bridge", bridge="{security_group: vpn_host, kind: proxy}"),
    ),
    Bad(
        "LB238",
        "groups cannot be named across regions",
        database(
            **ORACLE,
            scenario="peered_vpc",
            region="eu-central-1",
            security_group=None,
            cidrs=THERE,
            owner="them",
            instance=HERE,
            value="asm_security_group",
            asm_security_group="vpn_host",
            asm_cidrs=THERE,
        ),
    ),
    Bad(
        "LB239",
        "a router does not show its own addresses",
        database(
            **AWAY,
            bridge="{security_group: vpn_host, §addresses: [10.0.9.7]}",
            instance=HERE,
        ),
    ),
    Bad(
        "LB259",
        "replication and orders_db are in two VPCs",
        database(value="scenario", rest=groups(ONE, OTHER)),
    ),
    Bad(
        "LB259",
        "scenario shared_vpc means one",
        database(value="scenario", scenario="shared_vpc", rest=groups(ONE, OTHER)),
    ),
    Bad(
        "LB259",
        "are both in vpc-0123456789abcdef0",
        database(value="scenario", scenario="peered_vpc", rest=groups(ONE, ONE)),
    ),
    Bad(
        "LB259",
        "are both in {var:vpc}",
        database(value="scenario", scenario="peered_vpc", rest=groups('vpc: "{var:vpc}"', 'vpc: "{var:vpc}"')),
    ),
    Bad(
        "LB259",
        "orders_db is a group of account 210987654321",
        database(value="scenario", rest=groups(EXISTING.replace("0123", "3210"), THEIRS)),
    ),
    Bad(
        "LB259",
        "replication instance main is in vpc-0123456789abcdef1, and its group in vpc-0123456789abcdef0",
        database(instance=f"{{security_group: replication, {OUT}, private: {PRIVATE}}}", rest=groups(ONE, EXISTING)),
    ),
    Bad("LB239", "scenario same_vpc has no bridge", database(mark="bridge", bridge="vpn_host")),
    Bad("LB244", "does not say which replication instance", dms(TWO, endpoints(endpoint(mark="orders")))),
    Bad("LB245", "the spec has no replication instance", dms(endpoints(endpoint(mark="orders")))),
    Bad("LB245", "neither in a security_group nor in cidrs", database(mark="orders", security_group=None)),
    Bad(
        "LB245",
        "nobody is said to let anything in",
        database(mark="orders", security_group=None, cidrs="[10.0.7.0/24]"),
    ),
)

GOOD = (
    Good("LB236", database(scenario="peered_vpc")),
    Good("LB237", database(scenario="shared_vpc")),
    Good("LB237", database(scenario="nat_gateway", cidrs=THERE, instance=NAT)),
    Good("LB237", database(scenario="internet", security_group=None, cidrs=THERE, owner="them", instance=PUBLIC)),
    Good(
        "LB238",
        database(
            scenario="peered_vpc", region="eu-central-1", security_group=None, cidrs=THERE, owner="them", instance=HERE
        ),
    ),
    Good(
        "LB239",
        database(
            scenario="direct_connect", security_group=None, bridge="vpn_host", cidrs=THERE, owner="them", instance=HERE
        ),
    ),
    Good(
        "LB239",
        database(**AWAY, bridge="{security_group: vpn_host, kind: nat, addresses: [10.0.9.7]}"),
    ),
    Good("LB259", database(rest=groups(ONE, ONE))),
    Good("LB259", database(rest=groups(ONE, 'vpc: "{var:vpc}"'))),
    Good("LB259", database(rest=groups(ONE, EXISTING))),
    Good("LB259", database(scenario="peered_vpc", rest=groups(ONE, OTHER))),
    Good("LB259", database(scenario="shared_vpc", rest=groups(ONE, THEIRS))),
    Good(
        "LB244",
        dms(TWO, endpoints(endpoint(replication_instance="main"), endpoint("billing", replication_instance="other"))),
    ),
    Good("LB245", database(security_group=None, cidrs="[10.0.7.0/24]", owner="them")),
)
