"""Small Terraform models for the tests of the comparison, put together without a spec."""

from collections.abc import Sequence
from typing import Any

from landbridge.areas import identities as tf
from landbridge.ir import Expr, Module, Resource, Root
from landbridge.policy.document import Condition, PolicyDocument, Principal, Statement

ACCOUNT = "123456789012"

GLUE = Statement(actions=("sts:AssumeRole",), principals=(Principal("Service", ("glue.amazonaws.com",)),))


def root(
    *resources: Resource | Sequence[Resource],
    account: str = ACCOUNT,
    tags: dict[str, str] | None = None,
    assume_role: str | None = None,
) -> Root:
    """A root with one module that holds these resources; `tags` are those of everything."""
    held = tuple(each for part in resources for each in ([part] if isinstance(part, Resource) else part))
    module = Module(name="iam", description="", files={"main.tf": held}, variables=(), outputs=())
    return Root(
        account_id=account,
        partition="aws",
        region="eu-west-1",
        default_tags=tags or {},
        assume_role=assume_role,
        backend=None,
        required_version="1.5.0",
        modules=(module,),
    )


def allow(action: str, resource: str = "*", effect: Any = "Allow", **conditions: str) -> Statement:
    """A statement; conditions as `StringEquals="aws:SourceAccount=1"`."""
    given = tuple(Condition(operator, *_key_and_values(condition)) for operator, condition in conditions.items())
    return Statement(effect=effect, actions=tuple(action.split()), resources=tuple(resource.split()), conditions=given)


def deny(action: str, resource: str = "*", **conditions: str) -> Statement:
    """The same with Deny."""
    return allow(action, resource, "Deny", **conditions)


def trust(*principals: str, **conditions: str) -> Statement:
    """A statement of a trust policy, for AWS principals."""
    given = allow("sts:AssumeRole", "", **conditions)
    return Statement(actions=given.actions, principals=(Principal("AWS", principals),), conditions=given.conditions)


def group(name: str, *statements: Statement, managed: Sequence[str] = (), **more: Any) -> list[Resource]:
    """A group with one inline policy and attached policies."""
    own: list[Resource] = [tf.IamGroup(origin=(), name=name, **{"label": name, "path": "/", **more})]
    if statements:
        policy = PolicyDocument(statements)
        own.append(tf.IamGroupPolicy(label=name, origin=(), name="inline", group=Expr(name), policy=policy))
    return own + [
        tf.IamGroupPolicyAttachment(label=f"{name}_{n}", origin=(), group=Expr(name), policy_arn=arn)
        for n, arn in enumerate(managed)
    ]


def role(
    name: str, *statements: Statement, trusts: Sequence[Statement] = (GLUE,), managed: Sequence[str] = (), **more: Any
) -> list[Resource]:
    """A role with its trust policy, one inline policy and attached policies."""
    fields = {"label": name, "path": "/", "tags": {}, **more}
    own: list[Resource] = [tf.IamRole(origin=(), name=name, assume_role_policy=PolicyDocument(tuple(trusts)), **fields)]
    if statements:
        policy = PolicyDocument(statements)
        own.append(tf.IamRolePolicy(label=name, origin=(), name="inline", role=Expr(name), policy=policy))
    return own + [
        tf.IamRolePolicyAttachment(label=f"{name}_{n}", origin=(), role=Expr(name), policy_arn=arn)
        for n, arn in enumerate(managed)
    ]


def policy(name: str, *statements: Statement, path: str = "/") -> Resource:
    """A customer-managed policy; `arn_of` is its ARN where the path is `/`."""
    document = PolicyDocument(statements)
    return tf.IamPolicy(label=name, origin=(), name=name, path=path, policy=document, tags={})


def arn_of(policy_name: str) -> str:
    """The ARN of a customer-managed policy."""
    return f"arn:aws:iam::{ACCOUNT}:policy/{policy_name}"


def member(user: str, *groups: str) -> Resource:
    """A user who exists elsewhere, in these groups."""
    return tf.IamUserGroupMembership(label=user, origin=(), user=user, groups=tuple(map(Expr, groups)))


def user(name: str, **more: Any) -> Resource:
    """A user that the model creates."""
    return tf.IamUser(label=name, origin=(), name=name, **{"path": "/", "tags": {}, **more})


def profile(role_name: str) -> Resource:
    """An instance profile of the same name as its role."""
    return tf.IamInstanceProfile(label=role_name, origin=(), name=role_name, path="/", role=Expr(role_name), tags={})


def _key_and_values(condition: str) -> tuple[str, tuple[str, ...]]:
    key, _, values = condition.partition("=")
    return key, tuple(values.split("|"))
