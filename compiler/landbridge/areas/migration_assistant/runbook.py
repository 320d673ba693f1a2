"""RUNBOOK.md: what people do by hand around a migration, and in which order; only what concerns the spec."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from landbridge.areas.migration_assistant.contribute import is_own_key
from landbridge.areas.migration_assistant.product import Worker
from landbridge.areas.migration_assistant.setting import Setting, Side
from landbridge.areas.outside import whereabouts


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role of the product: its name and ARN, and who has it."""

    name: str
    arn: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The role-mapping script of a domain."""

    path: str
    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question to IAM: may this role do this? `expected` is what it answers."""

    role: str
    action: str
    resource: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """One deployment.

    Attributes:
        title: what it is.
        path: in the spec.
        granted: whether it has access.
        expires: the last day of its access, or empty.
        classic: whether it runs on ECS.
        attach: whether the policies are attached by this tree.
        roles: of the product, in use.
        parameters: SSM parameters that the plan reads.
        has_repository: whether a managed source has a snapshot repository.
        product_snapshot_role: name of the role for it, where somebody else makes it.
        their_snapshot_role: ARN of the role for it, where the domain's owner makes it in another account.
        secrets: whether services read secrets.
        access_group: key of their group.
        nodes_write: whether the nodes of a self-managed source write the snapshot, with credentials of their own.
        own_snapshot_role: ARN of the role for it, where it is made here; the product has to be told.
        bucket: of snapshots.
        bucket_arn: its ARN.
        encrypted: whether a customer key encrypts it.
        foreign_key: ARN of a key of others that encrypts the bucket.
        scripts: for the role mappings.
        clusters: both sides, in words.
        managed: names of the managed domains of this account and region.
        foreign: whether a domain is another account's or region's.
        collection: name of the collection that is the target; empty where it is none.
        collection_resource: the same as policies of OpenSearch Serverless name it.
        asks: questions to IAM.
        services: of ECS, to stop.
        cluster: of ECS or EKS, where these run.
        stacks: how the product's stacks begin.
        working_state: whether workers of reindexing leave an index on the target.
    """

    title: str
    path: str
    granted: bool
    expires: str
    classic: bool
    attach: bool
    roles: tuple[Role, ...]
    parameters: tuple[str, ...]
    has_repository: bool
    product_snapshot_role: str
    own_snapshot_role: str
    their_snapshot_role: str
    secrets: bool
    access_group: str
    nodes_write: bool
    bucket: str
    bucket_arn: str
    encrypted: bool
    foreign_key: str
    scripts: tuple[Script, ...]
    clusters: tuple[str, ...]
    managed: tuple[str, ...]
    foreign: bool
    collection: str
    collection_resource: str
    asks: tuple[Ask, ...]
    services: tuple[str, ...]
    cluster: str
    stacks: str
    working_state: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Runbook:
    """What the page says."""

    region: str
    partition: str
    deployments: tuple[Deployed, ...]


def runbook(every: Sequence[Setting]) -> Runbook:
    """The content of the page."""
    identity = every[0].scope.identity
    return Runbook(
        region=identity.region, partition=identity.partition, deployments=tuple(_deployed(each) for each in every)
    )


def _deployed(setting: Setting) -> Deployed:
    deployment, names = setting.deployment, setting.names
    key = deployment.snapshot.kms_key
    collection = next((side.cluster.serverless.collection for side in setting.sides if side.cluster.serverless), "")
    passed = setting.has_snapshot_role and not setting.own_snapshot_role
    return Deployed(
        title=f"{setting.key} ({'classic' if names.is_classic else 'EKS'}, stage {deployment.stage})",
        path=".".join(map(str, setting.path)),
        granted=setting.granted,
        expires=(deployment.expires or "") if setting.granted else "",
        classic=names.is_classic,
        attach=deployment.policies == "attach",
        roles=tuple(
            Role(name=names.role(worker), arn=str(setting.role_arn(worker)), words=worker.words)
            for worker in setting.workers
        ),
        parameters=tuple(_parameters(setting)),
        has_repository=setting.has_managed_source,
        their_snapshot_role=str(setting.snapshot_role) if setting.their_snapshot_role else "",
        secrets=any(True for worker in setting.workers for _ in setting.secrets(worker)),
        access_group=deployment.access_security_group,
        nodes_write=_nodes_write(setting),
        product_snapshot_role=setting.snapshot_role_name if passed else "",
        own_snapshot_role=str(setting.snapshot_role) if setting.own_snapshot_role else "",
        bucket=_bucket(setting),
        bucket_arn=str(setting.bucket()),
        encrypted=key is not None,
        foreign_key=key if key is not None and not is_own_key(key) else "",
        scripts=tuple(_scripts(setting)),
        clusters=tuple(f"{side.name}: {_cluster(setting, side)}" for side in setting.sides),
        managed=tuple(_name(setting, side) for side in setting.sides if side.own_domain is not None),
        foreign=any(side.foreign_domain is not None for side in setting.sides),
        collection=collection,
        collection_resource=f"collection/{collection}",
        asks=tuple(_asks(setting)) if deployment.policies == "attach" else (),
        services=tuple(names.ecs_service(worker) for worker in setting.workers) if names.is_classic else (),
        cluster=names.cluster,
        stacks=names.stacks,
        working_state=deployment.target is not None,
    )


def _nodes_write(setting: Setting) -> bool:
    source = setting.deployment.source
    takes = any(worker.takes_snapshots for worker in setting.workers)
    return takes and source is not None and source.self_managed is not None


def _bucket(setting: Setting) -> str:
    given = setting.deployment.snapshot.bucket
    if given is not None and (where := whereabouts(given)):
        return where
    return str(setting.bucket()).rpartition(":")[2]


def _parameters(setting: Setting) -> Iterator[str]:
    """The product's SSM parameters that Terraform reads, of which a plan fails before the product is deployed."""
    network = setting.scope.spec.part("network")
    deployment = setting.deployment
    for key in filter(None, (deployment.access_security_group, deployment.service_security_group)):
        group = network.security_groups.get(key) if network is not None else None
        if group is not None and (text := group.id or "").startswith("{ssm:"):
            yield text[5:-1]
    if setting.names.is_classic and deployment.file_system is None and _mounts(setting.workers):
        yield setting.names.parameter("sharedLogsEfsId")


def _mounts(workers: Sequence[Worker]) -> bool:
    return any(worker.key in ("console", "reindex", "replayer") for worker in workers)


def _scripts(setting: Setting) -> Iterator[Script]:
    """The scripts of the domains on whose security roles the services are mapped."""
    opensearch = setting.scope.spec.part("opensearch")
    for side in setting.sides:
        domain = opensearch.domains.get(side.own_domain) if opensearch is not None else None
        if domain is not None and domain.fine_grained and side.auth == "iam" and side.own_domain is not None:
            path = f"modules/opensearch/role-mapping-{side.own_domain.replace('_', '-')}.sh"
            yield Script(path=path, domain=_name(setting, side))


def _name(setting: Setting, side: Side) -> str:
    domain = setting.domain(side)
    return str(domain).rpartition("/")[2] if domain is not None else side.own_domain or ""


def _cluster(setting: Setting, side: Side) -> str:
    words = {"iam": "signed requests", "basic": "user and password", "none": "unsigned requests"}[side.auth]
    name = f"domain {_name(setting, side)}" if side.own_domain is not None else side.words
    return f"{name}, port {side.port}, {words}"


def _asks(setting: Setting) -> Iterator[Ask]:
    """Each role once on each managed cluster, and once on a domain that is none of theirs."""
    own = setting.scope.identity
    other = f"arn:{own.partition}:es:{own.region}:{own.account_id}:domain/another/_search"
    for worker in setting.workers:
        role, asked = str(setting.role_arn(worker)), False
        for side in setting.sides:
            domain = setting.domain(side)
            if domain is not None and side.auth == "iam" and worker.actions(side.name):
                asked = True
                yield Ask(role=role, action="es:ESHttpGet", resource=f"{domain}/_search", expected="allowed")
        if asked:
            yield Ask(role=role, action="es:ESHttpGet", resource=other, expected="implicitDeny")
