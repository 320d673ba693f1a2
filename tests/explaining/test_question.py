"""What somebody asks, read from the words of the command line."""

import pytest

from landbridge.explaining import Unclear
from landbridge.policy.evaluation.request import ANONYMOUS
from tests.explaining.specs import DOMAIN, OTHER, OWN, asked

ETL = f"{OWN}:role/data/etl"


@pytest.mark.parametrize(
    ("text", "principal"),
    [
        ("anonymous", ANONYMOUS),
        ("role:etl", ETL),
        ("{role:etl}", ETL),
        (ETL, ETL),
        ("user:joe.new", f"{OWN}:user/joe.new"),
        ("user:who.ever", f"{OWN}:user/who.ever"),
        ("dms.eu-west-1.amazonaws.com", "dms.eu-west-1.amazonaws.com"),
        (f"{OTHER}:root", f"{OTHER}:root"),
        ("arn:aws:sts::210987654321:federated-user/x", "arn:aws:sts::210987654321:federated-user/x"),
        (f"{OWN}:saml-provider/idp", f"{OWN}:saml-provider/idp"),
    ],
)
def test_principals(text: str, principal: str) -> None:
    assert asked(text, "kms:Decrypt", "{key:storage}").request.principal == principal


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("role:elt", 'the spec has no "role:elt"; did you mean role:etl'),
        ("{role:elt}", 'the spec has no "role:elt"; did you mean role:etl'),
        ("domain:logs", '"domain:logs" is nobody who makes requests'),
        ("{domain:logs}", 'the spec has no "domain:logs"; it has '),
        ("123456789012", "an account makes no requests: name a role or user of it, or arn:aws:iam::123456789012:root"),
        (f"{OWN}:group/team", "a group does nothing itself; name a user that is in it"),
        (f"{OWN}:role/*", "has a wildcard: ask about one principal at a time"),
        ("etl", "is nobody who makes requests: give an ARN, {role:KEY}, user:NAME, a service"),
        ("key:storage", "is nobody who makes requests"),
        ("arn:aws:s3:::lake", "is nobody who makes requests"),
        ("role_name:etl", "role_name:etl has no ARN"),
        ("x\x1b[31m", r'"x\x1b[31m" is nobody'),
    ],
)
def test_who_makes_no_requests(text: str, said: str) -> None:
    _unclear("--principal", said, text, "kms:Decrypt", "{key:storage}")


def test_actions_are_spelled_as_aws_does() -> None:
    assert asked("anonymous", "KMS:decrypt", "{key:storage}").request.action == "kms:Decrypt"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kms:Decript", "AWS has no action kms:Decript; did you mean kms:Decrypt"),
        ("kms:*", '"kms:*" is no action: give one with its service'),
        ("Decrypt", '"Decrypt" is no action'),
    ],
)
def test_what_is_no_action(text: str, said: str) -> None:
    _unclear("--action", said, "anonymous", text, "{key:storage}")


@pytest.mark.parametrize(
    ("action", "text", "resource"),
    [
        ("kms:Decrypt", "{key:storage}", "arn:aws:kms:eu-west-1:123456789012:key/{key:storage}"),
        ("kms:Decrypt", "key:storage", "arn:aws:kms:eu-west-1:123456789012:key/{key:storage}"),
        ("sts:AssumeRole", "{role:etl}", ETL),
        ("s3:GetObject", "arn:aws:s3:::lake/*", "arn:aws:s3:::lake/*"),
        (
            "kms:CreateAlias",
            "arn:aws:kms:eu-west-1:123456789012:alias/lake",
            "arn:aws:kms:eu-west-1:123456789012:alias/lake",
        ),
        ("s3:ListAllMyBuckets", None, "*"),
        ("s3:ListAllMyBuckets", "*", "*"),
        ("es:ESHttpGet", f"{DOMAIN}/", f"{DOMAIN}/"),
        ("es:ESHttpGet", f"{DOMAIN}/*/_search", f"{DOMAIN}/*/_search"),
    ],
)
def test_resources(action: str, text: str | None, resource: str) -> None:
    assert asked("anonymous", action, text).request.resource == resource


@pytest.mark.parametrize(
    ("action", "text", "said"),
    [
        ("kms:Decrypt", None, "kms:Decrypt is about a resource: give its ARN"),
        ("kms:Decrypt", "key:storeage", 'the spec has no "key:storeage"; did you mean key:storage'),
        ("kms:Decrypt", "storage", '"storage" is neither an ARN nor a name of the spec'),
        ("s3:ListAllMyBuckets", "arn:aws:s3:::lake", "s3:ListAllMyBuckets is about no particular resource"),
        (
            "kms:Decrypt",
            "arn:aws:kms:eu-west-1:123456789012:alias/lake",
            "kms:Decrypt is about the key behind an alias: name the key itself",
        ),
        ("es:ESHttpGet", DOMAIN, f"es:ESHttpGet is about a path of a domain: give it, as in {DOMAIN}/orders/_search"),
    ],
)
def test_what_is_no_resource(action: str, text: str | None, said: str) -> None:
    _unclear("--resource", said, "anonymous", action, text)


def test_keys_of_the_request() -> None:
    context = ["aws:SourceIp=192.0.2.7", "aws:TagKeys=a", "AWS:tagkeys=b=c", "aws:UserAgent="]
    given = asked("anonymous", "kms:Decrypt", "{key:storage}", context=context).request.given
    assert given == {"aws:SourceIp": ("192.0.2.7",), "aws:TagKeys": ("a", "b=c"), "aws:UserAgent": ()}


@pytest.mark.parametrize(
    ("context", "said"),
    [
        (["aws:SourceIp"], '"aws:SourceIp" is no KEY=VALUE'),
        (["SourceIp=192.0.2.7"], '"SourceIp=192.0.2.7" is no KEY=VALUE'),
        (["aws:SourceIp=", "aws:SourceIp=192.0.2.7"], "aws:SourceIp cannot be absent and have a value"),
        (["aws:SourceIp=192.0.2.7", "aws:SourceIp="], "aws:SourceIp cannot be absent and have a value"),
    ],
)
def test_what_is_no_key(context: list[str], said: str) -> None:
    with pytest.raises(Unclear) as unclear:
        asked("anonymous", "kms:Decrypt", "{key:storage}", context=context)
    assert (unclear.value.part, said in str(unclear.value)) == ("--context", True)


def _unclear(part: str, said: str, principal: str, action: str, resource: str | None) -> None:
    with pytest.raises(Unclear) as unclear:
        asked(principal, action, resource)
    assert unclear.value.part == part
    assert said in str(unclear.value)
