"""Shapes: blocks that differ in their values only are parsed once, and nothing else hides in a value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.ir import Expr, Traversal
from landbridge.render.layout import lay_out
from landbridge.render.quoting import hcl
from landbridge.verify import shapes, verify
from tests.render.strategies import texts


def role(number: int, text: str = "x") -> str:
    statements = [
        {"Sid": f"S{at}", "Effect": "Allow", "Action": [f"s3:A{number}-{k}" for k in range(at % 4)], "Resource": "*"}
        for at in range(1 + number % 7)
    ]
    arn = Expr("x", "arn:", Traversal(f"aws_iam_role.r{number}.id"), text)
    tags = {"Name": arn} if number % 2 else {"Name": text, "Team": text}
    return (
        f"# security.roles.r{number}: {number}\n"
        f'resource "aws_iam_role" "r{number}" {{\nname = {hcl(text)}\nmax_session_duration = {number}\n'
        f"policy = jsonencode({hcl({'Version': '2012-10-17', 'Statement': statements})})\ntags = {hcl(tags)}\n}}\n\n"
    )


def test_many_blocks_cost_few_parses(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    monkeypatch.setattr(shapes, "syntax_problem", parsed.append)
    shapes._is_right.cache_clear()
    shapes._parses.cache_clear()
    assert verify({"main.tf": lay_out("".join(role(number) for number in range(500)))}) == []
    assert 1 <= len(parsed) <= 12


@given(number=st.integers(0, 40), text=texts)
def test_any_text_leaves_a_block_regular(number: int, text: str) -> None:
    block = lay_out(role(number, text))
    assert shapes.is_regular(block[block.index("{\n") + 2 : block.rindex("}")])[0]


@pytest.mark.parametrize(
    ("body", "references"),
    [
        ("  a = var.b\n", ["var.b"]),
        ('  a = "${var.b}-${local.c.d}"\n', ["var.b", "local.c.d"]),
        ('  a = "$${var.b} var.c"\n', []),
        ('  # var.b "${var.c}\n  a = 1\n', []),
        ("  a = [\n    aws_x.b.arn,\n    module.c.d,\n  ]\n", ["aws_x.b.arn", "module.c.d"]),
    ],
)
def test_references_of_regular_bodies(body: str, references: list[str]) -> None:
    assert shapes.is_regular(body) == (True, references)
