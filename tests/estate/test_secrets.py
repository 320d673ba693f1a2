"""A secret that stands anywhere in a state appears in nothing that is written or printed, whatever goes wrong."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from landbridge.estate.file import dump
from landbridge.estate.inventory import Inventory
from landbridge.estate.kinds import KINDS
from landbridge.findings import Finding
from landbridge.reporting import render
from tests.cli.commands import run
from tests.estate.states import instance, resource, state, told

SECRET = "hunter2/ correct+horse!battery"
ARN = "arn:aws:lambda:eu-west-1:123456789012:function:f"
# What the schema of hashicorp/aws 5.100.0 marks as sensitive, or what holds it, of the types in the table.
MARKED_BY_PROVIDER = {
    "aws_dms_certificate": ["certificate_pem", "certificate_wallet"],
    "aws_dms_endpoint": ["kafka_settings", "password", "redis_settings"],
    "aws_elasticsearch_domain": ["advanced_security_options"],
    "aws_iam_access_key": ["secret", "ses_smtp_password_v4"],
    "aws_kms_external_key": ["key_material_base64"],
    "aws_kms_grant": ["grant_token"],
    "aws_opensearch_domain": ["advanced_security_options"],
    "aws_opensearch_domain_saml_options": ["saml_options"],
    "aws_secretsmanager_secret_version": ["secret_binary", "secret_string", "secret_string_wo"],
}


def step(name: str) -> list[dict[str, str]]:
    """A path to an attribute, as a state marks what is sensitive."""
    return [{"type": "get_attr", "value": name}]


def everywhere() -> dict[str, Any]:
    """A state with the secret wherever states hold secrets."""
    blocks = [
        resource("random_password", "db", instance({"id": SECRET, "result": SECRET, "bcrypt_hash": SECRET})),
        resource("random_id", "s", instance({"id": SECRET, "hex": SECRET, "arn": f"arn:aws:x:y:z:{SECRET}"})),
        resource("tls_private_key", "k", instance({"private_key_pem": SECRET, "id": SECRET})),
        resource("null_resource", "n", instance({"triggers": {"x": SECRET}})),
        resource("aws_iam_access_key", "k", instance({"id": SECRET, "secret": SECRET, "ses_smtp_password_v4": SECRET})),
        resource("aws_instance", "i", instance({"id": SECRET, "user_data": SECRET, "password_data": SECRET})),
        resource("aws_lambda_function", "f", instance({"arn": ARN, "environment": [{"variables": {"P": SECRET}}]})),
        resource("aws_db_instance", "d", instance({"id": SECRET, "arn": SECRET, "password": SECRET})),
        resource("aws_ssm_parameter", "p", instance({"value": SECRET, "id": SECRET, "insecure_value": SECRET})),
        resource("aws_secretsmanager_secret_version", "v", instance({"id": SECRET, "secret_string": SECRET})),
        resource("aws_dms_endpoint", "e", instance(_endpoint())),
        resource("aws_kms_ciphertext", "c", instance({"plaintext": SECRET, "id": SECRET})),
        resource("aws_secretsmanager_secret_version", "d", instance({"secret_string": SECRET}), mode="data"),
        resource("external", "x", instance({"result": {"p": SECRET}}), mode="data"),
        resource("aws_iam_role", "deposed", instance({"name": SECRET}, deposed="deadbeef", private=SECRET)),
        *(resource(kind, "marked", instance(_marked(kind), **_marks(kind))) for kind in sorted(KINDS)),
    ]
    outputs = {"password": {"value": SECRET, "type": "string", "sensitive": True}, "plain": {"value": [SECRET]}}
    return state(*blocks, outputs=outputs, check_results=[{"object_kind": SECRET}])


def _endpoint() -> dict[str, Any]:
    settings = {"password": SECRET, "auth_mechanism": SECRET}
    return {
        **{"endpoint_id": "src", "password": SECRET, "username": SECRET, "extra_connection_attributes": SECRET},
        **{"server_name": SECRET, "mongodb_settings": [settings], "kafka_settings": [settings]},
    }


def _marked(kind: str) -> dict[str, Any]:
    """Every attribute that is read of a type, with the secret in all the shapes that attributes have."""
    known = KINDS[kind]
    document = json.dumps(
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": SECRET, "Resource": "*"}}
    )
    shapes: dict[str, Any] = {
        "scalar": SECRET,
        "set": [SECRET],
        "map": {"Owner": SECRET, SECRET: "x"},
        "policy": document,
        "json": json.dumps([{"Principal": SECRET}]),
        "rules": [{"description": SECRET, "from_port": 1}],
        "inline": [{"name": SECRET, "policy": document}],
    }
    kept = {name: shapes[form] for name, form in known.kept.items()}
    named = dict.fromkeys((*known.names, "id", "key_id", "groups", "type"), SECRET)
    return {**named, **kept, "tags_all": shapes["map"], "arn": f"arn:aws:iam::123456789012:role/{SECRET}"}


def _marks(kind: str) -> dict[str, Any]:
    """All of them are marked but for the ARN, in which the name stands once more."""
    paths = [step(name) for name in _marked(kind) if name not in ("arn", "tags_all")]
    return {"sensitive_attributes": paths, "private": SECRET, "dependencies": [SECRET]}


def as_shown(content: dict[str, Any]) -> dict[str, Any]:
    """The same state as `terraform show -json` prints it."""
    entries = []
    for block in content["resources"]:
        data = "data." if block["mode"] == "data" else ""
        for each in block["instances"]:
            entry = {
                **{key: block[key] for key in ("mode", "type", "name")},
                "address": f"{data}{block['type']}.{block['name']}",
                "values": each["attributes"],
                "sensitive_values": {path[0]["value"]: True for path in each["sensitive_attributes"]},
            }
            entries.append({**entry, "deposed_key": each["deposed"]} if "deposed" in each else entry)
    values = {"outputs": content["outputs"], "root_module": {"resources": entries}}
    return {"format_version": "1.0", "terraform_version": "1.11.4", "values": values}


def leaks(text: str) -> bool:
    """Whether any part of the secret can be seen."""
    return any(word in text for word in ("hunter2", "correct", "horse", "battery"))


def said(findings: list[Finding]) -> str:
    """Everything that is printed of findings, in every format."""
    return "".join(render(findings, form, {}) or "" for form in ("text", "json", "sarif", "github"))


@pytest.mark.parametrize("content", [everywhere(), as_shown(everywhere())], ids=["state", "show"])
def test_a_secret_everywhere_is_in_no_inventory(content: dict[str, Any]) -> None:
    source, findings = told(content)
    assert source is not None, findings
    assert len(source.objects) > len(KINDS)
    assert not leaks(dump(Inventory({"legacy": source})))
    assert not leaks(said(findings))


def test_the_secret_would_be_seen_where_nothing_marks_it() -> None:
    """So that the tests here cannot pass by keeping nothing."""
    source, _ = told(state(resource("aws_iam_role", "r", instance({"description": SECRET}))))
    assert source is not None
    assert leaks(dump(Inventory({"legacy": source})))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nothing_that_the_provider_marks_as_secret_is_kept(kind: str) -> None:
    known = KINDS[kind]
    assert set(MARKED_BY_PROVIDER.get(kind, [])) & {*known.names, *known.kept} == set()


def broken(node: Any) -> Iterator[Any]:
    """A state broken at each of its places in turn: its value replaced, left out, or given twice its depth."""
    if isinstance(node, dict):
        for key, value in node.items():
            rest = {name: each for name, each in node.items() if name != key}
            yield rest
            yield from ({**node, key: other} for other in (SECRET, [SECRET], {SECRET: SECRET}, 7, None, True))
            yield from ({**node, key: other} for other in broken(value))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from ([*node[:number], other, *node[number + 1 :]] for other in (SECRET, [SECRET], 7, None))
            yield from ([*node[:number], other, *node[number + 1 :]] for other in broken(value))


def small() -> dict[str, Any]:
    """A state with one object of which all is secret but its address; the lineage is no place for secrets."""
    marked = instance(
        {"name": SECRET, "assume_role_policy": SECRET}, sensitive_attributes=[step("name")], private=SECRET
    )
    content = state(resource("aws_iam_role", "r", marked, module="module.a"), outputs={"x": {"value": SECRET}})
    return {key: value for key, value in content.items() if key != "lineage"}


@pytest.mark.parametrize("content", [small(), as_shown(small())], ids=["state", "show"])
def test_no_finding_quotes_a_broken_state(content: dict[str, Any]) -> None:
    for each in broken(copy.deepcopy(content)):
        _, findings = told(each)
        assert not leaks(said(findings)), each


@pytest.mark.parametrize("content", [small(), as_shown(small())], ids=["state", "show"])
def test_no_finding_quotes_a_state_that_was_cut(content: dict[str, Any]) -> None:
    text = json.dumps(content)
    for end in range(len(text)):
        for more in ("", '"', "}", "\x01"):
            _, findings = told(text[:end] + more)
            assert not leaks(said(findings)), text[:end] + more


@pytest.mark.parametrize(
    "content",
    [
        SECRET,
        f"{SECRET}\n" * 3,
        f"aws_iam_role.a\n{SECRET}\n",
        f'variable "x" {{\n  default = "{SECRET}"\n}}\n',
        f'password = "{SECRET}"',
        f'{{"encrypted_data": "{SECRET}"}}',
        f'{{"version": 3, "backend": {{"config": {{"password": "{SECRET}"}}}}}}',
        f'{{"{SECRET}": 1, "{SECRET}": 2}}',
        f'{{"a": "{SECRET}',
        f'{{"a": "{SECRET}\n"}}',
        f'{{"a": "{SECRET}\\q"}}',
        f"<html>{SECRET}",
        f"{SECRET}\0",
        f"{SECRET}\udcff",
    ],
)
def test_no_finding_quotes_a_file_that_is_no_state(content: str) -> None:
    _, findings = told(content.encode("utf-8", "surrogateescape"))
    assert findings
    assert not leaks(said(findings))


def test_the_command_prints_and_writes_no_secret(tmp_path: Path) -> None:
    (tmp_path / "old.tfstate").write_text(json.dumps(everywhere()))
    for more in ([], ["--check"], ["--format", "json"], ["--format", "sarif"]):
        done = run("inventory", tmp_path / "old.tfstate", "--out", tmp_path / "inventory.yaml", *more)
        assert done.exit_code == 0
        assert not leaks(done.output)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["inventory.yaml", "old.tfstate"]
    assert not leaks((tmp_path / "inventory.yaml").read_text())
