"""What the service access role of a DMS endpoint may do, engine by engine, from the DMS user guide.

https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.html, …/CHAP_Target.html
"""

from collections.abc import Callable, Iterator, Mapping

from tests.terraform.meaning.names import Names, Thing

REDSHIFT_STAGING = (
    *("CreateBucket", "ListBucket", "DeleteBucket", "GetBucketLocation", "GetBucketPolicy", "PutBucketPolicy"),
    *("DeleteBucketPolicy", "GetBucketAcl", "PutBucketVersioning", "GetBucketVersioning"),
    *("PutLifecycleConfiguration", "GetLifecycleConfiguration"),
)
"""What the managed policy AmazonDMSRedshiftS3Role allows on buckets."""


def permissions(names: Names, endpoint: Thing) -> dict[str, list[Thing]]:
    """Return the statements of an endpoint's role by AWS service; nothing where the engine needs no role."""
    found: dict[str, list[Thing]] = {}
    made = _ENGINES.get((endpoint["engine"], endpoint["direction"]))
    for statement in made(names, endpoint) if made else ():
        found.setdefault(_service(statement), []).append(statement)
    if auth := endpoint.get("iam_auth"):
        user = names.arn_of("rds-db", f"dbuser:{auth['resource_id']}/{auth['user']}")
        found["rds-db"] = [allow("rds-db", ["connect"], user)]
    return found


def allow(service: str, actions: list[str] | tuple[str, ...], *resources: str) -> Thing:
    """Make a statement that allows actions of one service."""
    return {"Effect": "Allow", "Action": [f"{service}:{action}" for action in actions], "Resource": list(resources)}


def _service(statement: Thing) -> str:
    name: str = statement["Action"][0].partition(":")[0]
    return name


def _bucket(names: Names, endpoint: Thing) -> tuple[str, str]:
    """Return the ARN of the bucket and that of the objects."""
    arn = f"arn:{names.partition}:s3:::{names.fill(endpoint['bucket'])}"
    return arn, "/".join([arn, *([endpoint["folder"].strip("/")] if "folder" in endpoint else []), "*"])


def _s3_source(names: Names, endpoint: Thing) -> Iterator[Thing]:
    bucket, objects = _bucket(names, endpoint)
    yield allow("s3", ["GetObject", *(["GetObjectVersion"] if endpoint.get("versioned") else [])], objects)
    yield allow("s3", ["ListBucket"], bucket)


def _s3_target(names: Names, endpoint: Thing) -> Iterator[Thing]:
    bucket, objects = _bucket(names, endpoint)
    acl = ["PutObjectAcl"] if endpoint.get("canned_acl") else []
    yield allow("s3", ["PutObject", "DeleteObject", "PutObjectTagging", *acl], objects)
    yield allow("s3", ["ListBucket"], bucket)
    if endpoint.get("validation"):
        yield allow("s3", ["GetObject", "AbortMultipartUpload", "ListMultipartUploadParts"], objects)
        yield allow("s3", ["GetBucketLocation", "ListBucketMultipartUploads"], bucket)
        group = names.arn_of("athena", "workgroup/dms_validation_workgroup_for_task_*")
        yield allow("athena", ["StartQueryExecution", "GetQueryExecution", "CreateWorkGroup"], group)
        made = [f"{kind}/aws_dms_s3_validation_*" for kind in ("database", "table", "userDefinedFunction")]
        actions = ["CreateDatabase", "DeleteDatabase", "GetDatabase"]
        actions += ["GetTables", "CreateTable", "DeleteTable", "GetTable"]
        yield allow("glue", actions, *(names.arn_of("glue", resource) for resource in ("catalog", *made)))


def _dynamodb(names: Names, endpoint: Thing) -> Iterator[Thing]:
    actions = ["PutItem", "CreateTable", "DescribeTable", "DeleteTable", "DeleteItem", "UpdateItem"]
    own = ("awsdms_apply_exceptions", "awsdms_full_load_exceptions")
    yield allow("dynamodb", actions, *(names.arn_of("dynamodb", f"table/{t}") for t in (*endpoint["tables"], *own)))
    yield allow("dynamodb", ["ListTables"], "*")


def _kinesis(names: Names, endpoint: Thing) -> Iterator[Thing]:
    stream = names.fill(endpoint["stream"])
    arn = stream if stream.startswith("arn:") else names.arn_of("kinesis", f"stream/{stream}")
    yield allow("kinesis", ["DescribeStream", "PutRecord", "PutRecords"], arn)


def _search(names: Names, endpoint: Thing) -> Iterator[Thing]:
    actions = ["ESHttpDelete", "ESHttpGet", "ESHttpHead", "ESHttpPost", "ESHttpPut"]
    yield allow("es", actions, names.arn_of("es", f"domain/{names.fill(endpoint['domain'])}/*"))


def _neptune(names: Names, endpoint: Thing) -> Iterator[Thing]:
    bucket, objects = _bucket(names, endpoint)
    yield allow("s3", ["GetObject", "PutObject", "DeleteObject"], objects)
    yield allow("s3", ["ListBucket"], bucket)
    if "resource_id" in endpoint:
        yield allow("neptune-db", ["*"], names.arn_of("neptune-db", f"{endpoint['resource_id']}/*"))


def _redshift(names: Names, endpoint: Thing) -> Iterator[Thing]:
    if "bucket" in endpoint:
        bucket, objects = _bucket(names, endpoint)
        yield allow("s3", ["PutObject", "GetObject", "GetObjectVersion", "DeleteObject"], objects)
        yield allow("s3", REDSHIFT_STAGING, bucket)


_ENGINES: Mapping[tuple[str, str], Callable[[Names, Thing], Iterator[Thing]]] = {
    ("s3", "source"): _s3_source,
    ("s3", "target"): _s3_target,
    ("dynamodb", "target"): _dynamodb,
    ("kinesis", "target"): _kinesis,
    ("opensearch", "target"): _search,
    ("elasticsearch", "target"): _search,
    ("neptune", "target"): _neptune,
    ("redshift", "target"): _redshift,
    ("redshift-serverless", "target"): _redshift,
}
