"""Keys, roles and policies that name each other: Terraform finds an order, and names what AWS makes up by reference."""

import re

from landbridge.areas.kms.lower import names
from landbridge.ir import Traversal
from tests.areas.kms.specs import key, kms
from tests.specs import analysed, compiled

BOTH = """\
security:
  permissions_boundary: none
  service_roles:
    etl:
      service: glue
      statements:
        - {sid: Use, actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: ["{key:data}"]}
"""
BOUND = """\
security:
  permissions_boundary: limit
  policies:
    limit:
      statements:
        - {actions: ["kms:Decrypt"], resources: ["{key:data}"]}
  service_roles:
    etl: {service: glue}
"""


def test_a_key_and_a_role_may_name_each_other() -> None:
    files = compiled(key('users: ["{role:etl}"]', security=BOTH))
    assert "Resource = var.kms_key_data_arn" in files["modules/iam/service_roles.tf"]
    assert "AWS = var.iam_role_etl_arn" in files["modules/kms/main.tf"]
    assert re.search(r"kms_key_data_arn\s+= module\.kms\.kms_key_data_arn", files["main.tf"])
    assert re.search(r"iam_role_etl_arn\s+= module\.iam\.iam_role_etl_arn", files["main.tf"])


def test_a_boundary_may_name_a_key_whose_policy_names_the_role_that_it_bounds() -> None:
    files = compiled(key('users: ["{role:etl}"]', security=BOUND))
    assert "Resource = var.kms_key_data_arn" in files["modules/iam/policies.tf"]
    assert "permissions_boundary = aws_iam_policy.limit.arn" in files["modules/iam/service_roles.tf"]
    assert "AWS = var.iam_role_etl_arn" in files["modules/kms/main.tf"]


def test_the_block_of_a_key_reads_nothing_so_that_nothing_can_circle_through_it() -> None:
    files = compiled(key('users: ["{role:etl}"]', 'administrators: ["{role:etl}"]'.replace("etl", "admin")))
    block = files["modules/kms/main.tf"].partition('resource "aws_kms_key_policy"')[0]
    assert "var." not in block
    assert "aws_iam" not in block


def test_the_policy_stands_right_behind_its_key() -> None:
    text = compiled(kms("keys: {b: {}, a: {}}"))["modules/kms/main.tf"]
    blocks = re.findall(r'^resource "(\w+)" "(\w+)"', text, re.MULTILINE)
    kinds = ("aws_kms_key", "aws_kms_key_policy", "aws_kms_alias")
    assert blocks == [(kind, name) for name in ("b", "a") for kind in kinds]


def test_a_key_is_named_by_its_arn_of_which_aws_makes_up_the_id() -> None:
    spec = analysed(key()).spec
    assert spec is not None
    found = names(spec)["key:data"]
    assert found == "arn:aws:kms:eu-west-1:123456789012:key/{key:data}"
    assert found.parts == (Traversal("aws_kms_key.data.arn"),)
    assert found.fallback is None
    assert found.length == len("arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab")


def test_the_first_alias_of_a_key_can_be_named() -> None:
    for aliases, first in (("", "alias/edge-prod-b001-data"), ("aliases: [b, a]", "alias/b"), ("aliases: []", None)):
        spec = analysed(key(*filter(None, [aliases]))).spec
        assert spec is not None
        assert names(spec).get("key_alias:data") == first


def test_a_key_comes_after_the_roles_of_its_policy_whatever_the_order_of_the_spec() -> None:
    security = BOTH.replace("service_roles", "service_roles")
    turned = key('users: ["{role:etl}"]', security="") + security
    assert compiled(turned) == compiled(key('users: ["{role:etl}"]', security=BOTH))
