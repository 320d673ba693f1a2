"""Whether who stands in a domain's policy can be a principal at all."""

import re
from collections.abc import Iterator

from landbridge.areas.opensearch.rules.reading import View, is_written, named
from landbridge.areas.outside import BEGINNINGS
from landbridge.aws import arn as arns
from landbridge.findings import SpecPath
from landbridge.ir import Expr
from landbridge.policy.document import Statement
from landbridge.policy.matching import has_wildcard
from landbridge.rules.rule import Hit
from landbridge.source.nodes import shorten

_UNIQUE = re.compile(r"A[A-Z0-9]{3}[A-Z0-9]{12,124}")
_SERVICE = re.compile(r"[a-z0-9.-]+\.amazonaws\.com(\.cn)?")
_PLACEHOLDER = re.compile(r"(?<!\$)\{[^{}]*\}")
_KINDS = {"iam": ("role/", "user/"), "sts": ("assumed-role/", "federated-user/")}
"""What of a service can be a principal of kind AWS, besides an account, which is its root."""


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
    for path, kind, value in named(statement):
        if kind == "AWS" and _UNIQUE.fullmatch(value):
            yield Hit(
                path=path,
                message=f"{shorten(value)} is the unique id of a role or user that was deleted, and AWS refuses it",
                hint="name who is meant now",
            )


def is_principal(view: View, statement: Statement) -> Iterator[Hit]:
    """What is no principal, and never was."""
    for path, kind, value in named(statement):
        if kind == "Service" and not is_service(value):
            yield Hit(path=path, message=f"{shorten(value)} is no service", hint="e.g. es.amazonaws.com")
        # Of what only Terraform knows nothing can be said, and lowering has told of a placeholder that is none.
        known = value == "*" or arns.is_account_id(value) or _UNIQUE.fullmatch(value) or _is_open(value)
        if kind == "AWS" and not known:
            yield from _misnamed(path, value)


def _misnamed(path: SpecPath, value: str) -> Iterator[Hit]:
    parsed = arns.parse(value)
    if is_service(value):
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
    elif parsed.resource != "root" and not parsed.resource.startswith(_KINDS[parsed.service]):
        yield Hit(
            path=path,
            message=f"{shorten(value)} is no account, role, user or session: AWS refuses it as a principal",
            hint="name the role that it signs people in to; a domain's policy lets no provider in",
        )


def is_service(value: str) -> bool:
    """Whether a principal is a service."""
    return _SERVICE.fullmatch(value) is not None


def _is_open(value: str) -> bool:
    """Whether it holds what stands for something else: of the spec, or of Terraform."""
    if isinstance(value, Expr):
        return value.startswith(BEGINNINGS)
    return _PLACEHOLDER.search(value) is not None


def _written(statement: Statement, field: str) -> SpecPath:
    return (*statement.origin, field) if is_written(statement) else statement.origin
