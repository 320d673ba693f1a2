"""What the services of the Migration Assistant may do, and the role by which a domain writes its snapshot."""

from collections.abc import Iterator

from tests.terraform.meaning import keys
from tests.terraform.meaning.assistant_product import TAKE_SNAPSHOTS, Product
from tests.terraform.meaning.names import Thing

_STARTED = ("reindex", "replayer")
"""The services that the console starts and stops."""


class Rights(Product):
    """A deployment, and what its services may do."""

    def trusted(self) -> list[Thing]:
        """Return who may assume that role: the service, for the source domain."""
        domain = self._names.domain_arn(self._sides["source"]["domain"])
        condition = {
            "StringEquals": {"aws:SourceAccount": [domain.split(":")[4]]},
            "ArnEquals": {"aws:SourceArn": [domain]},
        }
        service = {"Service": "es.amazonaws.com"}
        return [{"Effect": "Allow", "Principal": service, "Action": "sts:AssumeRole", "Condition": condition}]

    def writes_snapshots(self) -> Iterator[Thing]:
        """Yield what that role may do.

        https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-snapshot-registerdirectory.html
        """
        yield self._in_bucket(["ListBucket"])
        yield self._in_bucket(["GetObject", "PutObject", "DeleteObject"], "/*")
        yield from self._key_of_snapshots(keys.CRYPTO)

    def allowed(self, service: str) -> Iterator[Thing]:
        """Yield what a service may do."""
        for side, cluster in self._sides.items():
            methods = [f"ESHttp{method}" for method in self._methods(service, side)]
            if methods and signs(cluster) and "domain" in cluster:
                yield allow("es", methods, f"{self._names.domain_arn(cluster['domain'])}/*")
            if methods and signs(cluster) and "serverless" in cluster:
                yield self._on_collection(cluster["serverless"])
        for secret in self._secrets(service):
            yield allow("secretsmanager", ["DescribeSecret", "GetSecretValue"], self._names.fill(secret["arn"]))
            if "kms_key" in secret:
                yield self._through("secretsmanager", secret["kms_key"], keys.DECRYPT)
        yield from self._on_snapshots(service)
        yield from self._on_kafka(service)
        of_product = f"{{ssm:/migration/{self._stage}/{self._deploy_id}/sharedLogsEfsId}}" if self._classic else ""
        if (shared := self._thing.get("file_system", of_product)) and not service.endswith("_proxy"):
            file_system = self._arn("elasticfilesystem", f"file-system/{self._names.fill(shared)}")
            yield allow("elasticfilesystem", ["ClientMount", "ClientWrite"], file_system)
        yield from self._as_any_task(service) if self._classic else self._as_pods()
        if service == "console":
            yield from self._as_console()

    def _on_snapshots(self, service: str) -> Iterator[Thing]:
        if service in TAKE_SNAPSHOTS:
            yield self._in_bucket(["GetBucketLocation", "ListBucket", "ListBucketMultipartUploads"])
            change = ["DeleteObject", "PutObject", "AbortMultipartUpload", "ListMultipartUploadParts"]
            yield self._in_bucket(["GetObject", *change], "/*")
            yield from self._key_of_snapshots(keys.CRYPTO)
            if "domain" in self._sides.get("source", {}) and self._snapshot.get("role") != "theirs":
                passed = {"StringEquals": {"iam:PassedToService": ["es.amazonaws.com"]}}
                yield {**allow("iam", ["PassRole"], self.snapshot_role), "Condition": passed}
        if service == "reindex":
            yield self._in_bucket(["GetBucketLocation", "ListBucket"])
            yield self._in_bucket(["GetObject"], "/*")
            yield from self._key_of_snapshots(keys.DECRYPT)

    def _in_bucket(self, actions: list[str], rest: str = "") -> Thing:
        """Return what is allowed of the bucket, as long as it is its owner's: an ARN of S3 does not say whose it is."""
        account = str(self._snapshot.get("bucket_account", self._names.account_id))
        condition = {"StringEquals": {"aws:ResourceAccount": [account]}}
        return {**allow("s3", actions, f"{self._bucket}{rest}"), "Condition": condition}

    def _key_of_snapshots(self, actions: tuple[str, ...]) -> Iterator[Thing]:
        if key := self._snapshot.get("kms_key"):
            yield self._through("s3", key, actions)

    def _through(self, service: str, key: str, actions: tuple[str, ...]) -> Thing:
        condition = {"StringEquals": {"kms:ViaService": [f"{service}.{self._names.region}.amazonaws.com"]}}
        return {**allow("kms", actions, self._names.key(key)), "Condition": condition}

    def _on_kafka(self, service: str) -> Iterator[Thing]:
        """Yield what MSK asks for: the cluster, one topic, one group.

        https://docs.aws.amazon.com/msk/latest/developerguide/iam-access-control.html
        """
        if not (cluster := self._thing.get("msk_cluster")) or service in ("reindex", "target_proxy"):
            return
        topic = cluster.replace(":cluster/", ":topic/") + "/logging-traffic-topic"
        group = cluster.replace(":cluster/", ":group/") + f"/logging-group-{self._deploy_id}"
        whole = service in TAKE_SNAPSHOTS
        on_topic = ["DescribeTopic", "ReadData", *(["CreateTopic", "AlterTopic", "DeleteTopic", "WriteData"] * whole)]
        if service == "capture_proxy":
            yield allow("kafka-cluster", ["Connect"], cluster)
            yield allow("kafka-cluster", ["CreateTopic", "DescribeTopic", "WriteData"], topic)
            return
        yield allow("kafka-cluster", ["Connect", *(["DescribeCluster"] * whole)], cluster)
        yield allow("kafka-cluster", on_topic, topic)
        yield allow("kafka-cluster", ["AlterGroup", "DescribeGroup", *(["DeleteGroup"] * whole)], group)

    def _on_collection(self, collection: Thing) -> Thing:
        """Return the one action of the data plane, on a collection by its id or by its name.

        https://docs.aws.amazon.com/opensearch-service/latest/developerguide/security-iam-serverless.html
        """
        id_ = collection.get("id")
        by_name = {"StringEquals": {"aoss:collection": [collection["collection"]]}}
        resource = self._arn("aoss", f"collection/{self._names.fill(id_) if id_ else '*'}")
        return {**allow("aoss", ["APIAccessAll"], resource), "Condition": {} if id_ else by_name}

    def _as_pods(self) -> Iterator[Thing]:
        """Yield what pods have besides: images, logs, metrics, dashboards, certificates."""
        keep = ["InitiateLayerUpload", "UploadLayerPart", "CompleteLayerUpload", "PutImage"]
        see = ["BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer", "DescribeRepositories"]
        yield allow("ecr", [*keep, *see], self._arn("ecr", f"repository/migration-ecr-{self._place}"))
        yield allow("ecr", ["GetAuthorizationToken"], "*")
        group = self._arn("logs", f"log-group:/migration-assistant-{self._place}/logs")
        write = ["CreateLogGroup", "CreateLogStream", "DescribeLogStreams", "PutLogEvents"]
        yield allow("logs", write, group, f"{group}:*")
        yield allow("logs", ["DescribeLogGroups"], "*")
        yield allow("cloudwatch", ["GetMetricData", "ListMetrics"], "*")
        yield allow("xray", ["PutTraceSegments", "PutTelemetryRecords"], "*")
        account = f"arn:{self._names.partition}:cloudwatch::{self._names.account_id}"
        dashboards = [f"{account}:dashboard/MA-{self._place}-{it}" for it in ("CaptureReplay", "ReindexFromSnapshot")]
        yield allow("cloudwatch", ["GetDashboard", "PutDashboard", "DeleteDashboards"], *dashboards)
        if authority := self._thing.get("certificate_authority"):
            issue = ["IssueCertificate", "GetCertificate", "DescribeCertificateAuthority"]
            yield allow("acm-pca", issue, self._names.fill(authority))
            yield allow("acm-pca", ["ListCertificateAuthorities"], "*")

    def _as_any_task(self, service: str) -> Iterator[Thing]:
        """Yield what every task on ECS has: its logs, `execute-command`, traces."""
        own = f"/migration/{self._stage}/{self._deploy_id}/{self._name(service)}*"
        groups = [self._arn("logs", f"log-group:{group}") for group in (own, "/metrics/OpenSearchMigrations")]
        write = ["CreateLogGroup", "CreateLogStream", "DescribeLogStreams", "PutLogEvents"]
        yield allow("logs", write, *groups, *(f"{group}:*" for group in groups))
        yield allow("logs", ["DescribeLogGroups"], "*")
        channels = [f"{verb}{kind}Channel" for verb in ("Create", "Open") for kind in ("Control", "Data")]
        yield allow("ssmmessages", channels, "*")
        traces = ["PutTraceSegments", "PutTelemetryRecords", "GetSamplingRules", "GetSamplingTargets"]
        yield allow("xray", traces, "*")

    def _as_console(self) -> Iterator[Thing]:
        """Yield what only the console has: it starts and stops the other services, and looks around."""
        cluster = f"migration-{self._stage}-ecs-cluster"
        run = [
            f"service/{cluster}/migration-{self._stage}-{self._name(each)}"
            for each in self.services
            if each in _STARTED
        ]
        yield allow("ecs", ["DescribeServices", "UpdateService"], *(self._arn("ecs", service) for service in run))
        yield allow("ecs", ["DescribeTasks", "StopTask"], self._arn("ecs", f"task/{cluster}/*"))
        of_cluster = {"ArnEquals": {"ecs:cluster": [self._arn("ecs", f"cluster/{cluster}")]}}
        yield {**allow("ecs", ["ListTasks"], "*"), "Condition": of_cluster}
        parameters = self._arn("ssm", f"parameter/migration/{self._stage}/{self._deploy_id}/*")
        yield allow("ssm", ["GetParameters"], parameters)
        yield allow("cloudwatch", ["GetMetricData", "ListMetrics"], "*")
        yield allow("ec2", ["DescribeRouteTables", "DescribeSubnets"], "*")


def signs(cluster: Thing) -> bool:
    """Tell whether requests to a cluster are signed, so that policies decide about them."""
    return bool(cluster.get("auth", "none" if "self_managed" in cluster else "iam") == "iam")


def allow(service: str, actions: list[str] | tuple[str, ...], *resources: str) -> Thing:
    return {"Effect": "Allow", "Action": [f"{service}:{action}" for action in actions], "Resource": list(resources)}
