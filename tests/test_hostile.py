"""Whatever a spec holds, it is told what is wrong with it, or it compiles and every text comes back as it was."""

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import hcl2
import pytest
from hypothesis import Phase, given, reject, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from landbridge.pipeline import analyse
from tests.areas.iam.test_rendered import CASES
from tests.hostile import IAM_FIELDS, dumped, read_by_hcl2, read_from_plan, tree_of, unquoted
from tests.hostile import document as document_of
from tests.hostile_areas import AREA_FIELDS
from tests.render.strategies import long_texts, texts
from tests.specs import HEAD, Texts, analysed, compiled, spec
from tests.terraform.harness import Lab, Root

FIELDS = {**IAM_FIELDS, **AREA_FIELDS}
fields = st.sampled_from(sorted(FIELDS))
# Besides what render's tests draw: marks of YAML and IAM, and texts that AWS takes in most places.
words = st.lists(
    st.sampled_from(
        [*"abz09 -_./=+@,:", "é", "ß", "\u00ff", '"', "'", "\\", "%{", "#{", "<<EOT", "${*}", "~", "\n", "\t"]
    ),
    max_size=10,
).map(lambda pieces: unicodedata.normalize("NFC", "".join(pieces)))
hostile = texts | words | long_texts


def document(items: list[tuple[str, str]]) -> str:
    """A spec with one item for each field and text."""
    return document_of(items, FIELDS)


class TestTexts:
    """A text comes back unchanged from whoever reads the output, or a finding says why it cannot stand there."""

    # What python-hcl2 cannot read, Terraform has to: braces after `$` or `%` that are escaped and stay open.

    @pytest.mark.parametrize("field", FIELDS)
    def test_what_aws_takes_compiles_and_comes_back_from_python_hcl2(self, field: str) -> None:
        text = FIELDS[field].sample.replace("{", "(")
        resources = read_by_hcl2(compiled(document([(field, text)])))
        assert FIELDS[field].read(resources, "k0") == text

    @settings(max_examples=100)
    @given(field=fields, text=hostile.map(lambda text: text.replace("{", "(")))
    def test_any_text_is_refused_or_comes_back_from_python_hcl2(self, field: str, text: str) -> None:
        files = tree_of(analysed(document([(field, text)])))
        if files is not None:
            assert FIELDS[field].read(read_by_hcl2(files), "k0") == text

    # Not shrunk: each example costs several commands, and names what did not come back.
    @settings(max_examples=3, phases=[Phase.reuse, Phase.generate])
    @given(batch=st.lists(st.tuples(fields, words | texts), min_size=100, max_size=160, unique=True))
    def test_any_text_is_refused_or_comes_back_from_terraform(self, root: Root, batch: list[tuple[str, str]]) -> None:
        samples = [(field, FIELDS[field].sample) for field in FIELDS]
        files, kept = accepted([*samples, *batch])
        assert set(samples) <= set(kept.values())
        write(root.folder, files)
        root.fmt_check()
        root.plan("-refresh=false")
        resources = read_from_plan(json.loads(root.run("show", "-json", "harness.tfplan").stdout))
        planned = {key: (field, text) for key, (field, text) in kept.items() if FIELDS[field].planned}
        assert {key: FIELDS[field].read(resources, key) for key, (field, _) in planned.items()} == {
            key: text for key, (_, text) in planned.items()
        }


def accepted(batch: list[tuple[str, str]]) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """One tree for all texts that may stand where they stand, and those texts by the key of their item."""
    alone = [item for item in dict.fromkeys(batch) if tree_of(analysed(document([item]))) is not None]
    while True:
        analysis = analysed(document(alone))
        files = tree_of(analysis)
        if files is not None:
            return files, {f"k{index}": item for index, item in enumerate(alone)}
        # Together some have the same name.
        wrong = {finding.path[2] for finding in analysis.findings if finding.severity == "error"}
        assert wrong, analysis.findings
        alone = [item for index, item in enumerate(alone) if f"k{index}" not in wrong]


@pytest.fixture(scope="module")
def root(session_lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Root:
    """A root that terraform has initialised; its modules are written anew by each test."""
    folder = tmp_path_factory.mktemp("hostile")
    write(folder, compiled(document([(field, FIELDS[field].sample) for field in FIELDS])))
    session_lab.reset()
    made = session_lab.root(folder, region="eu-west-1")
    made.adapt()
    made.init()
    return made


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write a tree over the last one."""
    for old in (folder / "modules").rglob("*.tf"):
        old.unlink()
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="")


# What is printed in comments and in the README only.
INERT = """
permissions_boundary: none
policies:
  wide:
    statements: [{actions: "sqs:*", resources: "*", reason: TEXT}]
iam_groups:
  ops: {description: TEXT, managed_policies: [{name: AdministratorAccess, reason: TEXT}], customer_policies: [wide]}
service_roles:
  etl: {service: lambda, policy_assignments: {secretsmanager: {level: level1, reason: TEXT}}}
cross_account_roles:
  other: {account_ids: ["210987654321"], reason: TEXT, managed_policies: [SecurityAudit]}
"""

remarks = st.lists(
    st.sampled_from(
        [
            *"\n#\"'\\{}[]()<>|*`_$%/ab",
            *(
                "\r\n",
                "/*",
                "*/",
                "//",
                "${",
                "%{",
                "}\n}\n",
                "<<EOT\n",
                "\nEOT\n",
                "é",
                "日本",
                "😀",
                "-->",
                "\n---\n",
            ),
            *('\nresource "aws_iam_user" "x" {}\n', "\n# x\n", "\n\n", "{{ x }}", "{% x %}", "[a](b)", "<script>"),
        ]
    ),
    min_size=3,
    max_size=12,
).map("".join)


def remarked(text: str) -> str:
    return spec(INERT.replace("TEXT", json.dumps(text)))


def sound(text: str) -> dict[str, str]:
    """What a spec compiles to; specs that are refused are no examples."""
    return tree_of(analysed(text)) or reject()


class TestRemarks:
    """Descriptions of groups and reasons stand in comments, out of which nothing gets."""

    @settings(max_examples=25)
    @given(text=remarks)
    def test_nothing_of_a_remark_becomes_terraform(self, text: str) -> None:
        files = sound(remarked(text))
        assert read_by_hcl2(files) == read_by_hcl2(compiled(remarked("agreed by all")))
        assert {path: code(body) for path, body in files.items()} == {
            path: code(body) for path, body in compiled(remarked("agreed by all")).items()
        }

    @settings(max_examples=25)
    @given(text=remarks)
    def test_every_line_of_a_remark_is_in_a_comment(self, text: str) -> None:
        files = sound(remarked(text))
        comments = hcl2.loads(files["modules/iam/main.tf"])["__comments__"]
        shown = " ".join("".join(comment["value"] for comment in comments).split())
        for word in re.findall(r"[a-zé日本😀]+", text):
            assert word in shown

    @settings(max_examples=25)
    @given(text=remarks, user=st.from_regex(r"[A-Za-z0-9_+=,.@-]{1,20}", fullmatch=True))
    def test_the_readme_has_no_markup_but_its_own(self, text: str, user: str) -> None:
        users = dumped({"users": {user: {}}}).replace("\n", "\n  ").rstrip()
        files = sound(f"{remarked(text)}  {users}\n")
        tokens = MarkdownIt("commonmark").enable("table").parse(files["modules/iam/README.md"])
        kinds = {child.type for token in tokens for child in token.children or []}
        assert kinds <= {"text", "text_special", "code_inline"}
        assert [token.content for token in tokens if token.type == "html_block"] == []


def code(text: str) -> list[str]:
    """The lines of a file that are no comments."""
    return [line for line in text.splitlines() if not line.lstrip().startswith("#")]


NAMES = [
    "plain.yaml",
    'we"ird ${name} %{x} #.yaml',
    "日本 λ.yaml",
    "-rf.yaml",
    "a\\b.yaml",
    "a..yaml",
    "x" * 200 + ".yaml",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_the_spec_does_not_show(name: str) -> None:
    text = spec(CASES["federated roles"])
    analysis = analyse(Texts({name: text}), name)
    assert tree_of(analysis) == compiled(text)


@settings(max_examples=30)
@given(text=texts | words)
def test_any_default_tag_and_backend_is_refused_or_comes_back(text: str) -> None:
    top = {"tags": {"Team": text}, "terraform": {"backend": {"type": "s3", "config": {"key": text}}}}
    files = tree_of(analysed(spec(CASES["EKS Pod Identity"], HEAD + dumped(top))))
    if files is not None:
        (provider,) = unquoted(hcl2.loads(files["providers.tf"])["provider"])
        (backend,) = unquoted(hcl2.loads(files["backend.tf"])["terraform"])
        assert provider["aws"]["default_tags"][0]["tags"] == {"Team": text}
        assert backend["backend"][0]["s3"]["key"] == text
