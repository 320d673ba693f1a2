"""Shapes: what a config says in another form than a spec, under the key and in the form that a spec has for it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from landbridge.findings import SpecPath, dotted
from landbridge.source.nodes import shorten
from landbridge.source.scalars import is_account_id
from landbridge.starter.tree import Entry

_TIER = re.compile(r"(startup|medium|enterprise)(?:[-_ ][0-9]+)?", re.IGNORECASE)
_ACCOUNTS = ("account_id", "trusted_account_ids", "trusted_accounts")
_LISTS = {
    "assumable_roles": (("assumable_by", "groups"), ("assumable_by", "principals")),
    "cross_account_roles": (("account_ids",), ("principals",)),
}


class Change(NamedTuple):
    """What was changed: the entry as it stood in the config, and the words that tell it."""

    entry: Entry
    message: str


def reshape(root: Entry) -> Iterator[Change]:
    """Change the tier, and whom roles trust, into the forms of a spec. What has no such form stays as it is."""
    yield from _tier(root)
    for path, role in _roles(root, "cross_account_roles"):
        yield from _accounts(path, role)
    for path, role in _roles(root, "assumable_roles"):
        yield from _assumable_by(path, role)
    for section, words in _LISTS.items():
        for _, role in _roles(root, section):
            for word in words:
                entry = role.at(word)
                if entry is not None and _is_name(entry):
                    entry.value = [_bare(entry)]


def _roles(root: Entry, section: str) -> Iterator[tuple[SpecPath, Entry]]:
    held = root.at(("security", section))
    for key, role in held.value.items() if held is not None and isinstance(held.value, dict) else ():
        if isinstance(role.value, dict):
            yield ("security", section, key), role


def _tier(root: Entry) -> Iterator[Change]:
    """A tier is a mapping with a name; the config's names may end with the number of groups, as in Medium-10."""
    tier = root.at(("tier",))
    if tier is not None and isinstance(tier.value, str):
        known = _known_tier(tier.value)
        yield Change(tier, f"tier {shorten(tier.value)} is now {{name: {known}}}" if known else "tier has a name now")
        tier.value = {"name": Entry(known or tier.value, place=tier.place)}
        return
    name = root.at(("tier", "name"))
    known = _known_tier(name.value) if name is not None and isinstance(name.value, str) else ""
    if name is not None and known and known != name.value:
        yield Change(name, f"tier.name {shorten(name.value)} is now {known}")
        name.value = known


def _known_tier(name: str) -> str:
    match = _TIER.fullmatch(name)
    return match[1].lower() if match is not None else ""


def _accounts(path: SpecPath, role: Entry) -> Iterator[Change]:
    """Whatever names the accounts that are trusted becomes account_ids, and principals where it is an ARN."""
    for word in _ACCOUNTS:
        named = role.at((word,))
        items = _names(named)
        if named is None or not items:
            continue
        arns = [item for item in items if _is_arn(item)]
        accounts = [item for item in items if not _is_arn(item)]
        if not all(_takes(role, *pair) for pair in (("account_ids", accounts), ("principals", arns))):
            continue
        _put(role, word, {"account_ids": accounts, "principals": arns})
        yield Change(named, f"{dotted((*path, word))} is now {_words(account_ids=accounts, principals=arns)}")


def _assumable_by(path: SpecPath, role: Entry) -> Iterator[Change]:
    """Who may assume a role: names are groups, ARNs and accounts are principals."""
    named = role.at(("assumable_by",))
    items = _names(named)
    if named is None or not items:
        return
    principals = [item for item in items if _is_arn(item) or _is_account(item)]
    groups = [item for item in items if not (_is_arn(item) or _is_account(item))]
    found = {"groups": groups, "principals": principals}
    yield Change(named, f"{dotted((*path, 'assumable_by'))} names {_words(**found)} now")
    named.value = {word: Entry(list(held), place=named.place) for word, held in found.items() if held}


def _names(entry: Entry | None) -> list[Entry] | None:
    """The names that an entry is, or is a list of; None where it is something else."""
    if entry is None:
        return None
    if _is_name(entry):
        return [_bare(entry)]
    if isinstance(entry.value, list) and all(_is_name(item) for item in entry.value):
        return list(entry.value)
    return None


def _is_name(entry: Entry) -> bool:
    return isinstance(entry.value, str | int) and not isinstance(entry.value, bool)


def _bare(entry: Entry) -> Entry:
    """The value without comments: they stay with the entry that holds it from now on."""
    return Entry(entry.value, place=entry.place, source=entry.source)


def _is_arn(entry: Entry) -> bool:
    return isinstance(entry.value, str) and entry.value.startswith("arn:")


def _is_account(entry: Entry) -> bool:
    return is_account_id(entry.value if isinstance(entry.value, str) else entry.source)


def _takes(role: Entry, word: str, items: list[Entry]) -> bool:
    """Tell whether items can be added under a key: nothing stands there yet, or names do."""
    there = role.at((word,))
    return not items or there is None or _names(there) is not None


def _put(role: Entry, former: str, found: dict[str, list[Entry]]) -> None:
    """Put items under their keys, where the former key stood or, where there are some already, behind those."""
    assert isinstance(role.value, dict)  # noqa: S101 (`_roles` yields no other)
    changed: dict[str, Entry] = {}
    named = role.value[former]
    above, beside = named.above, named.beside
    for key, entry in role.value.items():
        if key != former:
            changed[key] = entry
            continue
        for word in (word for word, items in found.items() if items and word not in role.value):
            changed[word] = Entry([], above=above, beside=beside, place=named.place)
            above, beside = [], ""
    for word, items in found.items():
        if not items:
            continue
        held = _names(changed[word]) or []
        known = {_written(item) for item in held}
        held.extend(item for item in items if _written(item) not in known)
        changed[word].value = list(held)
    role.value = changed


def _written(entry: Entry) -> str:
    return entry.source or str(entry.value)


def _words(**found: list[Entry]) -> str:
    return " and ".join(word for word, items in found.items() if items)
