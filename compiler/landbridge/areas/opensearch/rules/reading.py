"""What the rules look at: every domain with its statements, those of the spec and those that were there before."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from landbridge.areas.opensearch.naming import domain_arn, domain_name
from landbridge.areas.opensearch.resources import HasDomainPolicy
from landbridge.areas.opensearch.spec import Domain, DomainGrant
from landbridge.areas.opensearch.statements import of_domain
from landbridge.areas.scope import Scope
from landbridge.aws import arn as arns
from landbridge.findings import SpecPath
from landbridge.policy.document import Statement
from landbridge.policy.matching import overlaps, pattern_covers
from landbridge.rules.rule import Hit, Subject

GUIDE = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One domain.

    Attributes:
        path: its place in the spec.
        name: in AWS.
        arn: of the domain.
        domain: as the spec has it.
        ours: what the spec says, as it is written: nothing sorted or merged.
        whole: everything in its policy.
        account: that it is in.
    """

    path: SpecPath
    name: str
    arn: str
    domain: Domain
    ours: tuple[Statement, ...]
    whole: tuple[Statement, ...]
    account: str

    @property
    def before(self) -> tuple[Statement, ...]:
        """What the domain had."""
        return tuple(each for each in self.whole if each.origin == (*self.path, "current_policy"))

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
            if parsed is not None and overlaps(each, self.below("*")):
                yield index, parsed.resource.removeprefix("domain/").partition("/")[2]


Check = Callable[[View, Statement], Iterator[Hit]]
"""What is wrong with one statement of a domain."""


def views(subject: Subject) -> Iterator[View]:
    """Every domain of the spec."""
    if subject.part is None:
        return
    scope = scope_of(subject)
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
        )


def each_statement(check: Check) -> Callable[[Subject], Iterator[Hit]]:
    """Make a rule of a check: run it on every statement of the spec."""

    def run(subject: Subject) -> Iterator[Hit]:
        for view in views(subject):
            for statement in view.ours:
                yield from check(view, statement)

    return run


def grants(subject: Subject) -> Iterator[tuple[SpecPath, DomainGrant]]:
    """Every grant of the spec, with its place."""
    for key, grant in subject.part.grants.items() if subject.part else ():
        yield ("opensearch", "grants", key), grant


def scope_of(subject: Subject) -> Scope:
    """A scope for filling in placeholders; what is wrong with these, lowering has told."""
    return Scope(subject.spec, subject.references)


def is_access(statement: Statement) -> bool:
    """Tell whether a statement was made of an `access` of the spec, not written out."""
    return statement.origin[3:4] == ("access",)


def at_resource(statement: Statement, index: int) -> SpecPath:
    """The place of a resource: where it is written out, or the access that made it."""
    if is_access(statement) or statement.origin[3:4] == ("current_policy",):
        return statement.origin
    return (*statement.origin, "resources", index)


def everybody(statement: Statement) -> bool:
    """Tell whether a statement is for everybody, signed or not."""
    return any("*" in each.values for each in statement.principals if each.type in ("*", "AWS"))


def acts(statement: Statement, action: str) -> bool:
    """Tell whether a statement is about an action."""
    if statement.not_actions:
        return not any(pattern_covers(each, action, ignore_case=True) for each in statement.not_actions)
    return any(pattern_covers(each, action, ignore_case=True) for each in statement.actions)
