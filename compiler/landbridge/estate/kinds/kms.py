"""KMS: keys, their policies, aliases and grants."""

from collections.abc import Iterator

from landbridge.estate.kind import Kind
from landbridge.estate.kinds.forms import POLICY, TAGS, plain, sets

_ID = {"key_id": "id"}
"""Every type of key has its id in `id`, and only some have it in `key_id`, too."""


def kinds() -> Iterator[Kind]:
    """The types, with what is known of them."""
    common = plain("description", "key_usage", "deletion_window_in_days", "multi_region") | POLICY | TAGS
    yield Kind(
        type="aws_kms_key",
        imports=("{key_id}",),
        names=("key_id", "arn"),
        held=_ID,
        kept=common | plain("customer_master_key_spec", "enable_key_rotation", "rotation_period_in_days", "is_enabled"),
    )
    yield Kind(
        type="aws_kms_replica_key",
        imports=("{key_id}",),
        names=("key_id", "arn"),
        held=_ID,
        kept=common | plain("primary_key_arn", "enabled"),
    )
    yield Kind(
        type="aws_kms_external_key",
        imports=("{key_id}",),
        names=("key_id", "arn"),
        held=_ID,
        kept=common | plain("enabled", "expiration_model", "valid_to"),
    )
    yield Kind(
        type="aws_kms_replica_external_key",
        imports=("{key_id}",),
        names=("key_id", "arn"),
        held=_ID,
        kept=common | plain("primary_key_arn", "enabled", "expiration_model", "valid_to"),
    )
    yield Kind(type="aws_kms_key_policy", imports=("{key_id}",), names=("key_id",), kept=POLICY)
    yield Kind(
        type="aws_kms_alias",
        imports=("{name}",),
        names=("name", "arn", "target_key_id"),
        kept=plain("target_key_id"),
    )
    yield Kind(
        type="aws_kms_grant",
        imports=("{id}", "{key_id}:{grant_id}"),
        names=("key_id", "grant_id", "name"),
        kept=plain("grantee_principal", "retiring_principal") | sets("operations"),
    )
