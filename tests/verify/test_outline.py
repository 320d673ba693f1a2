"""The outline: what a text declares and refers to, token by token."""

from landbridge.verify.outline import TERM, outline


def test_declarations_with_their_labels_and_attributes() -> None:
    text = '# a\nlocals {\n  b = { c = 1 }\n  d = [\n    2,\n  ]\n}\nresource "e" f {}\nprovider "g" { alias = "h" }\n'
    found = outline(text)
    assert [(block.type, block.labels, text[block.offset]) for block in found.declarations] == [
        ("locals", (), "l"),
        ("resource", ("e", "f"), "r"),
        ("provider", ("g",), "p"),
    ]
    assert [{name: value.text for name, value in block.attributes.items()} for block in found.declarations] == [
        {"b": "{", "d": "["},
        {},
        {"alias": '"h"'},
    ]
    assert found.problems == []


def test_references_are_found_in_code_and_in_templates_only() -> None:
    text = "# var.a\nx {\n  b = "
    text += '[var.b, "var.c ${var.d} $${var.e} ${f("var.g ${local.h.i}", data.aws_j.k.l)}"] // var.m\n}\n'
    assert outline(text).references == ["var.b", "var.d", "local.h.i", "data.aws_j.k.l"]


def test_a_term_of_a_shape_is_a_token_of_its_own() -> None:
    assert outline(f"x {{\n  a = {TERM}\n}}\n").problems == []
    for text in (f'x {{\n  "a{TERM}" = 1\n}}\n', f"x {{\n  # {TERM}\n}}\n", f"x {{\n  {TERM} = 1\n}}\n"):
        assert len(outline(text).problems) == 1
