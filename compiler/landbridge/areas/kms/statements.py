"""The statement sets of key policies: one small function each, with its reason and where AWS says so.

The resource of each is `*`, which in a key policy means this key and no other:
https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
"""

from collections.abc import Sequence

from landbridge.areas.key_use import DECRYPT, FOR_AWS, through
from landbridge.aws import arn
from landbridge.aws.identity import Identity
from landbridge.aws.partitions import dns_suffix
from landbridge.findings import SpecPath
from landbridge.ir import Expr
from landbridge.policy.document import Condition, Principal, Statement

DESCRIBE = ("kms:DescribeKey",)
GRANTS = ("kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant")

_ADMINISTRATION = (
    *("kms:CancelKeyDeletion", "kms:Create*", "kms:Delete*", "kms:Describe*", "kms:Disable*", "kms:Enable*"),
    *("kms:Get*", "kms:List*", "kms:Put*", "kms:Revoke*", "kms:ScheduleKeyDeletion", "kms:TagResource"),
    *("kms:UntagResource", "kms:Update*"),
)
_MGN_OPERATIONS = (
    *("CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"),
)

WITHOUT_GRANTS = frozenset({"s3", "secretsmanager", "sns", "sqs", "kinesis", "ssm"})
"""Services that call KMS for their caller each time, and never create grants.

Source: https://docs.aws.amazon.com/kms/latest/developerguide/service-integration.html and the pages that it lists.
"""
BY_GRANTS = frozenset({"es", "aoss"})
"""Services that use a key by grants only: who calls them describes the key and creates grants.

Source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/encryption-at-rest.html
"""
_EVENTBRIDGE = frozenset({"events.amazonaws.com", "events.amazonaws.com.cn"})


def service_linked_role(identity: Identity, service: str, name: str) -> Expr:
    """The ARN of a service-linked role of the own account."""
    return arn.role_arn(identity, f"/aws-service-role/{service}/", name)


def from_own_account(identity: Identity) -> Condition:
    """The caller belongs to the own account."""
    return Condition("StringEquals", "kms:CallerAccount", (arn.own_account(identity),))


def enable_account(identity: Identity, origin: SpecPath) -> Statement:
    """Let IAM policies of the account decide.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam
    """
    return _allow(
        "EnableIAMUserPermissions",
        ("kms:*",),
        Principal("AWS", (arn.root_arn(identity),)),
        origin,
        why="IAM policies of the account can allow the use of the key too, so it cannot be locked out",
    )


def administrators(principals: Sequence[str], origin: SpecPath, *, multi_region: bool) -> Statement:
    """Manage the key. AWS's own list: nothing in it encrypts or decrypts, but it has the policy and grants.

    Who may change the policy or create grants (kms:Create*) can come to use the key; not unseen, as CloudTrail records
    both. Without kms:CreateGrant that would be no different, as kms:PutKeyPolicy is what an administrator is for.
    Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators
    """
    actions = (*_ADMINISTRATION, "kms:ReplicateKey") if multi_region else _ADMINISTRATION
    return _allow(
        "KeyAdministrators",
        actions,
        Principal("AWS", tuple(principals)),
        origin,
        why="Administrators manage the key, as AWS lists it: no encrypting or decrypting, but grants (kms:Create*)",
    )


def use(
    sid: str, actions: tuple[str, ...], principals: Sequence[str], given: tuple[Condition, ...], origin: SpecPath
) -> Statement:
    """Use the key without managing it.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-users
    """
    why = {
        DECRYPT: "Reads what is encrypted with the key, and cannot encrypt",
        DESCRIBE: "Looks the key up, which needs no encryption context",
    }.get(actions, "Uses the key and does not manage it")
    return _allow(sid, actions, Principal("AWS", tuple(principals)), origin, given, why)


def grants(sid: str, principals: Sequence[str], given: tuple[Condition, ...], origin: SpecPath) -> Statement:
    """Let AWS services that work for these principals go on using the key.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-service-integration
    """
    why = "AWS services go on using the key after the request; grants to anybody else are refused"
    return _allow(sid, GRANTS, Principal("AWS", tuple(principals)), origin, (FOR_AWS, *given), why)


def service_use(
    identity: Identity, services: Sequence[str], actions: tuple[str, ...], origin: SpecPath
) -> list[Statement]:
    """Let every principal of the account use the key through some services, as AWS's own keys are used.

    That is wide, so it is there only where the author names the services.
    Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html (AWS managed keys)
    """
    everybody = Principal("AWS", ("*",))
    kinds = (
        ("ServiceUse", actions, [each for each in services if each not in BY_GRANTS], (), "uses the key"),
        ("ServiceDescribe", DESCRIBE, [each for each in services if each in BY_GRANTS], (), "looks the key up"),
        (
            "ServiceGrants",
            ("kms:CreateGrant",),
            [each for each in services if each not in WITHOUT_GRANTS],
            (FOR_AWS,),
            "lets the service go on using the key",
        ),
    )
    return [
        _allow(
            sid,
            some,
            everybody,
            origin,
            (through(identity, those), from_own_account(identity), *extra),
            f"Through {' or '.join(those)} alone, every principal of the account {does}",
        )
        for sid, some, those, extra, does in kinds
        if those
    ]


def log_groups(identity: Identity, groups: Sequence[str], origin: SpecPath) -> Statement:
    """Let CloudWatch Logs encrypt some log groups.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    return _allow(
        "CloudWatchLogs",
        ("kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"),
        Principal("Service", (arn.regional_host(identity, "logs", dns_suffix(identity.partition)),)),
        origin,
        (Condition("ArnLike", "kms:EncryptionContext:aws:logs:arn", tuple(groups)),),
        "CloudWatch Logs uses the key for these log groups only: their ARN is the encryption context",
    )


def publishers(identity: Identity, services: Sequence[str], origin: SpecPath) -> list[Statement]:
    """Let AWS services that work for the own account publish to encrypted topics.

    EventBridge does not tell KMS for which account it works: under such a condition it delivers nothing.
    Source: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
    """
    own = Condition("StringEquals", "aws:SourceAccount", (arn.own_account(identity),))
    needs = "Who publishes to an encrypted topic needs a data key; "
    kinds = (
        ("TopicPublishers", [each for each in services if each not in _EVENTBRIDGE], (own,), "for this account only"),
        (
            "TopicEvents",
            [each for each in services if each in _EVENTBRIDGE],
            (),
            "EventBridge does not tell KMS for which account, so only the topic's policy says whose events",
        ),
    )
    return [
        _allow(
            sid,
            ("kms:Decrypt", "kms:GenerateDataKey*"),
            Principal("Service", tuple(those)),
            origin,
            conditions,
            f"{needs}{limit}",
        )
        for sid, those, conditions, limit in kinds
        if those
    ]


def mgn(identity: Identity, origin: SpecPath) -> list[Statement]:
    """The three statements that MGN wants for EBS volumes with a customer key.

    Sources: MGN user guide, "Replication settings", EBS encryption;
    https://docs.aws.amazon.com/mgn/latest/ug/using-service-linked-roles.html
    """
    root = arn.root_arn(identity)
    role = service_linked_role(identity, "mgn.amazonaws.com", "AWSServiceRoleForApplicationMigrationService")
    own, by_aws = from_own_account(identity), Condition("Bool", "aws:ViaAWSService", ("true",))
    account = Principal("AWS", (root,))
    return [
        _allow("MgnDescribe", DESCRIBE, account, origin, (own, by_aws), "MGN looks the key up for its caller"),
        _allow(
            "MgnGrant",
            ("kms:CreateGrant",),
            account,
            origin,
            (
                own,
                Condition("StringEquals", "kms:GranteePrincipal", (role,)),
                Condition("ForAllValues:StringEquals", "kms:GrantOperations", _MGN_OPERATIONS),
                by_aws,
            ),
            "MGN creates one kind of grant: for its own service-linked role, with these operations at most",
        ),
        _allow(
            "MgnVolumes",
            ("kms:GenerateDataKey*", "kms:ReEncrypt*"),
            Principal("AWS", (root, role)),
            origin,
            (own, through(identity, ("ec2",))),
            "EC2 makes data keys for the volumes that MGN attaches and launches",
        ),
    ]


def _allow(
    sid: str,
    actions: tuple[str, ...],
    principal: Principal,
    origin: SpecPath,
    conditions: tuple[Condition, ...] = (),
    why: str = "",
) -> Statement:
    return Statement(
        sid=sid,
        actions=actions,
        resources=("*",),
        principals=(principal,),
        conditions=conditions,
        origin=origin,
        why=why,
    )
