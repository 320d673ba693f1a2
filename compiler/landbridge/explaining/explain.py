"""The answer to a question about a model, with what somebody gave besides."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from landbridge.explaining.model import Domain, Model
from landbridge.explaining.question import Unclear
from landbridge.policy.document import Condition, PolicyDocument, Principal, Statement
from landbridge.policy.evaluation.decision import Answer, Decision, Policies, Policy, decide
from landbridge.policy.evaluation.request import Request
from landbridge.source.nodes import shorten

Change = Callable[[re.Match[str]], str]
_FINE_GRAINED = "fine-grained access control of the domain comes after the policies, and may still refuse it"
_FROM_OUTSIDE = re.compile(r"(?<![$}])\{(?:var|ssm):[^{}]+\}")

Given = Mapping[str, PolicyDocument | str | None]
"""What was missing, by the name that an answer has for it.

It is a policy, None for one that does not exist, or the text that a placeholder such as `{var:topic_arn}` stands for.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A question, its answer, and what took part.

    Attributes:
        request: the question.
        decision: the answer.
        policies: names of the policies that were looked at.
        but: what decides besides, for sure, in sentences.
        beyond: what AWS asks besides, and nobody can tell from policies.
    """

    request: Request
    decision: Decision
    policies: tuple[str, ...]
    but: tuple[str, ...] = ()
    beyond: tuple[str, ...]


def explain(model: Model, request: Request, given: Given | None = None) -> Explanation:
    """Answer a question.

    Raises:
        Unclear: where something is given that is not missing, or that is not of its kind.
    """
    given = given or {}
    identity, boundary = model.of_principal(request)
    resource, decides = model.of_resource(request)
    every = [*identity, *(policy for policy in (boundary, resource) if policy is not None)]
    _check(given, every)
    _check_kinds(given, [policy.name for policy in every if policy is not resource], resource.name if resource else "")
    found = Policies(
        identity=tuple(each for policy in identity if (each := _settled(policy, given)) is not None),
        boundary=_settled(boundary, given) if boundary is not None else None,
        resource=_settled(resource, given) if resource is not None else None,
        resource_decides=decides,
    )
    decision, domain = decide(request, found), model.domain(request)
    later = domain is not None and domain.fine_grained and decision.answer is not Answer.DENY
    return Explanation(
        request=request,
        decision=decision,
        policies=tuple(policy.name for policy in every),
        but=(_FINE_GRAINED,) if later else (),
        beyond=tuple(_beyond(request, domain)),
    )


def _check(given: Given, policies: Iterable[Policy]) -> None:
    policies = tuple(policies)
    missing = [policy.name for policy in policies if policy.document is None]
    open_texts = {text for policy in policies if policy.document for text in placeholders(policy.document)}
    for name, value in given.items():
        known, what = (sorted(open_texts), "text") if isinstance(value, str) else (missing, "policy")
        if name not in known:
            rest = f"what is missing is {', '.join(map(shorten, known))}" if known else "all that takes part is there"
            raise Unclear("--given", f"no {what} {shorten(name)} is missing; {rest}")


def _check_kinds(given: Given, of_principal: Iterable[str], of_resource: str) -> None:
    """Refuse what stands in the wrong place: the trust of a role says nothing of what the role may do."""
    for name in of_principal:
        for statement in _statements(given, name):
            if statement.principals or statement.not_principals:
                raise Unclear(
                    "--given", f"what is given for {shorten(name)} has a Principal: it is a resource's policy"
                )
            if not statement.resources and not statement.not_resources:
                raise Unclear("--given", f"what is given for {shorten(name)} has a statement without Resource")
    for statement in _statements(given, of_resource):
        if not statement.principals and not statement.not_principals:
            raise Unclear("--given", f"what is given for {shorten(of_resource)} has a statement without Principal")


def _statements(given: Given, name: str) -> tuple[Statement, ...]:
    found = given.get(name)
    return found.statements if isinstance(found, PolicyDocument) else ()


def placeholders(document: PolicyDocument) -> set[str]:
    """The placeholders of texts that live outside the spec, such as `{var:topic_arn}`."""
    found = set[str]()

    def note(match: re.Match[str]) -> str:
        found.add(match[0])
        return match[0]

    _mapped(document, _FROM_OUTSIDE, note)
    return found


def _settled(policy: Policy, given: Given) -> Policy | None:
    """A policy with what was given; None where it was given that there is none."""
    document = policy.document
    if document is None:
        if policy.name not in given:
            return policy
        found = given[policy.name]
        if not isinstance(found, PolicyDocument):
            return None
        document = found
    values = {name: value for name, value in given.items() if isinstance(value, str)}
    filled = _mapped(document, _FROM_OUTSIDE, lambda match: values.get(match[0], match[0])) if values else document
    return replace(policy, document=filled)


def _mapped(document: PolicyDocument, pattern: re.Pattern[str], change: Change) -> PolicyDocument:
    """Change what fits a pattern in all resources, principals and conditions."""

    def texts(some: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(pattern.sub(change, text) for text in some)

    def principals(some: tuple[Principal, ...]) -> tuple[Principal, ...]:
        return tuple(Principal(each.type, texts(each.values)) for each in some)

    def statement(each: Statement) -> Statement:
        return replace(
            each,
            resources=texts(each.resources),
            not_resources=texts(each.not_resources),
            principals=principals(each.principals),
            not_principals=principals(each.not_principals),
            conditions=tuple(Condition(c.operator, c.key, texts(c.values)) for c in each.conditions),
        )

    return PolicyDocument(tuple(map(statement, document.statements)))


def _beyond(request: Request, domain: Domain | None) -> Iterable[str]:
    yield "policies of the organisation"
    if request.account and not request.is_root and not request.is_user:
        yield "session policies"
    if request.action.startswith("kms:"):
        yield "grants of the key"
    if request.action.startswith("es:ESHttp") and domain is None:
        yield "fine-grained access control of the domain, if it is on"
    if request.action.startswith("aoss:API"):
        yield "data access policies of the collection"
    yield "policies of VPC endpoints on the way"
