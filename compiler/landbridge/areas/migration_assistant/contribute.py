"""What the area hands to the owners of domain policies, role mappings, security-group rules and key policies."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from landbridge.areas.contributions import Contribution, DomainStatement, Flow, KeyUse, RoleMapping
from landbridge.areas.migration_assistant.setting import Setting, Side, settings
from landbridge.areas.outside import outside
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath
from landbridge.ir import Expr
from landbridge.policy.document import Principal, Statement

if TYPE_CHECKING:
    from landbridge.spec.root import Spec

ALL_ACCESS = "all_access"
"""The role of fine-grained access control that the product's guide maps on both clusters.

https://docs.opensearch.org/latest/migration-assistant/migration-phases/deploy/iam-and-security-groups-for-existing-clusters/
"""
_EVERYBODY = (Principal("*", ("*",)),)


def contribute(spec: "Spec", references: Mapping[str, Expr]) -> Iterator[Contribution]:
    """What follows from the part; what is wrong with it, `lower` reports."""
    network, opensearch = spec.part("network"), spec.part("opensearch")
    groups = frozenset(network.security_groups if network is not None else ())
    domains = opensearch.domains if opensearch is not None else {}
    for setting in settings(Scope(spec, references), spec.part("migration_assistant")):
        for side in setting.sides:
            domain = domains.get(side.own_domain)
            if setting.granted:
                yield from (flow for flow in flows(setting, side) if _is_known(flow, groups))
            if domain is not None and setting.granted:
                yield from _statements(setting, side, domain)
            if domain is not None and domain.fine_grained:
                yield from _mapping(setting, side)
        if setting.granted:
            yield from (use for use in _key_uses(setting) if f"key:{use.key}" in references)


def _is_known(flow: Flow, groups: frozenset[str]) -> bool:
    """Whether both sides are there: keys are words, networks are not."""
    return flow.source in groups and (flow.target in groups or "/" in flow.target)


def flows(setting: Setting, side: Side) -> Iterator[Flow]:
    """From the groups that the services have to one cluster, by the one port that it listens on."""
    deployment = setting.deployment
    connected = [worker for worker in setting.workers if side.name in worker.on_network]
    sources = dict.fromkeys(
        deployment.service_security_group if worker.by_service_group else deployment.access_security_group
        for worker in connected
    )
    self_managed = side.cluster.self_managed
    group = side.security_group
    targets = (group[1],) if group is not None else self_managed.cidrs if self_managed is not None else ()
    for source, target in ((source, target) for source in sources if source is not None for target in targets):
        yield Flow(
            origin=side.path,
            source=source,
            target=target,
            seen_as=side.cluster.seen_as,
            from_port=side.port,
            to_port=side.port,
            description=f"Migration Assistant {setting.key} to its {side.name}, {side.words}",
            reason=side.cluster.reason or "",
            owner=(self_managed.owner or "") if self_managed is not None and group is None else "",
        )


class Domain(Protocol):
    """What is asked here of a domain of `opensearch.domains`."""

    @property
    def network(self) -> str:
        """Vpc or public."""

    @property
    def fine_grained(self) -> bool:
        """Whether fine-grained access control is on."""

    @property
    def basic_auth(self) -> bool:
        """Whether users sign in with a password."""


def can_be_open(domain: Domain) -> bool:
    """Whether the policy of a domain may let everybody in: something else decides who gets there."""
    return domain.network == "vpc" or domain.fine_grained


def by_actions(setting: Setting, side: Side) -> dict[tuple[str, ...], list[Expr]]:
    """The roles that use a managed cluster, by what they do with it."""
    found: dict[tuple[str, ...], list[Expr]] = {}
    for worker in setting.workers:
        if actions := worker.actions(side.name):
            found.setdefault(actions, []).append(setting.role_arn(worker))
    return found


def _statements(setting: Setting, side: Side, domain: Domain) -> Iterator[DomainStatement]:
    if side.cluster.open_policy is not None:
        if can_be_open(domain):
            reason = setting.until(side.cluster.open_policy)
            everything = Statement(actions=("es:ESHttp*",), principals=_EVERYBODY, origin=side.path, reason=reason)
            yield _for_domain(setting, side, everything)
        return
    if side.auth == "iam":
        for actions, roles in by_actions(setting, side).items():
            # The roles exist already: the product makes them, and AWS takes no policy that names another.
            who = (Principal("AWS", tuple(roles)),)
            statement = Statement(actions=actions, principals=who, origin=side.path, reason=setting.reason)
            yield _for_domain(setting, side, statement)


def _for_domain(setting: Setting, side: Side, statement: Statement) -> DomainStatement:
    return DomainStatement(
        origin=side.path,
        domain=side.own_domain or "",
        statements=(statement,),
        why=f"Migration Assistant {setting.key}: its {side.name}",
    )


def _mapping(setting: Setting, side: Side) -> Iterator[RoleMapping]:
    """Every role that uses the domain; none where access is removed, so that its script can take them away again."""
    workers = [worker for worker in setting.workers if worker.actions(side.name)]
    if side.auth == "iam" and workers:
        yield RoleMapping(
            origin=side.path,
            domain=side.own_domain or "",
            role=ALL_ACCESS,
            principals=tuple(map(setting.role_arn, workers)) if setting.granted else (),
            reason=setting.reason,
        )


def _key_uses(setting: Setting) -> Iterator[KeyUse]:
    """Keys of this spec. Those of others get only the roles' own policies, and the runbook says so."""
    snapshot, path = setting.deployment.snapshot, (*setting.path, "snapshot", "kms_key")
    if snapshot.kms_key is not None and is_own_key(snapshot.kms_key):
        writers = [setting.role_arn(each) for each in setting.workers if each.key in ("console", "migrations")]
        if setting.has_snapshot_role:
            writers.append(_snapshot_role(setting))
        readers = [setting.role_arn(each) for each in setting.workers if each.key == "reindex"]
        what = f"Migration Assistant {setting.key}: snapshots"
        yield from _use(path, snapshot.kms_key, writers, "s3", what, writes=True)
        yield from _use(path, snapshot.kms_key, readers, "s3", what, writes=False)
    for side in setting.sides:
        secret = side.cluster.secret
        if secret is not None and secret.kms_key is not None and is_own_key(secret.kms_key):
            readers = [
                setting.role_arn(worker)
                for worker in setting.workers
                if any(each is side for each, _ in setting.secrets(worker))
            ]
            what = f"Migration Assistant {setting.key}: secret of the {side.name}"
            where = (*side.path, "secret", "kms_key")
            yield from _use(where, secret.kms_key, readers, "secretsmanager", what, writes=False)


def _use(path: SpecPath, key: str, roles: list[Expr], via: str, why: str, *, writes: bool) -> Iterator[KeyUse]:
    if roles:
        yield KeyUse(
            origin=path,
            key=key,
            principals=tuple(role.needed() for role in roles),
            purposes=("secrets_manager",) if via == "secretsmanager" else ("s3_target",),
            use="crypto" if writes else "decrypt",
            via=(via,),
            why=why,
        )


def _snapshot_role(setting: Setting) -> Expr:
    """As any module writes it: the role may be made in the area's own."""
    return setting.scope.references.get(f"snapshot_role:{setting.key}") or setting.snapshot_role


def is_own_key(text: str) -> bool:
    """Whether a field names a key of `kms.keys`."""
    return not text.startswith("arn:") and outside(text) is None
