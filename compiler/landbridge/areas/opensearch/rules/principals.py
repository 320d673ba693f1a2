"""Who stands in a domain's policy."""

from collections.abc import Iterator

from landbridge.areas.guides import IAM
from landbridge.areas.opensearch.rules import who
from landbridge.areas.opensearch.rules.reading import (
    GUIDE,
    View,
    acts,
    each_statement,
    everybody,
    named,
    views,
)
from landbridge.areas.opensearch.spec import ANONYMOUS
from landbridge.aws import arn as arns
from landbridge.findings import SpecPath
from landbridge.policy.callers import says_whence, says_who
from landbridge.policy.document import Condition, Statement
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten


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
    for path, kind, value in named(statement):
        if kind == "AWS" and value != "*":
            yield Hit(
                path=path,
                message=f"{shorten(value)} has to sign requests, and GET /orders/_search with the password of an"
                " internal user is refused: no request has both",
                hint="let anonymous in and fine-grained access control decide; or write basic_auth: false",
            )
            return


def _principals(subject: Subject) -> Iterator[Hit]:
    yield from each_statement(who.is_principal)(subject)
    yield from each_statement(who.deleted)(subject)


def other_accounts(view: View, statement: Statement) -> Iterator[Hit]:
    """Principals of other accounts, for whom this is one half."""
    if statement.effect != "Allow" or statement.reason:
        return
    for path, kind, value in named(statement):
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


def unsourced(view: View, statement: Statement) -> Iterator[Hit]:
    """Services that act for anybody's account."""
    if statement.effect != "Allow" or statement.reason or any(map(_says_for_whom, statement.conditions)):
        return
    for path, kind, value in named(statement):
        if kind == "Service" and who.is_service(value):
            yield Hit(
                path=path,
                message=f"GET /{_example(view, statement) or '_search'} by {shorten(value)} slips through, whichever"
                " account it acts for, and no reason is given",
                hint="add conditions: {StringEquals: {aws:SourceAccount: …}}, or ArnLike with aws:SourceArn; or say why"
                " under reason:",
            )
            return


def _says_for_whom(condition: Condition) -> bool:
    return condition.key.lower().startswith("aws:source") and says_who(condition)


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


def _first(statement: Statement) -> SpecPath:
    return next(path for path, _, value in named(statement) if value == "*")


RULES = (
    Rule(
        id="LB630",
        title="A domain's policy has no NotPrincipal",
        why="OpenSearch Service supports every element of policies but this one.",
        fix="name the principals that are meant",
        source=GUIDE + "ac.html#ac-reference",
        check=each_statement(who.no_not_principal),
    ),
    Rule(
        id="LB631",
        title="Who stands in a domain's policy can be a principal",
        why="AWS refuses the whole policy during apply.",
        fix="write {role:KEY}, the ARN of a role or user, an account id, or anonymous",
        source=IAM + "reference_policies_elements_principal.html",
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
        source=IAM + "reference_policies_evaluation-logic-cross-account.html",
        check=each_statement(other_accounts),
    ),
    Rule(
        id="LB636",
        title="A service is let in for an account, or for a reason",
        why="Whoever has that service do something in an account of theirs could have it reach this domain.",
        fix="add a condition on aws:SourceAccount or aws:SourceArn",
        source=IAM + "confused-deputy.html",
        check=each_statement(unsourced),
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
