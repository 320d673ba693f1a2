"""The Terraform resource types of the KMS module. Each has its template in `templates/areas/kms/`."""

from dataclasses import dataclass
from typing import ClassVar

from landbridge.ir import Expr, Resource
from landbridge.policy.document import PolicyDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class KmsKey(Resource):
    """aws_kms_key, without its policy: that is a resource of its own.

    So a key can be named in the policy of a role that its own policy names, and Terraform finds an order: key, role,
    policies.
    """

    type: ClassVar[str] = "aws_kms_key"
    template: ClassVar[str] = "areas/kms/aws_kms_key.tf.j2"
    description: str
    key_usage: str = "ENCRYPT_DECRYPT"
    key_spec: str = "SYMMETRIC_DEFAULT"
    enable_key_rotation: bool = True
    rotation_period_in_days: int | None = None
    deletion_window_in_days: int = 30
    multi_region: bool = False
    prevent_destroy: bool = True
    tags: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KmsKeyPolicy(Resource):
    """aws_kms_key_policy: the one policy document of a key.

    `key_id` is the key's id, by reference: with its ARN every plan would show a change.
    """

    type: ClassVar[str] = "aws_kms_key_policy"
    template: ClassVar[str] = "areas/kms/aws_kms_key_policy.tf.j2"
    key_id: Expr
    policy: PolicyDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class KmsAlias(Resource):
    """aws_kms_alias; the name begins with `alias/`."""

    type: ClassVar[str] = "aws_kms_alias"
    template: ClassVar[str] = "areas/kms/aws_kms_alias.tf.j2"
    regional: ClassVar[bool] = True
    name: str
    target_key_id: Expr

    @property
    def account_wide_name(self) -> str:
        """Its name; an account has it once in each region."""
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class KmsGrant(Resource):
    """aws_kms_grant: for a service-linked role that a key policy cannot name."""

    type: ClassVar[str] = "aws_kms_grant"
    template: ClassVar[str] = "areas/kms/aws_kms_grant.tf.j2"
    name: str
    key_id: str
    grantee_principal: str
    operations: tuple[str, ...]
