"""What the paths of a policy are about: the domain, what is in it, an index and what is in that."""

import re
from collections.abc import Iterable, Iterator

from landbridge.areas.opensearch.reach import CROSS_CLUSTER
from landbridge.areas.opensearch.rules.reading import (
    GUIDE,
    View,
    acts,
    each_statement,
    is_written,
    place,
)
from landbridge.aws import arn as arns
from landbridge.policy.document import Statement
from landbridge.policy.matching import covers, overlaps
from landbridge.rules.rule import Hit, Rule
from landbridge.source.nodes import shorten

_METHODS = {"es:ESHttpDelete": "DELETE", "es:ESHttpPut": "PUT", "es:ESHttpPost": "POST", "es:ESHttpHead": "HEAD"}
_IN_INDEX = ("_search", "_doc/1")
"""What is asked of an index: who refuses both means all that is in it."""
_WILDCARD = re.compile(r"[*?]")


def itself(view: View, statement: Statement) -> Iterator[Hit]:
    """A resource that is the domain, not what is in it."""
    if statement.actions and all(action.lower() == CROSS_CLUSTER.lower() for action in statement.actions):
        return
    for index, text in enumerate(statement.resources):
        parsed = arns.parse(text)
        if parsed is not None and covers(parsed.resource, f"domain/{view.name}") and "/" not in parsed.resource[7:]:
            if parsed.resource.endswith("*"):  # a star at the end also stands for what is in it
                continue
            slips = "is refused all the same" if statement.effect == "Allow" else "slips through"
            yield Hit(
                path=place(view, statement, index),
                message=f"{shorten(str(text))} is the domain, not what is in it: GET /orders/_search {slips}",
                hint=f"write {text}/*",
            )


def elsewhere(view: View, statement: Statement) -> Iterator[Hit]:
    """A resource that is nothing of this domain."""
    for index, text in enumerate(statement.resources):
        if not overlaps(str(text), view.arn) and not overlaps(str(text), view.below("*")):
            yield Hit(
                path=place(view, statement, index),
                message=f"{shorten(str(text))} is nothing of the domain {view.name}, so the statement is about nothing",
                hint=f"write paths: instead, or an ARN that begins with {view.arn}/",
            )


def open_index(view: View, statement: Statement) -> Iterator[Hit]:
    """A Deny on what is in an index that leaves the index itself."""
    method = next((method for action, method in _METHODS.items() if acts(statement, action)), "")
    if statement.effect != "Deny" or not method:
        return
    denied = _Patterns(str(each) for each in statement.resources if each.count("/") <= view.below("").count("/"))
    for index, path in view.paths(statement):
        name, _, rest = path.partition("/")
        if name in ("", "*") or name.startswith("_") or not all(covers(rest, each) for each in _IN_INDEX):
            continue
        if not denied.cover(view.below(name)):
            yield Hit(
                path=place(view, statement, index),
                at_key=not is_written(statement),
                message=f"{method} /{name} slips through: {path} is what is in the index, not the index itself",
                hint=f"write {name}* as AWS does, or both {name} and {name}/*",
            )


class _Patterns:
    """Patterns by what stands before their first wildcard: a long list is looked up, and not walked for each text."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._whole: set[str] = set()
        self._by_start: dict[str, list[str]] = {}
        for text in texts:
            self._whole.add(text)
            self._by_start.setdefault(_WILDCARD.split(text, maxsplit=1)[0], []).append(text)

    def cover(self, text: str) -> bool:
        """Tell whether one of them covers a text or pattern: mostly itself, or itself with a star at its end."""
        if text in self._whole or f"{text}*" in self._whole:
            return True
        starts = (text[:end] for end in range(len(text) + 1))
        return any(covers(each, text) for start in starts for each in self._by_start.get(start, ()))


RULES = (
    Rule(
        id="LB620",
        title="A domain's policy is about what is in the domain",
        why="domain/NAME without /* matches no request: an Allow allows nothing, a Deny lets everything through.",
        fix="write domain/NAME/*, or paths:",
        source=GUIDE + "ac.html#ac-types-resource",
        check=each_statement(itself),
    ),
    Rule(
        id="LB621",
        title="A domain's policy is about this domain",
        why="Of other domains it decides nothing.",
        fix="write paths:",
        source=GUIDE + "ac.html#ac-types-resource",
        check=each_statement(elsewhere),
    ),
    Rule(
        id="LB622",
        title="A Deny on an index is on the index itself, too",
        why="INDEX/* is what is in it: whoever may not read a document could delete the whole index.",
        fix="write INDEX*",
        source=GUIDE + "ac.html#ac-advanced",
        check=each_statement(open_index),
    ),
)
