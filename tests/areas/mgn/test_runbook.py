"""RUNBOOK.md and FOR-OTHERS.md: what they say, and that they say only what concerns the spec."""

import json
import re
import shlex
import subprocess

import pytest
from markdown_it import MarkdownIt
from syrupy.assertion import SnapshotAssertion

from landbridge.areas.mgn.roles import SERVICE_LINKED, SERVICE_ROLES
from tests.areas.mgn.specs import KMS, PUBLIC, PUBLIC_SOURCES, SECURITY, VPC, area, mgn, network, operator
from tests.specs import compiled

MARKDOWN = MarkdownIt("commonmark").enable("table")
INSTALLER = "agent_installers: {field: {roles: [installer], until: '2026-12-31', tags: {Wave: ['1', '2'], Team: x}}}"


def page(text: str, name: str = "RUNBOOK.md") -> str:
    """A page that a spec makes."""
    return compiled(text)[f"modules/mgn/{name}"]


def headings(text: str) -> list[str]:
    """The headings below the title."""
    return re.findall(r"^## (.*)$", text, re.MULTILINE)


def fences(text: str) -> list[str]:
    """The blocks of commands."""
    return [token.content for token in MARKDOWN.parse(text) if token.type == "fence"]


def installation(text: str) -> str:
    """The block that installs an agent."""
    (found,) = (fence for fence in fences(page(text)) if "aws-replication-installer-init" in fence)
    return found


def test_the_steps_are_in_their_order() -> None:
    assert headings(page(mgn())) == [
        "1. Initialize the service, before Terraform",
        "2. Apply Terraform",
        "3. Write the replication template",
        "4. Install the agents",
        "5. Look at what MGN has started",
        "6. Nobody opens TLS on the way",
        "After the migration",
    ]


def test_what_does_not_concern_the_spec_is_not_there() -> None:
    text = page(operator("may: [read]"))
    assert headings(text) == [
        "Who works with MGN",
        "1. Initialize the service, before Terraform",
        "2. Apply Terraform",
        "4. Install the agents",
        "After the migration",
    ]
    assert "replication-template.sh" not in text


def test_every_role_of_the_service_is_made_as_its_guide_says_before_the_service_is_initialized() -> None:
    (block,) = (fence for fence in fences(page(mgn())) if "initialize-service" in fence)
    calls = [shlex.split(line, comments=True) for line in block.replace("\\\n", " ").splitlines() if line]
    made = [call for call in calls if call[1:3] == ["iam", "create-role"]]
    assert [call[call.index("--role-name") + 1] for call in made] == [role.name for role in SERVICE_ROLES]
    assert {call[call.index("--path") + 1] for call in made} == {"/service-role/"}
    trusts = {each[each.index("--role-name") + 1]: json.loads(each[-1]) for each in made}
    agent = trusts["AWSApplicationMigrationAgentRole"]["Statement"][0]
    assert agent["Action"] == ["sts:AssumeRole", "sts:SetSourceIdentity"]
    assert agent["Condition"] == {"StringLike": {"sts:SourceIdentity": "s-*", "aws:SourceAccount": "123456789012"}}
    assert calls[-1] == ["aws", "mgn", "initialize-service", "--region", "eu-west-1"]
    attached = sum(len(role.policies) for role in SERVICE_ROLES)
    assert sum(call[1:3] == ["iam", "attach-role-policy"] for call in calls) == attached


def test_every_role_is_looked_at_afterwards() -> None:
    (block,) = (fence for fence in fences(page(mgn())) if fence.startswith("for role in"))
    done = subprocess.run(
        ["bash", "-c", 'aws() { [[ "$2" == get-role ]] && printf "%s\\n" "$4"; return 0; }\n' + block],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [SERVICE_LINKED, *(role.name for role in SERVICE_ROLES)]


def test_agents_get_the_endpoints_that_are_made_for_them() -> None:
    assert "--endpoint MGN_ENDPOINT_NAME --s3-endpoint S3_ENDPOINT_NAME" in installation(mgn())
    text = page(mgn())
    labels = re.findall(r"`(mgn_\w+)`", text)
    files = compiled(mgn())["modules/network/outputs.tf"]
    assert labels == ["mgn_staging__mgn", "mgn_agents__s3"]
    assert all(f"{label} " in files for label in labels)


def test_agents_with_a_way_of_their_own_are_told_of_none() -> None:
    text = mgn(staging=area(agents_through="elsewhere"))
    assert "endpoint" not in installation(text)
    assert "https_proxy" not in installation(text)


@pytest.mark.parametrize(
    ("proxy", "address"),
    [
        ("{cidr: 10.0.9.10/32, port: 3128}", "https://10.0.9.10:3128/"),
        ("{security_group: proxy, port: 8080}", "https://PROXY:8080/"),
        ("{cidr: 10.0.9.10/32, security_group: proxy, port: 8080}", "https://10.0.9.10:8080/"),
    ],
)
def test_agents_are_told_of_the_proxy_with_the_slash_that_it_wants(proxy: str, address: str) -> None:
    rest = network({"proxy": f"{{vpc: {VPC}, egress: [{{to: 10.0.0.0/24, port: 443}}]}}"})
    text = mgn(staging=area(proxy=proxy, agents_through="proxy"), rest=rest)
    assert f"export https_proxy={address}\n" in installation(text)
    assert "it has to be transparent" in page(text)


def test_endpoints_of_others_are_asked_for() -> None:
    fields = {"endpoints": "exist", "route_tables": None, "https_to": "[pl-0123456789abcdef0]"}
    text = mgn(staging=area(**fields))
    assert "Both endpoints are somebody else's" in page(text)
    assert "Whoever owns the VPC endpoints" in page(text, "FOR-OTHERS.md")
    assert "Whoever owns the VPC endpoints" not in page(mgn(), "FOR-OTHERS.md")


def test_agents_give_the_tags_that_the_policy_wants() -> None:
    text = mgn(INSTALLER, rest=network() + SECURITY)
    assert "--tags Wave=1 Team=x" in installation(text)


def test_values_for_the_script_are_asked_for() -> None:
    staging = area(subnets="['{var:subnet}']", vpc="'{var:vpc}'", ebs_encryption="'{var:key}'")
    text = page(mgn(staging=staging, rest=network({"replication": "{vpc: '{var:vpc}'}"})))
    assert "./replication-template.sh --var subnet=VALUE --var vpc=VALUE --var key=VALUE\n" in text
    assert "./replication-template.sh --var subnet=VALUE --var vpc=VALUE --var key=VALUE --apply\n" in text
    assert "--var" not in page(mgn())


def test_the_networks_of_source_servers_are_listed_for_those_who_look() -> None:
    for name in ("RUNBOOK.md", "FOR-OTHERS.md"):
        assert "- `10.10.0.0/24`" in page(mgn(), name)


def test_what_may_be_open_is_listed_and_where_nothing_may_it_says_so() -> None:
    allowed = "allowed_after_migration: [{from: 0.0.0.0/0, port: 443, reason: the public shop}]"
    rest = network({"app": f"{{vpc: {VPC}, ingress: [{{from: 0.0.0.0/0, port: 443, reason: the public shop}}]}}"})
    assert "| `0.0.0.0/0` | tcp 443 | the public shop |" in page(mgn(allowed, rest=rest))
    assert "every line of the answer is too much" in page(mgn())


def test_with_routing_public_no_endpoint_is_spoken_of() -> None:
    text = page(mgn(sources=PUBLIC_SOURCES, staging=area(**PUBLIC)))
    assert "VPC endpoint" not in text.partition("## 5.")[2]


def test_the_front_page_leads_to_the_runbook_before_the_apply() -> None:
    front = compiled(mgn())["LANDBRIDGE.md"]
    assert front.index("Runbook of the MGN") < front.index("`terraform apply`")


@pytest.mark.parametrize("name", ["RUNBOOK.md", "FOR-OTHERS.md"])
def test_a_page_reads_like_this(name: str, snapshot: SnapshotAssertion) -> None:
    lines = (INSTALLER, "operators: {team: {groups: [movers], may: [test], tags: {Wave: '1'}}}")
    text = mgn(*lines, staging=area(ebs_encryption="volumes"), rest=network() + KMS + SECURITY)
    assert page(text, name) == snapshot
