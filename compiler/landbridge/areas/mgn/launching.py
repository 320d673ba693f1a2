"""What MGN does in the name of who launches an instance: EC2, volumes, keys, and Systems Manager.

It is what AWS's own policies allow, for this account and region alone. What asks for `aws:CalledVia` is for MGN. What
asks for `aws:ViaAWSService`, as AWS's policies do there, is for any service that calls in the user's name, so that it
is narrowed by MGN's tag or the kind of thing besides. Directly people may use EC2's launch templates that MGN made, and
no more. The tag says that MGN made a thing, and neither for which server nor for whom: instances and volumes of all
servers of the account and region have it, whatever `tags:` an operator has.

Roles are passed through MGN alone, as AWSTransformServerMigrationAgentPolicy has it: the older
AWSApplicationMigrationEC2Access passes the conversion role without such a condition, so that its holders could give it
to an instance of their own. That launches succeed with it rests on AWS's policy; nothing here has launched one.

What people do through MGN or another service does not ask for multi-factor authentication, though their own calls may:
whether a call that a service makes in somebody's name has `aws:MultiFactorAuthPresent` is up to that service, and where
it has not, every launch would fail. Each of these statements asks for such a service instead. What asks for MGN needs a
call of MGN first, and so what that asks for; `aws:ViaAWSService` is as good only where the same people may call no
other service that does the same in their name.

Sources: https://docs.aws.amazon.com/mgn/latest/ug/security-iam-awsmanpol-AWSApplicationMigrationEC2Access.html,
https://docs.aws.amazon.com/mgn/latest/ug/security-iam-awsmanpol-AWSApplicationMigrationFullAccess.html and
https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSTransformServerMigrationAgentPolicy.html
"""

from collections.abc import Iterator

from landbridge.areas.key_use import through
from landbridge.areas.mgn.keys import key_arn
from landbridge.areas.mgn.operator_scope import ANY_ACCOUNT, OperatorScope
from landbridge.areas.mgn.roles import CONVERSION, WITH_DRS, WITH_SSM, service_linked_role, service_role
from landbridge.aws import arn
from landbridge.policy.document import Condition, Statement

_MANAGED = "AWSApplicationMigrationServiceManaged"
# Of any AWS service in the user's name: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-viaawsservice
_VIA = Condition("Bool", "aws:ViaAWSService", ("true",))
_BY_MGN = Condition("ForAnyValue:StringEquals", "aws:CalledVia", ("mgn.amazonaws.com",))
_MADE = Condition("Null", f"aws:ResourceTag/{_MANAGED}", ("false",))
_MAKES = Condition("Null", f"aws:RequestTag/{_MANAGED}", ("false",))

SEE = tuple(
    f"ec2:Describe{what}"
    for what in (
        *("AccountAttributes", "AvailabilityZones", "Images", "InstanceStatus"),
        *("InstanceTypeOfferings", "InstanceTypes", "Instances", "KeyPairs", "LaunchTemplateVersions"),
        *("LaunchTemplates", "NetworkInterfaces", "PlacementGroups", "SecurityGroups", "Snapshots", "Subnets"),
        *("Tags", "Volumes"),
    )
)
"""What of EC2 launching, and the console on the way to it, looks at; none of it takes a resource."""
SEE_LESS = (
    "ec2:DescribeInstances",
    "ec2:DescribeLaunchTemplateVersions",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
)
"""What AWSApplicationMigrationReadOnlyAccess sees of EC2."""

_VERSIONS = ("ec2:CreateLaunchTemplateVersion", "ec2:DeleteLaunchTemplateVersions", "ec2:ModifyLaunchTemplate")
_GRANTED = ("CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext")


def launching(who: OperatorScope) -> Iterator[Statement]:
    """What is made for a launch, and of what: for who launches test or cutover instances."""
    roles = (service_role(who.scope, CONVERSION),)
    why = "Through MGN: conversion servers get their role, from EC2."
    yield who.behind.passing("PassConversionRole", roles, (who.ec2,), why, (_BY_MGN,))
    if who.wants_mfa:
        yield who.behind.on_all("SeeForMgn", SEE, "Through MGN: what it looks at before.", (_BY_MGN,))
    yield from _making(who)
    yield from _volumes_key(who)


def working(who: OperatorScope) -> Iterator[Statement]:
    """What is done to what was made, by the same people."""
    yield from _launch_templates(who)
    yield from _made_by_mgn(who)
    if who.part.post_launch_actions is not None:
        yield from _post_launch(who)


def pass_instance_roles(who: OperatorScope, roles: tuple[str, ...]) -> Statement:
    """Roles for launched instances, to EC2 alone: MGN passes them when it launches by the template that names one."""
    why = "Through MGN: the roles that launched instances may get, from EC2."
    return who.behind.passing("PassInstanceRoles", roles, (who.ec2,), why, (_BY_MGN,))


def edit_launch_templates(who: OperatorScope) -> Statement:
    """Versions of the launch templates that MGN made: what an instance is launched with."""
    return who.statement(
        "EditLaunchTemplates",
        _VERSIONS,
        (who.arn("ec2", "launch-template/*"),),
        "Launch templates that MGN made, and no others; EC2 does not know which server each is for.",
        (_MADE,),
    )


def _launch_templates(who: OperatorScope) -> Iterator[Statement]:
    templates = (who.arn("ec2", "launch-template/*"),)
    why = "MGN makes a launch template for each server, changes it, and removes it."
    yield edit_launch_templates(who)
    yield who.behind.statement("MakeLaunchTemplates", ("ec2:CreateLaunchTemplate",), templates, why, (_BY_MGN, _MAKES))
    yield who.behind.statement(
        "KeepLaunchTemplates", (*_VERSIONS, "ec2:DeleteLaunchTemplate"), templates, why, (_BY_MGN, _MADE)
    )


def _made_by_mgn(who: OperatorScope) -> Iterator[Statement]:
    """What is done to things that MGN made, for whichever server, through an AWS service only."""
    why = "Through an AWS service, and only to what MGN made: for any server, as its tag does not tell them apart."
    for sid, kind, verbs in (
        (
            "Instances",
            "instance/*",
            "AttachVolume DetachVolume GetConsoleOutput GetConsoleScreenshot ModifyInstanceAttribute StartInstances"
            " StopInstances TerminateInstances",
        ),
        ("Volumes", "volume/*", "AttachVolume CreateSnapshot CreateTags DeleteVolume ModifyVolume"),
        ("Snapshots", "snapshot/*", "CreateVolume DeleteSnapshot"),
        (
            "ConversionGroup",
            "security-group/*",
            "AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress RevokeSecurityGroupEgress",
        ),
    ):
        actions = tuple(f"ec2:{verb}" for verb in verbs.split())
        yield who.behind.statement(sid, actions, (who.arn("ec2", kind),), why, (_VIA, _MADE))


def _making(who: OperatorScope) -> Iterator[Statement]:
    """What MGN makes, with its tag, and what it makes that of."""
    why = "Through an AWS service, and with MGN's tag, by which the rest is narrowed."
    for sid, kind, verb in (
        ("MakeInstances", "instance/*", "RunInstances"),
        ("MakeVolumes", "volume/*", "CreateVolume"),
        ("MakeSnapshots", "snapshot/*", "CreateSnapshot"),
        ("MakeConversionGroup", "security-group/*", "CreateSecurityGroup"),
    ):
        yield who.behind.statement(sid, (f"ec2:{verb}",), (who.arn("ec2", kind),), why, (_VIA, _MAKES))
    parts = tuple(
        who.arn("ec2", f"{kind}/*", account)
        for kind, account in (
            ("image", ANY_ACCOUNT),
            ("launch-template", ""),
            ("network-interface", ""),
            ("security-group", ANY_ACCOUNT),
            ("subnet", ANY_ACCOUNT),
            ("volume", ""),
        )
    )
    yield who.behind.statement(
        "LaunchFrom",
        ("ec2:RunInstances",),
        parts,
        "Through an AWS service: what an instance is launched from and into. Images are AWS's; the rest may be shared.",
        (_VIA,),
    )
    own = "Through an AWS service: volumes of a server go to and fro, and a group is made in a VPC."
    yield who.behind.statement("DetachVolumes", ("ec2:DetachVolume",), (who.arn("ec2", "volume/*"),), own, (_VIA,))
    vpcs = (who.arn("ec2", "vpc/*", ANY_ACCOUNT),)
    yield who.behind.statement("GroupInVpc", ("ec2:CreateSecurityGroup",), vpcs, own, (_VIA,))
    making = ("CreateLaunchTemplate", "CreateSecurityGroup", "CreateSnapshot", "CreateVolume", "RunInstances")
    kinds = ("instance", "launch-template", "network-interface", "security-group", "snapshot", "volume")
    yield who.behind.statement(
        "TagWhatIsMade",
        ("ec2:CreateTags",),
        tuple(who.arn("ec2", f"{kind}/*") for kind in kinds),
        "Through an AWS service: tags are given to what is just made.",
        (_VIA, Condition("StringEquals", "ec2:CreateAction", making)),
    )


def _volumes_key(who: OperatorScope) -> Iterator[Statement]:
    """The key of volumes, as its own policy has it, where that leaves it to IAM.

    Source: https://docs.aws.amazon.com/mgn/latest/ug/replication-server-settings.html (Amazon EBS encryption)
    """
    staging = who.part.staging_area
    key = key_arn(who.scope, staging) if staging is not None else None
    if key is None:
        return
    why = "MGN and EC2 encrypt volumes in the user's name; without them the user cannot."
    account = Condition("StringEquals", "kms:CallerAccount", (arn.own_account(who.scope.identity),))
    grants = (
        account,
        Condition("StringEquals", "kms:GranteePrincipal", (service_linked_role(who.scope),)),
        Condition("ForAllValues:StringEquals", "kms:GrantOperations", _GRANTED),
        _VIA,
    )
    yield who.behind.statement("SeeVolumesKey", ("kms:DescribeKey",), (key,), why, (account, _VIA))
    yield who.behind.statement("LendVolumesKey", ("kms:CreateGrant",), (key,), why, grants)
    by_ec2 = (account, through(who.scope.identity, ("ec2",)))
    yield who.behind.statement("UseVolumesKey", ("kms:GenerateDataKey*", "kms:ReEncrypt*"), (key,), why, by_ec2)


def _post_launch(who: OperatorScope) -> Iterator[Statement]:
    """Actions after a launch: AWS's own documents, on what MGN launched."""
    roles = (service_role(who.scope, WITH_SSM), service_role(who.scope, WITH_DRS))
    why = "Through MGN: launched servers get what the SSM Agent needs, from EC2."
    yield who.behind.passing("PassLaunchRoles", roles, (who.ec2,), why, (_BY_MGN,))
    documents = tuple(
        who.arn("ssm", f"document/{name}", ANY_ACCOUNT)
        for name in ("AWSDisasterRecovery-InstallDRAgentOnInstance", "AWSMigration-*")
    )
    why = "Through an AWS service: AWS's own documents for migrations, and no others."
    runs = ("ssm:DescribeDocument", "ssm:SendCommand")
    yield who.behind.statement("RunDocuments", runs, documents, why, (_VIA,))
    instances = (who.arn("ec2", "instance/*"),)
    yield who.behind.statement("RunOnInstances", ("ssm:SendCommand",), instances, why, (_VIA, _MADE))
    automations = (
        who.arn("ssm", "document/AWSMigration-*", ANY_ACCOUNT),
        who.arn("ssm", "automation-definition/AWSMigration-*:$DEFAULT", ANY_ACCOUNT),
        who.arn("ssm", "automation-execution/*"),
    )
    yield who.behind.statement("RunAutomations", ("ssm:StartAutomationExecution",), automations, why, (_BY_MGN,))
    own = (who.arn("ssm", "parameter/ManagedByAWSApplicationMigrationService-*"),)
    yield who.statement("SeeParameters", ("ssm:GetParameter",), own, "What MGN keeps there.")
    why = "Through an AWS service: what MGN keeps there."
    seen = ("ssm:GetParameter", "ssm:GetParameters")
    yield who.behind.statement("SeeParametersForMgn", seen, own, why, (_VIA,))
    seen = ("ssm:DescribeInstanceInformation", "ssm:GetCommandInvocation")
    yield who.behind.on_all("SeeCommands", seen, "Through an AWS service: what became of a command.", (_VIA,))
