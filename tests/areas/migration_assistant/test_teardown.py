"""`access: removed`: exactly what was added goes, and the rest of the tree is as it was."""

from pathlib import Path
from typing import Any

from tests.areas.migration_assistant.specs import DOMAINS, KMS, NETWORK, one
from tests.areas.opensearch.role_mapping_runs import Desk, as_found, script
from tests.areas.opensearch.security_api import SecurityApi, serving
from tests.specs import HEAD, compiled, model

REST = DOMAINS + NETWORK + KMS
ACTIVE: dict[str, Any] = {"snapshot": "{role: own, kms_key: snapshots}", "rest": REST}
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


def test_the_script_of_a_removed_access_asks_for_nothing() -> None:
    (module,) = (each for each in model(one(access="removed")).modules if each.name == "opensearch")
    assert module.mappings == ()
