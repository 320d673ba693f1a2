"""The one policy document of a domain: what it had, and what the spec and other areas add."""

from collections.abc import Sequence
from dataclasses import dataclass

from landbridge.areas.contributions import DomainStatement
from landbridge.areas.opensearch.current import Current, Foreign, is_of, kept, read
from landbridge.areas.opensearch.naming import domain_arn, domain_name
from landbridge.areas.opensearch.spec import NONE, Domain
from landbridge.areas.opensearch.statements import handed, of_domain
from landbridge.areas.scope import Scope
from landbridge.findings import Finding, Severity, SpecPath
from landbridge.policy.canonical import canonicalise, same
from landbridge.policy.document import PolicyDocument, Statement
from landbridge.source.nodes import shorten


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """A domain with everything that its policy is made of.

    Attributes:
        key: in the spec.
        name: in AWS.
        arn: of the domain.
        domain: as the spec has it.
        before: what it had.
        foreign: what stays of that.
        ours: what is added, in canonical form; nothing where the domain is given back.
        document: all of it.
    """

    key: str
    name: str
    arn: str
    domain: Domain
    before: tuple[Foreign, ...]
    foreign: tuple[Foreign, ...]
    ours: tuple[Statement, ...]

    @property
    def path(self) -> SpecPath:
        """Its place in the spec."""
        return ("opensearch", "domains", self.key)

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
    if current is None:
        return None
    if not is_of(current, name, str(arn)):
        scope.report(
            "LB604",
            (*path, "current_policy"),
            f"{shorten(domain.current_policy)} is the policy of another domain, and would overwrite that of"
            f" {shorten(name)}",
            "take the file of this domain",
        )
        return None
    foreign = kept(scope, path, current, domain.drop)
    # Only an author's own actions can be misspelt: for those AWS's data is read.
    spelled = any(access.actions for access in domain.access.values()) or bool(domain.statements)
    # The service takes Sids and keeps none: with them every plan would show a change.
    # https://github.com/cloudposse/terraform-aws-elasticsearch/pull/76
    whole = canonicalise(
        PolicyDocument(statements), action_names=spelled, sids=False, partition=scope.identity.partition
    )
    given_back = domain.takeover != "policy"
    ours = () if given_back else tuple(each for each in whole.statements if not _is_there(scope, each, foreign))
    return Assembled(
        key=key,
        name=name,
        arn=arn,
        domain=domain,
        before=current.statements,
        foreign=foreign,
        ours=ours,
    )


def _current(scope: Scope, path: SpecPath, domain: Domain, text: str | None) -> Current | None:
    if domain.current_policy == NONE:
        return Current()
    if text is None:  # the pipeline has reported it
        return None
    return read(scope, path, domain.current_policy, text)


def _is_there(scope: Scope, ours: Statement, foreign: Sequence[Foreign]) -> bool:
    """Tell whether the domain had a statement of ours already, and say so."""
    found = next((each for each in foreign if same(PolicyDocument((ours,)), PolicyDocument((each.statement,)))), None)
    if found is not None:
        scope.findings.append(
            Finding(
                "LB612",
                "the current policy has this statement already: it is written once, and stays when this is taken away",
                "if the file is from after the first apply, take the one from before; or let this one stand for it:"
                f" drop: [{{statement: {found.fingerprint}, reason: …}}]",
                Severity.WARNING,
                path=ours.origin,
                at_key=True,
            )
        )
    return found is not None
