"""The comparison as people and tools read it: text for a terminal, Markdown for a pull request, plain data."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any, get_args

from landbridge.access import wording
from landbridge.access.conditions import reconditioned
from landbridge.access.model import HolderChange, ResourceKind
from landbridge.access.reach import Rule
from landbridge.access.wording import line, lines, named, reasons, value
from landbridge.policy.document import Statement
from landbridge.render.markdown import md_code

_COMMENT_SIZE = 60_000
"""GitHub takes comments of up to 65,536 characters."""

_NAMES = 5
"""How many names stand in one line."""

_COUNTED = {
    "trust": "trust statement",
    "boundary statement": "boundary statement",
    "boundary": "boundary",
    "policy": "policy",
    "group": "group",
    "instance profile": "instance profile",
    "path": "path",
    "tag": "tag",
    "session": "session length",
    "assumed role": "role to apply with",
    "grant": "grant",
    "alias": "alias",
    "rules of": "security group",
    "route table": "route table",
    "service": "service",
    "vpc": "VPC",
    "safeguard": "safeguard",
}

_NOUNS = ("principal", *get_args(ResourceKind))
"""In what order things are counted."""

_ENDS = {"destroys": "destroyed", "replaces": "replaced"}

_PLACES = ("service", "vpc")
"""What everything of its kind has: of something new they are no gain."""


@dataclass(frozen=True, slots=True)
class _Section:
    """Principals or resources for which exactly the same changed; `change` is that of the first of them."""

    change: HolderChange
    names: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What they are: `role`, `users`."""
        kind: str = self.change.holder.kind
        return kind if len(self.names) == 1 else _plural(kind)

    @property
    def status(self) -> str:
        """What stands behind the names: ` (new)`, ` (gone)` or nothing."""
        return "" if self.change.status == "changed" else f" ({self.change.status})"

    def body(self, *, sign_all: bool) -> Iterator[str]:
        """What changed, line by line, each behind its sign; further lines of a change only with `sign_all`."""
        if len(self.names) > _NAMES:
            yield f"# {', '.join(self.names)}"
        if self.change.members:
            members = [value(name) for name in self.change.members]
            yield f"# {_counted(len(members), 'member')}: {_listed(members)}"
        if self.change.holder.kind == "policy":
            yield "# attached to nobody in the spec; others may use it by its ARN"
        yield from (f"# {text}" for text in reasons(self.change.changes))
        same, others = reconditioned(self.change.changes)
        for paired in same:
            first, *rest = wording.reconditioned(paired)
            yield f"~ {first}"
            yield from (f"{'~' if sign_all else ' '} {text}" for text in rest)
        for change in sorted(others, key=lambda each: each.sign != "!"):
            first, *rest = lines(change)
            yield f"{change.sign} {first}"
            yield from (f"{change.sign if sign_all else ' '} {text}" for text in rest)


def report(changes: Sequence[HolderChange], *, markdown: bool = False) -> str:
    """Return the report, without a line end at its end. Its first line says all in all whose access grew."""
    if not changes:
        return "No access changes."
    sections = _sections(changes)
    if markdown:
        return _markdown(f"**{_summary(changes)}**", sections)
    return "\n\n".join([_summary(changes), *map(_text, sections)])


def as_data(changes: Sequence[HolderChange]) -> dict[str, Any]:
    """Return the comparison as plain data: `grew`, and what came and went for each of `principals` and `resources`."""
    return {
        "grew": any(change.grew for change in changes),
        "principals": [_data(change) for change in changes if change.holder.is_principal],
        "resources": [_data(change) for change in changes if not change.holder.is_principal],
    }


def _data(change: HolderChange) -> dict[str, Any]:
    holder = change.holder
    return {
        "account_id": holder.account_id,
        **({} if holder.is_principal else {"region": holder.region}),
        "kind": holder.kind,
        "name": holder.name,
        "status": change.status,
        "grew": change.grew,
        "shrank": change.shrank,
        "opens_to": list(change.opens_to),
        **({"members": list(change.members)} if holder.is_principal else {}),
        "changes": [
            {
                "sign": each.sign,
                "about": each.about,
                "text": line(each),
                "what": each.what if isinstance(each.what, str) else each.what.to_json(),
            }
            for each in change.changes
        ],
    }


def _sections(changes: Sequence[HolderChange]) -> list[_Section]:
    """Put those together for which the same changed, as where ten users join a group."""
    several_accounts = len({change.holder.account_id for change in changes}) > 1
    several_regions = len({change.holder.region for change in changes if not change.holder.is_principal}) > 1
    together: dict[HolderChange, list[str]] = {}
    for change in changes:
        account_id, _, name, region = change.holder
        nameless = replace(change, holder=change.holder._replace(name=""))
        shown = named(name) if name.startswith("{") else value(name)
        shown += f" in {region}" if several_regions and region else ""
        shown += f" in account {account_id}" if several_accounts else ""
        together.setdefault(nameless, []).append(shown)
    return [_Section(change, tuple(names)) for change, names in together.items()]


def _summary(changes: Sequence[HolderChange]) -> str:
    """Say whose access grew, shrank and stays the same; where all are of one noun, it is said once."""
    nouns = Counter(_noun(change) for change in changes)
    parts: list[str] = []
    for verb, those in (
        ("grew", [change for change in changes if change.grew]),
        ("shrank", [change for change in changes if change.shrank]),
        ("stays the same", [change for change in changes if _verdict(change) == "stays the same"]),
    ):
        if those:
            parts.append(f"{verb} for {len(those) if parts and len(nouns) == 1 else _amounts(map(_noun, those))}")
    opens_to = list(dict.fromkeys(stranger for change in changes for stranger in change.opens_to))
    unguarded = [_noun(change) for change in changes if change.unguarded]
    notes = [f"Opens to {_listed(opens_to)}."] if opens_to else []
    notes += [f"{_amounts(unguarded)} lost a safeguard."] if unguarded else []
    ends = {verb: [_noun(change) for change in changes if change.ends == end] for verb, end in _ENDS.items()}
    notes += [f"Apply {verb} {_amounts(those)}." for verb, those in ends.items() if those]
    return " ".join([f"Access {', '.join(parts)}.", *notes])


def _noun(change: HolderChange) -> str:
    return "principal" if change.holder.is_principal else change.holder.kind


def _amounts(nouns: Iterable[str]) -> str:
    """What there is how often, in words: `2 principals, 1 key and 1 security group`."""
    counts = Counter(nouns)
    *first, last = (_counted(counts[noun], noun) for noun in _NOUNS if noun in counts)
    return f"{', '.join(first)} and {last}" if first else last


def _verdict(change: HolderChange) -> str:
    if change.grew:
        return "grew and shrank" if change.shrank else "grew"
    return "shrank" if change.shrank else "stays the same"


def _text(section: _Section) -> str:
    opens = f", opens to {_listed(section.change.opens_to)}" if section.change.opens_to else ""
    head = f"{section.kind} {_listed(section.names)}{section.status}: access {_verdict(section.change)}{opens}"
    return "\n".join([head, *(f"  {text}" for text in section.body(sign_all=False))])


def _markdown(head: str, sections: Sequence[_Section]) -> str:
    """Whatever is left out is told at the top, where nobody overlooks it."""
    table = "| Access | Who or what | Gained | Lost |\n|---|---|---|---|\n"
    rows, rows_left = _fitting(_row, sections, _COMMENT_SIZE - len(table))
    details, details_left = _fitting(_details, sections, _COMMENT_SIZE - len(table) - len(rows))
    notes = [f"{_amounts(rows_left)} left out" if rows_left else ""]
    notes += [f"details of {_amounts(details_left)} left out" if details_left else ""]
    if what := ", ".join(filter(None, notes)):
        head += f"\n\n**Cut to the length of a comment: {what}.** The text report of `landbridge diff` has all."
    return f"{head}\n\n{table}{rows}{details}".rstrip("\n")


def _fitting(write: Callable[[_Section], str], sections: Sequence[_Section], size: int) -> tuple[str, list[str]]:
    """What can be written of the sections in `size` characters, and the nouns of all that this leaves out."""
    text, left = "", []
    for section in sections:
        part = write(section)
        if len(text) + len(part) <= size:
            text += part
        else:
            left += [_noun(section.change)] * len(section.names)
    return text, left


def _row(section: _Section) -> str:
    names = _listed([md_code(name) for name in section.names])
    change = section.change
    opens = f"**opens to {_listed(change.opens_to)}**" if change.opens_to else ""
    cells = (
        _verdict(change),
        f"{section.kind} {names}{section.status}",
        ", ".join(filter(None, (_amount(change, "+"), opens))),
        ", ".join(filter(None, (_amount(change, "-!"), f"**{change.ends}**" if change.ends else ""))),
    )
    return f"| {' | '.join(cells)} |\n"


def _amount(change: HolderChange, signs: str) -> str:
    """How much came or went, e.g. `12 actions, 1 policy`."""
    counts: Counter[str] = Counter()
    same, others = reconditioned(change.changes)
    counts["condition"] = sum(len(paired.came if "+" in signs else paired.went) for paired in same)
    for each in others:
        skipped = each.about in _ENDS.values() or (each.about in _PLACES and change.status == "new")
        if each.sign not in signs or skipped:
            continue
        if isinstance(each.what, Rule):
            counts[f"{each.what.direction} rule"] += 1
        elif each.about == "statement" and isinstance(each.what, Statement):
            counts["action" if each.what.effect == "Allow" else "denied action"] += len(each.what.actions) or 1
        else:
            counts[_COUNTED[each.about]] += 1
    return ", ".join(_counted(count, word) for word, count in counts.items() if count)


def _details(section: _Section) -> str:
    """What changed, folded. The summary is HTML, where code mentions nobody; in the block below all is inert."""
    body = "\n".join(section.body(sign_all=True))
    names = _listed([f"<code>{escape(name)}</code>" for name in section.names])
    return (
        f"\n<details><summary>{section.kind} {names}{section.status}</summary>\n\n```diff\n{body}\n```\n\n</details>\n"
    )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return ", ".join(names[:_NAMES]) + more


def _counted(count: int, word: str) -> str:
    return f"{count} {word if count == 1 else _plural(word)}"


def _plural(word: str) -> str:
    if word.endswith("y") and word != "key":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith("s") else f"{word}s"
