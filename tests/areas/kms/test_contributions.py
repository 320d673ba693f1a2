"""What other areas hand over goes into the key's one document."""

from dataclasses import replace
from typing import Literal

import pytest

from landbridge.areas.area import Inputs
from landbridge.areas.contributions import KeyUse
from landbridge.areas.kms.lower import lower
from landbridge.areas.kms.resources import KmsKeyPolicy
from landbridge.findings import Finding, Severity
from landbridge.ir import Expr, Module, Traversal
from landbridge.policy.document import Statement
from tests.areas.kms.specs import ROLES, key
from tests.specs import HEAD, analysed

ROLE = "arn:aws:iam::123456789012:role/edge-prod-b001-dms-orders"
ORIGIN = ("dms", "endpoints", "orders")


def handed(
    name: str = "data",
    use: Literal["decrypt", "crypto"] = "crypto",
    via: tuple[str, ...] = (),
    *,
    grants: bool = False,
    why: str = "endpoint orders writes objects",
) -> KeyUse:
    role = Expr(ROLE, Traversal("module.dms.aws_iam_role.orders.arn"))
    return KeyUse(origin=ORIGIN, key=name, principals=(role,), use=use, grants=grants, via=via, why=why)


def lowered(text: str, *contributions: KeyUse) -> tuple[Module, list[Finding]]:
    analysis = analysed(text)
    assert analysis.spec is not None
    etl = Expr("arn:aws:iam::123456789012:role/edge-prod-b001-role-etl", Traversal("module.iam.aws_iam_role.etl.arn"))
    return lower(analysis.spec, Inputs(references={"role:etl": etl}, contributions=contributions))


def statements(text: str, *contributions: KeyUse) -> dict[str, Statement]:
    module, findings = lowered(text, *contributions)
    assert findings == []
    (policy,) = (each.policy for each in module.resources if isinstance(each, KmsKeyPolicy))
    return {statement.sid: statement for statement in policy.statements}


def test_a_contributed_role_stands_beside_the_users_of_the_spec() -> None:
    found = statements(key('users: ["{role:etl}"]'), handed())
    assert [str(value) for value in found["UseOfTheKey"].principals[0].values] == [
        ROLE,
        "arn:aws:iam::123456789012:role/edge-prod-b001-role-etl",
    ]


def test_what_it_is_for_stands_above_the_statement() -> None:
    found = statements(key(), handed(), handed(why="endpoint stock reads objects"))
    why = found["UseOfTheKey"].why
    assert why.endswith("\nendpoint orders writes objects\nendpoint stock reads objects")


def test_it_gets_what_it_asks_for_and_no_more() -> None:
    found = statements(key(), handed(use="decrypt", via=("secretsmanager",)))
    assert set(found) == {"EnableIAMUserPermissions", "DecryptWithTheKeyThroughSecretsmanager"}
    assert found["DecryptWithTheKeyThroughSecretsmanager"].actions == ("kms:Decrypt", "kms:DescribeKey")
    assert "GrantsThroughS3" in statements(key(), handed(via=("s3",), grants=True))


def test_who_is_served_through_a_service_stays_so_when_another_area_names_a_user() -> None:
    text = key("service_use: [secretsmanager]")
    assert statements(text).items() <= statements(text, handed()).items()


def test_the_module_is_made_where_the_spec_has_no_kms_part() -> None:
    module, findings = lowered(f"{HEAD}{ROLES}", handed())
    assert findings == []
    assert list(module.resources) == []
    assert module.name == "kms"


def test_a_key_of_another_kind_cannot_serve_a_service() -> None:
    _, (finding,) = lowered(key("key_spec: RSA_2048"), handed())
    assert (finding.id, finding.path) == ("LB406", ORIGIN)
    assert "RSA_2048" in finding.message


def test_the_picture_shows_who_uses_which_key_and_how() -> None:
    module, _ = lowered(key('users: ["{role:etl}"]'), handed(use="decrypt", via=("s3",), grants=True))
    assert [(edge.source, edge.target, edge.words) for edge in module.picture] == [
        ("role edge-prod-b001-role-etl", "key data", "uses"),
        ("role edge-prod-b001-dms-orders", "key data", "decrypts through s3"),
        ("role edge-prod-b001-dms-orders", "key data", "creates grants through s3"),
    ]


def used_for(*purposes: str, named: bool = True) -> KeyUse:
    use = replace(handed(), purposes=purposes)
    return use if named else replace(use, principals=())


@pytest.mark.parametrize("named", [True, False])
def test_a_use_that_the_purpose_is_not_for_is_a_warning_where_the_use_stands(named: bool) -> None:
    _, (found,) = lowered(key("purpose: s3_target"), used_for("secrets_manager", named=named))
    assert (found.id, found.severity, found.path) == ("LB407", Severity.WARNING, ORIGIN)
    assert found.message == (
        'the key "data" has the purpose s3_target, and this use is secrets_manager: endpoint orders writes objects'
    )
    assert "leave purpose out of kms.keys.data" in found.hint


@pytest.mark.parametrize(
    ("purpose", "wanted"),
    [("plain", ("secrets_manager",)), ("s3_target", ("redshift_target", "s3_target")), ("s3_target", ())],
)
def test_a_use_that_the_purpose_is_for_is_none(purpose: str, wanted: tuple[str, ...]) -> None:
    assert lowered(key(f"purpose: {purpose}"), used_for(*wanted))[1] == []


def test_a_use_without_a_principal_leaves_the_policy_as_it_is() -> None:
    assert statements(key(), used_for(named=False)).keys() == statements(key()).keys()
