"""The `kms:` part of the spec: keys by purpose, and grants on keys that are somebody else's."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from landbridge.areas.forms import KmsKey
from landbridge.spec.base import (
    CONDITIONS,
    AccountId,
    Conditions,
    Flag,
    Key,
    Model,
    OneOrMany,
    PolicyValues,
    Reason,
    Shorthand,
    Sid,
    StandIn,
    Tags,
    Text,
    form,
    wrong,
)

PurposeName = Literal[
    "dms_storage",
    "s3_target",
    "redshift_target",
    "opensearch",
    "secrets_manager",
    "mgn_ebs",
    "cloudwatch_logs",
    "sns",
    "plain",
]
KeySpec = Literal[
    "SYMMETRIC_DEFAULT",
    "RSA_2048",
    "RSA_3072",
    "RSA_4096",
    "ECC_NIST_P256",
    "ECC_NIST_P384",
    "ECC_NIST_P521",
    "ECC_SECG_P256K1",
    "HMAC_224",
    "HMAC_256",
    "HMAC_384",
    "HMAC_512",
    "SM2",
]
KeyUsage = Literal["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"]
Operation = Literal[
    "CreateGrant",
    "Decrypt",
    "DescribeKey",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateMac",
    "GetPublicKey",
    "ReEncryptFrom",
    "ReEncryptTo",
    "RetireGrant",
    "Sign",
    "Verify",
    "VerifyMac",
]
"""What a grant may allow, as the provider's `aws_kms_grant` takes it."""

Service = Annotated[str, form(r"^[a-z0-9-]+$", "a service's short name, e.g. s3; the region is added", max_length=64)]
Publisher = Annotated[
    str,
    form(r"^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$", "a service principal, e.g. dms.amazonaws.com", max_length=128),
]
LogGroup = Annotated[
    str,
    form(r"^[A-Za-z0-9_./#*{}-]+$", "a log group's name, which may hold * and {stem}", max_length=512),
]
KeyReference = Annotated[KmsKey, Field(max_length=2048)]
ServiceLinkedRole = Annotated[
    str,
    form(
        r"^([a-z0-9.-]+\.amazonaws\.com(\.cn)?|arn:[^:]+:iam::[^:]+:role/aws-service-role/[^/]+/[^/]+)$",
        "a service, e.g. mgn.amazonaws.com, or the ARN of its service-linked role",
        max_length=2048,
    ),
]
_VIA = "Services through which alone, e.g. [s3]; left out: directly, too."


class KeyUser(Shorthand):
    """Who uses a key; a string is the principal."""

    short: ClassVar[str] = "principal"
    principal: Annotated[Text, Field(description="{role:KEY}, or an ARN of kms.external_principals.")]
    via: Annotated[tuple[Service, ...], Field(description=_VIA)] = ()
    encryption_context: Annotated[
        dict[Text, PolicyValues],
        Field(description="Only with this encryption context, e.g. {aws:s3:arn: ['arn:…']}; values may hold *."),
    ] = {}
    decrypt_only: Annotated[Flag, Field(description="Decrypt, and nothing else.")] = False
    reason: Annotated[Reason | None, Field(description="Why; asked for where an administrator also uses it.")] = None


class OtherAccountUse(Model):
    """Who uses a key from another account. FOR-OTHERS.md gets the text of the policy that they need there."""

    principals: Annotated[
        tuple[Text, ...],
        Field(description="ARNs of roles or users of the other account, which have to exist by the apply."),
    ] = ()
    accounts: Annotated[
        tuple[AccountId, ...],
        Field(description="Whole accounts, which is wider: they decide who.", validate_default=True),
    ] = ()
    use: Annotated[Literal["decrypt", "crypto"], Field(description="decrypt, or crypto: encrypt as well.")] = "decrypt"
    grants: Annotated[Flag, Field(description="May also create grants for AWS services.")] = False
    via: Annotated[tuple[Service, ...], Field(description=_VIA)] = ()
    reason: Annotated[Reason, Field(description="Why another account may."), StandIn("not said")]

    @field_validator("accounts")
    @classmethod
    def _somebody(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if not value and info.data.get("principals") == ():
            raise wrong("principals or accounts: who may use the key?", "add ARNs of the other account, or its id")
        return value


class KeyStatement(Model):
    """A statement of your own in a key policy. Its resource is always the key."""

    sid: Annotated[Sid | None, Field(description="Statement id; made from the content where left out.")] = None
    effect: Annotated[Literal["Allow", "Deny"], Field(description="Allow or Deny.")] = "Allow"
    actions: Annotated[OneOrMany, Field(description="Actions such as kms:Decrypt.")]
    principals: Annotated[
        dict[Literal["AWS", "Service"], OneOrMany],
        Field(description="Who: AWS (ARNs, account ids, {role:KEY}, *) or Service.", min_length=1),
    ]
    conditions: Annotated[Conditions, Field(description=CONDITIONS)] = {}
    reason: Annotated[Reason | None, Field(description="Why; asked for where it is wide. Printed above it.")] = None


class CustomerKey(Model):
    """A customer-managed key with its policy and aliases."""

    purpose: Annotated[PurposeName, Field(description="What it is for: decides which statements its policy has.")] = (
        "plain"
    )
    description: Annotated[
        str | None, Field(description="Left out: made from the purpose.", min_length=1, max_length=8192)
    ] = None
    aliases: Annotated[
        tuple[Text, ...] | None,
        Field(description="Without alias/; may hold {stem}. Left out: {stem}-KEY; []: none."),
    ] = None
    administrators: Annotated[
        tuple[Text, ...],
        Field(
            description="Who manages the key: {role:KEY} or ARNs. AWS's list: no encrypting or decrypting, but the"
            " key's policy and its grants."
        ),
    ] = ()
    users: Annotated[tuple[KeyUser, ...], Field(description="Who uses the key, without managing it.")] = ()
    grant_creators: Annotated[
        tuple[Text, ...], Field(description="Who creates grants on the key, for AWS services only.")
    ] = ()
    service_use: Annotated[
        tuple[Service, ...],
        Field(
            description="Services through which every principal of the account may use the key, e.g. [dms]. Left out:"
            " none; who is not named here may only what IAM policies of the account allow."
        ),
    ] = ()
    log_groups: Annotated[
        tuple[LogGroup, ...], Field(description="purpose cloudwatch_logs: the log groups, e.g. /aws/dms/*.")
    ] = ()
    publishers: Annotated[
        tuple[Publisher, ...],
        Field(description="purpose sns: services that publish for this account, e.g. dms.amazonaws.com."),
    ] = ()
    other_accounts: Annotated[tuple[OtherAccountUse, ...], Field(description="Use from other accounts.")] = ()
    statements: Annotated[tuple[KeyStatement, ...], Field(description="Statements of your own.")] = ()
    without_root: Annotated[
        Reason | None,
        Field(description="Why IAM policies of the account shall have no say; administrators must be named then."),
    ] = None
    without_rotation: Annotated[Reason | None, Field(description="Why it is not rotated; left out: it is.")] = None
    destroyable: Annotated[
        Reason | None, Field(description="Why Terraform may destroy it; left out: prevent_destroy.")
    ] = None
    rotation_period_days: Annotated[
        int | None, Field(description="90 to 2560; left out: a year.", ge=90, le=2560, strict=True)
    ] = None
    deletion_window_days: Annotated[
        int, Field(description="Days between deletion and loss, 7 to 30.", ge=7, le=30, strict=True)
    ] = 30
    multi_region: Annotated[Flag, Field(description="A multi-Region primary key; fixed at creation.")] = False
    key_spec: Annotated[KeySpec, Field(description="Fixed at creation.")] = "SYMMETRIC_DEFAULT"
    key_usage: Annotated[
        KeyUsage | None, Field(description="Left out: what the key_spec is mostly for. Fixed at creation.")
    ] = None
    tags: Annotated[Tags, Field(description="Tags besides the spec's.")] = {}
    renamed_from: Annotated[Key | None, Field(description="The key this had before; yields moved blocks.")] = None


class KeyGrant(Model):
    """A grant for a service-linked role of this account, which the policy of a key elsewhere cannot serve."""

    key: Annotated[KeyReference, Field(description="The key: usually the ARN of one in another account.")]
    service_linked_role: Annotated[
        ServiceLinkedRole, Field(description="The service, e.g. mgn.amazonaws.com, or the ARN of its role.")
    ]
    operations: Annotated[
        tuple[Operation, ...] | None, Field(description="Left out: what the service needs.", min_length=1)
    ] = None
    renamed_from: Annotated[Key | None, Field(description="The key this had before; yields moved blocks.")] = None


class Kms(Model):
    """KMS keys, their policies and aliases."""

    external_principals: Annotated[
        tuple[Text, ...],
        Field(description="Roles and users that exist already and are made elsewhere: ARNs, {var:NAME}, {ssm:/NAME}."),
    ] = ()
    keys: Annotated[dict[Key, CustomerKey], Field(description="Keys by key.")] = {}
    grants: Annotated[dict[Key, KeyGrant], Field(description="Grants for service-linked roles, by key.")] = {}
