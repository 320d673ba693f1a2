"""What the role of each service may do: what the product's own policies allow, on what this deployment is about.

The product's policies are in the files that `product` names. Each of their wildcards is narrowed to a domain, a bucket,
a secret, a service; what stays on `*` are actions that take no resource.
"""

from collections.abc import Iterator
from typing import NamedTuple

from landbridge.areas.key_use import CRYPTO, DECRYPT, through
from landbridge.areas.migration_assistant.product import TOPIC, Worker
from landbridge.areas.migration_assistant.setting import Setting, Side
from landbridge.areas.migration_assistant.spec import Collection
from landbridge.areas.outside import outside
from landbridge.areas.own_arns import below, own_arn
from landbridge.aws import quotas
from landbridge.findings import SpecPath
from landbridge.policy.document import Condition, PolicyDocument, Statement
from landbridge.policy.size import split

SERVICE = "es.amazonaws.com"
"""OpenSearch Service, to which the snapshot role is passed and which assumes it."""

_TAKES_NO_RESOURCE = "These take no resource"


class Attached(NamedTuple):
    """A customer-managed policy of one role: its name, the end of its label, and what it says."""

    name: str
    suffix: str
    document: PolicyDocument


def policies(setting: Setting, worker: Worker) -> Iterator[Attached]:
    """The policies of one role, each as large as AWS takes one, whoever attaches them."""
    # A statement is never larger than a policy may be: what it names is bounded by the form of the spec.
    for cut in split(tuple(statements(setting, worker)), quotas.MANAGED_POLICY) or ():
        end = f"-{cut.name}" if cut.name else ""
        name = setting.scope.name("policy", f"migration-{setting.key}-{worker.key}{end}")
        yield Attached(name, cut.name, PolicyDocument(cut.statements))


def statements(setting: Setting, worker: Worker) -> Iterator[Statement]:
    """All statements of one role."""
    yield from _clusters(setting, worker)
    yield from _secrets(setting, worker)
    yield from _snapshots(setting, worker)
    yield from _kafka(setting, worker)
    yield from _file_system(setting, worker)
    yield from (_ecs if setting.names.is_classic else _eks)(setting, worker)


def _allow(
    origin: SpecPath,
    sid: str,
    actions: tuple[str, ...],
    *resources: str,
    why: str = "",
    conditions: tuple[Condition, ...] = (),
) -> Statement:
    return Statement(sid=sid, actions=actions, resources=resources, origin=origin, why=why, conditions=conditions)


def _clusters(setting: Setting, worker: Worker) -> Iterator[Statement]:
    """Signed requests; others need no permission of the role."""
    for side in setting.sides:
        actions = worker.actions(side.name)
        if side.auth != "iam" or not actions:
            continue
        sid = f"Use{side.name.capitalize()}"
        if (collection := side.cluster.serverless) is not None:
            yield _collection(setting, side, collection, sid)
        elif (domain := setting.domain(side)) is not None:
            why = f"The {side.name} cluster, and nothing else"
            yield _allow(side.path, sid, actions, below(domain, "*"), why=why)


def _collection(setting: Setting, side: Side, collection: Collection, sid: str) -> Statement:
    """The one action of OpenSearch Serverless's data plane; the data access policy says what it is good for.

    Source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/security-iam-serverless.html
    """
    by_name = Condition("StringEquals", "aoss:collection", (collection.collection,))
    id_ = collection.id and (outside(collection.id) or collection.id)
    return _allow(
        (*side.path, "serverless"),
        sid,
        ("aoss:APIAccessAll",),
        own_arn(setting.scope.identity, "aoss", "collection/", id_ or "*"),
        why=f"Collection {collection.collection}; what it may do there, the data access policy says",
        conditions=() if id_ else (by_name,),
    )


def _secrets(setting: Setting, worker: Worker) -> Iterator[Statement]:
    for side, secret in setting.secrets(worker):
        path = (*side.path, "secret")
        end = side.name.capitalize()
        get = ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")
        yield _allow(path, f"ReadSecretOf{end}", get, setting.scope.expand(secret.arn, (*path, "arn")))
        key = key_arn(setting, (*path, "kms_key"), secret.kms_key)
        if key is not None:
            via = (through(setting.scope.identity, ("secretsmanager",)),)
            yield _allow((*path, "kms_key"), f"DecryptSecretOf{end}", DECRYPT, key, conditions=via)


def _snapshots(setting: Setting, worker: Worker) -> Iterator[Statement]:
    """The bucket: the console writes and clears it, the workers of reindexing read it."""
    path = (*setting.path, "snapshot")
    reads, writes = worker.key == "reindex", worker.takes_snapshots
    if reads or writes:
        look = ("s3:GetBucketLocation", "s3:ListBucket", *(("s3:ListBucketMultipartUploads",) if writes else ()))
        change = ("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:ListMultipartUploadParts", "s3:PutObject")
        owned = (of_bucket(setting),)
        yield _allow(path, "SeeSnapshots", look, setting.bucket(), conditions=owned)
        sid, actions = ("KeepSnapshots", ("s3:GetObject", *change)) if writes else ("ReadSnapshots", ("s3:GetObject",))
        yield _allow(path, sid, actions, setting.bucket("/*"), conditions=owned)
        key = key_arn(setting, (*path, "kms_key"), setting.deployment.snapshot.kms_key)
        if key is not None:
            via = (through(setting.scope.identity, ("s3",)),)
            yield _allow((*path, "kms_key"), "UseKeyOfSnapshots", CRYPTO if writes else DECRYPT, key, conditions=via)
    if writes and setting.has_snapshot_role:
        yield _allow(
            path,
            "PassSnapshotRole",
            ("iam:PassRole",),
            setting.snapshot_role,
            why="To register the snapshot repository: this role, to OpenSearch Service, and to nobody else",
            conditions=(Condition("StringEquals", "iam:PassedToService", (SERVICE,)),),
        )


def of_bucket(setting: Setting) -> Condition:
    """That the bucket is its owner's: an ARN of S3 does not say whose it is.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount
    """
    return Condition("StringEquals", "aws:ResourceAccount", (setting.bucket_account,))


def key_arn(setting: Setting, path: SpecPath, key: str | None) -> str | None:
    """The ARN of a key that the spec names; None for none, and for a key that is not there, which `lower` reports."""
    if key is None:
        return None
    if key.startswith("arn:") or outside(key) is not None:
        return setting.scope.expand(key, path)
    return setting.scope.references.get(f"key:{key}")


def _kafka(setting: Setting, worker: Worker) -> Iterator[Statement]:
    """MSK with IAM: captured traffic is one topic, and replayers of a deployment are one group.

    Source: https://docs.aws.amazon.com/msk/latest/developerguide/iam-access-control.html
    """
    text, path = setting.deployment.msk_cluster, (*setting.path, "msk_cluster")
    if text is None or worker.key not in ("console", "replayer", "capture_proxy", "migrations"):
        return
    cluster = setting.scope.expand(text, path)
    topic = setting.scope.expand(text.replace(":cluster/", ":topic/") + f"/{TOPIC}", path)
    group = setting.scope.expand(
        text.replace(":cluster/", ":group/") + f"/logging-group-{setting.names.deploy_id}", path
    )
    if worker.key in ("console", "migrations"):
        yield _allow(path, "SeeKafka", ("kafka-cluster:Connect", "kafka-cluster:DescribeCluster"), cluster)
        manage = ("AlterTopic", "CreateTopic", "DeleteTopic", "DescribeTopic", "ReadData", "WriteData")
        yield _allow(path, "ManageCapturedTraffic", tuple(f"kafka-cluster:{each}" for each in manage), topic)
        groups = ("AlterGroup", "DeleteGroup", "DescribeGroup")
        yield _allow(path, "ManageReplayGroup", tuple(f"kafka-cluster:{each}" for each in groups), group)
        return
    yield _allow(path, "ConnectToKafka", ("kafka-cluster:Connect",), cluster)
    if worker.key == "replayer":
        yield _allow(path, "ReadCapturedTraffic", ("kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"), topic)
        yield _allow(path, "JoinReplayGroup", ("kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"), group)
    else:
        write = ("kafka-cluster:CreateTopic", "kafka-cluster:DescribeTopic", "kafka-cluster:WriteData")
        yield _allow(path, "WriteCapturedTraffic", write, topic)


def _file_system(setting: Setting, worker: Worker) -> Iterator[Statement]:
    given = setting.deployment.file_system
    text = given or (f"{{ssm:{setting.names.parameter('sharedLogsEfsId')}}}" if setting.names.is_classic else None)
    if text is not None and worker.key in ("console", "reindex", "replayer", "migrations"):
        path = (*setting.path, "file_system") if given else setting.path
        mount = ("elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite")
        file_system = own_arn(setting.scope.identity, "elasticfilesystem", "file-system/", outside(text) or text)
        yield _allow(path, "MountSharedLogs", mount, file_system)


def _ecs(setting: Setting, worker: Worker) -> Iterator[Statement]:
    """What every task has: its logs, `ecs execute-command`, and the collector of metrics beside it."""
    path, identity, names = setting.path, setting.scope.identity, setting.names
    groups = (f"{names.log_group(worker)}*", "/metrics/OpenSearchMigrations")
    write = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents")
    logs = (own_arn(identity, "logs", f"log-group:{group}{end}") for group in groups for end in ("", ":*"))
    yield _allow(path, "WriteLogs", write, *logs)
    channels = ("CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel")
    trace = ("GetSamplingRules", "GetSamplingTargets", "PutTelemetryRecords", "PutTraceSegments")
    no_resource = (*(f"ssmmessages:{each}" for each in channels), *(f"xray:{each}" for each in trace))
    yield _allow(path, "ExecAndTrace", ("logs:DescribeLogGroups", *no_resource), "*", why=_TAKES_NO_RESOURCE)
    if worker.key != "console":
        return
    run = tuple(
        own_arn(identity, "ecs", f"service/{names.cluster}/{names.ecs_service(each)}")
        for each in setting.workers
        if each.key in ("reindex", "replayer")
    )
    if run:
        yield _allow(path, "RunServices", ("ecs:DescribeServices", "ecs:UpdateService"), *run)
    tasks = own_arn(identity, "ecs", f"task/{names.cluster}/*")
    yield _allow(path, "StopTasks", ("ecs:DescribeTasks", "ecs:StopTask"), tasks)
    of_cluster = Condition("ArnEquals", "ecs:cluster", (own_arn(identity, "ecs", f"cluster/{names.cluster}"),))
    why = "To list tasks takes no resource; of this cluster only"
    yield _allow(path, "ListTasks", ("ecs:ListTasks",), "*", why=why, conditions=(of_cluster,))
    parameters = own_arn(identity, "ssm", f"parameter{names.parameter('*')}")
    yield _allow(path, "ReadParameters", ("ssm:GetParameters",), parameters)
    see = ("cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "ec2:DescribeRouteTables", "ec2:DescribeSubnets")
    yield _allow(path, "SeeMetricsAndSubnets", see, "*", why=_TAKES_NO_RESOURCE)


def _eks(setting: Setting, worker: Worker) -> Iterator[Statement]:
    """What pods have besides: images, logs, metrics, and the dashboards that the solution makes."""
    path, identity, names = setting.path, setting.scope.identity, setting.names
    images = (
        *("BatchCheckLayerAvailability", "BatchGetImage", "CompleteLayerUpload", "DescribeRepositories"),
        *("GetDownloadUrlForLayer", "InitiateLayerUpload", "PutImage", "UploadLayerPart"),
    )
    repository = own_arn(identity, "ecr", f"repository/{names.repository}")
    yield _allow(path, "KeepImages", tuple(f"ecr:{each}" for each in images), repository)
    group = names.log_group(worker)
    write = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents")
    logs = (own_arn(identity, "logs", f"log-group:{group}{end}") for end in ("", ":*"))
    yield _allow(path, "WriteLogs", write, *logs)
    see = ("cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "xray:PutTelemetryRecords", "xray:PutTraceSegments")
    no_resource = ("ecr:GetAuthorizationToken", "logs:DescribeLogGroups", *see)
    yield _allow(path, "SignInAndTrace", no_resource, "*", why=_TAKES_NO_RESOURCE)
    dashboards = (own_arn(identity, "cloudwatch", f"dashboard/{each}", region=False) for each in names.dashboards)
    keep = ("cloudwatch:DeleteDashboards", "cloudwatch:GetDashboard", "cloudwatch:PutDashboard")
    yield _allow(path, "KeepDashboards", keep, *dashboards)
    authority = setting.deployment.certificate_authority
    if authority is not None:
        where = (*path, "certificate_authority")
        issue = ("DescribeCertificateAuthority", "GetCertificate", "IssueCertificate")
        actions = tuple(f"acm-pca:{each}" for each in issue)
        yield _allow(where, "IssueCertificates", actions, setting.scope.expand(authority, where))
        yield _allow(where, "ListCertificateAuthorities", ("acm-pca:ListCertificateAuthorities",), "*",
                     why=_TAKES_NO_RESOURCE)  # fmt: skip
