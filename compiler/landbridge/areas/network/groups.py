"""Security groups: what they are called, how rules name them, and the groups that are made."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from landbridge.areas.labels import label
from landbridge.areas.network.openings import INGRESS, Opening, is_foreign
from landbridge.areas.network.resources import EgressRule, IngressRule, SecurityGroup
from landbridge.areas.network.spec import Network
from landbridge.areas.outside import outside
from landbridge.areas.scope import Scope
from landbridge.ir import Expr, Traversal

if TYPE_CHECKING:
    from landbridge.spec.root import Spec

ID_LENGTH = len("sg-0123456789abcdef0")
_PATTERN = "{stem}-sg-{name}"
_ENDPOINT_PATTERN = "{stem}-vpce-{name}"


def names(spec: "Spec") -> dict[str, Expr]:
    """What the spec may name of this area: the ids of its groups, as `security_group:KEY`.

    `security_group_name:KEY` is the name of one that is made, for what finds it by that.
    """
    part: Network = spec.part("network")
    scope = Scope(spec, {})
    return {f"security_group:{key}": id_ for key, id_ in ids(part).items()} | {
        f"security_group_name:{key}": Expr(
            group_name(scope, key, group.name), Traversal(f"aws_security_group.{label(key)}.name")
        )
        for key, group in part.security_groups.items()
        if group.vpc is not None
    }


def ids(part: Network) -> dict[str, Expr]:
    """The id of every group of the spec by key: a reference to one that is made, the id or value of one that exists."""
    return {
        key: made(f"{{security_group:{key}}}", key) if group.id is None else existing(group.id)
        for key, group in part.security_groups.items()
    }


def made(text: str, group: str) -> Expr:
    """The id of a group that is made, by the label of its resource."""
    return Expr(text, Traversal(f"aws_security_group.{group}.id"), length=ID_LENGTH)


def existing(text: str) -> Expr:
    """An id that is written down, or comes from outside."""
    return outside(text) or Expr(text, text)


def endpoint_group(endpoint: str) -> str:
    """The label of the group of an interface endpoint, from that of the endpoint."""
    return label(endpoint, "endpoint")


def new_groups(scope: Scope, part: Network) -> Iterator[SecurityGroup]:
    """The groups that the spec makes."""
    for key, group in part.security_groups.items():
        if group.vpc is not None:
            path = ("network", "security_groups", key)
            yield SecurityGroup(
                label=label(key),
                origin=path,
                name=group_name(scope, key, group.name),
                description=group_description(scope, key, group.description),
                vpc_id=scope.expand(group.vpc, (*path, "vpc")),
                tags=dict(sorted(group.tags.items())),
                moved_from=label(group.renamed_from) if group.renamed_from else None,
            )


def group_name(scope: Scope, key: str, own: str | None) -> str:
    """The name in AWS of a group that is made."""
    return scope.name("security_group", key, own or _PATTERN)


def group_description(scope: Scope, key: str, own: str | None) -> str:
    """What AWS shows as the description of a group that is made."""
    return own or f"{key.replace('_', ' ')} of {scope.stem}"


def endpoint_name(scope: Scope, endpoint: str) -> str:
    """The name in AWS of a VPC endpoint and its group."""
    return scope.name("vpc_endpoint", endpoint.replace("__", "_"), _ENDPOINT_PATTERN)


class Rules:
    """Makes the rules of groups.

    `ids` has the id of every group by key or label, `lists` the prefix list of every gateway endpoint by label.
    """

    def __init__(self, scope: Scope, part: Network, ids: Mapping[str, Expr], lists: Mapping[str, Expr]) -> None:
        self._account = scope.identity.account_id
        self._groups = part.security_groups
        self._ids = ids
        self._lists = lists
        self._former = {key: group.renamed_from for key, group in self._groups.items() if group.renamed_from}

    def rule(self, opening: Opening) -> IngressRule | EgressRule:
        """The resource of one opening."""
        kind = IngressRule if opening.direction == INGRESS else EgressRule
        name, former = opening.label(), opening.label(self._former)
        peer = opening.peer
        return kind(
            label=name,
            origin=opening.origin,
            reason=opening.reason,
            note=opening.note,
            moved_from=former if former != name else None,
            security_group_id=self._ids[opening.holder],
            description=opening.description or opening.words,
            ip_protocol=opening.span.protocol,
            from_port=opening.span.first,
            to_port=opening.span.last,
            cidr_ipv4=peer.text if peer.kind == "ipv4" else None,
            cidr_ipv6=peer.text if peer.kind == "ipv6" else None,
            prefix_list_id=self._prefix_list(opening),
            referenced_security_group_id=self._group(opening),
        )

    def _prefix_list(self, opening: Opening) -> str | None:
        peer = opening.peer
        if peer.kind == "endpoint_list":
            return self._lists[peer.text]
        return peer.text if peer.kind == "prefix_list" else None

    def _group(self, opening: Opening) -> str | None:
        """The other side as a group; one of another account has that account before its id.

        Source: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
        """
        peer = opening.peer
        if peer.kind == "endpoint_group":
            return self._ids[endpoint_group(peer.text)]
        if peer.kind == "group":
            return peer.words
        if peer.kind != "key":
            return None
        group, found = self._groups[peer.text], self._ids[peer.text]
        if group.account_id in (None, self._account) or not is_foreign(group, self._account):
            return found
        return Expr(f"{group.account_id}/{found}", f"{group.account_id}/", *found.parts)
