"""Replication instances."""

from tests.areas.cases import Bad, Good
from tests.areas.dms.specs import MAIN, OUT, database, dms, endpoint, endpoints, instances, replication, store

VPC = "vpc: vpc-0123456789abcdef0"
SUBNETS = "subnets: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]"
TABLES = "route_tables: [rtb-0123456789abcdef0]"
S3: dict[str, str | None] = {"engine": "s3", "direction": "target", "bucket": "x-lake"}


def private(*rest: str, mark: str = "", more: str = "") -> str:
    """A replication instance in a network with no way out; `more` is what it has besides."""
    beside = f"{more}, " if more else ""
    return "{" + f"security_group: replication, {beside}{mark}private: {{{', '.join((VPC, *rest))}}}" + "}"


BAD = (
    Bad(
        "LB247",
        "replication instance main has no rule that lets it out to secretsmanager",
        dms(instances(main=private("present: §[secretsmanager]")), endpoints(endpoint())),
    ),
    Bad(
        "LB252",
        "2 networks are together most of the internet",
        dms(
            instances(main="{security_group: replication, https_to: §[30.0.0.0/9, 31.128.0.0/9]}"),
            endpoints(endpoint()),
        ),
    ),
    Bad(
        "LB246",
        "no endpoint uses replication instance spare",
        dms(
            f"replication_instances:\n  main: {MAIN}\n  §spare: {MAIN}\n",
            endpoints(endpoint(replication_instance="main")),
        ),
    ),
    Bad(
        "LB247",
        "replication instance main has no way to s3, secretsmanager",
        dms("replication_instances:\n  §main: {security_group: replication}\n", endpoints(endpoint(), store(**S3))),
    ),
    Bad("LB247", "no way to secretsmanager, which orders needs, and no subnets", database(instance=private(mark="§"))),
    Bad(
        "LB247",
        "no way to s3, which lake needs, and no route_tables",
        dms(instances(main=private(SUBNETS, mark="§")), endpoints(endpoint(), store(**S3))),
    ),
    *(
        Bad(
            "LB247",
            f"replication instance main has a network with no way out, and {field}",
            database(instance=private(SUBNETS).replace("private", f"§{field}: {value}, private")),
        )
        for field, value in (("https_to", "[pl-0123456789abcdef0]"), ("https_anywhere", "there is no list"))
    ),
    Bad(
        "LB247",
        "endpoint orders is reached over the internet",
        database(
            mark="orders",
            scenario="nat_gateway",
            cidrs="[198.51.100.9/32]",
            instance=private(SUBNETS).replace("private", "nat_ips: [203.0.113.7], private"),
        ),
    ),
    Bad(
        "LB247",
        "OpenSearch domain of lake is not said to be in a VPC",
        dms(
            instances(main=private(SUBNETS)),
            endpoints(endpoint(), store(mark="lake", engine="opensearch", direction="target", domain="search")),
        ),
    ),
    Bad(
        "LB247",
        "lake needs kinesis-streams, which DMS looks up under its usual name only",
        dms(
            instances(main=private(SUBNETS, TABLES, "private_dns: §false")),
            endpoints(endpoint(), store(engine="kinesis", direction="target", stream="clicks")),
        ),
    ),
    Bad(
        "LB260",
        "replication instances main and other share a VPC endpoint for secretsmanager",
        dms(
            instances(main=private(SUBNETS), other=private(SUBNETS, "private_dns: false", mark="§")),
            endpoints(endpoint(replication_instance="main"), endpoint("billing", replication_instance="other")),
        ),
    ),
    Bad(
        "LB248",
        "a public address, and a network with no way out",
        database(instance=private(SUBNETS).replace("private", "§publicly_accessible: somebody wanted it, private")),
    ),
    Bad(
        "LB248",
        "replication instance main has no public address",
        database(
            value="scenario",
            scenario="internet",
            cidrs="[198.51.100.9/32]",
            instance=replication("public_ips: [203.0.113.7]"),
        ),
    ),
    Bad(
        "LB248",
        "replication instance main has no public address",
        database(
            value="scenario",
            scenario="internet",
            cidrs="[198.51.100.9/32]",
            instance=replication("nat_ips: [203.0.113.7]"),
        ),
    ),
    Bad(
        "LB251",
        '"10.0.7.5/24" is no network address: bits behind the prefix are set',
        database(security_group=None, owner="them", cidrs="[§10.0.7.5/24]"),
    ),
    Bad(
        "LB251",
        '"10.0.7.300/32" is no address range',
        database(security_group=None, owner="them", cidrs="[§10.0.7.300/32]"),
    ),
    Bad(
        "LB251",
        '"300.0.113.7" is no address',
        dms(instances(main=replication("nat_ips: [§300.0.113.7]")), endpoints(endpoint())),
    ),
    Bad("LB252", '"0.0.0.0/0" is everywhere', database(security_group=None, owner="them", cidrs="[§0.0.0.0/0]")),
    Bad(
        "LB252",
        '"0.0.0.0/0" is everywhere',
        database(instance="{security_group: replication, https_to: [§0.0.0.0/0]}"),
    ),
    Bad(
        "LB252",
        '"::/0" is everywhere',
        database(instance="{security_group: replication, https_to: [pl-0123456789abcdef0, §'::/0']}"),
    ),
)

GOOD = (
    Good("LB246", database()),
    Good("LB247", database(instance=replication("https_anywhere: the list has only half of it"))),
    Good("LB247", database(instance="{security_group: replication, https_to: [192.0.2.0/24]}")),
    Good("LB247", database(instance="{security_group: replication, https_anywhere: there is no list}")),
    Good(
        "LB247",
        database(instance="{security_group: replication}", secret=None, iam_auth="{resource_id: db-ABC, user: dms}"),
    ),
    Good("LB247", dms(instances(main=private(SUBNETS, TABLES)), endpoints(endpoint(), store(**S3)))),
    Good(
        "LB247",
        dms(instances(main=private(SUBNETS, TABLES, "private_dns: false")), endpoints(endpoint(), store(**S3))),
    ),
    Good(
        "LB260",
        dms(
            instances(main=private(SUBNETS, "private_dns: false"), other=private(SUBNETS, "private_dns: false")),
            endpoints(endpoint(replication_instance="main"), endpoint("billing", replication_instance="other")),
        ),
    ),
    Good(
        "LB247",
        dms(instances(main=private("present: [s3, secretsmanager]", more=OUT)), endpoints(endpoint(), store(**S3))),
    ),
    Good(
        "LB247",
        dms(
            instances(main=private(SUBNETS)),
            endpoints(
                endpoint(),
                store(
                    engine="opensearch",
                    direction="target",
                    domain="search",
                    scenario="same_vpc",
                    security_group="orders_db",
                ),
            ),
        ),
    ),
    Good(
        "LB248",
        database(
            scenario="internet",
            cidrs="[198.51.100.9/32]",
            instance=replication("public_ips: [203.0.113.7]", "publicly_accessible: no other way"),
        ),
    ),
    Good("LB251", database(security_group=None, owner="them", cidrs="[10.0.7.0/24, '2001:db8::/48']")),
    Good("LB252", database()),
    Good("LB252", database(instance="{security_group: replication, https_anywhere: there is no list}")),
)
