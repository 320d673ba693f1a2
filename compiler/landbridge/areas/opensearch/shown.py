"""What people read beside the Terraform: what changes in each policy, and the other accounts' half."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from landbridge.areas.opensearch.changes import changes
from landbridge.areas.opensearch.document import Assembled
from landbridge.areas.opensearch.grants import domain_of, grant_statements
from landbridge.areas.opensearch.spec import EVERY_DOMAIN, OpenSearch
from landbridge.areas.opensearch.wording import resource_of, tests_in_words, values_of
from landbridge.areas.outside import OUTSIDE, Unknown, whereabouts
from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.findings import SpecPath, dotted
from landbridge.ir import Edge, Page
from landbridge.policy.document import PolicyDocument, Principal, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """What one other account has to allow: to whom, and by which policy or statements.

    `tests` are the conditions, in words, under which alone this half lets them.
    """

    title: str
    principals: tuple[str, ...]
    tests: str
    reason: str
    json: object


@dataclass(frozen=True, slots=True)
class ForOthers:
    """What FOR-OTHERS.md says: halves for principals elsewhere, and for domains elsewhere."""

    identities: tuple[Half, ...]
    domains: tuple[Half, ...]
    unknown: tuple[Unknown, ...]


def pages(scope: Scope, part: OpenSearch, assembled: Sequence[Assembled]) -> Iterator[Page]:
    """The pages that there is something to say on."""
    yield from changes(scope.identity, assembled)
    identities = tuple(half for each in assembled for half in _halves(scope, each))
    domains = tuple(_of_owners(scope, part))
    if identities or domains:
        yield Page(
            name="FOR-OTHERS.md",
            title="What other accounts have to allow before access across accounts works",
            template="areas/opensearch/for-others.md.j2",
            content=ForOthers(identities, domains, tuple(_unknown((*identities, *domains)))),
        )


def _unknown(halves: Iterable[Half]) -> Iterator[Unknown]:
    """What has to be filled in: values that the spec leaves to the root's variables and to SSM."""
    texts = (text for half in halves for text in (half.title, *half.principals, str(half.json)))
    for placeholder in sorted({match[0] for text in texts for match in re.finditer(OUTSIDE, text)}):
        yield Unknown(placeholder, whereabouts(placeholder))


def _halves(scope: Scope, each: Assembled) -> Iterator[Half]:
    """The other half of everything that principals of other accounts are allowed.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
    """
    own = scope.identity.account_id
    for statement in each.ours:
        by_account: dict[str, list[str]] = {}
        for value in (value for principal in statement.principals for value in principal.values):
            parsed = arn.parse(value)
            if parsed is not None and parsed.service == "iam" and parsed.account != own:
                by_account.setdefault(parsed.account, []).append(str(value))
        if statement.effect == "Allow":
            for account, who in by_account.items():
                yield Half(
                    title=f"Account {account}: domain {each.name}, {dotted(statement.origin[3:]) or statement.why}",
                    principals=tuple(who),
                    tests=tests_in_words(statement),
                    reason=statement.reason,
                    json=PolicyDocument((_permission(statement),)).to_json(),
                )


def _permission(statement: Statement, principals: Sequence[str] = ()) -> Statement:
    """What the other half says of the same requests; with principals it is for a domain's policy."""
    return Statement(
        actions=statement.actions,
        resources=statement.resources,
        principals=(Principal("AWS", tuple(principals)),) if principals else (),
    )


def _of_owners(scope: Scope, part: OpenSearch) -> Iterator[Half]:
    """What the owners of domains elsewhere allow, so that our groups and roles can use them."""
    quiet = scope.quiet()  # what is wrong has been told with the grants
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
                tests=" or ".join(filter(None, map(tests_in_words, requests))),
                reason=grant.reason or "",
                json=[_permission(each, who).to_json() for each in requests],
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
            words = ", ".join(statement.actions) or "all but some"
            denied = "" if statement.effect == "Allow" else "denied: "
            yield Edge(source=_who(scope, who), target=f"domain {each.name}", words=f"{denied}{words}")


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
