"""What stands beside the security layer in old states: secrets, buckets, logs, topics."""

from collections.abc import Iterator

from landbridge.estate.kind import Kind
from landbridge.estate.kinds.forms import POLICY, TAGS, plain


def kinds() -> Iterator[Kind]:
    """The types, with what is known of them."""
    """What stands beside the security layer, in old states as a rule."""
    yield Kind(
        type="aws_secretsmanager_secret",
        imports=("{arn}",),
        names=("name", "arn"),
        kept=plain("description", "kms_key_id") | POLICY | TAGS,
    )
    for what, form in (("policy", POLICY), ("rotation", plain("rotation_lambda_arn"))):
        id_ = "{secret_arn}" if what == "policy" else "{secret_id}"
        yield Kind(
            type=f"aws_secretsmanager_secret_{what}",
            imports=(id_,),
            names=(id_.strip("{}"),),
            kept=form,
        )
    yield Kind(
        type="aws_secretsmanager_secret_version",
        why="an import would write the secret into the new state",
        names=("secret_id",),
        kept={},
    )
    yield Kind(type="aws_s3_bucket", imports=("{bucket}",), names=("bucket", "arn"), kept=TAGS)
    yield Kind(type="aws_s3_bucket_policy", imports=("{bucket}",), names=("bucket",), kept=POLICY)
    yield Kind(
        type="aws_cloudwatch_log_group",
        imports=("{name}",),
        names=("name", "arn"),
        kept=plain("kms_key_id", "retention_in_days") | TAGS,
    )
    yield Kind(
        type="aws_cloudwatch_log_resource_policy",
        imports=("{policy_name}",),
        names=("policy_name",),
        kept={"policy_document": "policy"},
    )
    yield Kind(
        type="aws_sns_topic",
        imports=("{arn}",),
        names=("arn", "name"),
        kept=plain("kms_master_key_id") | POLICY | TAGS,
    )
    yield Kind(type="aws_sns_topic_policy", imports=("{arn}",), names=("arn",), kept=POLICY)
