"""The services that VPC endpoints lead to: their full names, and the prefix of their actions."""

from landbridge.aws import arn
from landbridge.aws.identity import Identity
from landbridge.ir import Expr

GATEWAYS = frozenset({"dynamodb", "s3"})
"""Services with gateway endpoints. Source: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html"""

_SAME = """
    access-analyzer account application-autoscaling athena autoscaling autoscaling-plans backup batch cassandra
    cloudformation cloudtrail codebuild codecommit codedeploy codepipeline config databrew datasync discovery dms drs
    dynamodb ebs ec2 ec2messages ecs eks elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing
    elasticmapreduce es events execute-api firehose fsx glue imagebuilder kafka kinesisanalytics kms lakeformation
    lambda license-manager logs mgn organizations polly rds rds-data redshift redshift-data redshift-serverless
    rolesanywhere s3 scheduler secretsmanager securityhub servicecatalog sms sns sqs ssm ssmmessages states
    storagegateway sts synthetics transcribe transfer workspaces xray
"""
_OTHERWISE = {
    "aps-workspaces": "aps",
    "ecr.api": "ecr",
    "ecr.dkr": "ecr",
    "ecs-agent": "ecs",
    "ecs-telemetry": "ecs",
    "email-smtp": "ses",
    "git-codecommit": "codecommit",
    "kinesis-firehose": "firehose",
    "kinesis-streams": "kinesis",
    "monitoring": "cloudwatch",
    "sagemaker.api": "sagemaker",
    "sagemaker.runtime": "sagemaker",
    "sync-states": "states",
}
_PREFIXES = {name: name for name in _SAME.split()} | _OTHERWISE

_CN = """
    account application-autoscaling appmesh-envoy-management athena autoscaling awsconnector backup batch cassandra
    cloudcontrolapi cloudformation codedeploy-commands-secure databrew dms ebs ec2 ecr.api ecr.dkr eks elasticache
    elasticbeanstalk elasticfilesystem elasticfilesystem-fips emr-containers execute-api fsx imagebuilder iot.data
    iotsitewise.api iotsitewise.data kinesis-streams lambda license-manager monitoring polly rds redshift redshift-data
    s3 sagemaker.api sagemaker.featurestore-runtime sagemaker.runtime securityhub servicecatalog sms sqs states sts
    sync-states synthetics transcribe transcribestreaming transfer workspaces xray
"""
"""Services whose interface endpoints in the China regions have `cn.` before their name; the others have not.

There is no rule to it, and no page of AWS: the list is that of the AWS CDK, which took it from
DescribeVpcEndpointServices (https://github.com/aws/aws-cdk/pull/25333). Gateway endpoints have no `cn.`.
"""


def action_prefix(service: str) -> str | None:
    """The prefix of a service's actions in IAM, or None where nobody has looked it up.

    Source: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
    """
    return _PREFIXES.get(service.removesuffix("-fips"))


def known_services() -> tuple[str, ...]:
    """The services whose actions are known, sorted."""
    return tuple(sorted(_PREFIXES))


def service_name(identity: Identity, service: str, *, gateway: bool) -> Expr:
    """The full name of a service's endpoint in the own region, e.g. com.amazonaws.eu-west-1.dms."""
    prefix = (
        "cn.com.amazonaws"
        if identity.partition == "aws-cn" and service in _CN.split() and not gateway
        else "com.amazonaws"
    )
    return Expr(f"{prefix}.{identity.region}.{service}", f"{prefix}.", arn.REGION, f".{service}")
