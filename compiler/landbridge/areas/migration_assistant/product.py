"""What is known of the product: its services, the names of what it makes, and what each service sends to a cluster.

Source: https://github.com/opensearch-project/opensearch-migrations, version 3.3.6. Classic:
deployment/cdk/opensearch-service-migration/lib (common-utilities.ts for names and roles, service-stacks/*.ts for what
each service has, network-stack.ts for ports). EKS: deployment/migration-assistant-solution/lib/eks-infra.ts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from landbridge.areas.migration_assistant.spec import Deployment
from landbridge.aws.identity import Identity
from landbridge.aws.names import ROLE_NAME_LENGTH

STAGE_LENGTH = 15
"""MAX_STAGE_NAME_LENGTH of common-utilities.ts; the EKS solution has names that are as long."""
TOPIC = "logging-traffic-topic"
"""Topic of captured traffic (traffic-replayer-stack.ts)."""
WORKING_STATE = ".migrations_working_state*"
"""Index of the target in which the workers of reindexing share their work."""
DEFAULT_SERVICES = ("console", "reindex")

_READ = ("es:ESHttpGet", "es:ESHttpHead")
_WRITE = ("es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost", "es:ESHttpPut")
_MANAGE = ("es:ESHttpDelete", *_WRITE)
_REPLAY = ("es:ESHttpDelete", "es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPatch", "es:ESHttpPost", "es:ESHttpPut")


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Somebody who has a role of its own: a service of classic, or all pods of EKS together.

    Attributes:
        key: in policies and labels.
        words: for people.
        name: of the service in the product, of which the role's name is made (classic).
        source: actions of requests to a managed source; none where it sends it nothing of its own.
        target: the same for the target.
        needs: the sides without which it is of no use.
        on_network: the sides to which it opens connections.
        by_service_group: whether it does so from the group of all services, as it has no osClusterAccessSG.
    """

    key: str
    words: str
    name: str = ""
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    on_network: tuple[str, ...] = ()
    by_service_group: bool = False

    @property
    def takes_snapshots(self) -> bool:
        """Whether it registers the repository of snapshots, and has them written."""
        return self.key in ("console", "migrations")

    def actions(self, side: str) -> tuple[str, ...]:
        """What it does with a managed cluster of a side."""
        return self.source if side == "source" else self.target


_BOTH = ("source", "target")
_SERVICES: Mapping[str, Worker] = {
    each.key: each
    for each in (
        # Takes snapshots of the source, moves metadata to the target, clears indexes on both.
        Worker(
            key="console", words="Migration Console", name="migration-console", source=_MANAGE, target=_MANAGE,
            on_network=_BOTH,
        ),
        # Reads the snapshot in S3 and writes to the target. The guide maps its role on the source, too.
        Worker(
            key="reindex", words="Reindex-from-Snapshot", name="reindex-from-snapshot", source=_READ, target=_WRITE,
            needs=("target",), on_network=_BOTH,
        ),
        # Sends the target whatever clients sent the source, so every method.
        Worker(
            key="replayer", words="Traffic Replayer", name="traffic-replayer-{deploy_id}", source=_READ,
            target=_REPLAY, needs=("target",), on_network=_BOTH,
        ),
        # Proxies pass on what clients have signed or not: they have no rights of their own. That which captures has
        # serviceSecurityGroup and trafficStreamSourceAccessSecurityGroup only (capture-proxy-stack.ts).
        Worker(
            key="capture_proxy", words="Capture Proxy", name="capture-proxy", needs=("source",),
            on_network=("source",), by_service_group=True,
        ),
        Worker(
            key="target_proxy", words="Target Cluster Proxy", name="target-cluster-proxy", needs=("target",),
            on_network=("target",),
        ),
    )
}  # fmt: skip
_PODS = Worker(key="migrations", words="all pods", source=_MANAGE, target=_REPLAY, on_network=_BOTH)


@dataclass(frozen=True, slots=True)
class Names:
    """What a deployment is called in AWS."""

    deployment: Deployment
    identity: Identity

    @property
    def deploy_id(self) -> str:
        """The deploy id of classic."""
        return self.deployment.deploy_id or "default"

    @property
    def is_classic(self) -> bool:
        """Whether it runs on ECS."""
        return self.deployment.product == "classic"

    @property
    def workers(self) -> tuple[Worker, ...]:
        """Those in use, in the product's order."""
        if not self.is_classic:
            return (_PODS,)
        used = self.deployment.services or DEFAULT_SERVICES
        return tuple(worker for key, worker in _SERVICES.items() if key in used)

    @property
    def _place(self) -> str:
        return f"{self.deployment.stage}-{self.identity.region}"

    @property
    def cluster(self) -> str:
        """The ECS or EKS cluster."""
        return (
            f"migration-{self.deployment.stage}-ecs-cluster"
            if self.is_classic
            else f"migration-eks-cluster-{self._place}"
        )

    def service(self, worker: Worker) -> str:
        """A service of classic, as log groups and roles are named after it."""
        return worker.name.format(deploy_id=self.deploy_id)

    def ecs_service(self, worker: Worker) -> str:
        """A service of classic in ECS."""
        return f"migration-{self.deployment.stage}-{self.service(worker)}"

    def role(self, worker: Worker) -> str:
        """The name of a role. That of a service is cut from its end, so that the whole fits IAM."""
        if not self.is_classic:
            return f"{self.cluster}-migrations-role"
        service = self.service(worker)
        excess = len(f"OSMigrations-{self._place}-{service}-task") - ROLE_NAME_LENGTH
        return f"OSMigrations-{self._place}-{service[: max(len(service) - max(excess, 0), 0)]}-task"

    @property
    def snapshot_role(self) -> str:
        """The name of the role by which a managed source writes its snapshot."""
        if self.is_classic:
            return f"OSMigrations-{self._place}-{self.deploy_id}-SnapshotRole"
        return f"{self.cluster}-snapshot-role"

    @property
    def bucket(self) -> str:
        """The product's bucket."""
        account, stage, region = self.identity.account_id, self.deployment.stage, self.identity.region
        kind = "migration-artifacts" if self.is_classic else "migrations-default"
        return f"{kind}-{account}-{stage}-{region}"

    def log_group(self, worker: Worker) -> str:
        """The log group of a service, or of all pods."""
        if not self.is_classic:
            return f"/migration-assistant-{self._place}/logs"
        return f"/migration/{self.deployment.stage}/{self.deploy_id}/{self.service(worker)}"

    def parameter(self, name: str) -> str:
        """The SSM parameter of classic that holds an id."""
        return f"/migration/{self.deployment.stage}/{self.deploy_id}/{name}"

    @property
    def dashboards(self) -> tuple[str, ...]:
        """The CloudWatch dashboards of EKS."""
        return tuple(f"MA-{self._place}-{what}" for what in ("CaptureReplay", "ReindexFromSnapshot"))

    @property
    def repository(self) -> str:
        """The container registry's repository of EKS."""
        return f"migration-ecr-{self._place}"

    @property
    def stacks(self) -> str:
        """How the CloudFormation stacks of classic begin."""
        return f"OSMigrations-{self._place}"
