"""DMS: endpoints, instances, tasks, and what belongs to them."""

from collections.abc import Iterator

from landbridge.estate.kind import Kind
from landbridge.estate.kinds.forms import TAGS, plain, sets


def kinds() -> Iterator[Kind]:
    """The types, with what is known of them."""
    ways = ("kms_key_arn", "ssl_mode", "engine_name", "endpoint_type", "certificate_arn")
    access = (
        "service_access_role",
        "service_access_role_arn",
        "secrets_manager_access_role_arn",
        "secrets_manager_arn",
    )
    for what in ("endpoint", "s3_endpoint"):
        yield Kind(
            type=f"aws_dms_{what}",
            imports=("{endpoint_id}",),
            names=("endpoint_id", "endpoint_arn"),
            kept=plain(*ways, *access) | TAGS,
        )
    for what, kept in (
        (
            "instance",
            plain("kms_key_arn", "publicly_accessible", "replication_subnet_group_id") | sets("vpc_security_group_ids"),
        ),
        ("subnet_group", plain("replication_subnet_group_description") | sets("subnet_ids")),
        ("task", plain("migration_type", "source_endpoint_arn", "target_endpoint_arn", "replication_instance_arn")),
    ):
        key = f"replication_{what}_id"
        yield Kind(
            type=f"aws_dms_replication_{what}",
            imports=(f"{{{key}}}",),
            names=(key, f"replication_{what}_arn"),
            kept=kept | TAGS,
        )
    yield Kind(
        type="aws_dms_certificate",
        imports=("{certificate_id}",),
        names=("certificate_id", "certificate_arn"),
        kept=TAGS,
    )
    yield Kind(
        type="aws_dms_event_subscription",
        imports=("{name}",),
        names=("name", "arn"),
        kept=plain("sns_topic_arn", "enabled", "source_type") | sets("event_categories", "source_ids") | TAGS,
    )
    yield Kind(type="aws_dms_replication_config", imports=("{arn}",), names=("arn",), kept=TAGS)
