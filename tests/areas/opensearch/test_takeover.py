"""Giving a domain back: what it had is written again, then Terraform forgets the policy and leaves it as it is."""

import json
import os
import re
import subprocess
from pathlib import Path

import hcl2
import pytest

from tests.areas.opensearch.specs import allow, described, document, domain, statements
from tests.specs import compiled

FILE = "current_policy: policy.json"
ONE = allow()
BEFORE = described(document(ONE, allow(path="a/b", Sid="Gone")))
ACCESS = 'access: {etl: {who: ["{role:etl}"], may: read}}'
FOLDER = "modules/opensearch/"


def given(takeover: str, *lines: str, engine: str = "opensearch") -> dict[str, str]:
    text = domain(FILE, ACCESS, f"engine: {engine}", f"takeover: {takeover}", *lines)
    return compiled("terraform: {required_version: 1.7.0}\n" + text, policy_json=BEFORE)


def test_a_release_writes_what_the_domain_had_and_nothing_of_the_spec() -> None:
    text = domain(FILE, ACCESS, "takeover: release", "drop: [{sid: Gone, reason: nobody uses it}]")
    assert statements(text, policy_json=BEFORE) == [ONE]


def test_what_is_released_is_forgotten_not_destroyed() -> None:
    files = given("forget")
    assert "resource" not in files[f"{FOLDER}main.tf"]
    assert re.search(
        r"^removed \{\n  from = aws_opensearch_domain_policy\.logs\n\n  lifecycle \{\n    destroy = false\n  \}\n\}\n$",
        files[f"{FOLDER}removed.tf"],
        re.MULTILINE,
    )


def test_each_engine_has_its_own_resource() -> None:
    assert (
        'resource "aws_elasticsearch_domain_policy" "logs"'
        in given("policy", engine="elasticsearch")[f"{FOLDER}main.tf"]
    )
    assert (
        "from = aws_elasticsearch_domain_policy.logs" in given("forget", engine="elasticsearch")[f"{FOLDER}removed.tf"]
    )


def test_nothing_is_removed_before_it_is_forgotten() -> None:
    for takeover in ("policy", "release"):
        assert f"{FOLDER}removed.tf" not in given(takeover)


def test_a_policy_that_was_taken_over_is_kept_from_being_destroyed() -> None:
    assert "prevent_destroy = true" in given("policy")[f"{FOLDER}main.tf"]
    assert "prevent_destroy" not in compiled(domain(ACCESS))[f"{FOLDER}main.tf"]


def test_a_domain_that_is_adopted_is_imported_and_nothing_but_its_policy_is_written() -> None:
    files = given("policy", "adopt: true")
    assert files["imports.tf"].count('to = module.opensearch.aws_opensearch_domain.logs\n  id = "edge-logs"') == 1
    (block,) = hcl2.loads(files[f"{FOLDER}main.tf"])["resource"]
    resource = block['"aws_opensearch_domain"']['"logs"']
    assert resource.keys() - {"__is_block__"} == {"domain_name", "access_policies", "lifecycle"}
    assert resource["lifecycle"][0]["prevent_destroy"] is True


@pytest.mark.parametrize("engine", ["opensearch", "elasticsearch"])
def test_all_that_an_adopted_domain_has_besides_its_policy_is_left_alone(engine: str) -> None:
    """What there is, the provider's schema says (tests/terraform/test_adopted_domains.py)."""
    files = given("policy", "adopt: true", engine=engine)
    assert f'resource "aws_{engine}_domain" "logs"' in files[f"{FOLDER}main.tf"]
    assert "_domain_policy" not in files[f"{FOLDER}main.tf"]


def test_an_adopted_domain_is_forgotten_not_destroyed_and_imported_no_more() -> None:
    files = given("forget", "adopt: true")
    assert "from = aws_opensearch_domain.logs" in files[f"{FOLDER}removed.tf"]
    assert "resource" not in files[f"{FOLDER}main.tf"]
    assert "imports.tf" not in files


def test_an_adopted_domain_is_never_destroyed_even_where_it_had_no_policy() -> None:
    files = compiled(domain("adopt: true", ACCESS))
    assert "prevent_destroy = true" in files[f"{FOLDER}main.tf"]


def test_a_renamed_key_moves_its_policy() -> None:
    files = given("policy", "renamed_from: old_logs")
    assert "from = aws_opensearch_domain_policy.old_logs" in files[f"{FOLDER}moved.tf"]


def test_the_page_says_what_stays_what_goes_and_what_comes() -> None:
    page = given("policy", "drop: [{sid: Gone, reason: nobody uses it}]")[f"{FOLDER}POLICY-CHANGES.md"]
    stays, goes, comes = (page.index(word) for word in ("Stays:", "Goes:", "Is added:"))
    assert stays < page.index("role/legacy") < goes < page.index("nobody uses it") < comes
    assert page.index("opensearch.domains.logs.access.etl") > comes


def test_what_was_renamed_is_forgotten_under_its_former_key_too() -> None:
    forgotten = given("forget", "adopt: true", "renamed_from: old_logs")[f"{FOLDER}removed.tf"]
    assert re.findall(r"from = (\S+)", forgotten) == ["aws_opensearch_domain.logs", "aws_opensearch_domain.old_logs"]


def page(*lines: str, current: str = BEFORE, takeover: str = "policy") -> str:
    text = domain(FILE, ACCESS, f"takeover: {takeover}", *lines)
    return compiled(text, policy_json=current)[f"{FOLDER}POLICY-CHANGES.md"]


def sections(text: str) -> dict[str, str]:
    """The lists of a page, by what stands above each."""
    found = re.split(r"^([A-Z][^.`|]*):$", text[text.index("## logs") :], flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


AWAY = "Is taken away, where an apply has added it"


def test_of_a_release_the_page_says_what_is_taken_away() -> None:
    lists = sections(page("drop: [{sid: Gone, reason: nobody uses it}]", takeover="release"))
    assert "`opensearch.domains.logs.access.etl`" in lists[AWAY]
    assert {"Stays", "Goes", AWAY} <= lists.keys()
    assert "Is added" not in lists


def test_what_was_dropped_because_the_spec_says_it_neither_goes_nor_is_added() -> None:
    (ours,) = statements(domain(ACCESS))
    current = described(document(ONE, ours | {"Sid": "Ours"}))
    drop = "drop: [{sid: Ours, reason: it is this spec's}]"
    lists = sections(page(drop, current=current))
    assert "`opensearch.domains.logs.access.etl`" in lists["Stays, and is the spec's from now on"]
    assert not {"Goes", "Is added"} & lists.keys()
    released = sections(page(drop, current=current, takeover="release"))
    assert "`opensearch.domains.logs.access.etl`" in released[AWAY]
    assert "Goes" not in released


@pytest.mark.parametrize("word", ["takeover: policy", "takeover: release", "takeover: forget", "adopt: true", "drop: "])
def test_the_page_says_what_the_words_of_the_spec_do(word: str) -> None:
    assert re.search(rf"^\| `{word}.*` \| \w+ .*\. \|$", page(), re.MULTILINE)


def test_it_comes_before_the_plan() -> None:
    front = compiled(domain(FILE, ACCESS), policy_json=BEFORE)["LANDBRIDGE.md"]
    assert front.index("modules/opensearch/POLICY-CHANGES.md") < front.index("terraform init")
    assert front.count("POLICY-CHANGES.md") == 1


# The commands on the page, run as they stand there.

AWS = """#!/bin/sh
printf '%s ' "$@" >> "$LOG"
if [ -n "$BROKEN" ]; then echo 'Unable to locate credentials' >&2; exit 253; fi
case "$*" in *"--output text") printf '%s\\n' "$LIVE" ;; *) printf '%s' "$LIVE" | jq -Rs . ;; esac
"""
POLICY = document(ONE, allow(path="a/b", Condition={"StringLike": {"aws:UserAgent": 'back\\slash \\n " é'}}))
FILES = {
    "describe-domain-config": described(POLICY),
    "describe-domain": json.dumps({"DomainStatus": {"AccessPolicies": json.dumps(POLICY)}}),
    "the bare document": json.dumps(POLICY),
}


def run(tmp_path: Path, text: str, live: str, file: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the first command of a page in the folder of the spec, against an account with this policy."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/aws").write_text(AWS)
    (tmp_path / "bin/aws").chmod(0o755)
    if file is not None:
        (tmp_path / "policy.json").write_text(file)
    command = re.findall(r"^```bash\n(.*?)^```", text, re.MULTILINE | re.DOTALL)[0]
    path = {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}", "LIVE": live, "LOG": str(tmp_path / "log"), "BROKEN": ""}
    return subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, env={**path, **more}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("shape", FILES)
def test_the_command_says_where_the_live_policy_is_that_of_the_file(tmp_path: Path, shape: str) -> None:
    live = json.dumps({name: POLICY[name] for name in reversed(POLICY)}, indent=2)
    done = run(tmp_path, page(current=FILES[shape]), live, FILES[shape])
    assert (done.stdout, done.stderr) == ("the same\n", "")
    assert "--region eu-west-1 --domain-name edge-logs" in (tmp_path / "log").read_text()


def test_the_command_shows_what_somebody_has_added(tmp_path: Path) -> None:
    live = json.dumps(document(*POLICY["Statement"], allow(path="colleague")))
    done = run(tmp_path, page(current=FILES["describe-domain"]), live, FILES["describe-domain"])
    assert re.search(r"^<.*edge-logs/colleague", done.stdout, re.MULTILINE)
    assert "the same" not in done.stdout


@pytest.mark.parametrize("more", [{"BROKEN": "yes"}, {"LIVE": ""}, {"LIVE": "None"}])
def test_the_command_says_nothing_good_of_what_it_could_not_read(tmp_path: Path, more: dict[str, str]) -> None:
    done = run(tmp_path, page(current=FILES["describe-domain"]), "", FILES["describe-domain"], **more)
    assert done.returncode != 0
    assert "the same" not in done.stdout


def test_the_command_says_nothing_good_without_the_file(tmp_path: Path) -> None:
    done = run(tmp_path, page(current=FILES["describe-domain"]), json.dumps(POLICY))
    assert done.returncode != 0
    assert "the same" not in done.stdout


@pytest.mark.parametrize("current", ["none", "empty"])
@pytest.mark.parametrize(("live", "printed"), [("", '""\n'), ("{}", '"{}"\n')])
def test_of_a_domain_without_a_policy_the_command_prints_what_is_live(
    tmp_path: Path, current: str, live: str, printed: str
) -> None:
    empty = json.dumps({"DomainStatus": {"AccessPolicies": ""}})
    text = compiled(domain(ACCESS))[f"{FOLDER}POLICY-CHANGES.md"] if current == "none" else page(current=empty)
    assert 'must print `""`' in text
    assert run(tmp_path, text, live).stdout == printed


def test_the_page_says_where_a_file_is_to_be_put_that_the_spec_does_not_name_yet() -> None:
    text = compiled(domain(ACCESS))[f"{FOLDER}POLICY-CHANGES.md"]
    assert "into `edge-logs.json` beside the spec, and write its name under `current_policy:`" in text
    assert "put what this prints into `policy.json`" in page()
