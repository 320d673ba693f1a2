"""Changes in words: a statement as one readable line, wrapped where it is long."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from landbridge.access.comparison import BORN_WITHOUT, KEPT, REPLACED_WITHOUT, Change
from landbridge.policy.document import Principal, Statement
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
}

_REASONS = {
    "path": "policies, here or elsewhere, can name it by its path: they may now fit, or no longer deny",
    "tag": "policies, here or elsewhere, can allow and deny by tags: another tag can mean more access",
    "group": "a group may have more than the spec says, and may get it later",
    "assumed role": "everything is applied with the rights of that role, in the account of that role",
}
"""Why something that is no statement counts as growth."""

_TELLING_SIGN = {"group": "+", "path": "-"}
"""Of these, one side alone is reason: groups that were joined, and paths that were other ones before."""

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
    if change.about == "policy":
        name = change.what.partition(":iam::aws:policy/")[2].rpartition("/")[2]
        return f"AWS-managed policy {value(name)}" if name else f"policy {value(change.what)}"
    if change.about == "session":
        return f"sessions of up to {int(change.what) / 60:.4g} minutes"
    words = change.what if change.what in (KEPT, BORN_WITHOUT, REPLACED_WITHOUT) else value(change.what)
    return _PREFIXES[change.about] + words


def reasons(changes: Sequence[Change]) -> Iterator[str]:
    """Say in plain words why changes that are no statements count, once for each kind of change."""
    abouts = {change.about for change in changes if change.sign == _TELLING_SIGN.get(change.about, change.sign)}
    if abouts & {"statement", "policy"}:
        abouts.discard("group")  # they are what it has
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


def _phrases(statement: Statement) -> Iterator[Phrase]:
    yield _but(statement.effect, _values(statement.actions), _values(statement.not_actions))
    if statement.resources or statement.not_resources:
        yield _but("on", _values(statement.resources), _values(statement.not_resources))
    if statement.principals or statement.not_principals:
        yield _but("by", _names(statement.principals), _names(statement.not_principals), "everybody")
    if statement.conditions:
        conditions = [
            f"{value(condition.operator)} {value(condition.key)} = {' or '.join(map(value, condition.values))}"
            for condition in statement.conditions
        ]
        yield Phrase("if", conditions, " and ")


def _but(head: str, those: Sequence[str], all_but: Sequence[str], everything: str = "everything") -> Phrase:
    return Phrase(f"{head} {everything} but", all_but) if all_but else Phrase(head, those)


def _values(texts: Sequence[str]) -> list[str]:
    return [value(text) for text in texts]


def _names(principals: Sequence[Principal]) -> list[str]:
    return [
        "everybody" if principal.type == "*" else f"{principal.type} {value(name)}"
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
