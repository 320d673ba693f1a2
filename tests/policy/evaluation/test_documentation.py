"""What AWS's documentation says in its small print, and where it says nothing: the answer is unknown there."""

import pytest

from landbridge.policy.document import from_json
from landbridge.policy.evaluation.decision import Answer, Policies, Policy, decide
from landbridge.policy.evaluation.request import ANONYMOUS, Request
from tests.policy.evaluation.documents import (
    INDEX,
    KEY,
    NO_READ,
    OTHER,
    READ,
    ROLE,
    ROOT,
    SESSION,
    USER,
    Words,
    document,
    identity,
    resource,
)

OBJECT = "arn:aws:s3:::lake/x"
GET = {"Action": "s3:GetObject"}
FEDERATED = "arn:aws:sts::123456789012:federated-user/jane"
OWN_FOLDER = "arn:aws:s3:::lake/${aws:username}/*"


def answer(principal: str, policies: Policies, action: str = "es:ESHttpGet", about: str = INDEX, **given: str) -> str:
    context = {f"aws:{key}": (value,) if value else () for key, value in given.items()}
    return decide(Request(principal, action, about, given=context), policies).answer.value


# Principals


@pytest.mark.parametrize(
    ("caller", "named", "expected"),
    [
        (ROLE, ROOT, "deny"),
        (USER, "123456789012", "deny"),
        (SESSION, ROOT, "deny"),
        (ROOT, "123456789012", "deny"),
        (OTHER, "210987654321", "deny"),
        (OTHER, "*", "deny"),
        (FEDERATED, ROOT, "deny"),
        ("dms.amazonaws.com", ROOT, "allow"),
        (ANONYMOUS, ROOT, "allow"),
        (ROLE, "210987654321", "allow"),
    ],
)
def test_a_deny_for_an_account_is_one_for_all_that_is_in_it(caller: str, named: str, expected: str) -> None:
    everybody = {**READ, "Principal": "*"}
    policies = Policies(
        identity=(identity(READ),), resource=resource(everybody, {**NO_READ, "Principal": {"AWS": named}})
    )
    assert answer(caller, policies) == expected


@pytest.mark.parametrize(
    ("named", "expected"), [(FEDERATED, "allow"), (USER, "deny"), (FEDERATED + "2", "deny"), (ROOT, "deny")]
)
def test_a_federated_user_is_no_iam_user(named: str, expected: str) -> None:
    assert answer(FEDERATED, Policies(resource=resource({**READ, "Principal": {"AWS": named}}))) == expected


def test_across_accounts_a_boundary_limits_whoever_is_named() -> None:
    boundary = Policy(name="limit", document=document({"Action": "s3:*", "Resource": "*"}))
    jane = "arn:aws:iam::210987654321:user/jane"
    policies = Policies(
        identity=(identity(READ),), resource=resource({**READ, "Principal": {"AWS": jane}}), boundary=boundary
    )
    decision = decide(Request(jane, "es:ESHttpGet", INDEX), policies)
    assert (decision.answer, decision.because) == (
        Answer.DENY,
        "across accounts both halves have to allow it, and the boundary does not let it pass (limit)",
    )


@pytest.mark.parametrize(
    ("named", "expected"), [("210987654321", "unknown"), (OTHER, "unknown"), ("123456789012", "deny"), (ROOT, "deny")]
)
def test_what_the_other_account_decides_is_not_guessed(named: str, expected: str) -> None:
    policies = Policies(
        identity=(Policy(name="theirs", document=None),), resource=resource({**READ, "Principal": {"AWS": named}})
    )
    assert answer(OTHER, policies) == expected


@pytest.mark.parametrize(("caller", "expected"), [(ROLE, "allow"), (USER, "deny"), (OTHER, "deny")])
def test_a_key_whose_policy_does_not_name_the_account_leaves_it_no_say(caller: str, expected: str) -> None:
    use = {"Action": "kms:Decrypt"}
    policies = Policies(identity=(identity(use),), resource=resource(use), resource_decides=True)
    assert answer(caller, policies, "kms:Decrypt", KEY) == expected


# Whose the resource is


@pytest.mark.parametrize(
    ("owner", "expected"), [(None, "unknown"), ("123456789012", "allow"), ("210987654321", "deny")]
)
def test_whose_a_bucket_is_is_not_guessed(owner: str | None, expected: str) -> None:
    given = {} if owner is None else {"aws:ResourceAccount": (owner,)}
    decision = decide(Request(ROLE, "s3:GetObject", OBJECT, given=given), Policies(identity=(identity(GET),)))
    assert decision.answer is Answer(expected)
    assert decision.missing.keys == (("aws:ResourceAccount",) if owner is None else ())


@pytest.mark.parametrize(
    ("by_identity", "by_bucket", "expected"),
    [
        (GET, {**GET, "Principal": {"AWS": ROLE}}, "allow"),
        (GET, {**GET, "Effect": "Deny", "Principal": "*"}, "deny"),
        (READ, {**READ, "Principal": {"AWS": ROLE}}, "deny"),
        (READ, {**GET, "Principal": {"AWS": ROLE}}, "unknown"),
        (GET, {**GET, "Principal": {"AWS": USER}}, "unknown"),
    ],
)
def test_whose_a_bucket_is_matters_where_one_half_allows(by_identity: Words, by_bucket: Words, expected: str) -> None:
    policies = Policies(identity=(identity(by_identity),), resource=resource(by_bucket))
    assert answer(ROLE, policies, "s3:GetObject", OBJECT) == expected


@pytest.mark.parametrize("about", ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:ec2:eu-west-1::image/ami-1", "*"])
def test_what_no_customer_owns_is_in_nobody_elses_account(about: str) -> None:
    assert answer(ROLE, Policies(identity=(identity({"Action": "*"}),)), "iam:GetPolicy", about) == "allow"


# Actions and resources


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"NotAction": "iam:*"}, "allow"),
        ({"NotAction": ["ES:eshttpg*", "iam:*"]}, "deny"),
        ({"NotAction": "es:ESHttpPut", "Resource": "arn:aws:s3:::*"}, "deny"),
        ({"Action": "es:ESHttp?et"}, "allow"),
        ({"Action": "es:ESHttp?"}, "deny"),
        ({"Action": "*"}, "allow"),
        ({"Action": "es:*", "NotResource": INDEX}, "deny"),
        ({"Action": "es:*", "NotResource": INDEX.upper()}, "allow"),
        ({"Action": "es:*", "Resource": INDEX.upper()}, "deny"),
        ({"Action": "es:*", "Resource": INDEX.replace("_search", "?search")}, "allow"),
        ({"Action": "es:*", "Resource": "arn:aws:es:*:domain/orders/*"}, "allow"),
        ({"Action": "es:*", "Resource": "arn:aws:es"}, "allow"),
        ({"Action": "es:*", "Resource": "arn:aws:es:eu-west-1"}, "allow"),
        ({"Action": "es:*", "Resource": "arn:aws:s3"}, "deny"),
        ({"Action": "es:*", "NotResource": "arn:aws:es"}, "deny"),
    ],
)
def test_what_a_statement_is_about(statement: Words, expected: str) -> None:
    """A star at the end of a field reaches beyond colons, and fields that are missing are anything.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
    """
    assert answer(ROLE, Policies(identity=(identity(statement),))) == expected


@pytest.mark.parametrize(("about", "expected"), [("arn:aws:es", "unknown"), ("arn:aws:s3", "deny"), ("*", "allow")])
def test_whether_a_resources_policy_may_leave_fields_out_is_not_said(about: str, expected: str) -> None:
    assert answer(ROLE, Policies(resource=resource({**READ, "Resource": about}))) == expected


# Variables


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({**GET, "Resource": [OWN_FOLDER, "arn:aws:s3:::lake/x"]}, "unknown"),
        ({**GET, "Resource": OWN_FOLDER}, "deny"),
        ({**GET, "NotResource": OWN_FOLDER}, "unknown"),
        ({**GET, "Resource": ["arn:aws:s3:::lake/${aws:username, 'x'}"]}, "allow"),
        ({**GET, "Condition": {"StringNotEquals": {"aws:userid": "${aws:username}"}}}, "unknown"),
        ({**GET, "Condition": {"StringNotEqualsIfExists": {"aws:userid": "${aws:username}"}}}, "allow"),
        ({**GET, "Resource": ["arn:aws:s3:::other/${aws:username}"]}, "deny"),
    ],
)
def test_a_variable_that_nothing_fills_in_may_make_the_statement_invalid(statement: Words, expected: str) -> None:
    """A role has no aws:username.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    """
    policies = Policies(identity=(identity(statement),))
    given = {"userid": "AROA:run", "ResourceAccount": "123456789012"}
    assert answer(ROLE, policies, "s3:GetObject", OBJECT, **given) == expected


def test_whether_something_fills_it_in_is_not_guessed() -> None:
    statement = {**READ, "Resource": ["*", "arn:aws:es:*:*:domain/${aws:PrincipalTag/team}/*"]}
    decision = decide(Request(ROLE, "es:ESHttpGet", INDEX), Policies(identity=(identity(statement),)))
    assert (decision.answer, decision.missing.keys) == (Answer.UNKNOWN, ("aws:PrincipalTag/team",))


def test_a_deny_with_such_a_variable_leaves_it_open_too() -> None:
    deny = {"Effect": "Deny", "Action": "es:*", "NotResource": "arn:aws:es:*:*:domain/orders/${aws:username}/*"}
    decision = decide(Request(ROLE, "es:ESHttpGet", INDEX), Policies(identity=(identity(READ, _whole(deny)),)))
    assert [doubt.about for doubt in decision.missing.doubts] == [
        "whether it counts at all: the request has no value for its variable ${aws:username}"
    ]


def _whole(statement: Words) -> Words:
    return {**statement, "Resource": []}


@pytest.mark.parametrize(
    ("version", "who", "expected"),
    [
        ("2012-10-17", "jane", "allow"),
        ("2012-10-17", "${aws:username}", "deny"),
        ("2008-10-17", "jane", "deny"),
        ("2008-10-17", "${aws:username}", "allow"),
        (None, "jane", "deny"),
        (None, "${aws:username}", "allow"),
    ],
)
def test_only_the_newer_language_has_variables(version: str | None, who: str, expected: str) -> None:
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": OWN_FOLDER}
    policy = from_json({**({"Version": version} if version else {}), "Statement": [statement]})
    policies = Policies(identity=(Policy(name="old", document=policy),))
    assert answer(USER, policies, "s3:GetObject", f"arn:aws:s3:::lake/{who}/x", ResourceAccount="123456789012") == (
        expected
    )


def test_in_the_older_language_a_star_in_braces_is_a_wildcard() -> None:
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::lake/${*}"}
    policy = from_json({"Version": "2008-10-17", "Statement": [statement]})
    policies = Policies(identity=(Policy(name="old", document=policy),))
    about = "arn:aws:s3:::lake/${x}"
    assert answer(USER, policies, "s3:GetObject", about, ResourceAccount="123456789012") == "allow"


# Keys that follow from who asks

KNOWN = "aws:PrincipalAccount"


@pytest.mark.parametrize(
    ("caller", "condition", "expected"),
    [
        (ANONYMOUS, {"StringEqualsIfExists": {KNOWN: "123456789012"}}, "deny"),
        (ANONYMOUS, {"StringEquals": {KNOWN: "anonymous"}}, "allow"),
        (ANONYMOUS, {"Null": {"aws:PrincipalArn": "false"}}, "deny"),
        (ANONYMOUS, {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/*"}}, "allow"),
        (ANONYMOUS, {"Bool": {"aws:PrincipalIsAWSService": "false"}}, "deny"),
        (USER, {"Bool": {"aws:PrincipalIsAWSService": "false"}}, "allow"),
        ("es.amazonaws.com", {"Bool": {"aws:PrincipalIsAWSService": "true"}}, "allow"),
        (USER, {"StringEquals": {"AWS:USERNAME": "jane"}}, "allow"),
        (ROLE, {"Null": {"aws:username": "true"}}, "allow"),
        (ROOT, {"StringEquals": {"aws:PrincipalType": "Account"}}, "allow"),
        (ROLE, {"StringEquals": {"kms:CallerAccount": "123456789012"}}, "unknown"),
    ],
)
def test_keys_that_follow_from_who_asks(caller: str, condition: Words, expected: str) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html."""
    policies = Policies(resource=resource({**READ, "Principal": "*", "Condition": condition}))
    assert answer(caller, policies) == expected
