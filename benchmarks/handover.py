"""Writes an old Terraform state and the specs that take over half of it, always the same for the same number.

Usage: python benchmarks/handover.py 20000 FOLDER

FOLDER gets `terraform.tfstate` with so many objects, `leaving` with the addresses of those that leave it, and the specs
`plain.yaml`, which has no hand-over, `import.yaml` and `forget.yaml`, whose inventory is to be made of that state. A
team has twenty objects in a module of its own: ten of IAM, which the spec makes as well, with the names that they have
in AWS, and ten others, which stay.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ACCOUNT, REGION = "123456789012", "us-west-1"
LINEAGE = "3f2a8c1e-9d1b-4c55-8a47-2b1f6f0e9a11"
TEAM = 20
"""The objects of a team; the spec has half of them."""

HEAD = f"""\
version: 1
client: {{company_prefix: edge, tenant_id: b001, account_id: "{ACCOUNT}"}}
environment: {{env: prod, region: {REGION}}}
"""

HANDOVER = """\
handover:
  phase: {phase}
  sources:
    legacy: {{folder: old}}
  decisions:
    - addresses: [{staying}]
      decide: leave
      reason: They stay with those who run them
"""

POLICY = """\
    read_{number:04}:
      name: team-{number:04}-read
      description: Reads what team {number} keeps
      statements:
        - {{sid: Read, actions: ["s3:GetObject"], resources: ["arn:aws:s3:::edge-team-{number}/*"]}}
"""

GROUP = """\
    team_{number:04}:
      name: team-{number:04}
      path: /teams/
      members: [person.{number}]
      managed_policies: [CloudWatchLogsReadOnlyAccess]
      statements:
        - {{sid: Stop, actions: ["glue:BatchStopJobRun"], resources: ["{job}"]}}
"""

ROLES = """\
    load_{number:04}:
      name: team-{number:04}-load
      path: /jobs/
      service: glue
      customer_policies: [read_{number:04}]
      statements:
        - {{sid: Load, actions: ["s3:PutObject"], resources: ["arn:aws:s3:::edge-team-{number}/raw/*"]}}
    report_{number:04}:
      name: team-{number:04}-report
      service: lambda
      managed_policies: [AWSLambdaBasicExecutionRole]
"""

JOB = f"arn:aws:glue:{REGION}:{ACCOUNT}:job/team-{{number}}-*"
LOGS = "arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess"
EXECUTION = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"

STAYING = (
    "aws_cloudwatch_log_group",
    "aws_cloudwatch_metric_alarm",
    "aws_ebs_volume",
    "aws_instance",
    "aws_route53_record",
    "aws_s3_bucket",
    "aws_sqs_queue",
    "aws_ssm_parameter",
    "random_password",
)
"""The types of what stays; a team has two instances."""

LEAVING = (
    "aws_iam_group.this",
    "aws_iam_group_policy.this",
    'aws_iam_group_policy_attachment.this["CloudWatchLogs"]',
    "aws_iam_policy.read",
    'aws_iam_role.job["load"]',
    'aws_iam_role.job["report"]',
    'aws_iam_role_policy.job["load"]',
    'aws_iam_role_policy_attachment.job["load"]',
    'aws_iam_role_policy_attachment.job["report"]',
    'module.member["person.{number}"].aws_iam_user_group_membership.this',
)
"""What of a team leaves, by its addresses in the team's module."""

Instances = Mapping[Any, Mapping[str, Any]]
"""The attributes of a block's instances, by their keys in `count` or `for_each`."""


def spec(objects: int, phase: str = "") -> str:
    """Return the spec of half of so many objects, as YAML; without a phase, it takes nothing over."""
    teams = range(objects // TEAM)
    parts = {
        "security:\n  permissions_boundary: none\n  policies:\n": POLICY,
        "  iam_groups:\n": GROUP,
        "  service_roles:\n": ROLES,
    }
    staying = ", ".join(f'"*.{kind}.*"' for kind in STAYING)
    return (
        HEAD
        + (HANDOVER.format(phase=phase, staying=staying) if phase else "")
        + "".join(
            head + "".join(entry.format(number=number, job=JOB.format(number=number)) for number in teams)
            for head, entry in parts.items()
        )
    )


def state(objects: int) -> dict[str, Any]:
    """Return the state of so many objects, as Terraform writes it: a multiple of twenty."""
    resources = [_data("aws_caller_identity"), _data("aws_region")]
    for number in range(objects // TEAM):
        resources += _adopted(number)
        resources += _staying(number)
    top = {"version": 4, "terraform_version": "1.11.4", "serial": 7, "lineage": LINEAGE, "outputs": {}}
    return {**top, "resources": resources, "check_results": None}


def leaving(objects: int) -> Iterator[str]:
    """Yield the addresses of what the spec takes over of so many objects."""
    for number in range(objects // TEAM):
        yield from (f"{_module(number)}.{each.format(number=number)}" for each in LEAVING)


def write(objects: int, folder: Path) -> None:
    """Write a state of so many objects, and the specs."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "terraform.tfstate").write_text(json.dumps(state(objects), indent=2), encoding="utf-8")
    (folder / "leaving").write_text("".join(f"{address}\n" for address in leaving(objects)), encoding="utf-8")
    for name, phase in (("plain", ""), ("import", "import"), ("forget", "forget")):
        (folder / f"{name}.yaml").write_text(spec(objects, phase), encoding="utf-8")


def _adopted(number: int) -> Iterator[dict[str, Any]]:
    """What a team has of IAM: ten objects."""
    team, person, bucket = f"team-{number:04}", f"person.{number}", f"arn:aws:s3:::edge-team-{number}"
    policy = _arn("policy", f"{team}-read")

    def block(kind: str, name: str, instances: Instances, *needs: str, below: str = "") -> dict[str, Any]:
        return _block(number, kind, name, instances, *needs, below=below)

    group = {"name": team, "arn": _arn("group", f"teams/{team}"), "path": "/teams/", "unique_id": f"AGPA{number:017}"}
    stop = _document("Stop", "glue:BatchStopJobRun", JOB.format(number=number))
    yield block("aws_iam_group", "this", {None: {**group, "id": team}})
    yield block("aws_iam_group_policy", "this", {None: _inline("group", team, stop)}, "aws_iam_group.this")
    logs = {"id": f"{team}-20240101000000000000000001", "group": team, "policy_arn": LOGS}
    yield block("aws_iam_group_policy_attachment", "this", {"CloudWatchLogs": logs}, "aws_iam_group.this")
    read = {
        **{"name": f"{team}-read", "arn": policy, "id": policy, "path": "/", "policy_id": f"ANPA{number:017}"},
        **{"description": f"Reads what team {number} keeps", "attachment_count": 1, "name_prefix": ""},
        **{"policy": _document("Read", "s3:GetObject", f"{bucket}/*"), "tags": {}, "tags_all": {}},
    }
    yield block("aws_iam_policy", "read", {None: read})
    roles = {"load": _role(f"{team}-load", "/jobs/", "glue"), "report": _role(f"{team}-report", "/", "lambda")}
    yield block("aws_iam_role", "job", roles)
    put = _document("Load", "s3:PutObject", f"{bucket}/raw/*")
    yield block("aws_iam_role_policy", "job", {"load": _inline("role", f"{team}-load", put)}, "aws_iam_role.job")
    attached = {
        job: {"id": f"{team}-{job}-20240101000000000000000002", "role": f"{team}-{job}", "policy_arn": arn}
        for job, arn in (("load", policy), ("report", EXECUTION))
    }
    yield block("aws_iam_role_policy_attachment", "job", attached, "aws_iam_role.job", "aws_iam_policy.read")
    member = {"id": f"terraform-{number:026}", "user": person, "groups": [team]}
    below = f'.module.member["{person}"]'
    yield block("aws_iam_user_group_membership", "this", {None: member}, "aws_iam_group.this", below=below)


def _staying(number: int) -> Iterator[dict[str, Any]]:
    """What a team has besides: ten objects."""
    for kind in STAYING:
        count = 2 if kind == "aws_instance" else 1
        instances = {index: _other(kind, number, index) for index in range(count)}
        yield _block(number, kind, "this", instances, "data.aws_caller_identity.current")


def _other(kind: str, number: int, index: int) -> dict[str, Any]:
    """The attributes of something that stays: two kilobytes of them, as such objects have."""
    service = kind.removeprefix("aws_").partition("_")[0]
    name = f"team-{number:04}-{service}-{index}"
    tags = {"Name": name, "Team": f"team-{number:04}", "CostCenter": "4711", "Environment": "prod"}
    found: dict[str, Any] = {"id": name, "name": name, "tags": tags, "tags_all": tags, "timeouts": None}
    found |= {"bucket": name, "arn": f"arn:aws:{service}:{REGION}:{ACCOUNT}:{name}"}
    if kind in ("random_password", "aws_ssm_parameter"):
        found |= {"result": f"secret-{number:016}", "value": f"secret-{number:016}"}
    found |= {f"setting_{each:02}": f"What the provider knows of {name}, number {each}" for each in range(16)}
    return found | {"rules": [{"enabled": True, "prefix": "", "storage": [], "days": each} for each in range(4)]}


def _role(name: str, path: str, service: str) -> dict[str, Any]:
    """The attributes of a role that a service assumes."""
    trust = {"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"Service": f"{service}.amazonaws.com"}}
    return {
        **{"name": name, "id": name, "arn": _arn("role", f"{path[1:]}{name}"), "path": path, "description": ""},
        **{"assume_role_policy": json.dumps({"Statement": [{**trust, "Sid": "Service"}], "Version": "2012-10-17"})},
        **{"max_session_duration": 3600, "permissions_boundary": "", "force_detach_policies": False, "tags": {}},
        **{"create_date": "2024-01-01T00:00:00Z", "unique_id": "AROA0000000000000000", "name_prefix": ""},
        **{"inline_policy": [], "managed_policy_arns": [], "tags_all": {}},
    }


def _inline(holder: str, name: str, policy: str) -> dict[str, Any]:
    found = {"id": f"{name}:statements", "name": "statements", "name_prefix": "", "policy": policy}
    return {**found, holder: name}


def _document(sid: str, action: str, resource: str) -> str:
    statement = {"Action": action, "Effect": "Allow", "Resource": resource, "Sid": sid}
    return json.dumps({"Statement": [statement], "Version": "2012-10-17"})


def _arn(kind: str, name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:{kind}/{name}"


def _data(kind: str) -> dict[str, Any]:
    instance = {"schema_version": 0, "attributes": {"id": ACCOUNT}, "sensitive_attributes": []}
    return {"mode": "data", "type": kind, "name": "current", "provider": _provider(kind), "instances": [instance]}


def _block(number: int, kind: str, name: str, instances: Instances, *needs: str, below: str = "") -> dict[str, Any]:
    """A block of the state, in the module of a team or in one below it."""
    secrets = [[{"type": "get_attr", "value": each}] for each in ("result", "value")]
    hidden = secrets if kind in ("random_password", "aws_ssm_parameter") else []
    return {
        "module": _module(number) + below,
        **{"mode": "managed", "type": kind, "name": name, "provider": _provider(kind)},
        "instances": [
            {
                **({} if key is None else {"index_key": key}),
                **{"schema_version": 0, "attributes": attributes, "sensitive_attributes": hidden},
                **{"private": "bnVsbA==", "dependencies": [f"module.team.{each}" for each in needs]},
            }
            for key, attributes in instances.items()
        ],
    }


def _module(number: int) -> str:
    """The module of a team, whose key the shell has to be kept from reading."""
    return f'module.team["it\'s {number:04}"]'


def _provider(kind: str) -> str:
    return f'provider["registry.terraform.io/hashicorp/{kind.partition("_")[0]}"]'


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
