"""Random policies, requests and contexts, small enough to meet each other."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from landbridge.policy.evaluation.decision import Policies, Policy
from landbridge.policy.evaluation.request import ANONYMOUS, Request
from tests.policy.evaluation.documents import OTHER, ROLE, ROOT, SESSION, USER, document

ACTIONS = ["s3:GetObject", "s3:PutObject", "kms:Decrypt"]
BUCKET = "arn:aws:s3:::lake"
PATTERNS = [
    "*",
    f"{BUCKET}/*",
    f"{BUCKET}/a",
    f"{BUCKET}/?",
    f"{BUCKET}/${{aws:username}}",
    f"{BUCKET}/${{aws:userid}}",
]
CONDITIONS: Mapping[str, tuple[str, list[str]]] = {
    "StringEquals": ("aws:RequestTag/x", ["a", "b", "${aws:username}", "a*"]),
    "StringNotEquals": ("aws:RequestTag/x", ["a", "b"]),
    "StringLike": ("aws:userid", ["A*", "jane", "?"]),
    "StringNotLike": ("aws:userid", ["A*", "jane"]),
    "StringLikeIfExists": ("aws:RequestTag/x", ["a*", "b"]),
    "ArnLike": ("aws:SourceArn", ["arn:aws:dms:*:*:rep:*", "arn:aws:dms:eu-west-1:123456789012:endpoint:A"]),
    "ArnNotLike": ("aws:SourceArn", ["arn:aws:dms:*:*:rep:?"]),
    "Bool": ("aws:MultiFactorAuthPresent", ["true", "False"]),
    "Null": ("aws:MultiFactorAuthPresent", ["true", "false"]),
    "IpAddress": ("aws:SourceIp", ["192.0.2.0/24", "203.0.113.0/25"]),
    "NotIpAddress": ("aws:SourceIp", ["192.0.2.0/24"]),
    "DateGreaterThanEquals": ("aws:CurrentTime", ["2026-12-01T00:00:00Z"]),
    "DateLessThan": ("aws:CurrentTime", ["2027-01-01T00:00:00Z"]),
}
OWNER = "aws:ResourceAccount"
CONTEXT: Mapping[str, list[str]] = {
    OWNER: ["123456789012", "210987654321"],
    "aws:RequestTag/x": ["a", "b", "ab", "jane"],
    "aws:userid": ["AID", "jane", "x"],
    "aws:SourceArn": ["arn:aws:dms:eu-west-1:123456789012:rep:A", "arn:aws:dms:eu-west-1:123456789012:endpoint:A"],
    "aws:MultiFactorAuthPresent": ["true", "false"],
    "aws:SourceIp": ["192.0.2.7", "203.0.113.9", "203.0.113.200"],
    "aws:CurrentTime": ["2026-11-30T12:00:00Z", "2026-12-01T00:00:00Z", "2027-02-01T00:00:00Z"],
}
"""Every key that the policies ask about, besides those that follow from a request, with the values it can have."""


ONE_VALUE = ("Null",)
"""Operators that nobody gives two values: one of them always holds."""


def _some(values: list[str], most: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True)


@st.composite
def statements(draw: st.DrawFn, *, effects: tuple[str, ...] = ("Allow", "Deny"), named: bool = False) -> dict[str, Any]:
    """One statement as AWS writes it; `named` for those of resources' policies."""
    operators = draw(st.lists(st.sampled_from(sorted(CONDITIONS)), max_size=draw(st.integers(0, 2)), unique=True))
    action = draw(st.sampled_from(["Action", "Action", "NotAction"]))
    found: dict[str, Any] = {
        "Effect": draw(st.sampled_from(effects)),
        action: draw(_some([*ACTIONS, "s3:*", "S3:get*", "*"] if action == "Action" else ACTIONS)),
        "Resource": draw(_some(PATTERNS)),
        "Condition": {
            name: {CONDITIONS[name][0]: draw(_some(CONDITIONS[name][1], most=1 if name in ONE_VALUE else 2))}
            for name in operators
        },
    }
    if not draw(st.integers(0, 5)):
        found["NotResource"] = found.pop("Resource")
    if named:
        element = "Principal" if draw(st.integers(0, 5)) else "NotPrincipal"
        found[element] = {"AWS": draw(_some(["*", ROLE, USER, SESSION, ROOT, OTHER, "210987654321", "*"]))}
    return found


def policies_of(name: str, *, named: bool = False) -> st.SearchStrategy[Policy]:
    return st.lists(statements(named=named), min_size=1, max_size=3).map(
        lambda some: Policy(name=name, document=document(*some))
    )


POLICIES = st.builds(
    Policies,
    identity=st.lists(policies_of("identity"), min_size=1, max_size=2).map(tuple),
    resource=st.none() | policies_of("resource", named=True),
    boundary=st.none() | policies_of("boundary"),
    resource_decides=st.booleans(),
)


def values_of(key: str) -> st.SearchStrategy[tuple[str, ...]]:
    """What a key has in a request: a value, or none; every resource has an owner."""
    return st.lists(st.sampled_from(CONTEXT[key]), min_size=int(key == OWNER), max_size=1).map(tuple)


@st.composite
def requests(draw: st.DrawFn, *, complete: bool = False) -> Request:
    """A request; a `complete` one says of every key what it has, or that it has none."""
    given = {key: draw(values_of(key)) for key in CONTEXT if complete or draw(st.booleans())}
    return Request(
        draw(st.sampled_from([ROLE, USER, SESSION, OTHER, ROOT, ANONYMOUS])),
        draw(st.sampled_from(ACTIONS)),
        f"{BUCKET}/{draw(st.sampled_from(['a', 'jane', 'b/c']))}",
        given=given,
    )
