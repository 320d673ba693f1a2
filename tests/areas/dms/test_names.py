"""What a spec may name of DMS, and what the module puts out."""

from pathlib import Path

import pytest

from landbridge.pipeline import compile_specs
from tests.areas.dms.specs import MAIN, SECRET, dms, endpoint, endpoints, instances, store
from tests.specs import HEAD, analysed, compiled

ALL = (
    instances(main=MAIN),
    endpoints(
        endpoint(
            engine="oracle",
            ssl_mode="verify-ca",
            certificate='"{var:ca}"',
            asm_secret=SECRET.replace("orders", "asm"),
        ),
        store(engine="s3", direction="target", bucket="x-lake"),
    ),
    "assessment_buckets:\n  before: {bucket: x-results}\n",
)


def passing(name: str) -> str:
    """A spec with a role of IAM that may pass what a placeholder names."""
    return dms(
        *ALL,
        rest=f"""\
network:
  security_groups:
    replication: {{id: sg-0123456789abcdef2}}
    orders_db: {{id: sg-0123456789abcdef0}}
security:
  permissions_boundary: none
  service_roles:
    deploy:
      service: codebuild
      statements:
        - actions: [iam:PassRole]
          resources: ["{{{name}}}"]
          conditions: {{StringEquals: {{"iam:PassedToService": dms.amazonaws.com}}}}
""",
    )


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("dms_role:vpc", "dms-vpc-role"),
        ("dms_role:cloudwatch_logs", "dms-cloudwatch-logs-role"),
        ("dms_role:lake", "edge-prod-b001-role-dms-lake"),
        ("dms_secret_role:orders", "edge-prod-b001-role-dms-orders-secret"),
        ("dms_secret_role:orders__asm", "edge-prod-b001-role-dms-orders-asm-secret"),
        ("dms_assessment_role:before", "edge-prod-b001-role-dms-before-assessment"),
    ],
)
def test_roles_can_be_named_in_the_statements_of_other_areas(name: str, role: str) -> None:
    analysis = analysed(passing(name))
    assert analysis.findings == []
    assert analysis.root is not None
    policies = [
        r
        for module in analysis.root.modules
        for r in module.resources
        if r.address.startswith("aws_iam_role_policy.deploy")
    ]
    assert policies[0].policy.statements[0].resources == (f"arn:aws:iam::123456789012:role/{role}",)  # type: ignore[attr-defined]


def test_a_role_that_is_somebody_elses_is_named_by_its_arn() -> None:
    text = passing("dms_role:vpc").replace("{vpc: own", "{vpc: reference")
    tree = compiled(text)
    assert ":role/dms-vpc-role" in tree["modules/iam/service_roles.tf"]
    assert "dms-vpc-role" not in tree["modules/dms/main.tf"]


def test_an_endpoint_without_a_role_cannot_be_named() -> None:
    found = analysed(passing("dms_role:orders")).findings
    assert "LB105" in [finding.id for finding in found]


def test_where_all_is_somebody_elses_the_module_is_empty_and_compiles() -> None:
    tree = compiled(dms(roles="{vpc: reference, cloudwatch_logs: reference}", rest=""))
    assert "resource" not in tree["modules/dms/main.tf"]
    assert "output" not in tree["modules/dms/outputs.tf"]


def test_a_choice_of_each_account_role_is_asked_for() -> None:
    found = analysed(f"{HEAD}dms:\n  permissions_boundary: none\n  account_roles: {{vpc: own}}\n").findings
    assert [(finding.id, finding.path) for finding in found] == [("LB103", ("dms", "account_roles", "cloudwatch_logs"))]


@pytest.mark.parametrize(
    ("first", "second", "error"),
    [
        ("own", "own", True),
        ("own", "adopt", True),
        ("own", "reference", False),
    ],
)
def test_two_specs_of_one_account_cannot_both_own_the_account_roles(
    first: str, second: str, error: bool, tmp_path: Path
) -> None:
    paths = []
    for region, choice in (("eu-west-1", first), ("eu-central-1", second)):
        path = tmp_path / f"{region}.yaml"
        head = HEAD.replace("eu-west-1", region)
        path.write_text(dms(head=head, roles=f"{{vpc: {choice}, cloudwatch_logs: {choice}}}", rest=""))
        paths.append(path)
    found = [finding for each in compile_specs(paths) for finding in each.findings]
    assert [finding.id for finding in found] == (["LB112"] if error else [])
    assert all("dms-vpc-role" in finding.message for finding in found)
