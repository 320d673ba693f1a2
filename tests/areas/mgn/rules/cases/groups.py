"""Security groups of the staging area, and what is open afterwards."""

from tests.areas.cases import Bad, Good
from tests.areas.mgn.specs import OTHER_VPC, PUBLIC, PUBLIC_SOURCES, SUBNET, TABLE, VPC, area, mgn, network

CONVERSION = "{id: sg-0123456789abcdef0}"
LIST = "pl-0123456789abcdef0"
NAT = "by a NAT gateway"
TO_LIST = area(endpoints="exist", route_tables=None, https_to=f"[{LIST}]", agents_through="elsewhere")


def rule(text: str, *lines: str, staging: str | None = None, **groups: str) -> str:
    """A spec whose replication servers' group has these rules of its own, in the flow form."""
    return mgn(*lines, staging=staging, rest=network({"replication": f"{{vpc: {VPC}, {text}}}", **groups}))


def flow(text: str) -> str:
    """A spec with this flow of its own."""
    return mgn(rest=network(None, f"flows: [{text}]"))


def conversion(text: str, group: str = CONVERSION) -> str:
    """A spec with a group of conversion servers, and these rules on it."""
    own = group[:-1] + (f", {text}" if text else "") + "}"
    return mgn(staging=area(conversion_servers="conversion"), rest=network({"conversion": own}))


def with_conversion(text: str, *, value: str = "") -> str:
    """A spec with this group of conversion servers."""
    return mgn(staging=area(value=value, conversion_servers="conversion"), rest=network({"conversion": text}))


def app(ingress: str, *lines: str) -> str:
    """A spec with a group of migrated servers, and this ingress to it."""
    return mgn(*lines, rest=network({"app": f"{{vpc: {VPC}, ingress: [{ingress}]}}"}))


def exists(https_to: str) -> str:
    """A spec whose VPC endpoints exist, there."""
    return mgn(staging=area(endpoints="exist", route_tables=None, https_to=https_to, agents_through="elsewhere"))


def with_proxy(text: str) -> str:
    """A spec with a proxy on port 22, whose replication servers' group has these rules of its own."""
    return rule(text, staging=area(proxy="{cidr: 10.0.9.10/32, port: 22}", agents_through="proxy"))


def agents_by_bastion(*lines: str) -> str:
    """A spec whose source servers, with public addresses, reach a group of the spec on port 22 as their proxy."""
    fields = {**PUBLIC, "agents_through": "proxy", "proxy": "{security_group: bastion, port: 22}"}
    text = mgn(*lines, sources=PUBLIC_SOURCES, staging=area(**fields), rest=network({"bastion": f"{{vpc: {VPC}}}"}))
    return text if lines else text.replace("{cidrs", "§{cidrs")


DMS = """
dms:
  permissions_boundary: none
  account_roles: {vpc: own, cloudwatch_logs: own}
  replication_instances: {main: {security_group: replication}}
  endpoints:
    §orders:
      engine: mysql
      direction: source
      scenario: same_vpc
      security_group: orders_db
      ssl_mode: verify-ca
      certificate: "{var:ca}"
      iam_auth: {resource_id: db-ABC, user: dms}
"""
PRIVATE_DMS = (
    DMS.replace("§", "")
    .lstrip("\n")
    .replace(
        "security_group: replication}",
        f"security_group: dms, private: {{vpc: {VPC}, subnets: [{SUBNET}], route_tables: [{TABLE}]}}}}",
    )
)
"""DMS in the VPC of the staging area, which needs some of the same VPC endpoints."""
ALLOWED_WIDE = "allowed_after_migration: [{from: 198.51.100.0/23, ports: 8000-8010, reason: the office}]"
ALLOWED_OTHER = f"allowed_after_migration: [{{from: {LIST}, port: 443, reason: the content network}}]"
FOR_NOTHING = "allowed_after_migration: [§{from: 0.0.0.0/0, port: 443, reason: the shop}]"
SHOP = "{from: 0.0.0.0/0, port: 443, reason: the public shop}"
ALLOWED = "allowed_after_migration: [{from: 0.0.0.0/0, port: 443, reason: the public shop}]"

BAD = (
    Bad("LB820", "tcp 1500 from 10.0.0.0/8 lets in others", rule("ingress: [{from: §[10.0.0.0/8], port: 1500}]")),
    Bad("LB820", "tcp 1500 from 10.10.1.0/24", rule("ingress: [{from: §10.10.1.0/24, port: 1500}]")),
    Bad(
        "LB820",
        "tcp 1500 from app lets in others",
        rule("ingress: [{from: §app, port: 1500}]", app=f"{{vpc: {VPC}, egress: [{{to: replication, port: 1500}}]}}"),
    ),
    Bad(
        "LB820",
        "tcp 1500 from pl-0123456789abcdef0",
        rule(f"ingress: [{{from: §{LIST}, port: 1500}}]"),
        also=("LB838",),
    ),
    Bad("LB820", "tcp 1500 from 10.0.0.0/16", flow("{from: §10.0.0.0/16, to: replication, port: 1500}")),
    Bad("LB821", "tcp 22 from 10.0.0.0/24", rule("ingress: [{from: §10.0.0.0/24, port: 22}]")),
    Bad("LB821", "tcp 1500-1501 from 10.10.0.0/24", rule("ingress: [{from: §10.10.0.0/24, ports: 1500-1501}]")),
    Bad("LB821", "all traffic from", rule("ingress: [{from: §10.10.0.0/24, protocol: all, reason: we try}]")),
    Bad("LB822", "nobody connects to conversion servers", conversion("ingress: [{from: §10.0.0.0/24, port: 443}]")),
    Bad("LB823", "tcp 5432 to 10.0.0.0/24", rule("egress: [{to: §10.0.0.0/24, port: 5432}]")),
    Bad("LB823", "tcp 22 to 10.0.9.10/32", with_proxy("egress: [{to: §10.0.9.10/32, port: 22}]")),
    Bad("LB823", "tcp 22 to 198.51.0.0/16", with_proxy("egress: [{to: §198.51.0.0/16, port: 22}]")),
    Bad("LB823", "internet: does not say why", rule("egress: [{to: §0.0.0.0/0, port: 443, reason: we try}]")),
    Bad("LB823", "internet: does not say why", rule("egress: [{to: §203.0.0.0/9, port: 443}]")),
    Bad("LB823", "internet: does not say why", rule(f"egress: [{{to: §{LIST}, port: 443}}]")),
    Bad("LB823", "0.0.0.0/0 is a public network", exists("[§0.0.0.0/0]")),
    Bad("LB823", "203.0.0.0/9 is a public network", exists("[10.0.8.0/24, §203.0.0.0/9]")),
    Bad(
        "LB824",
        "replication is the group of replication servers",
        mgn(staging=area(value="conversion_servers", conversion_servers="replication")),
        also=("LB834",),
    ),
    Bad(
        "LB824",
        "is a group of the staging area, too",
        mgn(staging=area(proxy="{security_group: §replication, port: 3128}", agents_through="proxy")),
    ),
    Bad("LB824", "not of launched servers", mgn("post_launch_actions: {security_groups: [§replication]}")),
    Bad(
        "LB824",
        "replication is a group of MGN's staging area, and gets tcp 3306",
        mgn(rest=network({"orders_db": CONVERSION}) + DMS.lstrip("\n")),
    ),
    Bad(
        "LB832",
        f"replication is made in {OTHER_VPC}",
        mgn(staging=area(value="replication_servers"), rest=network({"replication": f"{{vpc: {OTHER_VPC}}}"})),
        also=("LB539",),
    ),
    Bad(
        "LB833",
        "replication exists already",
        mgn(staging=area(value="replication_servers"), rest=network({"replication": "{id: sg-0123456789abcdef0}"})),
    ),
    Bad("LB834", "has no setting for conversion", with_conversion(f"{{vpc: {VPC}}}", value="conversion_servers")),
    Bad("LB838", "tcp 22 from 198.51.100.0/24 is open to a public network", app("{from: §198.51.100.0/24, port: 22}")),
    Bad("LB838", "tcp 443 from 0.0.0.0/0", app(SHOP.replace("{from: ", "{from: §"))),
    Bad("LB838", "udp 443 from", app("{from: §198.51.100.0/24, port: 443, protocol: udp}", ALLOWED), also=("LB839",)),
    Bad("LB838", "tcp 443 from ::/0", app("{from: §'::/0', port: 443, reason: the shop}", ALLOWED), also=("LB839",)),
    Bad("LB838", f"tcp 22 from {LIST}", app(f"{{from: §{LIST}, port: 22}}")),
    Bad("LB838", f"tcp 22 from {LIST}", app(f"{{from: §{LIST}, port: 22}}", ALLOWED_OTHER), also=("LB839",)),
    Bad("LB838", "tcp 22 from 198.51.100.0/24", agents_by_bastion()),
    Bad("LB839", "tcp 443 from 0.0.0.0/0 is allowed, and no rule", mgn(FOR_NOTHING)),
    Bad("LB839", f"tcp 443 from {LIST} is allowed, and no rule", mgn(FOR_NOTHING.replace("0.0.0.0/0", LIST))),
)

GOOD = (
    Good("LB820", rule("ingress: [{from: 10.10.0.0/24, port: 1500, description: MGN}]")),
    Good("LB820", mgn(sources={"orders": "{cidrs: [10.10.0.0/24, 10.10.1.0/24]}"})),
    Good("LB821", mgn()),
    Good("LB822", with_conversion(CONVERSION)),
    Good("LB823", rule("egress: [{to: 10.0.8.0/24, port: 443}]")),
    Good("LB823", exists(f"[{LIST}, 10.0.8.0/24]")),
    Good("LB823", rule(f"egress: [{{to: {LIST}, port: 443, description: S3}}]", staging=TO_LIST)),
    Good("LB823", mgn(staging=area(endpoints=None, route_tables=None, internet=NAT, agents_through="elsewhere"))),
    Good("LB824", mgn("post_launch_actions: {security_groups: [app]}", rest=network({"app": f"{{vpc: {VPC}}}"}))),
    Good("LB824", mgn(rest=network({"dms": f"{{vpc: {VPC}}}", "orders_db": CONVERSION}) + PRIVATE_DMS)),
    Good("LB832", mgn(rest=network({"replication": "{vpc: '{var:vpc_id}'}"}))),
    Good("LB833", mgn()),
    Good("LB834", with_conversion(CONVERSION)),
    Good("LB838", app(SHOP, ALLOWED)),
    Good("LB838", app("{from: 10.0.0.0/8, port: 22}")),
    Good("LB838", app(f"{{from: {LIST}, port: 443}}", ALLOWED_OTHER)),
    Good("LB838", mgn(sources=PUBLIC_SOURCES, staging=area(**PUBLIC))),
    Good("LB838", agents_by_bastion("allowed_after_migration: [{from: 198.51.100.0/24, port: 22, reason: agents}]")),
    Good("LB839", app("{from: 198.51.100.0/24, ports: 8000-8001}", ALLOWED_WIDE)),
)
