"""What lowering finds: sides, ports, owners, endpoints that cannot be made."""

from tests.areas.cases import Bad, Good
from tests.areas.network.specs import DB, VPC, endpoint, flow, ingress, network, two_groups

PARTNER = 'partner: {id: sg-0aaaaaaaaaaaaaaaa, account_id: "210987654321"'
GATEWAY = f"""\
vpc_endpoints:
  api: {{service: %s, vpc: {VPC}, §route_tables: [rtb-0123456789abcdef0], clients: [replication]}}"""


def groups(*lines: str) -> str:
    """A spec with these groups, each in YAML's flow form."""
    return network("security_groups:\n" + "".join(f"  {line}\n" for line in lines))


def rule(text: str) -> str:
    """A group that exists with one ingress rule of these words."""
    return groups(f"db: {{id: {DB}, ingress: [{text}]}}")


BAD = (
    Bad("LB104", '"orders" is no security group of this spec', rule("{from: §orders, port: 1521}")),
    Bad(
        "LB104",
        '"replicaton" is no security group of this spec',
        flow("port: 1").replace("from: replication", "from: §replicaton"),
    ),
    Bad(
        "LB104",
        '"nobody" is no security group of this spec',
        endpoint("").replace("clients: [replication]", "clients: [§nobody]"),
    ),
    Bad("LB501", '"sg-xyz" is no side of traffic', rule("{from: §sg-xyz, port: 1521}")),
    Bad("LB501", "is no side of traffic", rule('{from: §"{var:db}", port: 1521}')),
    Bad("LB501", "is no address range", rule("{from: [10.0.0.0/8, §10.0.0.0/64], port: 1521}")),
    Bad("LB502", '"10.0.0.7/24" is no network address', rule("{from: §10.0.0.7/24, port: 1521}")),
    Bad("LB502", "is one address, without a prefix length", rule("{from: [§10.0.0.7], port: 1521}")),
    Bad("LB502", "is no network address", flow("port: 1, seen_as: [10.0.0.0/24, §10.0.0.1/24]"), also=()),
    Bad("LB503", "the range 1530-1521 goes backwards", rule('{from: 10.0.0.0/8, ports: §"1530-1521"}')),
    Bad("LB503", "the range 1521-70000 goes beyond 65535", rule('{from: 10.0.0.0/8, ports: §"1521-70000"}')),
    Bad("LB503", "protocol tcp without a port", rule("§{from: 10.0.0.0/8}")),
    Bad("LB503", "protocol udp without a port", rule("§{from: 10.0.0.0/8, protocol: udp}")),
    Bad("LB503", "port and engine say it twice", rule("§{from: 10.0.0.0/8, port: 1521, engine: oracle}")),
    Bad(
        "LB503", "protocol all has no ports", rule("{from: 10.0.0.0/8, protocol: all, §port: 1521, reason: all of it}")
    ),
    Bad("LB503", "protocol icmp has types instead", rule('{from: 10.0.0.0/8, protocol: icmp, §ports: "8-8"}')),
    Bad("LB503", "engines listen on TCP, not udp", rule("{from: 10.0.0.0/8, protocol: §udp, engine: oracle}")),
    Bad(
        "LB504",
        '"partner" is somebody else\'s group, so its rules are not ours',
        groups(f"{PARTNER}, §ingress: [{{from: 10.0.0.0/8, port: 1521}}]}}"),
    ),
    Bad(
        "LB504",
        '"theirs" is somebody else\'s group, so its rules are not ours',
        groups(f"theirs: {{id: {DB}, owner: the data team, §egress: [{{to: 10.0.0.0/8, port: 1521}}]}}"),
    ),
    Bad(
        "LB504",
        "so no way to the endpoint can be added to it",
        endpoint("").replace("orders_db: {", f"{PARTNER}}}\n    orders_db: {{").replace("[replication]", "[§partner]"),
        also=("LB530",),
    ),
    Bad(
        "LB505",
        "is a group of this spec",
        groups(f"db: {{id: {DB}}}") + "  flows: [§{from: 10.0.0.0/24, to: 10.1.0.0/24, port: 1}]\n",
    ),
    Bad(
        "LB505",
        "is a group of this spec",
        groups(f"db: {{id: {DB}}}") + "  flows: [§{from: sg-1a2b3c4d, to: 210987654321/sg-1a2b3c4d, port: 1}]\n",
    ),
    Bad("LB506", "dms has no gateway endpoint", two_groups(GATEWAY % "dms"), also=("LB530",)),
    Bad(
        "LB507",
        'does not know the actions of "secretmanager"',
        endpoint("", service="secretmanager").replace("service: ", "service: §"),
    ),
    Bad(
        "LB508",
        "is set by principals already",
        endpoint(
            ', statements: [{actions: "dms:*", principals: {AWS: "210987654321"},'
            ' conditions: {StringEquals: {§"aws:PrincipalAccount": "123456789012"}}}]'
        ),
    ),
    Bad(
        "LB508",
        '"etl" is no principal of AWS',
        endpoint(', statements: [{actions: "dms:*", principals: {AWS: §etl}}]'),
    ),
    Bad("LB509", 'no port is known of "orcale"', rule("{from: 10.0.0.0/8, engine: §orcale}")),
)

GOOD = (
    Good("LB104", flow("port: 1521")),
    Good("LB501", rule("{from: [10.0.0.0/8, sg-1a2b3c4d, pl-1a2b3c4d, 210987654321/sg-1a2b3c4d], port: 1521}")),
    Good("LB502", rule('{from: [10.0.0.7/32, 10.0.1.0/24, "2001:db8::/48"], port: 1521}')),
    Good("LB503", rule('{from: 10.0.0.0/8, ports: "1521-1530"}')),
    Good("LB503", rule("{from: 10.0.0.0/8, protocol: icmp}")),
    Good("LB503", rule("{from: 10.0.0.0/8, protocol: all, reason: a bridge for everything}")),
    Good(
        "LB504",
        groups(f"{PARTNER}}}", f"db: {{id: {DB}}}") + "  flows: [{from: partner, to: db, port: 1521}]\n",
    ),
    Good("LB504", ingress("{from: 210987654321/sg-1a2b3c4d, port: 1521}")),
    Good("LB505", groups(f"db: {{id: {DB}}}") + "  flows: [{from: 10.0.0.0/24, to: db, port: 1}]\n"),
    Good("LB505", groups(f"{PARTNER}}}") + "  flows: [{from: 10.0.0.0/24, to: partner, port: 1}]\n"),
    Good("LB505", groups(f"db: {{id: {DB}}}") + "  flows: [{from: db, to: 10.1.0.0/24, port: 1, owner: network}]\n"),
    Good("LB506", two_groups(GATEWAY.replace("§", "") % "s3")),
    Good("LB507", endpoint("", service="secretsmanager")),
    Good("LB507", endpoint(', statements: [{actions: "new:*"}]', service="brand-new")),
    Good(
        "LB508",
        endpoint(
            ', statements: [{actions: "dms:*", principals: {AWS: "210987654321"},'
            " conditions: {StringEquals: {aws:PrincipalTag/team: data}}}]"
        ),
    ),
    Good("LB509", rule("{from: 10.0.0.0/8, engine: Oracle}")),
)
