"""The KMS of an account and region, read back through the API into plain values that tests compare."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.terraform.harness.iam import Document


@dataclass(frozen=True)
class KeyGrant:
    """A grant on a key: its name, who may, and the operations, sorted."""

    name: str
    grantee: str
    operations: tuple[str, ...]


@dataclass(frozen=True)
class Key:
    """A key. `rotation` is the period in days, or None where it does not rotate; aliases begin with alias/."""

    policy: Document
    description: str = ""
    aliases: frozenset[str] = frozenset()
    spec: str = "SYMMETRIC_DEFAULT"
    usage: str = "ENCRYPT_DECRYPT"
    rotation: int | None = None
    multi_region: bool = False
    grants: frozenset[KeyGrant] = frozenset()
    tags: Mapping[str, str] = field(default_factory=dict)


def read(kms: Any) -> dict[str, Key]:
    """Read every key that is not AWS's own, by ARN."""
    found = kms.get_paginator("list_aliases").paginate().build_full_result()["Aliases"]
    aliases: dict[str, set[str]] = {}
    for alias in found:
        if target := alias.get("TargetKeyId"):
            aliases.setdefault(target, set()).add(alias["AliasName"])
    keys = kms.get_paginator("list_keys").paginate().build_full_result()["Keys"]
    return {
        key["KeyArn"]: _key(kms, key["KeyId"], aliases.get(key["KeyId"], ()))
        for key in keys
        if not any(name.startswith("alias/aws/") for name in aliases.get(key["KeyId"], ()))
    }


def _key(kms: Any, key_id: str, aliases: Iterable[str]) -> Key:
    about = kms.describe_key(KeyId=key_id)["KeyMetadata"]
    return Key(
        policy=json.loads(kms.get_key_policy(KeyId=key_id, PolicyName="default")["Policy"]),
        description=about["Description"],
        aliases=frozenset(aliases),
        spec=about["KeySpec"],
        usage=about["KeyUsage"],
        rotation=_rotation(kms, key_id),
        multi_region=about.get("MultiRegion", False),
        grants=frozenset(map(_grant, kms.list_grants(KeyId=key_id)["Grants"])),
        tags={tag["TagKey"]: tag["TagValue"] for tag in kms.list_resource_tags(KeyId=key_id)["Tags"]},
    )


def _rotation(kms: Any, key_id: str) -> int | None:
    status = kms.get_key_rotation_status(KeyId=key_id)
    period: int = status.get("RotationPeriodInDays", 365)
    return period if status["KeyRotationEnabled"] else None


def _grant(grant: Mapping[str, Any]) -> KeyGrant:
    return KeyGrant(grant.get("Name", ""), grant["GranteePrincipal"], tuple(sorted(grant["Operations"])))
