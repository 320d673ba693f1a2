"""What the paths of a policy are about: the domain, what is in it, an index and what is in that."""

from collections.abc import Iterator

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
    if statement.effect != "Deny":
        return
    named = set(map(str, statement.resources))
    for index, path in view.paths(statement):
        name = path.removesuffix("/*")
        if path == name or "/" in name or name in ("*", "") or name.startswith("_"):
            continue
        if view.below(name) in named or view.covers(statement, name):  # long lists mostly have both, word for word
            continue
        for action, method in _METHODS.items():
            if acts(statement, action):
                yield Hit(
                    path=place(view, statement, index),
                    at_key=not is_written(statement),
                    message=f"{method} /{name} slips through: {path} is what is in the index, not the index itself",
                    hint=f"write {name}* as AWS does, or both {name} and {path}",
                )
                break


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
