"""FOR-OTHERS.md: rules that somebody else has to make, as text for them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from landbridge.areas.network.openings import INGRESS, Request, sentence
from landbridge.areas.network.sides import Side
from landbridge.areas.network.spans import ALL
from landbridge.areas.network.spec import Network
from landbridge.areas.outside import Unknown, whereabouts
from landbridge.areas.scope import Scope
from landbridge.ir import Expr, Page

_RANGES = {
    "ipv4": ("IpRanges", "CidrIp"),
    "ipv6": ("Ipv6Ranges", "CidrIpv6"),
    "prefix_list": ("PrefixListIds", "PrefixListId"),
}


_NETWORKS = ("ipv4", "ipv6")


class Row(NamedTuple):
    """One rule as a line of the table; `owner` is asked for it, who rules one of the two sides."""

    source: str
    destination: str
    protocol: str
    port: str
    owner: str
    why: str


class Command(NamedTuple):
    """One rule as a command of the AWS CLI: `group` and `permissions` are words of it."""

    owner: str
    verb: str
    region: str
    group: str
    permissions: str


class Requests(NamedTuple):
    """What the page shows; `addresses`: whether a network's owner is told a group, which firewalls do not know."""

    rows: tuple[Row, ...]
    addresses: bool
    commands: tuple[Command, ...]
    unknown: tuple[Unknown, ...]


def pages(scope: Scope, part: Network, requests: Iterable[Request], ids: Mapping[str, Expr]) -> tuple[Page, ...]:
    """The page with all requests, or none where there are none."""
    texts = _Texts(scope, part, ids)
    said: dict[Request, list[Request]] = {}
    for request in requests:
        said.setdefault(request, []).append(request)
    found = tuple(said)
    if not found:
        return ()
    commands = tuple(texts.command(request) for request in found if request.holder.kind in ("key", "group"))
    content = Requests(
        rows=tuple(texts.row(request, some) for request, some in said.items()),
        addresses=any(each.holder.kind in _NETWORKS and each.peer.kind in ("key", "group") for each in found),
        commands=commands,
        unknown=tuple(texts.unknown(found)),
    )
    title = "Rules of the network that others have to make"
    return (Page(name="FOR-OTHERS.md", title=title, template="areas/network/for-others.md.j2", content=content),)


class _Texts:
    def __init__(self, scope: Scope, part: Network, ids: Mapping[str, Expr]) -> None:
        self._identity = scope.identity
        self._groups = part.security_groups
        self._ids = ids

    def row(self, request: Request, said: Iterable[Request]) -> Row:
        """A line of the table, with what all who need the rule say of it."""
        holder, peer = self._words(request.holder), self._words(request.peer)
        why = (text for each in said for text in (self._description(each), each.reason) if text)
        return Row(
            source=peer if request.direction == INGRESS else holder,
            destination=holder if request.direction == INGRESS else peer,
            protocol="all" if request.span.protocol == ALL else request.span.protocol,
            port=request.span.ports,
            owner=request.owner,
            why="; ".join(dict.fromkeys(why)),
        )

    def command(self, request: Request) -> Command:
        """A command that makes the rule; https://docs.aws.amazon.com/cli/latest/reference/ec2/."""
        permission: dict[str, object] = {"IpProtocol": request.span.protocol}
        if request.span.first is not None:
            permission |= {"FromPort": request.span.first, "ToPort": request.span.last}
        peer, description = request.peer, self._description(request)
        if peer.kind in _RANGES:
            ranges, name = _RANGES[peer.kind]
            permission[ranges] = [{name: peer.text, "Description": description}]
        else:
            pair = {"GroupId": self._id(peer), "UserId": self._account(peer), "Description": description}
            permission["UserIdGroupPairs"] = [pair]
        # A backtick could end the fence around the command; in JSON it has another form, which is the same.
        permissions = json.dumps([permission]).replace("`", "\\u0060")
        return Command(
            owner=request.owner,
            verb=f"authorize-security-group-{request.direction}",
            region=self._identity.region,
            group=self._id(request.holder),
            permissions=permissions,
        )

    def unknown(self, requests: Iterable[Request]) -> Iterator[Unknown]:
        """The ids in the texts that only Terraform knows."""
        shown = (side for request in requests for side in (request.holder, request.peer))
        for key in sorted({side.text for side in shown if side.kind == "key"}):
            text = str(self._ids[key])
            if text.startswith("{"):
                made_here = f"the root's output security_group_ids, {key}"
                yield Unknown(placeholder=text, found=whereabouts(text) or made_here)

    def _description(self, request: Request) -> str:
        return request.description or sentence(request.span, request.direction, request.peer)

    def _id(self, side: Side) -> str:
        return str(self._ids[side.text]) if side.kind == "key" else side.text

    def _account(self, side: Side) -> str:
        own = self._identity.account_id
        return (self._groups[side.text].account_id or own) if side.kind == "key" else (side.account or own)

    def _words(self, side: Side) -> str:
        if side.kind not in ("key", "group"):
            return side.words
        id_, account = self._id(side), self._account(side)
        place = "" if account == self._identity.account_id and side.kind == "group" else f" in account {account}"
        return f"{id_}{place}" + (f" ({side.text})" if side.kind == "key" and not id_.startswith("{sec") else "")
