"""Trust in OpenID Connect providers: whose tokens are accepted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from landbridge.areas.iam.rules.reading import reading
from landbridge.areas.iam.rules.wording import GUIDE
from landbridge.areas.iam.spec import Oidc
from landbridge.areas.iam.trust import issuer_of
from landbridge.findings import SpecPath
from landbridge.policy.document import Statement
from landbridge.policy.matching import covers, has_wildcard, overlaps
from landbridge.policy.operators import parse
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_DOC = GUIDE + "id_roles_create_for-idp_oidc.html"
_WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity"
_FIELDS = 2
"""Fields of a subject that have to be whole: a kind, and the one thing of that kind."""
_OF_GITHUB = frozenset(
    {"actor_id", "job_workflow_ref", "repository", "repository_id", "repository_owner", "repository_owner_id"}
)
"""Claims of GitHub's tokens that say whose they are. Others, such as ref or environment, anybody's tokens have."""


@dataclass(frozen=True, slots=True)
class _Accepted:
    """What one statement accepts: subjects and audiences with their paths, and whether other claims narrow it."""

    path: SpecPath
    issuer: str
    subjects: tuple[tuple[SpecPath, str], ...]
    audiences: tuple[tuple[SpecPath, str], ...]
    narrowed: bool
    reason: str | None


def _accepted(subject: Subject) -> Iterator[_Accepted]:
    for key, role in subject.part.federated_roles.items():
        if role.oidc is not None:
            yield _of_form(("security", "federated_roles", key, "oidc"), role.oidc)
    for written in reading(subject).written:
        statement = written.statement
        if written.kind != "trust" or statement.effect != "Allow":
            continue
        if any(covers(action, _WEB_IDENTITY, ignore_case=True) for action in statement.actions):
            yield from _of_statement(statement)


def _of_form(path: SpecPath, oidc: Oidc) -> _Accepted:
    def placed(field: str, values: tuple[str, ...]) -> tuple[tuple[SpecPath, str], ...]:
        return tuple(
            ((*path, field, index) if len(values) > 1 else (*path, field), value) for index, value in enumerate(values)
        )

    issuer = issuer_of(oidc.provider)
    subjects, audiences = placed("subjects", oidc.subjects), placed("audiences", oidc.audiences)
    return _Accepted(path, issuer, subjects, audiences, narrowed=False, reason=oidc.reason)


def _of_statement(statement: Statement) -> Iterator[_Accepted]:
    providers = [value for p in statement.principals if p.type == "Federated" for value in p.values]
    for provider in providers:
        if ":saml-provider/" in provider:
            continue
        issuer = issuer_of(provider)
        claims: dict[str, list[tuple[SpecPath, str]]] = {}
        for condition in statement.conditions:
            operator = parse(condition.operator)
            if (
                condition.key.lower().startswith(f"{issuer.lower()}:")
                and operator
                and operator.family == "String"
                and not operator.negated
            ):
                path = (*statement.origin, "conditions", condition.operator, condition.key)
                claim = condition.key[len(issuer) + 1 :].lower()
                if not operator.if_exists and operator.set_operator != "ForAllValues":
                    claims.setdefault(claim, []).extend((path, value) for value in condition.values)
        subjects, audiences = tuple(claims.pop("sub", ())), tuple(claims.pop("aud", ()))
        narrowed = any(
            not any(has_wildcard(value) for _, value in values)
            for claim, values in claims.items()
            if claim in _OF_GITHUB or not _is_github(issuer)
        )
        yield _Accepted(statement.origin, issuer, subjects, audiences, narrowed, statement.reason)


def _wide_subjects(subject: Subject) -> Iterator[Hit]:
    for accepted in _accepted(subject):
        if accepted.reason or accepted.narrowed:
            continue
        if not accepted.subjects:
            message = f"every token of {accepted.issuer} is accepted: no condition on {accepted.issuer}:sub says whose"
            yield Hit(
                path=accepted.path,
                message=f"{message}, and no reason is given",
                hint=f"compare {accepted.issuer}:sub",
                at_key=True,
            )
        for path, value in accepted.subjects:
            if found := _width(accepted.issuer, value):
                yield Hit(path=path, message=f"the subject {shorten(value)} {found}, and no reason is given")


def _width(issuer: str, value: str) -> str | None:
    """How a subject is wider than one thing of the author's, or None."""
    before = re.split(r"[*?]", value, maxsplit=1)[0]
    if value.startswith("repo:") and before != "repo:":
        return _github_width(value)
    if before != value and before.count(":") < _FIELDS:
        # What ends in a colon names a kind and nothing of it; what has none may be of any kind.
        wholly = not before or before.endswith(":") or ":" not in before
        return "accepts " + ("whoever the provider knows" if wholly else f"all that begins with {shorten(before)}")
    if value.startswith("system:serviceaccount:") and has_wildcard(value.split(":")[2]):
        return "accepts service accounts of more than one namespace"
    return None


def _is_github(issuer: str) -> bool:
    return issuer.lower().startswith("token.actions.")


def _github_width(value: str) -> str | None:
    kind, _, rest = value.partition(":")
    repository, _, context = rest.partition(":")
    if kind != "repo":
        return None
    if has_wildcard(repository.partition("/")[0]):
        return "accepts repositories of more than one owner"
    if has_wildcard(repository):
        return "accepts more than one repository"
    if overlaps(context, "pull_request"):
        return "accepts every pull request, so whoever can open one" + (", and every branch" if context == "*" else "")
    return None


def _audiences(subject: Subject) -> Iterator[Hit]:
    for accepted in _accepted(subject):
        for path, value in accepted.audiences:
            if has_wildcard(value):
                message = f"the audience {shorten(value)} accepts tokens that were made for others"
                yield Hit(
                    path=path,
                    message=message,
                    hint="name the audience; for AWS it mostly is sts.amazonaws.com",
                )
        if not accepted.audiences and not accepted.reason:
            message = (
                f"tokens of {accepted.issuer} are accepted whoever they were made for: no condition on"
                f" {accepted.issuer}:aud"
            )
            yield Hit(
                path=accepted.path,
                message=message,
                hint=f"compare {accepted.issuer}:aud, mostly with sts.amazonaws.com",
                at_key=True,
            )


RULES = (
    Rule(
        id="LB356",
        title="A wide OpenID Connect subject has a reason",
        why="The provider signs tokens for all its users: of GitHub's, everybody has some. Only the subject tells whose"
        " workflow, branch or service account may have the role. repo:OWNER/REPO:* includes pull requests.",
        fix="name one repository and branch or environment, one service account; or say why under reason:",
        source=_DOC,
        check=_wide_subjects,
    ),
    Rule(
        id="LB357",
        title="An OpenID Connect audience is named",
        why="A token that was made for another service would be accepted as well.",
        fix="name the audience, mostly sts.amazonaws.com",
        source=_DOC,
        check=_audiences,
    ),
)
