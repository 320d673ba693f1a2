"""The IAM of an account, read back through the API into plain values that tests compare."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Group:
    """An IAM group. `inline` maps the names of inline policies to documents, `attached` holds policy ARNs."""

    path: str = "/"
    inline: Mapping[str, Document] = field(default_factory=dict)
    attached: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Role:
    """An IAM role. `boundary` is a policy ARN or empty; `max_session` is in seconds."""

    trust: Document
    path: str = "/"
    description: str = ""
    inline: Mapping[str, Document] = field(default_factory=dict)
    attached: frozenset[str] = frozenset()
    boundary: str = ""
    max_session: int = 3600
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class User:
    """An IAM user. `groups` holds the names of the groups it is a member of."""

    path: str = "/"
    groups: frozenset[str] = frozenset()
    inline: Mapping[str, Document] = field(default_factory=dict)
    attached: frozenset[str] = frozenset()
    boundary: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Policy:
    """A policy that the customer manages; the document is that of the default version."""

    document: Document
    path: str = "/"
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class InstanceProfile:
    """An instance profile and the names of its roles (AWS allows one)."""

    path: str = "/"
    roles: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OidcProvider:
    """An OpenID Connect provider: its URL without the scheme, and its audiences."""

    url: str
    audiences: frozenset[str]


def read(iam: Any) -> dict[str, Any]:
    """Read everything of IAM: the fields of `Contents` that are IAM's."""
    found: dict[str, list[dict[str, Any]]] = {}
    pages = iam.get_paginator("get_account_authorization_details").paginate(
        Filter=["User", "Role", "Group", "LocalManagedPolicy"]
    )
    for page in pages:
        for key in ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"):
            found.setdefault(key, []).extend(page[key])
    profiles = iam.get_paginator("list_instance_profiles").paginate().build_full_result()["InstanceProfiles"]
    return {
        "groups": {detail["GroupName"]: _group(detail) for detail in found["GroupDetailList"]},
        "roles": {detail["RoleName"]: _role(iam, detail) for detail in found["RoleDetailList"]},
        "users": {detail["UserName"]: _user(detail) for detail in found["UserDetailList"]},
        "policies": {detail["Arn"]: _policy(iam, detail) for detail in found["Policies"]},
        "instance_profiles": {profile["InstanceProfileName"]: _profile(profile) for profile in profiles},
        "oidc_providers": _oidc_providers(iam),
        "saml_providers": frozenset(p["Arn"] for p in iam.list_saml_providers()["SAMLProviderList"]),
    }


def _group(detail: Mapping[str, Any]) -> Group:
    return Group(detail["Path"], _inline(detail["GroupPolicyList"]), _attached(detail))


def _role(iam: Any, detail: Mapping[str, Any]) -> Role:
    # The authorization details leave out a role's description and session duration.
    role = iam.get_role(RoleName=detail["RoleName"])["Role"]
    return Role(
        trust=detail["AssumeRolePolicyDocument"],
        path=detail["Path"],
        description=role.get("Description", ""),
        inline=_inline(detail["RolePolicyList"]),
        attached=_attached(detail),
        boundary=_boundary(role),
        max_session=role["MaxSessionDuration"],
        tags=_tags(role),
    )


def _user(detail: Mapping[str, Any]) -> User:
    return User(
        path=detail["Path"],
        groups=frozenset(detail["GroupList"]),
        inline=_inline(detail.get("UserPolicyList", [])),
        attached=_attached(detail),
        boundary=_boundary(detail),
        tags=_tags(detail),
    )


def _policy(iam: Any, detail: Mapping[str, Any]) -> Policy:
    [document] = [version["Document"] for version in detail["PolicyVersionList"] if version["IsDefaultVersion"]]
    policy = iam.get_policy(PolicyArn=detail["Arn"])["Policy"]
    return Policy(document, detail["Path"], policy.get("Description", ""), _tags(policy))


def _profile(profile: Mapping[str, Any]) -> InstanceProfile:
    return InstanceProfile(profile["Path"], tuple(role["RoleName"] for role in profile["Roles"]), _tags(profile))


def _oidc_providers(iam: Any) -> dict[str, OidcProvider]:
    arns = [provider["Arn"] for provider in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]]
    read = {arn: iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn) for arn in arns}
    return {arn: OidcProvider(found["Url"], frozenset(found["ClientIDList"])) for arn, found in read.items()}


def _inline(policies: Iterable[Mapping[str, Any]]) -> dict[str, Document]:
    return {policy["PolicyName"]: policy["PolicyDocument"] for policy in policies}


def _attached(detail: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(policy["PolicyArn"] for policy in detail["AttachedManagedPolicies"])


def _boundary(detail: Mapping[str, Any]) -> str:
    arn: str = detail.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn", "")
    return arn


def _tags(thing: Mapping[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in thing.get("Tags", [])}
