"""Changes in words: a statement or rule as one readable line, wrapped where it is long."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from landbridge.access.conditions import Reconditioned
from landbridge.access.model import Change
from landbridge.access.reach import ALL, ANYWHERE, Rule
from landbridge.access.tally import BORN_WITHOUT, KEPT, REPLACED_WITHOUT
from landbridge.policy.document import Condition, Principal, Statement
from landbridge.source.nodes import shorten

_WIDTH = 100
_INDENT = "  "
_LONGEST_VALUE = 5_000
_PLAIN = re.compile(r"[!#-+\--~]+")
"""Values that need no quotes: printable ASCII without blanks, quotes and commas."""

_PREFIXES = {
    "trust": "trust: ",
    "boundary": "permissions boundary ",
    "boundary statement": "permissions boundary: ",
    "group": "member of group ",
    "instance profile": "instance profile ",
    "path": "path ",
    "tag": "tag ",
    "assumed role": "applies everything as role ",
    "grant": "grant: ",
    "alias": "alias ",
    "rules of": "behind the rules of ",
    "route table": "route table ",
    "service": "leads to ",
    "vpc": "in VPC ",
}

_REASONS = {
    "path": "policies, here or elsewhere, can name it by its path: they may now fit, or no longer deny",
    "tag": "policies, here or elsewhere, can allow and deny by tags: another tag can mean more access",
    "group": "a group may have more than the spec says, and may get it later",
    "assumed role": "everything is applied with the rights of that role, in the account of that role",
    "alias": "policies, here or elsewhere, can allow and deny by the aliases of a key: another can mean more access",
    "vpc": "in another VPC the same addresses and groups are others",
    "service": "what its rules and policy let through now leads elsewhere",
    "role mapping": "the role-mapping script gives it, once somebody runs it with --apply",
}
"""Why something that is no statement counts as growth."""

_TELLING_SIGN = {"role mapping": "+", "group": "+", "path": "-", "vpc": "-", "service": "-"}
"""Of these, one side alone is reason: groups that were joined, and paths and places that were other ones before."""

_SAFEGUARDS = {
    "prevent_destroy": "prevent_destroy is off: Terraform may destroy it",
    "enable_key_rotation": "key rotation is off",
}
"""What it means that a safeguard is switched off, by the name of its argument."""

_SHORTENED = {"deletion_window_in_days": "its deletion can be stopped for {1} days, no longer for {0}"}
"""What it means that a safeguard is less than it was, by the name of its argument: before, and now."""

_PLACEHOLDER = re.compile(r"(?:arn:[a-z0-9:-]+[:/])?\{([a-z_]+):([A-Za-z0-9_./-]+)\}")
"""A thing of the spec whose id AWS makes up, or a value from outside, alone or as the end of an ARN."""

_PLACEHOLDERS = {
    "security_group": "group",
    "vpc_endpoint_group": "group",
    "vpc_endpoint_list": "prefix list of vpc endpoint",
    "var": "variable",
    "ssm": "SSM parameter",
}
_OF_ACCOUNT = re.compile(r"([0-9]{12})/([^/].*)", re.DOTALL)
_GROUP = re.compile(r"sg-[0-9a-z]+")
_COVERED = {"+": " (nothing new: other rules let it through before)", "-": " (no loss: other rules let it through)"}
_PROTOCOLS = {"tcp": "TCP", "udp": "UDP", "icmp": "ICMP", "icmpv6": "ICMPv6"}

_KEPT_REASON = "the spec no longer says which boundary it has: whatever AWS has counts, even none"


class Phrase(NamedTuple):
    """A part of a sentence that a line may break before, and after each of its items."""

    head: str
    items: Sequence[str]
    joint: str = ", "

    def __str__(self) -> str:
        return f"{self.head} {self.joint.join(self.items)}"


def line(change: Change) -> str:
    """The change in one line, however long, without its sign."""
    if isinstance(change.what, Statement):
        return _PREFIXES.get(change.about, "") + " ".join(map(str, _phrases(change.what)))
    if isinstance(change.what, Rule):
        return _rule(change.what) + (_COVERED[change.sign] if change.covered else "")
    if change.about == "safeguard":
        name, *amounts = change.what.split(" ")
        if name in _SHORTENED and amounts:
            return _SHORTENED[name].format(*amounts)
        return _SAFEGUARDS.get(change.what, f"{value(change.what)} is off")
    if change.about == "replaced":
        return f"another {change.what}: apply destroys it and makes a new one"
    if change.about == "destroyed":
        return "apply destroys it" + (f": {change.what}" if change.what else "")
    if change.about == "role mapping":
        role, _, principal = change.what.partition(" ")
        stays = " stays until its script takes it away: --remove" if change.sign == "!" else ""
        return f"security role {value(role)} for {named(principal)}{stays}"
    if change.about == "policy":
        name = change.what.partition(":iam::aws:policy/")[2].rpartition("/")[2]
        return f"AWS-managed policy {value(name)}" if name else f"policy {value(change.what)}"
    if change.about == "session":
        return f"sessions of up to {int(change.what) / 60:.4g} minutes"
    words = change.what if change.what in (KEPT, BORN_WITHOUT, REPLACED_WITHOUT) else named(change.what)
    return _PREFIXES[change.about] + words


def reasons(changes: Sequence[Change]) -> Iterator[str]:
    """Say in plain words why changes that are no statements count, once for each kind of change."""
    abouts = {change.about for change in changes if change.sign == _TELLING_SIGN.get(change.about, change.sign)}
    if abouts & {"statement", "policy"}:
        abouts -= {"group", "alias"}  # they are what it has, and reason enough
    yield from (text for about, text in _REASONS.items() if about in abouts)
    if Change("+", "boundary", KEPT) in changes:
        yield _KEPT_REASON


def lines(change: Change) -> list[str]:
    """The change in lines of about 100 characters, all but the first indented."""
    whole = line(change)
    if len(whole) <= _WIDTH or not isinstance(change.what, Statement):
        return [whole]
    first, *rest = (part for phrase in _phrases(change.what) for part in _wrapped(phrase))
    return [_PREFIXES.get(change.about, "") + first, *(_INDENT + part for part in rest)]


def value(text: str) -> str:
    """A value of the spec: as it is where that is plain, else in quotes with escapes."""
    return text if _PLAIN.fullmatch(text) else shorten(text, _LONGEST_VALUE)


def named(text: str) -> str:
    """A value of the model: what is only known by its key in the spec reads as `key storage`, all else as it is."""
    if match := _PLACEHOLDER.fullmatch(text):
        kind, name = match.groups()
        return f"{_PLACEHOLDERS.get(kind, kind.replace('_', ' '))} {name}"
    return f"group {text}" if _GROUP.fullmatch(text) else value(text)


def reconditioned(change: Reconditioned) -> Iterator[str]:
    """Statements of which only conditions changed, in lines: first which conditions, then under them the statements."""
    now = f"now only if {_conditions(change.came)}" if change.came else ""
    before = f"no longer only if {_conditions(change.went)}" if change.went else ""
    yield f"{_PREFIXES.get(change.about, '')}{', '.join(filter(None, (before, now)))}:"
    for statement in change.statements:
        yield from (_INDENT + text for text in lines(Change("+", "statement", statement)))


def _conditions(conditions: Sequence[Condition]) -> str:
    return " and ".join(map(_condition, conditions))


def _condition(condition: Condition) -> str:
    values = " or ".join(map(named, condition.values))
    return f"{value(condition.operator)} {value(condition.key)} = {values}"


def _rule(rule: Rule) -> str:
    of_account = _OF_ACCOUNT.fullmatch(rule.side)
    side = f"{named(of_account[2])} of account {of_account[1]}" if of_account else named(rule.side)
    if rule.addresses in ANYWHERE:
        side = f"everywhere ({side})"
    elif rule.side.startswith("pl-"):
        side = f"prefix list {side}"
    return f"{rule.direction} {'from' if rule.direction == 'ingress' else 'to'} {side} on {_ports(rule)}"


def _ports(rule: Rule) -> str:
    if rule.protocol == ALL:
        return "all ports of all protocols"
    protocol = _PROTOCOLS.get(rule.protocol)
    first, last = rule.from_port, rule.to_port
    if protocol is None:
        return f"protocol {value(rule.protocol)}"
    if rule.protocol.startswith("icmp"):
        if first is None or first < 0:
            return f"all {protocol}"
        return f"{protocol} type {first}" + ("" if last is None or last < 0 else f" code {last}")
    if rule.ports == range(65_536):
        return f"all {protocol} ports"
    return f"{protocol} port {first}" if len(rule.ports) == 1 else f"{protocol} ports {first}-{last}"


def _phrases(statement: Statement) -> Iterator[Phrase]:
    yield _but(statement.effect, _values(statement.actions), _values(statement.not_actions))
    if statement.resources or statement.not_resources:
        yield _but("on", _values(statement.resources), _values(statement.not_resources))
    if statement.principals or statement.not_principals:
        yield _but("by", _names(statement.principals), _names(statement.not_principals), "everybody")
    if statement.conditions:
        yield Phrase("if", [_condition(condition) for condition in statement.conditions], " and ")


def _but(head: str, those: Sequence[str], all_but: Sequence[str], everything: str = "everything") -> Phrase:
    return Phrase(f"{head} {everything} but", all_but) if all_but else Phrase(head, those)


def _values(texts: Sequence[str]) -> list[str]:
    return [named(text) for text in texts]


def _names(principals: Sequence[Principal]) -> list[str]:
    return [
        "everybody" if principal.type == "*" else f"{principal.type} {named(name)}"
        for principal in principals
        for name in principal.values
    ]


def _wrapped(phrase: Phrase) -> Iterator[str]:
    """Break between items only, so that no name is torn apart."""
    current = phrase.head
    for index, item in enumerate(phrase.items):
        piece = item + (phrase.joint if index + 1 < len(phrase.items) else "")
        if index and len(current) + 1 + len(piece.rstrip()) > _WIDTH - len(_INDENT):
            yield current.rstrip()
            current = _INDENT + piece.strip()
        else:
            current = f"{current.rstrip()} {piece}"
    yield current.rstrip()
