"""Who may give tags to domains, beside what tags of domains allow: whoever has both has any domain."""

from collections.abc import Iterator

from landbridge.areas.opensearch.rules.identities import Held, held
from landbridge.areas.opensearch.rules.reading import acts, grants
from landbridge.findings import Severity
from landbridge.policy.callers import affirming
from landbridge.policy.document import Condition, Statement
from landbridge.policy.matching import overlaps
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_TAGGING = "es:AddTags"
_ON, _GIVEN = "aws:resourcetag/", "aws:requesttag/"


def _escalating(subject: Subject) -> Iterator[Hit]:
    ours = {path for path, _ in grants(subject)}
    having = list(held(subject)) if ours else []
    tagging: dict[str, dict[Statement, str]] = {}
    for each in having:
        if acts(each.statement, _TAGGING):
            for holder in each.by:
                tagging.setdefault(holder, {}).setdefault(each.statement, each.name)
    for each in having if tagging else ():
        path = each.statement.origin
        for condition in each.statement.conditions if path in ours else ():
            by = _by(each, condition, tagging) if condition.key.lower().startswith(_ON) else ""
            if by:
                ours.discard(path)  # once for each grant
                key = condition.key.partition("/")[2]
                yield Hit(
                    path=path,
                    message=f"es:AddTags is allowed by {by} to who has this: so they give any domain of those that are"
                    f" named there the tag {shorten(key)}, which this asks for, and are let in",
                    hint="limit who gives that tag: on domains that have it (tags:, aws:ResourceTag), or with other"
                    " values (request_tags:, aws:RequestTag); where it is meant, suppress this with a reason",
                    at_key=True,
                )
                break


def _by(each: Held, condition: Condition, tagging: dict[str, dict[Statement, str]]) -> str:
    """The address of what lets a holder give the tag that a condition asks for, to a domain that a statement is on."""
    if affirming(condition) is None:
        return ""
    for holder in sorted(each.by):
        for other, name in tagging.get(holder, {}).items():
            # Who may do as much without any tag gains nothing by one.
            if _gives(other, condition) and _meet(each.statement, other) and not _is_within(each.statement, other):
                return name
    return ""


def _gives(tagging: Statement, wanted: Condition) -> bool:
    """Whether a statement lets somebody give a tag with a value that is asked for to a domain without it."""
    key = wanted.key.lower().removeprefix(_ON)
    for condition in tagging.conditions:
        if condition.key.lower() == "aws:tagkeys" and condition.operator.startswith("ForAllValues:String"):
            return any(overlaps(each, key, ignore_case=True) for each in condition.values)
        if affirming(condition) is None:
            continue
        if condition.key.lower() == _ON + key:
            return False
        if condition.key.lower() == _GIVEN + key:
            return any(overlaps(one, other) for one in condition.values for other in wanted.values)
    return True


def _meet(one: Statement, other: Statement) -> bool:
    """Whether some domain of a statement, by itself or by a path in it, is of another statement about domains."""
    if one.not_resources or other.not_resources:
        return True
    domains = {"/".join(str(each).split("/", 2)[:2]) for each in one.resources}
    return any(
        overlaps(mine, str(theirs)) or not (mine.startswith("arn:") and theirs.startswith("arn:"))
        for mine in domains
        for theirs in other.resources
    )


def _is_within(one: Statement, other: Statement) -> bool:
    return not other.conditions and all(acts(other, each) for each in one.actions)


RULES = (
    Rule(
        id="LB667",
        title="Who gives tags to domains does not get at domains by their tags",
        why="Where tags say who may do what, giving a tag is giving access.",
        fix="limit who gives that tag, by aws:ResourceTag or aws:RequestTag",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html",
        severity=Severity.WARNING,
        check=_escalating,
    ),
)
