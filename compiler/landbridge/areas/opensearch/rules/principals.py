"""Who stands in a domain's policy."""

import re
from collections.abc import Iterator

from landbridge.areas.opensearch.rules.reading import (
    GUIDE,
    View,
    acts,
    each_statement,
    everybody,
    is_access,
    is_written,
    views,
)
from landbridge.areas.opensearch.spec import ANONYMOUS
from landbridge.aws import arn as arns
from landbridge.findings import SpecPath
from landbridge.ir import Expr
from landbridge.policy.callers import says_whence, says_who
from landbridge.policy.document import Statement
from landbridge.policy.matching import has_wildcard
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_UNIQUE = re.compile(r"A[A-Z0-9]{3}[A-Z0-9]{12,124}")
_SERVICE = re.compile(r"[a-z0-9.-]+\.amazonaws\.com(\.cn)?")
_PLACEHOLDER = re.compile(r"(?<!\$)\{[^{}]*\}")
_IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"


def no_not_principal(view: View, statement: Statement) -> Iterator[Hit]:
    """NotPrincipal, which the service does not have."""
    if statement.not_principals:
        who = ", ".join(str(value) for each in statement.not_principals for value in each.values)
        slips = "nobody is let in" if statement.effect == "Allow" else "everybody else slips through"
        yield Hit(
            path=_written(statement, "not_principals"),
            message=f"the service knows no NotPrincipal: that all but {shorten(who)} are meant is lost, and {slips}",
            hint="name the principals that are meant",
            at_key=True,
        )


def deleted(view: View, statement: Statement) -> Iterator[Hit]:
    """Who is no principal any more."""
    for path, kind, value in _values(statement):
        if kind == "AWS" and _UNIQUE.fullmatch(value):
            yield Hit(
                path=path,
                message=f"{shorten(value)} is the unique id of a role or user that was deleted, and AWS refuses it",
                hint="name who is meant now",
            )


def is_principal(view: View, statement: Statement) -> Iterator[Hit]:
    """What is no principal, and never was."""
    for path, kind, value in _values(statement):
        if kind == "Service" and not _SERVICE.fullmatch(value):
            yield Hit(path=path, message=f"{shorten(value)} is no service", hint="e.g. es.amazonaws.com")
        # Of what only Terraform knows nothing can be said, and lowering has told of a placeholder that is none.
        if kind == "AWS" and value != "*" and not _UNIQUE.fullmatch(value) and not _is_open(value):
            yield from _misnamed(path, value)


def _misnamed(path: SpecPath, value: str) -> Iterator[Hit]:
    parsed = arns.parse(value)
    if _SERVICE.fullmatch(value):
        yield Hit(
            path=path,
            message=f"{shorten(value)} is a service, which is let in by a statement of its own",
            hint=f"write it under statements: [{{principals: {{Service: {value}}}, actions: …, paths: …}}]",
        )
    elif parsed is None or parsed.service not in ("iam", "sts"):
        yield Hit(
            path=path,
            message=f"{shorten(value)} is no principal of AWS",
            hint="write {role:KEY}, the ARN of a role or user, an account id, or anonymous",
        )
    elif has_wildcard(value) or parsed.resource.startswith("group/"):
        what = "has a wildcard, which" if has_wildcard(value) else "is a group, which"
        yield Hit(
            path=path,
            message=f"{shorten(value)} {what} no Principal may name",
            hint="name roles or users; or everybody under a condition on aws:PrincipalArn",
        )


def _is_open(value: str) -> bool:
    """Whether it holds what stands for something else: of the spec, or of Terraform."""
    if isinstance(value, Expr):
        return value.startswith(("{var:", "{ssm:"))
    return _PLACEHOLDER.search(value) is not None


def anonymous_in_public(view: View, statement: Statement) -> Iterator[Hit]:
    """Everybody on the internet."""
    if statement.effect != "Allow" or not everybody(statement) or view.domain.network == "vpc":
        return
    if view.domain.fine_grained or is_limited(statement):
        return
    path = _first(statement)
    example = "GET /_all/_search" if view.covers(statement, "_all/_search") else "GET /" + _example(view, statement)
    yield Hit(
        path=path,
        message=f"{example} that nobody signed, from anywhere on the internet, slips through: the domain is public, and"
        " neither a condition nor fine-grained access control limits who",
        hint="name principals; or networks under from:, written out; or write fine_grained: true where the domain has"
        " it",
    )


def _both(subject: Subject) -> Iterator[Hit]:
    for view in views(subject):
        for key, access in view.domain.access.items():
            if ANONYMOUS in access.who and len(access.who) > 1:
                yield Hit(
                    path=(*view.path, "access", key, "who", access.who.index(ANONYMOUS)),
                    message="anonymous stands for everybody, so naming others beside it says nothing",
                    hint="leave one of them out",
                )


def without_password(view: View, statement: Statement) -> Iterator[Hit]:
    """IAM principals on a domain whose users sign in with a password.

    Not beside an Allow for requests that nobody signs: AWS has a policy of both kinds in its guide.
    Source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/dashboards.html#dashboards-proxy
    """
    if not view.domain.basic_auth or statement.effect != "Allow" or any(map(_takes_unsigned, view.whole)):
        return
    for path, kind, value in _values(statement):
        if kind == "AWS" and value != "*":
            yield Hit(
                path=path,
                message=f"{shorten(value)} has to sign requests, and GET /orders/_search with the password of an"
                " internal user is refused: no request has both",
                hint="let anonymous in and fine-grained access control decide; or write basic_auth: false",
            )
            return


def _principals(subject: Subject) -> Iterator[Hit]:
    yield from each_statement(is_principal)(subject)
    yield from each_statement(deleted)(subject)


def other_accounts(view: View, statement: Statement) -> Iterator[Hit]:
    """Principals of other accounts, for whom this is one half."""
    if statement.effect != "Allow" or statement.reason:
        return
    for path, kind, value in _values(statement):
        parsed = arns.parse(value)
        if kind == "AWS" and parsed is not None and parsed.account not in (view.account, ""):
            whole = "everybody whom that account lets" if parsed.resource == "root" else "it"
            yield Hit(
                path=path,
                message=f"{shorten(value)} belongs to account {parsed.account}, and no reason is given; this is one"
                f" half only: {whole} gets nothing before a policy there allows the same",
                hint="say why under reason:; FOR-OTHERS.md has the other half",
            )


def wide_open(view: View, statement: Statement) -> Iterator[Hit]:
    """Everybody, where the network or fine-grained access control limits who."""
    if statement.effect != "Allow" or statement.reason or not everybody(statement) or is_limited(statement):
        return
    if view.domain.network == "vpc" or view.domain.fine_grained:
        what = "its security groups decide" if view.domain.network == "vpc" else "fine-grained access control decides"
        request = ": whoever gets there may send DELETE /_all" if _deletes(view, statement) else ""
        yield Hit(
            path=_first(statement),
            message=f"everybody is let in, so that only {what}{request}",
            hint="name principals, or say why under reason:",
        )


def _deletes(view: View, statement: Statement) -> bool:
    return acts(statement, "es:ESHttpDelete") and view.covers(statement, "_all")


def is_limited(statement: Statement) -> bool:
    """Whether a condition says from where, or who."""
    return any(says_who(each) or says_whence(each) for each in statement.conditions)


def _takes_unsigned(statement: Statement) -> bool:
    """Whether it lets requests in that nobody signed, from somewhere at least."""
    return statement.effect == "Allow" and everybody(statement) and all(map(says_whence, statement.conditions))


def _example(view: View, statement: Statement) -> str:
    found = next((path for _, path in view.paths(statement)), "")
    return found.replace("/*", "/_search").replace("*", "")


def _values(statement: Statement) -> Iterator[tuple[SpecPath, str, str]]:
    """Place, type and text of every principal."""
    for principal in statement.principals:
        for index, value in enumerate(principal.values):
            kind = "AWS" if principal.type == "*" else principal.type
            yield _at(statement, kind, index), kind, value


def _at(statement: Statement, kind: str, index: int) -> SpecPath:
    if is_access(statement):
        return (*statement.origin, "who", index)
    return (*statement.origin, "principals", kind, index) if is_written(statement) else statement.origin


def _first(statement: Statement) -> SpecPath:
    return next(path for path, _, value in _values(statement) if value == "*")


def _written(statement: Statement, field: str) -> SpecPath:
    return (*statement.origin, field) if is_written(statement) else statement.origin


RULES = (
    Rule(
        id="LB630",
        title="A domain's policy has no NotPrincipal",
        why="OpenSearch Service supports every element of policies but this one.",
        fix="name the principals that are meant",
        source=GUIDE + "ac.html#ac-reference",
        check=each_statement(no_not_principal),
    ),
    Rule(
        id="LB631",
        title="Who stands in a domain's policy can be a principal",
        why="AWS refuses the whole policy during apply.",
        fix="write {role:KEY}, the ARN of a role or user, an account id, or anonymous",
        source=_IAM + "reference_policies_elements_principal.html",
        check=_principals,
    ),
    Rule(
        id="LB632",
        title="Nobody gets into a public domain unsigned from everywhere",
        why="A policy for everybody opens the domain to the internet. AWS refuses it at best, after minutes.",
        fix="name principals, or networks under from:",
        source=GUIDE + "ac.html#ac-types-resource",
        check=each_statement(anonymous_in_public),
    ),
    Rule(
        id="LB633",
        title="anonymous stands alone",
        why="It stands for everybody, signed or not.",
        fix="leave one of them out",
        source=GUIDE + "ac.html#ac-types-ip",
        check=_both,
    ),
    Rule(
        id="LB634",
        title="A domain with internal users lets requests in that nobody signs",
        why="A policy for roles and users alone makes clients sign, and a signed request has no user and password.",
        fix="let anonymous in and fine-grained access control decide",
        source=GUIDE + "fgac.html#fgac-access-policies",
        check=each_statement(without_password),
    ),
    Rule(
        id="LB635",
        title="Another account's access has a reason",
        why="Its own policies decide then who. And both accounts have to allow: one half lets nobody in.",
        fix="say why under reason:",
        source=_IAM + "reference_policies_evaluation-logic-cross-account.html",
        check=each_statement(other_accounts),
    ),
    Rule(
        id="LB637",
        title="An open policy has a reason",
        why="Whoever gets past the network or past fine-grained access control is let in.",
        fix="name principals, or say why under reason:",
        source=GUIDE + "ac.html#ac-reference",
        check=each_statement(wide_open),
    ),
)
