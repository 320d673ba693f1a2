"""The names of service principals: what stands before `.amazonaws.com`.

AWS has no list of them all. Most are the prefix of the service's actions; the others that are known stand here,
each from the page of its service about the roles that it assumes, service-linked ones included.
"""

import re

from landbridge.aws import actions as catalogue
from landbridge.aws.nearest import nearest

OTHERS = frozenset(
    [
        "accountdiscovery.ssm",
        "agentless.inspector2",
        "airflow-env",
        "amazonmq",
        "apidestinations.events",
        "batchoperations.s3",
        "build.apprunner",
        "networking.apprunner",
        "tasks.apprunner",
        "channels.lex",
        "channels.lexv2",
        "cks.kms",
        "mrk.kms",
        "cloudwatch-crossaccount",
        "codestar",
        "config-conforms",
        "config-multiaccountsetup",
        "remediation.config",
        "continuousexport.discovery",
        "contributorinsights.dynamodb",
        "kinesisreplication.dynamodb",
        "replication.dynamodb",
        "credentials.iot",
        "delivery.logs",
        "dms-data-migrations",
        "dms-fleet-advisor",
        "schema-conversion.dms",
        "docdb",
        "ec2fleet",
        "ec2scheduled",
        "ecs-tasks",
        "edgelambda",
        "replicator.lambda",
        "eks-connector",
        "eks-fargate",
        "eks-fargate-pods",
        "eks-nodegroup",
        "pods.eks",
        "email.cognito-idp",
        "export.rds",
        "monitoring.rds",
        "rds-preview",
        "hooks.cloudformation",
        "resources.cloudformation",
        "stacksets.cloudformation",
        "member.org.stacksets.cloudformation",
        "iotevents",
        "iotthingsgraph",
        "lexv2",
        "license-manager.master-account",
        "license-manager.member-account",
        "logging.s3",
        "storage-lens.s3",
        "logger.cloudfront",
        "vpcorigin.cloudfront",
        "macie",
        "maintenance.elasticbeanstalk",
        "managedupdates.elasticbeanstalk",
        "malware-protection.guardduty",
        "malware-protection-plan.guardduty",
        "meetings.chime",
        "voiceconnector.chime",
        "monitoring",
        "neptune",
        "observability.aoss",
        "opensearchservice",
        "ops.apigateway",
        "ops.emr-serverless",
        "opsdatasync.ssm",
        "opsinsights.ssm",
        "osis-pipelines",
        "pinpoint",
        "pullthroughcache.ecr",
        "replication.ecr",
        "reporting.trustedadvisor",
        "scraper.aps",
        "servicecatalog-appregistry",
        "spot",
        "spotfleet",
        "transitgateway",
        "vmie",
        "vpc-flow-logs",
        "appstream.application-autoscaling",
        "cassandra.application-autoscaling",
        "comprehend.application-autoscaling",
        "custom-resource.application-autoscaling",
        "dynamodb.application-autoscaling",
        "ec2.application-autoscaling",
        "ecs.application-autoscaling",
        "elasticache.application-autoscaling",
        "kafka.application-autoscaling",
        "lambda.application-autoscaling",
        "rds.application-autoscaling",
        "sagemaker.application-autoscaling",
    ]
)
"""Names of principals that are no prefix of actions."""

_REGION = re.compile(r"\.[a-z]{2}(-[a-z]+)+-\d")
_SHORTEST = 4
"""Below that, names of one slip's distance are too many to say which one is meant."""


def is_known(name: str) -> bool:
    """Tell whether a principal of this name is known; it may end in a region, as in `dms.eu-west-1`."""
    plain = _without_region(name)
    return plain in OTHERS or catalogue.service_exists(plain)


def near(name: str) -> list[str]:
    """Return the known names that look most like this one, best first."""
    plain = _without_region(name)
    return nearest(plain, {*OTHERS, *catalogue.nearest_services(plain)})


def slipped(name: str) -> str | None:
    """Return the known name that one slip leads to this one: a letter more, less, other, or two swapped."""
    plain = _without_region(name)
    if len(plain) < _SHORTEST:
        return None
    return next((known for known in near(plain) if _one_slip(plain, known)), None)


def _without_region(name: str) -> str:
    match = _REGION.search(name)
    return name[: match.start()] if match and match.end() == len(name) else name


def _one_slip(one: str, other: str) -> bool:
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])
