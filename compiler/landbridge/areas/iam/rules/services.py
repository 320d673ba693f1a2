"""Service principals: their names, and on whose behalf a service acts."""

import re
from collections.abc import Iterator

from landbridge.areas.iam.rules.reading import reading
from landbridge.areas.iam.rules.service_names import is_known, near, slipped
from landbridge.areas.iam.rules.wording import GUIDE, suggest
from landbridge.aws.partitions import dns_suffix
from landbridge.findings import Severity
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_NAME = re.compile(r"([a-z0-9]+(?:[.-][a-z0-9]+)*)\.(amazonaws\.com|amazonaws\.com\.cn|aws\.internal)")
_SLIPS = {
    "alb": "elasticloadbalancing",
    "api-gateway": "apigateway",
    "apigw": "apigateway",
    "aurora": "rds",
    "cloudwatch-events": "events",
    "cloudwatch-logs": "logs",
    "cloudwatchlogs": "logs",
    "cognito": "cognito-idp",
    "documentdb": "rds",
    "efs": "elasticfilesystem",
    "elb": "elasticloadbalancing",
    "emr": "elasticmapreduce",
    "eventbridge": "events",
    "fargate": "ecs-tasks",
    "managed-airflow": "airflow",
    "msk": "kafka",
    "mwaa": "airflow",
    "step-functions": "states",
    "stepfunctions": "states",
    "systems-manager": "ssm",
}
"""What people call a service, and what its principal is called."""

_DEPUTIES = {
    "airflow": "https://docs.aws.amazon.com/mwaa/latest/userguide/cross-service-confused-deputy-prevention.html",
    "airflow-env": "https://docs.aws.amazon.com/mwaa/latest/userguide/cross-service-confused-deputy-prevention.html",
    "appstream": "https://docs.aws.amazon.com/appstream2/latest/developerguide/example-fleet-machine.html",
    "bedrock": "https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-iam-role.html",
    "datasync": "https://docs.aws.amazon.com/datasync/latest/userguide/cross-service-confused-deputy-prevention.html",
    "dms": "https://docs.aws.amazon.com/dms/latest/userguide/cross-service-confused-deputy-prevention.html",
    "fis": "https://docs.aws.amazon.com/resilience-hub/latest/userguide/next-gen-resilience-testing-iam-single-account.html",
    "personalize": "https://docs.aws.amazon.com/personalize/latest/dg/cross-service-confused-deputy-prevention.html",
    "ssm": "https://docs.aws.amazon.com/systems-manager/latest/userguide/cross-service-confused-deputy-prevention.html",
    "transfer": "https://docs.aws.amazon.com/transfer/latest/userguide/confused-deputy.html",
}
"""Services whose pages say that they send aws:SourceAccount when they assume a role, with the page."""

_SOURCE_KEYS = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths")


def _wrong_name(subject: Subject) -> Iterator[Hit]:
    suffix = dns_suffix(subject.identity.partition)
    for trusted in reading(subject).trusted:
        if trusted.type != "Service":
            continue
        value, match = trusted.value, _NAME.fullmatch(trusted.value)
        if match is None:
            stem = re.sub(r"[^a-z0-9-]", "", value.lower().partition(".")[0])[:40]
            hint = f"it looks like {stem or 'lambda'}.{suffix}"
            yield Hit(path=trusted.path, message=f"{shorten(value)} is no service principal", hint=hint)
        elif match[1] in _SLIPS:
            hint = f"that service is {_SLIPS[match[1]]}.{match[2]}"
            yield Hit(path=trusted.path, message=f"AWS has no service principal {shorten(value)}", hint=hint)
        elif match[2] == "amazonaws.com.cn" and suffix != match[2]:
            message = f"{shorten(value)} is a service of the China regions, and {subject.identity.region} is none"
            yield Hit(path=trusted.path, message=message, hint=f"write {match[1]}.{suffix}")
        elif _is_unknown(match) and (right := slipped(match[1])):
            message = f"AWS has no service principal {shorten(value)}"
            yield Hit(path=trusted.path, message=message, hint=f"did you mean {right}.{match[2]}?")


def _is_unknown(match: re.Match[str]) -> bool:
    return match[1] not in _SLIPS and match[2] != "aws.internal" and not is_known(match[1])


def _unknown_name(subject: Subject) -> Iterator[Hit]:
    for trusted in reading(subject).trusted:
        match = _NAME.fullmatch(trusted.value) if trusted.type == "Service" else None
        if match and _is_unknown(match) and not slipped(match[1]):
            yield Hit(
                path=trusted.path,
                message=f"Landbridge knows no service principal {shorten(trusted.value)}",
                hint=suggest(
                    [f"{name}.{match[2]}" for name in near(match[1])],
                    "compare it with the service's page about the roles that it assumes",
                ),
            )


def _deputy(subject: Subject) -> Iterator[Hit]:
    for trusted in reading(subject).trusted:
        if trusted.type != "Service" or trusted.effect != "Allow":
            continue
        name = trusted.value.partition(".")[0]
        page = _DEPUTIES.get(name)
        if page and not any(condition.key.lower() in _SOURCE_KEYS for condition in trusted.conditions):
            yield Hit(
                path=trusted.path,
                message=(
                    f"{trusted.value} may use the role on behalf of any account: no condition says whose requests are"
                    " meant"
                ),
                hint=f'add conditions: {{StringEquals: {{aws:SourceAccount: "{{account_id}}"}}}}; see {page}',
            )


RULES = (
    Rule(
        id="LB358",
        title="A service principal has the name that AWS gave it",
        why="IAM refuses the trust policy, or the service cannot assume the role.",
        fix="write the principal that the service's documentation gives, e.g. lambda.amazonaws.com",
        source=GUIDE + "reference_policies_elements_principal.html#principal-services",
        check=_wrong_name,
    ),
    Rule(
        id="LB364",
        title="A service principal is a known one",
        why="IAM refuses the trust policy if no service has the name; if a service of that name is not the one that"
        " is meant, that one cannot assume the role.",
        fix="write the principal that the service's documentation gives; suppress this for a new one",
        source=GUIDE + "reference_policies_elements_principal.html#principal-services",
        severity=Severity.WARNING,
        check=_unknown_name,
    ),
    Rule(
        id="LB359",
        title="A service acts on behalf of the own account only",
        why="A service that works for all its customers can be told by one of them to use another one's role (the"
        " cross-service confused deputy). These services say for whom they act.",
        fix="add a condition on aws:SourceAccount or aws:SourceArn",
        source=GUIDE + "confused-deputy.html#cross-service-confused-deputy-prevention",
        severity=Severity.WARNING,
        check=_deputy,
    ),
)
