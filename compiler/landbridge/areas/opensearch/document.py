"""The one policy document of a domain: what it had, and what the spec and other areas add."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from landbridge.areas.contributions import DomainStatement
from landbridge.areas.opensearch.current import Current, Foreign, kept, read
from landbridge.areas.opensearch.facts import check_endpoint, compare, is_of
from landbridge.areas.opensearch.naming import domain_arn, domain_name
from landbridge.areas.opensearch.spec import NONE, Domain
from landbridge.areas.opensearch.statements import handed, of_domain
from landbridge.areas.scope import Scope
from landbridge.findings import Finding, Severity, SpecPath
from landbridge.policy.canonical import canonicalise, same
from landbridge.policy.document import PolicyDocument, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """A domain with everything that its policy is made of.

    Attributes:
        key: in the spec.
        name: in AWS.
        arn: of the domain.
        domain: as the spec has it.
        current: what it had.
        foreign: what stays of that.
        ours: what is added, in canonical form; nothing where the domain is given back.
        withdrawn: what would be added if it were not given back.
        document: all of it.
    """

    key: str
    name: str
    arn: str
    domain: Domain
    current: Current
    foreign: tuple[Foreign, ...]
    ours: tuple[Statement, ...]
    withdrawn: tuple[Statement, ...]

    @property
    def path(self) -> SpecPath:
        """Its place in the spec."""
        return ("opensearch", "domains", self.key)

    @property
    def before(self) -> tuple[Foreign, ...]:
        """The statements that it had."""
        return self.current.statements

    @property
    def document(self) -> PolicyDocument:
        """The policy: what was there in its own order and words, then what is added."""
        return PolicyDocument((*(each.statement for each in self.foreign), *self.ours))


def assemble(
    scope: Scope, key: str, domain: Domain, text: str | None, contributions: Sequence[DomainStatement]
) -> Assembled | None:
    """Put the policy of a domain together; None where its current policy cannot be read, which is reported."""
    path: SpecPath = ("opensearch", "domains", key)
    arn, name = domain_arn(scope, key, domain), domain_name(scope, key, domain)
    statements = (*of_domain(scope, path, arn, domain), *handed(arn, contributions))
    current = _current(scope, path, domain, text)
    check_endpoint(scope, path, domain, name, current or Current())
    if current is None or not is_of(scope, path, domain, current, name, str(arn)):
        return None
    compare(scope, path, domain, current)
    foreign = kept(scope, path, current, domain.drop)
    # Only an author's own actions can be misspelt: for those AWS's data is read.
    spelled = any(access.actions for access in domain.access.values()) or bool(domain.statements)
    # The service takes Sids and keeps none: with them every plan would show a change.
    # https://github.com/cloudposse/terraform-aws-elasticsearch/pull/76
    whole = canonicalise(
        PolicyDocument(statements), action_names=spelled, sids=False, partition=scope.identity.partition
    )
    given_back = domain.takeover != "policy"
    twins = [(each, twin(each, foreign)) for each in whole.statements]
    if domain.takeover != "forget":  # then nothing is written
        _tell_twins(scope, twins)
    said = tuple(each for each, found in twins if found is None)
    return Assembled(
        key=key,
        name=name,
        arn=arn,
        domain=domain,
        current=current,
        foreign=foreign,
        ours=() if given_back else said,
        withdrawn=said if given_back else (),
    )


def twin(statement: Statement, foreign: Iterable[Foreign]) -> Foreign | None:
    """The statement that the domain had already and that says the same; None where there is none."""
    document = PolicyDocument((statement,))
    return next((each for each in foreign if same(document, PolicyDocument((each.statement,)))), None)


def _current(scope: Scope, path: SpecPath, domain: Domain, text: str | None) -> Current | None:
    if domain.current_policy == NONE:
        return Current()
    if text is None:  # the pipeline has reported it
        return None
    return read(scope, path, domain.current_policy, text)


def _tell_twins(scope: Scope, twins: Iterable[tuple[Statement, Foreign | None]]) -> None:
    """Say which statements of the spec the domain had already: nobody can see whose they are."""
    for statement, found in twins:
        if found is not None:
            scope.findings.append(
                Finding(
                    "LB612",
                    f"the current policy has this statement already ({found.fingerprint}): it is written once, counts"
                    " as the domain's own, and stays when this is taken away",
                    "if an apply of this spec wrote it, and the file is from later, let this one stand for it: drop:"
                    f' [{{statement: "{found.fingerprint}", reason: …}}]; if the domain had it before this spec, do'
                    " nothing",
                    Severity.WARNING,
                    path=statement.origin,
                    at_key=True,
                )
            )
