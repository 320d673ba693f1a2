"""What the tests of levels and tiers share: the level files, read without the package's own loader."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

IAM_DIR = Path(__file__).parents[3] / "compiler/landbridge/areas/iam"
LEVELS = ["level1", "level2", "level3", "level4"]
SERVICES = [
    "athena",
    "bedrock",
    "cloudwatch",
    "dynamodb",
    "ecr",
    "glue",
    "lambda",
    "logs",
    "s3",
    "sagemaker",
    "sagemaker-inference",
    "sagemaker-pipelines",
    "secretsmanager",
]

PLACEHOLDERS = {
    "partition": "aws",
    "account_id": "123456789012",
    "region": "us-west-1",
    "stem": "edge-prod-b001",
    "stem_snake": "edge_prod_b001",
    "role_names": "edge-prod-b001-role-*",
}
"""One spec's values of all the placeholders that a level may use."""


@dataclass(frozen=True)
class Grant:
    """One grant of a level file, with its place in it."""

    service: str
    level: str
    name: str
    actions: list[str]
    resources: list[str]
    conditions: dict[str, dict[str, Any]] = field(default_factory=dict)
    why: str = ""

    def __str__(self) -> str:
        return f"{self.service}.{self.level}.{self.name}"


@cache
def document(service: str) -> dict[str, Any]:
    """A level file as YAML gives it."""
    return yaml.safe_load((IAM_DIR / "levels" / f"{service}.yaml").read_text(encoding="utf-8"))


def grants(service: str, upto: str = "level4") -> Iterator[Grant]:
    """All grants that a level includes: its own and those of the levels below."""
    for level in LEVELS[: LEVELS.index(upto) + 1]:
        for grant in document(service)["levels"][level]["grants"]:
            yield Grant(service, level, **grant)


def filled(text: str) -> str:
    """A text with its placeholders replaced; IAM's `${...}` stay."""
    return re.sub(r"(?<!\$)\{(\w+)\}", lambda match: PLACEHOLDERS[match[1]], text)


def policy_size(statements: Iterable[Mapping[str, Any]]) -> int:
    """Characters of a policy with these statements, as IAM counts them: without white space."""
    policy = {"Version": "2012-10-17", "Statement": list(statements)}
    return len(filled(json.dumps(policy, separators=(",", ":"))))
