"""Validation: every constraint of the spec refuses what breaks it, at its place, and nothing else."""

import json
import re
from typing import Any, NamedTuple

import pytest

from landbridge.findings import SpecPath, dotted
from landbridge.spec.base import FORMS
from landbridge.spec.root import spec_model
from tests.spec.cases import ACROSS, CASES, Case
from tests.spec.constraints import Constraint, Field, constraints, declared, fields, is_of
from tests.spec.whole import MARK, at, changed, place, renamed, told, told_of, whole, without

CONSTRAINTS, FIELDS = constraints(), fields()


class Sample(NamedTuple):
    """What breaks a constraint, what just keeps it, and a piece of what the former is told."""

    bad: Any
    good: Any
    wants: str


PATTERNS = {
    r"[^\W\d_]{3}": Sample("12 ab", "für", "words that say why"),
    r"^LB[0-9]{3}$": Sample("LB12", "LB321", "a rule's id: LB and three digits"),
    r"^[0-9]+\.[0-9]+(\.[0-9]+)?$": Sample(">= 1.6", "1.6", "a version such as 1.11.4"),
    r"^[0-9]{12}$": Sample("1234-5678-9012", "123456789012", "an account id: twelve digits"),
    r"^[A-Za-z0-9]+$": Sample("A-B", "AllowB2", "letters and digits only"),
    r"^[a-z0-9]{4}$": Sample("b01", "b001", "four lower-case letters or digits"),
    r"^[a-z][a-z0-9-]*$": Sample("Edge", "edge-2", "lower-case letters, digits and hyphens, a letter first"),
    r"^[a-z][a-z0-9]*$": Sample("pre-prod", "prod2", "lower-case letters and digits, a letter first"),
    r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$": Sample(
        "data__lake", "data_lake2", "lower-case letters, digits and single underscores between them, a letter first"
    ),
    r"^[a-z][a-z0-9_]*$": Sample("kms-key", "kms_key_id", "an argument's name: lower-case letters"),
    r"^arn:[^:]+:iam::[0-9]{12}:role/.+$": Sample(
        "deploy", "arn:aws:iam::123456789012:role/ci/deploy", "the ARN of a role, e.g. arn:aws:iam::123456789012:role/"
    ),
    r"^level[1-9]$": Sample("level0", "level4", "level1, level2, level3 or level4"),
}
"""Samples that say more than those that are made of the pattern and what the whole spec has."""

_LONGEST_KEY = 1024
"""Of YAML: https://yaml.org/spec/1.2.2/#example-single-pair-implicit-entries"""

TOLD_LATER = [each for each in CONSTRAINTS if each.keyword == "pattern" and json.loads(each.value) not in FORMS]
"""Patterns for editors only, of what lowering tells: findings must not print the value."""

ENFORCED = [
    each
    for each in CONSTRAINTS
    if each not in TOLD_LATER
    and not (each.of_key and each.keyword == "maxLength" and json.loads(each.value) > _LONGEST_KEY)
]


def sample(constraint: Constraint) -> Sample:
    """A sample for any constraint: by its keyword, from what the whole spec has at the place."""
    value, now = json.loads(constraint.value), present(constraint)
    match constraint.keyword:
        case "pattern":
            return PATTERNS.get(value) or Sample("§ $", now, FORMS[value])
        case "enum":
            *first, last = map(str, value)
            return Sample("nonsense", value[-1], f"wants {', '.join(first)} or {last}")
        case "const":
            return Sample("nonsense", value, f"wants {value}")
        case "minLength":
            return Sample(now[: value - 1], now, f"at least {value} char" if value > 1 else "text that is not empty")
        case "maxLength":
            good = grown(now, value, pattern_of(constraint))
            return Sample(good + "a", good, f"at most {value:,} characters, and has {value + 1:,}")
        case "minimum":
            return Sample(value - 1, value, f"at least {value:,}")
        case "maximum":
            return Sample(value + 1, value, f"at most {value:,}")
        case "minItems" if value == 1:
            return Sample([], now, "is an empty list: wants at least one item")
        case "minProperties" if value == 1:
            return Sample({}, now, "is an empty mapping: wants at least one entry")
        case "maxProperties":
            fits, breaks = ({f"k{number}": "x" for number in range(size)} for size in (value, value + 1))
            return Sample(breaks, fits, f"is a mapping: wants at most {value} entries, and has {value + 1}")
    raise AssertionError(f"no sample for {constraint}")


def present(constraint: Constraint) -> Any:
    """What the whole spec has where the constraint holds."""
    return constraint.path[-1] if constraint.of_key else at(whole(), constraint.path)


def pattern_of(constraint: Constraint) -> str:
    """The pattern that holds beside another constraint."""
    beside = [each for each in CONSTRAINTS if each.keyword == "pattern" and each[:3] == constraint[:3]]
    return next((json.loads(each.value) for each in beside), "")


def grown(text: str, length: int, pattern: str) -> str:
    """A text of a length that fits the pattern, as the given one does."""
    more = length - len(text)
    longer = (text[:end] + text[end - 1] * more + text[end:] for end in range(len(text), 0, -1))
    return next(each for each in longer if re.search(pattern, each))


def altered(constraint: Constraint, value: Any) -> Any:
    return renamed(constraint.path, value) if constraint.of_key else changed(constraint.path, value)


def name(case: Constraint | Field) -> str:
    keyword = f" {case.keyword}{' of key' * case.of_key}" if isinstance(case, Constraint) else ""
    return f"{case.owner}{keyword}"


JARGON = re.compile(r"\b(should|valid|pattern|None|True|False|dict|str|int|bool|tuple|model|validation)\b|[\^\\]")


def check_words(message: str, hint: str) -> None:
    """Findings are plain, printable and helpful."""
    assert hint
    assert (message + hint).isprintable()
    assert not JARGON.search(re.sub(r"^[\w.\[\]]+", "", message))


def test_the_whole_spec_has_every_key_and_no_findings() -> None:
    missing = sorted(declared() - {field.owner for field in FIELDS})
    assert missing == [], "add them to tests/spec/parts"
    assert told(whole()) == []


def test_only_what_findings_must_not_print_has_a_pattern_for_editors_alone() -> None:
    assert {each.owner for each in TOLD_LATER} <= {"Secret.arn", "ClusterSecret.arn"}


@pytest.mark.parametrize("case", ENFORCED, ids=name)
def test_what_breaks_a_constraint_is_one_finding_at_its_place(case: Constraint) -> None:
    bad = sample(case)[0]
    root = altered(case, bad)
    path: SpecPath = (*case.path[:-1], bad) if case.of_key else case.path
    ((where, id_, message, hint),) = told(root)
    assert (where, id_) == (place(root, path, at_key=case.of_key), "LB102")
    assert message.startswith(dotted(case.path[:-1] if case.of_key else case.path))
    assert sample(case).wants in message
    check_words(message, hint)


@pytest.mark.parametrize("case", ENFORCED, ids=name)
def test_what_just_keeps_a_constraint_has_no_findings(case: Constraint) -> None:
    assert told(altered(case, sample(case).good)) == []


VALUES = (None, True, 7, 1.5, "text", ["x"], {"x": "y"})
FORGOTTEN = {"Secret.arn", "Endpoint.secret", "Endpoint.asm_secret", "ClusterSecret.arn", "Cluster.secret"}
"""Fields whose value is dropped unread where it does not fit, which lowering tells: it may be the secret itself."""


@pytest.mark.parametrize("field", [field for field in FIELDS if field.owner not in FORGOTTEN], ids=name)
def test_a_value_of_another_type_is_one_finding_at_its_place(field: Field) -> None:
    for value in VALUES:
        if any(is_of(value, type_) for type_ in field.types):
            continue
        root = changed(field.path, value)
        found = told(root)
        assert [(where, id_) for where, id_, _, _ in found] == [(place(root, field.path), "LB102")], (value, found)
        assert found[0][2].startswith(f"{dotted(field.path)} is ")
        check_words(*found[0][2:])


@pytest.mark.parametrize("field", [field for field in FIELDS if field.required], ids=name)
def test_a_missing_key_is_one_finding_at_the_key_that_lacks_it(field: Field) -> None:
    ((where, id_, message, hint),) = told(without(field.path))
    assert (where, id_) == (place(without(field.path), field.path[:-1], at_key=True), "LB103")
    assert message.endswith(f'lacks the key "{field.path[-1]}"')
    check_words(message, hint)


@pytest.mark.parametrize("field", {field.owner.split(".")[0]: field for field in FIELDS}.values(), ids=name)
def test_an_unknown_key_is_one_finding_at_itself(field: Field) -> None:
    path = (*field.path[:-1], "zzz")
    root = changed(path, {"x": [1]})
    ((where, id_, message, hint),) = told(root)
    assert (where, id_) == (place(root, path, at_key=True), "LB101")
    assert message.startswith('unknown key "zzz"')
    check_words(message, hint)


@pytest.mark.parametrize("case", [*CASES, *ACROSS], ids=lambda case: f"{case.validator} {case.wants}")
def test_a_validator_refuses_at_the_place_and_lets_pass(case: Case) -> None:
    ((where, id_, message, hint),) = told_of(case.bad.replace(MARK, "", 1))
    before = case.bad[: case.bad.index(MARK)]
    assert where == f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    assert id_ == (case.validator if case in ACROSS else "LB102")
    assert case.wants in message
    assert "s3cr3t" not in message + hint
    check_words(message, hint)
    assert told_of(case.good) == []


FORGETTING = {
    *("NoCredentials._forget", "or_nothing.<locals>.forget"),
    *("Secret._forget_what_is_no_arn", "ClusterSecret._forget_what_is_no_arn"),
}
"""Validators that refuse nothing: they drop what may be a secret, and lowering tells that something was there."""


def test_every_validator_has_a_case() -> None:
    def functions(node: object) -> set[str]:
        if isinstance(node, dict):
            own = {node["function"]["function"].__qualname__} if "function" in node and "schema" in node else set()
            return own.union(*map(functions, node.values()))
        return set().union(*map(functions, node)) if isinstance(node, list | tuple) else set()

    model = spec_model()
    model.model_rebuild()
    assert functions(model.__pydantic_core_schema__) - FORGETTING == {case.validator for case in CASES}
