"""`allow` and `deny` of operators: whether they hold what they promise, beside each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from landbridge.areas.dms.actions import LISTS
from landbridge.areas.dms.fine_grained import CREATION, EVERYTHING, TAGGING, UNTAGGING, USER_NAME, WORDS
from landbridge.areas.dms.rules.grants import kinds_of
from landbridge.areas.dms.spec_operators import Grant, Operator
from landbridge.areas.dms.wording import FINE_GRAINED
from landbridge.areas.scope import Scope
from landbridge.findings import Severity, SpecPath
from landbridge.policy.matching import covers, has_wildcard, overlaps
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_READING = ("dms:Describe*", "dms:Get*", "dms:List*")


def _is_of_all(grant: Grant) -> bool:
    """Whether an entry is about all resources of its types, whatever they are called and however they are tagged."""
    return not grant.tags and not grant.request_tags and not _names_some(grant)


def _names_some(grant: Grant) -> bool:
    """Whether the ids of an entry leave any out. Random ids are of one length, so wildcards alone may fit them all."""
    return bool(grant.ids) and all(each.strip("*?") for each in grant.ids)


def _has(grant: Grant, action: str) -> bool:
    """Whether an entry has all that an action or a pattern stands for."""
    if grant.request_tags and not grant.actions:
        return False
    return any(covers(each, action, ignore_case=True) for each in grant.actions or (EVERYTHING,))


@dataclass(frozen=True, slots=True)
class _Narrow:
    """What allows some resources of a type only: where it stands, the tag that tells them, if one does, and what."""

    name: str
    kind: str
    tag: str | None = None
    values: frozenset[str] = frozenset()
    actions: tuple[str, ...] = (EVERYTHING,)


def _undone(subject: Subject) -> Iterator[Hit]:
    scope = Scope(subject.spec, subject.references)
    for key, operator in subject.part.operators.items():
        narrow = list(_narrow(scope, operator))
        for index, grant in enumerate(operator.allow):
            name = f"allow[{index}]"
            kept_apart = (each for each in narrow if each.name != name and each.kind in grant.types)
            found = next(((way, each) for each in kept_apart if (way := _way_round(scope, grant, each))), None)
            if found is not None:
                way, each = found
                yield Hit(path=("dms", "operators", key, "allow", index), message=f"{way} what {each.name} keeps apart")


def _shown(scope: Scope, values: Iterable[str]) -> frozenset[str]:
    """Values of a tag with the spec's words filled in, so that what is written otherwise is seen to be the same."""
    return frozenset(str(scope.expand(value, ())) for value in values)


def _narrow(scope: Scope, operator: Operator) -> Iterator[_Narrow]:
    own = operator.own_endpoints_only
    if own is not None:
        yield _Narrow("own_endpoints_only", "endpoint", own.tag, frozenset({USER_NAME}))
    for index, grant in enumerate(operator.allow):
        actions = grant.actions or (EVERYTHING,)
        for kind in grant.types:
            for tag, values in (grant.tags or {}).items():
                yield _Narrow(f"allow[{index}]", kind, tag, _shown(scope, values), actions)
            if not grant.tags and _names_some(grant):
                yield _Narrow(f"allow[{index}]", kind, actions=actions)


def _way_round(scope: Scope, grant: Grant, narrow: _Narrow) -> str | None:
    """How an entry leads to more than another one allows. With what it allows whole there is nothing to gain."""
    if _is_of_all(grant):
        if _has(grant, EVERYTHING):
            return f"this allows everything with all {WORDS[narrow.kind]}, also"
        patterns = (each for each in grant.actions or () if has_wildcard(each) and not _reads(each))
        wide = next((each for each in patterns if narrow.kind in kinds_of(each)), None)
        if wide is not None:
            return f"this allows {shorten(wide)} with all {WORDS[narrow.kind]}, also"
    nothing_to_gain = not grant.request_tags and all(_has(grant, each) for each in narrow.actions)
    if narrow.tag is None or nothing_to_gain or not _has(grant, TAGGING) or _stays_apart(scope, grant, narrow):
        return None
    return f"with {TAGGING} people tag {WORDS[narrow.kind]} {shorten(narrow.tag)} themselves, and so reach"


def _stays_apart(scope: Scope, grant: Grant, narrow: _Narrow) -> bool:
    """Whether tagging leads to nothing: what is tagged is within reach already, or never gets the tag in question."""
    tag = narrow.tag or ""
    had, given = (_shown(scope, (tags or {}).get(tag, ())) for tags in (grant.tags, grant.request_tags))
    if had and had <= narrow.values:
        return True
    # What stands for a value that only AWS knows may be any value.
    known = not any("{" in value for value in (*given, *narrow.values))
    return bool(given) and known and not given & narrow.values


def _reads(action: str) -> bool:
    return any(covers(pattern, action, ignore_case=True) for pattern in _READING)


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


def _hides_nothing(subject: Subject) -> Iterator[Hit]:
    for key, operator in subject.part.operators.items():
        for index, grant in enumerate(operator.deny):
            reading = grant.actions is not None and all(map(_reads, grant.actions))
            lists = any(overlaps(action, each, ignore_case=True) for action in grant.actions or () for each in LISTS)
            if reading and lists and not grant.request_tags:
                kinds = " and ".join(WORDS[kind] for kind in dict.fromkeys(grant.types))
                message = f"this does not hide {kinds}: lists take no resource, so they show all there is"
                yield Hit(path=("dms", "operators", key, "deny", index), message=message)


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
    Rule(
        id="LB287",
        title="A deny does not promise to hide",
        why=(
            "Lists of DMS take no resource: a deny by ARN or tag never fits them, and everybody who may list sees"
            " names, hosts and settings of all."
        ),
        fix="keep apart what has to be hidden in an account of its own, or deny what is done with it",
        source=FINE_GRAINED,
        severity=Severity.WARNING,
        check=_hides_nothing,
    ),
)
