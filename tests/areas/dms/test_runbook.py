"""RUNBOOK.md: what it says, and that it says only what concerns the spec."""

import json
import re
import shlex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from syrupy.assertion import SnapshotAssertion

from tests.areas.dms.operator_specs import ENDPOINTS, NETWORK, ROLES, SECRET, SECURITY, operator, with_endpoints
from tests.specs import HEAD, compiled

ASM = SECRET.replace("orders", "orders-asm")
MARKDOWN = MarkdownIt("commonmark").enable("table")


def runbook(text: str) -> str:
    """The page that a spec makes."""
    return compiled(text)["modules/dms/RUNBOOK.md"]


def endpoint(
    *lines: str, instance: str = "main: {security_group: replication, https_to: [pl-0123456789abcdef0]}"
) -> str:
    """A spec with an Oracle endpoint of these lines and nobody who works with it."""
    body = "".join(f"      {line}\n" for line in lines)
    return (
        f"{HEAD}{SECURITY}{NETWORK.lstrip()}dms:\n  permissions_boundary: none\n  account_roles: {ROLES}\n"
        f"  replication_instances:\n    {instance}\n"
        "  endpoints:\n    orders:\n      engine: oracle\n      direction: source\n      scenario: same_vpc\n"
        f"      security_group: orders_db\n      unencrypted: the database has no certificate\n{body}"
    )


def headings(page: str) -> list[str]:
    """The headings below the title."""
    return re.findall(r"^## (.*)$", page, re.MULTILINE)


def commands(page: str) -> list[list[str]]:
    """The words of every command of the page, as a shell reads them."""
    found = []
    for token in MARKDOWN.parse(page):
        if token.type == "fence" and token.info == "bash":
            lines = token.content.replace("\\\n", " ").splitlines()
            found += [shlex.split(line, comments=True) for line in lines]
    return [words for words in found if words]


def account_roles(vpc: str, logs: str) -> str:
    """A spec with account roles alone."""
    return f"{HEAD}dms:\n  permissions_boundary: none\n  account_roles: {{vpc: {vpc}, cloudwatch_logs: {logs}}}\n"


def test_a_spec_with_account_roles_of_somebody_else_alone_has_no_runbook() -> None:
    assert "modules/dms/RUNBOOK.md" not in compiled(account_roles("reference", "reference"))


@pytest.mark.parametrize("choice", ["own", "adopt"])
def test_an_account_role_is_taken_out_of_the_state_before_somebody_else_owns_it(choice: str) -> None:
    files = compiled(account_roles(choice, "reference"))
    page = files["modules/dms/RUNBOOK.md"]
    assert headings(page) == ["Hand an account role over"]
    removed = [words[-1] for words in commands(page) if words[:3] == ["terraform", "state", "rm"]]
    resources = re.findall(r'^resource "(\S+)" "(\S+)"', files["modules/dms/main.tf"], re.MULTILINE)
    assert removed == [f"module.dms.{kind}.{name}" for kind, name in resources]
    assert re.findall(r"^     from = (.*)$", page, re.MULTILINE) == removed
    assert page.count("destroy = false") == len(removed)


@pytest.mark.parametrize("choice", ["own", "adopt"])
def test_terraform_refuses_to_destroy_an_account_role(choice: str) -> None:
    assert "prevent_destroy = true" in compiled(account_roles(choice, "reference"))["modules/dms/main.tf"]


def test_every_role_and_every_secret_is_checked() -> None:
    found = commands(runbook(with_endpoints()))
    roles = {words[-1] for words in found if words[:3] == ["aws", "iam", "get-role"]}
    assert roles == {
        "dms-vpc-role",
        "dms-cloudwatch-logs-role",
        "edge-prod-b001-role-dms-lake",
        "edge-prod-b001-role-dms-orders-secret",
        "edge-prod-b001-role-dms-results-assessment",
    }
    secrets = [words for words in found if words[:3] == ["aws", "secretsmanager", "describe-secret"]]
    assert secrets == [
        ["aws", "secretsmanager", "describe-secret", "--region", "eu-west-1", "--secret-id", SECRET],
    ]


@pytest.mark.parametrize(
    ("given_as", "found"),
    [
        ("{var:orders_secret}", "the root's variable orders\\_secret"),
        ("{ssm:/prod/orders-secret}", "the SSM parameter /prod/orders-secret"),
    ],
)
def test_a_secret_that_only_terraform_knows_is_looked_up(given_as: str, found: str) -> None:
    page = runbook(endpoint(f'secret: "{given_as}"'))
    assert f"| `ORDERS_SECRET` | {found} |" in page
    assert ["--secret-id", "ORDERS_SECRET"] in [words[-2:] for words in commands(page)]


def test_an_arn_of_the_own_account_is_written_out() -> None:
    page = runbook(endpoint('secret: "arn:{partition}:secretsmanager:{region}:{account_id}:secret:orders-a1B2c3"'))
    assert ["--secret-id", SECRET] in [words[-2:] for words in commands(page)]


def test_a_role_says_which_secrets_of_an_endpoint_it_reads() -> None:
    asm = (f"secret: {SECRET}", f"asm_secret: {ASM}")
    apart, together = runbook(endpoint(*asm)), runbook(endpoint(*asm, "one_role_for_both: true"))
    assert re.findall("^# (reads .*)$", apart, re.MULTILINE) == [
        "reads the secret of endpoint orders",
        "reads the ASM secret of endpoint orders",
    ]
    assert re.findall("^# (reads .*)$", together, re.MULTILINE) == [
        "reads the secret and the ASM secret of endpoint orders"
    ]


def test_a_secret_of_another_account_is_changed_there() -> None:
    theirs = SECRET.replace("123456789012", "210987654321")
    key = "arn:aws:kms:eu-west-1:210987654321:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    page = runbook(endpoint(f'secret: {{arn: "{theirs}", kms_key: "{key}"}}'))
    assert "; run in account 210987654321, which owns it" in page
    assert "which owns it" not in runbook(endpoint(f"secret: {SECRET}"))


def test_the_page_says_what_is_in_a_secret_without_values() -> None:
    page = runbook(endpoint(f"secret: {SECRET}", f"asm_secret: {ASM}"))
    shapes = [json.loads(t.content) for t in MARKDOWN.parse(page) if t.type == "fence" and t.info == "json"]
    assert shapes[:2] == [
        {"username": "", "password": "", "host": "", "port": ""},
        {"asm_user": "", "asm_password": "", "asm_server": ""},
    ]


def test_a_password_is_changed_while_the_task_is_stopped() -> None:
    page = runbook(endpoint(f"secret: {SECRET}"))
    verbs = [words[2] for words in commands(page) if words[1] in ("dms", "secretsmanager")]
    order = [
        "stop-replication-task",
        "put-secret-value",
        "test-connection",
        "start-replication-task",
    ]
    assert [verb for verb in verbs if verb in order] == order
    assert "add `;.:+` to what is there" in page
    assert "modify-endpoint" not in page


def test_an_endpoint_that_can_have_no_secret_is_told_its_password_by_dms() -> None:
    cache = "{engine: redis, direction: target, tls: true, scenario: same_vpc, security_group: orders_db}"
    search = (
        "{engine: neptune, direction: target, bucket: b-x, folder: f, scenario: same_vpc, security_group: orders_db}"
    )
    page = runbook(endpoint(f"secret: {SECRET}") + f"    cache: {cache}\n    graph: {search}\n")
    assert "modify-endpoint" in page
    assert re.findall(r"^   - `(.*)`$", page, re.MULTILINE) == ["cache"]


def test_where_nobody_has_a_password_none_is_changed() -> None:
    page = runbook(
        operator(
            dms="endpoints:\n  lake: {engine: s3, direction: target, bucket: edge-lake}\n"
            "permissions_boundary: none\n"
            "replication_instances: {main: {security_group: replication, https_to: [pl-0123456789abcdef0]}}",
            security=SECURITY + NETWORK.lstrip(),
        )
    )
    assert not {"Change a database password while a task uses it", "Rotate a secret"} & set(headings(page))


IN_SUBNETS = "vpc: vpc-0a1b2c3d4e5f60718, subnets: [subnet-0a1b2c3d4e5f60718, subnet-0a1b2c3d4e5f60719]"
AUTHORED = f"""
network:
  vpc_endpoints:
    credentials: {{service: secretsmanager, {IN_SUBNETS}, clients: [replication]}}
"""


@pytest.mark.parametrize(
    ("private", "network", "found"),
    [
        (IN_SUBNETS, "", "without private DNS | `main__secretsmanager`"),
        (f"{IN_SUBNETS}, private_dns: false", "", "always | `main__secretsmanager`"),
        (IN_SUBNETS, AUTHORED, "without private DNS | `credentials`"),
        (
            "vpc: vpc-0a1b2c3d4e5f60718, present: [secretsmanager]",
            "",
            "without private DNS | not of this spec: ask its owner",
        ),
    ],
)
def test_private_instances_are_told_where_secrets_manager_is(private: str, network: str, found: str) -> None:
    out = ", https_to: [pl-0123456789abcdef0]" if "present" in private else ""
    instance = f"main: {{security_group: replication{out}, private: {{{private}}}}}"
    text = endpoint(f"secret: {SECRET}", instance=instance)
    page = runbook(text.replace("network:\n", network.lstrip("\n"), 1) if network else text)
    assert f"| `orders` | `main` | `secretsManagerEndpointOverride=DNS_NAME` | {found} |" in page


def test_the_label_of_the_vpc_endpoint_is_that_of_its_resource() -> None:
    text = endpoint(f"secret: {SECRET}", instance=f"main: {{security_group: replication, private: {{{IN_SUBNETS}}}}}")
    assert 'resource "aws_vpc_endpoint" "main__secretsmanager"' in compiled(text)["modules/network/vpc_endpoints.tf"]


@pytest.mark.parametrize(
    ("more", "services"),
    [("", ["secretsmanager", "s3"]), ("private_dns: false, ", ["s3"]), ("present: [s3], ", ["secretsmanager"])],
)
def test_the_page_says_whom_vpc_endpoints_take_a_service_over_for(more: str, services: list[str]) -> None:
    private = f"{more}{IN_SUBNETS}, route_tables: [rtb-0a1b2c3d4e5f60718]"
    out = ", https_to: [pl-0123456789abcdef0]" if "present" in private else ""
    instance = f"main: {{security_group: replication{out}, private: {{{private}}}}}"
    text = endpoint(f"secret: {SECRET}", instance=instance)
    page = runbook(f"{text}    lake: {{engine: s3, direction: target, bucket: edge-lake}}\n")
    section = page.split("## Whom the VPC endpoints take services over for")[1].split("##")[0]
    assert set(re.findall(r"^\| `(\S+)` \| `main` \|", section, re.MULTILINE)) == set(services)
    assert ("everything in VPC vpc-0a1b2c3d4e5f60718" in section) == ("secretsmanager" in services)
    assert ("everything on route table rtb-0a1b2c3d4e5f60718" in section) == ("s3" in services)


def test_a_vpc_that_only_terraform_knows_is_looked_up() -> None:
    private = 'vpc: "{var:vpc_id}", subnets: [subnet-0a1b2c3d4e5f60718]'
    page = runbook(
        endpoint(f"secret: {SECRET}", instance=f"main: {{security_group: replication, private: {{{private}}}}}")
    )
    assert "everything in VPC of the root's variable vpc\\_id |" in page


def test_where_nothing_is_taken_over_the_page_does_not_warn() -> None:
    assert "Whom the VPC endpoints" not in runbook(endpoint(f"secret: {SECRET}"))


def test_other_instances_need_no_name_of_secrets_manager() -> None:
    assert "secretsManagerEndpointOverride" not in runbook(endpoint(f"secret: {SECRET}"))


def test_keys_that_cannot_be_changed_are_listed() -> None:
    key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    page = runbook(endpoint(f"kms_key: {key}", f"secret: {SECRET}"))
    assert f"| connection data of endpoint orders | `{key}` |" in page
    assert "| storage of replication instance main | `alias/aws/dms`, the one that AWS manages |" in page


def test_the_statement_for_a_topic_is_json_of_the_account_and_region() -> None:
    page = runbook(operator())
    (statement,) = (json.loads(t.content) for t in MARKDOWN.parse(page) if t.type == "fence" and t.info == "json")
    assert statement["Principal"] == {"Service": "dms.amazonaws.com"}
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "123456789012"},
        "ArnLike": {"aws:SourceArn": "arn:aws:dms:eu-west-1:123456789012:es:*"},
    }


def test_what_does_not_concern_the_spec_is_not_there() -> None:
    assert headings(runbook(operator())) == [
        "Who works with DMS",
        "Check the rights of who makes endpoints",
        "Events by Amazon SNS",
    ]


def test_the_readme_leads_to_the_page() -> None:
    assert "RUNBOOK.md" in compiled(operator())["modules/dms/README.md"]


@settings(max_examples=25)
@given(st.text(alphabet="abc`$'\"\\;|&<>()!#%", min_size=1, max_size=20))
def test_whatever_a_secret_is_called_it_stays_one_word_of_one_command(name: str) -> None:
    arn = f"arn:aws:secretsmanager:eu-west-1:123456789012:secret:{name}-a1B2c3"
    allowed = "suppress: [{rule: LB232, path: dms.endpoints.orders, reason: a name that AWS would refuse}]\n"
    page = runbook(endpoint("secret: " + json.dumps(arn)) + allowed)
    assert ["--secret-id", arn] in [words[-2:] for words in commands(page)]


def test_a_page_reads_like_this(snapshot: SnapshotAssertion) -> None:
    window = 'between: {from: "2026-12-01T00:00:00Z", to: "2027-01-01T00:00:00Z"}'
    text = operator(
        "require_mfa: true",
        "source_ips: [203.0.113.0/24]",
        window,
        "roles: [on_call]",
        dms=ENDPOINTS,
        security=SECURITY + NETWORK.lstrip(),
    )
    assert runbook(text) == snapshot
