"""What RUNBOOK.md shows of a deployment, as records."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role of the product: its name and ARN, and who has it."""

    name: str
    arn: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The role-mapping script of a domain."""

    path: str
    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A policy of this spec on a role of the product, by the names of both, and its ARN."""

    role: str
    name: str
    arn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A key of others: its ARN or where that is found, what it encrypts, and who uses it."""

    key: str
    what: str
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBucket:
    """A bucket for snapshots that is not the product's.

    Attributes:
        name: of the bucket; empty where the spec does not know it.
        account: of its owner, where that is another one.
        location: `LocationConstraint=REGION`, without which it can only be made in us-east-1; empty there.
        has_key: whether one of the next two is there.
        key_filter: for `jq`, to get the key of `kms.keys` that encrypts it out of the output kms_key_arns, or empty.
        key_arn: ARN of a key of others, or empty.
        reindexes: whether Reindex-from-Snapshot reads it.
        repository: URI of the snapshot repository in it; with BUCKET where the spec does not know the name.
    """

    name: str
    account: str
    location: str
    has_key: bool
    key_filter: str
    key_arn: str
    reindexes: bool
    repository: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeGroup:
    """A group that is made here for services which do not have it.

    Attributes:
        key: its key.
        filter: for `jq`, to get its id out of the output security_group_ids.
        services: of ECS, that want it.
    """

    key: str
    filter: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question to IAM: may this role do this? `expected` is what it answers."""

    role: str
    action: str
    resource: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """One deployment.

    Attributes:
        title: what it is.
        path: in the spec.
        granted: whether it has access.
        expires: the last day of its access, or empty.
        classic: whether it runs on ECS.
        attach: whether the policies are attached by this tree.
        roles: of the product, in use.
        parameters: SSM parameters that the plan reads.
        has_repository: whether a managed source has a snapshot repository.
        product_snapshot_role: name of the role for it, where somebody else makes it.
        their_snapshot_role: ARN of the role for it, where the domain's owner makes it in another account.
        secrets: whether services read secrets.
        access_group: key of their group.
        nodes_write: whether the nodes of a self-managed source write the snapshot, with credentials of their own.
        own_snapshot_role: ARN of the role for it, where it is made here; the product has to be told.
        bucket: of snapshots.
        bucket_arn: its ARN.
        encrypted: whether a customer key encrypts it.
        foreign_keys: keys of others that roles of the deployment use.
        own_bucket: the bucket, where it is not the product's: one at most.
        made_groups: groups for the services that are made here.
        attached: the policies on the product's roles, whoever attaches them.
        others: whether others own a domain, or have rules of security groups or firewalls to close.
        scripts: for the role mappings.
        clusters: both sides, in words.
        managed: names of the managed domains of this account and region.
        foreign: whether a domain is another account's or region's.
        collection: name of the collection that is the target; empty where it is none.
        collection_resource: the same as policies of OpenSearch Serverless name it.
        asks: questions to IAM.
        services: of ECS, to stop.
        cluster: of ECS or EKS, where these run.
        stacks: how the product's stacks begin.
        working_state: whether workers of reindexing leave an index on the target.
    """

    title: str
    path: str
    granted: bool
    expires: str
    classic: bool
    attach: bool
    roles: tuple[Role, ...]
    parameters: tuple[str, ...]
    has_repository: bool
    product_snapshot_role: str
    own_snapshot_role: str
    their_snapshot_role: str
    secrets: bool
    access_group: str
    nodes_write: bool
    bucket: str
    bucket_arn: str
    encrypted: bool
    foreign_keys: tuple[ForeignKey, ...]
    own_bucket: tuple[OwnBucket, ...]
    made_groups: tuple[MadeGroup, ...]
    attached: tuple[Attached, ...]
    others: bool
    scripts: tuple[Script, ...]
    clusters: tuple[str, ...]
    managed: tuple[str, ...]
    foreign: bool
    collection: str
    collection_resource: str
    asks: tuple[Ask, ...]
    services: tuple[str, ...]
    cluster: str
    stacks: str
    working_state: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Runbook:
    """What the page says."""

    region: str
    partition: str
    account: str
    deployments: tuple[Deployed, ...]
