"""What a domain has had so far and these rules would refuse: it stays, and somebody should know."""

from collections.abc import Iterator
from dataclasses import replace

from landbridge.areas.opensearch.current import fingerprint
from landbridge.areas.opensearch.rules import conditions, names, paths, principals, slips, who, width
from landbridge.areas.opensearch.rules.reading import GUIDE, Check, View, everybody, views
from landbridge.findings import Severity, dotted
from landbridge.policy.document import Statement
from landbridge.policy.matching import pattern_covers
from landbridge.rules.rule import Hit, Rule, Subject

_SHOWN = 3


def _lets_everybody_in(view: View, statement: Statement) -> Iterator[Hit]:
    """An Allow for everybody, and what of the spec is in vain beside it.

    Fine-grained access control makes an open policy what AWS recommends; the spec then adds nothing all the same.
    """
    hits = [*principals.anonymous_in_public(view, statement), *principals.wide_open(view, statement)]
    if not hits and everybody(statement):  # from somewhere only
        hits = list(width.wide(view, statement))
    vain = _in_vain(view, statement)
    for hit in hits:
        if vain or not view.fine_grained:
            yield replace(hit, message=hit.message + vain)


def _in_vain(view: View, statement: Statement) -> str:
    if statement.conditions or view.domain.takeover != "policy":
        return ""
    added = [dotted(each.origin[3:]) for each in view.ours if each.effect == "Allow" and _says(statement, each)]
    if not added:
        return ""
    more = f" and {len(added) - _SHOWN} more" if len(added) > _SHOWN else ""
    adds = "adds" if len(added) == 1 else "add"
    return f"; {', '.join(added[:_SHOWN])}{more} of this spec {adds} nothing to that"


def _says(wide: Statement, narrow: Statement) -> bool:
    """Whether an Allow for everybody has all that another one allows."""
    return all(any(pattern_covers(has, each) for has in wide.resources) for each in map(str, narrow.resources)) and all(
        any(pattern_covers(has, each, ignore_case=True) for has in wide.actions) for each in narrow.actions
    )


_CHECKS: tuple[Check, ...] = (
    paths.itself,
    paths.open_index,
    slips.other_names,
    slips.in_bodies,
    names.lists_of_names,
    who.no_not_principal,
    who.is_principal,
    _lets_everybody_in,
    principals.without_password,
    conditions.unsupported,
)


def _kept(subject: Subject) -> Iterator[Hit]:
    for view in views(subject):
        for statement in view.before:
            for check in _CHECKS:
                for hit in check(view, statement):
                    mark = fingerprint(statement)
                    yield replace(
                        hit,
                        path=(*view.path, "current_policy"),
                        message=f"statement {mark} of the current policy stays: {hit.message}",
                        hint=f"drop: [{{statement: {mark}, reason: …}}], and say what is meant under access",
                        at_key=False,
                    )


def _refused(subject: Subject) -> Iterator[Hit]:
    for view in views(subject):
        for statement in view.before:
            for hit in who.deleted(view, statement):
                mark = fingerprint(statement)
                yield Hit(
                    path=(*view.path, "current_policy"),
                    message=f"statement {mark} of the current policy cannot stay: {hit.message}",
                    hint=f"drop: [{{statement: {mark}, reason: …}}], and name under access who else it is still for",
                )


RULES = (
    Rule(
        id="LB670",
        title="What a domain has had so far holds no surprises",
        why="Nothing of it is taken away unless the spec says so; that makes it no safer.",
        fix="drop the statement, and say what is meant under access",
        source=GUIDE + "ac.html#ac-advanced",
        severity=Severity.WARNING,
        check=_kept,
    ),
    Rule(
        id="LB671",
        title="What stays of a domain's policy can be written",
        why="The service shows the unique id of a principal that has been deleted, and refuses a policy that names one:"
        " the apply would fail, after minutes.",
        fix="drop the statement, and name under access who else it is still for",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
        check=_refused,
    ),
)
