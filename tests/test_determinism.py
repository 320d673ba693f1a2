"""The same spec compiles to the same bytes: in any folder, locale, time zone and process, in whatever order."""

import os
import re
import shutil
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import landbridge
from tests.examples import CHECKOUT
from tests.output.trees import contents
from tests.specs import HEAD, compiled, spec

SPECS = ["iam-enterprise/spec.yaml", "iam-medium/spec.yaml", "overlay/dev.yaml"]


def compile_in(folder: Path, *, umask: str = "022", **environ: str) -> dict[str, str]:
    """Compile examples in a folder, without their locks; return all files that are there afterwards."""
    shutil.copytree(CHECKOUT / "examples", folder / "specs", ignore=shutil.ignore_patterns("landbridge.lock"))
    command = [sys.executable, "-m", "landbridge", "compile", *(f"specs/{name}" for name in SPECS), "--out-root", "out"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "TZ", "PYTHON"))}
    subprocess.run(
        ["sh", "-c", f'umask {umask}; exec "$@"', "sh", *command],
        cwd=folder,
        env=kept | {"XDG_CACHE_HOME": str(folder / "cache")} | environ,
        check=True,
        capture_output=True,
        timeout=120,
    )
    shutil.rmtree(folder / "cache")
    return contents(folder)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the examples compile to here and now."""
    return compile_in(tmp_path_factory.mktemp("once"))


def test_the_examples_were_compiled(once: dict[str, str]) -> None:
    assert {path.split("/")[1] for path in once if path.startswith("out/")} == {"iam-enterprise", "iam-medium", "dev"}
    assert sum(path.endswith("landbridge.lock") for path in once) == len(SPECS)


@pytest.mark.parametrize(
    "environ",
    [
        {"LC_ALL": "C", "PYTHONHASHSEED": "0"},
        {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Pacific/Pago_Pago"},
        {"LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "4711", "USER": "zaphod", "LOGNAME": "zaphod", "HOSTNAME": "heart"},
    ],
    ids=["C", "C.UTF-8", "no UTF-8", "Turkish"],
)
def test_neither_locale_nor_time_zone_nor_hash_seed_matter(
    environ: dict[str, str], once: dict[str, str], tmp_path: Path
) -> None:
    assert compile_in(tmp_path, **environ) == once


def test_neither_the_folder_nor_the_umask_matters(once: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "a folder, with ${odd} ünïcode"
    folder.mkdir()
    assert compile_in(folder, umask="077") == once


def test_the_output_knows_nothing_of_where_and_when_it_was_made(tmp_path: Path) -> None:
    home = tmp_path / "zaphods-home"
    home.mkdir()
    tree = compile_in(tmp_path, USER="zaphod", LOGNAME="zaphod", HOSTNAME="heart-of-gold", HOME=str(home))
    written = {path: text for path, text in tree.items() if path.startswith("out/") or path.endswith(".lock")}
    traces = [
        str(tmp_path),
        str(CHECKOUT),
        "zaphod",
        "heart-of-gold",
        *([host] if len(host := socket.gethostname()) > 4 else []),
        datetime.now(UTC).date().isoformat(),
    ]
    for path, text in written.items():
        assert [trace for trace in traces if trace in text] == [], path
        assert not re.search(rf"\b{re.escape(landbridge.__version__)}\b", text), path


ROLE = """
permissions_boundary: none
iam_groups:
  ops: {managed_policies: [ReadOnlyAccess], members: [jane, joe]}
service_roles:
  etl:
    service: [glue, lambda]
    tags: {Team: x, App: y}
    conditions: {StringEquals: {"aws:SourceAccount": "123456789012"}}
    statements:
      - actions: [sqs:SendMessage, sqs:GetQueueUrl]
        resources: ["arn:aws:sqs:eu-west-1:123456789012:a", "arn:aws:sqs:eu-west-1:123456789012:b"]
        conditions: {StringEquals: {"aws:RequestedRegion": [eu-west-1, us-east-1], "aws:PrincipalTag/a": b}}
"""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("[jane, joe]", "[joe, jane]"),
        ("[glue, lambda]", "[lambda, glue]"),
        ("{Team: x, App: y}", "{App: y, Team: x}"),
        ("[sqs:SendMessage, sqs:GetQueueUrl]", "[sqs:GetQueueUrl, sqs:SendMessage]"),
        ("[sqs:SendMessage, sqs:GetQueueUrl]", "[sqs:SendMessage, sqs:GetQueueUrl, sqs:getqueueurl]"),
        (
            '["arn:aws:sqs:eu-west-1:123456789012:a", "arn:aws:sqs:eu-west-1:123456789012:b"]',
            '["arn:aws:sqs:eu-west-1:123456789012:b", "arn:aws:sqs:eu-west-1:123456789012:a"]',
        ),
        ("[eu-west-1, us-east-1]", "[us-east-1, eu-west-1]"),
        (
            '{"aws:RequestedRegion": [eu-west-1, us-east-1], "aws:PrincipalTag/a": b}',
            '{"aws:PrincipalTag/a": b, "aws:RequestedRegion": [eu-west-1, us-east-1]}',
        ),
    ],
    ids=[
        "members",
        "services",
        "tags",
        "actions",
        "spelling of actions",
        "resources",
        "values of a condition",
        "keys of an operator",
    ],
)
def test_the_order_of_what_has_no_order_does_not_show(one: str, other: str) -> None:
    assert one in ROLE
    assert compiled(spec(ROLE.replace(one, other))) == compiled(spec(ROLE))


def test_the_order_of_the_tops_keys_does_not_show() -> None:
    lines = HEAD.splitlines(keepends=True)
    tags = 'tags: {CostCenter: "4711", App: x}\n'
    turned = f"security:\n{spec(ROLE).partition('security:' + chr(10))[2]}" + "".join(reversed([tags, *lines]))
    assert compiled(turned) == compiled(spec(ROLE, HEAD + tags))


def test_the_order_of_groups_and_roles_shows_in_the_order_of_blocks_only() -> None:
    groups = ["  a: {managed_policies: [ReadOnlyAccess], members: [jane]}", "  b: {policy_assignments: {s3: level1}}"]
    text, turned = (
        compiled(spec("\n".join(["permissions_boundary: none", "iam_groups:", *order])))
        for order in (groups, list(reversed(groups)))
    )
    assert text != turned
    assert {path: sorted(body.splitlines()) for path, body in text.items()} == {
        path: sorted(body.splitlines()) for path, body in turned.items()
    }
