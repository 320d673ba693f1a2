"""What people read beside the Terraform: the runbook, the other accounts' half, and policies that are only printed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from landbridge.areas.migration_assistant.access import statements
from landbridge.areas.migration_assistant.contribute import ALL_ACCESS, by_actions
from landbridge.areas.migration_assistant.runbook import runbook
from landbridge.areas.migration_assistant.setting import Setting, Side
from landbridge.areas.outside import whereabouts
from landbridge.aws import arn
from landbridge.ir import Edge, Page
from landbridge.policy.canonical import canonicalise
from landbridge.policy.document import PolicyDocument, Statement

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """One statement that the owner of a domain adds to its policy."""

    actions: tuple[str, ...]
    principals: tuple[str, ...]
    resource: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """What the owner of one domain does. `owner` is its account, and region where that is another one."""

    domain: str
    name: str
    owner: str
    what: str
    reason: str
    security_role: str
    roles: tuple[str, ...]
    permissions: tuple[Permission, ...]


@dataclass(frozen=True, slots=True)
class ForOthers:
    """What FOR-OTHERS.md says."""

    halves: tuple[Half, ...]
    removed: tuple[Half, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of a statement."""

    operator: str
    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """One statement of an identity policy; `why` says what it is for, where its Sid does not."""

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that is not in the spec: what stands for it in the text, and where it is found."""

    placeholder: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One policy, by whom it is for; `unknown` are values in it that only Terraform finds."""

    role: str
    words: str
    statements: tuple[Allowed, ...]
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
        )
    granted = tuple(half for setting in every if setting.granted for half in _halves(setting))
    removed = tuple(half for setting in every if not setting.granted for half in _halves(setting))
    if granted or removed:
        yield Page(
            name="FOR-OTHERS.md",
            title="What the owners of other accounts' domains do",
            template="areas/migration_assistant/for-others.md.j2",
            content=ForOthers(granted, removed),
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
        if side.foreign_domain is not None and side.auth == "iam":
            yield _half(setting, side)


def _half(setting: Setting, side: Side) -> Half:
    domain = str(setting.domain(side))
    parsed = arn.parse(domain)
    account, region = (parsed.account, parsed.region) if parsed is not None else ("", "")
    own = setting.scope.identity
    elsewhere = f" in {region}" if region != own.region else ""
    found = by_actions(setting, side)
    return Half(
        domain=domain,
        name=domain.rpartition("/")[2],
        owner=f"{'This account' if account == own.account_id else f'Account {account}'}{elsewhere}",
        what=f"{side.name} of the Migration Assistant {setting.key}",
        reason=", ".join(dict.fromkeys(filter(None, (side.cluster.reason, setting.reason)))),
        security_role=ALL_ACCESS,
        roles=tuple(str(role) for roles in found.values() for role in roles),
        permissions=tuple(
            Permission(actions=actions, principals=tuple(map(str, roles)), resource=f"{domain}/*")
            for actions, roles in found.items()
        ),
    )


def _printed(setting: Setting) -> Iterator[Printed]:
    if setting.deployment.policies != "print":
        return
    for worker in setting.workers:
        document = canonicalise(PolicyDocument(tuple(statements(setting, worker))), action_names=False)
        texts = [text for statement in document.statements for text in statement.texts]
        found = (match for text in texts for match in _PLACEHOLDER.findall(text))
        yield Printed(
            role=setting.names.role(worker),
            words=worker.words,
            statements=tuple(map(_allowed, document.statements)),
            unknown=tuple(Unknown(each, whereabouts(each)) for each in dict.fromkeys(found) if whereabouts(each)),
        )


def _allowed(statement: Statement) -> Allowed:
    return Allowed(
        sid=statement.sid,
        actions=statement.actions,
        resources=tuple(map(str, statement.resources)),
        conditions=tuple(
            Condition(operator=each.operator, key=each.key, values=tuple(map(str, each.values)))
            for each in statement.conditions
        ),
    )


def picture(setting: Setting) -> Iterator[Edge]:
    """The arrows from every service to the clusters that it reaches, and to the snapshot's bucket."""
    for worker in setting.workers:
        source = f"{worker.words} ({setting.key})"
        for side in setting.sides:
            if side.name in worker.on_network:
                verbs = ", ".join(each.removeprefix("es:ESHttp").upper() for each in worker.actions(side.name))
                words = f"tcp {side.port}: {verbs}" if verbs and side.auth == "iam" else f"tcp {side.port}"
                yield Edge(source=source, target=f"{side.name}: {side.words}", words=words)
    if setting.has_snapshot_role:
        bucket = str(setting.bucket()).rpartition(":")[2]
        yield Edge(source="OpenSearch Service", target=f"bucket {bucket}", words=f"role {setting.snapshot_role_name}")
