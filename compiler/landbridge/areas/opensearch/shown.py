"""What people read beside the Terraform: what changes in each policy, and the other accounts' half."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from landbridge.areas.opensearch.current import Foreign, fingerprint
from landbridge.areas.opensearch.document import Assembled
from landbridge.areas.opensearch.grants import domain_of, grant_statements
from landbridge.areas.opensearch.spec import EVERY_DOMAIN, OpenSearch
from landbridge.areas.opensearch.wording import in_words, resource_of, values_of
from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.findings import SpecPath, dotted
from landbridge.ir import Edge, Page
from landbridge.policy.document import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One statement in words; `mark` is its fingerprint, `about` where it is from or why it goes."""

    mark: str
    sid: str
    words: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changes in the policy of one domain."""

    key: str
    name: str
    adopt: bool
    takeover: str
    kept: tuple[Said, ...]
    dropped: tuple[Said, ...]
    added: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What POLICY-CHANGES.md says."""

    domains: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """One statement of the policy that another account needs; with `principals` it is for a domain's policy."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    principals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """What one other account has to allow: to whom, and by which statements."""

    title: str
    principals: tuple[str, ...]
    reasons: tuple[str, ...]
    permissions: tuple[Permission, ...]


@dataclass(frozen=True, slots=True)
class ForOthers:
    """What FOR-OTHERS.md says: halves for principals elsewhere, and for domains elsewhere."""

    identities: tuple[Half, ...]
    domains: tuple[Half, ...]


def pages(scope: Scope, part: OpenSearch, assembled: Sequence[Assembled]) -> Iterator[Page]:
    """The pages that there is something to say on."""
    written = [each for each in assembled if each.domain.takeover != "forget" and (each.before or each.ours)]
    if written:
        yield Page(
            name="POLICY-CHANGES.md",
            title="What changes in the access policy of each domain",
            template="areas/opensearch/policy-changes.md.j2",
            content=Changes(tuple(map(_difference, written))),
        )
    identities = tuple(half for each in assembled for half in _halves(scope, each))
    domains = tuple(_of_owners(scope, part))
    if identities or domains:
        yield Page(
            name="FOR-OTHERS.md",
            title="What other accounts have to allow before access across accounts works",
            template="areas/opensearch/for-others.md.j2",
            content=ForOthers(identities, domains),
        )


def _difference(each: Assembled) -> Difference:
    stays = {foreign.fingerprint for foreign in each.foreign}
    reasons = {drop.statement or drop.sid: drop.reason for drop in each.domain.drop}
    return Difference(
        key=each.key,
        name=each.name,
        adopt=each.domain.adopt,
        takeover=each.domain.takeover,
        kept=tuple(_before(foreign, "") for foreign in each.foreign),
        dropped=tuple(
            _before(foreign, reasons.get(foreign.fingerprint) or reasons.get(foreign.sid) or "")
            for foreign in each.before
            if foreign.fingerprint not in stays
        ),
        added=tuple(
            Said(mark=fingerprint(ours), sid="", words=in_words(ours), about=dotted(ours.origin)) for ours in each.ours
        ),
    )


def _before(foreign: Foreign, about: str) -> Said:
    return Said(mark=foreign.fingerprint, sid=foreign.sid, words=in_words(foreign.statement), about=about)


def _halves(scope: Scope, each: Assembled) -> Iterator[Half]:
    """The other half of everything that principals of other accounts are allowed.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
    """
    own = scope.identity.account_id
    found: dict[str, list[tuple[tuple[str, ...], Statement]]] = {}
    for statement in each.ours:
        if statement.effect == "Allow":
            by_account: dict[str, list[str]] = {}
            for value in (value for principal in statement.principals for value in principal.values):
                parsed = arn.parse(value)
                if parsed is not None and parsed.service == "iam" and parsed.account != own:
                    by_account.setdefault(parsed.account, []).append(str(value))
            for account, some in by_account.items():
                found.setdefault(account, []).append((tuple(some), statement))
    for account, items in sorted(found.items()):
        yield Half(
            title=f"Account {account}: domain {each.name}",
            principals=tuple(dict.fromkeys(who for some, _ in items for who in some)),
            reasons=tuple(dict.fromkeys(statement.reason for _, statement in items if statement.reason)),
            permissions=tuple(_permission(statement) for _, statement in items),
        )


def _permission(statement: Statement, principals: Iterable[str] = ()) -> Permission:
    return Permission(
        actions=statement.actions,
        resources=tuple(map(str, statement.resources)),
        principals=tuple(principals),
    )


def _of_owners(scope: Scope, part: OpenSearch) -> Iterator[Half]:
    """What the owners of domains elsewhere allow, so that our groups and roles can use them."""
    quiet = Scope(scope.spec, scope.references)  # what is wrong has been told with the grants
    for key, grant in part.grants.items():
        path: SpecPath = ("opensearch", "grants", key)
        domain = domain_of(quiet, part, path, grant)
        if domain is None or domain == EVERY_DOMAIN or is_own(scope, domain):
            continue
        who = [str(scope.references[f"role:{role}"]) for role in grant.roles if f"role:{role}" in scope.references]
        if grant.groups:  # a policy cannot name a group: the account stands for its users
            who.append(str(arn.root_arn(scope.identity)))
        requests = [each for each in grant_statements(quiet, part, key, grant) if _is_about_requests(each)]
        if requests:
            yield Half(
                title=f"Domain {domain}: {key}",
                principals=tuple(who),
                reasons=(grant.reason,) if grant.reason else (),
                permissions=tuple(_permission(each, who) for each in requests),
            )


def is_own(scope: Scope, domain: str) -> bool:
    """Tell whether an ARN is that of a domain of the own account."""
    parsed = arn.parse(domain)
    return parsed is not None and parsed.account == scope.identity.account_id


def _is_about_requests(statement: Statement) -> bool:
    return any(resource_of(text).count("/") > 1 for text in statement.resources)


def edges(scope: Scope, each: Assembled) -> Iterator[Edge]:
    """The arrows to one domain: who may do what by its policy."""
    for statement in each.document.statements:
        for who in values_of(statement.principals):
            words = f"{'' if statement.effect == 'Allow' else 'not '}{', '.join(statement.actions)}"
            yield Edge(source=_who(scope, who), target=f"domain {each.name}", words=words or "all but some")


def _who(scope: Scope, principal: str) -> str:
    """A principal as people call it: `role etl`, `account 123456789012`, `everybody`."""
    if arn.is_account_id(principal):
        return f"account {principal}"
    parsed = arn.parse(principal)
    if parsed is None:
        return principal
    kind, _, rest = parsed.resource.partition("/")
    elsewhere = f" of account {parsed.account}" if parsed.account != scope.identity.account_id else ""
    return f"account {parsed.account}" if kind == "root" else f"{kind} {rest.rpartition('/')[2]}{elsewhere}"
