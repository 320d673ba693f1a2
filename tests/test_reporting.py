"""Findings in the formats that people and their tools read."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.findings import Finding, Place, Severity
from landbridge.reporting import as_github, as_json, as_sarif, render, summary, text

ERROR = Finding("LB203", 'ssl_mode "require" is no mode', "take verify-ca", place=Place("a/spec.yaml", 14, 7))
WARNING = Finding("LB016", "null removes nothing", "", Severity.WARNING, Place("base.yaml"), ("tags", "a.b"))
NOWHERE = Finding("LB990", "what was rendered does not read back")


def test_text_is_one_line_a_finding_with_the_hint_below() -> None:
    assert text([ERROR, WARNING, NOWHERE]).splitlines() == [
        'a/spec.yaml:14:7: error LB203: ssl_mode "require" is no mode',
        "  hint: take verify-ca",
        "base.yaml:1:1: warning LB016: null removes nothing",
        "landbridge: error LB990: what was rendered does not read back",
    ]


@pytest.mark.parametrize(
    ("findings", "line"),
    [
        ([], ""),
        ([ERROR], "1 error"),
        ([ERROR, WARNING, NOWHERE], "2 errors, 1 warning"),
        ([WARNING, WARNING], "2 warnings"),
    ],
)
def test_the_summary_counts(findings: list[Finding], line: str) -> None:
    assert summary(findings) == line


def test_json_holds_all_that_is_known_and_what_the_command_adds() -> None:
    assert json.loads(as_json([WARNING], changes=[1])) == {
        "findings": [
            {
                "id": "LB016",
                "severity": "warning",
                "message": "null removes nothing",
                "hint": "",
                "file": "base.yaml",
                "line": 1,
                "column": 1,
                "path": 'tags["a.b"]',
            }
        ],
        "changes": [1],
    }


def assert_is_sarif(log: dict[str, Any]) -> None:
    """Check what SARIF 2.1.0 requires of a log, and code-scanning services of its results."""
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"]
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", driver["semanticVersion"])
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        for location in result.get("locations", []):
            physical = location["physicalLocation"]
            assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", physical["artifactLocation"]["uri"])
            assert physical["region"]["startLine"] >= 1
            assert physical["region"]["startColumn"] >= 1


def test_sarif() -> None:
    log = json.loads(as_sarif([ERROR, WARNING, NOWHERE], {"LB203": "A mode exists"}))
    assert_is_sarif(log)
    (run,) = log["runs"]
    assert [rule["shortDescription"]["text"] for rule in run["tool"]["driver"]["rules"]] == [
        "LB016",
        "A mode exists",
        "LB990",
    ]
    assert run["results"][0] == {
        "ruleId": "LB203",
        "ruleIndex": 1,
        "level": "error",
        "message": {"text": 'ssl_mode "require" is no mode\ntake verify-ca'},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "a/spec.yaml"},
                    "region": {"startLine": 14, "startColumn": 7},
                }
            }
        ],
    }
    assert "locations" not in run["results"][2]


def test_sarif_without_findings() -> None:
    log = json.loads(as_sarif([], {}))
    assert_is_sarif(log)
    assert log["runs"][0]["results"] == []


def test_sarif_writes_a_path_as_a_uri() -> None:
    log = json.loads(as_sarif([Finding("LB001", "x", place=Place("a b/ä#\udcff.yaml"))], {}))
    (result,) = log["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/%C3%A4%23%FF.yaml"


def test_github_annotates_the_line() -> None:
    assert as_github([ERROR, WARNING, NOWHERE]).splitlines() == [
        '::error file=a/spec.yaml,line=14,col=7,title=LB203::ssl_mode "require" is no mode%0Atake verify-ca',
        "::warning file=base.yaml,line=1,col=1,title=LB016::null removes nothing",
        "::error title=LB990::what was rendered does not read back",
    ]


def test_github_escapes_what_would_end_a_property_or_a_line() -> None:
    finding = Finding("LB001", "100%\r\n::error::x", place=Place("a,b:c%\n.yaml"))
    assert as_github([finding]) == "::error file=a%2Cb%3Ac%25%0A.yaml,line=1,col=1,title=LB001::100%25%0D%0A::error::x"


# What a command reads from the environment, a file name or a spec may hold anything.
anything = st.builds(
    Finding,
    st.just("LB102"),
    st.text(max_size=30),
    st.text(max_size=30),
    st.sampled_from(Severity),
    st.none() | st.builds(Place, st.text(st.characters(), min_size=1, max_size=10), st.integers(1, 99)),
)


@given(findings=st.lists(anything, max_size=3))
def test_no_finding_breaks_the_text(findings: list[Finding]) -> None:
    lines = text(findings).split("\n")
    assert all(line.isprintable() for line in lines)
    assert len([line for line in lines if line]) == len(findings) + sum(bool(finding.hint) for finding in findings)


@given(findings=st.lists(anything, max_size=3))
def test_no_finding_breaks_sarif(findings: list[Finding]) -> None:
    assert len(json.loads(as_sarif(findings, {}))["runs"][0]["results"]) == len(findings)


@given(findings=st.lists(anything, max_size=3))
def test_no_finding_breaks_out_of_its_github_command(findings: list[Finding]) -> None:
    lines = re.split(r"[\r\n]", as_github(findings)) if findings else []
    assert len(lines) == len(findings)
    assert all(re.match(r"::(error|warning) [^:]*title=LB102::", line) for line in lines)


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_the_form_is_chosen_by_its_name(form: str) -> None:
    written = {
        "text": text([ERROR]),
        "json": as_json([ERROR], changes=[]),
        "sarif": as_sarif([ERROR], {}),
        "github": as_github([ERROR]),
    }
    assert render([ERROR], form, {}, changes=[]) == written[form]
