"""`access: removed`: exactly what was added goes, and the rest of the tree is as it was."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.areas.migration_assistant.specs import DOMAINS, KMS, NETWORK, THEIR_DOMAIN, one
from tests.areas.opensearch.role_mapping_runs import Desk, as_found, script
from tests.areas.opensearch.security_api import SecurityApi, mapping, serving
from tests.specs import HEAD, compiled, findings, model

REST = DOMAINS + NETWORK + KMS
ACTIVE: dict[str, Any] = {"snapshot": "{role: own, kms_key: snapshots}", "rest": REST}
OTHERS = "modules/migration_assistant/FOR-OTHERS.md"
CONSOLE = "arn:aws:iam::123456789012:role/OSMigrations-dev-eu-west-1-migration-console-task"


def terraform(text: str) -> dict[str, str]:
    """The Terraform of the modules that a spec compiles to."""
    return {
        path: text
        for path, text in compiled(text).items()
        if path.startswith("modules/") and path.endswith(".tf") and "/migration_assistant/" not in path
    }


def test_while_it_is_granted_other_modules_have_something_of_it() -> None:
    before, granted = terraform(HEAD + REST), terraform(one(**ACTIVE))
    changed = {path for path in granted if granted[path] != before.get(path)}
    assert {path for path in changed if path.endswith("main.tf")} == {
        "modules/kms/main.tf",
        "modules/network/main.tf",
        "modules/opensearch/main.tf",
    }


def test_when_it_is_removed_they_are_as_if_it_had_never_been() -> None:
    assert terraform(one(**ACTIVE, access="removed")) == terraform(HEAD + REST)


def test_the_module_has_nothing_but_its_runbook() -> None:
    (module,) = (each for each in model(one(**ACTIVE, access="removed")).modules if each.name == "migration_assistant")
    assert list(module.resources) == []
    assert [page.name for page in module.pages] == ["RUNBOOK.md"]


def test_nothing_is_read_of_the_product_any_more() -> None:
    group = 'os_access: {id: "{ssm:/migration/dev/default/osAccessSecurityGroupId}"}'
    granted, removed = (
        one(access=access, rest=REST.replace("os_access: {id: sg-0123456789abcdef0}", group))
        for access in ("granted", "removed")
    )
    assert "data.tf" in compiled(granted)
    assert "data.tf" not in compiled(removed)


def test_what_the_domain_had_before_stays(tmp_path: Path) -> None:
    policy = (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS":'
        ' "arn:aws:iam::123456789012:role/legacy"}, "Action": "es:ESHttpGet", "Resource":'
        ' "arn:aws:es:eu-west-1:123456789012:domain/edge-old/*"}]}'
    )
    rest = REST.replace("edge-old, current_policy: none", "edge-old, current_policy: policy.json")
    found = compiled(one(access="removed", rest=rest), policy_json=policy)["modules/opensearch/main.tf"]
    assert "role/legacy" in found
    assert "OSMigrations" not in found


def test_the_mappings_script_takes_away_what_its_run_added_and_nothing_else(tmp_path: Path) -> None:
    with serving(SecurityApi(as_found())) as api:
        desk = Desk(tmp_path, api)
        (tmp_path / "script.sh").write_text(script(one(), "role-mapping-old.sh"))
        assert desk.run("--apply").returncode == 0
        assert CONSOLE in api.mappings["all_access"]["backend_roles"]
        (tmp_path / "script.sh").write_text(script(one(access="removed"), "role-mapping-old.sh"))
        assert desk.run("--remove", desk.backup).returncode == 3
        assert desk.run("--remove", desk.backup, "--apply").returncode == 0
        assert api.mappings == as_found()
        again = desk.run("--apply")
        assert (again.returncode, again.stdout) == (0, "")
        assert "nothing to do" in again.stderr


def complete(**fields: str) -> str:
    """The example that has everything, its deployment with these fields."""
    more = "".join(f"{name}: {text}\n      " for name, text in fields.items())
    text = Path("examples/complete/spec.yaml").read_text()
    return text.replace("target: {domain: search,", f"{more}target: {{domain: search,")


def without_endpoint(text: str) -> str:
    """The same without the VPC endpoint that names the Migration Assistant."""
    return text[: text.index("  vpc_endpoints:")] + text[text.index("# --- Servers") :]


BESIDE = {"edge__search_json": Path("examples/complete/edge-search.json").read_text()}


def test_a_spec_is_refused_that_still_opens_an_endpoint_to_the_product() -> None:
    found = [each for each in findings(complete(access="removed"), **BESIDE) if each.id == "LB733"]
    assert [each.path[:4] for each in found] == [
        ("network", "vpc_endpoints", "secrets", "clients"),
        ("network", "vpc_endpoints", "secrets", "statements"),
    ]


def test_of_a_spec_that_has_everything_no_trace_is_left() -> None:
    found = compiled(without_endpoint(complete(access="removed")), **BESIDE)
    text = "".join(content for path, content in found.items() if path.endswith(".tf"))
    assert "OSMigrations" in "".join(compiled(complete(), **BESIDE).values())
    for word in ("OSMigrations", "osAccessSecurityGroupId", "sharedLogsEfsId", "migration-search"):
        assert word not in text


def test_what_the_spec_maps_besides_stays_though_one_run_added_all_of_it(tmp_path: Path) -> None:
    granted, removed, beside = complete(), without_endpoint(complete(access="removed")), BESIDE
    with serving(SecurityApi(as_found(), roles=("orders_writer", "products_reader"))) as api:
        desk = Desk(tmp_path, api)
        (tmp_path / "script.sh").write_text(script(granted, "role-mapping-search.sh", **beside))
        assert desk.run("--apply").returncode == 0
        (tmp_path / "script.sh").write_text(script(removed, "role-mapping-search.sh", **beside))
        done = desk.run("--remove", desk.backup, "--apply")
        assert done.returncode == 0, done.stderr
        stem = "arn:aws:iam::123456789012:role/edge-prod-b001-role"
        assert api.mappings == {
            **as_found(),
            "orders_writer": mapping(backend_roles=[f"{stem}-order-export"]),
            "products_reader": mapping(backend_roles=[f"{stem}-shop-server"]),
        }


def test_a_service_that_is_no_longer_in_use_loses_its_entry_and_the_others_keep_theirs(tmp_path: Path) -> None:
    with serving(SecurityApi(as_found())) as api:
        desk = Desk(tmp_path, api)
        (tmp_path / "script.sh").write_text(script(one(), "role-mapping-old.sh"))
        desk.run("--apply")
        (tmp_path / "script.sh").write_text(script(one(services="[console]"), "role-mapping-old.sh"))
        assert desk.run("--remove", desk.backup, "--apply").returncode == 0
        expected = as_found()
        expected["all_access"]["backend_roles"].append(CONSOLE)
        assert api.mappings == expected


@pytest.mark.parametrize(
    ("source", "holder", "permission"),
    [
        (
            f"{{domain: {THEIR_DOMAIN}, security_group: their_domain, reason: they move}}",
            "sg-0123456789abcdef3",
            {"UserIdGroupPairs": [{"GroupId": "sg-0123456789abcdef0", "UserId": "123456789012"}], "FromPort": 443},
        ),
        (
            f"{{domain: {THEIR_DOMAIN}, security_group: their_domain, seen_as: [10.0.1.0/24], reason: they move}}",
            "sg-0123456789abcdef3",
            {"IpRanges": [{"CidrIp": "10.0.1.0/24"}], "FromPort": 443},
        ),
        (
            "{self_managed: {security_group: their_domain, port: 9201}}",
            "sg-0123456789abcdef3",
            {"UserIdGroupPairs": [{"GroupId": "sg-0123456789abcdef0", "UserId": "123456789012"}], "FromPort": 9201},
        ),
    ],
)
def test_whoever_opened_a_group_of_theirs_is_told_how_to_close_it(
    source: str, holder: str, permission: dict[str, object]
) -> None:
    snapshot = "{role: theirs}" if THEIR_DOMAIN in source else None
    text = compiled(one(source=source, snapshot=snapshot, access="removed"))[OTHERS]
    words = shlex.split(text[text.index("aws ec2 revoke") :].partition("```")[0].replace("\\\n", ""))
    given = dict(zip(words[3::2], words[4::2], strict=True))
    (found,) = json.loads(given["--ip-permissions"])
    assert words[:3] == ["aws", "ec2", "revoke-security-group-ingress"]
    assert given["--group-id"] == holder
    assert found == {"IpProtocol": "tcp", "ToPort": permission["FromPort"], **permission}


def test_whoever_rules_a_firewall_is_told_what_to_close() -> None:
    source = "{self_managed: {cidrs: [10.20.0.0/28], owner: the data centre}, seen_as: [10.0.1.0/24]}"
    text = compiled(one(source=source, access="removed"))[OTHERS]
    assert "the data centre: tcp 9200 into 10.20.0.0/28 from 10.0.1.0/24." in text


def test_nobody_is_told_to_close_what_is_ours() -> None:
    assert OTHERS not in compiled(one(access="removed"))


def test_the_script_of_a_removed_access_asks_for_nothing() -> None:
    (module,) = (each for each in model(one(access="removed")).modules if each.name == "opensearch")
    assert module.mappings == ()
