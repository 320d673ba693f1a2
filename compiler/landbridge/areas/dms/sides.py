"""The endpoints of a spec with what follows from their engines: read by lowering, contributions and rules alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from landbridge.areas.dms.engines import ENGINES, REDSHIFT, VALIDATION_SERVICES, Engine
from landbridge.areas.dms.spec import Bridge, Dms, Endpoint, ReplicationInstance, Secret
from landbridge.aws.ports import default_port
from landbridge.findings import SpecPath

ON_PREMISES = ("direct_connect", "vpn")
"""Scenarios in which the database is in a network that has no security groups."""

ASM_PORT = 1521
"""The TCP port of the listener by which Oracle ASM is reached, unless somebody changed it."""

PUBLIC = ("internet", "nat_gateway")
"""Scenarios in which traffic leaves the VPC, so that neither side can name the other's group."""


class Listener(NamedTuple):
    """What listens for DMS at an endpoint: what people call it, where it is, and on which TCP port.

    `group_field` and `cidrs_field` are the fields of the spec that say where.
    """

    words: str
    port: int
    security_group: str | None
    cidrs: tuple[str, ...]
    group_field: str = "security_group"
    cidrs_field: str = "cidrs"


@dataclass(frozen=True)
class Side:
    """One endpoint: its key and path in the spec, what it says, and the replication instance that uses it."""

    key: str
    endpoint: Endpoint
    instance_key: str | None
    instance: ReplicationInstance | None

    @property
    def path(self) -> SpecPath:
        """Where in the spec it stands."""
        return ("dms", "endpoints", self.key)

    @cached_property
    def engine(self) -> Engine:
        """What its engine can do."""
        return ENGINES[self.endpoint.engine]

    @property
    def is_source(self) -> bool:
        """Whether data comes from it."""
        return self.endpoint.direction == "source"

    @property
    def is_redshift(self) -> bool:
        """Whether DMS needs its account role for Redshift."""
        return self.endpoint.engine in REDSHIFT

    @property
    def port(self) -> int | None:
        """The TCP port on which it listens."""
        usual = "kafka-tls" if self.endpoint.tls and self.endpoint.engine == "kafka" else self.endpoint.engine
        return self.endpoint.port or default_port(usual)

    @property
    def is_possible(self) -> bool:
        """Whether the engine has the direction; where not, that is told, and little else can be judged."""
        return self.endpoint.direction in self.engine.directions

    @property
    def secrets(self) -> tuple[tuple[str, Secret], ...]:
        """The secrets that it names, each with its key in the spec."""
        given = (("secret", self.endpoint.secret), ("asm_secret", self.endpoint.asm_secret))
        return tuple((field, secret) for field, secret in given if secret is not None)

    @property
    def listeners(self) -> Iterator[Listener]:
        """The database, and Oracle ASM where DMS reads it, too; ASM is where the database is unless it is said.

        Source: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.Oracle.html (asm_server has a port)
        """
        endpoint = self.endpoint
        if self.port is None:
            return
        yield Listener(f"{self.key} ({self.engine.title})", self.port, endpoint.security_group, endpoint.cidrs)
        if endpoint.asm_secret is None or not self.is_source or "asm_secret" not in self.engine.fields:
            return
        elsewhere = bool(endpoint.asm_security_group or endpoint.asm_cidrs)
        asm = Listener(
            f"{self.key} (Oracle ASM)",
            endpoint.asm_port or ASM_PORT,
            endpoint.asm_security_group if elsewhere else endpoint.security_group,
            endpoint.asm_cidrs if elsewhere else endpoint.cidrs,
            "asm_security_group" if elsewhere else "security_group",
            "asm_cidrs" if elsewhere else "cidrs",
        )
        if elsewhere or asm.port != self.port:
            yield asm

    @property
    def bridge(self) -> Bridge | None:
        """The host that leads to it, in scenarios that can have one."""
        return self.endpoint.bridge if self.endpoint.scenario in ON_PREMISES else None

    @property
    def on_network(self) -> bool:
        """Whether it is reached at a host and port that somebody has to open."""
        return self.engine.reached == "network" or (
            self.engine.reached == "either" and self.endpoint.scenario is not None
        )

    @property
    def has_role(self) -> bool:
        """Whether DMS needs a role of its own for it."""
        endpoint = self.endpoint
        if self.is_redshift:
            return endpoint.bucket is not None or endpoint.target_key is not None
        return bool(self.engine.needed) or (endpoint.iam_auth is not None and self.engine.iam_auth)

    @property
    def services(self) -> tuple[str, ...]:
        """The AWS services that the replication instance calls for it, as the names of VPC endpoints end."""
        validated = self.endpoint.validation and self.endpoint.engine == "s3" and not self.is_source
        return (
            *self.engine.services,
            *(VALIDATION_SERVICES if validated else ()),
            *(("secretsmanager",) if self.secrets else ()),
        )


_latest: tuple[Dms, tuple[Side, ...]] | None = None


def sides(part: Dms) -> tuple[Side, ...]:
    """Every endpoint of a spec, with the replication instance that it names or that is the only one.

    Lowering, contributions and rules of one run share them: only the latest spec's are kept.
    """
    global _latest
    if _latest is None or _latest[0] is not part:
        _latest = part, tuple(_sides(part))
    return _latest[1]


def _sides(part: Dms) -> Iterator[Side]:
    instances = part.replication_instances
    only = next(iter(instances)) if len(instances) == 1 else None
    for key, endpoint in part.endpoints.items():
        named = endpoint.replication_instance or only
        yield Side(key, endpoint, named, instances.get(named) if named else None)


def in_other_region(side: Side, region: str) -> bool:
    """Tell whether an endpoint is in another region than the spec's: groups cannot be named across regions."""
    return side.endpoint.region not in (None, region)


def seen_as(side: Side, region: str) -> tuple[str, ...]:
    """The networks as which the replication instance appears at the endpoint; none where its group can be named.

    Source: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.VPC.html
    """
    instance, scenario = side.instance, side.endpoint.scenario
    if instance is None:
        return ()
    if scenario == "internet":
        return tuple(f"{address}/32" for address in instance.public_ips)
    if scenario == "nat_gateway":
        return tuple(f"{address}/32" for address in instance.nat_ips)
    if side.bridge is not None and side.bridge.kind != "router":
        return tuple(f"{address}/32" for address in side.bridge.addresses)
    if scenario in ON_PREMISES or in_other_region(side, region):
        return instance.cidrs
    return ()


def asks_for_addresses(side: Side, region: str) -> bool:
    """Tell whether the two sides only know each other's addresses, and not groups."""
    return side.endpoint.scenario in (*ON_PREMISES, *PUBLIC) or in_other_region(side, region)
