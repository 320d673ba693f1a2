"""References: what areas may name of each other, written for the module that names it."""

import pytest

from landbridge.areas.references import References, elsewhere
from landbridge.ir import Expr, Traversal

BY_NAME = Expr("arn:etl", "arn:", Traversal("var.partition"), ":etl")
ROLE = Expr("arn:etl", Traversal("aws_iam_role.etl.arn"), fallback=BY_NAME)
KEY = Expr("arn:{key:storage}", Traversal("aws_kms_key.storage.arn"), length=75)
ACCOUNT = Expr("123456789012", Traversal("var.account_id"))
BY_MODULE = {"iam": {"role:etl": ROLE, "account:own": ACCOUNT}, "kms": {"key:storage": KEY}}


def test_the_own_module_writes_its_things_as_they_are() -> None:
    assert References("iam", BY_MODULE)["role:etl"] is ROLE


def test_another_module_reads_them_through_the_module_that_has_them() -> None:
    found = References("kms", BY_MODULE)["role:etl"]
    assert found.parts == (Traversal("module.iam.aws_iam_role.etl.arn"),)


def test_text_length_and_fallback_are_the_same_from_everywhere() -> None:
    for home in ("iam", "kms", "dms", ""):
        found = References(home, BY_MODULE)
        assert (found["role:etl"], found["role:etl"].fallback) == ("arn:etl", BY_NAME)
        assert (found["key:storage"], found["key:storage"].length) == ("arn:{key:storage}", 75)


def test_what_every_module_has_is_written_the_same_everywhere() -> None:
    assert References("kms", BY_MODULE)["account:own"].parts == ACCOUNT.parts
    assert elsewhere("iam", BY_NAME).parts == BY_NAME.parts


def test_no_home_is_every_modules_elsewhere() -> None:
    found = References("", BY_MODULE)
    assert {str(part) for name in ("role:etl", "key:storage") for part in found[name].parts} == {
        "module.iam.aws_iam_role.etl.arn",
        "module.kms.aws_kms_key.storage.arn",
    }


def test_it_is_a_mapping_of_everything_that_can_be_named() -> None:
    found = References("iam", BY_MODULE)
    assert list(found) == ["role:etl", "account:own", "key:storage"]
    assert len(found) == 3
    assert "role:etl" in found
    assert "role:nobody" not in found
    assert found.get("role:nobody") is None
    with pytest.raises(KeyError):
        found["role:nobody"]


def test_nothing_can_be_named_where_no_area_has_anything() -> None:
    assert dict(References("iam", {})) == {}


def test_the_module_of_a_reference_is_known_by_its_resource() -> None:
    (part,) = elsewhere("kms", KEY).parts
    assert isinstance(part, Traversal)
    assert (part.resource, part.comes_from_outside) == ("module.kms.aws_kms_key.storage", True)
