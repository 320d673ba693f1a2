"""Rules on what is opened: how wide, and whether twice."""

from tests.areas.cases import Bad, Good
from tests.areas.network.specs import DB, flow, ingress, network, two_groups

NOT_PUBLIC = "internet_ports has 443 only"
NO_REASON = "no reason is given"


def numbered(count: int, family: str = "10.0.{number}.0/24") -> str:
    """A list of networks in YAML's flow form."""
    return "[" + ", ".join(f'"{family.format(number=number)}"' for number in range(count)) + "]"


def many_flows(count: int) -> str:
    """Flows from as many public networks of half a /8 each, two of each /8."""
    flows = "- {{from: {number}.{half}.0.0/9, to: db, port: 3389}}\n"
    return "".join(flows.format(number=30 + index // 2, half=index % 2 * 128) for index in range(count))


def said_twice(first: str, second: str) -> str:
    """A group that exists with two ingress rules."""
    return network(f"security_groups:\n  db: {{id: {DB}, ingress: [{first}, {second}]}}")


BAD = (
    Bad("LB520", f"{NOT_PUBLIC}, and {NO_REASON}", ingress("{from: §0.0.0.0/0, port: 1521}")),
    Bad("LB520", "tcp 443 from ::/0 is open to the internet", ingress('{from: §"::/0", port: 443}')),
    Bad("LB520", NO_REASON, ingress("{from: §0.0.0.0/0, port: 443}")),
    Bad("LB520", NOT_PUBLIC, ingress("{from: §0.0.0.0/0, port: 22, reason: everybody logs in}")),
    Bad("LB520", NOT_PUBLIC, ingress('{from: §0.0.0.0/0, ports: "443-444", reason: two of them}')),
    Bad("LB520", NOT_PUBLIC, ingress("{from: §0.0.0.0/0, protocol: icmp, reason: everybody may ping}")),
    Bad(
        "LB520",
        "internet_ports has none only",
        ingress("{from: §0.0.0.0/0, port: 443, reason: a public page}", "internet_ports: []"),
    ),
    # Halves of everything, and the largest public networks, are as good as everything.
    Bad("LB520", NO_REASON, ingress("{from: §128.0.0.0/1, port: 443}")),
    Bad("LB520", NO_REASON, ingress("{from: §3.0.0.0/8, port: 443}")),
    Bad("LB520", NO_REASON, ingress('{from: §"2000::/3", port: 443}')),
    Bad(
        "LB520",
        "open to the internet",
        network(f"security_groups:\n  db: {{id: {DB}}}\nflows: [{{from: §0.0.0.0/0, to: db, engine: mysql}}]"),
    ),
    # Many small networks are as good as one that is wide, whatever else the rules say.
    Bad(
        "LB520",
        "tcp 3389 from 30.0.0.0/9, with 1 more networks",
        ingress("{from: §[30.0.0.0/9, 30.128.0.0/9], port: 3389}"),
    ),
    Bad(
        "LB520",
        "with 15 more networks, is open to the internet",
        network(f"security_groups:\n  db: {{id: {DB}}}\nflows:\n{many_flows(16)}").replace("from: 30", "from: §30", 1),
    ),
    Bad("LB520", NO_REASON, said_twice("{from: §30.0.0.0/9, port: 443}", '{from: 40.0.0.0/9, ports: "440-450"}')),
    Bad(
        "LB520",
        "tcp 443 from 40.0.0.0/9, with 1 more networks, is open to the internet, and no reason is given",
        said_twice("{from: 30.0.0.0/9, port: 443, reason: a partner}", "{from: §40.0.0.0/9, port: 443}"),
    ),
    Bad("LB520", NOT_PUBLIC, ingress('{from: §["2a00::/17", "2a00:8000::/17"], port: 22, reason: all of Europe}')),
    Bad("LB520", "udp 53 from", ingress("{from: §[30.0.0.0/9, 40.0.0.0/9], port: 53, protocol: udp, reason: DNS}")),
    Bad("LB521", "all traffic from 10.0.0.0/8 opens nearly every port", ingress("§{from: 10.0.0.0/8, protocol: all}")),
    Bad("LB521", "tcp 1-65535 from", ingress('§{from: 10.0.0.0/8, ports: "1-65535"}')),
    Bad("LB521", "udp 2-65535 from", ingress('§{from: 10.0.0.0/8, protocol: udp, ports: "2-65535"}')),
    Bad(
        "LB521",
        "all traffic to 0.0.0.0/0",
        network(f"security_groups:\n  db: {{id: {DB}, egress: [§{{to: 0.0.0.0/0, protocol: all}}]}}"),
    ),
    # A flow has two rules, and a list of sides one each: it is wide once.
    Bad("LB521", "opens nearly every port", flow("protocol: all").replace("[{from", "[§{from")),
    Bad("LB521", "tcp 1-65535 from 10.0.0.0/8", ingress('§{from: [10.0.0.0/8, 172.16.0.0/12], ports: "1-65535"}')),
    Bad(
        "LB521",
        "tcp 1-32768 from 10.0.0.0/24, with 1 more rules for the same side, opens nearly every port",
        said_twice('§{from: 10.0.0.0/24, ports: "1-32768"}', '{from: 10.0.0.0/24, ports: "32769-65535"}'),
    ),
    Bad(
        "LB521",
        "tcp 32769-65535 from 10.0.0.0/24, with 1 more rules",
        said_twice(
            '{from: 10.0.0.0/24, ports: "1-32768", reason: a bridge}', '§{from: 10.0.0.0/24, ports: "32769-65535"}'
        ),
    ),
    Bad(
        "LB521",
        "tcp 1-32768 to",
        two_groups(
            "flows:",
            '  - §{from: replication, to: orders_db, ports: "1-32768"}',
            '  - {from: replication, to: orders_db, ports: "32769-65535"}',
        ),
    ),
    Bad(
        "LB522",
        "tcp 1521 from 10.0.1.0/24 is within tcp 1521 from 10.0.0.0/16",
        said_twice("{from: §10.0.1.0/24, port: 1521}", "{from: 10.0.0.0/16, port: 1521}"),
    ),
    Bad(
        "LB522",
        "is within tcp 1500-1600 from 10.0.0.0/24",
        said_twice("{from: §10.0.0.0/24, port: 1521}", '{from: 10.0.0.0/24, ports: "1500-1600"}'),
    ),
    Bad(
        "LB522",
        "is within all traffic from sg-1a2b3c4d",
        said_twice("{from: §sg-1a2b3c4d, port: 1521}", "{from: sg-1a2b3c4d, protocol: all, reason: a bridge}"),
    ),
    Bad(
        "LB522",
        "is within tcp 1521 from 2001:db8::/32",
        said_twice('{from: §"2001:db8:1::/48", port: 1521}', '{from: "2001:db8::/32", port: 1521}'),
    ),
    Bad(
        "LB523",
        "is a rule of db already, by network.security_groups.db.ingress[0].from[0]",
        said_twice("{from: 10.0.0.0/24, port: 1521}", "{from: §10.0.0.0/24, engine: oracle}"),
    ),
    Bad("LB523", "is a rule of db already", ingress("{from: [10.0.0.0/24, §10.0.0.0/24], port: 1521}")),
    Bad(
        "LB523",
        "is a rule of orders_db already",
        flow("port: 1521")
        .replace("{id: ", "{ingress: [{from: replication, port: 1521}], id: ")
        .replace("from: replication, to: orders_db", "from: §replication, to: orders_db"),
        also=(),
    ),
    Bad(
        "LB529",
        "db has 61 inbound rules of one address family",
        ingress(f"§{{from: {numbered(61)}, port: 1521}}"),
    ),
    Bad(
        "LB529",
        f"{DB} has 61 inbound rules of one address family",
        said_twice(
            f"{{from: {numbered(60, '2001:db8:{number}::/48')}, port: 1521}}", "§{from: sg-1a2b3c4d, port: 1521}"
        ),
    ),
)

GOOD = (
    Good("LB520", ingress("{from: 0.0.0.0/0, port: 443, reason: the public API}")),
    Good("LB520", ingress("{from: 0.0.0.0/0, port: 22, reason: a bastion}", "internet_ports: [443, 22]")),
    Good("LB520", ingress('{from: [10.0.0.0/8, 203.0.113.0/24, "fd00::/8"], port: 1521}')),
    Good("LB520", network(f"security_groups:\n  db: {{id: {DB}, egress: [{{to: 0.0.0.0/0, port: 1521}}]}}")),
    Good("LB520", ingress("{from: [30.0.0.0/9, 40.0.0.0/10, 10.0.0.0/9, 10.128.0.0/9], port: 1521}")),
    Good("LB520", said_twice("{from: 30.0.0.0/9, port: 1521}", "{from: 40.0.0.0/9, port: 1522}")),
    Good("LB520", said_twice("{from: 30.0.0.0/9, port: 53}", "{from: 40.0.0.0/9, port: 53, protocol: udp}")),
    Good("LB520", ingress("{from: [30.0.0.0/9, 40.0.0.0/9], port: 443, reason: customers of two carriers}")),
    Good(
        "LB520",
        said_twice("{from: 0.0.0.0/0, port: 443, reason: the public API}", "{from: 10.0.0.0/24, port: 1521}"),
    ),
    Good("LB521", said_twice('{from: 10.0.0.0/24, ports: "1-30000"}', '{from: 10.0.1.0/24, ports: "30001-60000"}')),
    Good(
        "LB521",
        said_twice('{from: 10.0.0.0/24, ports: "1-30000"}', '{from: 10.0.0.0/24, ports: "1-30000", protocol: udp}'),
    ),
    Good("LB521", ingress("{from: 10.0.0.0/8, protocol: all, reason: a bridge for everything}")),
    Good("LB521", ingress('{from: 10.0.0.0/8, ports: "1024-30000"}')),
    Good("LB522", said_twice("{from: 10.0.1.0/24, port: 1521}", "{from: 10.0.0.0/16, port: 1522}")),
    Good("LB522", said_twice("{from: 10.0.1.0/24, port: 1521}", "{from: 10.1.0.0/16, port: 1521}")),
    Good("LB522", said_twice("{from: 10.0.1.0/24, port: 53}", "{from: 10.0.0.0/16, port: 53, protocol: udp}")),
    Good("LB523", said_twice("{from: 10.0.0.0/24, port: 1521}", "{from: 10.0.0.0/24, port: 1522}")),
    Good("LB529", ingress(f"{{from: {numbered(60)}, port: 1521}}")),
    Good(
        "LB529",
        said_twice(
            f"{{from: {numbered(60)}, port: 1521}}", f"{{from: {numbered(60, '2001:db8:{number}::/48')}, port: 1521}}"
        ),
    ),
)
