"""The roles of a spec as CloudFormation has them, for the peers that write its templates."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROLES_PER_STACK = 500
"""CloudFormation takes no more resources in one template."""

_WORDS = {"partition": "${AWS::Partition}", "region": "${AWS::Region}", "account_id": "${AWS::AccountId}"}

_LEVEL = (
    ("SecretsmanagerSecretNames", ["secretsmanager:ListSecrets"], "*"),
    (
        "SecretsmanagerMetadata",
        ["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy", "secretsmanager:ListSecretVersionIds"],
        "arn:{partition}:secretsmanager:{region}:{account_id}:secret:{stem}-*",
    ),
)


class Role(NamedTuple):
    """One role. `managed_policy` is for Fn::Sub; `policies` are the documents of the inline ones by name."""

    id: str
    name: str
    description: str
    trust: dict[str, Any]
    managed_policy: str
    policies: dict[str, dict[str, Any]]


def stacks(spec_file: Path) -> Iterator[list[Role]]:
    """Yield the roles of a spec, as many at a time as fit into one stack."""
    with spec_file.open(encoding="utf-8") as file:
        spec = yaml.load(file, Loader=yaml.CSafeLoader)
    client = spec["client"]
    stem = f"{client['company_prefix']}-{spec['environment']['env']}-{client['tenant_id']}"
    roles = [_role(key, role, stem) for key, role in spec["security"]["service_roles"].items()]
    for start in range(0, len(roles), ROLES_PER_STACK):
        yield roles[start : start + ROLES_PER_STACK]


def _role(key: str, role: dict[str, Any], stem: str) -> Role:
    words = {**_WORDS, "stem": stem}
    trust = {
        "Sid": "Service",
        "Effect": "Allow",
        "Principal": {"Service": f"{role['service']}.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": _conditions(role["conditions"], words),
    }
    own = [
        {
            "Sid": statement["sid"],
            "Effect": "Allow",
            "Action": statement["actions"],
            "Resource": [_sub(resource, words) for resource in statement["resources"]],
            "Condition": _conditions(statement["conditions"], words),
        }
        for statement in role["statements"]
    ]
    policies = {"statements": _document(own)}
    if "policy_assignments" in role:
        policies["secretsmanager"] = _document(
            {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": _sub(resource, words)}
            for sid, actions, resource in _LEVEL
        )
    return Role(
        id="".join(word.capitalize() for word in key.split("_")),
        name=f"{stem}-role-{key.replace('_', '-')}",
        description=role["description"],
        trust=_document([trust]),
        managed_policy=f"arn:${{AWS::Partition}}:iam::aws:policy/service-role/{role['managed_policies'][0]}",
        policies=policies,
    )


def _document(statements: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _conditions(conditions: dict[str, dict[str, str]], words: dict[str, str]) -> dict[str, Any]:
    return {operator: {key: _sub(value, words) for key, value in keys.items()} for operator, keys in conditions.items()}


def _sub(text: str, words: dict[str, str]) -> Any:
    return {"Fn::Sub": text.format(**words)} if "{" in text else text
