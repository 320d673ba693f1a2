"""Networks of source servers, the ways to AWS, and what fields mean together."""

from tests.areas.cases import Bad, Good
from tests.areas.mgn.specs import PUBLIC, PUBLIC_SOURCES, area, mgn

PROXY = "{cidr: 10.0.9.10/32, port: 3128}"
PUBLIC_PROXY = "{cidr: 198.51.100.16/28, port: 3128}"
TRANSPARENT = "by the transparent proxy in the network account"
TWENTY = ", ".join(f"10.{number}.0.0/16" for number in range(20))
THERE: dict[str, str | None] = {"endpoints": "exist", "route_tables": None, "https_to": "[pl-0123456789abcdef0]"}
SIX = {"orders": "{cidrs: ['2001:db8:1::/48']}"}


def private(*, mark: str = "", value: str = "", **fields: str | None) -> str:
    """A spec with a private staging area but for these fields."""
    return mgn(staging=area(mark=mark, value=value, **fields))


def public(*lines: str, mark: str = "", sources: dict[str, str] | None = None, **fields: str | None) -> str:
    """A spec with a public staging area but for these fields."""
    return mgn(*lines, sources=sources or PUBLIC_SOURCES, staging=area(mark=mark, **{**PUBLIC, **fields}))


def by_proxy(text: str, **fields: str | None) -> str:
    """A spec whose agents reach AWS by this proxy, in the flow form."""
    return mgn(staging=area(**{**fields, "proxy": text, "agents_through": "proxy"}))


def from_networks(text: str) -> str:
    """A private staging area with these source servers, in the flow form."""
    return mgn(sources={"orders": text})


def together(number: int, mark: str = "") -> str:
    """A public staging area over IPv6 with so many networks of the widest kind that needs no reason."""
    networks = ", ".join(f"'2001:db8:{each}::/48'" for each in range(number))
    return public("replication_template: {ipv6: true}", sources={"orders": f"{{cidrs: {mark}[{networks}]}}"})


BAD = (
    Bad(
        "LB104",
        '"replicas" is no security group of this spec',
        private(value="replication_servers", replication_servers="replicas"),
    ),
    Bad("LB104", '"proxies" is no security group', by_proxy("{security_group: §proxies, port: 3128}")),
    Bad("LB104", '"volumes" is no key', private(value="ebs_encryption", ebs_encryption="volumes")),
    Bad("LB801", "bits behind the prefix", from_networks("{cidrs: [§10.10.0.1/24]}")),
    Bad("LB801", "is no address range", private(cidrs="[§10.0.9/24]").replace("10.0.9/24", "10.0.999.0/24")),
    Bad("LB801", "is no address range", by_proxy("{cidr: §300.0.0.0/8, port: 3128}")),
    Bad("LB825", "wider than a /16, and no reason", from_networks("{cidrs: [§10.0.0.0/15]}")),
    Bad(
        "LB825",
        "wider than a /8: replication servers",
        from_networks("{cidrs: [§10.0.0.0/7], reason: all of it}"),
        also=("LB520",),
    ),
    Bad("LB825", "0.0.0.0/0 is wider than a /8", from_networks("{cidrs: [§0.0.0.0/0], reason: all}"), also=("LB520",)),
    Bad("LB825", "are together wider than a /16, and no reason", from_networks(f"{{cidrs: §[{TWENTY}]}}")),
    Bad("LB825", "are together wider than a /48", together(number=2, mark="§")),
    Bad(
        "LB825",
        "are together wider than a /8: replication servers",
        from_networks("{cidrs: §[10.0.0.0/8, 172.16.0.0/12], reason: all that is private}"),
    ),
    Bad(
        "LB826",
        "is a public network",
        from_networks("{cidrs: [§198.51.100.0/24]}").replace("endpoints\n", "elsewhere\n"),
    ),
    Bad("LB826", "is a private network", public(sources={"orders": "{cidrs: [§10.10.0.0/24]}"})),
    Bad("LB827", "MGN has no IPv6 with routing private", mgn("replication_template: {ipv6: §true}")),
    Bad(
        "LB827", "is a network of IPv6", public(sources={"orders": "{cidrs: ['§2001:db8:1::/48']}"}).replace("'§", "§'")
    ),
    Bad(
        "LB827",
        "is a network of IPv4",
        public("replication_template: {ipv6: true}", sources={"o": "{cidrs: [§198.51.100.0/24]}"}),
    ),
    Bad("LB827", "is a network of IPv6", from_networks("{cidrs: [§'fd00:1::/48']}")),
    Bad(
        "LB828",
        "has no way to MGN, EC2 and S3",
        mgn(staging=area(endpoints=None, route_tables=None, agents_through="elsewhere"), at_area="§"),
    ),
    Bad(
        "LB828",
        "the proxy is for agents, and MGN can tell its servers of none",
        mgn(staging=area(endpoints=None, route_tables=None, agents_through="proxy", proxy=PROXY), at_area="§"),
    ),
    Bad("LB828", "no replication server would get its software", private(value="endpoints", route_tables=None)),
    Bad(
        "LB828",
        "endpoints exist, and https_to does not say where",
        private(value="endpoints", endpoints="exist", route_tables=None),
    ),
    Bad("LB828", "VPC endpoints exist, and https_to", private(value="present", present="[ec2]")),
    Bad("LB829", "no conversion servers", private(value="endpoints", cidrs=None)),
    Bad("LB830", "not clear how agents reach MGN", mgn(staging=area(agents_through=None), at_area="§")),
    Bad("LB830", "agents go through proxy", private(value="agents_through", agents_through="proxy")),
    Bad("LB830", "agents go through endpoints", public(agents_through="§endpoints")),
    Bad("LB831", "https_to is where VPC endpoints are", private(mark="https_to", https_to="[pl-0123456789abcdef0]")),
    Bad(
        "LB831", "route_tables get a VPC endpoint", public(mark="route_tables", route_tables="[rtb-0a1b2c3d4e5f60718]")
    ),
    Bad("LB831", "present is of the VPC endpoints", private(mark="present", present="[s3]", **THERE)),
    Bad("LB831", "needs no VPC endpoint for sqs", private(present="[§sqs]", https_to="[10.0.8.0/24]")),
    Bad("LB831", "the proxy is for agents", private(mark="proxy", proxy=PROXY)),
    Bad("LB831", "public addresses in any case", public(mark="public_ip", public_ip="somebody wants it")),
    Bad("LB831", "reaches all of the internet besides", private(mark="internet", internet="for updates")),
    Bad(
        "LB831",
        "nothing writes a replication template",
        mgn("§replication_template: {disk_type: gp3}", sources={}, staging="", rest=""),
    ),
    Bad("LB846", "nobody may replicate", mgn(sources={}, at_area="§")),
    Bad("LB846", "there is no staging_area", mgn(staging="", rest="").replace("source_servers", "§source_servers")),
    Bad("LB847", "aws:", mgn("replication_template: {tags: {§'aws:team': x}}")),
    Bad("LB851", "more than 16 addresses", by_proxy("{cidr: §0.0.0.0/0, port: 22}")),
    Bad("LB851", "more than 16 addresses", by_proxy("{cidr: §198.51.100.0/27, port: 3128}")),
)

GOOD = (
    Good("LB104", private()),
    Good("LB801", by_proxy(PROXY)),
    Good("LB825", from_networks("{cidrs: [10.0.0.0/15], reason: every shop has a /24 of it}")),
    Good("LB825", from_networks(f"{{cidrs: [{TWENTY}], reason: every shop has a /16}}")),
    Good("LB825", from_networks("{cidrs: [10.0.0.0/17, 10.0.128.0/17, 10.0.0.0/17]}")),
    Good("LB825", together(number=1)),
    Good("LB826", public()),
    Good("LB827", public("replication_template: {ipv6: true}", sources=SIX)),
    Good("LB828", private(endpoints="exist", route_tables=None, https_to="[pl-0123456789abcdef0, 10.0.8.0/24]")),
    Good("LB828", by_proxy(PROXY, endpoints=None, route_tables=None, internet=TRANSPARENT)),
    Good("LB828", private(endpoints=None, route_tables=None, internet="by a NAT gateway", agents_through="elsewhere")),
    Good("LB828", private(present="[ec2, s3]", https_to="[pl-0123456789abcdef0, 10.0.8.0/24]", route_tables=None)),
    Good("LB829", private()),
    Good("LB829", private(cidrs=None, present="[mgn, ec2]", https_to="[10.0.8.0/24]")),
    Good("LB830", private(agents_through="elsewhere")),
    Good("LB831", private(public_ip="the old firewall knows no others")),
    Good("LB846", mgn()),
    Good("LB847", mgn("replication_template: {tags: {Team: migration}}")),
    Good("LB851", by_proxy(PUBLIC_PROXY)),
    Good("LB851", by_proxy("{cidr: 10.0.9.0/24, port: 3128}")),
)
