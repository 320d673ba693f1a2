"""Rules that stand twice, or that another rule of the group makes superfluous."""

from collections.abc import Iterable, Iterator, Mapping

from landbridge.areas.network.openings import Opening, written
from landbridge.areas.network.resources import SecurityGroupRule
from landbridge.areas.network.rules.reading import GUIDE, by_group, is_ingress, part, peer_path, words
from landbridge.areas.network.sides import network
from landbridge.areas.network.spans import Span
from landbridge.areas.scope import Scope
from landbridge.findings import Severity, dotted
from landbridge.rules.rule import Hit, Rule, Subject


def _twice(subject: Subject) -> Iterator[Hit]:
    """Only what the author wrote: that several areas need one rule is no mistake."""
    first: dict[Opening, Opening] = {}
    for opening in written(Scope(subject.spec, subject.references), part(subject)):
        if not isinstance(opening, Opening):
            continue
        other = first.setdefault(opening, opening)
        if other is not opening:
            message = f"{opening.words} is a rule of {opening.holder} already, by {dotted(other.place)}"
            yield Hit(path=opening.place, message=message)


def _covered(subject: Subject) -> Iterator[Hit]:
    for rules in by_group(subject).values():
        for ingress in (True, False):
            yield from _covered_in([rule for rule in rules if is_ingress(rule) is ingress])


def _covered_in(rules: list[SecurityGroupRule]) -> Iterator[Hit]:
    """Only where the author can mend it: where the rule that is too much is one of the network part."""
    by_side: dict[str, list[SecurityGroupRule]] = {}
    for rule in rules:
        by_side.setdefault(rule.other_side, []).append(rule)
    lengths = {length for side in by_side if (length := _length(side)) is not None}
    for rule in rules:
        if rule.origin[0] != "network":
            continue
        wider = next(_covering(rule, by_side, lengths), None)
        if wider is not None:
            message = f"{words(rule)} is within {words(wider)}, which {dotted(wider.origin)} opens"
            yield Hit(path=peer_path(rule), message=message)


def _covering(
    rule: SecurityGroupRule, by_side: Mapping[str, list[SecurityGroupRule]], lengths: Iterable[int]
) -> Iterator[SecurityGroupRule]:
    """The other rules that open all that a rule opens."""
    for side in _sides_around(rule.other_side, lengths):
        for other in by_side.get(side, ()):
            if other is not rule and _span(other).covers(_span(rule)):
                yield other


def _sides_around(side: str, lengths: Iterable[int]) -> Iterator[str]:
    """The side itself, and the networks around it of the lengths that the group has: never a look at every pair."""
    yield side
    own = _length(side)
    if own is not None:
        inner = network(side)
        yield from (str(inner.supernet(new_prefix=length)) for length in sorted(lengths) if length < own)


def _length(side: str) -> int | None:
    _, slash, length = side.partition("/")
    return int(length) if slash and length.isdigit() else None


def _span(rule: SecurityGroupRule) -> Span:
    return Span(rule.ip_protocol, rule.from_port, rule.to_port)


RULES = (
    Rule(
        id="LB522",
        title="No rule is within another one",
        why="It opens nothing, and makes believe that what is opened is as narrow as this.",
        fix="remove the narrow rule, or narrow the wide one",
        source=GUIDE + "userguide/security-group-rules.html",
        severity=Severity.WARNING,
        check=_covered,
    ),
    Rule(
        id="LB523",
        title="A rule stands once",
        why="EC2 has a rule once. Landbridge makes one of the two, so the second says nothing.",
        fix="remove one of them",
        source="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
        severity=Severity.WARNING,
        check=_twice,
    ),
)
