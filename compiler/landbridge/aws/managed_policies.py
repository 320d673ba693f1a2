"""AWS-managed policies: which exist, under which path, and which can be attached."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from landbridge.aws.arn import PARTITION
from landbridge.aws.identity import Identity
from landbridge.aws.nearest import nearest as nearest_names
from landbridge.ir import Expr

_DATA = Path(__file__).parent / "data" / "managed_policies.json"
_NOT_ATTACHABLE = frozenset({"/aws-service-role/", "/root-task/"})


@dataclass(frozen=True, slots=True)
class ManagedPolicy:
    """One AWS-managed policy.

    Attributes:
        name: its bare name, e.g. `ReadOnlyAccess`.
        path: `/`, `/service-role/`, `/job-function/`, `/aws-service-role/` or `/root-task/`.
        attachable: False for the policies of service-linked roles and of root sessions.
    """

    name: str
    path: str
    attachable: bool


@cache
def _paths() -> Mapping[str, str]:
    """Path by name of all AWS-managed policies. The file groups the names by path to be small."""
    grouped: dict[str, list[str]] = json.loads(_DATA.read_bytes())["paths"]
    return {name: path for path, names in grouped.items() for name in names}


def find(name: str) -> ManagedPolicy | None:
    """Return the AWS-managed policy of this bare name, or None."""
    path = _paths().get(name)
    return ManagedPolicy(name, path, path not in _NOT_ATTACHABLE) if path else None


def nearest(name: str) -> list[str]:
    """Return the attachable policies whose names look most like this one."""
    return nearest_names(name, (known for known, path in _paths().items() if path not in _NOT_ATTACHABLE))


def arn(identity: Identity, name: str) -> Expr:
    """Return the ARN of an AWS-managed policy that `find` knows; KeyError for any other name."""
    resource = f":iam::aws:policy{_paths()[name]}{name}"
    return Expr(f"arn:{identity.partition}{resource}", "arn:", PARTITION, resource)
