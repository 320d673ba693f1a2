"""Policies and requests for the tests of the evaluation."""

from collections.abc import Mapping
from typing import Any

from landbridge.policy.document import PolicyDocument, from_json
from landbridge.policy.evaluation.decision import Policy

ROLE = "arn:aws:iam::123456789012:role/etl"
USER = "arn:aws:iam::123456789012:user/jane"
OTHER = "arn:aws:iam::210987654321:role/partner"
ROOT = "arn:aws:iam::123456789012:root"
SESSION = "arn:aws:sts::123456789012:assumed-role/etl/run"
INDEX = "arn:aws:es:eu-west-1:123456789012:domain/orders/index/_search"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/0000"

Words = Mapping[str, Any]


def document(*statements: Words) -> PolicyDocument:
    """A policy of statements as AWS writes them; Effect is Allow where none is given."""
    found = from_json({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **each} for each in statements]})
    assert found is not None
    return found


def identity(*statements: Words, name: str = "identity") -> Policy:
    return Policy(name=name, document=document(*({"Resource": "*", **each} for each in statements)))


def resource(*statements: Words) -> Policy:
    whole = ({"Resource": "*", "Principal": {"AWS": ROLE}, **each} for each in statements)
    return Policy(name="resource", document=document(*whole))


READ = {"Action": "es:ESHttpGet"}
NO_READ = {**READ, "Effect": "Deny"}
OTHERWISE = {"Action": "es:ESHttpPut"}
