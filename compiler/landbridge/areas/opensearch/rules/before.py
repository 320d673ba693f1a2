"""What a domain has had so far and these rules would refuse: it stays, and somebody should know."""

from collections.abc import Iterator
from dataclasses import replace

from landbridge.areas.opensearch.current import fingerprint
from landbridge.areas.opensearch.rules import conditions, paths, principals
from landbridge.areas.opensearch.rules.reading import GUIDE, Check, views
from landbridge.findings import Severity
from landbridge.rules.rule import Hit, Rule, Subject

_CHECKS: tuple[Check, ...] = (
    paths.itself,
    paths.open_index,
    paths.other_names,
    paths.in_bodies,
    principals.no_not_principal,
    principals.is_principal,
    principals.anonymous_in_public,
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
)
