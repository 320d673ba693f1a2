"""Scripts of role mappings as they are written: what stands at their top, and what is the same in all of them."""

import subprocess
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.areas.opensearch.role_mapping_runs import ADMIN, ANA, domain, script
from tests.cli.terminal import COMMAND, environment
from tests.specs import compiled, findings

FOLDER = "modules/opensearch/"


def top(text: str) -> str:
    """The data of a script."""
    return text.partition("readonly -a WANTED\n")[0]


def logic(text: str) -> str:
    """Everything below it."""
    return text.partition("readonly -a WANTED\n")[2]


def scripts(text: str) -> list[str]:
    return [path.removeprefix(FOLDER) for path in compiled(text) if path.endswith(".sh")]


def test_the_data_stand_at_the_top(snapshot: SnapshotAssertion) -> None:
    assert top(compiled(domain())[f"{FOLDER}role-mapping-logs.sh"]) == snapshot


def test_the_logic_is_the_same_in_every_script() -> None:
    other = domain(f"{{readall: {{users: ['{ANA}']}}}}", "engine: elasticsearch", key="eu_logs")
    assert logic(script(domain())) == logic(script(other, "role-mapping-eu-logs.sh"))
    assert "main" in logic(script(domain()))


def test_a_domain_without_mappings_has_no_script() -> None:
    assert scripts(domain("{}")) == []


def test_the_script_is_named_after_the_domains_key() -> None:
    assert scripts(domain(key="eu_logs")) == ["role-mapping-eu-logs.sh"]


def test_the_readme_of_the_module_names_it() -> None:
    assert "(role-mapping-logs.sh)" in compiled(domain())[f"{FOLDER}README.md"]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("engine: opensearch", "API=_plugins/_security/api"),
        ("engine: elasticsearch", "API=_opendistro/_security/api"),
        (
            "endpoint: https://vpc-edge-logs-abc.eu-west-1.es.amazonaws.com",
            "ENDPOINT=https://vpc-edge-logs-abc.eu-west-1",
        ),
        ('endpoint: "{var:logs_endpoint}"', "ENDPOINT=''"),
        ('endpoint: "{var:logs_endpoint}"', "the root's variable logs_endpoint: set OPENSEARCH_ENDPOINT."),
        ("drop: []", "ENDPOINT=''"),
        ("drop: []", "DOMAIN=edge-logs"),
        ("drop: []", "REGION=eu-west-1"),
        ("drop: []", "ACCOUNT=123456789012"),
    ],
)
def test_what_the_script_knows_of_the_domain(line: str, word: str) -> None:
    assert word in top(script(domain("{readall: {users: [ANA]}}".replace("ANA", f"'{ANA}'"), line)))


def test_roles_become_backend_roles_and_users_users_each_once() -> None:
    text = f"{{readall: {{roles: ['{{role:admin}}', '{ADMIN}'], users: ['{ANA}']}}}}"
    data = top(script(domain(text)))
    assert [line.split() for line in data.splitlines() if line.startswith("  ")] == [
        ["readall", "backend_roles", ADMIN],
        ["readall", "users", ANA],
    ]


@pytest.mark.parametrize("role", ["..", ".", "all*", "a/b", "a b", "$(id)", "a\\nb", "é", ""])
def test_a_security_role_that_cannot_be_a_piece_of_an_address_is_refused(role: str) -> None:
    found = findings(domain(f'{{"{role}": {{users: ["{ANA}"]}}}}'))
    assert [each.path[:4] for each in found] == [("opensearch", "domains", "logs", "role_mappings")]


def test_it_is_written_as_a_program_that_can_be_run(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text(domain())
    command = [*COMMAND, "compile", "spec.yaml", "--out", "out"]
    subprocess.run(command, cwd=tmp_path, env=environment(), check=True, capture_output=True)
    program = tmp_path / "out" / FOLDER / "role-mapping-logs.sh"
    helped = subprocess.run([program, "--help"], capture_output=True, text=True, check=True)
    assert helped.stdout.startswith("Usage: role-mapping-logs.sh ")
