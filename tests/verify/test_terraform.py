"""Reading `.tf` files: what no parser minds is found in regular and in odd blocks alike, at its place."""

import pytest

from landbridge.verify import verify

DECLARED = 'variable "x" {}\n\n'


def found(text: str) -> list[tuple[str, str]]:
    """The findings in one file as line:column and message."""
    findings = verify({"main.tf": text})
    assert all(f.place and f.message.startswith(f"main.tf:{f.place.line}: ") for f in findings)
    return [(f"{f.place.line}:{f.place.column}", f.message.partition(": ")[2]) for f in findings if f.place]


@pytest.mark.parametrize(
    ("character", "code"),
    [
        ("\t", "0009"),
        ("\r", "000D"),
        ("\x1b", "001B"),
        ("\x7f", "007F"),
        ("\x85", "0085"),
        ("\u200b", "200B"),
        ("\u2028", "2028"),
        ("\u202e", "202E"),
        ("\u2066", "2066"),
        ("\ufeff", "FEFF"),
    ],
)
@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('resource "aws_x" "a" {\n  b = "c', '"\n}\n', "2:9"),
        ('resource "aws_x" "a" {\n  b = {\n    "c', '" = 1\n  }\n}\n', "3:7"),
        ('resource "aws_x" "a" {\n  b = f("${upper("c', '")}")\n}\n', "2:20"),
        ("# c", '\nresource "aws_x" "a" {\n}\n', "1:4"),
        ('resource "aws_x" "a" {\n  # c', "\n  b = 1\n}\n", "2:6"),
        ('resource "aws_x" "a" {\n}\n# c', "\n", "3:4"),
    ],
)
def test_hidden_characters(before: str, after: str, place: str, character: str, code: str) -> None:
    # A carriage return may also be told of by the parser, to which it ends a line only together with a newline.
    assert (place, f"the character U+{code} stands unescaped") in found(before + character + after) or character == "\r"
    assert found(before + character + after)


@pytest.mark.parametrize(
    ("body", "place", "key"),
    [
        ("  x = { a = 1, a = 2 }\n", "2:16", "a"),
        ("  x = { a : 1, a : 2 }\n", "2:16", "a"),
        ('  x = {\n    a   = "1"\n    "a" = "2"\n  }\n', "4:5", '"a"'),
        ('  x = {\n    "b"      = "1"\n    "\\u0062" = "2"\n  }\n', "4:5", '"\\u0062"'),
        ('  x = {\n    "$${b" = "1"\n    "\\u0024{b" = "2"\n  }\n', "4:5", '"\\u0024{b"'),
        ('  x = {\n    "é" = "1"\n    "e\\u0301" = "2"\n  }\n', "4:5", '"e\\u0301"'),
        ("  x = f([\n    {\n      a = 1\n      b = { a = 1 }\n      a = 1\n    },\n  ])\n", "6:7", "a"),
        ("  y {\n    x = { 1 = 1, 1 = 2 }\n  }\n", "3:18", "1"),
    ],
)
def test_repeated_keys(body: str, place: str, key: str) -> None:
    assert found(f'resource "aws_x" "a" {{\n{body}}}\n') == [(place, f"the key {key} occurs twice")]


@pytest.mark.parametrize(
    "body",
    [
        "  x = [{ a = 1 }, { a = 1 }]\n",
        "  x = { a = { a = 1 }, b = { a = 1 } }\n",
        "  x = { (var.x) = 1, (var.x) = 2 }\n",
        "  x = { for a in var.x : a => a if a == a }\n",
        "  y {\n    a = 1\n  }\n  y {\n    a = 1\n  }\n",
        '  x = {\n    "a1" = 1\n    "a2" = 1\n    a-1  = 1\n    a-2  = 1\n  }\n',
        "  x = (\n    var.x ? 1\n    : 2\n  )\n",
    ],
)
def test_keys_that_only_look_repeated(body: str) -> None:
    assert found(f'{DECLARED}resource "aws_x" "a" {{\n{body}}}\n') == []


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a = 1\n", "1:1", "the attribute a stands outside of any block"),
        ('resource "aws_x" "b c" {\n}\n', "1:1", "'b c' cannot name a block of type resource"),
        ('resource "aws_x" "2" {\n}\n', "1:1", "'2' cannot name a block of type resource"),
        ('resource "aws_x" "é" {\n}\n', "1:1", "'é' cannot name a block of type resource"),
        ('variable "source" {\n}\n', "1:1", "'source' cannot name a block of type variable"),
        ('resource "aws_x" {\n}\n', "1:1", "a block of type resource with 1 labels; this type takes 2 labels"),
        (
            "moved {\n}\n\nresourc {\n}\n",
            "4:1",
            "a block of type resourc with 0 labels; this type is unknown to Terraform",
        ),
        ("locals {\n  x = <<EOT\na\nEOT\n}\n", "2:7", "a heredoc, which Landbridge does not lay out"),
    ],
)
def test_blocks_that_terraform_does_not_know(text: str, place: str, message: str) -> None:
    assert found(text) == [(place, message)]


@pytest.mark.parametrize(
    "text",
    [
        'resource "aws_x" "a" {\n  b ["c"] {\n  }\n}\n',
        'resource "aws_x" "a" {\n  b var.c {\n  }\n}\n',
        'resource "aws_x" "a" {\n  b = {\n    "c " = ",d" = "e"\n  }\n}\n',
        'resource "aws_x" "a" {\n  b = {\n    var.c = 1\n  }\n  d = "e\n}\n',
        'resource "aws_x" "a" {\n  b = 1 # = {\n  c = 2\n  }\n}\n',
        'resource "aws_x" "a" {\n  b = 1\n  }\nresource "aws_x" "a" {\n  b = 1\n}\n',
        'resource "aws_x" "a" {\n  b = "c" "d"\n}\n',
        'resource "aws_x" "a" {\n  b = c"d"\n}\n',
        'resource "aws_x" "a" {\n  b = c."d"\n}\n',
        'resource "aws_x" "a" {\n  b = "c" . "d"\n}\n',
        'resource "aws_x" "a" {\n  b = c ("d") e\n}\n',
        'resource "aws_x" "a" {\n  b = "\\ud800"\n}\n',
        'resource "aws_x" "a" {\n  b = "\\U00110000"\n}\n',
        'resource "aws_x" "a" {\n  b = [\n    "c",\n    "d"\n    "e",\n  ]\n}\n',
        'resource "aws_x" "a" {\n  b = [\n    "c",\n  }\n}\n',
        '/*\nresource "aws_x" "a" {\n}\n',
    ],
)
def test_what_would_pass_if_shapes_were_taken_carelessly(text: str) -> None:
    assert found(text) != []


@pytest.mark.parametrize(
    "text",
    [
        '/*\nresource "aws_x" "a" {\n}\n*/\n',
        'resource "aws_x" "a" {\n  b {\n}\n}\n',
        'resource "aws_x" "a" {\n  b = c[\n    "d"\n  ]\n}\n',
        'resource "aws_x" "a" {} # b\n// c\nresource "aws_x" "b" {}\n',
        'resource "aws_x" "a" {\n  b = "${f("${g("}")}")}" # "\n}\n',
        'terraform {\n  backend "s3" {\n    a = "b"\n  }\n  required_providers {\n    aws = { source = "c" }\n  }\n}\n',
    ],
)
def test_what_is_right_though_not_regular(text: str) -> None:
    assert found(text) == []
