"""Values from outside of the spec: placeholders that stand alone, and nothing that only looks like one."""

from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from landbridge.areas.outside import OUTSIDE, bare, outside, parameter_of, variable_of, whereabouts
from landbridge.ir import Traversal
from landbridge.spec.base import form

VPC: TypeAdapter[str] = TypeAdapter(Annotated[str, form(rf"^(vpc-[0-9a-f]+|{OUTSIDE})$", "the id of a VPC")])


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("{var:vpc}", "root.var.vpc"),
        ("{var:vpc_2}", "root.var.vpc_2"),
        ("{ssm:/vpc}", "root.ssm./vpc"),
        ("{ssm:/network/Prod/vpc-id_1.2}", "root.ssm./network/Prod/vpc-id_1.2"),
    ],
)
def test_a_placeholder_is_read_from_the_root(text: str, read: str) -> None:
    found = outside(text)
    assert found is not None
    assert (found, found.parts, found.fallback) == (text, (Traversal(read),), None)


@pytest.mark.parametrize(
    "text",
    [
        *("", "vpc", "{vpc}", "var:vpc", "{var:}", "{var:Vpc}", "{var:1}", "{var:a-b}", "{var:a}{var:b}", "x{var:a}"),
        *("{var:a}\n", "\n{var:a}", "{var:a }", "{var: a}", "{VAR:a}", "${var:a}", "{var:a.b}", "{var:é}"),
        *("{ssm:}", "{ssm:/}", "{ssm:vpc}", "{ssm://vpc}", "{ssm:/a/}", "{ssm:/a b}", "{ssm:/a:1}", "{ssm:/${x}}"),
        *("{ssm:/a}\n", "{key:a}", "{role:a}"),
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert outside(text) is None


@given(text=st.text("{}varsm:/aA1_-.\n $", max_size=14) | st.from_regex(OUTSIDE))
def test_a_form_of_the_spec_takes_what_is_a_placeholder_and_nothing_else(text: str) -> None:
    try:
        VPC.validate_python(text)
        taken = True
    except ValidationError:
        taken = False
    assert taken == (outside(text) is not None)


@pytest.mark.parametrize(
    ("text", "variable", "parameter", "found"),
    [
        ("{var:vpc}", "vpc", None, "the root's variable vpc"),
        ("{ssm:/network/vpc}", None, "/network/vpc", "the SSM parameter /network/vpc"),
        ("{var:Vpc}", None, None, ""),
        ("vpc-0123456789abcdef0", None, None, ""),
    ],
)
def test_people_are_told_where_a_value_is_found(
    text: str, variable: str | None, parameter: str | None, found: str
) -> None:
    assert (variable_of(text), parameter_of(text), whereabouts(text)) == (variable, parameter, found)


@pytest.mark.parametrize(
    ("text", "name"), [("{security_group:main}", "main"), ("{var:vpc}", "vpc"), ("sg-0123456789abcdef0",) * 2]
)
def test_what_stands_in_braces_goes_by_its_name(text: str, name: str) -> None:
    assert bare(text) == name
