"""Layout: the text that `terraform fmt` would leave as it is, whatever blanks the templates left."""

import re
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.render.layout import lay_out
from tests.render.conftest import Check
from tests.render.strategies import files


@pytest.mark.parametrize(
    ("rule", "text", "laid_out"),
    [
        ("an empty file stays empty", "\n\n", ""),
        ("the file ends with one newline", "a = 1\n\n\n", "a = 1\n"),
        ("an unended last line is ended", "a = 1", "a = 1\n"),
        ("nothing stands before the first line", "\n\n# a\n", "# a\n"),
        ("empty lines are single", "a {}\n\n \n\nb {}\n", "a {}\n\nb {}\n"),
        ("no empty line stands just inside braces", "a {\n\nb = 1\n\n}\n", "a {\n  b = 1\n}\n"),
        ("nor just inside brackets", "a = [\n\n1,\n\n]\n", "a = [\n  1,\n]\n"),
        ("blocks are indented by two", "a {\nb {\nc = 1\n}\n}\n", "a {\n  b {\n    c = 1\n  }\n}\n"),
        ("what is indented otherwise, too", "a {\n\t   b = 1  \n      }\r\n", "a {\n  b = 1\n}\n"),
        ("brackets of one line are one indent", "a = f({\nb = [\n1,\n]\n})\n", "a = f({\n  b = [\n    1,\n  ]\n})\n"),
        ("comments go with the code", "a {\n# {[ x =\nb = 1\n}\n", "a {\n  # {[ x =\n  b = 1\n}\n"),
        ("signs of equality align", "a = 1\nlong = 2\n", "a    = 1\nlong = 2\n"),
        ("whatever blanks they had", "a=1\nlong   =    2\n", "a    = 1\nlong = 2\n"),
        ("quotes count", 'a = 1\n"b" = 2\n', 'a   = 1\n"b" = 2\n'),
        ("an empty line ends a run", "a = 1\n\nlong = 2\n", "a = 1\n\nlong = 2\n"),
        ("so does a comment", "a = 1\n# x\nlong = 2\n", "a = 1\n# x\nlong = 2\n"),
        ("and a block", "a = 1\nb {}\nlong = 2\n", "a = 1\nb {}\nlong = 2\n"),
        (
            "a value of several lines stands in no run",
            "a = 1\nmiddle   =  [\n1,\n]\nlong = 2\n",
            "a = 1\nmiddle = [\n  1,\n]\nlong = 2\n",
        ),
        ("a value of one line does", "a = { b = 1 }\nlong = [1]\n", "a    = { b = 1 }\nlong = [1]\n"),
        ("comparisons are no assignments", "a = b == 1\nlong = c >= 2\n", "a    = b == 1\nlong = c >= 2\n"),
        ("nor are arrows", "a = {\nfor k in b : k => 1\n}\n", "a = {\n  for k in b : k => 1\n}\n"),
        ("computed keys align", "a = {\n(b) = 1\nlong = 2\n}\n", "a = {\n  (b)  = 1\n  long = 2\n}\n"),
        ("equal signs in keys are text", 'a = {\n"b=c" = 1\nd = 2\n}\n', 'a = {\n  "b=c" = 1\n  d     = 2\n}\n'),
        ("marks in strings are text", 'a = "{[(\\"{ #"\nlong = "}"\n', 'a    = "{[(\\"{ #"\nlong = "}"\n'),
        ("strings in templates too", 'a = "${f("}{")}{"\nlong = 1\n', 'a    = "${f("}{")}{"\nlong = 1\n'),
        ("an escaped template is text", 'a = "$${{"\nlong = "%%{{"\n', 'a    = "$${{"\nlong = "%%{{"\n'),
        ("marks before a template are text", 'a = "%${f("{")}$"\nlong = 1\n', 'a    = "%${f("{")}$"\nlong = 1\n'),
    ],
)
def test_rule(rule: str, text: str, laid_out: str) -> None:
    assert lay_out(text) == laid_out, rule


def test_a_resource_as_templates_print_it() -> None:
    text = """\
        # security.iam_groups.ops
        resource "aws_iam_group_policy" "ops" {
        name = "ops"
            group = aws_iam_group.ops.name
        policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
        # Reason: {
        {
        Effect = "Allow"
        Action = [
        "s3:GetObject",
        "s3:ListBucket",
        ]
        Condition = {
        StringEquals = {
        "aws:RequestedRegion" = ["eu-west-1"]
        "aws:x" = "y"
        }
        }
        },
        ]
        })

        }
    """
    assert lay_out(dedent(text)) == dedent("""\
        # security.iam_groups.ops
        resource "aws_iam_group_policy" "ops" {
          name  = "ops"
          group = aws_iam_group.ops.name
          policy = jsonencode({
            Version = "2012-10-17"
            Statement = [
              # Reason: {
              {
                Effect = "Allow"
                Action = [
                  "s3:GetObject",
                  "s3:ListBucket",
                ]
                Condition = {
                  StringEquals = {
                    "aws:RequestedRegion" = ["eu-west-1"]
                    "aws:x"               = "y"
                  }
                }
              },
            ]
          })
        }
    """)


def test_long_files_are_laid_out_like_short_ones() -> None:
    block = 'resource "aws_iam_group" "g" {\nname = "g"\n\npath = "/"\n}\n\n'
    laid_out = 'resource "aws_iam_group" "g" {\n  name = "g"\n\n  path = "/"\n}\n'
    assert lay_out(block * 5000) == "\n".join([laid_out] * 5000)


@settings(max_examples=12)
@given(batch=st.lists(files, min_size=10, max_size=40))
def test_any_file_is_as_terraform_fmt_leaves_it(fmt_clean: Check, batch: list[str]) -> None:
    fmt_clean([lay_out(text) for text in batch])


@given(text=files)
def test_only_blanks_between_tokens_change(text: str) -> None:
    laid_out = lay_out(text)
    assert re.sub(r"\s", "", laid_out) == re.sub(r"\s", "", text)
    assert lay_out(laid_out) == laid_out
