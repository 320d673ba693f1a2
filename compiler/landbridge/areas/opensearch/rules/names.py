"""Names of indexes in a path that stand for others than they seem to: parts of names, lists, and what is encoded."""

from collections.abc import Iterator
from urllib.parse import unquote

from landbridge.areas.opensearch.rules.reading import Target, acts, is_written, place
from landbridge.areas.opensearch.rules.requests import method
from landbridge.policy.document import Statement
from landbridge.policy.matching import covers, has_wildcard
from landbridge.rules.rule import Hit
from landbridge.source.nodes import shorten

_TRIED = (
    ("es:ESHttpGet", "/_search"),
    ("es:ESHttpPost", "/_search"),
    ("es:ESHttpDelete", ""),
    ("es:ESHttpPut", "/_settings"),
)
"""Methods, and an API of each that takes a list of names."""
_EXPRESSIONS = ("+", "<")
"""How a name begins that stands for others: with these (in old versions of Elasticsearch), or by date.

https://docs.opensearch.org/latest/api-reference/index-name-syntax/, by which a single name with a - is just that.
"""


def lists_of_names(target: Target, statement: Statement) -> Iterator[Hit]:
    """A partial name that also matches lists of names."""
    found = None if statement.reason else in_list(target, statement)
    if found is not None:
        yield Hit(
            path=place(target, statement, found[0]),
            at_key=not is_written(statement),
            message=f"{found[1]}: * also stands for a comma and what follows it",
            hint="name whole indexes; or use fine-grained access control; or say why (reason:)",
        )


def in_list(target: Target, statement: Statement) -> tuple[int, str] | None:
    """The index of a resource with a partial name, and a request for a list of names that it matches."""
    if statement.effect != "Allow" or target.fine_grained or target.covers(statement, "*"):
        return None
    acting = [(action, api) for action, api in _TRIED if acts(statement, action)]
    for index, path in target.paths(statement) if acting else ():
        name = path.partition("/")[0]
        if has_wildcard(name) and name.strip("*") and not name.startswith("_"):
            listed = f"{plain(name)},secrets"
            for action, api in acting:
                if covers(str(statement.resources[index]), target.below(listed + api)):
                    return index, f"{method(action)} /{listed}{api} slips through"
    return None


def odd_names(target: Target, statement: Statement) -> Iterator[Hit]:
    """Paths that are not what they look like."""
    if statement.reason or target.fine_grained:
        return
    for index, path in target.paths(statement):
        problem = _problem(path)
        if problem:
            yield Hit(
                path=place(target, statement, index),
                at_key=not is_written(statement),
                message=f"{shorten(path)} {problem}, and no reason is given",
                hint="name each index as it is; or say why (reason:)",
            )


def _problem(path: str) -> str:
    name = path.partition("/")[0]
    if "%" in path:
        decoded = shorten(f"/{unquote(path)}")
        return f"is encoded: OpenSearch reads {decoded}, and whether the policy compares that is said nowhere"
    if ".." in path.split("/"):
        return "leads upwards: what OpenSearch makes of that is not what the policy compares"
    if "," in name:
        return "is a list of indexes: it is about requests for just this list, and not about those for one of them"
    if name.startswith(_EXPRESSIONS):
        return "is an expression, which stands for other indexes than one of that name"
    return ""


def plain(name: str) -> str:
    """A name that a pattern fits."""
    return name.replace("*", "x").replace("?", "x")
