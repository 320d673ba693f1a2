"""What key policies say: who gets which statement, and what is never said."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.areas.kms.purposes import PURPOSES, USAGES
from landbridge.areas.kms.spec import CustomerKey
from landbridge.policy.canonical import same
from tests.areas.kms.specs import ADMIN, ETL, ROOT, key, kms, policy, statements
from tests.specs import HEAD, analysed

USE = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
CHINA = HEAD.replace("eu-west-1", "cn-north-1")


def test_the_policy_of_the_dms_guide_comes_out_of_three_lists() -> None:
    text = key(
        "purpose: s3_target",
        'administrators: ["{role:admin}"]',
        'users: ["{role:etl}"]',
        'grant_creators: ["{role:etl}"]',
    )
    guide = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": [ROOT]}, "Action": "kms:*", "Resource": "*"},
            {
                "Effect": "Allow",
                "Principal": {"AWS": [ADMIN]},
                "Action": [
                    *("kms:Create*", "kms:Describe*", "kms:Enable*", "kms:List*", "kms:Put*", "kms:Update*"),
                    *("kms:Revoke*", "kms:Disable*", "kms:Get*", "kms:Delete*", "kms:TagResource"),
                    *("kms:UntagResource", "kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"),
                ],
                "Resource": "*",
            },
            {"Effect": "Allow", "Principal": {"AWS": [ETL]}, "Action": USE, "Resource": "*"},
            {
                "Effect": "Allow",
                "Principal": {"AWS": [ETL]},
                "Action": ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
                "Resource": "*",
                "Condition": {"Bool": {"kms:GrantIsForAWSResource": True}},
            },
        ],
    }
    assert same(policy(text), guide)


def test_redshift_users_create_grants_without_being_told() -> None:
    short = key("purpose: redshift_target", 'users: ["{role:etl}"]')
    long = key("purpose: redshift_target", 'users: ["{role:etl}"]', 'grant_creators: ["{role:etl}"]')
    assert same(policy(short), policy(long))


def test_administrators_get_no_action_that_encrypts_or_decrypts() -> None:
    (admin,) = (s for s in policy(key('administrators: ["{role:admin}"]')).statements if s.sid == "KeyAdministrators")
    beginnings = ("kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt", "kms:Generate", "kms:Sign", "kms:*")
    assert not [action for action in admin.actions if action.startswith(beginnings)]


def test_users_get_no_action_that_manages() -> None:
    for name, found in statements(key('users: ["{role:etl}"]')).items():
        if name != "EnableIAMUserPermissions":
            assert found["Action"] == USE


def test_users_of_one_way_share_a_statement_whose_sid_stays() -> None:
    one = statements(key('users: [{principal: "{role:etl}", via: [s3]}]'))
    two = statements(key('users: [{principal: "{role:admin}", via: [s3]}, {principal: "{role:etl}", via: [s3]}]'))
    assert list(one) == list(two) == ["EnableIAMUserPermissions", "UseOfTheKeyThroughS3"]
    assert two["UseOfTheKeyThroughS3"]["Principal"] == {"AWS": [ADMIN, ETL]}


def test_the_order_of_users_changes_nothing() -> None:
    users = ['{principal: "{role:etl}", via: [s3]}', '"{role:admin}"', '{principal: "{role:etl}", decrypt_only: true}']
    there = policy(key(f"users: [{', '.join(users)}]"))
    back = policy(key(f"users: [{', '.join(reversed(users))}]"))
    assert there == back


def test_an_encryption_context_is_not_asked_of_describing_which_has_none() -> None:
    found = statements(key('users: [{principal: "{role:etl}", encryption_context: {team: data}}]'))
    (context,) = (name for name in found if "InContext" in name)
    assert "kms:DescribeKey" not in found[context]["Action"]
    assert found[context]["Condition"] == {"StringEquals": {"kms:EncryptionContext:team": "data"}}
    assert found["DescribeTheKey"]["Action"] == "kms:DescribeKey"


@pytest.mark.parametrize("purpose", [name for name in PURPOSES if name not in ("cloudwatch_logs", "mgn_ebs")])
def test_where_nobody_is_named_iam_policies_decide_whatever_the_purpose(purpose: str) -> None:
    assert set(statements(key(f"purpose: {purpose}"))) == {"EnableIAMUserPermissions"}


def test_a_service_serves_everybody_of_the_account_and_nobody_else_where_it_is_named() -> None:
    found = statements(key("service_use: [secretsmanager, dms, es]"))
    served = {name: each["Condition"] for name, each in found.items() if each["Principal"] == "*"}
    assert set(served) == {"ServiceUse", "ServiceDescribe", "ServiceGrants"}
    assert all(each["StringEquals"]["kms:CallerAccount"] == "123456789012" for each in served.values())
    services = {name: each["StringEquals"]["kms:ViaService"] for name, each in served.items()}
    assert services == {
        "ServiceUse": ["dms.eu-west-1.amazonaws.com", "secretsmanager.eu-west-1.amazonaws.com"],
        "ServiceDescribe": "es.eu-west-1.amazonaws.com",
        "ServiceGrants": ["dms.eu-west-1.amazonaws.com", "es.eu-west-1.amazonaws.com"],
    }


def test_naming_a_user_takes_nothing_from_anybody() -> None:
    for lines in (("purpose: secrets_manager",), ("purpose: secrets_manager", "service_use: [secretsmanager]")):
        alone, beside = statements(key(*lines)), statements(key(*lines, 'users: ["{role:etl}"]'))
        assert alone.items() <= beside.items()


def test_publishers_work_for_the_own_account_but_eventbridge_which_does_not_say() -> None:
    found = statements(key("purpose: sns", "publishers: [events.amazonaws.com, events.rds.amazonaws.com]"))
    assert found["TopicPublishers"]["Principal"] == {"Service": "events.rds.amazonaws.com"}
    assert found["TopicPublishers"]["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    assert found["TopicEvents"]["Principal"] == {"Service": "events.amazonaws.com"}
    assert "Condition" not in found["TopicEvents"]


def test_opensearch_is_served_by_grants_alone() -> None:
    found = statements(key("purpose: opensearch", 'users: ["{role:etl}"]'))
    assert set(found) == {"EnableIAMUserPermissions", "DescribeTheKey", "Grants"}


def test_services_are_named_in_the_way_of_the_partition() -> None:
    china = statements(key("purpose: cloudwatch_logs", "log_groups: [x]", "service_use: [s3]", head=CHINA))
    assert china["CloudWatchLogs"]["Principal"] == {"Service": "logs.cn-north-1.amazonaws.com.cn"}
    assert china["ServiceUse"]["Condition"]["StringEquals"]["kms:ViaService"] == "s3.cn-north-1.amazonaws.com.cn"
    context = china["CloudWatchLogs"]["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]
    assert context == "arn:aws-cn:logs:cn-north-1:123456789012:log-group:x"


def test_an_own_sid_is_kept_and_a_missing_one_is_made_from_the_content() -> None:
    item = "{sid: Mine, actions: kms:Decrypt, principals: {AWS: '{role:etl}'}}"
    assert "Mine" in statements(key(f"statements: [{item}]"))
    made = set(statements(key(f"statements: [{item.replace('sid: Mine, ', '')}]"))) - {"EnableIAMUserPermissions"}
    assert all(name.startswith("AllowKms") for name in made)


@pytest.mark.parametrize("name", USAGES)
def test_every_kind_of_key_has_actions_of_its_own(name: str) -> None:
    head = CHINA if name == "SM2" else HEAD
    for usage in USAGES[name]:
        text = key(f"key_spec: {name}", f"key_usage: {usage}", 'users: ["{role:etl}"]', head=head)
        actions = statements(text)["UseOfTheKey"]["Action"]
        assert ("kms:GenerateDataKey*" in actions) == (name == "SYMMETRIC_DEFAULT")


ROLE = st.sampled_from(["{role:admin}", "{role:etl}"])
SERVICES = st.lists(st.sampled_from(["s3", "ec2", "secretsmanager", "es"]), max_size=2, unique=True)
USERS = st.lists(
    st.fixed_dictionaries(
        {"principal": ROLE, "via": SERVICES, "decrypt_only": st.booleans(), "reason": st.just("agreed upon")},
        optional={"encryption_context": st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from(["x", "y*"]))},
    ),
    max_size=4,
)
KEYS = st.fixed_dictionaries(
    {
        "purpose": st.sampled_from([name for name in PURPOSES if name != "cloudwatch_logs"]),
        "administrators": st.just(["arn:aws:iam::123456789012:user/kim"]),
        "users": USERS,
        "multi_region": st.booleans(),
        "service_use": SERVICES,
        "without_root": st.none() | st.just("named roles only"),
        "other_accounts": st.lists(
            st.fixed_dictionaries(
                {
                    "accounts": st.just(["210987654321"]),
                    "use": st.sampled_from(["decrypt", "crypto"]),
                    "grants": st.booleans(),
                    "via": SERVICES,
                    "reason": st.just("agreed upon"),
                }
            ),
            max_size=2,
        ),
    }
)


@settings(max_examples=60)
@given(KEYS)
def test_every_policy_has_sids_means_its_own_key_and_lets_the_account_in_unless_told(data: dict[str, object]) -> None:
    text = kms(
        f"external_principals: ['arn:aws:iam::123456789012:user/kim']\nkeys: {{data: {json.dumps(data)}}}",
    )
    found = policy(text).statements
    sids = [statement.sid for statement in found]
    assert all(sids)
    assert len(sids) == len(set(sids))
    assert all(sid.isalnum() and sid.isascii() for sid in sids)
    assert all(statement.resources == ("*",) for statement in found)
    assert ("EnableIAMUserPermissions" in sids) == (data["without_root"] is None)
    assert analysed(text).root is not None


def test_the_defaults_are_the_safe_ones() -> None:
    fields = CustomerKey.model_fields
    assert fields["deletion_window_days"].default == 30
    assert all(fields[name].default is None for name in ("without_root", "without_rotation", "destroyable"))
