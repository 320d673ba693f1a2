"""The harness itself: what it runs is real, what it reads back is what was applied, and nothing leaks."""

import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests.terraform.harness import CommandError, Lab, Root, grants
from tests.terraform.harness.command import run
from tests.terraform.harness.environment import environment

HANDWRITTEN = Path(__file__).parent / "roots/handwritten"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(HANDWRITTEN, tmp_path / "root")


@pytest.fixture
def root(lab: Lab, folder: Path) -> Root:
    root = lab.root(folder)
    root.adapt()
    root.init()
    root.account.create_users(["jane.doe"])
    return root


def test_a_root_goes_through_all_commands(root: Root) -> None:
    root.without_shared_provider().init()
    root.fmt_check()
    root.validate()
    root.apply()
    assert not root.plan().changes
    assert "aws_iam_group.analysts" in root.addresses()
    assert root.state()["version"] == 4


def test_the_account_reads_back_as_it_was_applied(root: Root) -> None:
    root.apply()
    found = root.account.read()

    group = found.groups["analysts"]
    assert (group.path, group.attached) == ("/teams/", {"arn:aws:iam::aws:policy/ReadOnlyAccess"})
    assert {g.action for g in grants(group.inline["read"])} == {"s3:GetObject", "s3:ListBucket"}

    role = found.roles["etl"]
    assert [g.principal for g in grants(role.trust)] == ["AWS arn:aws:iam::123456789012:root"]
    assert (role.path, role.description, role.max_session) == ("/jobs/", "Moves data", 7200)
    assert role.boundary == "arn:aws:iam::123456789012:policy/boundaries/limits"
    assert role.tags == {"CostCenter": "4711", "Team": "data"}
    assert role.attached == {"arn:aws:iam::aws:policy/SecurityAudit"}
    assert set(role.inline) == {"write"}

    assert found.users["jane.doe"].groups == {"analysts"}
    assert found.instance_profiles["etl"].roles == ("etl",)
    [(arn, policy)] = found.policies.items()
    assert arn == role.boundary
    assert (policy.path, policy.description) == ("/boundaries/", "What no role may leave")
    assert policy.tags == {"CostCenter": "4711"}


def test_a_region_of_another_partition_is_reached(lab: Lab, folder: Path) -> None:
    root = lab.root(folder, region="us-gov-west-1")
    root.init()
    root.account.create_users(["jane.doe"])
    root.apply("-var=region=us-gov-west-1")
    assert root.account.read().groups["analysts"].attached == {"arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess"}


def test_the_account_is_the_one_that_was_asked_for(lab: Lab, folder: Path) -> None:
    root = lab.root(folder, account_id="210987654321")
    with pytest.raises(CommandError, match="AWS account ID not allowed: 210987654321"):
        root.plan()


def test_each_test_starts_with_empty_accounts(lab: Lab) -> None:
    account = lab.account()
    account.create_users(["jane.doe"])
    arn = account.create_oidc_provider("https://token.actions.githubusercontent.com")
    account.create_saml_provider("corporate")
    assert (set(account.read().users), set(account.read().oidc_providers)) == ({"jane.doe"}, {arn})
    lab.reset()
    found = account.read()
    # AWS has prefix lists in every account.
    assert not any(thing for name, thing in vars(found).items() if name != "prefix_lists")


def test_a_provider_that_died_is_started_again(root: Root) -> None:
    assert root.provider is not None
    [(_, process)] = json.loads(root.provider.attach()["TF_REATTACH_PROVIDERS"]).items()
    os.kill(process["Pid"], signal.SIGKILL)
    while root.provider.alive:
        time.sleep(0.01)
    root.validate()


def test_an_object_that_exists_is_imported(root: Root) -> None:
    root.account.client("iam").create_group(GroupName="analysts", Path="/teams/")
    root.import_("aws_iam_group.analysts", "analysts")
    assert "aws_iam_group.analysts" not in root.plan().actions()


def test_a_failure_shows_all_that_the_command_printed(root: Root) -> None:
    (root.folder / "broken.tf").write_text('resource "aws_iam_group" "nameless" {}\n')
    with pytest.raises(CommandError, match=r'(?s)exit code 1.*argument "name" is required'):
        root.plan()


def test_a_file_that_is_not_laid_out_fails_with_the_difference(root: Root) -> None:
    (root.folder / "loose.tf").write_text("locals {\n    a = 1\n}\n")
    with pytest.raises(CommandError, match=r"\+  a = 1"):
        root.fmt_check()


def test_a_command_that_does_not_end_is_ended(tmp_path: Path) -> None:
    endless = [sys.executable, "-c", "import time; print('working', flush=True); time.sleep(600)"]
    with pytest.raises(CommandError, match=r"(?s)no end after.*working"):
        run(endless, tmp_path, {}, seconds=2)


def test_nothing_of_the_users_aws_or_terraform_settings_is_passed_on() -> None:
    inherited = {
        "PATH": "/bin",
        "AWS_PROFILE": "production",
        "AWS_CA_BUNDLE": "bundle.pem",
        "AWS_SECRET_ACCESS_KEY": "real",
        "TF_WORKSPACE": "production",
        "TF_VAR_region": "eu-west-1",
        "TF_LOG": "TRACE",
    }
    made = environment(Path("terraform.tfrc"), "http://127.0.0.1:5000", inherited)
    assert made["PATH"] == "/bin"
    assert made["AWS_SECRET_ACCESS_KEY"] == "testing"
    assert not {"AWS_PROFILE", "AWS_CA_BUNDLE", "TF_WORKSPACE", "TF_VAR_region", "TF_LOG"} & set(made)


@pytest.mark.parametrize(
    ("switches", "outcome"),
    [({}, "1 skipped"), ({"CI": "true"}, "1 error"), ({"LANDBRIDGE_REQUIRE_TERRAFORM": "1"}, "1 error")],
)
def test_without_terraform_the_tests_are_skipped_or_fail(
    tmp_path: Path, switches: dict[str, str], outcome: str
) -> None:
    test = f"{Path(__file__).relative_to(Path.cwd())}::test_a_root_goes_through_all_commands"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test]
    done = run(command, Path.cwd(), {"PATH": str(tmp_path), **switches}, expect=(0, 1))
    assert outcome in done.stdout
    assert "Install Terraform" in done.stdout


def policy_for(role: str) -> str:
    """Make a domain's policy that names a role."""
    statement = {"Effect": "Allow", "Principal": {"AWS": role}, "Action": "es:*", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.mark.parametrize("engine", ["opensearch", "elasticsearch"])
def test_a_domain_reads_back_with_its_policy(lab: Lab, engine: str) -> None:
    account = lab.account()
    account.create_domain("logs", policy_for("arn:aws:iam::210987654321:role/r"), engine=engine)
    account.create_domain("open", "", engine=engine)
    found = account.read().domains
    assert {g.principal for g in grants(found["logs"].policy)} == {"AWS arn:aws:iam::210987654321:role/r"}
    assert (found["open"].text, grants(found["open"].policy)) == ("", frozenset())


@pytest.mark.parametrize("service", ["opensearch", "es"])
def test_a_domains_policy_is_changed_and_taken_away_by_either_api(lab: Lab, service: str) -> None:
    account, policy = lab.account(), policy_for("arn:aws:iam::210987654321:role/r")
    account.create_domain("logs", "")
    client = account.client(service)
    update = client.update_domain_config if service == "opensearch" else client.update_elasticsearch_domain_config
    update(DomainName="logs", AccessPolicies=policy)
    assert account.read().domains["logs"].text == policy
    update(DomainName="logs", AccessPolicies="")
    assert account.read().domains["logs"].text == ""


def test_a_domains_policy_names_nobody_who_does_not_exist(lab: Lab) -> None:
    account = lab.account()
    with pytest.raises(ClientError, match="Invalid principals in policy: arn:aws:iam::123456789012:role/absent"):
        account.create_domain("logs", policy_for("arn:aws:iam::123456789012:role/absent"))


def test_a_laboratory_apart_shares_no_accounts(lab: Lab) -> None:
    apart = lab.apart("elsewhere")
    try:
        apart.account().create_users(["jane.doe"])
        assert not lab.account().read().users
        assert set(apart.account().read().users) == {"jane.doe"}
    finally:
        apart.close()


def test_a_data_access_policy_reads_back_and_goes(lab: Lab) -> None:
    account = lab.account()
    serverless = account.client("opensearchserverless")
    rule = {"ResourceType": "index", "Resource": ["index/c/*"], "Permission": ["aoss:ReadDocument"]}
    document = [{"Rules": [rule], "Principal": ["arn:aws:iam::123456789012:role/reader"]}]
    given = {"type": "data", "name": "readers", "policy": json.dumps(document)}
    with pytest.raises(ClientError, match="Invalid principals in policy: arn:aws:iam::123456789012:role/reader"):
        serverless.create_access_policy(**given)
    account.create_principals(["arn:aws:iam::123456789012:role/reader"])
    made = serverless.create_access_policy(**given)["accessPolicyDetail"]
    assert account.read().data_access == {"readers": document}
    rule["Permission"] = ["aoss:WriteDocument"]
    changed = {**given, "policy": json.dumps(document), "policyVersion": made["policyVersion"]}
    serverless.update_access_policy(**changed)
    assert account.read().data_access == {"readers": document}
    with pytest.raises(ClientError, match="older version"):
        serverless.update_access_policy(**changed)
    serverless.delete_access_policy(type="data", name="readers")
    assert account.read().data_access == {}
