"""Decisions: which word of the spec holds for which old object."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from landbridge.estate.addresses import matches
from landbridge.findings import Finding, SpecPath
from landbridge.handover.matching import Estate, Held, Owner
from landbridge.source.nodes import shorten
from landbridge.spec.handover import Decision, Handover

PATH: SpecPath = ("handover", "decisions")


class Said(NamedTuple):
    """A decision of the spec and where it stands."""

    number: int
    decision: Decision

    @property
    def path(self) -> SpecPath:
        """Its place in the spec."""
        return (*PATH, self.number)


def said(part: Handover, estate: Estate) -> tuple[dict[Owner, Said], list[Finding]]:
    """Return the decision for each object that has one, and what is wrong with the decisions.

    A decision that names an address in full goes before patterns.
    """
    findings: list[Finding] = []
    found: dict[Owner, list[tuple[bool, Said]]] = {}
    known = sorted(estate.held, key=_address)
    for number, decision in enumerate(part.decisions):
        each = Said(number, decision)
        for index, pattern in enumerate(decision.addresses):
            hits = list(_hits(pattern, decision, known))
            for held in hits:
                found.setdefault(held.owner, []).append((pattern == held.old.address, each))
            if not hits:
                more = any(_hits(f"{pattern}*", decision, known))
                findings.append(_about_nothing(pattern, (*each.path, "addresses", index), decision, more=more))
    settled: dict[Owner, Said] = {}
    for owner, candidates in found.items():
        exact = [each for whole, each in candidates if whole] or [each for _, each in candidates]
        settled[owner] = exact[0]
        if other := next((each for each in exact if each.decision != exact[0].decision), None):
            findings.append(_two(owner, exact[0], other))
    return settled, findings


def becoming(decisions: Mapping[Owner, Said], estate: Estate) -> dict[str, Held]:
    """Return the objects that the spec says become a resource, by the resource's address."""
    return {
        said.decision.becomes: held
        for held in estate.held
        if (said := decisions.get(held.owner)) and said.decision.becomes and said.decision.decide == "adopt"
    }


def _hits(pattern: str, decision: Decision, known: Sequence[Held]) -> Iterator[Held]:
    """The objects that a pattern means: the one of that very address, where there is one.

    `known` is sorted by address: there may be as many patterns as objects.
    """
    exact = bisect_left(known, pattern, key=_address)
    if exact < len(known) and known[exact].old.address == pattern:
        first, star = pattern, ""
    else:
        first, star, _ = pattern.partition("*")
    for held in islice(known, bisect_left(known, first, key=_address), None):
        address = held.old.address
        if not (address.startswith(first) if star else address == pattern):
            return
        if decision.source in (None, held.source) and matches(pattern, address):
            yield held


def _address(held: Held) -> str:
    return held.old.address


def _about_nothing(pattern: str, path: SpecPath, decision: Decision, *, more: bool) -> Finding:
    where = f" of {decision.source}" if decision.source else ""
    hint = "addresses are as terraform state list prints them; * stands for any characters"
    if more:
        hint = f"{pattern}* does"
    return Finding("LB861", f"{shorten(pattern)} matches no address{where} in the inventory", hint, path=path)


def _two(owner: Owner, one: Said, other: Said) -> Finding:
    source, address = owner
    message = (
        f"{shorten(address)} of {source} is to {one.decision.decide} by decisions[{one.number}]"
        f" and to {other.decision.decide} by this one"
    )
    return Finding("LB862", message, "narrow one of the patterns, or name the address in full in one", path=other.path)
