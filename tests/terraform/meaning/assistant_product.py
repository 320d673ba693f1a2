"""What is known of the Migration Assistant's product: its services, and the names of what it makes.

Source: https://github.com/opensearch-project/opensearch-migrations, deployment/cdk/opensearch-service-migration/lib,
and for EKS deployment/migration-assistant-solution/lib/eks-infra.ts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.terraform.meaning.names import Names, Thing

_READ = ("Get", "Head")
_WRITE = (*_READ, "Post", "Put")
_MANAGE = (*_WRITE, "Delete")
_EVERY_METHOD = (*_MANAGE, "Patch")
SIDES = ("source", "target")


@dataclass(frozen=True)
class Service:
    """A service of the product: its name there, and the methods of its requests to each side."""

    name: str
    methods: Mapping[str, tuple[str, ...]]


_SERVICES = {
    "console": Service("migration-console", {"source": _MANAGE, "target": _MANAGE}),
    "reindex": Service("reindex-from-snapshot", {"source": _READ, "target": _WRITE}),
    "replayer": Service("traffic-replayer-{deploy_id}", {"source": _READ, "target": _EVERY_METHOD}),
    # Proxies pass on what clients sign: they send nothing of their own.
    "capture_proxy": Service("capture-proxy", {}),
    "target_proxy": Service("target-cluster-proxy", {}),
}
_PODS = {"migrations": Service("", {"source": _MANAGE, "target": _EVERY_METHOD})}
TAKE_SNAPSHOTS = ("console", "migrations")
"""The services that have snapshots written."""


class Product:
    """A deployment, as the product makes it.

    Args:
        names: of the spec.
        key: in the spec.
        thing: what the spec says.
    """

    def __init__(self, names: Names, key: str, thing: Thing) -> None:
        self._names = names
        self._key = key
        self._thing = thing
        self._sides: dict[str, Thing] = {side: thing[side] for side in SIDES if side in thing}
        self._snapshot: Thing = thing.get("snapshot", {})
        self._classic = thing["product"] == "classic"
        self._stage: str = thing["stage"]
        self._deploy_id: str = thing.get("deploy_id", "default")

    @property
    def attaches(self) -> bool:
        """Whether the product's roles get policies, which are only printed otherwise."""
        return bool(self._thing.get("policies", "attach") == "attach")

    @property
    def services(self) -> list[str]:
        """The services in use, each with a role; all pods of EKS together have one."""
        wanted = self._thing.get("services", ["console", "reindex"])
        return [key for key in _SERVICES if key in wanted] if self._classic else list(_PODS)

    def role(self, service: str) -> str:
        """Return the ARN of the product's role for a service."""
        place = f"{self._stage}-{self._names.region}"
        name = f"OSMigrations-{place}-{self._name(service)}-task"
        return self._names.iam(f"role/{name if self._classic else f'migration-eks-cluster-{place}-migrations-role'}")

    def policy_arn(self, service: str) -> str:
        """Return the ARN of the policy for a service."""
        return self._names.iam(f"policy/{self._names.name('policy', f'migration-{self._key}-{service}', {})}")

    @property
    def makes_snapshot_role(self) -> bool:
        """Whether the role by which a domain writes its snapshot is made here."""
        return self._snapshot.get("role") == "own" and "domain" in self._sides.get("source", {})

    @property
    def snapshot_role(self) -> str:
        """The ARN of the role by which a domain writes its snapshot."""
        of_product = f"OSMigrations-{self._place}-{self._deploy_id}-SnapshotRole"
        if not self._classic:
            of_product = f"migration-eks-cluster-{self._place}-snapshot-role"
        name = self._snapshot.get("role_name", of_product)
        if self.makes_snapshot_role:
            thing = {"name": self._snapshot.get("role_name")}
            name = self._names.name("role", f"migration-{self._key}-snapshot", thing)
        return self._names.iam(f"role/{name}")

    @property
    def _place(self) -> str:
        return f"{self._stage}-{self._names.region}"

    @property
    def _bucket(self) -> str:
        kind = "migration-artifacts" if self._classic else "migrations-default"
        product = f"{kind}-{self._names.account_id}-{self._place}"
        return f"arn:{self._names.partition}:s3:::{self._names.fill(self._snapshot.get('bucket', product))}"

    def _name(self, service: str) -> str:
        every = _SERVICES if self._classic else _PODS
        return every[service].name.format(deploy_id=self._deploy_id)

    def _methods(self, service: str, side: str) -> tuple[str, ...]:
        return (_SERVICES if self._classic else _PODS)[service].methods.get(side, ())

    def _arn(self, service: str, resource: str) -> str:
        return self._names.arn_of(service, resource)

    def _secrets(self, service: str) -> Iterator[Thing]:
        """Yield the secrets that a service reads; who only reads a snapshot asks nothing of the source."""
        for side, cluster in self._sides.items():
            asks = self._methods(service, side) and (side == "target" or service in TAKE_SNAPSHOTS)
            if "secret" in cluster and asks:
                secret = cluster["secret"]
                yield {"arn": secret} if isinstance(secret, str) else secret
