"""What the rules look at: what an author wrote, and what principals are granted."""

from landbridge.areas.iam.lower import names
from landbridge.areas.iam.rules.reading import Reading, documents, reading
from landbridge.areas.iam.rules.trusted import Trusted
from landbridge.areas.references import References
from landbridge.rules.rule import Subject
from landbridge.spec.root import Spec
from tests.areas.iam.specs import security, statements
from tests.specs import analysed, findings


def read(text: str) -> Reading:
    """The reading of a spec without errors."""
    return Reading(subject(text))


def subject(text: str) -> Subject:
    analysis = analysed(text)
    assert analysis.root is not None, analysis.findings
    spec = analysis.spec
    assert isinstance(spec, Spec)
    (module,) = analysis.root.modules
    return Subject(
        spec=spec,
        part=spec.part("security"),
        module=module,
        identity=spec.identity,
        references=References("iam", {"iam": names(spec)}),
        modules=(module,),
    )


BOUNDARIES = security("""
    permissions_boundary: limit
    service_roles:
      worker: {service: ec2, customer_policies: [both], permissions_boundary: both}
    policies:
      limit: {statements: [{actions: "*", resources: "*"}]}
      both: {statements: [{actions: s3:ListAllMyBuckets, resources: "*"}]}
      loose: {statements: [{actions: s3:ListAllMyBuckets, resources: "*"}]}
    users:
      jane: {}
    """)


def test_a_policy_that_only_bounds_is_a_boundary_and_grants_nothing() -> None:
    found = read(BOUNDARIES)
    assert found.boundaries == {"limit"}
    assert {resource.label: kind for resource, _, kind in documents(found)} == {
        "worker": "trust",
        "limit": "boundary",
        "both": "identity",
        "loose": "identity",
    }
    assert sorted(path[-1] for path in found.grants) == ["both", "loose"]


def test_statements_keep_their_order_and_have_their_placeholders_filled_in() -> None:
    found = read(
        statements(
            "{actions: [s3:PutObject, s3:GetObject],"
            ' resources: ["arn:{partition}:s3:::{stem}-b/*", "arn:aws:s3:::a/*"]}'
        )
    )
    (written,) = found.written
    assert written.statement.actions == ("s3:PutObject", "s3:GetObject")
    assert written.statement.resources == ("arn:aws:s3:::edge-prod-b001-b/*", "arn:aws:s3:::a/*")
    assert written.at("resources", 1) == ("security", "iam_groups", "ops", "statements", 0, "resources", 1)


def test_a_list_of_one_may_be_written_as_its_value() -> None:
    (written,) = read(statements('{actions: s3:ListAllMyBuckets, resources: "*"}')).written
    assert written.at("actions", 0) == ("security", "iam_groups", "ops", "statements", 0, "actions")


def test_grants_hold_levels_intentions_and_statements_of_each_holder() -> None:
    found = read(
        security("""
        iam_groups:
          ops:
            policy_assignments: {secretsmanager: level1}
            access: [{service: sqs, level: tag}]
            statements: [{actions: s3:ListAllMyBuckets, resources: "*"}]
        """)
    )
    granted = found.grants[("security", "iam_groups", "ops")]
    services = {action.partition(":")[0] for statement in granted for action in statement.actions}
    assert services == {"secretsmanager", "sqs", "s3"}


def test_a_reason_covers_the_statement_that_gives_it_and_no_other() -> None:
    # Lowering makes one statement of these two, and joins their reasons.
    text = statements(
        '{actions: "s3:Get*", resources: "arn:aws:s3:::edge-data/*"}',
        '{actions: "s3:Put*", resources: "arn:aws:s3:::edge-data/*", reason: the loader}',
    )
    assert [(found.id, found.path) for found in findings(text)] == [
        ("LB323", ("security", "iam_groups", "ops", "statements", 0, "actions"))
    ]


def test_everybody_that_a_role_trusts_is_read_with_the_conditions_that_the_spec_stands_for() -> None:
    found = read(
        security("""
        cross_account_roles:
          partner: {account_ids: ["210987654321"], external_id: edge-42, require_mfa: true}
        """)
    )
    (trusted,) = found.trusted
    assert isinstance(trusted, Trusted)
    assert (trusted.type, trusted.value) == ("AWS", "arn:aws:iam::210987654321:root")
    assert {condition.key for condition in trusted.conditions} == {"sts:ExternalId", "aws:MultiFactorAuthPresent"}


def test_one_reading_serves_all_rules_of_a_run() -> None:
    one, other = subject(BOUNDARIES), subject(BOUNDARIES)
    assert reading(one) is reading(one)
    assert reading(one) is not reading(other)
