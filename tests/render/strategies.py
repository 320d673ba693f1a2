"""Values and HCL files to draw from: what people write, and what somebody hostile would."""

import json
import re
import unicodedata
from itertools import pairwise

from hypothesis import strategies as st

from landbridge.ir import Expr, Traversal
from landbridge.render.quoting import comment, hcl

REFERRED = 'a "local" value: $${x} %{y} \\ é'
"""What `local.referred` holds wherever these values are evaluated."""

_FRAGMENTS = [
    *'"\\$%{}[]()=#,:;<>|&*`\'/!~ \n\r\t\0\x07\x1b\x7f\x85\xa0\xad',
    "${", "%{", "$${", "$$${", "%%{", "%%%{", "$%{", "%${", "${aws:username}", "%{ if true }", "\\u0041", "\\n", "/*",
    "*/", "arn:aws:s3:::x", "é", "ß", "ñ", "λ", "Ж", "ç", "日本", "カ", "ﾊﾟ", "각", "ş", "مرحبا", "שלום", "हिन्दी", "ไทย",
    "👩\u200d💻", "🇨🇭", "❤\ufe0f", "e\u0301\u0327", "\u0301", "\u200b", "\u202e", "\u2028", "\ufeff", "\ue000",
    "\U000e0041", "\uffff",
]  # fmt: skip

_characters = st.characters(exclude_categories=("Cs", "Cn"))


def _composed(pieces: list[str]) -> str:
    """Join to a text in normal form C, into which Terraform puts every text."""
    return unicodedata.normalize("NFC", "".join(pieces))


def _is_composed_by_go(text: str) -> bool:
    r"""Whether Go's normal form C is Unicode's: it takes U+E0041 for A before a mark, by its last sixteen bits.

    So Terraform 1.11.4 reads "\U000e0041\u0301" as Á. Nobody can write such a text in a spec: see LB012.
    """
    return not any(
        max(one, mark) > "\uffff" and unicodedata.category(mark).startswith("M") for one, mark in pairwise(text)
    )


texts = st.lists(st.sampled_from(_FRAGMENTS) | _characters, max_size=12).map(_composed).filter(_is_composed_by_go)
# Go's normal form breaks runs of more than 30 marks up, hence the letter.
long_texts = st.builds(lambda text, times: _composed([text, "x"] * times), texts, st.sampled_from([100, 1000]))


def expression(parts: list[str]) -> Expr:
    """The expression of parts that are literals or the one traversal that the tests can evaluate."""
    text = _composed([REFERRED if isinstance(part, Traversal) else part for part in parts])
    return Expr(text, *parts)


_parts = st.just(Traversal("local.referred")) | st.sampled_from(["$", "%", "{", "${"]) | texts
expressions = st.lists(_parts, min_size=1, max_size=4).map(expression)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(-1e6, 1e6).filter(lambda number: number == 0 or abs(number) > 1e-6)
    | texts
    | expressions
)
keys = texts | st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,12}", fullmatch=True) | st.sampled_from(["for", "null", "true"])
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


def comes_through_jsonencode(value: object) -> bool:
    r"""Whether Terraform's jsonencode keeps a value.

    It puts its result into normal form C too, and so composes the last letter of an escape such as `\u003e` with a
    mark that follows.
    """
    written = json.dumps(value, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return unicodedata.is_normalized("NFC", written)


_names = st.from_regex(r"[a-z_][a-z0-9_-]{0,20}", fullmatch=True)
_written = st.sampled_from(
    [
        "var.x",
        "-1",
        "!var.x",
        '[var.a, "b"]',
        '{ a = 1, "b=" = 2 }',
        '{ "a" : 1 }',
        'var.x == "=" ? 1 : 2',
        "[for k, v in var.x : k]",
        '"a${upper("}=#")}"',
        '"${f({ a = "}" })}-%{if x}{%{endif}"',
        'module.x["k=v"].y',
        "object({ a = string })",
    ]
)
_blanks = st.sampled_from(["", " ", "   ", "\t"])
_comments = texts.map(lambda text: [f"# {comment(text)}"])
_empty_lines = st.integers(1, 3).map(lambda count: [""] * count)


def _attribute(name: str, before: str, after: str, value: str) -> list[str]:
    return [f"{name}{before}={after}{value}"]


def _name(item: list[str]) -> str:
    """What may stand only once in a body: an attribute's name. Blocks, comments and empty lines are what they are."""
    return re.match(r"[a-z0-9_-]*", item[0])[0] or repr(item)  # type: ignore[index]


def _block(opening: str, items: list[list[str]]) -> list[str]:
    return [opening, *(line for item in items for line in item), "}"]


_attributes = st.builds(
    _attribute,
    _names,
    _blanks,
    _blanks,
    _written | values.map(hcl) | values.map(lambda value: f"jsonencode({hcl(value)})"),
)
_items = st.recursive(
    _attributes | _comments | _empty_lines | _names.map(lambda name: [f"{name} {{}}"]),
    lambda inner: st.builds(
        _block, _names.map(lambda name: f"{name} {{"), st.lists(inner, max_size=4, unique_by=_name)
    ),
    max_leaves=8,
)
_blocks = st.builds(
    _block, _names.map(lambda name: f'resource "aws_x" {hcl(name)} {{'), st.lists(_items, max_size=6, unique_by=_name)
)


def _indented(lines: list[str], indents: list[str]) -> str:
    """Join lines whose indents nobody cared for."""
    lines = "\n".join(lines).split("\n")
    return "".join(f"{indents[at % len(indents)]}{line}\n" for at, line in enumerate(lines))


files = st.builds(
    lambda parts, indents: _indented([line for part in parts for line in part], indents),
    st.lists(_blocks | _comments | _empty_lines, min_size=1, max_size=4),
    st.lists(_blanks, min_size=1, max_size=5),
)
"""Files of HCL as templates might produce them, with blanks and indents anyhow."""
