"""Quoting: whatever a value holds, the text that stands for it is read back as that value and nothing else."""

import itertools
import json
import math
import re
import shlex
import subprocess

import hcl2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from landbridge.ir import Expr, Traversal
from landbridge.render.quoting import comment, hcl, json_text, sh, sh_line
from tests.render.conftest import Evaluate
from tests.render.strategies import comes_through_jsonencode, expression, long_texts, texts, values

ROLE = Traversal("aws_iam_role.etl.arn")
PARTITION = Traversal("var.partition")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("", '""'),
        ("s3:GetObject", '"s3:GetObject"'),
        ('say "hi"\\\n\r\t', r'"say \"hi\"\\\n\r\t"'),
        ("é 日本 😀", '"é 日本 😀"'),
        ("a\0b\x1f\x7f\xa0\u202e\ue000", r'"a\u0000b\u001f\u007f\u00a0\u202e\ue000"'),
        ("\U000e0041", r'"\U000e0041"'),
        ("👩\u200d💻", '"👩\\u200d💻"'),
        ("${aws:username}", '"$${aws:username}"'),
        ("%{if}", '"%%{if}"'),
        ("$${x} $ {", '"$$${x} $ {"'),
        ("100%$", '"100%$"'),
        (ROLE, "aws_iam_role.etl.arn"),
        (Expr("x", ROLE), "aws_iam_role.etl.arn"),
        (Expr("x", "", ROLE, ""), "aws_iam_role.etl.arn"),
        (Expr("x", "arn:", PARTITION, ":s3:::x"), '"arn:${var.partition}:s3:::x"'),
        (Expr("x", PARTITION, PARTITION), '"${var.partition}${var.partition}"'),
        (Expr("x", "a$", PARTITION, "{"), r'"a\u0024${var.partition}{"'),
        (Expr("x", "a%", PARTITION), '"a%${var.partition}"'),
        (Expr("x", "$", "{a}"), '"$${a}"'),
        (Expr("plain"), '"plain"'),
        (True, "true"),
        (False, "false"),
        (None, "null"),
        (3600, "3600"),
        (-1.5, "-1.5"),
        ([], "[]"),
        ((), "[]"),
        ({}, "{}"),
        (["a"], '["a"]'),
        ([ROLE], "[aws_iam_role.etl.arn]"),
        (("a", 1), '[\n"a",\n1,\n]'),
        ([["a"]], '[\n["a"],\n]'),
        ([{"a": 1}], "[\n{\na = 1\n},\n]"),
        ({"Version": "1", "aws:x": ["b"]}, '{\nVersion = "1"\n"aws:x" = ["b"]\n}'),
    ],
)
def test_hcl_writes_values_as_people_write_them(value: object, written: str) -> None:
    assert hcl(value) == written


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("Name", "Name"),
        ("cost-center_2", "cost-center_2"),
        ("2nd", '"2nd"'),
        ("", '""'),
        ("a b", '"a b"'),
        ("for", '"for"'),
        ("null", '"null"'),
        ("${x}", '"$${x}"'),
        ("größe λ Ж 日本 カナ", '"größe λ Ж 日本 カナ"'),
        ("각", r'"\uac01"'),
        ("a\u0327", r'"a\u0327"'),
        ("😀", r'"\U0001f600"'),
        (PARTITION, "(var.partition)"),
        (Expr("x", PARTITION), "(var.partition)"),
        (Expr("x", PARTITION, ":sub😀"), r'"${var.partition}:sub\U0001f600"'),
    ],
)
def test_hcl_writes_keys_that_are_as_wide_as_they_have_characters(key: str, written: str) -> None:
    assert hcl({key: 1}) == f"{{\n{written} = 1\n}}"


@pytest.mark.parametrize("value", [{"a"}, object(), b"x", {1: "x"}, [{None: 1}]])
def test_hcl_refuses_what_has_no_one_form(value: object) -> None:
    with pytest.raises(TypeError):
        hcl(value)


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_hcl_refuses_numbers_without_a_literal(value: float) -> None:
    with pytest.raises(ValueError, match="no literal"):
        hcl([value])


def test_every_run_of_template_marks_comes_back(evaluated: Evaluate) -> None:
    runs = ["".join(run) for length in range(6) for run in itertools.product('$%{}"', repeat=length)]
    assert evaluated([hcl(run) for run in runs]) == runs


def test_every_run_of_template_marks_comes_back_before_and_after_an_interpolation(evaluated: Evaluate) -> None:
    runs = ["".join(run) for length in range(5) for run in itertools.product("$%{a", repeat=length)]
    around = [expression([run, Traversal("local.referred"), run]) for run in runs]
    assert evaluated([hcl(value) for value in around]) == around


@settings(max_examples=12)
@given(batch=st.lists((values | long_texts).filter(comes_through_jsonencode), min_size=15, max_size=40))
def test_any_value_comes_back_from_terraform(evaluated: Evaluate, batch: list[object]) -> None:
    assert evaluated([hcl(value) for value in batch]) == batch


@settings(max_examples=20)
@given(text=texts.map(lambda text: text.replace("{", "(")))
def test_any_text_comes_back_from_python_hcl2(text: str) -> None:
    # It hands out strings as they are written, and reads `$${` only where a brace closes it. All our escapes but \U
    # are JSON's.
    written = hcl2.loads(f"x = {hcl(text)}\n")["x"]
    assert json.loads(re.sub(r"\\U(.{8})", lambda escape: json.dumps(chr(int(escape[1], 16)))[1:-1], written)) == text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain", "plain"),
        ("", "''"),
        ("it's", """'it'"'"'s'"""),
        ("$(x) `y`", "'$(x) `y`'"),
        ("a\nb", "'a\nb'"),
        (7, "7"),
    ],
)
def test_sh_quotes_one_word(value: str | int, written: str) -> None:
    assert sh(value) == written


@settings(max_examples=20)
@given(words=st.lists(texts.map(lambda text: text.replace("\0", "")), min_size=1, max_size=20))
def test_any_word_comes_back_from_a_shell(words: list[str]) -> None:
    script = "printf '%s\\0' " + " ".join(sh(word) for word in words)
    printed = subprocess.run(["sh", "-c", script], capture_output=True, check=True).stdout.decode()
    assert printed.split("\0")[:-1] == words
    assert shlex.split(" ".join(sh(word) for word in words)) == words


def test_sh_refuses_nul() -> None:
    with pytest.raises(ValueError, match="NUL"):
        sh("a\0b")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("it's", """'it'"'"'s'"""),
        (7, "7"),
        ("Wave\n```\n# evil='1'", r"$'Wave\n```\n# evil=\'1\''"),
        ("a\r\t\\b", r"$'a\r\t\\b'"),
        ("x\u202e7", r"$'x\342\200\2567'"),
    ],
)
def test_sh_line_quotes_one_word_on_one_line(value: str | int, written: str) -> None:
    assert sh_line(value) == written


@settings(max_examples=20)
@given(words=st.lists(texts.map(lambda text: text.replace("\0", "")), min_size=1, max_size=20))
def test_any_word_on_one_line_comes_back_from_bash(words: list[str]) -> None:
    written = " ".join(sh_line(word) for word in words)
    assert written.isprintable()
    printed = subprocess.run(
        ["bash", "-c", f"printf '%s\\0' {written}"], capture_output=True, check=True
    ).stdout.decode()
    assert printed.split("\0")[:-1] == words


def test_sh_line_refuses_nul() -> None:
    with pytest.raises(ValueError, match="NUL"):
        sh_line("a\0b")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("arn:aws:s3:::x/${aws:username}", '"arn:aws:s3:::x/${aws:username}"'),
        ('"\\\n', r'"\"\\\n"'),
        ("é 日本", '"é 日本"'),
        ("\u202e\x7f\U000e0041", r'"\u202e\u007f\udb40\udc41"'),
        (Expr("arn:aws:x", "arn:", PARTITION, ":x"), '"arn:aws:x"'),
        ("{{ x }}{% y %}{# z #}{a}", r'"{\u007b x }}{\u0025 y %}{\u0023 z #}{a}"'),
        ("```\n```", r'"```\n```"'),
    ],
)
def test_json_text_writes_a_text_on_one_line(text: str, written: str) -> None:
    assert json_text(text) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ([], "[]"),
        ({}, "{}"),
        (None, "null"),
        (True, "true"),
        (7, "7"),
        (0.5, "0.5"),
        (("a",), '["a"]'),
        ({"AWS": "a"}, '{"AWS": "a"}'),
        (("a", "b"), '[\n  "a",\n  "b"\n]'),
        ([{"a": 1}], '[\n  {"a": 1}\n]'),
        ({"b": [], "a": {"c": ("d", 1)}}, '{\n  "b": [],\n  "a": {\n    "c": [\n      "d",\n      1\n    ]\n  }\n}'),
    ],
)
def test_json_text_lays_values_out(value: object, written: str) -> None:
    assert json_text(value) == written


@pytest.mark.parametrize("value", [{1}, b"a", {1: "a"}, {"a": {2}}, [object()]])
def test_json_text_refuses_what_json_cannot_hold(value: object) -> None:
    with pytest.raises(TypeError, match="JSON"):
        json_text(value)


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_json_text_refuses_numbers_without_a_literal(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_text([value])


json_values = st.recursive(
    st.one_of(texts, st.sampled_from(["```", "\n```\n", "~~~", "{{", "{%", "-->", "`"]), st.none(), st.booleans())
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(value=json_values)
def test_any_value_comes_back_from_json_in_its_order(value: object) -> None:
    written = json_text(value)
    assert json.dumps(json.loads(written)) == json.dumps(value)
    assert all(comment(line) == line.rstrip() or len(line) > 100 for line in written.split("\n"))


@given(value=json_values)
def test_no_value_gets_out_of_the_fence_around_its_json(value: object) -> None:
    written = json_text(value)
    fence, *after = MarkdownIt().parse(f"```json\n{written}\n```\n\nafter\n")
    assert (fence.type, fence.content) == ("fence", f"{written}\n")
    assert [token.content for token in after if token.type == "inline"] == ["after"]
    assert not re.search(r"\{[{%#]", written)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", ""),
        ("reads logs", "reads logs"),
        ("  kept, but not at the end  ", "  kept, but not at the end"),
        ("one\ntwo\r\nthree\rfour", "one\n# two\n# three\n# four"),
        ("one\n\n  \ntwo\n", "one\n#\n#\n# two\n#"),
        ("a\tb", "a b"),
        ("bell\x07 \u202eback\ufeff\x0bx\u2028y", r"bell\u0007 \u202eback\ufeff\u000bx\u2028y"),
        ('} ${x} "', '} ${x} "'),
    ],
)
def test_comment_keeps_every_line_a_comment(text: str, written: str) -> None:
    assert comment(text) == written


@given(text=texts)
def test_a_comment_has_no_line_that_is_none(text: str) -> None:
    lines = f"# {comment(text)}".splitlines()
    assert [line for line in lines if not line.startswith("#") or not line.isprintable()] == []
