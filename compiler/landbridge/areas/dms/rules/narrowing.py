"""`allow` and `deny` of operators: whether they hold what they promise, beside each other."""

from collections.abc import Iterator
from dataclasses import dataclass

from landbridge.areas.dms.fine_grained import CREATION, EVERYTHING, TAGGING, UNTAGGING, USER_NAME, WORDS
from landbridge.areas.dms.spec_operators import Grant, Operator
from landbridge.areas.dms.wording import FINE_GRAINED
from landbridge.findings import Severity, SpecPath
from landbridge.policy.matching import covers
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten


def _is_of_all(grant: Grant) -> bool:
    """Whether an entry is about all resources of its types, whatever they are called and however they are tagged."""
    return not grant.tags and not grant.request_tags and (not grant.ids or "*" in grant.ids)


def _has(grant: Grant, action: str) -> bool:
    """Whether an entry has all that an action or a pattern stands for."""
    if grant.request_tags and not grant.actions:
        return False
    return any(covers(each, action, ignore_case=True) for each in grant.actions or (EVERYTHING,))


@dataclass(frozen=True, slots=True)
class _Narrow:
    """What allows some resources of a type only: where it stands, and the tag that tells them, if one does."""

    name: str
    kind: str
    tag: str | None = None
    values: tuple[str, ...] = ()


def _undone(subject: Subject) -> Iterator[Hit]:
    for key, operator in subject.part.operators.items():
        narrow = list(_narrow(operator))
        for index, grant in enumerate(operator.allow):
            name = f"allow[{index}]"
            kept_apart = (each for each in narrow if each.name != name and each.kind in grant.types)
            found = next(((way, each) for each in kept_apart if (way := _way_round(grant, each))), None)
            if found is not None:
                way, each = found
                yield Hit(path=("dms", "operators", key, "allow", index), message=f"{way} what {each.name} keeps apart")


def _narrow(operator: Operator) -> Iterator[_Narrow]:
    own = operator.own_endpoints_only
    if own is not None:
        yield _Narrow("own_endpoints_only", "endpoint", own.tag, (USER_NAME,))
    for index, grant in enumerate(operator.allow):
        for kind in grant.types:
            for tag, values in (grant.tags or {}).items():
                yield _Narrow(f"allow[{index}]", kind, tag, values)
            if not grant.tags and grant.ids and "*" not in grant.ids:
                yield _Narrow(f"allow[{index}]", kind)


def _way_round(grant: Grant, narrow: _Narrow) -> str | None:
    """How an entry leads to more than another one allows. With what it allows whole there is nothing to gain."""
    everything = not grant.request_tags and _has(grant, EVERYTHING)
    if everything and _is_of_all(grant):
        return f"this allows everything with all {WORDS[narrow.kind]}, also"
    if everything or narrow.tag is None or narrow.tag in (grant.tags or {}) or not _has(grant, TAGGING):
        return None
    given = (grant.request_tags or {}).get(narrow.tag)
    if given is not None and not set(given) & set(narrow.values):
        return None
    return f"with {TAGGING} people tag {WORDS[narrow.kind]} {shorten(narrow.tag)} themselves, and so reach"


def _untagged(subject: Subject) -> Iterator[Hit]:
    for key, operator in subject.part.operators.items():
        for index, grant in enumerate(operator.deny):
            if not grant.tags or grant.request_tags:
                continue
            for kind in grant.types:
                same = [each for each in operator.deny if kind in each.types and each.tags in (None, grant.tags)]
                kept = [each for each in same if not each.request_tags and not each.ids]
                if not all(any(_has(each, action) for each in kept) for action in (TAGGING, UNTAGGING)):
                    message = f"the tags of these {WORDS[kind]} can be changed, and then nothing is denied"
                    yield Hit(path=("dms", "operators", key, "deny", index), message=message)
                    break


def _nothing_left(subject: Subject) -> Iterator[Hit]:
    for key, operator in subject.part.operators.items():
        path: SpecPath = ("dms", "operators", key)
        denies = [grant for grant in operator.deny if not grant.tags and not grant.request_tags]
        for index, grant in enumerate(operator.allow):
            if all(any(_takes(deny, kind, grant) for deny in denies) for kind in grant.types):
                message = "deny takes away all that this allows"
                yield Hit(path=(*path, "allow", index), message=message)
        gone = {kind for deny in denies if _is_of_all(deny) and _has(deny, EVERYTHING) for kind in deny.types}
        if operator.own_endpoints_only is not None and "endpoint" in gone:
            yield Hit(path=(*path, "own_endpoints_only"), message="deny takes away all that this allows")
        elif not operator.allow and operator.own_endpoints_only is None and gone == set(WORDS):
            message = "this denies everything with resources of every type: nothing is left but lists"
            yield Hit(path=(*path, "deny"), message=message)


def _takes(deny: Grant, kind: str, grant: Grant) -> bool:
    """Whether an unconditional deny takes everything that an entry allows with a type."""
    if kind not in deny.types:
        return False
    named = _is_of_all(deny) or (bool(grant.ids) and all(any(covers(d, i) for d in deny.ids) for i in grant.ids))
    creation = CREATION.get(kind)
    default = (creation.action,) if grant.request_tags and creation else (EVERYTHING,)
    return named and all(_has(deny, action) for action in grant.actions or default)


RULES: tuple[Rule, ...] = (
    Rule(
        id="LB284",
        title="What is allowed by name or tag is not allowed to all besides",
        why=(
            "Statements add up: one that allows all resources of a type undoes what another keeps apart by name or"
            " tag. So does the right to tag them."
        ),
        fix="give this entry the same tags, or leave dms:AddTagsToResource out of its actions",
        source=FINE_GRAINED,
        check=_undone,
    ),
    Rule(
        id="LB285",
        title="A deny leaves something",
        why="A deny wins over every allow: what it takes away whole need not be allowed.",
        fix="remove one of the two",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
        check=_nothing_left,
    ),
    Rule(
        id="LB286",
        title="What is denied by tag cannot be untagged",
        why="Who may change a tag takes away what the deny goes by, and then does what it denies.",
        fix="deny dms:AddTagsToResource and dms:RemoveTagsFromResource by the same tags, or leave actions: out",
        source=FINE_GRAINED,
        severity=Severity.WARNING,
        check=_untagged,
    ),
)
