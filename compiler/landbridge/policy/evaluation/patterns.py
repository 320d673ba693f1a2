"""Whether a pattern of a policy matches a text of a request, for what is known of both.

A pattern can hold wildcards, policy variables such as `${aws:username}`, and placeholders such as `{var:topic_arn}` for
texts that nobody knows yet. A text of a request holds none of the first two: a `*` in it is a character like others.
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

import re
from collections.abc import Iterable, Mapping

from landbridge.policy.evaluation.truth import Truth, some
from landbridge.policy.matching import covers

Context = Mapping[str, tuple[str, ...]]
"""What is known of a request, by key in small letters. A key without values is absent; others are not known."""

_UNSETTLED = re.compile(r"\$\{([^{}]*)\}|(?<![$}])\{([a-z_]+):[^{}]+\}")
_FROM_OUTSIDE = ("var", "ssm")
_SPECIAL = ("*", "?", "$")
_DOLLAR = "\ue002"
_LITERAL = str.maketrans({"*": "\ue000", "?": "\ue001", "$": _DOLLAR})
"""Characters that no text has, for those that mean something in a pattern. A `$` that begins no variable is one too."""
_NO_TEXT_HAS = "\0"
_COLON = "\ue003"


def matches(
    pattern: str, text: str, context: Context, *, exact: bool = False, ignore_case: bool = False, variables: bool = True
) -> Truth:
    """Tell whether a pattern matches; with `exact` its wildcards are characters like others.

    What is not known leaves it open only where some value of it would match.
    """
    subject = text.translate(_LITERAL)

    def plain(part: str) -> str:
        return part.translate(_LITERAL) if exact else part.replace("$", _DOLLAR)

    sure, possible, last = "", "", 0
    for match in _UNSETTLED.finditer(pattern) if "{" in pattern else ():
        before = plain(pattern[last : match.start()])
        least, most = _values(match, context, variables, opens="{" not in text)
        sure += before + least
        possible += before + most
        last = match.end()
    rest = plain(pattern[last:])
    if covers(sure + rest, subject, ignore_case=ignore_case):
        return Truth.YES
    return Truth.UNKNOWN if covers(possible + rest, subject, ignore_case=ignore_case) else Truth.NO


def matches_any(patterns: Iterable[str], text: str, context: Context, *, ignore_case: bool = False) -> Truth:
    """Tell whether any of the patterns matches a text."""
    return some(matches(pattern, text, context, ignore_case=ignore_case) for pattern in patterns)


def unknowns(pattern: str, context: Context) -> set[str]:
    """What a pattern needs and is not known: keys of variables, and placeholders with their braces."""
    placeholders = {match[0] for match in _UNSETTLED.finditer(pattern) if match[2] is not None}
    return placeholders | {name for name, _ in _variables(pattern) if name.lower() not in context}


def unfilled(pattern: str, context: Context) -> set[str]:
    """Variables of a pattern for which the request may have no value, and the pattern has no default."""
    return {name for name, default in _variables(pattern) if not default and not context.get(name.lower())}


def ambiguous(pattern: str, context: Context) -> set[str]:
    """Variables of a pattern whose keys have several values in the request."""
    return {name for name, _ in _variables(pattern) if len(context.get(name.lower(), ())) > 1}


def has_variable(pattern: str) -> bool:
    """Tell whether a pattern has a policy variable."""
    return bool(_variables(pattern))


def fields(text: str) -> list[str]:
    """Split an ARN, or a pattern of one, into its fields, at most six. A colon within braces separates nothing."""
    hidden = re.sub(r"\{[^{}]*\}", lambda match: match[0].replace(":", _COLON), text)
    return [field.replace(_COLON, ":") for field in hidden.split(":", 5)]


def has_placeholder(pattern: str) -> bool:
    """Tell whether a part of the pattern is a text that nobody knows yet."""
    return any(match[2] is not None for match in _UNSETTLED.finditer(pattern))


def _values(match: re.Match[str], context: Context, variables: bool, *, opens: bool) -> tuple[str, str]:
    """What stands there for sure, and what may stand there: the same, or any text.

    A variable whose key is absent, and that has no default, matches nothing. A placeholder for a thing of the same
    spec is never another such thing; so it `opens` only to a text without one.
    """
    if match[2] is not None:
        literal = match[0].translate(_LITERAL)
        return literal, "*" if opens or match[2] in _FROM_OUTSIDE else literal
    if not variables:
        literal = match[0].translate(_LITERAL)
        return literal, literal
    name, comma, default = match[1].partition(",")
    name = name.strip()
    if name in _SPECIAL:
        value = name
    elif (known := context.get(name.lower())) is None or len(known) > 1:
        return _NO_TEXT_HAS, "*"  # AWS fills in keys with one value only
    elif known:
        value = known[0]
    else:
        value = default.strip().strip("'") if comma else _NO_TEXT_HAS
    return value.translate(_LITERAL), value.translate(_LITERAL)


def _variables(pattern: str) -> list[tuple[str, bool]]:
    """The keys that a pattern's variables name, and whether each has a default."""
    found = (match[1].partition(",") for match in _UNSETTLED.finditer(pattern) if match[2] is None)
    return [(name.strip(), bool(comma)) for name, comma, _ in found if name.strip() not in _SPECIAL]
