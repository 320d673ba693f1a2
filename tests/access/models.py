"""Small Terraform models for the tests of the comparison, put together without a spec."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from landbridge.areas import identities as tf
from landbridge.areas.kms import resources as kms
from landbridge.areas.migration_assistant import resources as migration_assistant
from landbridge.areas.network import resources as network
from landbridge.ir import Expr, Mapping, Module, Removed, Resource, Root, Traversal
from landbridge.policy.document import Condition, PolicyDocument, Principal, Statement

ACCOUNT = "123456789012"

GLUE = Statement(actions=("sts:AssumeRole",), principals=(Principal("Service", ("glue.amazonaws.com",)),))


def root(
    *resources: Resource | Sequence[Resource],
    account: str = ACCOUNT,
    region: str = "eu-west-1",
    tags: dict[str, str] | None = None,
    assume_role: str | None = None,
    removed: tuple[Removed, ...] = (),
    mappings: tuple[Mapping, ...] = (),
) -> Root:
    """A root with one module that holds these resources; `tags` are those of everything."""
    held = tuple(each for part in resources for each in ([part] if isinstance(part, Resource) else part))
    module = Module(name="iam", description="", files={"main.tf": held}, removed=removed, mappings=mappings)
    return Root(
        account_id=account,
        partition="aws",
        region=region,
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


def key_arn(label: str) -> Expr:
    """The ARN of a key of the model, as other resources name it."""
    return _made_up(f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/", "key", label)


def group_id(label: str) -> Expr:
    """The id of a security group of the model, as other resources name it."""
    return _made_up("", "security_group", label)


def _made_up(before: str, kind: str, label: str) -> Expr:
    return Expr(f"{before}{{{kind}:{label}}}", Traversal(f"var.{label}"), length=75)


def by(action: str, *principals: str, effect: Any = "Allow", **conditions: str) -> Statement:
    """A statement of a key policy, for AWS principals."""
    given = allow(action, "*", effect, **conditions)
    return replace(given, principals=(Principal("AWS", principals),))


ROOT = by("kms:*", f"arn:aws:iam::{ACCOUNT}:root")


def key(label: str, *statements: Statement, aliases: Sequence[str] = (), **more: Any) -> list[Resource]:
    """A key with its policy, which begins with the account's root, and aliases without `alias/`."""
    fields = {"description": label, "tags": {}, **more}
    document = PolicyDocument((ROOT, *statements))
    return [
        kms.KmsKey(label=label, origin=(), **fields),
        kms.KmsKeyPolicy(label=label, origin=(), key_id=key_arn(label), policy=document),
        *(
            kms.KmsAlias(label=f"{label}__{name}", origin=(), name=f"alias/{name}", target_key_id=key_arn(label))
            for name in aliases
        ),
    ]


def grant(key_id: str, grantee: str, *operations: str) -> Resource:
    """A grant of a key."""
    return kms.KmsGrant(label="g", origin=(), name="g", key_id=key_id, grantee_principal=grantee, operations=operations)


def security_group(label: str, **more: Any) -> Resource:
    """A security group that the model creates."""
    fields = {"name": label, "description": label, "vpc_id": "vpc-1", "tags": {}, **more}
    return network.SecurityGroup(label=label, origin=(), **fields)


def ingress(group: str, side: str, ports: str = "5432", protocol: str = "tcp") -> Resource:
    """A rule that lets a CIDR, prefix list or group in; ports as `5432`, `1-9`, or nothing."""
    return network.IngressRule(**_rule(group, side, ports, protocol))


def egress(group: str, side: str, ports: str = "5432", protocol: str = "tcp") -> Resource:
    """A rule that lets out, likewise."""
    return network.EgressRule(**_rule(group, side, ports, protocol))


def _rule(group: str, side: str, ports: str, protocol: str) -> dict[str, Any]:
    first, _, last = ports.partition("-")
    field = "prefix_list_id" if side.startswith("pl-") else "referenced_security_group_id"
    if "/" in side and "sg-" not in side:
        field = "cidr_ipv6" if ":" in side else "cidr_ipv4"
    return {
        "label": "r",
        "origin": (),
        "description": "",
        "security_group_id": group,
        "ip_protocol": protocol,
        "from_port": int(first) if first else None,
        "to_port": int(last or first) if first else None,
        field: side,
    }


def endpoint(label: str, *statements: Statement, **more: Any) -> Resource:
    """A VPC endpoint of the DMS API."""
    fields = {"service_name": "com.amazonaws.eu-west-1.dms", "vpc_id": "vpc-1", "tags": {}, **more}
    document = PolicyDocument(statements)
    return network.VpcEndpoint(label=label, origin=(), vpc_endpoint_type="Interface", policy=document, **fields)


def data_access(resources: str, permissions: str, *principals: str, label: str = "shop") -> Resource:
    """A data access policy with one rule: `collection/shop` or `index/shop/*`, several of one kind with blanks."""
    rule = {
        "ResourceType": resources.partition("/")[0],
        "Resource": tuple(resources.split()),
        "Permission": tuple(permissions.split()),
    }
    part = {"Description": label, "Rules": (rule,), "Principal": tuple(map(Expr, principals))}
    return migration_assistant.DataAccessPolicy(label=label, origin=(), name=label, description=label, policy=(part,))


def _key_and_values(condition: str) -> tuple[str, tuple[str, ...]]:
    key, _, values = condition.partition("=")
    return key, tuple(values.split("|"))
