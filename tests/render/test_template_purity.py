"""Templates read like the Terraform they make: loops, plain ifs, includes, and one filter per value."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from landbridge.templates import templates_folder

FOLDER = templates_folder()
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.j2"))
HCL = {"hcl", "comment"}
MARKDOWN = {"md", "md_code"}
SHELL = {"sh", "comment"}
IN_FENCE = {"hcl": HCL, "bash": SHELL, "sh": SHELL, "json": {"json"}, "mermaid": {"mermaid", "md"}, "text": set[str]()}
"""What may stand in the code blocks of Markdown, by their language."""

FENCE = re.compile(r"^ *```(\w*)$", re.MULTILINE)
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.For,
    nodes.If,
    nodes.Include,
    nodes.Name,
    nodes.Getattr,
    nodes.Filter,
    nodes.Tuple,
    nodes.Not,
)


def problems(source: str, *, markdown: bool = False, script: bool = False) -> Iterator[str]:
    """What in a template is more than a template of ours may hold."""
    tree = Environment(autoescape=True).parse(source)
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, (*ALLOWED, nodes.Const)):
            yield f"line {node.lineno}: {type(node).__name__}"
    text = ""  # what stands before the value that is looked at
    for node in (node for output in tree.find_all(nodes.Output) for node in output.nodes):
        if isinstance(node, nodes.TemplateData):
            text += node.data
            continue
        allowed = filters_after(text) if markdown else SHELL if script else HCL
        name = node.name if isinstance(node, nodes.Filter) else "none"
        if name not in allowed:
            yield f"line {node.lineno}: a value without the filter for where it stands, but {name}"
        if allowed == IN_FENCE["json"] and not text.endswith("```json\n"):
            yield f"line {node.lineno}: JSON that is put together, not printed as a whole"
        if text.endswith(('"', "'")):
            yield f"line {node.lineno}: a quote before a value"
        in_comment = text.rpartition("\n")[2].lstrip().startswith("#")
        if in_comment and "comment" in allowed and name != "comment":
            yield f"line {node.lineno}: a comment without the comment filter"
        text += "VALUE"
    for node in tree.find_all((nodes.If, nodes.For)):
        tested = node.test if isinstance(node, nodes.If) else node.iter
        if not isinstance(tested, nodes.Name | nodes.Getattr | nodes.Not):
            yield f"line {node.lineno}: more than a plain {type(node).__name__.lower()}"


def filters_after(text: str) -> set[str]:
    """The filters that a value may have at the end of a Markdown text."""
    fences = FENCE.findall(text)
    return IN_FENCE[fences[-1]] if len(fences) % 2 else MARKDOWN


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_holds_no_logic(name: str) -> None:
    source = (FOLDER / name).read_text()
    assert list(problems(source, markdown=name.endswith(".md.j2"), script=name.endswith(".sh.j2"))) == []


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("{{ name }}", "without the filter"),
        ('"{{ name | hcl }}"', "a quote before"),
        ("{{ name | upper }}", "without the filter"),
        ("{% set x = 1 %}", "Assign"),
        ("{% if a == b %}{% endif %}", "Compare"),
        ("{% if a and b %}{% endif %}", "And"),
        ("{% for a in b[1:] %}{% endfor %}", "Getitem"),
        ("{{ f(x) | hcl }}", "Call"),
        ("{% macro m() %}{% endmacro %}", "Macro"),
        ("# {{ x | hcl }}", "comment filter"),
        ("a\n  # {{ x | hcl }}", "comment filter"),
        ("{{ x | md }}", "but md"),
    ],
)
def test_the_check_notices_logic(source: str, complaint: str) -> None:
    assert any(complaint in problem for problem in problems(source))


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("# {{ x | hcl }}", "but hcl"),
        ("{{ x | sh }}", "but sh"),
        ("```bash\n{{ x | md }}\n```", "but md"),
        ("```bash\n# {{ x | sh }}\n```", "comment filter"),
        ("```bash\n```\n{{ x | sh }}", "but sh"),
        ("  ```json\n  {{ x | hcl }}\n  ```", "but hcl"),
        ("```json\n```\n\n```mermaid\n{{ x | md_code }}\n```", "but md_code"),
        ("```text\n{{ x | md }}\n```", "but md"),
        ('```json\n{"a": {{ x | json }}}\n```', "JSON that is put together"),
        ("```json\n[{% for a in b %}{{ a | json }},{% endfor %}]\n```", "JSON that is put together"),
    ],
)
def test_the_check_knows_where_in_a_page_a_value_stands(source: str, complaint: str) -> None:
    assert any(complaint in problem for problem in problems(source, markdown=True))


@pytest.mark.parametrize(
    "source",
    [
        "# {{ x | md }}\n{{ x | md_code }}",
        "```bash\n# {{ x | comment }}\na {{ x | sh }}\n```\n\n```json\n{{ x | json }}\n```",
    ],
)
def test_a_page_may_have_each_filter_in_its_place(source: str) -> None:
    assert list(problems(source, markdown=True)) == []


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("x={{ x | hcl }}", "but hcl"),
        ("x={{ x }}", "without the filter"),
        ("x='{{ x | sh }}'", "a quote before"),
        ("# {{ x | sh }}", "comment filter"),
    ],
)
def test_the_check_knows_scripts(source: str, complaint: str) -> None:
    assert any(complaint in problem for problem in problems(source, script=True))


def test_a_script_may_quote_values_and_hold_fixed_text() -> None:
    source = '# {{ x | comment }}\nx={{ x | sh }}\n{% raw %}\necho "${#x}" # {{ no value }}\n{% endraw %}'
    assert list(problems(source, script=True)) == []


def test_there_are_templates() -> None:
    assert Path(FOLDER / "file.tf.j2").is_file()
    assert len(TEMPLATES) >= 15
