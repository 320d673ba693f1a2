"""What the rules look at: every domain with its statements, and every grant with the domain that it is about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from landbridge.areas.opensearch.grants import domain_of, every_domain, grant_statements, is_about_requests
from landbridge.areas.opensearch.naming import domain_arn, domain_name
from landbridge.areas.opensearch.resources import HasDomainPolicy
from landbridge.areas.opensearch.rules.identities import Held, held
from landbridge.areas.opensearch.spec import EVERY_DOMAIN, Domain, DomainGrant
from landbridge.areas.opensearch.statements import of_domain
from landbridge.areas.scope import Scope
from landbridge.aws import arn as arns
from landbridge.findings import SpecPath
from landbridge.policy.document import Statement
from landbridge.policy.matching import overlaps, pattern_covers
from landbridge.rules.rule import Hit, Subject

GUIDE = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What statements are about: a domain, or a pattern of domains.

    Attributes:
        path: the place in the spec of what makes the statements.
        arn: of the domain, or a pattern of ARNs.
        domain: as the spec has it; None where it is none of the spec's, so that only its ARN is known.
    """

    path: SpecPath
    arn: str
    domain: Domain | None

    @property
    def fine_grained(self) -> bool:
        """Whether it is known to have fine-grained access control."""
        return self.domain is not None and self.domain.fine_grained

    @property
    def explicit_index(self) -> bool:
        """Whether bodies of requests may name indexes, as far as is known: AWS's default is that they may."""
        return self.domain is None or self.domain.explicit_index

    def below(self, path: str) -> str:
        """The ARN of a path of requests, as plain text."""
        return f"{self.arn}/{path}"

    def covers(self, statement: Statement, path: str) -> bool:
        """Tell whether a statement is about every request with a path or pattern of paths."""
        if statement.not_resources:
            return not any(overlaps(each, self.below(path)) for each in statement.not_resources)
        return not statement.resources or any(
            pattern_covers(str(each), self.below(path)) for each in statement.resources
        )

    def paths(self, statement: Statement) -> Iterator[tuple[int, str]]:
        """The paths that a statement names, by the index of the resource; not those of other domains."""
        for index, each in enumerate(statement.resources):
            parsed = arns.parse(each)
            if each.startswith(self.below("")):
                yield index, each.removeprefix(self.below(""))
            elif parsed is not None and overlaps(each, self.below("*")):
                yield index, parsed.resource.removeprefix("domain/").partition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class View(Target):
    """One domain of the spec.

    Attributes:
        domain: as the spec has it.
        name: in AWS.
        ours: what the spec says, as it is written: nothing sorted or merged.
        whole: everything in its policy.
        account: that it is in.
        identities: gives what identity policies of the spec allow; it is found when it is first asked for.
    """

    domain: Domain
    name: str
    ours: tuple[Statement, ...]
    whole: tuple[Statement, ...]
    account: str
    identities: Callable[[], tuple[Held, ...]]

    @property
    def before(self) -> tuple[Statement, ...]:
        """What the domain had."""
        return tuple(each for each in self.whole if each.origin == (*self.path, "current_policy"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted(Target):
    """One grant.

    Attributes:
        grant: as the spec has it.
        statements: what it allows.
        enough: whether it is enough by itself; a domain of another account asks its own policy as well.
    """

    grant: DomainGrant
    statements: tuple[Statement, ...]
    enough: bool

    @property
    def requests(self) -> tuple[Statement, ...]:
        """Its statements about requests, where these are enough."""
        return tuple(each for each in self.statements if self._is_of_requests(each)) if self.enough else ()

    def _is_of_requests(self, statement: Statement) -> bool:
        about = self.covers(statement, "*") or any(self.paths(statement))
        return about and any(map(is_about_requests, statement.actions))


Check = Callable[[View, Statement], Iterator[Hit]]
"""What is wrong with one statement of a domain."""
RequestCheck = Callable[[Target, Statement], Iterator[Hit]]
"""What is wrong with one statement about requests, in whichever policy it stands."""


def views(subject: Subject) -> Iterator[View]:
    """Every domain of the spec."""
    if subject.part is None:
        return
    scope = Scope(subject.spec, subject.references)
    identities = cache(lambda: tuple(held(subject)))
    by_origin = {each.origin: each for each in subject.module.resources if isinstance(each, HasDomainPolicy)}
    for key, domain in subject.part.domains.items():
        path: SpecPath = ("opensearch", "domains", key)
        arn = domain_arn(scope, key, domain)
        policy = by_origin.get(path)
        yield View(
            path=path,
            name=domain_name(scope, key, domain),
            arn=str(arn),
            domain=domain,
            ours=tuple(of_domain(scope, path, arn, domain)),
            whole=policy.access_policies.statements if policy is not None else (),
            account=subject.identity.account_id,
            identities=identities,
        )


def grants(subject: Subject) -> Iterator[tuple[SpecPath, DomainGrant]]:
    """Every grant of the spec, with its place."""
    for key, grant in subject.part.grants.items() if subject.part else ():
        yield ("opensearch", "grants", key), grant


def granted(subject: Subject) -> Iterator[Granted]:
    """Every grant with the domain that it is about, and with what it allows."""
    if subject.part is None or not subject.part.grants:
        return
    scope = Scope(subject.spec, subject.references)
    known = {str(domain_arn(scope, key, domain)): domain for key, domain in subject.part.domains.items()}
    for path, grant in grants(subject):
        named = domain_of(scope, subject.part, path, grant)
        if named is None:
            continue
        arn = str(every_domain(scope) if named == EVERY_DOMAIN else named)
        parsed = arns.parse(arn)  # nothing where only Terraform knows it, so that it may be one of the own account
        yield Granted(
            path=path,
            arn=arn,
            domain=known.get(arn),
            grant=grant,
            statements=tuple(grant_statements(scope, subject.part, str(path[-1]), grant)),
            enough=parsed is None or overlaps(parsed.account, subject.identity.account_id),
        )


def each_statement(check: Check) -> Callable[[Subject], Iterator[Hit]]:
    """Make a rule of a check: run it on every statement of the spec about a domain's policy."""

    def run(subject: Subject) -> Iterator[Hit]:
        for view in views(subject):
            for statement in view.ours:
                yield from check(view, statement)

    return run


def each_request(check: RequestCheck) -> Callable[[Subject], Iterator[Hit]]:
    """Make a rule of a check: run it on every statement of the spec about requests, those of grants as well."""

    def run(subject: Subject) -> Iterator[Hit]:
        yield from each_statement(check)(subject)
        for found in granted(subject):
            for statement in found.requests:
                yield from check(found, statement)

    return run


def is_access(statement: Statement) -> bool:
    """Tell whether a statement was made of an `access` of the spec, not written out."""
    return statement.origin[3:4] == ("access",)


def is_written(statement: Statement) -> bool:
    """Tell whether a statement stands in the spec as it is."""
    return statement.origin[3:4] == ("statements",)


def place(target: Target, statement: Statement, index: int) -> SpecPath:
    """The place of a resource: where it is written out, or what made it."""
    if not is_written(statement) or target.domain is None:
        return statement.origin
    written = target.domain.statements[int(statement.origin[4])]
    return (*statement.origin, "resources" if written.resources is not None else "paths", index)


def everybody(statement: Statement) -> bool:
    """Tell whether a statement is for everybody, signed or not."""
    return any("*" in each.values for each in statement.principals if each.type in ("*", "AWS"))


def acts(statement: Statement, action: str) -> bool:
    """Tell whether a statement is about an action."""
    if statement.not_actions:
        return not any(pattern_covers(each, action, ignore_case=True) for each in statement.not_actions)
    return any(pattern_covers(each, action, ignore_case=True) for each in statement.actions)


def named(statement: Statement) -> Iterator[tuple[SpecPath, str, str]]:
    """Place, type and text of every principal."""
    for principal in statement.principals:
        for index, value in enumerate(principal.values):
            kind = "AWS" if principal.type == "*" else principal.type
            yield _place_of(statement, kind, index), kind, value


def _place_of(statement: Statement, kind: str, index: int) -> SpecPath:
    if is_access(statement):
        return (*statement.origin, "who", index)
    return (*statement.origin, "principals", kind, index) if is_written(statement) else statement.origin
