"""Identity policies that let somebody do with a domain what its policy does not say: either policy is enough."""

import re
from collections.abc import Iterable, Iterator

from landbridge.areas.opensearch.rules.identities import Held, held
from landbridge.areas.opensearch.rules.reading import GUIDE, View, acts, views
from landbridge.areas.opensearch.rules.requests import changing_all, reading_all
from landbridge.aws import internet
from landbridge.findings import Severity
from landbridge.policy.callers import affirming
from landbridge.policy.document import Condition
from landbridge.policy.matching import overlaps, pattern_covers
from landbridge.rules.rule import Hit, Rule, Subject

_SHOWN = 3
_REWRITING = ("es:UpdateDomainConfig", "es:UpdateElasticsearchDomainConfig")
_DOMAIN = re.compile(r"arn:[^:]*:es:[^:]*:[^:]*:domain/([a-z0-9-]+)(?:/|$)")
_MANY = "*"
_OURS = ("opensearch", "grants")


def limits(condition: Condition) -> bool:
    """Whether a condition keeps anybody out: not where each request that is signed and encrypted fulfils it."""
    operator, key = affirming(condition), condition.key.lower()
    if operator is None:  # negated, or holding where the key is absent: it is about something, whatever that is
        return not condition.operator.startswith("ForAllValues")
    if not condition.values or any(not value.strip("*") for value in condition.values):
        return False
    if operator.family == "IpAddress":
        return not internet.is_everybody(condition.values)
    return key != "aws:securetransport"


def _beside(subject: Subject) -> Iterator[Hit]:
    by_domain = _by_domain(each for each in held(subject) if not each.reasoned and _is_wide(each))
    for view in views(subject) if by_domain else ():
        by_request: dict[str, dict[str, None]] = {}
        for each in (*by_domain.get(view.name, ()), *by_domain.get(_MANY, ())):
            if request := _around(view, each):
                by_request.setdefault(request, {})[each.name] = None
        for request, names in by_request.items():
            by = list(names)
            more = f" and {len(by) - _SHOWN} more" if len(by) > _SHOWN else ""
            yield Hit(
                path=view.path,
                message=f"{request} is allowed by {', '.join(by[:_SHOWN])}{more}, whatever this domain's policy"
                " says: within an account either policy is enough",
                hint="narrow these to the domains that are meant, or give them a reason"
                + ("" if request.startswith("es:") else "; or deny it in this policy"),
                at_key=True,
            )


def _by_domain(some: Iterable[Held]) -> dict[str, list[Held]]:
    """Statements by the names of the domains that they are about, and those about many or any by `_MANY`."""
    found: dict[str, list[Held]] = {}
    for each in some:
        names = {_DOMAIN.match(str(on)) for on in each.statement.resources} or {None}
        for name in {match[1] if match else _MANY for match in names}:
            found.setdefault(name, []).append(each)
    return found


def _is_wide(each: Held) -> bool:
    """Whether a statement is about domains at all, and nothing says when it holds."""
    about = any(overlaps(action, "es:*", ignore_case=True) for action in each.statement.actions)
    return (about or bool(each.statement.not_actions)) and not any(map(limits, each.statement.conditions))


def _around(view: View, each: Held) -> str:
    """What a statement lets somebody do, in one request; a grant's other rules tell what it does by intention."""
    is_grant = each.statement.origin[:2] == _OURS
    if not view.fine_grained:
        request = changing_all(view, each.statement) or (not is_grant and reading_all(view, each.statement))
        if request:
            return str(request)
    rewriting = next((action for action in _REWRITING if acts(each.statement, action)), "")
    own = rewriting and not is_grant and any(pattern_covers(str(on), view.arn) for on in each.statement.resources)
    return f"{rewriting}, which changes that policy as well," if own else ""


RULES = (
    Rule(
        id="LB662",
        title="No identity policy goes around a domain's policy",
        why="Within one account a request is allowed where either policy allows it.",
        fix="narrow the identity policy",
        source=GUIDE + "ac.html#ac-conflict",
        severity=Severity.WARNING,
        check=_beside,
    ),
)
