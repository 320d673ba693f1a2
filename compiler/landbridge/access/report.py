"""The comparison as people and tools read it: text for a terminal, Markdown for a pull request, plain data."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from landbridge.access.comparison import PrincipalChange
from landbridge.access.wording import line, lines, reasons, value
from landbridge.policy.document import Statement
from landbridge.render.quoting import md_code

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
}


@dataclass(frozen=True, slots=True)
class _Section:
    """Principals for which exactly the same changed; `change` is that of the first of them."""

    change: PrincipalChange
    names: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What they are: `role`, `users`."""
        kind: str = self.change.principal.kind
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
        if self.change.principal.kind == "policy":
            yield "# attached to nobody in the spec; others may use it by its ARN"
        yield from (f"# {text}" for text in reasons(self.change.changes))
        for change in self.change.changes:
            first, *rest = lines(change)
            yield f"{change.sign} {first}"
            yield from (f"{change.sign if sign_all else ' '} {text}" for text in rest)


def report(changes: Sequence[PrincipalChange], *, markdown: bool = False) -> str:
    """Return the report, without a line end at its end. Its first line says all in all whose access grew."""
    if not changes:
        return "No access changes."
    sections = _sections(changes)
    if markdown:
        return _markdown(f"**{_summary(changes)}**", sections)
    return "\n\n".join([_summary(changes), *map(_text, sections)])


def as_data(changes: Sequence[PrincipalChange]) -> dict[str, Any]:
    """Return the comparison as plain data: `grew`, and `principals` with what came and went for each."""
    return {"grew": any(change.grew for change in changes), "principals": [_data(change) for change in changes]}


def _data(change: PrincipalChange) -> dict[str, Any]:
    return {
        **change.principal._asdict(),
        "status": change.status,
        "grew": change.grew,
        "shrank": change.shrank,
        "members": list(change.members),
        "changes": [
            {
                "sign": each.sign,
                "about": each.about,
                "text": line(each),
                "what": each.what.to_json() if isinstance(each.what, Statement) else each.what,
            }
            for each in change.changes
        ],
    }


def _sections(changes: Sequence[PrincipalChange]) -> list[_Section]:
    """Put principals together for which the same changed, as where ten users join a group."""
    several_accounts = len({change.principal.account_id for change in changes}) > 1
    together: dict[PrincipalChange, list[str]] = {}
    for change in changes:
        account_id, _, name = change.principal
        nameless = replace(change, principal=change.principal._replace(name=""))
        shown = value(name) + (f" in account {account_id}" if several_accounts else "")
        together.setdefault(nameless, []).append(shown)
    return [_Section(change, tuple(names)) for change, names in together.items()]


def _summary(changes: Sequence[PrincipalChange]) -> str:
    counts = {
        "grew": sum(change.grew for change in changes),
        "shrank": sum(change.shrank for change in changes),
        "stays the same": sum(_verdict(change) == "stays the same" for change in changes),
    }
    parts = [f"{verb} for {count}" for verb, count in counts.items() if count]
    parts[0] += " principal" if next(filter(None, counts.values())) == 1 else " principals"
    return f"Access {', '.join(parts)}."


def _verdict(change: PrincipalChange) -> str:
    if change.grew:
        return "grew and shrank" if change.shrank else "grew"
    return "shrank" if change.shrank else "stays the same"


def _text(section: _Section) -> str:
    head = f"{section.kind} {_listed(section.names)}{section.status}: access {_verdict(section.change)}"
    return "\n".join([head, *(f"  {text}" for text in section.body(sign_all=False))])


def _markdown(head: str, sections: Sequence[_Section]) -> str:
    """Whatever is left out is told at the top, where nobody overlooks it."""
    table = "| Access | Principal | Gained | Lost |\n|---|---|---|---|\n"
    rows, rows_left = _fitting(_row, sections, _COMMENT_SIZE - len(table))
    details, details_left = _fitting(_details, sections, _COMMENT_SIZE - len(table) - len(rows))
    notes = [f"{_counted(rows_left, 'principal')} left out" if rows_left else ""]
    notes += [f"details of {_counted(details_left, 'principal')} left out" if details_left else ""]
    if what := ", ".join(filter(None, notes)):
        head += f"\n\n**Cut to the length of a comment: {what}.** The text report of `landbridge diff` has all."
    return f"{head}\n\n{table}{rows}{details}".rstrip("\n")


def _fitting(write: Callable[[_Section], str], sections: Sequence[_Section], size: int) -> tuple[str, int]:
    """What can be written of the sections in `size` characters, and how many principals that leaves out."""
    text, left = "", 0
    for section in sections:
        part = write(section)
        if len(text) + len(part) <= size:
            text += part
        else:
            left += len(section.names)
    return text, left


def _row(section: _Section) -> str:
    names = _listed([md_code(name) for name in section.names])
    cells = (
        _verdict(section.change),
        f"{section.kind} {names}{section.status}",
        _amount(section.change, "+"),
        _amount(section.change, "-"),
    )
    return f"| {' | '.join(cells)} |\n"


def _amount(change: PrincipalChange, sign: str) -> str:
    """How much came or went, e.g. `12 actions, 1 policy`."""
    counts: Counter[str] = Counter()
    for each in change.changes:
        if each.sign != sign:
            continue
        if each.about == "statement" and isinstance(each.what, Statement):
            counts["action" if each.what.effect == "Allow" else "denied action"] += len(each.what.actions) or 1
        else:
            counts[_COUNTED[each.about]] += 1
    return ", ".join(_counted(count, word) for word, count in counts.items())


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
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
