"""Contributions: what one area hands to the owner of a document, and that every owner is an area."""

from dataclasses import FrozenInstanceError

import pytest

from landbridge.areas import AREAS
from landbridge.areas.contributions import Contribution, EndpointNeed, Flow, KeyUse, handed
from landbridge.ir import Expr

ROLE = Expr("arn:x")
ORIGIN = ("dms", "endpoints", "orders")


def test_every_kind_goes_to_an_area() -> None:
    kinds = Contribution.__subclasses__()
    assert {kind.to for kind in kinds} <= {area.name for area in AREAS}
    assert {(kind.__name__, kind.to) for kind in kinds} >= {
        ("KeyUse", "kms"),
        ("Flow", "network"),
        ("EndpointNeed", "network"),
    }


@pytest.mark.parametrize(
    "made",
    [
        KeyUse(origin=ORIGIN, key="storage", principals=(ROLE,), why="x"),
        Flow(origin=ORIGIN, source="a", target="10.0.0.0/24", from_port=1521, to_port=1521, description="x"),
        EndpointNeed(origin=ORIGIN, name="main", service="dms", vpc="vpc-1", clients=("a",), why="x"),
    ],
    ids=lambda made: type(made).__name__,
)
def test_what_is_handed_over_cannot_be_changed_and_equals_itself(made: Contribution) -> None:
    assert made.origin == ORIGIN
    assert len({made, made}) == 1
    with pytest.raises(FrozenInstanceError):
        made.origin = ()  # type: ignore[misc]  # that is the point


def test_what_is_not_said_is_narrow() -> None:
    use = KeyUse(origin=ORIGIN, key="storage", principals=(ROLE,), why="x")
    assert (use.use, use.grants, use.via) == ("crypto", False, ())
    flow = Flow(origin=ORIGIN, source="a", target="b", from_port=1, to_port=1, description="x")
    assert (flow.protocol, flow.seen_as, flow.owner, flow.reason) == ("tcp", (), "", "")


def test_an_owner_gets_those_of_one_kind_by_the_key_that_they_name_in_their_order() -> None:
    first, second = (KeyUse(origin=ORIGIN, key="storage", principals=(), why=why) for why in ("b", "a"))
    other = KeyUse(origin=ORIGIN, key="logs", principals=(), why="c")
    need = EndpointNeed(origin=ORIGIN, name="main", service="dms", vpc="vpc-1", clients=("a",), why="x")
    found = handed((first, need, other, second), KeyUse, lambda use: use.key)
    assert found == {"storage": [first, second], "logs": [other]}
