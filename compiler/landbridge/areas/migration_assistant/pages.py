"""What people read beside the Terraform: the runbook, the other accounts' half, and policies that are only printed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from landbridge.areas.migration_assistant.access import policies
from landbridge.areas.migration_assistant.closing import Closing, closings
from landbridge.areas.migration_assistant.contribute import ALL_ACCESS, by_actions, is_own_key
from landbridge.areas.migration_assistant.runbook import runbook
from landbridge.areas.migration_assistant.setting import Setting, Side
from landbridge.areas.migration_assistant.snapshot import snapshot_permissions, snapshot_trust
from landbridge.areas.outside import Unknown, whereabouts
from landbridge.aws import arn
from landbridge.ir import Edge, Page
from landbridge.policy.canonical import canonicalise
from landbridge.policy.document import PolicyDocument, Principal, Statement

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotRole:
    """The role of a domain's own account by which it writes snapshots into our bucket.

    Attributes:
        name: of the role.
        trust: its trust policy, as JSON.
        permissions: its policy.
        bucket: by name, or where that is found.
        bucket_policy: the statements that the bucket's owner adds.
        key: ARN or words of the key that encrypts the bucket, whose policy has to let the role use it; empty for none.
        unknown: values in these texts that the spec does not have.
        repository: what registers the repository, as the body of the request.
    """

    name: str
    trust: object
    permissions: object
    bucket: str
    bucket_policy: object
    key: str
    unknown: tuple[Unknown, ...]
    repository: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """What the owner of one domain does.

    Attributes:
        domain: its ARN.
        name: its name.
        owner: its account, and its region where that is another one.
        what: what it is for us.
        reason: of the author.
        security_role: that our roles are mapped to.
        roles: ours, that use it.
        permissions: the statements that its policy gets, as JSON; none where requests are not signed.
        snapshot: the role of its account that writes snapshots, where it has to have one: one at most.
    """

    domain: str
    name: str
    owner: str
    what: str
    reason: str
    security_role: str
    roles: tuple[str, ...]
    permissions: tuple[object, ...]
    snapshot: tuple[SnapshotRole, ...]


@dataclass(frozen=True, slots=True)
class ForOthers:
    """What FOR-OTHERS.md says: what owners of domains add and take away again, if any do, and rules that are closed."""

    has_domains: bool
    halves: tuple[Half, ...]
    removed: tuple[Half, ...]
    closings: tuple[Closing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One policy.

    Attributes:
        role: name of the role that it is for.
        words: who has the role.
        name: of the policy.
        file: URI of the file that people keep its text in, as the AWS CLI takes it.
        arn: its ARN, once it is made.
        policy: its text, as JSON.
        unknown: values in it that the spec does not have.
    """

    role: str
    words: str
    name: str
    file: str
    arn: str
    policy: object
    unknown: tuple[Unknown, ...]


@dataclass(frozen=True, slots=True)
class Policies:
    """What POLICIES.md says."""

    policies: tuple[Printed, ...]


def pages(every: Sequence[Setting]) -> Iterator[Page]:
    """The pages that there is something to say on."""
    if every:
        yield Page(
            name="RUNBOOK.md",
            title="Runbook of the Migration Assistant's access",
            template="areas/migration_assistant/runbook.md.j2",
            content=runbook(every),
            first=True,
        )
    granted = tuple(half for setting in every if setting.granted for half in _halves(setting))
    gone = [setting for setting in every if not setting.granted]
    removed = tuple(half for setting in gone for half in _halves(setting))
    closed = tuple(dict.fromkeys(each for setting in gone for each in closings(setting)))
    if granted or removed or closed:
        yield Page(
            name="FOR-OTHERS.md",
            title="What others do, to whom domains, security groups and networks belong",
            template="areas/migration_assistant/for-others.md.j2",
            content=ForOthers(bool(granted or removed), granted, removed, closed),
        )
    printed = tuple(each for setting in every if setting.granted for each in _printed(setting))
    if printed:
        yield Page(
            name="POLICIES.md",
            title="Policies for the product's own roles",
            template="areas/migration_assistant/policies.md.j2",
            content=Policies(printed),
        )


def _halves(setting: Setting) -> Iterator[Half]:
    for side in setting.sides:
        theirs = side.name == "source" and setting.their_snapshot_role
        if side.foreign_domain is not None and (side.auth == "iam" or theirs):
            yield _half(setting, side)


def _half(setting: Setting, side: Side) -> Half:
    domain = str(setting.domain(side))
    parsed = arn.parse(domain)
    account, region = (parsed.account, parsed.region) if parsed is not None else ("", "")
    own = setting.scope.identity
    elsewhere = f" in {region}" if region != own.region else ""
    found = by_actions(setting, side) if side.auth == "iam" else {}
    theirs = side.name == "source" and setting.their_snapshot_role
    return Half(
        domain=domain,
        name=domain.rpartition("/")[2],
        owner=f"{'This account' if account == own.account_id else f'Account {account}'}{elsewhere}",
        what=f"{side.name} of the Migration Assistant {setting.key}",
        reason=", ".join(dict.fromkeys(filter(None, (side.cluster.reason, setting.reason)))),
        security_role=ALL_ACCESS,
        roles=tuple(str(role) for roles in found.values() for role in roles),
        permissions=tuple(
            Statement(
                actions=actions, principals=(Principal("AWS", tuple(map(str, roles))),), resources=(f"{domain}/*",)
            ).to_json()
            for actions, roles in found.items()
        ),
        snapshot=(_snapshot(setting, domain),) if theirs else (),
    )


def _snapshot(setting: Setting, domain: str) -> SnapshotRole:
    """What the owner of a domain makes in the domain's account, as AWS passes no role across accounts."""
    document = snapshot_permissions(setting)
    given, key = setting.deployment.snapshot.bucket, setting.deployment.snapshot.kms_key
    bucket = str(setting.bucket()).rpartition(":")[2]
    them = (Principal("AWS", (str(setting.snapshot_role),)),)
    allowed = [replace(each, principals=them, conditions=()) for each in document]
    return SnapshotRole(
        name=setting.snapshot_role_name,
        trust=PolicyDocument((snapshot_trust(setting),)).to_json(),
        permissions=PolicyDocument(document).to_json(),
        bucket=(whereabouts(given) if given is not None else "") or bucket,
        bucket_policy=[each.to_json() for each in allowed if each.sid != "UseKey"],
        key=(f"the key {key} of this spec (other_accounts)" if is_own_key(key) else whereabouts(key) or key)
        if key is not None
        else "",
        unknown=tuple(_unknown(text for statement in document for text in statement.texts)),
        repository={
            "type": "s3",
            "settings": {
                "bucket": bucket,
                "region": setting.scope.identity.region,
                "role_arn": str(setting.snapshot_role),
            },
        },
    )


def _printed(setting: Setting) -> Iterator[Printed]:
    if setting.deployment.policies != "print":
        return
    for worker in setting.workers:
        for each in policies(setting, worker):
            document = canonicalise(each.document, action_names=False)
            texts = [text for statement in document.statements for text in statement.texts]
            yield Printed(
                role=setting.names.role(worker),
                words=worker.words,
                name=each.name,
                file=f"file://{each.name}.json",
                arn=str(arn.policy_arn(setting.scope.identity, "/", each.name)),
                policy=document.to_json(),
                unknown=tuple(_unknown(texts)),
            )


def _unknown(texts: Iterable[str]) -> Iterator[Unknown]:
    """What stands in braces, each once, and where its value is found by somebody who has no Terraform of this spec.

    A variable that no resource reads is none of the root's, so that only the author of the spec knows it.
    """
    for placeholder in dict.fromkeys(match for text in texts for match in _PLACEHOLDER.findall(text)):
        kind, _, name = placeholder[1:-1].partition(":")
        if kind == "key":
            yield Unknown(placeholder, f"the id of the key {name}, with which its ARN in the output kms_key_arns ends")
        elif kind == "var":
            yield Unknown(placeholder, f"the value that the spec calls {name}: its author knows it")
        elif where := whereabouts(placeholder):
            yield Unknown(placeholder, f"the value of {where}")


def picture(setting: Setting) -> Iterator[Edge]:
    """The arrows from every service to the clusters that it reaches, and to the snapshot's bucket."""
    for worker in setting.workers:
        source = f"{worker.words} ({setting.key})"
        for side in setting.sides:
            if side.name in worker.on_network:
                verbs = ", ".join(each.removeprefix("es:ESHttp").upper() for each in worker.actions(side.name))
                words = f"tcp {side.port}: {verbs}" if verbs and side.auth == "iam" else f"tcp {side.port}"
                yield Edge(source=source, target=f"{side.name}: {side.words}", words=words)
    if setting.has_snapshot_role or setting.their_snapshot_role:
        bucket = str(setting.bucket()).rpartition(":")[2]
        yield Edge(source="OpenSearch Service", target=f"bucket {bucket}", words=f"role {setting.snapshot_role_name}")
