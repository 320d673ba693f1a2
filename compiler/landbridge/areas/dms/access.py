"""What an endpoint's service access role may do: exactly what DMS needs on that bucket, table, stream or domain.

Sources, under https://docs.aws.amazon.com/dms/latest/userguide/: CHAP_Source.S3.html, CHAP_Target.S3.html,
CHAP_Validating_S3.html, CHAP_Target.DynamoDB.html, CHAP_Target.Kinesis.html, CHAP_Target.Elasticsearch.html,
CHAP_Target.Neptune.html, CHAP_Target.Redshift.html; rds-db:connect by the DMS API reference (PostgreSQLSettings) and
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
"""

from collections.abc import Iterator

from landbridge.areas.dms.sides import Side
from landbridge.areas.outside import outside
from landbridge.areas.own_arns import own_arn
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath
from landbridge.policy.document import Statement

_DMS_TABLES = ("awsdms_apply_exceptions", "awsdms_full_load_exceptions")
_VALIDATION = "aws_dms_s3_validation_*"
_STAGING = (
    "s3:DeleteObject",
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:PutObject",
)
_STAGING_BUCKET = (
    "s3:CreateBucket",
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:GetBucketAcl",
    "s3:GetBucketLocation",
    "s3:GetBucketPolicy",
    "s3:GetBucketVersioning",
    "s3:GetLifecycleConfiguration",
    "s3:ListBucket",
    "s3:PutBucketPolicy",
    "s3:PutBucketVersioning",
    "s3:PutLifecycleConfiguration",
)
STAGED = (*_STAGING, *_STAGING_BUCKET)
"""The actions of AmazonDMSRedshiftS3Role, which has them on every bucket `dms-*`."""


def statements(scope: Scope, side: Side) -> Iterator[Statement]:
    """The statements of an endpoint's role, without those for keys."""
    endpoint, engine = side.endpoint, side.endpoint.engine
    if engine == "s3" and endpoint.bucket is not None:
        yield from _s3(scope, side, endpoint.bucket)
    elif side.is_redshift and endpoint.bucket is not None:
        yield from _redshift(scope, side, endpoint.bucket)
    elif engine == "neptune":
        yield from _neptune(scope, side)
    elif engine == "dynamodb" and endpoint.tables:
        yield from _dynamodb(scope, side)
    elif engine == "kinesis" and endpoint.stream is not None:
        yield from _kinesis(scope, side, endpoint.stream)
    elif endpoint.domain is not None and "domain" in side.engine.fields:
        yield from _search(scope, side, endpoint.domain)
    if endpoint.iam_auth is not None and side.engine.iam_auth:
        yield from _iam_auth(scope, side)


def bucket_arn(scope: Scope, path: SpecPath, bucket: str, rest: str = "") -> str:
    """The ARN of a bucket, or with `rest` of objects in it."""
    name = outside(bucket) or scope.expand(bucket, path)
    return own_arn(scope.identity, "s3", name, rest, region=False, account=False)


def _s3(scope: Scope, side: Side, bucket: str) -> Iterator[Statement]:
    endpoint = side.endpoint
    objects = _objects(scope, side, bucket)
    if side.is_source:
        read = ("s3:GetObject", *(("s3:GetObjectVersion",) if endpoint.versioned else ()))
        yield _on_objects(side, "ReadObjects", read, objects)
        yield _on_bucket(scope, side, bucket, ("s3:ListBucket",))
        return
    write = ("s3:DeleteObject", "s3:PutObject", "s3:PutObjectTagging")
    acl = ("s3:PutObjectAcl",) if endpoint.canned_acl else ()
    if not endpoint.validation:
        yield _on_objects(side, "WriteObjects", (*write, *acl), objects)
        yield _on_bucket(scope, side, bucket, ("s3:ListBucket",))
        return
    validate = ("s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts")
    yield _on_objects(side, "WriteAndValidateObjects", (*write, *acl, *validate), objects)
    more = ("s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads")
    yield _on_bucket(scope, side, bucket, more)
    yield from _validation(scope, side)


def _validation(scope: Scope, side: Side) -> Iterator[Statement]:
    path = (*side.path, "validation")
    yield Statement(
        sid="ValidateByAthena",
        actions=("athena:CreateWorkGroup", "athena:GetQueryExecution", "athena:StartQueryExecution"),
        resources=(own_arn(scope.identity, "athena", "workgroup/dms_validation_workgroup_for_task_*"),),
        origin=path,
    )
    yield Statement(
        sid="ValidateByGlue",
        actions=(
            "glue:CreateDatabase",
            "glue:CreateTable",
            "glue:DeleteDatabase",
            "glue:DeleteTable",
            "glue:GetDatabase",
            "glue:GetTable",
            "glue:GetTables",
        ),
        resources=(
            own_arn(scope.identity, "glue", "catalog"),
            own_arn(scope.identity, "glue", f"database/{_VALIDATION}"),
            own_arn(scope.identity, "glue", f"table/{_VALIDATION}"),
            own_arn(scope.identity, "glue", f"userDefinedFunction/{_VALIDATION}"),
        ),
        origin=path,
    )


def _redshift(scope: Scope, side: Side, bucket: str) -> Iterator[Statement]:
    path = (*side.path, "bucket")
    yield _on_objects(side, "StageObjects", _STAGING, bucket_arn(scope, path, bucket, "/*"))
    yield _on_bucket(scope, side, bucket, _STAGING_BUCKET, "StageBucket")


def _neptune(scope: Scope, side: Side) -> Iterator[Statement]:
    endpoint = side.endpoint
    if endpoint.bucket is not None:
        actions = ("s3:DeleteObject", "s3:GetObject", "s3:PutObject")
        yield _on_objects(side, "StageObjects", actions, _objects(scope, side, endpoint.bucket))
        yield _on_bucket(scope, side, endpoint.bucket, ("s3:ListBucket",))
    if endpoint.resource_id is not None:
        yield Statement(
            sid="LoadCluster",
            actions=("neptune-db:*",),
            resources=(own_arn(scope.identity, "neptune-db", f"{endpoint.resource_id}/*"),),
            origin=(*side.path, "resource_id"),
            why="DMS asks for all data actions of the cluster that it loads, and only of that",
        )


def _dynamodb(scope: Scope, side: Side) -> Iterator[Statement]:
    path = (*side.path, "tables")
    tables = dict.fromkeys((*side.endpoint.tables, *_DMS_TABLES))
    yield Statement(
        sid="WriteTables",
        actions=(
            "dynamodb:CreateTable",
            "dynamodb:DeleteItem",
            "dynamodb:DeleteTable",
            "dynamodb:DescribeTable",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
        ),
        resources=tuple(own_arn(scope.identity, "dynamodb", f"table/{table}") for table in tables),
        origin=path,
    )
    yield Statement(
        sid="ListTables",
        actions=("dynamodb:ListTables",),
        resources=("*",),
        origin=path,
        why="dynamodb:ListTables takes no resource",
    )


def _kinesis(scope: Scope, side: Side, stream: str) -> Iterator[Statement]:
    path = (*side.path, "stream")
    by_arn = stream.startswith("arn:") or outside(stream) is not None
    yield Statement(
        sid="WriteStream",
        actions=("kinesis:DescribeStream", "kinesis:PutRecord", "kinesis:PutRecords"),
        resources=(scope.expand(stream, path) if by_arn else own_arn(scope.identity, "kinesis", f"stream/{stream}"),),
        origin=path,
    )


def _search(scope: Scope, side: Side, domain: str) -> Iterator[Statement]:
    yield Statement(
        sid="WriteIndexes",
        actions=("es:ESHttpDelete", "es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost", "es:ESHttpPut"),
        resources=(own_arn(scope.identity, "es", f"domain/{domain}/*"),),
        origin=(*side.path, "domain"),
    )


def _iam_auth(scope: Scope, side: Side) -> Iterator[Statement]:
    auth = side.endpoint.iam_auth
    if auth is not None:
        yield Statement(
            sid="ConnectAsUser",
            actions=("rds-db:connect",),
            resources=(own_arn(scope.identity, "rds-db", f"dbuser:{auth.resource_id}/{auth.user}"),),
            origin=(*side.path, "iam_auth"),
        )


def _objects(scope: Scope, side: Side, bucket: str) -> str:
    folder = side.endpoint.folder
    return bucket_arn(scope, (*side.path, "bucket"), bucket, f"/{folder}/*" if folder else "/*")


def _on_objects(side: Side, sid: str, actions: tuple[str, ...], objects: str) -> Statement:
    return Statement(sid=sid, actions=actions, resources=(objects,), origin=(*side.path, "bucket"))


def _on_bucket(scope: Scope, side: Side, bucket: str, actions: tuple[str, ...], sid: str = "ListBucket") -> Statement:
    path = (*side.path, "bucket")
    return Statement(sid=sid, actions=actions, resources=(bucket_arn(scope, path, bucket),), origin=path)
