"""FOR-OTHERS.md: rules that somebody else has to make, as text for them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from landbridge.areas.network.openings import INGRESS, Request, sentence
from landbridge.areas.network.sides import Side
from landbridge.areas.network.spec import Network
from landbridge.areas.scope import Scope
from landbridge.ir import Expr, Page

_RANGES = {
    "ipv4": ("IpRanges", "CidrIp"),
    "ipv6": ("Ipv6Ranges", "CidrIpv6"),
    "prefix_list": ("PrefixListIds", "PrefixListId"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One rule as a line of the table."""

    owner: str
    place: str
    direction: str
    traffic: str
    peer: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One rule as a command of the AWS CLI: `group` and `permissions` are words of it."""

    owner: str
    verb: str
    region: str
    group: str
    permissions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """An id that is not known before Terraform has run, and where it is to be found then."""

    placeholder: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requests:
    """What the page shows."""

    rows: tuple[Row, ...]
    commands: tuple[Command, ...]
    unknown: tuple[Unknown, ...]


def pages(scope: Scope, part: Network, requests: Iterable[Request], ids: Mapping[str, Expr]) -> tuple[Page, ...]:
    """The page with all requests, or none where there are none."""
    texts = _Texts(scope, part, ids)
    found = tuple(dict.fromkeys(requests))
    if not found:
        return ()
    commands = tuple(texts.command(request) for request in found if request.holder.kind in ("key", "group"))
    content = Requests(
        rows=tuple(texts.row(request) for request in found),
        commands=commands,
        unknown=tuple(texts.unknown(found)),
    )
    title = "Rules that others have to make"
    return (Page(name="FOR-OTHERS.md", title=title, template="areas/network/for-others.md.j2", content=content),)


class _Texts:
    def __init__(self, scope: Scope, part: Network, ids: Mapping[str, Expr]) -> None:
        self._identity = scope.identity
        self._groups = part.security_groups
        self._ids = ids

    def row(self, request: Request) -> Row:
        """A line of the table."""
        return Row(
            owner=request.owner,
            place=self._words(request.holder),
            direction="from" if request.direction == INGRESS else "to",
            traffic=request.span.words,
            peer=self._words(request.peer),
            why="; ".join(filter(None, (self._description(request), request.reason))),
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
            if not text.startswith("{"):
                continue
            kind, _, name = text[1:-1].partition(":")
            places = {"var": f"the root's variable {name}", "ssm": f"the SSM parameter {name}"}
            yield Unknown(placeholder=text, found=places.get(kind, f"the root's output security_group_ids, {name}"))

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
