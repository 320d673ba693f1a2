"""Rules that others made for a deployment, as text with which they close them again, once its access is removed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from landbridge.areas.contributions import Flow
from landbridge.areas.migration_assistant.contribute import flows
from landbridge.areas.migration_assistant.setting import Setting
from landbridge.areas.outside import Unknown, whereabouts

_VERBS = {"in": "revoke-security-group-ingress", "out": "revoke-security-group-egress"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """One rule that somebody else takes away.

    Attributes:
        owner: who.
        words: the rule, e.g. `tcp 443 into sg-0a from sg-0b`.
        command: of the AWS CLI, for a rule of a security group; empty for a firewall.
        region: of the group.
        group: its id.
        permissions: the rule as JSON.
        unknown: ids in these texts that the spec does not have.
    """

    owner: str
    words: str
    command: str = ""
    region: str = ""
    group: str = ""
    permissions: str = ""
    unknown: tuple[Unknown, ...] = ()


def closings(setting: Setting) -> Iterator[Closing]:
    """What others opened for the deployment, and no rule of ours takes away."""
    network = setting.scope.spec.part("network")
    groups: Mapping[str, Any] = network.security_groups if network is not None else {}
    texts = _Texts(setting, groups)
    for flow in (flow for side in setting.sides for flow in flows(setting, side)):
        sources = flow.seen_as or (flow.source,)
        if flow.source not in groups or not (flow.target in groups or "/" in flow.target):
            continue  # lowering reports it
        if texts.is_foreign(flow.target):
            yield from (texts.of_group("in", flow.target, source, flow) for source in sources)
        elif flow.target not in groups and flow.owner:
            yield from (texts.of_firewall(flow.target, source, flow) for source in sources)
        if texts.is_foreign(flow.source):
            yield texts.of_group("out", flow.source, flow.target, flow)


class _Texts:
    def __init__(self, setting: Setting, groups: Mapping[str, Any]) -> None:
        self._identity = setting.scope.identity
        self._groups = groups

    def is_foreign(self, side: str) -> bool:
        """Whether a side is a group whose rules are somebody else's."""
        group = self._groups.get(side)
        return group is not None and (
            group.owner is not None or group.account_id not in (None, self._identity.account_id)
        )

    def of_group(self, direction: str, holder: str, peer: str, flow: Flow) -> Closing:
        """A rule of a group; https://docs.aws.amazon.com/cli/latest/reference/ec2/revoke-security-group-ingress.html."""
        permission: dict[str, object] = {
            "IpProtocol": flow.protocol,
            "FromPort": flow.from_port,
            "ToPort": flow.to_port,
        }
        if peer in self._groups:
            permission["UserIdGroupPairs"] = [{"GroupId": self._id(peer), "UserId": self._account(peer)}]
        elif ":" in peer:
            permission["Ipv6Ranges"] = [{"CidrIpv6": peer}]
        else:
            permission["IpRanges"] = [{"CidrIp": peer}]
        group = self._groups[holder]
        words = f"{self._words(holder)} from" if direction == "in" else f"{self._words(holder)} to"
        return Closing(
            owner=group.owner or f"account {group.account_id}",
            words=f"{flow.protocol} {flow.from_port} {'into' if direction == 'in' else 'out of'} {words}"
            f" {self._words(peer)}",
            command=_VERBS[direction],
            region=self._identity.region,
            group=self._id(holder),
            permissions=json.dumps([permission]),
            unknown=tuple(self._unknown(holder, peer)),
        )

    def of_firewall(self, target: str, source: str, flow: Flow) -> Closing:
        """An opening of whoever rules networks."""
        return Closing(
            owner=flow.owner,
            words=f"{flow.protocol} {flow.from_port} into {target} from {self._words(source)}",
            unknown=tuple(self._unknown(source)),
        )

    def _words(self, side: str) -> str:
        if side not in self._groups:
            return side
        account = self._account(side)
        place = "" if account == self._identity.account_id else f" in account {account}"
        return f"{self._id(side)}{place} ({side})"

    def _id(self, side: str) -> str:
        return self._groups[side].id or f"{{security_group:{side}}}"

    def _account(self, side: str) -> str:
        return self._groups[side].account_id or self._identity.account_id

    def _unknown(self, *sides: str) -> Iterator[Unknown]:
        for side in sides:
            if side in self._groups and (text := self._id(side)).startswith("{"):
                yield Unknown(text, whereabouts(text) or f"the root's output security_group_ids, {side}")
