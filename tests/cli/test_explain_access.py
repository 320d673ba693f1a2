"""`landbridge explain`: exit codes, forms, colours, what is given in files, and what is no question."""

import json
from pathlib import Path

import pytest

from tests.areas.migration_assistant.specs import one
from tests.cli.commands import run
from tests.cli.terminal import landbridge, on_terminal, plain
from tests.explaining.specs import WHOLE

MANAGED = "arn:aws:iam::aws:policy/ReadOnlyAccess"
TASK = "arn:aws:dms:eu-west-1:123456789012:task:A"
ALLOW = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "dms:*", "Resource": "*"}]}
WATCHED = ("--principal", "role:watched", "--action", "dms:DescribeTableStatistics", "--resource", TASK)


@pytest.fixture(autouse=True)
def spec(home: Path) -> Path:
    """A spec with something of everything, as spec.yaml in the current folder."""
    (home / "spec.yaml").write_text(WHOLE)
    return home / "spec.yaml"


@pytest.mark.parametrize(
    ("action", "answer", "code"),
    [("kms:Decrypt", "allow", 0), ("kms:Encrypt", "deny", 5)],
)
def test_an_answer_is_an_exit_code_too(action: str, answer: str, code: int) -> None:
    done = run("explain", "spec.yaml", "--principal", "{role:etl}", "--action", action, "--resource", "{key:storage}")
    assert (done.exit_code, done.stderr) == (code, "")
    assert done.stdout.splitlines()[0] == answer


def test_an_unknown_says_how_to_ask_again() -> None:
    done = run("explain", "spec.yaml", *WATCHED)
    assert done.exit_code == 6
    assert f"  --given {MANAGED}=FILE\n" in done.stdout


@pytest.mark.parametrize(
    "document",
    [
        ALLOW,
        {"PolicyVersion": {"Document": ALLOW, "VersionId": "v1"}},
        {"RoleName": "watched", "PolicyName": "own", "PolicyDocument": ALLOW},
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_policy_can_be_given_as_aws_prints_it(home: Path, document: object, encoding: str) -> None:
    (home / "policy.json").write_text(json.dumps(document), encoding=encoding)
    assert run("explain", "spec.yaml", *WATCHED, "--given", f"{MANAGED}=policy.json").exit_code == 0


CENTRAL = "arn:aws:es:eu-west-1:123456789012:domain/central"
BY_DOMAIN = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "es:ESHttp*", "Resource": f"{CENTRAL}/*"}


@pytest.mark.parametrize(("statements", "code"), [([BY_DOMAIN], 0), ([{**BY_DOMAIN, "Effect": "Deny"}], 5), (None, 5)])
def test_a_domains_policy_can_be_given_as_its_description(home: Path, statements: object, code: int) -> None:
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements}) if statements else ""
    described = {"DomainConfig": {"AccessPolicies": {"Options": policy, "Status": {"State": "Active"}}}}
    (home / "central.json").write_text(json.dumps(described))
    asked = ("--principal", "anonymous", "--action", "es:ESHttpGet", "--resource", f"{CENTRAL}/x/_search")
    done = run("explain", "spec.yaml", *asked, "--given", f"access policy of {CENTRAL}=central.json")
    assert done.exit_code == code


def test_of_a_role_that_is_made_elsewhere_the_rest_is_asked_for_and_can_be_given(spec: Path) -> None:
    spec.write_text(one())
    role = "OSMigrations-dev-eu-west-1-migration-console-task"
    who = ("--principal", f"arn:aws:iam::123456789012:role/{role}")
    asked = ("explain", "spec.yaml", *who, "--action", "es:ESHttpPost", "--resource", "domain:old/orders")
    rest = (f"other policies of role {role}", f"boundary of role {role}")
    done = run(*asked)
    assert done.exit_code == 6
    assert all(f"  --given '{name}=FILE'\n" in done.stdout for name in rest)
    assert run(*asked, *(word for name in rest for word in ("--given", f"{name}=none"))).exit_code == 0


def test_a_policy_is_given_once(home: Path) -> None:
    (home / "policy.json").write_text(json.dumps(ALLOW))
    done = run("explain", "spec.yaml", *WATCHED, "--given", f"{MANAGED}=none", "--given", f"{MANAGED}=policy.json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "is given twice; one file can hold the statements of several policies" in plain(done.stderr)


def test_that_there_is_no_policy_can_be_given() -> None:
    assert run("explain", "spec.yaml", *WATCHED, "--given", f"{MANAGED}=none").exit_code == 5


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("policy.json", "'policy.json' is no WHAT=VALUE"),
        (f"{MANAGED}=", "is no WHAT=VALUE"),
        (f"{MANAGED}=absent.json", "cannot read 'absent.json': no such file or directory"),
        (f"{MANAGED}=spec.yaml", "'spec.yaml' is no JSON"),
        (f"{MANAGED}=list.json", "'list.json' is no policy document: it is no object"),
        (f"{MANAGED}=odd.json", "'odd.json' is no policy document: a statement is not of the form that IAM takes"),
        (f"{MANAGED}=deep.json", "'deep.json' is no JSON: "),
        (f"{MANAGED}=bytes.json", "'bytes.json' is no JSON: "),
        ("another=none", 'no policy "another" is missing; what is missing is "arn:aws:iam::aws:policy/ReadOnlyAccess"'),
        ("{var:x}=y", 'no text "{var:x}" is missing'),
    ],
)
def test_what_cannot_be_given(home: Path, given: str, said: str) -> None:
    (home / "list.json").write_text("[]")
    (home / "odd.json").write_text('{"Statement": [{"Effect": "allow"}]}')
    (home / "deep.json").write_text("[" * 100_000)
    (home / "bytes.json").write_bytes(b"\xff\x00\x81")
    done = run("explain", "spec.yaml", *WATCHED, "--given", given)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in plain(done.stderr)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--principal", "etl"], 'Invalid value for --principal: "etl" is nobody who makes requests'),
        (
            ["--action", "kms:Decript"],
            "Invalid value for --action: AWS has no action kms:Decript; did you mean kms:Decrypt",
        ),
        (["--resource", "key:x"], 'Invalid value for --resource: the spec has no "key:x"'),
        (["--context", "x"], 'Invalid value for --context: "x" is no KEY=VALUE'),
    ],
)
def test_what_is_no_question_is_wrong_usage(arguments: list[str], said: str) -> None:
    asked = {"--principal": "role:etl", "--action": "kms:Decrypt", "--resource": "key:storage"}
    asked |= dict(zip(arguments[::2], arguments[1::2], strict=True))
    done = run("explain", "spec.yaml", *(word for pair in asked.items() for word in pair))
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in plain(done.stderr)


def test_for_a_machine_the_answer_is_the_whole_of_stdout() -> None:
    done = landbridge("explain", "spec.yaml", *WATCHED, "--format", "json")
    assert (done.returncode, done.stderr) == (6, b"")
    answer = json.loads(done.stdout)
    assert (answer["answer"], answer["missing"]["policies"]) == ("unknown", [MANAGED])


def test_the_statements_place_is_where_it_stands_in_the_file(spec: Path) -> None:
    done = run(
        "explain",
        "spec.yaml",
        "--principal",
        "role:etl",
        "--action",
        "kms:Decrypt",
        "--resource",
        "key:storage",
        "--format",
        "json",
    )
    first = json.loads(done.stdout)["decided"][0]
    line = int(first["place"].split(":")[1])
    assert "sid: Reads" in spec.read_text().splitlines()[line - 1]


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_spec_with_errors_answers_nothing(spec: Path, form: str) -> None:
    spec.write_text(WHOLE.replace("queue]", "quue]"))
    done = run("explain", "spec.yaml", *WATCHED, "--format", form)
    assert done.exit_code == 1
    assert "LB104" in (done.stderr if form == "text" else done.stdout)
    assert "unknown" not in done.stdout


def test_the_answer_is_coloured_on_a_terminal(home: Path) -> None:
    words = ("explain", "spec.yaml", "--principal", "role:etl", "--action", "kms:Decrypt", "--resource", "key:storage")
    assert "\x1b[32mallow" in on_terminal(*words, cwd=home, environ={"TERM": "xterm"})
    assert "\x1b" not in on_terminal(*words, cwd=home, environ={"TERM": "xterm", "NO_COLOR": "1"})
