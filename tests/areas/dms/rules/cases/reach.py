"""How replication instances and databases reach each other."""

from tests.areas.dms.specs import MAIN, database, dms, endpoint, endpoints, instances, replication
from tests.areas.iam.rules.cases.case import Bad, Good

HERE = replication("cidrs: [10.0.0.0/24]")
NAT = replication("nat_ips: [203.0.113.7]")
PUBLIC = replication("public_ips: [203.0.113.7]", "publicly_accessible: nothing else leads there")
THERE = "[172.16.0.0/24]"
TWO = instances(main=MAIN, other=MAIN)

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
        "LB244",
        dms(TWO, endpoints(endpoint(replication_instance="main"), endpoint("billing", replication_instance="other"))),
    ),
    Good("LB245", database(security_group=None, cidrs="[10.0.7.0/24]", owner="them")),
)
