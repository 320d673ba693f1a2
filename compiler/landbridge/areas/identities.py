"""The Terraform resource types of IAM, which several areas emit. Each has its template in `templates/areas/iam/`."""

from dataclasses import dataclass
from typing import ClassVar

from landbridge.aws import arn
from landbridge.aws.identity import Identity
from landbridge.ir import Expr, Resource, Traversal
from landbridge.policy.document import PolicyDocument

_BOUNDARY = (Traversal("permissions_boundary"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Resource):
    """A resource whose name is one of a kind in the account, whatever its case."""

    name: str

    @property
    def account_wide_name(self) -> str:
        """Its name in AWS."""
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class IamGroup(Named):
    """aws_iam_group. `description` is a comment: AWS keeps none for groups."""

    type: ClassVar[str] = "aws_iam_group"
    template: ClassVar[str] = "areas/iam/aws_iam_group.tf.j2"
    path: str
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IamGroupPolicy(Resource):
    """aws_iam_group_policy: one inline policy of a group."""

    type: ClassVar[str] = "aws_iam_group_policy"
    template: ClassVar[str] = "areas/iam/aws_iam_group_policy.tf.j2"
    name: str
    group: Expr
    policy: PolicyDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class IamGroupPolicyAttachment(Resource):
    """aws_iam_group_policy_attachment: one managed policy of a group."""

    type: ClassVar[str] = "aws_iam_group_policy_attachment"
    template: ClassVar[str] = "areas/iam/aws_iam_group_policy_attachment.tf.j2"
    group: Expr
    policy_arn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IamPolicy(Named):
    """aws_iam_policy: a customer-managed policy."""

    type: ClassVar[str] = "aws_iam_policy"
    template: ClassVar[str] = "areas/iam/aws_iam_policy.tf.j2"
    path: str
    policy: PolicyDocument
    description: str | None = None
    tags: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class IamRole(Named):
    """aws_iam_role.

    `keep_boundary` leaves whatever boundary the role has in AWS.
    """

    type: ClassVar[str] = "aws_iam_role"
    template: ClassVar[str] = "areas/iam/aws_iam_role.tf.j2"
    path: str
    assume_role_policy: PolicyDocument
    description: str | None = None
    max_session_duration: int | None = None
    permissions_boundary: str | None = None
    keep_boundary: bool = False
    tags: dict[str, str]

    @property
    def left_alone(self) -> tuple[Traversal, ...]:
        """The boundary, where it is kept."""
        return _BOUNDARY if self.keep_boundary else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IamRolePolicy(Resource):
    """aws_iam_role_policy: one inline policy of a role."""

    type: ClassVar[str] = "aws_iam_role_policy"
    template: ClassVar[str] = "areas/iam/aws_iam_role_policy.tf.j2"
    name: str
    role: Expr
    policy: PolicyDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class IamRolePolicyAttachment(Resource):
    """aws_iam_role_policy_attachment: one managed policy of a role."""

    type: ClassVar[str] = "aws_iam_role_policy_attachment"
    template: ClassVar[str] = "areas/iam/aws_iam_role_policy_attachment.tf.j2"
    role: Expr
    policy_arn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IamInstanceProfile(Named):
    """aws_iam_instance_profile of the same name as its role."""

    type: ClassVar[str] = "aws_iam_instance_profile"
    template: ClassVar[str] = "areas/iam/aws_iam_instance_profile.tf.j2"
    path: str
    role: Expr
    tags: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class IamUser(Named):
    """aws_iam_user, only where the spec asks for the user to be created."""

    type: ClassVar[str] = "aws_iam_user"
    template: ClassVar[str] = "areas/iam/aws_iam_user.tf.j2"
    path: str
    force_destroy: bool = False
    permissions_boundary: str | None = None
    keep_boundary: bool = False
    tags: dict[str, str]

    @property
    def left_alone(self) -> tuple[Traversal, ...]:
        """The boundary, where it is kept."""
        return _BOUNDARY if self.keep_boundary else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IamUserGroupMembership(Resource):
    """aws_iam_user_group_membership: the groups of this spec that one user is in; other groups are left alone."""

    type: ClassVar[str] = "aws_iam_user_group_membership"
    template: ClassVar[str] = "areas/iam/aws_iam_user_group_membership.tf.j2"
    user: str
    groups: tuple[Expr, ...]


def policy_arn(identity: Identity, policy: IamPolicy) -> Expr:
    """The ARN of a policy, by reference."""
    by_name = arn.policy_arn(identity, policy.path, policy.name)
    return Expr(str(by_name), Traversal(f"{policy.address}.arn"))


def role_reference(identity: Identity, role_label: str, name: str, path: str = "/") -> Expr:
    """A role's ARN: by reference, or by name where the reference would close a circle."""
    by_name = arn.role_arn(identity, path, name)
    return Expr(str(by_name), Traversal(f"aws_iam_role.{role_label}.arn"), fallback=by_name)
