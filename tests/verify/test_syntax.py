"""Go's parser: asked about syntax only, answering with a place."""

import pytest

from landbridge.verify.syntax import SyntaxProblem, syntax_problem


@pytest.mark.parametrize(
    "text",
    [
        "a = b.c[0].d[*].e\n",
        "a = unknown(b, c...)\n",
        "a = -true\n",
        "a = 1 / 0\n",
        "b {}\nb = 1\n",
        "",
    ],
)
def test_what_cannot_be_evaluated_may_be_right(text: str) -> None:
    assert syntax_problem(text) is None


def test_the_first_problem_is_told_with_its_place() -> None:
    problem = syntax_problem('a = 1\nb = "c\nd = "e\n')
    assert problem is not None
    assert (problem.line, problem.column) == (2, 7)
    assert problem.message.startswith("Invalid multi-line string; Quoted strings may not be split over multiple lines.")
    assert "tmp.hcl" not in problem.message


def test_what_the_parser_panics_at_is_a_problem() -> None:
    assert syntax_problem('a = "b${null}"\n') == SyntaxProblem(1, 1, "panic HCL: value is null")
