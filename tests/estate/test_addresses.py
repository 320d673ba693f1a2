"""Addresses are printed as Terraform prints them, and what is none is no address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.estate.addresses import Address, matches, module_prefix, parse, parse_module
from tests.estate.states import keys, modules, names

# What `terraform state list` of 1.11.4 printed for these keys of for_each.
PRINTED = {
    "x y": '["x y"]',
    "it's": '["it\'s"]',
    "a/b": '["a/b"]',
    'q"q': r'["q\"q"]',
    "\\": r'["\\"]',
    "\n\r\t": r'["\n\r\t"]',
    "${tpl}": '["$${tpl}"]',
    "$${x}": '["$$${x}"]',
    "%{if}": '["%%{if}"]',
    "$ % $$": '["$ % $$"]',
    "é日本😀": '["é日本😀"]',
    "\u00a0": r'["\u00a0"]',
    "\u200b": r'["\u200b"]',
    "\U000e0001": r'["\U000e0001"]',
    "\x00\x1b": r'["\u0000\u001b"]',
    "": '[""]',
    "0": '["0"]',
}


@pytest.mark.parametrize(("key", "printed"), PRINTED.items(), ids=range(len(PRINTED)))
def test_a_key_of_for_each(key: str, printed: str) -> None:
    assert str(Address((), "managed", "aws_iam_role", "this", key)) == f"aws_iam_role.this{printed}"


@pytest.mark.parametrize(
    "text",
    [
        "aws_iam_role.this",
        "aws_iam_role.this[0]",
        "data.aws_caller_identity.me",
        "module.a.aws_iam_role.this",
        'module.a["x.y[0]"].module.b[12].data.aws_vpc.x["]"]',
        "module.module.aws_x.module",
        "aws_x.data",
        "_x.y-z",
        "é.日本",
    ],
)
def test_what_is_printed_is_read(text: str) -> None:
    assert str(parse(text)) == text


@given(path=modules, type_=names, name=names, key=keys, is_data=st.booleans())
def test_every_address_comes_back(path: tuple[tuple[str, str | int | None], ...], **rest: object) -> None:
    mode = "data" if rest["is_data"] else "managed"
    address = Address(path, mode, rest["type_"], rest["name"], rest["key"])  # type: ignore[arg-type]  # all are drawn
    if address.type not in ("module", "data"):
        assert parse(str(address)) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "aws_iam_role",
        "aws_iam_role.",
        ".this",
        "module.a",
        "module.a.module.b",
        "module",
        "data.aws_vpc",
        "data",
        "a.b.c",
        "a.b[",
        "a.b[]",
        "a.b[-1]",
        "a.b[01]",
        "a.b[x]",
        "a.b['x']",
        'a.b["x]',
        'a.b["x"',
        'a.b["x"]c',
        'a.b["x"].c',
        'a.b["${x}"]',
        'a.b["%{x}"]',
        'a.b["\\q"]',
        'a.b["\\"]',
        'a.b["\\ud800"]',
        'a.b["\\UFFFFFFFF"]',
        'a.b["\n"]',
        "a[0].b",
        "1a.b",
        "-a.b",
        "a b.c",
        "a.b # c",
        "a.b\n",
        " a.b",
        "module.a[0.b.c",
    ],
)
def test_what_is_no_address(text: str) -> None:
    assert parse(text) is None


@given(text=st.text() | st.text(alphabet='amodule.data["]\\${01u'))
def test_any_text_is_an_address_or_none(text: str) -> None:
    found = parse(text)
    assert found is None or parse(str(found)) == found


def test_half_a_million_brackets_take_no_time() -> None:
    assert parse('a.b["' + "$" * 500_000) is None
    assert parse("module.a[0]." * 50_000) is None


@pytest.mark.parametrize("text", ["module", "module.", "x", "module.a.x", "aws_x.y", 'module.a["', "module.a."])
def test_what_is_no_path_of_a_module(text: str) -> None:
    assert parse_module(text) is None


@given(path=modules)
def test_every_path_of_a_module_comes_back(path: tuple[tuple[str, str | int | None], ...]) -> None:
    assert parse_module(module_prefix(path).removesuffix(".")) == path


def test_the_block_and_the_resource_of_an_instance() -> None:
    address = Address((("a", "x"), ("b", 0)), "managed", "aws_iam_role", "this", "k")
    assert str(address.resource) == 'module.a["x"].module.b[0].aws_iam_role.this'
    assert str(address.block) == "module.a.module.b.aws_iam_role.this"


@pytest.mark.parametrize(
    ("pattern", "address", "fits"),
    [
        ("aws_iam_user.a", "aws_iam_user.a", True),
        ("aws_iam_user.a", "aws_iam_user.ab", False),
        ("aws_iam_user.*", "aws_iam_user.a", True),
        ("aws_iam_user.*", "aws_iam_user_policy.a", False),
        ("*", "module.a.b.c", True),
        ("*", "", True),
        ("module.a.*", 'module.a.aws_x.y["k"]', True),
        ('*["x*"]', 'module.a.aws_x.y["x.y"]', True),
        ("*.this[*]", "aws_x.this[0]", True),
        ("*.this[*]", "aws_x.this", False),
        ("a*a", "a", False),
        ("a*b*a", "aba", True),
        ("a*bc*c", "abc", False),
        ("a?c", "abc", False),
        ("a[bc]", "ab", False),
        ("a.c", "abc", False),
        ("**", "x", True),
        (r'a.b["\*"]', 'a.b["*"]', True),
        (r'a.b["\*"]', 'a.b["x"]', False),
        (r'a.b["\**"]', 'a.b["*x"]', True),
        (r'a.b["\**"]', 'a.b["x"]', False),
        (r'a.b["x\\*"]', r'a.b["x\\y"]', True),
        (r'a.b["x\\*"]', 'a.b["x*"]', False),
        (r'a.b["x\\\*"]', r'a.b["x\\*"]', True),
        (r'a.b["x\\\*"]', r'a.b["x\\y"]', False),
        (r'a.b["\"\n"]', r'a.b["\"\n"]', True),
        ("a\\", "a\\", True),
    ],
)
def test_a_pattern(pattern: str, address: str, fits: bool) -> None:
    assert matches(pattern, address) is fits


def test_a_pattern_of_many_stars_takes_no_time() -> None:
    assert not matches("a*" * 1000 + "b", "a" * 100_000)
