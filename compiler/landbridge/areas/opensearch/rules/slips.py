"""Requests that reach other indexes than a policy names: the service goes by their path alone, and sees no body."""

from collections.abc import Iterator
from dataclasses import replace

from landbridge.areas.opensearch.rules.bodies import around_setting, in_body
from landbridge.areas.opensearch.rules.identities import names, root_of
from landbridge.areas.opensearch.rules.names import in_list, lists_of_names, odd_names, plain
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
from landbridge.areas.opensearch.rules.requests import changing_all, method
from landbridge.areas.opensearch.rules.width import asks_for_reason
from landbridge.aws import arn as arns
from landbridge.findings import Severity, dotted
from landbridge.policy.document import Statement
from landbridge.policy.matching import covers, has_wildcard
from landbridge.rules.rule import Hit, Rule, Subject

_REACHES = (
    ("es:ESHttpGet", "/_search", "searched"),
    ("es:ESHttpPost", "/_search", "searched"),
    ("es:ESHttpDelete", "", "deleted"),
    ("es:ESHttpPut", "/_settings", "changed"),
)
"""Methods, an API of each that takes names of many indexes, and what becomes of these."""
_NAMES = "https://docs.opensearch.org/latest/api-reference/index-name-syntax/"
_SLIPS = "with another index in its body slips through"
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
    passes = _Passing(view, statement)
    for name, index in named.items():
        for action, api, done in _REACHES if allowed else ():
            for by, allow in allowed if acts(statement, action) else ():
                ways = _ways(view, allow, plain(name.strip("*")), api)
                own = str(statement.resources[index])
                passing = [each for each in ways if passes(allow, action, each, own)]
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
    found = None if statement.reason else in_body(target, statement)
    if found is not None:
        setting = (
            " or set rest.action.multi.allow_explicit_index of the domain to false and write explicit_index: false"
            " (OpenSearch Dashboards then hardly works);"
        )
        yield Hit(
            path=place(target, statement, found.resource),
            at_key=not is_written(statement),
            message=f"{found.request} {_SLIPS}, and no reason is given",
            hint="name APIs that take no index in their body, as may: search does, or apis: [_search, _doc/*];"
            f"{setting if found.explicit else ''} or use fine-grained access control; or say why (reason:)",
        )


def term_vectors(target: Target, statement: Statement) -> Iterator[Hit]:
    """An Allow for some indexes that reaches others although their names in bodies are refused."""
    found = None if statement.reason else around_setting(target, statement)
    if found is not None:
        yield Hit(
            path=place(target, statement, found.resource),
            at_key=not is_written(statement),
            message=f"{found.request} {_SLIPS}: rest.action.multi.allow_explicit_index, which is false by this spec, is"
            " not about it",
            hint="name the APIs that are needed, as apis: [_search, _doc/*, _bulk]; or use fine-grained access control;"
            " or say why (reason:)",
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
    body, listed = in_body(target, statement), in_list(target, statement)
    found = (body.resource, f"{body.request} {_SLIPS}") if body else listed or (also and (0, f"{also} is allowed"))
    if found:
        yield Hit(
            path=place(target, statement, found[0]),
            at_key=not is_written(statement),
            message=f"{found[1]}, and the reason that is given may not be about this: {asked} needs one, too",
            hint="narrow it; where it is meant, suppress this with a reason that says so",
        )


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
    parsed = (arns.parse(root_of(value)) for value in values)
    return {each.account for each in parsed if each is not None and (not whole or each.resource == "root")}


def _named(statement: Statement) -> set[str]:
    return {root_of(str(value)) for each in statement.principals for value in each.values}


def _ways(view: View, allow: Statement, own: str, api: str) -> Iterator[str]:
    """Paths that reach an index under a name that is not its own."""
    partial = {path.partition("/")[0] for _, path in view.paths(allow)}
    partial = {name for name in partial if has_wildcard(name) and name.strip("*") and not name.startswith("_")}
    lists = (f"{plain(name)},{own}{api}" for name in sorted(partial)[:_TRIED])
    return iter(dict.fromkeys((f"_all{api}", f"*{api}", f"x,{own}{api}", *lists)))


class _Passing:
    """Whether requests pass a Deny and its like; those by `_all` are the same for all its names, and looked up once."""

    def __init__(self, view: View, deny: Statement) -> None:
        self._view = view
        others = (each for each in view.whole if each.effect == "Deny" and not each.conditions)
        named = _named(deny)
        self._denies = [deny, *(each for each in others if everybody(each) or named <= _named(each))]
        self._known: dict[tuple[int, str, str], bool] = {}

    def __call__(self, allow: Statement, action: str, path: str, own: str) -> bool:
        """Tell whether an Allow lets a request pass. `own`: the resource of the Deny that most likely refuses it."""
        if covers(own, self._view.below(path)):
            return False
        key = (id(allow), action, path)
        if key not in self._known:
            lets = acts(allow, action) and self._view.covers(allow, path)
            self._known[key] = lets and not any(
                acts(each, action) and self._view.covers(each, path) for each in self._denies
            )
        return self._known[key]


def _listed(action: str, paths: list[str]) -> str:
    """Requests in words: `GET /a, GET /b and GET /c slip`."""
    *most, last = (f"{method(action)} /{each}" for each in paths)
    return f"{', '.join(most)} and {last} slip" if most else f"{last} slips"


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
        why="_bulk, _mget, _msearch, _reindex, _aliases, SQL and others name indexes in the body of a request, which a"
        " policy does not see.",
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
    Rule(
        id="LB627",
        title="A path names each index as it is",
        why="The service compares texts, and OpenSearch reads a list, an expression or an encoded name in a path: what"
        " the one refuses or allows is not what the other finds.",
        fix="name each index as it is; or say why (reason:)",
        source=_NAMES,
        check=each_request(odd_names),
    ),
    Rule(
        id="LB628",
        title="Where bodies may not name indexes, no request does",
        why="rest.action.multi.allow_explicit_index is about _bulk, _mget and _msearch. _mtermvectors names indexes in"
        " its body as well, and gives the words of their documents.",
        fix="name the APIs that are needed",
        source=_NAMES,
        severity=Severity.WARNING,
        check=each_request(term_vectors),
    ),
)
