"""Two policies compare equal exactly where they mean the same."""

from typing import Any

import pytest

from tests.terraform.harness import grants


def allow(**statement: Any) -> dict[str, Any]:
    """Make a document of one Allow statement."""
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]}


READ = allow(Action=["s3:GetObject", "s3:ListBucket"], Resource=["a", "b"])


@pytest.mark.parametrize(
    "same",
    [
        pytest.param([allow(Action=["s3:ListBucket", "s3:GetObject"], Resource=["b", "a"])], id="other order"),
        pytest.param([allow(Sid="Read", **READ["Statement"][0])], id="a Sid"),
        pytest.param([{"Statement": READ["Statement"][0]}], id="a statement outside a list"),
        pytest.param(
            [
                allow(Action="s3:GetObject", Resource=["a", "b"]),
                allow(Action="s3:ListBucket", Resource=["a", "b"]),
            ],
            id="split over two policies",
        ),
        pytest.param([READ, allow(Action="s3:GetObject", Resource="a")], id="said twice"),
    ],
)
def test_how_a_policy_is_written_does_not_matter(same: list[dict[str, Any]]) -> None:
    assert grants(*same) == grants(READ)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"Statement": [{**READ["Statement"][0], "Effect": "Deny"}]}, id="effect"),
        pytest.param(allow(Action=["s3:GetObject"], Resource=["a", "b"]), id="an action less"),
        pytest.param(allow(Action=["s3:GetObject", "s3:ListBucket"], Resource=["a"]), id="a resource less"),
        pytest.param(allow(NotAction=["s3:GetObject", "s3:ListBucket"], Resource=["a", "b"]), id="negation"),
        pytest.param(allow(Action=["s3:GetObject", "s3:ListBucket"], NotResource=["a", "b"]), id="other resources"),
        pytest.param(
            allow(Condition={"Bool": {"aws:SecureTransport": "true"}}, **READ["Statement"][0]),
            id="a condition",
        ),
        pytest.param(
            {"Statement": [*allow(Action="s3:GetObject", Resource="a")["Statement"]]},
            id="not the whole product",
        ),
    ],
)
def test_every_part_of_the_meaning_matters(other: dict[str, Any]) -> None:
    assert grants(other) != grants(READ)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"AWS": "arn:aws:iam::123456789012:root"}, {"AWS": ["arn:aws:iam::123456789012:root"]}),
        (
            {"Service": ["a.amazonaws.com", "b.amazonaws.com"]},
            {"Service": ["b.amazonaws.com", "a.amazonaws.com"]},
        ),
    ],
)
def test_principals_compare_as_sets(one: Any, other: Any) -> None:
    assert grants(allow(Principal=one, Action="sts:AssumeRole")) == grants(
        allow(Principal=other, Action="sts:AssumeRole")
    )


def test_everybody_differs_from_every_aws_principal() -> None:
    everybody = grants(allow(Principal="*", Action="sts:AssumeRole"))
    assert everybody != grants(allow(Principal={"AWS": "*"}, Action="sts:AssumeRole"))


def test_the_values_of_a_condition_compare_as_a_set_of_texts() -> None:
    one = allow(Action="a", Resource="*", Condition={"Bool": {"k": True}, "StringLike": {"x": ["p", "q"]}})
    other = allow(Action="a", Resource="*", Condition={"StringLike": {"x": ["q", "p"]}, "Bool": {"k": "true"}})
    assert grants(one) == grants(other)
