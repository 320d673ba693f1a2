"""A deployment with what its words stand for: clusters by kind, roles, ARNs, and why it has access."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from landbridge.areas.identities import role_reference
from landbridge.areas.labels import label
from landbridge.areas.migration_assistant.product import Names, Worker
from landbridge.areas.migration_assistant.spec import Cluster, ClusterSecret, Deployment, MigrationAssistant
from landbridge.areas.outside import outside
from landbridge.areas.own_arns import expression, own_arn
from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.aws.ports import HTTPS
from landbridge.findings import SpecPath
from landbridge.ir import Expr

SIDES = ("source", "target")


@dataclass(frozen=True)
class Side:
    """One side of a deployment.

    Attributes:
        name: source or target.
        path: its place in the spec.
        cluster: as the spec has it.
    """

    name: str
    path: SpecPath
    cluster: Cluster

    @property
    def own_domain(self) -> str | None:
        """The key of `opensearch.domains`, where it is one."""
        domain = self.cluster.domain
        return domain if domain is not None and not domain.startswith("arn:") else None

    @property
    def foreign_domain(self) -> str | None:
        """The ARN of a domain of another account or region, where it is one."""
        domain = self.cluster.domain
        return domain if domain is not None and domain.startswith("arn:") else None

    @property
    def auth(self) -> str:
        """How requests say who sends them."""
        return self.cluster.auth or ("none" if self.cluster.self_managed is not None else "iam")

    @property
    def port(self) -> int:
        """Of its HTTP API."""
        return self.cluster.self_managed.port if self.cluster.self_managed is not None else HTTPS

    @property
    def security_group(self) -> tuple[SpecPath, str] | None:
        """The key of its security group, and where that stands."""
        for field, holder in (
            ((), self.cluster),
            (("self_managed",), self.cluster.self_managed),
            (("serverless",), self.cluster.serverless),
        ):
            if holder is not None and holder.security_group is not None:
                return (*self.path, *field, "security_group"), holder.security_group
        return None

    @property
    def words(self) -> str:
        """What people call it."""
        cluster = self.cluster
        if cluster.serverless is not None:
            return f"collection {cluster.serverless.collection}"
        if cluster.domain is not None:
            return f"domain {cluster.domain.rpartition('/')[2]}"
        return "self-managed cluster"


class Setting:
    """One deployment."""

    def __init__(self, scope: Scope, key: str, deployment: Deployment) -> None:
        self.scope = scope
        self.key = key
        self.deployment = deployment
        self.names = Names(deployment, scope.identity)
        self.path: SpecPath = ("migration_assistant", "deployments", key)

    @property
    def granted(self) -> bool:
        """Whether it has access, still."""
        return self.deployment.access == "granted"

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """Source and target, where they are given."""
        found = ((name, getattr(self.deployment, name)) for name in SIDES)
        return tuple(Side(name, (*self.path, name), cluster) for name, cluster in found if cluster is not None)

    @property
    def workers(self) -> tuple[Worker, ...]:
        """The services in use."""
        return self.names.workers

    @property
    def reason(self) -> str:
        """Why it has access to all of a cluster: in the author's words, or because it ends."""
        return self.until(self.deployment.reason or f"migration by the Migration Assistant {self.key}")

    def until(self, reason: str) -> str:
        """A reason, with the last day where there is one."""
        last = self.deployment.expires
        return f"{reason}, until {last}" if last else reason

    def role_arn(self, worker: Worker) -> Expr:
        """The ARN of a role that the product makes."""
        return arn.role_arn(self.scope.identity, "/", self.names.role(worker))

    @property
    def owner_of_source(self) -> str | None:
        """The account of a managed source, where it is another one."""
        source = next((side for side in self.sides if side.name == "source"), None)
        parsed = arn.parse(str(self.domain(source))) if source is not None and source.foreign_domain else None
        return parsed.account if parsed is not None and parsed.account != self.scope.identity.account_id else None

    @property
    def has_managed_source(self) -> bool:
        """Whether a role writes the snapshot: only for a managed source; other clusters write it themselves."""
        source = self.deployment.source
        return source is not None and source.domain is not None

    @property
    def has_snapshot_role(self) -> bool:
        """Whether that role is one of this account."""
        return self.has_managed_source and not self.their_snapshot_role

    @property
    def their_snapshot_role(self) -> bool:
        """Whether that role is one of the domain's account, which is another: AWS passes no role across accounts.

        Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
        """
        return self.deployment.snapshot.role == "theirs" and self.owner_of_source is not None

    @property
    def own_snapshot_role(self) -> bool:
        """Whether that role is made here."""
        return self.has_snapshot_role and self.deployment.snapshot.role == "own"

    @property
    def snapshot_role_name(self) -> str:
        """The name of that role."""
        snapshot = self.deployment.snapshot
        if snapshot.role == "own":
            return self.scope.name("role", f"migration-{self.key}-snapshot", snapshot.role_name)
        return self.scope.name("role", self.key, snapshot.role_name or self.names.snapshot_role)

    @property
    def snapshot_role(self) -> Expr:
        """The ARN of that role: by reference where it is made here."""
        if self.their_snapshot_role:
            return Expr(
                f"arn:{self.scope.identity.partition}:iam::{self.owner_of_source}:role/{self.snapshot_role_name}"
            )
        if not self.own_snapshot_role:
            return arn.role_arn(self.scope.identity, "/", self.snapshot_role_name)
        return role_reference(self.scope.identity, label(self.key, "snapshot"), self.snapshot_role_name)

    def bucket(self, rest: str = "") -> Expr:
        """The ARN of the snapshot's bucket, or with `rest` of what is in it."""
        path = (*self.path, "snapshot", "bucket")
        given = self.deployment.snapshot.bucket
        # Account and region in the product's name are this root's: written as variables.
        name = self.names.bucket if given is None else outside(given) or self.scope.expand(given, path)
        return own_arn(self.scope.identity, "s3", name, rest, region=False, account=False)

    @property
    def bucket_account(self) -> str:
        """The account of that bucket: names of buckets can be foretold, and anybody may have made one by the name."""
        other, own = self.deployment.snapshot.bucket_account, self.scope.identity
        return arn.own_account(own) if other is None or other == own.account_id else other

    def domain(self, side: Side) -> Expr | None:
        """The ARN of a managed domain; None for another cluster, and for a key that is none."""
        if side.foreign_domain is not None:
            return expression(self.scope.expand(side.foreign_domain, (*side.path, "domain")))
        return self.scope.references.get(f"domain:{side.own_domain}")

    def secrets(self, worker: Worker) -> Iterator[tuple[Side, ClusterSecret]]:
        """The secrets that somebody reads: of every cluster that it sends requests of its own to."""
        for side in self.sides:
            secret = side.cluster.secret
            asks = worker.actions(side.name) and (side.name == "target" or worker.key in ("console", "migrations"))
            if secret is not None and secret.arn and asks:
                yield side, secret


def settings(scope: Scope, part: MigrationAssistant) -> tuple[Setting, ...]:
    """All deployments."""
    return tuple(Setting(scope, key, deployment) for key, deployment in part.deployments.items())
