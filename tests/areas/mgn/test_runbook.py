"""RUNBOOK.md and FOR-OTHERS.md: what they say, and that they say only what concerns the spec."""

import json
import re
import shlex
import subprocess
from dataclasses import replace
from typing import Any

import jmespath
import pytest
from markdown_it import MarkdownIt
from syrupy.assertion import SnapshotAssertion

from landbridge.areas.mgn.roles import SERVICE_LINKED, SERVICE_ROLES
from landbridge.areas.mgn.spec import Mgn
from landbridge.aws.internet import is_private
from landbridge.render.engine import render
from tests.areas.mgn.specs import KMS, PUBLIC, PUBLIC_SOURCES, SECURITY, VPC, area, mgn, network, operator
from tests.specs import analysed, compiled

MARKDOWN = MarkdownIt("commonmark").enable("table")
ALLOWED = "allowed_after_migration: [{from: 0.0.0.0/0, port: 443, reason: the public shop}]"
OPEN = f"{{vpc: {VPC}, ingress: [{{from: 0.0.0.0/0, port: 443, reason: the public shop}}]}}"
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


@pytest.mark.parametrize(("account", "code", "printed"), [("123456789012", 0, "made"), ("210987654321", 1, "")])
def test_roles_are_made_in_the_account_of_the_spec_and_in_no_other(account: str, code: int, printed: str) -> None:
    (block,) = (fence for fence in fences(page(mgn())) if "initialize-service" in fence)
    aws = f'aws() {{ case "$1" in sts) echo {account} ;; iam) echo made >&2 ;; esac; }}\n'
    done = subprocess.run(["bash", "-c", aws + block], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert set(done.stderr.split()) == set(printed.split())


def test_every_command_in_a_region_says_which() -> None:
    staging = area(ebs_encryption="volumes")
    blocks = "\n".join(fences(page(mgn(INSTALLER, staging=staging, rest=network() + KMS + SECURITY))))
    calls = re.findall(r"^ *(aws (?:mgn|ec2|ssm) .*)$", blocks.replace("\\\n", " "), re.MULTILINE)
    assert len(calls) >= 10
    assert [call for call in calls if "--region eu-west-1" not in call] == []


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
        ("{cidr: 10.0.9.0/28, port: 8080}", "https://PROXY:8080/"),
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
    assert "./replication-template.sh --var subnet=VALUE --var vpc=VALUE --var key=VALUE --apply --backups" in text
    assert "--var" not in page(mgn())


def test_the_networks_of_source_servers_are_listed_for_those_who_look() -> None:
    for name in ("RUNBOOK.md", "FOR-OTHERS.md"):
        assert "- `10.10.0.0/24`" in page(mgn(), name)


def test_what_may_be_open_is_listed_and_where_nothing_may_it_says_so() -> None:
    assert "| `0.0.0.0/0` | tcp 443 | the public shop |" in page(mgn(ALLOWED, rest=network({"app": OPEN})))
    assert "every line of the answer is too much" in page(mgn())


NETWORKS = {
    "0.0.0.0/0": True,
    "0.0.0.0/1": True,
    "128.0.0.0/1": True,
    "8.0.0.0/6": True,
    "10.0.0.0/7": True,
    "100.0.0.0/9": True,
    "172.0.0.0/11": True,
    "192.168.0.0/15": True,
    "198.51.100.7/32": True,
    "::/0": True,
    "2001:db8::/32": True,
    "fc00::/6": True,
    "pl-0123456789abcdef0": True,
    "10.0.0.0/8": False,
    "10.1.2.3/32": False,
    "100.64.0.0/10": False,
    "100.127.255.0/24": False,
    "172.16.0.0/12": False,
    "172.31.9.0/24": False,
    "192.168.0.0/16": False,
    "fd00:1::/48": False,
    "fe80::/10": False,
}


@pytest.mark.parametrize("network", NETWORKS)
def test_the_live_check_shows_whatever_is_not_private_also_parts_of_the_internet(network: str) -> None:
    (block,) = (fence for fence in fences(page(mgn())) if "describe-security-group-rules" in fence)
    answer = json.dumps([["sg-1", "tcp", 22, 22, network], ["sg-1", "tcp", 22, 22, None]])
    done = subprocess.run(
        ["bash", "-c", f"aws() {{ printf '%s' '{answer}'; }}\n{block}"], capture_output=True, text=True, check=True
    )
    assert (network in done.stdout) is NETWORKS[network]
    assert "null" not in done.stdout
    assert is_private(network) is not NETWORKS[network]


def test_the_query_of_the_live_check_reads_rules_as_ec2_has_them() -> None:
    (block,) = (fence for fence in fences(page(mgn())) if "describe-security-group-rules" in fence)
    found = re.search(r"--query '([^']*)'", block)
    assert found is not None
    rules = [
        {"GroupId": "sg-1", "IsEgress": False, "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, **other}
        for other in ({"CidrIpv4": "0.0.0.0/1"}, {"CidrIpv6": "::/0"}, {"PrefixListId": "pl-1"}, {"IsEgress": True})
    ]
    networks = [each[4] for each in jmespath.search(found[1], {"SecurityGroupRules": rules})]
    assert networks == ["0.0.0.0/1", "::/0", "pl-1"]


def test_what_is_left_over_is_named_by_name_and_never_by_the_tag_of_what_was_migrated() -> None:
    end = page(mgn()).partition("### Take the access away")[2]
    (block,) = fences(end)
    assert "AWSApplicationMigrationServiceManaged" not in block
    assert (
        "AWS Application Migration Service Replication Server,AWS Application Migration Service Conversion Server"
        in block
    )
    assert "**Delete nothing by the tag `AWSApplicationMigrationServiceManaged`.**" in end


def test_the_key_of_migrated_volumes_stays() -> None:
    own = mgn(staging=area(ebs_encryption="volumes"), rest=network() + KMS)
    assert "The key of the volumes (`volumes`) stays" in page(own)
    assert "The key of the volumes" not in page(mgn())


def test_the_access_is_taken_away_in_one_edit_as_the_page_says() -> None:
    people = "operators: {team: {groups: [movers], may: [test], tags: {Wave: '1'}}}"
    lines = (INSTALLER, people, "replication_template: {disk_type: gp3}", "post_launch_actions: {}", ALLOWED)
    rest = network({"app": OPEN}) + SECURITY
    end = page(mgn(*lines, rest=rest)).partition("### Take the access away")[2]
    told = re.search(r"all in one edit:(.*?)\.", end, re.DOTALL)
    assert told is not None
    gone = set(re.findall(r"`(\w+)`", told[1]))
    assert gone == {*Mgn.model_fields} - {"roles", "allowed_after_migration"}
    findings = analysed(mgn(ALLOWED, sources={}, staging="", rest=rest)).findings
    assert {each.id for each in findings} == {"LB530"}
    assert all(f"({each})" in end for each in ("LB393", "LB530"))


def test_backups_go_outside_of_the_tree() -> None:
    assert "--apply --backups ~/mgn-backups\n" in page(mgn())


def test_agents_are_installed_on_windows_too() -> None:
    text = page(mgn())
    (block,) = (fence for fence in fences(text) if "AwsReplicationWindowsInstaller.exe" in fence)
    assert "Get-Service -Name 'AwsReplication*'" in block
    assert "https_proxy" not in block
    assert "Test-NetConnection -ComputerName REPLICATION_SERVER -Port 1500" in text


def test_a_value_with_line_ends_stays_in_its_fence() -> None:
    root = analysed(mgn(INSTALLER, rest=network() + SECURITY)).root
    assert root is not None
    (module,) = (each for each in root.modules if each.name == "mgn")
    hostile = "Wave\n```\n# evil"
    (runbook,) = (each for each in module.pages if each.name == "RUNBOOK.md")
    content: Any = runbook.content
    changed_page = runbook._replace(content=replace(content, agents=replace(content.agents, tags=(hostile,))))
    changed = replace(root, modules=(replace(module, pages=(changed_page,)),))
    text = render(changed, modules_only=True)["modules/mgn/RUNBOOK.md"]
    (block,) = (fence for fence in fences(text) if "aws-replication-installer-init" in fence)
    assert r"--tags $'Wave\n```\n# evil'" in block
    assert headings(text) == headings(page(mgn(INSTALLER, rest=network() + SECURITY)))


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
