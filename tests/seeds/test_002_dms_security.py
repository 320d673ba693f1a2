"""Every policy, command and value that seed 002 prints can be had from a spec, or differs for a reason that is named.

The seed is the chapter on security of the DMS user guide, as it was in 2023
(https://github.com/awsdocs/aws-dms-user-guide/blob/main/doc_source/CHAP_Security.md).
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from landbridge.policy.canonical import same
from landbridge.policy.document import PolicyDocument
from landbridge.policy.grants import compare
from tests.examples import CHECKOUT
from tests.seeds.dms_security import CASES, PROCEDURES
from tests.seeds.dms_security.blocks import BLOCKS, Kind
from tests.seeds.dms_security.case import Case, Decision, Element, Json, Text, Values, cells, parsed, policy

POLICIES = {name: case for name, case in CASES.items() if isinstance(case, Case)}
ELEMENTS = {name: case for name, case in CASES.items() if isinstance(case, Element)}
DECISIONS = {name: case for name, case in CASES.items() if isinstance(case, Decision)}
TEXTS = {name: case for name, case in CASES.items() if isinstance(case, Text)} | PROCEDURES
VALUES = {name: case for name, case in CASES.items() if isinstance(case, Values)}
ANSWERS = {
    Kind.POLICY: Case,
    Kind.STATEMENT: Case,
    Kind.ELEMENT: Element,
    Kind.SECRET: Text,
    Kind.ERROR: Decision,
}
"""What a kind of block has to be answered with; others are answered as is fit."""


def test_all_blocks_of_the_seed_are_here() -> None:
    assert sorted(BLOCKS) == list(range(1, 78))


def test_every_block_is_answered_and_every_answer_is_to_a_block() -> None:
    assert {block.by for block in BLOCKS.values()} == set(CASES)


@pytest.mark.parametrize("number", BLOCKS)
def test_a_block_is_answered_with_what_is_fit_for_its_kind(number: int) -> None:
    block = BLOCKS[number]
    assert isinstance(CASES[block.by], ANSWERS.get(block.kind, object))


@pytest.mark.parametrize("name", POLICIES)
def test_a_spec_makes_the_policy_but_for_what_is_listed(name: str) -> None:
    case = POLICIES[name]
    theirs, ours = set(cells(case.theirs)), set(cells(case.ours))
    assert theirs - ours == set(cells(document(case.missing)))
    assert ours - theirs == set(cells(document(case.added)))


@pytest.mark.parametrize("name", [name for name, case in POLICIES.items() if not case.missing and not case.added])
def test_a_policy_without_a_difference_is_the_same_in_canonical_form(name: str) -> None:
    assert same(POLICIES[name].theirs, POLICIES[name].ours)


@pytest.mark.parametrize("name", [*POLICIES, *ELEMENTS])
def test_a_difference_has_a_reason_with_the_section_that_says_so(name: str) -> None:
    case = (POLICIES | ELEMENTS)[name]
    differs = bool(case.corrects) or (isinstance(case, Case) and bool(case.missing or case.added))
    assert bool(re.match(r"([129](\.\d+)?(, point \d+)?|narrower): \w", case.because)) == differs


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_grants_nothing_that_the_seed_does_not_unless_that_is_said(name: str) -> None:
    case = POLICIES[name]
    grown = compare(case.theirs, case.ours).growth
    assert cells(PolicyDocument(grown)) == cells(document(case.wider))


@pytest.mark.parametrize("name", ELEMENTS)
def test_a_statement_of_a_spec_has_the_elements(name: str) -> None:
    assert ELEMENTS[name].held


@pytest.mark.parametrize("name", DECISIONS)
def test_a_policy_decides_the_calls(name: str) -> None:
    assert DECISIONS[name].open == []


@pytest.mark.parametrize("name", VALUES)
def test_a_spec_yields_the_values(name: str) -> None:
    assert VALUES[name].found == VALUES[name].values


@pytest.mark.parametrize("name", TEXTS)
def test_the_output_says_what_no_resource_can_express(name: str) -> None:
    assert TEXTS[name].absent == []


def test_the_blocks_are_those_of_the_seed_where_it_lies_beside_the_checkout() -> None:
    for seed in (CHECKOUT.parent / "shared" / "seeds").glob("002_*.txt"):
        found = dict(enumerate(blocks(seed), 1))
        assert found.keys() == BLOCKS.keys()
        assert {number: opening(number, found[number]) for number in BLOCKS} == {n: shown(n) for n in BLOCKS}


def document(statements: tuple[Json, ...]) -> PolicyDocument:
    return parsed(policy(*statements))


def blocks(seed: Path) -> Iterator[str]:
    """The blocks of code in a text, each between two lines of backticks."""
    yield from re.findall(r"^ *```\n(.*?)^ *```$", seed.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def words(text: str) -> list[str]:
    """What a block says, without the marks and blanks around it, which the seed sets as it likes or forgets."""
    return re.findall(r'[^\s"\[\]{},]+', text)


def shown(number: int) -> list[str]:
    """What the table and its cases say that a block says."""
    block, case = BLOCKS[number], CASES[BLOCKS[number].by]
    if block.text:
        return words(block.text)
    assert isinstance(case, Case | Element)
    return words(json.dumps(case.printed))


def opening(number: int, text: str) -> list[str]:
    """What a block says: all of it, or as much as the table holds of it."""
    found = words(text)
    return found[: len(words(BLOCKS[number].text))] if BLOCKS[number].text else found
