"""Access larger than IAM's quotas moves into managed policies, topic by topic; little moves with a change."""

import pytest

from landbridge.areas.identities import IamGroupPolicy, IamGroupPolicyAttachment, IamPolicy
from landbridge.aws import quotas
from landbridge.ir import Resource
from landbridge.policy.document import Statement
from landbridge.policy.size import size
from tests.specs import analysed, shown, spec

GROUP = """
permissions_boundary: none
iam_groups:
  ops:
    policy_assignments: {{s3: level3, logs: level2}}
    access:
      - {{service: {service}, level: {level}, resources: ["*"], reason: they run the fleet}}
"""


def group(service: str, level: str) -> list[Resource]:
    """The resources of a group with two curated levels and all of one AWS access level."""
    analysis = analysed(spec(GROUP.format(service=service, level=level)))
    assert analysis.root is not None, shown(analysis.findings)
    return list(analysis.root.modules[0].resources)


def inline(resources: list[Resource]) -> dict[str, int]:
    return {each.name: size(each.policy) for each in resources if isinstance(each, IamGroupPolicy)}


def managed(resources: list[Resource]) -> dict[str, tuple[Statement, ...]]:
    return {each.name: each.policy.statements for each in resources if isinstance(each, IamPolicy)}


def test_what_fits_stays_inline() -> None:
    resources = group("sqs", "read")
    assert set(inline(resources)) == {"s3", "logs", "sqs-read"}
    assert managed(resources) == {}


@pytest.mark.parametrize(("service", "level"), [("ec2", "write"), ("iot", "write"), ("glue", "write")])
def test_every_policy_keeps_within_its_quota(service: str, level: str) -> None:
    resources = group(service, level)
    assert sum(inline(resources).values()) <= quotas.GROUP_INLINE_POLICIES
    assert managed(resources) != {}
    assert all(size(each.policy) <= quotas.MANAGED_POLICY for each in resources if isinstance(each, IamPolicy))


def test_the_largest_topic_moves_and_the_others_stay() -> None:
    assert set(inline(group("ec2", "write"))) == {"s3", "logs"}


def test_every_managed_policy_is_attached_to_its_group() -> None:
    resources = group("ec2", "write")
    targets = [
        str(each.policy_arn).rpartition("/")[2] for each in resources if isinstance(each, IamGroupPolicyAttachment)
    ]
    assert sorted(targets) == sorted(managed(resources))


def test_the_parts_grant_what_the_whole_grants() -> None:
    from landbridge.areas.iam.bundles import pin_access_level

    granted = {
        action
        for statements in managed(group("ec2", "write")).values()
        for statement in statements
        for action in statement.actions
    }
    assert granted == set(pin_access_level("ec2", "write")["actions"])


def test_a_topic_that_cannot_be_cut_is_an_error_with_the_numbers() -> None:
    names = ", ".join(f'"arn:aws:sqs:eu-west-1:123456789012:{"q" * 60}-{number:03}"' for number in range(120))
    text = spec(
        f"""
        permissions_boundary: none
        policies:
          large:
            statements:
              - {{actions: "sqs:SendMessage", resources: [{names}]}}
        """
    )
    found = analysed(text).findings
    assert [each.id for each in found] == ["LB381"]
    assert "6,144" in found[0].message
