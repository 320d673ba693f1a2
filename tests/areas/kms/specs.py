"""Specs around a `kms:` part, with the roles that its keys name."""

import json
from collections.abc import Mapping
from typing import Any

from landbridge.areas.kms.resources import KmsKeyPolicy
from landbridge.policy.document import PolicyDocument
from tests.specs import HEAD, part, resources

ROLES = """\
security:
  permissions_boundary: none
  service_roles:
    admin: {service: ec2.amazonaws.com}
    etl: {service: glue.amazonaws.com}
"""
ADMIN = "arn:aws:iam::123456789012:role/edge-prod-b001-role-admin"
ETL = "arn:aws:iam::123456789012:role/edge-prod-b001-role-etl"
ROOT = "arn:aws:iam::123456789012:root"


def kms(text: str, head: str = HEAD, security: str = ROLES) -> str:
    """A whole spec around a `kms:` part, written as a block."""
    return head + security + part("kms", text)


def key(*lines: str, head: str = HEAD, security: str = ROLES) -> str:
    """A spec with one key, `data`, of these lines."""
    return kms("keys:\n  data:\n" + "".join(f"    {line}\n" for line in lines or ("{}",)), head, security)


def keys(**purposes: str) -> str:
    """A `kms:` part for other areas: keys for these purposes, which somebody from elsewhere looks after."""
    admin = "arn:aws:iam::123456789012:role/Admin"
    each = (f"    {name}: {{purpose: {purpose}, administrators: [{admin}]}}\n" for name, purpose in purposes.items())
    return f"kms:\n  external_principals: [{admin}]\n  keys:\n" + "".join(each)


def policy(text: str, name: str = "data") -> PolicyDocument:
    """The policy of a key; the spec must have no errors."""
    (found,) = (each.policy for each in resources(text) if isinstance(each, KmsKeyPolicy) and each.label == name)
    return found


def statements(text: str, name: str = "data") -> Mapping[str, dict[str, Any]]:
    """The statements of a key's policy as JSON, by Sid."""
    document = json.loads(json.dumps(policy(text, name).to_json()))
    return {statement["Sid"]: statement for statement in document["Statement"]}
