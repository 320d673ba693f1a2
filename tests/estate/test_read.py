"""Whatever a file is, it is read or named for what it is: never a traceback, never a guess."""

import gzip
import io
import json
import os
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.estate.read import read, read_file
from landbridge.findings import Finding
from landbridge.source import limits
from tests.estate.states import instance, resource, state, states, told

GOOD = state(resource("aws_iam_role", "etl", instance({"name": "etl"})))


def zipped() -> bytes:
    """A plan file is a zip file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("tfplan", "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "rule", "message"),
    [
        (b"", "LB030", "it is empty"),
        (b" \n\t", "LB030", "it is empty"),
        (b"\xef\xbb\xbf", "LB030", "it is empty"),
        (zipped(), "LB030", "it is a plan, as `terraform plan -out` writes it, or another zip file"),
        (gzip.compress(b"{}"), "LB030", "it is compressed with gzip"),
        (b"tfstate\x00\x00", "LB030", "it is the state of a Terraform before 0.3"),
        (b"ab\x00c", "LB030", "it is binary: it holds NUL"),
        (b"{\xff}", "LB002", "byte 1 of it is not UTF-8; it may be binary"),
        (json.dumps(GOOD).encode("utf-16"), "LB002", "it is UTF-16, not UTF-8"),
        (json.dumps(GOOD).encode("utf-16-le"), "LB002", "it is UTF-16, not UTF-8"),
        ("[]", "LB030", "it is a list in JSON"),
        ("{}", "LB030", "it is JSON, but no state"),
        ("null", "LB030", "it is neither a state nor a list of addresses"),
        ('{"version": 4', "LB032", "it is no JSON: expecting ',' delimiter"),
        ('{"version": 4, "version": 4}', "LB032", "a key stands twice in one object, of which a parser would keep"),
        ('{"version": NaN}', "LB032", "NaN is no JSON"),
        ('{"version": -Infinity}', "LB032", "-Infinity is no JSON"),
        ("[" * 100_000, "LB032", "it is nested too deeply"),
        ('{"version": 4, "resources": ' + "[" * 900 + "]" * 900 + "}", "LB032", "resource 0 of the state is no object"),
        ({"version": 3, "serial": 1, "modules": []}, "LB031", "it is a state of format 3; Landbridge reads 4"),
        ({"version": 1, "serial": 1}, "LB031", "it is a state of format 1; Landbridge reads 4"),
        (state(version=5), "LB031", "it is a state of a newer format, 5; Landbridge reads 4"),
        (state(version="4"), "LB030", "it is JSON, but no state"),
        (state(version=4.0), "LB030", "it is JSON, but no state"),
        (state(version=True), "LB030", "it is JSON, but no state"),
        ('{"serial": 1, "version": 4' + "0" * 5000 + "}", "LB030", "it is JSON, but no state"),
        (
            {"serial": 1, "lineage": "x", "meta": {}, "encrypted_data": "hunter2", "encryption_version": "v0"},
            "LB030",
            "it is a state that OpenTofu encrypted",
        ),
        (
            {"version": 3, "serial": 1, "lineage": "x", "backend": {"type": "s3", "config": {"bucket": "hunter2"}}},
            "LB030",
            "it is no state: it says where the state is kept (.terraform/terraform.tfstate)",
        ),
        (
            {"format_version": "1.2", "planned_values": {}, "resource_changes": []},
            "LB030",
            "it is a plan, as `terraform show -json PLAN` prints it",
        ),
        ({"format_version": "1.0", "provider_schemas": {}}, "LB030", "it is what `terraform providers schema` prints"),
        ({"format_version": "2.0", "values": {}}, "LB031", "`terraform show -json` printed another format than 1"),
        ({"format_version": "0.1", "values": {}}, "LB031", "`terraform show -json` printed another format than 1"),
        ({"format_version": 1, "values": {}}, "LB031", "`terraform show -json` printed another format than 1"),
        ({"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}}, "LB030", "it is a template of CloudFormation"),
        (
            'resource "aws_iam_role" "etl" {\n}\n',
            "LB030",
            "it is Terraform configuration, or what Terraform prints for",
        ),
        ("terraform {\n}\n", "LB030", "it is Terraform configuration, or what Terraform prints for people"),
        (
            "# aws_iam_role.etl:\nresource {",
            "LB030",
            "it is Terraform configuration, or what Terraform prints for peop",
        ),
        ("<?xml version='1.0'?><Error/>", "LB030", "it is XML or HTML, as a download that failed leaves it"),
        ("No state file was found!\n", "LB030", "it is a message of Terraform instead of its output"),
        ("╷\n│ Error: Failed to load state\n", "LB030", "it is a message of Terraform instead of its output"),
        ("version https://git-lfs.github.com/spec/v1\n", "LB030", "it is a pointer of Git LFS instead of the file"),
        ("# Written by\n\nformat: 1\nsources: {}\n", "LB030", "it is an inventory already"),
        ("hunter2\n", "LB030", "it is neither a state nor a list of addresses"),
    ],
)
def test_what_it_is(content: object, rule: str, message: str) -> None:
    found, findings = told(content)
    assert found is None
    assert [each.id for each in findings] == [rule]
    assert findings[0].message.startswith(message)
    assert findings[0].hint
    assert "hunter2" not in str(findings)


def test_broken_json_is_found_by_line_and_column() -> None:
    assert str(told('{\n  "version": 4,\n  oops\n}')[1][0].place) == "old.tfstate:3:3"


def test_a_byte_order_mark_does_no_harm() -> None:
    assert told(b"\xef\xbb\xbf" + json.dumps(GOOD).encode())[0] == told(GOOD)[0]


def test_numbers_that_are_not_looked_at_may_have_any_length() -> None:
    huge = json.dumps(GOOD).replace('"serial": 7', '"serial": ' + "7" * 10_000)
    assert told(huge)[0] == told(GOOD)[0]


def test_a_file_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("landbridge.estate.read.MAX_STATE_BYTES", 100)
    found, findings = told(GOOD)
    assert found is None
    assert [each.message for each in findings] == ["it has more than 100 bytes, which is the limit"]


def test_the_limit_leaves_room_for_twenty_thousand_instances() -> None:
    assert limits.MAX_STATE_BYTES >= 2 * 20_000 * 5_000


@given(data=st.binary() | st.text().map(str.encode) | st.text(alphabet='{}[]",:0aé\\u').map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    findings: list[Finding] = []
    assert (read(data, "x", findings) is None) == any(each.severity == "error" for each in findings)


@given(content=states(), at=st.integers(0, 10_000), more=st.sampled_from(['"', "}", "]", ",", "0", "\x00", ""]))
def test_a_state_that_was_cut_is_read_or_refused(content: dict[str, object], at: int, more: str) -> None:
    text = json.dumps(content)
    found, findings = told(text[: at % len(text)] + more)
    assert (found is None) == any(each.severity == "error" for each in findings)


class TestFiles:
    """Files, pipes and standard input."""

    def test_a_file_is_named_in_its_findings(self, tmp_path: Path) -> None:
        (tmp_path / "x.tfstate").touch()
        findings: list[Finding] = []
        assert read_file(str(tmp_path / "x.tfstate"), findings) is None
        assert str(findings[0].place) == f"{tmp_path}/x.tfstate:1:1"

    @pytest.mark.parametrize("name", ["absent", ".", "a\0b", "absent/x"])
    def test_what_cannot_be_read(self, name: str, tmp_path: Path) -> None:
        findings: list[Finding] = []
        assert read_file(os.path.join(tmp_path, name), findings) is None  # noqa: PTH118  # a Path would tidy it up
        assert [each.id for each in findings] == ["LB001"]

    def test_a_pipe_will_do(self) -> None:
        reading, writing = os.pipe()
        with os.fdopen(writing, "w") as pipe:
            pipe.write(json.dumps(GOOD))
        findings: list[Finding] = []
        found = read_file(f"/dev/fd/{reading}", findings)
        os.close(reading)
        assert found == told(GOOD)[0]

    def test_a_dash_is_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        findings: list[Finding] = []
        assert read_file("-", findings) is None
        assert str(findings[0].place) == "standard input:1:1"
