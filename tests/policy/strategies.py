"""Random policy documents for property tests."""

from hypothesis import strategies as st

from landbridge.policy.document import Condition, PolicyDocument, Principal, Statement

ACTIONS = st.sampled_from(
    [
        "s3:GetObject",
        "s3:getobject",
        "s3:PutObject",
        "s3:Get*",
        "S3:ListBucket",
        "kms:Decrypt",
        "iam:PassRole",
        "*",
        "x:Y",
    ]
)
RESOURCES = st.sampled_from(
    [
        "*",
        "arn:aws:s3:::a",
        "arn:aws:s3:::a/*",
        "arn:aws:s3:::b/${aws:username}",
        "arn:aws:iam::123456789012:role/r",
        "arn:aws:kms:us-west-1:123456789012:key/k",
    ]
)
VALUES = st.sampled_from(["true", "False", "x", "a b", '"', "<&>", "é", "${aws:username}"])


def several(values: st.SearchStrategy[str], *, least: int = 1) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, min_size=least, max_size=4).map(tuple)


CONDITIONS = st.lists(
    st.builds(
        Condition,
        operator=st.sampled_from(["StringEquals", "StringNotLike", "Bool", "ForAnyValue:StringLike"]),
        key=st.sampled_from(["aws:SourceIp", "aws:RequestTag/x", "s3:prefix"]),
        values=several(VALUES),
    ),
    max_size=3,
    unique_by=lambda condition: (condition.operator, condition.key),
).map(tuple)
PRINCIPALS = st.one_of(
    st.just(()),
    st.just((Principal("*", ("*",)),)),
    st.lists(
        st.builds(
            Principal,
            type=st.sampled_from(["AWS", "Service", "Federated"]),
            values=several(
                st.sampled_from(["*", "123456789012", "arn:aws:iam::123456789012:root", "ec2.amazonaws.com"])
            ),
        ),
        min_size=1,
        max_size=2,
        unique_by=lambda principal: principal.type,
    ).map(tuple),
)
STATEMENTS = st.builds(
    Statement,
    effect=st.sampled_from(["Allow", "Deny"]),
    actions=several(ACTIONS),
    resources=several(RESOURCES, least=0),
    principals=PRINCIPALS,
    conditions=CONDITIONS,
    sid=st.sampled_from(["", "", "", "Mine", "AllowS3"]),
    reason=st.sampled_from(["", "because"]),
) | st.builds(
    Statement,
    effect=st.sampled_from(["Allow", "Deny"]),
    not_actions=several(ACTIONS),
    not_resources=several(RESOURCES),
    not_principals=PRINCIPALS,
    conditions=CONDITIONS,
)
DOCUMENTS = st.lists(STATEMENTS, max_size=4).map(lambda statements: PolicyDocument(tuple(statements)))
