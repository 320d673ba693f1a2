"""Replication instances in a network with no way out: what their VPC endpoints change, and how DMS finds them.

Sources: https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html (private DNS names),
https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html (routes) and, for the name that DMS is told,
https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html
"""

from collections.abc import Iterator
from typing import NamedTuple

from landbridge.areas.dms.contribute import needed
from landbridge.areas.dms.sides import sides
from landbridge.areas.dms.spec import Dms, PrivateNetwork
from landbridge.areas.labels import label
from landbridge.areas.outside import whereabouts
from landbridge.areas.scope import Scope
from landbridge.aws.vpc_endpoints import GATEWAYS

_SECRETS_MANAGER = "secretsmanager"


class TakenOver(NamedTuple):
    """A service that goes through a VPC endpoint from then on: for which replication instance, and for whom else."""

    service: str
    instance: str
    whom: str


class Setting(NamedTuple):
    """An extra connection attribute of an endpoint.

    Attributes:
        endpoint: its key.
        instance: the key of its replication instance.
        attribute: what is set.
        label: of the VPC endpoint whose name stands in it; empty where that endpoint is not of this spec.
        when: in which case it has to be set.
    """

    endpoint: str
    instance: str
    attribute: str
    label: str
    when: str


def taken_over(scope: Scope, part: Dms) -> Iterator[TakenOver]:
    """What the VPC endpoints that replication instances need take over for everybody, each once."""
    told: set[tuple[str, str]] = set()
    for key, instance in part.replication_instances.items():
        private = instance.private
        for service in needed(part, key) if private is not None else ():
            if private is None or not _is_made(private, service) or (service, private.vpc) in told:
                continue
            told.add((service, private.vpc))
            if service in GATEWAYS:
                tables = ", ".join(_place(scope, table) for table in private.route_tables)
                yield TakenOver(service, key, f"everything on route table {tables}")
            elif private.private_dns:
                yield TakenOver(service, key, f"everything in VPC {_place(scope, private.vpc)}")


def overrides(scope: Scope, part: Dms) -> Iterator[Setting]:
    """How endpoints with a secret are told where Secrets Manager is, by the VPC endpoint's own name."""
    for side in sides(part):
        private = side.instance.private if side.instance is not None else None
        if private is not None and (side.endpoint.secret or side.endpoint.asm_secret):
            always = not private.private_dns and _is_made(private, _SECRETS_MANAGER)
            yield Setting(
                endpoint=side.key,
                instance=side.instance_key or "",
                attribute="secretsManagerEndpointOverride=DNS_NAME",
                label=_vpc_endpoint(scope, part, private),
                when="always" if always else "without private DNS",
            )


def _place(scope: Scope, text: str) -> str:
    """An id, or in words where somebody finds it who reads the page."""
    found = whereabouts(text)
    return f"of {found}" if found else scope.shown(text)


def _is_made(private: PrivateNetwork, service: str) -> bool:
    """Whether a VPC endpoint follows from a network for a service."""
    where = private.route_tables if service in GATEWAYS else private.subnets
    return service not in private.present and bool(where)


def _vpc_endpoint(scope: Scope, part: Dms, private: PrivateNetwork) -> str:
    """The label of the VPC endpoint for Secrets Manager; empty where that is not of this spec."""
    if _SECRETS_MANAGER in private.present:
        return ""
    network = scope.spec.part("network")
    for key, endpoint in network.vpc_endpoints.items() if network is not None else ():
        if (endpoint.service, endpoint.vpc) == (_SECRETS_MANAGER, private.vpc):
            return str(key)
    for key, instance in part.replication_instances.items():
        theirs = instance.private
        same = theirs is not None and theirs.vpc == private.vpc and _is_made(theirs, _SECRETS_MANAGER)
        if same and _SECRETS_MANAGER in needed(part, key):
            return label(key, _SECRETS_MANAGER)
    return ""
