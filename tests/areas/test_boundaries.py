"""Permissions boundaries: keep, none, an ARN, or a policy of the spec; never a guess."""

import pytest

from landbridge.areas.boundaries import Boundary, boundary
from landbridge.areas.scope import Scope
from landbridge.ir import Expr, Traversal
from landbridge.spec.root import spec_model

PATH = ("dms", "permissions_boundary")
BY_NAME = Expr("arn:aws:iam::123456789012:policy/guard", "arn:", Traversal("var.partition"), ":…")
POLICY = Expr(str(BY_NAME), Traversal("module.iam.aws_iam_policy.guard.arn"), fallback=BY_NAME)


@pytest.fixture
def scope() -> Scope:
    spec = spec_model(frozenset()).model_validate(
        {
            "version": 1,
            "client": {"company_prefix": "edge", "tenant_id": "b001", "account_id": "123456789012"},
            "environment": {"env": "prod", "region": "eu-west-1"},
        }
    )
    return Scope(spec, {"policy:guard": POLICY, "role:etl": Expr("x")})


@pytest.mark.parametrize(
    ("choice", "made"),
    [
        ("none", Boundary()),
        ("keep", Boundary(keep=True)),
        ("guard", Boundary(arn=str(POLICY))),
        ("arn:aws:iam::aws:policy/PowerUserAccess", Boundary(arn="arn:aws:iam::aws:policy/PowerUserAccess")),
        ("arn:{partition}:iam::{account_id}:policy/x", Boundary(arn="arn:aws:iam::123456789012:policy/x")),
        ("{var:guard}", Boundary(arn="{var:guard}")),
        ("{ssm:/landing/guard}", Boundary(arn="{ssm:/landing/guard}")),
    ],
)
def test_a_choice_is_what_it_says(choice: str, made: Boundary, scope: Scope) -> None:
    assert boundary(scope, PATH, choice) == made
    assert scope.findings == []


def test_a_policy_of_the_spec_exists_before_whom_it_bounds(scope: Scope) -> None:
    arn = boundary(scope, PATH, "guard").arn
    assert isinstance(arn, Expr)
    assert (arn.parts, arn.fallback) == (POLICY.parts, None)


@pytest.mark.parametrize(
    ("choice", "hint"),
    [
        ("gaurd", "did you mean guard?"),
        ("None", "did you mean none?"),
        ("etl", "security.policies (and keep, none) has guard, keep, none"),
        ("{policy:guard}", "guard"),
        ("", "security.policies (and keep, none) has guard, keep, none"),
    ],
)
def test_anything_else_is_told_at_its_place(choice: str, hint: str, scope: Scope) -> None:
    assert boundary(scope, PATH, choice) == Boundary()
    (finding,) = scope.findings
    assert (finding.id, finding.path) == ("LB104", PATH)
    assert hint in finding.hint


def test_an_unknown_placeholder_in_an_arn_is_told(scope: Scope) -> None:
    boundary(scope, PATH, "arn:{partion}:iam::aws:policy/x")
    assert [(finding.id, finding.path) for finding in scope.findings] == [("LB105", PATH)]
