"""Requests that reach other indexes than a policy names: the service goes by their path alone, and sees no body."""

from collections.abc import Iterator
from dataclasses import replace

from landbridge.areas.opensearch.rules.identities import names
from landbridge.areas.opensearch.rules.principals import other_accounts, wide_open
from landbridge.areas.opensearch.rules.reading import (
    GUIDE,
    Target,
    View,
    acts,
    each_request,
    each_statement,
    everybody,
    granted,
    is_written,
    place,
    views,
)
from landbridge.areas.opensearch.rules.width import asks_for_reason, changing_all
from landbridge.aws import arn as arns
from landbridge.findings import Severity, dotted
from landbridge.policy.document import Statement
from landbridge.policy.matching import covers, has_wildcard
from landbridge.rules.rule import Hit, Rule, Subject

_BODIES = (
    ("_bulk", ("es:ESHttpPost", "es:ESHttpPut")),
    ("_mget", ("es:ESHttpGet", "es:ESHttpPost")),
    ("_msearch", ("es:ESHttpGet", "es:ESHttpPost")),
)
"""APIs whose requests may name indexes in their body, and the methods that they take."""
_REACHES = (
    ("es:ESHttpGet", "/_search", "searched"),
    ("es:ESHttpPost", "/_search", "searched"),
    ("es:ESHttpDelete", "", "deleted"),
    ("es:ESHttpPut", "/_settings", "changed"),
)
"""Methods, an API of each that takes names of many indexes, and what becomes of these."""
_TRIED = 8
"""Partial names of one Allow that are tried: where these lead nowhere, others like them hardly do."""


def other_names(view: View, statement: Statement) -> Iterator[Hit]:
    """A Deny on an index that is reached by other names as well, where something allows these.

    A reason does not count here: that of a Deny says why it is there, not that there is a way around it.
    """
    if statement.effect != "Deny" or view.fine_grained:
        return
    named: dict[str, int] = {}
    for index, path in view.paths(statement):
        name = path.partition("/")[0]
        if name.strip("*") and not name.startswith("_"):
            named.setdefault(name, index)
    allowed = list(_allowing(view, statement)) if named else []
    for name, index in named.items():
        for action, api, done in _REACHES if allowed else ():
            for by, allow in allowed if acts(statement, action) else ():
                ways = _ways(view, allow, _plain(name.strip("*")), api)
                passing = [each for each in ways if _passes(view, statement, allow, action, each)]
                if passing:
                    yield Hit(
                        path=place(view, statement, index),
                        at_key=not is_written(statement),
                        message=f"{_listed(action, passing)} through, and so {name} is {done}: {by} allows it",
                        hint="allow only the indexes that are meant, in place of all less one; or use fine-grained"
                        " access control; or suppress this with a reason, as that of the Deny says something else",
                    )
                    return


def in_bodies(target: Target, statement: Statement) -> Iterator[Hit]:
    """An Allow for some indexes that reaches all of them by the body of a request."""
    found = None if statement.reason else _in_body(target, statement)
    if found is not None:
        yield Hit(
            path=place(target, statement, found[0]),
            at_key=not is_written(statement),
            message=f"{found[1]}, and no reason is given",
            hint="name APIs that take no index in their body, as may: search does, or apis: [_search, _doc/*]; or set"
            " rest.action.multi.allow_explicit_index of the domain to false and write explicit_index: false (OpenSearch"
            " Dashboards then hardly works); or use fine-grained access control; or say why (reason:)",
        )


def lists_of_names(target: Target, statement: Statement) -> Iterator[Hit]:
    """A partial name that also matches lists of names."""
    found = None if statement.reason else _in_list(target, statement)
    if found is not None:
        yield Hit(
            path=place(target, statement, found[0]),
            at_key=not is_written(statement),
            message=f"{found[1]}: * also stands for a comma and what follows it",
            hint="name whole indexes; or use fine-grained access control; or say why (reason:)",
        )


def _two_things(subject: Subject) -> Iterator[Hit]:
    """What slips through under a reason that something else had to have."""
    for view in views(subject):
        for statement in (each for each in view.ours if each.reason):
            bare = replace(statement, reason="")
            if any(other_accounts(view, bare)):
                yield from _unsaid(view, statement, "another account's access", also=changing_all(view, bare))
            elif any(wide_open(view, bare)):
                yield from _unsaid(view, statement, "access for everybody")
    for found in granted(subject):
        if found.grant.reason and asks_for_reason(found.grant):
            for statement in found.requests:
                yield from _unsaid(found, statement, "access to every domain, or to its configuration,")


def _unsaid(target: Target, statement: Statement, asked: str, also: str = "") -> Iterator[Hit]:
    found = _in_body(target, statement) or _in_list(target, statement) or (also and (0, f"{also} is allowed"))
    if found:
        yield Hit(
            path=place(target, statement, found[0]),
            at_key=not is_written(statement),
            message=f"{found[1]}, and the reason that is given may not be about this: {asked} needs one, too",
            hint="narrow it; where it is meant, suppress this with a reason that says so",
        )


def _in_body(target: Target, statement: Statement) -> tuple[int, str] | None:
    """The index of a resource, and a request to it that reaches other indexes by its body."""
    if statement.effect != "Allow" or target.fine_grained or not target.explicit_index:
        return None
    if target.covers(statement, "*"):
        return None
    for api, methods in _BODIES:
        action = next((each for each in methods if acts(statement, each)), None)
        for index, path in target.paths(statement) if action else ():
            name = path.partition("/")[0]
            plain = name.replace("*", "").replace("?", "x") or "orders"
            own = api if name.startswith("_") or not name else f"{plain}/{api}"
            if covers(str(statement.resources[index]), target.below(own)):
                return index, f"{_method(str(action))} /{own} with another index in its body slips through"
    return None


def _in_list(target: Target, statement: Statement) -> tuple[int, str] | None:
    """The index of a resource with a partial name, and a request for a list of names that it matches."""
    if statement.effect != "Allow" or target.fine_grained or target.covers(statement, "*"):
        return None
    for index, path in target.paths(statement):
        name = path.partition("/")[0]
        if has_wildcard(name) and name.strip("*") and not name.startswith("_"):
            return index, f"GET /{_plain(name)},secrets/_search slips through"
    return None


def _allowing(view: View, deny: Statement) -> Iterator[tuple[str, Statement]]:
    """What lets somebody whom a Deny is about reach many indexes: of the domain's policy, and of identity policies."""
    for each in view.whole:
        if each.effect == "Allow" and (everybody(each) or everybody(deny) or _meet(each, deny)):
            own = each.origin[:3] == view.path
            yield from ((dotted(each.origin[3:] if own else each.origin), many) for many in _of_many(view, each))
    for identity in view.identities():
        if everybody(deny) or names(deny, view.account, identity.by):
            yield from ((identity.name, many) for many in _of_many(view, identity.statement))


def _of_many(view: View, allow: Statement) -> Iterator[Statement]:
    """The part of an Allow that is not about single indexes, if there is one."""
    whole = view.below("")
    rest = tuple(each for each in allow.resources if not (each.startswith(whole) and _is_single(each[len(whole) :])))
    if rest or not allow.resources:
        yield replace(allow, resources=rest)


def _is_single(path: str) -> bool:
    name = path.partition("/")[0]
    return bool(name) and name != "_all" and "," not in name and not has_wildcard(name)


def _meet(one: Statement, other: Statement) -> bool:
    """Whether statements name the same principal, or one of them the whole account of somebody in the other."""
    first, second = _named(one), _named(other)
    return not first.isdisjoint(second) or any(
        _accounts(some, whole=True) & _accounts(others) for some, others in ((first, second), (second, first))
    )


def _accounts(values: set[str], *, whole: bool = False) -> set[str]:
    parsed = (arns.parse(value) for value in values)
    return {each.account for each in parsed if each is not None and (not whole or each.resource == "root")}


def _named(statement: Statement) -> set[str]:
    return {str(value) for each in statement.principals for value in each.values}


def _ways(view: View, allow: Statement, plain: str, api: str) -> Iterator[str]:
    """Paths that reach an index under a name that is not its own."""
    partial = {path.partition("/")[0] for _, path in view.paths(allow)}
    partial = {name for name in partial if has_wildcard(name) and name.strip("*") and not name.startswith("_")}
    lists = (f"{_plain(name)},{plain}{api}" for name in sorted(partial)[:_TRIED])
    return iter(dict.fromkeys((f"_all{api}", f"*{api}", f"x,{plain}{api}", *lists)))


def _passes(view: View, deny: Statement, allow: Statement, action: str, path: str) -> bool:
    """Whether an Allow lets a request pass that neither a Deny nor its like refuses to those whom it is about."""
    if not acts(allow, action) or not view.covers(allow, path):
        return False
    for each in (deny, *(each for each in view.whole if each.effect == "Deny" and not each.conditions)):
        if acts(each, action) and view.covers(each, path) and (everybody(each) or _named(deny) <= _named(each)):
            return False
    return True


def _listed(action: str, paths: list[str]) -> str:
    """Requests in words: `GET /a, GET /b and GET /c slip`."""
    *most, last = (f"{_method(action)} /{each}" for each in paths)
    return f"{', '.join(most)} and {last} slip" if most else f"{last} slips"


def _plain(name: str) -> str:
    return name.replace("*", "x").replace("?", "x")


def _method(action: str) -> str:
    return action.removeprefix("es:ESHttp").upper()


RULES = (
    Rule(
        id="LB623",
        title="A Deny on an index also stops requests that reach it by _all, by * or in a list of indexes",
        why="The service compares paths as texts: that of GET /_all/_search does not have the index's name in it.",
        fix="allow only the indexes that are meant, in place of all less one",
        source=GUIDE + "ac.html#ac-advanced",
        check=each_statement(other_names),
    ),
    Rule(
        id="LB624",
        title="Who may use some indexes does not reach others by the body of a request",
        why="_bulk, _mget and _msearch name indexes in the body of a request, which a policy does not see.",
        fix="name APIs that take no index in their body (may: search, or apis: [_search, _doc/*]); or set"
        " rest.action.multi.allow_explicit_index of the domain to false (explicit_index: false); or say why (reason:)",
        source=GUIDE + "ac.html#ac-advanced",
        check=each_request(in_bodies),
    ),
    Rule(
        id="LB625",
        title="A partial name of indexes matches single indexes",
        why="A request may name several indexes with commas between them, and * in a policy stands for any characters.",
        fix="name whole indexes",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
        severity=Severity.WARNING,
        check=each_request(lists_of_names),
    ),
    Rule(
        id="LB626",
        title="A reason that something else had to have is no reason for what slips through",
        why="Why a partner gets in, or everybody, says nothing of _bulk, of lists of indexes, or of DELETE /_all.",
        fix="narrow it; where it is meant, suppress this with a reason that says so",
        source=GUIDE + "ac.html#ac-advanced",
        severity=Severity.WARNING,
        check=_two_things,
    ),
)
