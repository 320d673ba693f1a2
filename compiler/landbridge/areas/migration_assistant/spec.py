"""The `migration_assistant:` part of the spec: what a deployment of the OpenSearch Migration Assistant may reach."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from landbridge.areas.forms import Cidr, KmsKey, Port, SecurityGroup
from landbridge.areas.migration_assistant.forms import (
    Bucket,
    CertificateAuthority,
    CollectionId,
    CollectionName,
    Day,
    DeployId,
    DomainReference,
    FileSystem,
    Index,
    MskCluster,
    Product,
    RoleName,
    SecretArn,
    Service,
    Stage,
)
from landbridge.spec.base import AccountId, Key, Model, Reason, Shorthand, StandIn, Text, wrong

_GROUP = "Key of network.security_groups:"


class ClusterSecret(Shorthand):
    """The secret in which user and password for a cluster are. As text: its ARN."""

    short: ClassVar[str] = "arn"

    arn: Annotated[SecretArn, Field(description="ARN of the secret, {var:NAME} or {ssm:/NAME}."), StandIn("")]
    kms_key: Annotated[
        KmsKey | None, Field(description="Key of kms.keys or ARN that encrypts it; left out: aws/secretsmanager.")
    ] = None

    @model_validator(mode="before")
    @classmethod
    def _forget_what_is_no_arn(cls, value: Any) -> Any:
        """A password of digits is a number to YAML, and a finding would print it."""
        return value if isinstance(value, dict | str) else {"arn": ""}


class SelfManaged(Model):
    """A cluster that somebody runs: by its security group, or where that is not known, its networks."""

    security_group: Annotated[SecurityGroup | None, Field(description=f"{_GROUP} that of the cluster's nodes.")] = None
    cidrs: Annotated[
        tuple[Cidr, ...],
        Field(description="Networks of the nodes, where no group can be named.", validate_default=True),
    ] = ()
    port: Annotated[Port, Field(description="Port of its HTTP API.")] = 9200
    owner: Annotated[
        Text | None, Field(description="Who opens the networks, where it is not you: gets the text of the rule.")
    ] = None

    @field_validator("cidrs")
    @classmethod
    def _one(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if "security_group" in info.data and (info.data["security_group"] is None) == (not value):
            hint = "leave one of them out" if value else "add security_group, or cidrs"
            raise wrong("exactly one of security_group and cidrs", hint)
        return value


class Collection(Model):
    """A collection of OpenSearch Serverless of this account and region."""

    collection: Annotated[CollectionName, Field(description="Its name.")]
    id: Annotated[
        CollectionId | None,
        Field(description="Its id, as its ARN ends; left out: the identity policies go by its name (aoss:collection)."),
    ] = None
    indexes: Annotated[
        tuple[Index, ...], Field(description="Indexes that are written, e.g. [orders, logs-*], or [*].", min_length=1)
    ]
    security_group: Annotated[
        SecurityGroup | None,
        Field(description=f"{_GROUP} that of its VPC endpoint; left out: it is reached over the internet."),
    ] = None


class Cluster(Model):
    """A source or a target: exactly one of domain, self_managed and serverless."""

    domain: Annotated[
        DomainReference | None,
        Field(description="A managed domain: key of opensearch.domains, or ARN of one of another account or region."),
    ] = None
    self_managed: Annotated[SelfManaged | None, Field(description="A cluster that is no managed domain.")] = None
    serverless: Annotated[
        Collection | None, Field(description="A collection; as a target only.", validate_default=True)
    ] = None
    security_group: Annotated[SecurityGroup | None, Field(description=f"{_GROUP} that of the domain in its VPC.")] = (
        None
    )
    seen_as: Annotated[
        tuple[Cidr, ...],
        Field(
            description="Networks as which the services appear there, where it cannot name their group: other region."
        ),
    ] = ()
    auth: Annotated[
        Literal["iam", "basic", "none"] | None,
        Field(
            description="iam: signed requests. basic: user and password. none: neither. Left out: iam, and none for a"
            " self-managed cluster."
        ),
    ] = None
    secret: Annotated[ClusterSecret | None, Field(description="Where user and password are, with auth: basic.")] = None
    open_policy: Annotated[
        Reason | None,
        Field(
            description="Why the domain's policy lets everybody in, as the product's own does; left out: the roles of"
            " the services alone. Only in a VPC or with fine-grained access control."
        ),
    ] = None
    reason: Annotated[
        Reason | None,
        Field(description="Why; asked for where the domain is another account's, or networks are wide or public."),
    ] = None

    @field_validator("serverless")
    @classmethod
    def _one(cls, value: object, info: ValidationInfo) -> object:
        kinds = ("domain", "self_managed")
        if all(kind in info.data for kind in kinds):
            given = [kind for kind in kinds if info.data[kind] is not None] + ["serverless"] * (value is not None)
            if len(given) != 1:
                hint = f"leave {' or '.join(given)} out" if given else "add domain: and the key of the domain"
                raise wrong("exactly one of domain, self_managed and serverless", hint)
        return value


class Snapshot(Model):
    """The snapshot of the source: where it lies, and the role by which a managed domain writes it there."""

    role: Annotated[
        Literal["own", "reference", "theirs"],
        Field(
            description="own: the role is made here. reference: the product's (or another's, by role_name) is passed."
            " theirs: the owner of a domain of another account makes it there; FOR-OTHERS.md has it."
        ),
    ] = "reference"
    role_name: Annotated[
        RoleName | None,
        Field(description="Its name, instead of the product's (reference, theirs) or of naming.role (own)."),
    ] = None
    bucket: Annotated[Bucket | None, Field(description="The bucket; left out: the product's own.")] = None
    bucket_account: Annotated[
        AccountId | None, Field(description="Account of the bucket, where it is another one; no other's is used.")
    ] = None
    kms_key: Annotated[
        KmsKey | None, Field(description="Key of kms.keys or ARN that encrypts the bucket (SSE-KMS).")
    ] = None
    reason: Annotated[
        Reason | None,
        Field(description="Why; asked for where role_name is neither the product's role nor one of this spec."),
    ] = None

    @field_validator("bucket_account")
    @classmethod
    def _of_a_bucket(cls, value: object, info: ValidationInfo) -> object:
        if value is not None and "bucket" in info.data and info.data["bucket"] is None:
            raise wrong("nothing: the product's own bucket is in this account", "leave it out, or name the bucket")
        return value


class Deployment(Model):
    """A deployment of the Migration Assistant, which is made with the product's own tools, and what it may reach."""

    product: Annotated[Product, Field(description="classic: ECS, by the CDK application. eks: the solution on EKS.")]
    stage: Annotated[Stage, Field(description="The stage that it is deployed with, 15 characters at most, e.g. dev.")]
    deploy_id: Annotated[DeployId | None, Field(description="The deploy id (classic); left out: default.")] = None
    services: Annotated[
        tuple[Service, ...] | None,
        Field(description="The services in use (classic); left out: console and reindex.", min_length=1),
    ] = None
    access_security_group: Annotated[
        SecurityGroup,
        Field(
            description=f"{_GROUP} classic: osClusterAccessSG, with id:"
            ' "{ssm:/migration/STAGE/DEPLOY_ID/osAccessSecurityGroupId}"; eks: the security group of the EKS cluster.'
        ),
    ]
    service_security_group: Annotated[
        SecurityGroup | None,
        Field(
            description=f"{_GROUP} serviceSecurityGroup (classic), by which the Capture Proxy reaches the source, with"
            ' id: "{ssm:/migration/STAGE/DEPLOY_ID/serviceSecurityGroupId}"; asked for where capture_proxy is in use.'
        ),
    ] = None
    source: Annotated[Cluster | None, Field(description="The cluster that is migrated from.")] = None
    target: Annotated[Cluster | None, Field(description="The cluster that is migrated to.")] = None
    snapshot: Annotated[Snapshot, Field(description="The snapshot of the source.")] = Snapshot()
    file_system: Annotated[
        FileSystem | None,
        Field(description="The EFS of shared logs; left out: by the product's SSM parameter (classic), or none (eks)."),
    ] = None
    msk_cluster: Annotated[
        MskCluster | None, Field(description="ARN of the MSK cluster of captured traffic; left out: Kafka is not MSK.")
    ] = None
    certificate_authority: Annotated[
        CertificateAuthority | None,
        Field(description="ARN of the private CA for the capture proxy's certificates (eks); left out: none."),
    ] = None
    policies: Annotated[
        Literal["attach", "print"],
        Field(
            description="attach: least-privilege policies on the product's own roles. print: POLICIES.md has them, and"
            " somebody else attaches them."
        ),
    ] = "attach"
    expires: Annotated[
        Day | None,
        Field(description="The last day of the access. `landbridge check --today` holds it against the calendar."),
    ] = None
    reason: Annotated[Reason | None, Field(description="Why; asked for where the access has no last day.")] = None
    access: Annotated[
        Literal["granted", "removed"],
        Field(description="removed: exactly what was added goes, and the runbook says what is left to do."),
    ] = "granted"


class MigrationAssistant(Model):
    """Access of the OpenSearch Migration Assistant to clusters that exist."""

    permissions_boundary: Annotated[
        Text | None,
        Field(description="keep, none, an ARN or a key of security.policies; left out: security.permissions_boundary."),
    ] = None
    deployments: Annotated[dict[Key, Deployment], Field(description="Deployments by key.")] = {}
