"""What the paths of a policy leave open: the service goes by the path of a request, and sees no body."""

from collections.abc import Iterator

from landbridge.areas.opensearch.reach import CROSS_CLUSTER
from landbridge.areas.opensearch.rules.reading import (
    GUIDE,
    View,
    acts,
    at_resource,
    each_statement,
    everybody,
    is_access,
)
from landbridge.aws import arn as arns
from landbridge.findings import Severity
from landbridge.policy.document import Statement
from landbridge.policy.matching import covers, has_wildcard, overlaps
from landbridge.rules.rule import Hit, Rule
from landbridge.source.nodes import shorten

_METHODS = {"es:ESHttpDelete": "DELETE", "es:ESHttpPut": "PUT", "es:ESHttpPost": "POST", "es:ESHttpHead": "HEAD"}
_MANY = (
    ("_bulk", ("es:ESHttpPost", "es:ESHttpPut")),
    ("_mget", ("es:ESHttpGet", "es:ESHttpPost")),
    ("_msearch", ("es:ESHttpGet", "es:ESHttpPost")),
)
"""APIs whose requests may name indexes in their body, and the methods that they take."""


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
                path=at_resource(statement, index),
                message=f"{shorten(str(text))} is the domain, not what is in it: GET /orders/_search {slips}",
                hint=f"write {text}/*",
            )


def elsewhere(view: View, statement: Statement) -> Iterator[Hit]:
    """A resource that is nothing of this domain."""
    for index, text in enumerate(statement.resources):
        if not overlaps(str(text), view.arn) and not overlaps(str(text), view.below("*")):
            yield Hit(
                path=at_resource(statement, index),
                message=f"{shorten(str(text))} is nothing of the domain {view.name}, so the statement is about nothing",
                hint=f"write paths: instead, or an ARN that begins with {view.arn}/",
            )


def open_index(view: View, statement: Statement) -> Iterator[Hit]:
    """A Deny on what is in an index that leaves the index itself."""
    if statement.effect != "Deny":
        return
    for index, path in view.paths(statement):
        name = path.removesuffix("/*")
        if path == name or "/" in name or name in ("*", "") or name.startswith("_") or view.covers(statement, name):
            continue
        for action, method in _METHODS.items():
            if acts(statement, action):
                yield Hit(
                    path=_at_path(view, statement, index),
                    at_key=is_access(statement),
                    message=f"{method} /{name} slips through: {path} is what is in the index, not the index itself",
                    hint=f"write {name}* as AWS does, or both {name} and {path}",
                )
                break


def other_names(view: View, statement: Statement) -> Iterator[Hit]:
    """A Deny on an index that is reached by other names as well, where something allows these."""
    if statement.effect != "Deny" or statement.reason or view.domain.fine_grained:
        return
    if view.covers(statement, "_all/_search") or not acts(statement, "es:ESHttpGet"):
        return
    named = [
        (index, path.partition("/")[0])
        for index, path in view.paths(statement)
        if path and not path.startswith(("_", "*"))
    ]
    if not named or not any(_lets_in(view, each, statement) for each in view.whole):
        return
    index, name = named[0]
    plain = name.rstrip("*")
    yield Hit(
        path=_at_path(view, statement, index),
        at_key=is_access(statement),
        message=f"GET /_all/_search, GET /*/_search and GET /x,{plain}/_search slip through, and search {name}, too",
        hint="allow only the indexes that are meant, in place of all less one; or use fine-grained access control; or"
        " say why (reason:)",
    )


def in_bodies(view: View, statement: Statement) -> Iterator[Hit]:
    """An Allow for some indexes that reaches all of them by the body of a request."""
    if (
        statement.effect != "Allow"
        or statement.reason
        or view.domain.fine_grained
        or not view.domain.explicit_index
        or view.covers(statement, "*")
    ):
        return
    for api, methods in _MANY:
        action = next((each for each in methods if acts(statement, each)), None)
        for index, path in view.paths(statement) if action else ():
            name = path.partition("/")[0]
            plain = name.replace("*", "").replace("?", "x") or "orders"
            own = api if name.startswith("_") or not name else f"{plain}/{api}"
            if covers(str(statement.resources[index]), view.below(own)):
                method = str(action).removeprefix("es:ESHttp").upper()
                yield Hit(
                    path=_at_path(view, statement, index),
                    at_key=is_access(statement),
                    message=f"{method} /{own} with another index in its body slips through, and no reason is given",
                    hint="set rest.action.multi.allow_explicit_index of the domain to false and write explicit_index:"
                    " false (OpenSearch Dashboards then hardly works); or use fine-grained access control; or say why"
                    " (reason:)",
                )
                return


def lists_of_names(view: View, statement: Statement) -> Iterator[Hit]:
    """A partial name that also matches lists of names."""
    if statement.effect != "Allow" or statement.reason or view.domain.fine_grained or view.covers(statement, "*"):
        return
    for index, path in view.paths(statement):
        name = path.partition("/")[0]
        if has_wildcard(name) and name.strip("*") and not name.startswith("_"):
            plain = name.replace("*", "x").replace("?", "x")
            yield Hit(
                path=_at_path(view, statement, index),
                at_key=is_access(statement),
                message=f"GET /{plain},secrets/_search slips through: * also stands for a comma and what follows it",
                hint="name whole indexes; or use fine-grained access control; or say why (reason:)",
            )
            return


def _lets_in(view: View, allow: Statement, deny: Statement) -> bool:
    """Whether a statement allows to search all indexes to somebody whom the Deny is about."""
    if allow.effect != "Allow" or not acts(allow, "es:ESHttpGet") or not view.covers(allow, "_all/_search"):
        return False
    if everybody(allow) or everybody(deny):
        return True
    return not _named(allow).isdisjoint(_named(deny))


def _named(statement: Statement) -> set[str]:
    return {str(value) for each in statement.principals for value in each.values}


def _at_path(view: View, statement: Statement, index: int) -> tuple[str | int, ...]:
    if is_access(statement) or statement.origin[3:4] != ("statements",):
        return statement.origin
    written = view.domain.statements[int(statement.origin[4])]
    return (*statement.origin, "resources" if written.resources is not None else "paths", index)


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
    Rule(
        id="LB623",
        title="A Deny on an index is no way around what is allowed",
        why="_all, * and lists of names reach every index by a path that the Deny does not match.",
        fix="allow only the indexes that are meant",
        source=GUIDE + "ac.html#ac-advanced",
        check=each_statement(other_names),
    ),
    Rule(
        id="LB624",
        title="Access to some indexes stays with these",
        why="_bulk, _mget and _msearch name indexes in the body of a request, which the policy does not see.",
        fix="see the message",
        source=GUIDE + "ac.html#ac-advanced",
        check=each_statement(in_bodies),
    ),
    Rule(
        id="LB625",
        title="A partial name of indexes matches single indexes",
        why="A request may name several indexes with commas between them, and * in a policy stands for any characters.",
        fix="name whole indexes",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
        severity=Severity.WARNING,
        check=each_statement(lists_of_names),
    ),
)
