"""Templates read like the Terraform they make: loops, plain ifs, includes, and one filter per value."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from landbridge.templates import templates_folder

FOLDER = templates_folder()
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.j2"))
LAST_FILTERS = {"hcl", "sh", "comment", "md", "md_code", "mermaid"}
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


def problems(source: str) -> Iterator[str]:
    """What in a template is more than a template of ours may hold."""
    tree = Environment(autoescape=True).parse(source)
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Const):
            continue
        if not isinstance(node, ALLOWED):
            yield f"line {node.lineno}: {type(node).__name__}"
    for output in tree.find_all(nodes.Output):
        before = ""
        for node in output.nodes:
            if isinstance(node, nodes.TemplateData):
                before = node.data
                continue
            if not isinstance(node, nodes.Filter) or node.name not in LAST_FILTERS:
                yield f"line {node.lineno}: a value without the filter for where it stands"
            if before.endswith(('"', "'")):
                yield f"line {node.lineno}: a quote before a value"
            in_comment = "\n" in before and before.rpartition("\n")[2].lstrip().startswith("#")
            if in_comment and not (isinstance(node, nodes.Filter) and node.name == "comment"):
                yield f"line {node.lineno}: a comment without the comment filter"
            before = ""
    for node in tree.find_all((nodes.If, nodes.For)):
        tested = node.test if isinstance(node, nodes.If) else node.iter
        if not isinstance(tested, nodes.Name | nodes.Getattr | nodes.Not):
            yield f"line {node.lineno}: more than a plain {type(node).__name__.lower()}"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_holds_no_logic(name: str) -> None:
    assert list(problems((FOLDER / name).read_text())) == []


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
        ("\n# {{ x | hcl }}", "comment filter"),
    ],
)
def test_the_check_notices_logic(source: str, complaint: str) -> None:
    assert any(complaint in problem for problem in problems(source))


def test_there_are_templates() -> None:
    assert Path(FOLDER / "file.tf.j2").is_file()
    assert len(TEMPLATES) >= 15
