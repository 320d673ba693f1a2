"""`allow` and `deny` of operators: whether they can hold, and whether they hold what they promise."""

import re
from collections.abc import Iterable, Iterator

from landbridge.areas.dms.actions import LISTS
from landbridge.areas.dms.fine_grained import (
    CREATION,
    EVERYTHING,
    REQUEST_TAG_ACTIONS,
    WORDS,
    creates_itself,
)
from landbridge.areas.dms.spec_operators import Grant, Operator
from landbridge.areas.dms.wording import FINE_GRAINED
from landbridge.aws import names
from landbridge.findings import SpecPath
from landbridge.policy.matching import has_wildcard, overlaps
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_SAR = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdatabasemigrationservice.html"
_PLACEHOLDER = re.compile(r"\$?\{[^{}]*\}")


def entries(path: SpecPath, operator: Operator) -> Iterator[tuple[SpecPath, Grant]]:
    """The entries of `allow` and `deny` of an operator, with their places."""
    for index, grant in enumerate(operator.allow):
        yield (*path, "allow", index), grant
    for index, grant in enumerate(operator.deny):
        yield (*path, "deny", index), grant


def _grants(subject: Subject) -> Iterator[tuple[SpecPath, Grant]]:
    for key, operator in subject.part.operators.items():
        yield from entries(("dms", "operators", key), operator)


def _actions(path: SpecPath, grant: Grant) -> Iterator[tuple[SpecPath, str]]:
    """The actions that the author wrote, with their places; a list of one may be written as its value."""
    actions = grant.actions or ()
    for index, action in enumerate(actions):
        yield ((*path, "actions", index) if len(actions) > 1 else (*path, "actions")), action


def _known(action: str) -> tuple[str, ...]:
    """The actions of DMS that a name or pattern stands for."""
    from landbridge.aws import actions as catalogue  # AWS's data is read only where an author names actions

    if not action.lower().startswith("dms:"):
        return ()
    if has_wildcard(action):
        return catalogue.matching(action)
    info = catalogue.action(action)
    return (info.name,) if info else ()


def kinds_of(action: str) -> set[str]:
    """The types of resources that an action, or some action of a pattern, is checked on."""
    from landbridge.aws import actions as catalogue

    infos = (catalogue.action(name) for name in _known(action))
    used = (catalogue.resource_type("dms", use.name) for info in infos if info for use in info.resource_types)
    return {each.arn.split(":")[5] for each in used}


def _unknown_action(subject: Subject) -> Iterator[Hit]:
    for path, grant in _grants(subject):
        for where, action in _actions(path, grant):
            if action != EVERYTHING and not _known(action):
                yield Hit(path=where, message=f"DMS has no action {shorten(action)}", hint=_nearest_action(action))


def _nearest_action(action: str) -> str:
    from landbridge.aws import actions as catalogue
    from landbridge.aws.nearest import nearest

    if not action.lower().startswith("dms:"):
        return "write dms:…; actions of other services go into a policy of the security part"
    near = nearest(action, (info.name for info in catalogue.actions_of("dms")))
    return f"did you mean {' or '.join(near)}?" if near else "see the actions of DMS in the reference"


def _misplaced_action(subject: Subject) -> Iterator[Hit]:
    for path, grant in _grants(subject):
        for where, action in _actions(path, grant):
            if action == EVERYTHING or not _known(action):
                continue
            kinds = kinds_of(action)
            if not kinds:
                message = f"{action} takes no resource, so that no ARN or tag narrows it"
                lists = set(_known(action)) <= set(LISTS)
                hint = "every operator has it" if lists else "only an operator without allow: has it"
                yield Hit(path=where, message=message, hint=f"leave it out: {hint}")
            elif not kinds.intersection(grant.types):
                message = f"{action} is about {_words(kinds)}, and not about {_words(grant.types)}"
                yield Hit(path=where, message=message, hint=f"add {' or '.join(sorted(kinds))} to types:")


def _words(kinds: Iterable[str]) -> str:
    return " or ".join(WORDS[kind] for kind in WORDS if kind in frozenset(kinds))


def _request_tags(subject: Subject) -> Iterator[Hit]:
    for path, grant in _grants(subject):
        if not grant.request_tags:
            continue
        for where, action in _actions(path, grant):
            if not any(overlaps(action, each, ignore_case=True) for each in REQUEST_TAG_ACTIONS):
                message = f"AWS sends no dms:req-tag with {shorten(action)}: it gives no tags"
                hint = "name dms:AddTagsToResource or actions that create, or leave actions: out"
                yield Hit(path=where, message=message, hint=hint)
        if not grant.actions:
            yield from _creation(path, grant)


def _creation(path: SpecPath, grant: Grant) -> Iterator[Hit]:
    for field, word in (("tags", "tags"), ("ids", "id")):
        if getattr(grant, field):
            message = f"what is about to be made has no {word} yet, so {field} and request_tags never hold together"
            hint = "make two entries of it, or name under actions: what tags things that are there"
            yield Hit(path=(*path, field), message=message, hint=hint)
    for index, kind in enumerate(grant.types):
        if creates_itself(kind):
            continue
        creation = CREATION.get(kind)
        if creation is None:
            message = f"no action that makes {WORDS[kind]} is sent with dms:req-tag"
            yield Hit(path=(*path, "types", index), message=message, hint=f"leave {kind} out")
        else:
            message = f"AWS checks {creation.action} on {_words(creation.on)}, not on the {WORDS[kind]} that it makes"
            hint = f"write types: [{', '.join(creation.on)}], actions: {creation.action}"
            yield Hit(path=(*path, "types", index), message=message, hint=hint)


def _tags(subject: Subject) -> Iterator[Hit]:
    for path, grant in _grants(subject):
        for field in ("tags", "request_tags"):
            spelled: dict[str, str] = {}
            for tag, values in (getattr(grant, field) or {}).items():
                yield from _tag((*path, field, tag), tag, values)
                if (other := spelled.setdefault(tag.lower(), tag)) != tag:
                    message = f"{shorten(tag)} and {shorten(other)} are one condition key: its case does not count"
                    yield Hit(path=(*path, field, tag), message=message, at_key=True)
    for key, operator in subject.part.operators.items():
        own = operator.own_endpoints_only
        if own is not None and (problem := names.problem_with_tag_key(own.tag)):
            where = ("dms", "operators", key, "own_endpoints_only", "tag")
            yield Hit(path=where, message=f"the tag {shorten(own.tag)} {problem}")


def _tag(path: SpecPath, tag: str, values: tuple[str, ...]) -> Iterator[Hit]:
    if problem := names.problem_with_tag_key(tag):
        yield Hit(path=path, message=f"the tag {shorten(tag)} {problem}", at_key=True)
    for index, value in enumerate(values):
        if problem := names.problem_with_tag_value(_PLACEHOLDER.sub("", value)):
            where = (*path, index) if len(values) > 1 else path
            hint = "values are compared as a whole: list them" if has_wildcard(value) else ""
            yield Hit(path=where, message=f"the value {shorten(value)} {problem}", hint=hint)


RULES: tuple[Rule, ...] = (
    Rule(
        id="LB280",
        title="An operator's action is one of DMS",
        why="An action that does not exist allows and denies nothing, and IAM does not say so.",
        fix="write an action of DMS",
        source=_SAR,
        check=_unknown_action,
    ),
    Rule(
        id="LB281",
        title="An operator's action is about the types beside it",
        why="AWS checks each action on its own types of resources: on others, the statement never matches.",
        fix="name the types that the action is about",
        source=_SAR,
        check=_misplaced_action,
    ),
    Rule(
        id="LB282",
        title="request_tags stand with actions that give tags",
        why="AWS sends dms:req-tag only with what creates and tags: with all else the statement never matches.",
        fix="name what creates or tags",
        source=_SAR,
        check=_request_tags,
    ),
    Rule(
        id="LB283",
        title="A tag condition holds a tag that can be",
        why="A key or value that AWS would refuse as a tag never matches.",
        fix="write the tag as AWS shows it",
        source=FINE_GRAINED,
        check=_tags,
    ),
)
