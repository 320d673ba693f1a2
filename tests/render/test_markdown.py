"""Markdown and Mermaid: any text is text there, and nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from landbridge.render.markdown import md, md_code, mermaid
from landbridge.render.quoting import comment
from tests.render.strategies import texts


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain text, with: some (marks).", "plain text, with: some (marks)."),
        ("a | b", r"a \| b"),
        ("*bold* _it_ `code` ~~no~~ $x$", r"\*bold\* \_it\_ \`code\` \~\~no\~\~ \$x\$"),
        ("[x](y) ![z](w)", r"\[x\](y) \!\[z\](w)"),
        ("<!-- BEGIN_TF_DOCS --> &amp; #1", r"\<\!-- BEGIN\_TF\_DOCS --\> \&amp; \#1"),
        ("{{ x }} {% y %}", r"\{\{ x \}\} \{% y %\}"),
        ("- item", r"\- item"),
        ("12. item", r"12\. item"),
        ("3) item", r"3\) item"),
        ("  two\n\n lines\t", "two lines"),
        ("a\u200bb", r"a\\u200bb"),
    ],
)
def test_md_escapes_what_starts_markup(text: str, written: str) -> None:
    assert md(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("arn:aws:iam::*:role/x", "`arn:aws:iam::*:role/x`"),
        ("a `b` ``c``", "``` a `b` ``c`` ```"),
        ("a|b", "<code>a&#124;b</code>"),
        ("{{ x }}", r"<code>\{\{ x \}\}</code>"),
        ("", "<code></code>"),
        ("two\nlines", "`two lines`"),
    ],
)
def test_md_code_makes_one_code_span(text: str, written: str) -> None:
    assert md_code(text) == written


# Everything that could be markup, without the characters that the filters replace.
markup = st.lists(
    st.sampled_from([*"\\`*_{}[]()<>#+-.!|~&$^=:;\"'@/%1 ab\n\té日😀", "<!--", "-->", "{{", "{%", "![", "](", "```"])
).map("".join)


def cell(content: str) -> list[Token]:
    """The inline tokens of a table cell that also has neighbours."""
    table = f"| a | b |\n|---|---|\n| x {content} | {content} |\n"
    cells = [token for token in MarkdownIt("commonmark").enable("table").parse(table) if token.type == "inline"]
    assert [token.content for token in cells[:2]] == ["a", "b"]
    assert len(cells) == 4
    return cells[3].children or []


def line(content: str) -> list[Token]:
    """The inline tokens of a paragraph."""
    [_, inline, _] = MarkdownIt("commonmark").enable("table").parse(content + "\n")
    return inline.children or []


def squeezed(text: str) -> str:
    return " ".join(text.split())


@given(text=markup)
def test_any_text_is_nothing_but_text_in_markdown(text: str) -> None:
    assert plain(cell(md(text))) == squeezed(text)
    if squeezed(text):
        assert plain(line(md(text))) == squeezed(text)


def plain(tokens: list[Token]) -> str:
    """The text of tokens that must all be text."""
    assert {token.type for token in tokens} <= {"text", "text_special"}
    return "".join(token.content for token in tokens)


@given(text=markup)
def test_any_text_is_one_code_span_in_markdown(text: str) -> None:
    for tokens in (cell(md_code(text)), line(md_code(text))):
        if tokens[0].type == "code_inline":
            assert [token.content for token in tokens] == [squeezed(text)]
        else:
            opening, *content, closing = tokens
            assert (opening.content, plain(content), closing.content) == ("<code>", squeezed(text), "</code>")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("orders (oracle), port 1521", '"orders (oracle), port 1521"'),
        ("10.0.0.0/24", '"10.0.0.0/24"'),
        ("data_lake", '"data_lake"'),
        ("K\u00f6ln 日本", '"Köln 日本"'),
        ('say "hi"', '"say #34;hi#34;"'),
        ("n1] --> n2[x", '"n1#93; --#62; n2#91;x"'),
        ("a|b; c", '"a#124;b#59; c"'),
        ("#35; &lt;", '"#35;35#59; #38;lt#59;"'),
        ("`code` *b* <i>", '"#96;code#96; #42;b#42; #60;i#62;"'),
        ("%%{init: {}}%%", '"#37;#37;#123;init#58; #123;#125;#125;#37;#37;"'),
        ("_x_ __y", '"#95;x#95; #95;#95;y"'),
        ("1. first", '"1#46; first"'),
        ("2)", '"2#41;"'),
        ("- item", '"#45; item"'),
        ("https://x.y a@b.c www.x.y", '"https#58;//x.y a#64;b.c www#46;x.y"'),
        ("two\n\n\tlines", '"two lines"'),
        ("a\u202eb", '"a#92;u202eb"'),
        ("", '" "'),
        ("\n", '" "'),
    ],
)
def test_mermaid_writes_a_label(text: str, written: str) -> None:
    assert mermaid(text) == written


NUMBER = re.compile(r"#([0-9]+);")


@given(text=markup | texts)
def test_any_text_is_one_label_of_mermaid(text: str) -> None:
    label = mermaid(text)
    assert label[0] == label[-1] == '"'
    inside = label[1:-1]
    assert not set(NUMBER.sub("", inside)) & set('"#;[]{}<>|`*&%\\:@~$^!\n\r')
    assert inside
    shown = NUMBER.sub(lambda match: chr(int(match[1])), inside)
    assert shown.strip(" ") == plain_line(text)


def plain_line(text: str) -> str:
    """What is shown of a text in a line: white space as blanks, hidden characters by their code points."""
    return comment(" ".join(re.split(r"[ \t\r\n]+", text)).strip(" ")).replace("\n# ", " ")


@given(text=markup)
def test_mermaid_finds_no_markdown_in_a_label(text: str) -> None:
    # It puts what goes by a number back in only when the label has been read as Markdown.
    label = NUMBER.sub("x", mermaid(text)[1:-1])
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(label)
    assert [token.type for token in tokens] in ([], ["paragraph_open", "inline", "paragraph_close"])
    assert {child.type for token in tokens for child in token.children or []} <= {"text"}


@given(texts_=st.lists(markup | texts, min_size=1, max_size=3))
def test_a_label_stays_in_the_fence_of_its_picture(texts_: list[str]) -> None:
    lines = [f"    n0[{mermaid(text)}]" for text in texts_]
    page = "\n".join(["```mermaid", "flowchart LR", *lines, "```", "", "after"])
    fence, *after = MarkdownIt("commonmark").enable("table").parse(page)
    assert (fence.type, fence.info) == ("fence", "mermaid")
    assert fence.content.split("\n")[1:-1] == lines
    assert [token.type for token in after] == ["paragraph_open", "inline", "paragraph_close"]
