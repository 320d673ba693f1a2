"""Openings: single rules of single groups, made from rules and flows of the spec and of other areas."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from landbridge.areas import contributions
from landbridge.areas.labels import label
from landbridge.areas.network.sides import Known, Side, side, sides
from landbridge.areas.network.spans import Span, ports, span
from landbridge.areas.network.spec import Egress, Flow, Ingress, Network, SecurityGroup
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath, dotted
from landbridge.source.nodes import shorten

INGRESS, EGRESS = "ingress", "egress"
_WORDS = {INGRESS: "from", EGRESS: "to"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One rule of one group.

    Attributes:
        holder: label of the group: its key, or that of a VPC endpoint's group.
        direction: `ingress` or `egress`.
        peer: the other side.
        span: protocol and ports.
        description: as AWS shows it; empty where nobody wrote one.
        reason: the author's.
        note: for who reads the Terraform: which flow it is of, and what else asks for it.
        origin: the item of the spec that it comes from.
        place: what exactly names the other side there.
    """

    holder: str
    direction: str
    peer: Side
    span: Span
    description: str = field(default="", compare=False)
    reason: str = field(default="", compare=False)
    note: str = field(default="", compare=False)
    origin: SpecPath = field(compare=False)
    place: SpecPath = field(default=(), compare=False)

    def label(self, former: Mapping[str, str] | None = None) -> str:
        """The label of the rule, made from what it says: so no rule's label depends on the others.

        `former` maps keys to what they were before they were renamed.
        """
        former = former or {}
        pieces = self.peer.pieces(_WORDS[self.direction], former)
        return label(former.get(self.holder, self.holder), *pieces, self.span.word)

    @property
    def words(self) -> str:
        """What the rule says, in the characters that EC2 takes."""
        return sentence(self.span, self.direction, self.peer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A rule that somebody else has to make. `holder` is their group, or a network of theirs."""

    owner: str
    holder: Side
    direction: str
    peer: Side
    span: Span
    description: str = field(compare=False)
    reason: str = field(default="", compare=False)
    origin: SpecPath = field(compare=False)


def sentence(span: Span, direction: str, peer: Side) -> str:
    """A rule in words: `oracle (tcp 1521) from replication`."""
    what = f"{span.engine} ({span.words})" if span.engine else span.words
    return f"{what} {_WORDS[direction]} {peer.words}"


def is_foreign(group: SecurityGroup, account: str) -> bool:
    """Whether a group's rules are somebody else's matter."""
    return group.owner is not None or group.account_id not in (None, account)


def written(scope: Scope, part: Network) -> Iterator[Opening | Request]:
    """What the rules and flows of the spec say, in its order."""
    known = Known(part.security_groups, scope.identity.account_id)
    for key, group in part.security_groups.items():
        path: SpecPath = ("network", "security_groups", key)
        both: list[tuple[str, Sequence[Ingress | Egress]]] = [(INGRESS, group.ingress), (EGRESS, group.egress)]
        for direction, items in both:
            if items and is_foreign(group, scope.identity.account_id):
                _not_ours(scope, (*path, direction), key)
                continue
            for index, item in enumerate(items):
                yield from _of_group(scope, known, (*path, direction, index), key, direction, item)
    for index, flow in enumerate(part.flows):
        yield from _of_flow(scope, known, ("network", "flows", index), flow)


def contributed(scope: Scope, part: Network, flows: Iterable[contributions.Flow]) -> Iterator[Opening | Request]:
    """What flows of other areas say."""
    known = Known(part.security_groups, scope.identity.account_id)
    for flow in flows:
        source, target = (side(scope, flow.origin, text, known) for text in (flow.source, flow.target))
        seen = tuple(found for _, found in sides(scope, flow.origin, flow.seen_as, known))
        found = ports(scope, flow.origin, flow.protocol, flow.from_port, flow.to_port)
        if source is not None and target is not None and found is not None:
            ends = _Ends(source=source, target=target, seen_as=seen, owner=flow.owner)
            yield from _halves(scope, known, flow.origin, ends, found, flow.description, flow.reason)


def combined(openings: Iterable[Opening]) -> dict[Opening, Opening]:
    """Each rule once: the first that says it, with the reasons of all, and a note of what else says it."""
    found: dict[Opening, list[Opening]] = {}
    for opening in openings:
        found.setdefault(opening, []).append(opening)
    return {opening: some[0] if len(some) == 1 else _joined(some) for opening, some in found.items()}


def _joined(some: Sequence[Opening]) -> Opening:
    first, *others = some
    reasons = dict.fromkeys(each.reason for each in some if each.reason)
    also = dict.fromkeys(f"Also for {_source(each)}" for each in others)
    own = f"Also for {_source(first)}"
    notes = (first.note, *(each for each in also if each != own))
    return replace(first, reason="; ".join(reasons), note="\n".join(filter(None, notes)))


def _source(opening: Opening) -> str:
    """Where an opening comes from, for a comment, with what it is for."""
    where = dotted(tuple(step for step in opening.origin if isinstance(step, str)))
    what = opening.description or opening.note
    return f"{where}: {what}" if what else where


def _not_ours(scope: Scope, path: SpecPath, key: str) -> None:
    scope.report(
        "LB504",
        path,
        f"{shorten(key)} is somebody else's group, so its rules are not ours to write",
        "write a flow between it and a group of this spec: its owner gets the text of the rule",
        at_key=True,
    )


def _of_group(
    scope: Scope, known: Known, path: SpecPath, key: str, direction: str, item: Ingress | Egress
) -> Iterator[Opening]:
    found = span(scope, path, item)
    for place, peer in sides(scope, (*path, _WORDS[direction]), item.sides, known):
        if found is not None:
            yield Opening(
                holder=key,
                direction=direction,
                peer=peer,
                span=found.for_ipv6() if peer.kind == "ipv6" else found,
                description=item.description or "",
                reason=item.reason or "",
                origin=path,
                place=place,
            )


def _of_flow(scope: Scope, known: Known, path: SpecPath, flow: Flow) -> Iterator[Opening | Request]:
    source = side(scope, (*path, "from"), flow.source, known)
    target = side(scope, (*path, "to"), flow.to, known)
    seen = tuple(found for _, found in sides(scope, (*path, "seen_as"), flow.seen_as, known))
    found = span(scope, path, flow)
    if source is not None and target is not None and found is not None:
        ends = _Ends(source=source, target=target, seen_as=seen, owner=flow.owner or "")
        note = f"{source.words} → {target.words}"
        for half in _halves(scope, known, path, ends, found, flow.description or "", flow.reason or ""):
            yield replace(half, note=note) if isinstance(half, Opening) else half


class _Ends(NamedTuple):
    source: Side
    target: Side
    seen_as: tuple[Side, ...]
    owner: str


def _halves(
    scope: Scope, known: Known, path: SpecPath, ends: _Ends, found: Span, description: str, reason: str
) -> Iterator[Opening | Request]:
    """The egress of the source and the ingress of the target: a rule where the group is ours, else its owner's text."""
    halves = [(ends.source, EGRESS, ends.target), *((ends.target, INGRESS, seen) for seen in ends.seen_as)]
    if not ends.seen_as:
        halves.append((ends.target, INGRESS, ends.source))
    if not ends.owner and "key" not in (ends.source.kind, ends.target.kind):
        source, target = shorten(ends.source.words), shorten(ends.target.words)
        scope.report(
            "LB505",
            path,
            f"neither {source} nor {target} is a group of this spec",
            "give one of the two groups a key under network.security_groups, or say who is the owner of the target",
        )
        return
    for holder, direction, peer in halves:
        which = found.for_ipv6() if "ipv6" in (holder.kind, peer.kind) else found
        if _is_ours(known, holder):
            place = (*path, _WORDS[direction]) if path[0] == "network" else path
            yield Opening(
                holder=holder.text,
                direction=direction,
                peer=peer,
                span=which,
                description=description,
                reason=reason,
                origin=path,
                place=place,
            )
        elif owner := _owner(known, ends, holder):
            yield Request(
                owner=owner,
                holder=holder,
                direction=direction,
                peer=peer,
                span=which,
                description=description,
                reason=reason,
                origin=path,
            )


def _is_ours(known: Known, end: Side) -> bool:
    return end.kind == "key" and not is_foreign(known.groups[end.text], known.account)


def _owner(known: Known, ends: _Ends, holder: Side) -> str:
    """Who has to make a rule that is not ours to make; empty where there is none to make."""
    if holder.kind == "key":
        group = known.groups[holder.text]
        return group.owner or f"account {group.account_id}"
    if holder.kind == "group":
        return f"account {holder.account}" if holder.account else f"whoever rules {holder.text}"
    return ends.owner if holder == ends.target else ""
