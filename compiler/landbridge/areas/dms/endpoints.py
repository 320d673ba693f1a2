"""Service access roles: what DMS may do on the AWS side of an endpoint; and the roles of assessment runs."""

from collections.abc import Iterator

from landbridge.areas.dms.access import bucket_arn, statements
from landbridge.areas.dms.naming import assessment_label, assessment_role_name, endpoint_role_name
from landbridge.areas.dms.roles import Roles
from landbridge.areas.dms.sides import Side, sides
from landbridge.areas.dms.trust import RDS, REDSHIFT, dms_service, on_behalf_of, trust_policy, trusted
from landbridge.areas.labels import label
from landbridge.findings import SpecPath
from landbridge.ir import Resource
from landbridge.policy.document import PolicyDocument, Statement

_STAGING_POLICY = "AmazonDMSRedshiftS3Role"


def endpoint_roles(roles: Roles) -> Iterator[Resource]:
    """The service access role of every endpoint that needs one, with what it may do."""
    for side in sides(roles.part):
        if side.has_role:
            yield from _endpoint_role(roles, side)


def _endpoint_role(roles: Roles, side: Side) -> Iterator[Resource]:
    endpoint, scope = side.endpoint, roles.scope
    role = roles.role(
        endpoint_role_name(scope, side),
        label(side.key),
        side.path,
        _trust(roles, side),
        description=f"Lets DMS {'read from' if side.is_source else 'write to'} {side.engine.title} endpoint {side.key}",
        note=endpoint.description,
        own_boundary=endpoint.permissions_boundary,
        tags=endpoint.tags,
        moved_from=endpoint.renamed_from,
    )
    yield role
    own = f"dms_role:{side.key}"
    keys = roles.key_statements(own)
    note = f"What DMS needs of {side.engine.title} as a {endpoint.direction}"
    yield from roles.policy(role, "access", (*statements(scope, side), *keys), note)
    if side.is_redshift and endpoint.bucket is None:
        yield roles.managed(role, _STAGING_POLICY)


def _trust(roles: Roles, side: Side) -> PolicyDocument:
    """DMS on behalf of the account's endpoints; and who loads or copies from the bucket between."""
    scope, path = roles.scope, side.path
    dms = trusted(path, "Dms", dms_service(roles.part.service_suffix), *on_behalf_of(scope, "endpoint"))
    if side.endpoint.engine == "neptune":
        return trust_policy(dms, trusted(path, "Neptune", RDS))
    if side.is_redshift:
        return trust_policy(dms, trusted(path, "Redshift", REDSHIFT))
    return trust_policy(dms)


def assessment_roles(roles: Roles) -> Iterator[Resource]:
    """The role for each bucket of premigration assessment runs.

    Source: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.AssessmentReport.Prerequisites.html
    """
    scope = roles.scope
    for key, bucket in roles.part.assessment_buckets.items():
        path: SpecPath = ("dms", "assessment_buckets", key)
        conditions = on_behalf_of(scope, "assessment-run", "task")
        role = roles.role(
            assessment_role_name(scope, key, bucket),
            assessment_label(key),
            path,
            trust_policy(trusted(path, "Dms", dms_service(roles.part.service_suffix), *conditions)),
            description="Lets DMS store the results of premigration assessment runs",
            own_boundary=bucket.permissions_boundary,
            tags=bucket.tags,
            moved_from=bucket.renamed_from and assessment_label(bucket.renamed_from),
        )
        yield role
        where = (*path, "bucket")
        objects = Statement(
            sid="StoreResults",
            actions=("s3:DeleteObject", "s3:GetObject", "s3:PutObject", "s3:PutObjectTagging"),
            resources=(bucket_arn(scope, where, bucket.bucket, "/*"),),
            origin=where,
        )
        listing = Statement(
            sid="FindBucket",
            actions=("s3:GetBucketLocation", "s3:ListBucket"),
            resources=(bucket_arn(scope, where, bucket.bucket),),
            origin=where,
        )
        own = f"dms_assessment_role:{key}"
        keys = roles.key_statements(own)
        yield from roles.policy(role, "assessment-runs", (objects, listing, *keys), "Results of assessment runs")
