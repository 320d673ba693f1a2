"""An explanation as lines for people and as data for programs."""

import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Literal, NamedTuple

from landbridge.access.model import Change
from landbridge.access.wording import lines as worded
from landbridge.access.wording import value
from landbridge.explaining.explain import Explanation
from landbridge.findings import SpecPath, dotted
from landbridge.policy.document import Statement
from landbridge.policy.evaluation.decision import Answer, Missing
from landbridge.policy.evaluation.patterns import Context, matches
from landbridge.policy.evaluation.request import OWNER, Request
from landbridge.policy.evaluation.truth import Truth

Place = Callable[[SpecPath], str]
"""Where something of the spec stands: `spec.yaml:12:5`."""

Tone = Literal["allow", "deny", "unknown", "aside", ""]
_MOST_NEAR = 5
_MOST_LINES = 6
_WIDTH = 100
_VERBS = {
    ("Allow", True): "allows",
    ("Allow", False): "may allow",
    ("Deny", True): "denies",
    ("Deny", False): "may deny",
}


class Line(NamedTuple):
    """One line, and how it is meant."""

    text: str
    tone: Tone = ""


def report(explanation: Explanation, place: Place) -> Iterator[Line]:
    """Say it to people: the answer first, then what it rests on, then what would change it."""
    request, decision = explanation.request, explanation.decision
    tone: Tone = decision.answer.value
    yield Line(decision.answer.value, tone)
    yield Line(f"  who   {'anybody, unsigned' if request.is_anonymous else value(request.principal)}")
    yield Line(f"  what  {request.action}")
    yield Line(f"  on    {value(request.resource)}")
    yield Line(f"  why   {_plain(decision.because)}")
    yield from (Line(f"  but   {each}", "unknown") for each in explanation.but)
    for said in decision.decided:
        verb = _VERBS[said.statement.effect, said.certain]
        if decision.answer is Answer.UNKNOWN and said.certain:
            verb += ", for sure"
        yield Line("")
        yield from _statement(
            f"{said.policy} {verb}", said.statement, request, place, _tone(said.statement, said.certain)
        )
    for near in decision.nearly[:_MOST_NEAR]:
        yield Line("")
        head = f"{near.policy} {_shortfall(near.lacks)}"
        yield from _statement(head, near.statement, request, place, "aside")
    if (more := len(decision.nearly) - _MOST_NEAR) > 0:
        yield Line("")
        yield Line(f"  {more} more statements about {request.action} do not apply either")
    if wanted := tuple(_wanted(decision.missing)):
        yield Line("")
        yield Line("Missing. Ask again with:", "unknown")
        yield from (Line(f"  {text}") for text in wanted)
    if decision.missing.doubts:
        yield Line("")
        yield Line("Left open:", "unknown")
        yield from (Line(f"  {_plain(f'{each.policy}: {each.about}')}") for each in decision.missing.doubts)
    yield Line("")
    yield from _listed("Looked at", explanation.policies or ("no policies, as there are none",))
    yield from _listed("Not looked at", explanation.beyond)


def as_data(explanation: Explanation, place: Place) -> dict[str, Any]:
    """Return the explanation as plain data."""
    request, decision = explanation.request, explanation.decision

    def told(policy: str, statement: Statement) -> dict[str, Any]:
        return {
            "policy": policy,
            "sid": statement.sid or None,
            "statement": statement.to_json(),
            "path": dotted(statement.origin),
            "place": place(statement.origin) if statement.origin else None,
            "reason": statement.reason or None,
        }

    return {
        "answer": decision.answer.value,
        "because": decision.because,
        "but": list(explanation.but),
        "request": {
            "principal": "anonymous" if request.is_anonymous else request.principal,
            "action": request.action,
            "resource": request.resource,
            "context": {key: list(values) for key, values in request.context.items()},
        },
        "decided": [{**told(each.policy, each.statement), "certain": each.certain} for each in decision.decided],
        "nearly": [{**told(each.policy, each.statement), "lacks": list(each.lacks)} for each in decision.nearly],
        "missing": {
            "context_keys": list(decision.missing.keys),
            "values": list(decision.missing.values),
            "policies": list(decision.missing.policies),
            "left_open": [{"policy": each.policy, "about": each.about} for each in decision.missing.doubts],
        },
        "looked_at": list(explanation.policies),
        "not_looked_at": list(explanation.beyond),
    }


def _statement(head: str, statement: Statement, request: Request, place: Place, tone: Tone) -> Iterator[Line]:
    """What one statement says to the request, and where it comes from."""
    yield Line(f"  {_plain(head)}", tone)
    sid = f"Sid {value(statement.sid)}: " if statement.sid else ""
    said = worded(Change("+", "statement", _narrowed(statement, request)))
    shown = (
        said
        if len(said) <= _MOST_LINES
        else [*said[: _MOST_LINES - 1], f"  and {len(said) - _MOST_LINES + 1} lines more"]
    )
    yield from (Line(f"    {sid if not index else ''}{text}") for index, text in enumerate(shown))
    if statement.origin:
        yield Line(f"    {_plain(place(statement.origin))} {_plain(dotted(statement.origin))}", "aside")
    if statement.reason:
        yield Line(f"    reason: {_plain(statement.reason)}", "aside")


def _listed(head: str, names: Iterable[str]) -> Iterator[Line]:
    """Names in lines of about 100 characters, broken between names only."""
    line = f"{head}:"
    for index, name in enumerate(names):
        word = f"{'' if index == 0 else ','} {_plain(name)}"
        if index and len(line) + len(word) > _WIDTH:
            yield Line(f"{line},", "aside")
            line = f"  {_plain(name)}"
        else:
            line += word
    yield Line(line, "aside")


def _narrowed(statement: Statement, request: Request) -> Statement:
    """The statement with what is about the request alone, where something is."""
    return replace(
        statement,
        actions=_fitting(statement.actions, request.action, {}, ignore_case=True),
        resources=_fitting(statement.resources, request.resource, request.context),
    )


def _fitting(patterns: tuple[str, ...], text: str, context: Context, *, ignore_case: bool = False) -> tuple[str, ...]:
    fitting = (each for each in patterns if matches(each, text, context, ignore_case=ignore_case) is not Truth.NO)
    return tuple(fitting) or patterns


def _shortfall(lacks: tuple[str, ...]) -> str:
    return (
        f"has a statement that does not apply: {' and '.join(lacks)}" if lacks else "speaks for it, which is not enough"
    )


def _tone(statement: Statement, certain: bool) -> Tone:
    if not certain:
        return "unknown"
    return "allow" if statement.effect == "Allow" else "deny"


def _wanted(missing: Missing) -> Iterator[str]:
    """What to add to the command, ready to be filled in."""
    whose = tuple(key for key in missing.keys if key == OWNER)
    keys = tuple(key for key in missing.keys if key != OWNER)
    wanted = (
        ("--context", whose, "ACCOUNT", "ACCOUNT is whose the resource is, which its ARN does not say"),
        ("--context", keys, "VALUE", "leave VALUE out where the request does not have the key"),
        ("--given", missing.values, "VALUE", "VALUE is what it stands for"),
        (
            "--given",
            missing.policies,
            "FILE",
            "FILE holds the policy as JSON, alone or as AWS prints it; write none where there is none",
        ),
    )
    for option, names, what, hint in wanted:
        yield from (f"{option} {shlex.quote(f'{name}={what}')}" for name in names)
        if names:
            yield f"    {hint}"


def _plain(text: str) -> str:
    """A sentence with names in it, without what a terminal would obey."""
    return text if text.isprintable() else value(text)
