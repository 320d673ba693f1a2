"""RUNBOOK.md: what people do by hand around a migration, and in which order; only what concerns the spec."""

from collections.abc import Iterator, Sequence

from landbridge.areas.migration_assistant.access import policies
from landbridge.areas.migration_assistant.closing import closings
from landbridge.areas.migration_assistant.contribute import is_own_key
from landbridge.areas.migration_assistant.product import Worker
from landbridge.areas.migration_assistant.setting import Setting, Side
from landbridge.areas.migration_assistant.steps import (
    Ask,
    Attached,
    Deployed,
    ForeignKey,
    MadeGroup,
    OwnBucket,
    Role,
    Runbook,
    Script,
)
from landbridge.areas.outside import parameter_of, whereabouts
from landbridge.aws import arn


def runbook(every: Sequence[Setting]) -> Runbook:
    """The content of the page."""
    identity = every[0].scope.identity
    return Runbook(
        region=identity.region,
        partition=identity.partition,
        account=identity.account_id,
        deployments=tuple(_deployed(each) for each in every),
    )


def _deployed(setting: Setting) -> Deployed:
    foreign = any(side.foreign_domain is not None for side in setting.sides)
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
        foreign_keys=tuple(_foreign_keys(setting)),
        own_bucket=tuple(_own_bucket(setting)),
        made_groups=tuple(_made_groups(setting)),
        attached=tuple(_attached(setting)),
        others=foreign or any(True for _ in closings(setting)),
        scripts=tuple(_scripts(setting)),
        clusters=tuple(f"{side.name}: {_cluster(setting, side)}" for side in setting.sides),
        managed=tuple(_name(setting, side) for side in setting.sides if side.own_domain is not None),
        foreign=foreign,
        collection=collection,
        collection_resource=f"collection/{collection}",
        asks=tuple(_asks(setting)),
        services=tuple(names.ecs_service(worker) for worker in setting.workers) if names.is_classic else (),
        cluster=names.cluster,
        stacks=names.stacks,
        working_state=deployment.target is not None,
    )


def _nodes_write(setting: Setting) -> bool:
    source = setting.deployment.source
    takes = any(worker.takes_snapshots for worker in setting.workers)
    return takes and source is not None and source.self_managed is not None


def _foreign_keys(setting: Setting) -> Iterator[ForeignKey]:
    """Keys that are not of this spec, whose policies are therefore not written here."""
    snapshot = setting.deployment.snapshot
    if snapshot.kms_key is not None and not is_own_key(snapshot.kms_key):
        users = [setting.role_arn(each) for each in setting.workers if each.key == "reindex" or each.takes_snapshots]
        users += [setting.snapshot_role] if setting.has_managed_source else []
        yield _foreign_key(snapshot.kms_key, "the bucket of snapshots", users)
    for side in setting.sides:
        secret = side.cluster.secret
        if secret is not None and secret.kms_key is not None and not is_own_key(secret.kms_key):
            readers = [
                setting.role_arn(worker)
                for worker in setting.workers
                if any(each is side for each, _ in setting.secrets(worker))
            ]
            yield _foreign_key(secret.kms_key, f"the secret of the {side.name}", readers)


def _foreign_key(key: str, what: str, users: Sequence[str]) -> ForeignKey:
    return ForeignKey(key=whereabouts(key) or key, what=what, users=tuple(map(str, users)))


def _own_bucket(setting: Setting) -> Iterator[OwnBucket]:
    snapshot = setting.deployment.snapshot
    if snapshot.bucket is not None:
        key, own = snapshot.kms_key, setting.scope.identity
        is_own = key is not None and is_own_key(key)
        key_arn = key if key is not None and key.startswith("arn:") else ""
        name = "" if whereabouts(snapshot.bucket) else _bucket(setting)
        yield OwnBucket(
            name=name,
            account=snapshot.bucket_account or "" if snapshot.bucket_account != own.account_id else "",
            location=f"LocationConstraint={own.region}" if own.region != "us-east-1" else "",
            has_key=is_own or key_arn != "",
            key_filter=f".{key}" if is_own else "",
            key_arn=key_arn,
            reindexes=any(worker.key == "reindex" for worker in setting.workers),
            repository=f"s3://{name or 'BUCKET'}/rfs-snapshot-repo",
        )


def _made_groups(setting: Setting) -> Iterator[MadeGroup]:
    network, deployment = setting.scope.spec.part("network"), setting.deployment
    groups = network.security_groups if network is not None else {}
    for key, of_proxy in ((deployment.access_security_group, False), (deployment.service_security_group, True)):
        if key in groups and groups[key].vpc is not None:
            wearers = [each for each in setting.workers if each.by_service_group is of_proxy]
            services = tuple(setting.names.ecs_service(each) for each in wearers)
            yield MadeGroup(key=key or "", filter=f".{key}", services=services)


def _attached(setting: Setting) -> Iterator[Attached]:
    for worker in setting.workers:
        for each in policies(setting, worker):
            policy = arn.policy_arn(setting.scope.identity, "/", each.name)
            yield Attached(role=setting.names.role(worker), name=each.name, arn=str(policy))


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
        if group is not None and (parameter := parameter_of(group.id or "")) is not None:
            yield parameter
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
