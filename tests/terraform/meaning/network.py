"""What the `network:` part means: security groups, each rule of each, and VPC endpoints."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tests.terraform.harness import grants
from tests.terraform.harness.ec2 import Rule
from tests.terraform.meaning.form import SecurityGroup, VpcEndpoint
from tests.terraform.meaning.names import Names, Thing, listed

PORTS = {
    **dict.fromkeys(("mysql", "mariadb", "aurora"), 3306),
    **dict.fromkeys(("postgres", "aurora-postgresql"), 5432),
    **dict.fromkeys(("sqlserver", "babelfish"), 1433),
    **dict.fromkeys(("mongodb", "docdb"), 27017),
    **dict.fromkeys(("redshift", "redshift-serverless"), 5439),
    "oracle": 1521,
    "db2": 50000,
    "db2-zos": 446,
    "sybase": 5000,
    "redis": 6379,
    "neptune": 8182,
    "kafka": 9092,
}
"""The port that an engine listens on unless told otherwise."""

HTTPS = (443, 443)
GATEWAY = ", by gateway"
"""What tells a gateway endpoint from an interface endpoint of the same service and VPC."""
_GATEWAYS = ("s3", "dynamodb")
_ACTIONS = {"kinesis-streams": "kinesis", "logs": "logs", "kinesis-firehose": "firehose"}


@dataclass(frozen=True)
class Flow:
    """Traffic that another part of the spec calls for. Sides are as the spec's own flows have them.

    `seen_as` are the networks as which the source appears at the target, where that cannot name its group.
    """

    source: str
    target: str
    ports: tuple[int, int]
    seen_as: tuple[str, ...] = ()


@dataclass(frozen=True)
class Need:
    """A VPC endpoint that another part of the spec calls for.

    `places` are subnets, or route tables of a gateway; `statements` are whole statements of its policy; `networks` come
    to it from where no group can be named.
    """

    service: str
    vpc: str
    places: tuple[str, ...]
    clients: frozenset[str]
    gateway: bool
    statements: tuple[Thing, ...] = field(default=(), compare=False)
    private_dns: bool | None = field(default=None, compare=False)
    networks: frozenset[str] = frozenset()


class Network:
    """The network of a spec.

    Args:
        names: of the spec.
        flows: that other parts of the spec call for.
        needs: VPC endpoints that other parts call for.
    """

    def __init__(self, names: Names, flows: Iterable[Flow] = (), needs: Iterable[Need] = ()) -> None:
        self._names = names
        self._groups = names.part("security_groups", "network")
        self._written = names.part("vpc_endpoints", "network")
        self._flows = tuple(flows)
        self._needs = self._merged(needs)
        self._tags: Thing = names.spec.get("tags", {})

    def groups(self) -> dict[str, SecurityGroup]:
        """Work out all groups: those that are made, those of endpoints, and those that exist and get rules."""
        rules: dict[str, set[Rule]] = {}
        for holder, rule in self._rules():
            rules.setdefault(holder, set()).add(rule)
        made = {
            self._names.group(key): self._group(key, group) for key, group in self._groups.items() if "vpc" in group
        }
        for need in self._needs:
            if not need.gateway:
                made[self._group_of(need)] = SecurityGroup(None, need.vpc, None, frozenset(), self._tags)
        for id_ in self.existing_groups:
            made[id_] = SecurityGroup(None, None, None, frozenset(), {})
        return {
            id_: SecurityGroup(g.name, g.vpc, g.description, frozenset(rules.get(id_, ())), g.tags)
            for id_, g in made.items()
        }

    def endpoints(self) -> dict[str, VpcEndpoint]:
        """Work out the VPC endpoints, by service and VPC."""
        return {self._place(need): self._endpoint(need) for need in self._needs}

    @property
    def existing_groups(self) -> frozenset[str]:
        """The ids of this account's groups that the spec names and does not make."""
        ids = {self._names.group(key) for key, group in self._groups.items() if "id" in group and self._is_own(group)}
        holders = (holder for holder, _ in self._rules())
        named = (rule.other for _, rule in self._rules())
        return frozenset(ids.union(side for side in (*holders, *named) if side.startswith("sg-")))

    @property
    def prefix_lists(self) -> frozenset[str]:
        """The ids of prefix lists that rules name."""
        return frozenset(rule.other for _, rule in self._rules() if rule.other.startswith("pl-"))

    @property
    def vpcs(self) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
        """The VPCs that the spec names, each with its subnets and route tables."""
        found: dict[str, tuple[set[str], set[str]]] = {}
        for group in self._groups.values():
            if "vpc" in group:
                found.setdefault(self._names.known(group["vpc"]), (set(), set()))
        for need in self._needs:
            found.setdefault(need.vpc, (set(), set()))[need.gateway].update(need.places)
        return {vpc: (frozenset(subnets), frozenset(tables)) for vpc, (subnets, tables) in found.items()}

    def _group(self, key: str, group: Thing) -> SecurityGroup:
        name = self._names.fill(group.get("name", f"{{stem}}-sg-{key.replace('_', '-')}"))
        vpc = self._names.known(group["vpc"])
        return SecurityGroup(name, vpc, group.get("description"), frozenset(), self._tags | group.get("tags", {}))

    def _rules(self) -> Iterator[tuple[str, Rule]]:
        """Yield the id of a group with a rule of it."""
        for key, group in self._groups.items():
            for direction, other in (("ingress", "from"), ("egress", "to")):
                for item in group.get(direction, []):
                    for side in listed(item[other]):
                        yield from self._rule(key, direction, side, item)
        for flow in self._names.spec.get("network", {}).get("flows", []):
            yield from self._rule(flow["from"], "egress", flow["to"], flow)
            for source in flow.get("seen_as", [flow["from"]]):
                yield from self._rule(flow["to"], "ingress", source, flow)
        for made in self._flows:
            ports = {"ports": "-".join(map(str, made.ports))}
            yield from self._rule(made.source, "egress", made.target, ports)
            for source in made.seen_as or [made.source]:
                yield from self._rule(made.target, "ingress", source, ports)
        for need in self._needs:
            for client in need.clients:
                if need.gateway:
                    yield client, Rule("egress", "tcp", HTTPS, f"<{self._service(need)}>")
                else:
                    yield client, Rule("egress", "tcp", HTTPS, self._group_of(need))
                    yield self._group_of(need), Rule("ingress", "tcp", HTTPS, client)
            for network in need.networks:
                yield self._group_of(need), Rule("ingress", "tcp", HTTPS, network)

    def _rule(
        self, holder: str, direction: str, side: str, traffic: Mapping[str, object]
    ) -> Iterator[tuple[str, Rule]]:
        """Yield the rule, unless its holder is somebody else's: an id alone does not say that it is ours."""
        if self._is_ours(holder):
            protocol = {"all": "-1"}.get(str(traffic.get("protocol", "tcp")), str(traffic.get("protocol", "tcp")))
            description = str(traffic.get("description", ""))
            yield self._id(holder), Rule(direction, protocol, _ports(traffic), self._id(side), description)

    def _is_ours(self, side: str) -> bool:
        return side in self._groups and self._is_own(self._groups[side]) and "owner" not in self._groups[side]

    def _is_own(self, group: Thing) -> bool:
        return bool(group.get("account_id", self._names.account_id) == self._names.account_id)

    def _id(self, side: str) -> str:
        if side not in self._groups:
            return side.removeprefix(f"{self._names.account_id}/")
        group = self._groups[side]
        id_ = self._names.group(side)
        return id_ if self._is_own(group) else f"{group['account_id']}/{id_}"

    def _merged(self, needs: Iterable[Need]) -> tuple[Need, ...]:
        """Join what is called for with what is written: of one service in one VPC there is one endpoint."""
        found: dict[tuple[str, str, bool], Need] = {}
        for need in (*map(self._need, self._written.values()), *needs):
            at = (need.service, need.vpc, need.gateway)
            clients = frozenset(map(self._names.group, need.clients))
            known = found.get(at, Need(*at[:2], (), frozenset(), need.gateway))
            found[at] = replace(
                known,
                places=(*known.places, *map(self._names.known, need.places)),
                clients=known.clients | clients,
                statements=(*known.statements, *need.statements),
                private_dns=need.private_dns,
                networks=known.networks | need.networks,
            )
        return tuple(found.values())

    def _need(self, written: Thing) -> Need:
        gateway = "route_tables" in written
        places = written["route_tables" if gateway else "subnets"]
        vpc = self._names.known(written["vpc"])
        return Need(written["service"], vpc, tuple(places), frozenset(written["clients"]), gateway)

    def _endpoint(self, need: Need) -> VpcEndpoint:
        written = [each for each in self._written.values() if self._place(self._need(each)) == self._place(need)]
        private_dns = written[0].get("private_dns") if written else need.private_dns
        statements = [statement for each in written for statement in each.get("statements", [])]
        return VpcEndpoint(
            kind="Gateway" if need.gateway else "Interface",
            subnets=frozenset(() if need.gateway else need.places),
            route_tables=frozenset(need.places if need.gateway else ()),
            groups=frozenset(() if need.gateway else [self._group_of(need)]),
            private_dns=not need.gateway and (need.service not in _GATEWAYS if private_dns is None else private_dns),
            policy=grants({"Statement": [*self._policy(need, statements), *need.statements]}),
            tags=self._tags,
        )

    def _policy(self, need: Need, statements: list[Thing]) -> Iterator[Thing]:
        """Yield an endpoint's statements. Principals are conditions, because a gateway endpoint knows no others.

        https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
        """
        own = {"StringEquals": {"aws:PrincipalAccount": [self._names.account_id]}}
        everything = {"Effect": "Allow", "Principal": "*", "Resource": "*"}
        if not need.statements and not any(each.get("effect", "Allow") == "Allow" for each in statements):
            yield {**everything, "Action": f"{_ACTIONS.get(need.service, need.service)}:*", "Condition": own}
        for statement in statements:
            made = {
                **everything,
                "Effect": statement.get("effect", "Allow"),
                "Action": listed(statement["actions"]),
                "Resource": [self._names.fill(resource) for resource in listed(statement.get("resources", "*"))],
            }
            conditions = self._names.conditions(statement.get("conditions", {}))
            for who in self._who(statement, own):
                merged = {name: {**conditions.get(name, {}), **who.get(name, {})} for name in {*conditions, *who}}
                yield {**made, "Condition": merged}

    def _who(self, statement: Thing, own: Thing) -> Iterator[Thing]:
        if "principals" not in statement:
            yield own if statement.get("effect", "Allow") == "Allow" else {}
            return
        named = listed(statement["principals"]["AWS"])
        accounts = [text for text in named if text.isdigit()]
        arns = [self._names.fill(text) for text in named if not text.isdigit() and text != "*"]
        if "*" in named:
            yield {}
        elif accounts:
            yield {"StringEquals": {"aws:PrincipalAccount": accounts}}
        if arns and "*" not in named:
            yield {"ArnLike": {"aws:PrincipalArn": arns}}

    def _service(self, need: Need) -> str:
        return f"com.amazonaws.{self._names.region}.{need.service}"

    def _place(self, need: Need) -> str:
        return f"{self._service(need)} in {need.vpc}{GATEWAY if need.gateway else ''}"

    def _group_of(self, need: Need) -> str:
        return f"<{self._place(need)}>"


def _ports(traffic: Mapping[str, object]) -> tuple[int, int]:
    if engine := traffic.get("engine"):
        return (PORTS[str(engine)],) * 2
    if traffic.get("protocol") in ("all", "icmp"):
        return (-1, -1)
    first, _, last = str(traffic.get("ports", traffic.get("port"))).partition("-")
    return int(first), int(last or first)
