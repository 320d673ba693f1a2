"""Several areas in one compile: what they name, hand over and read of each other, and of the world outside."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from landbridge import pipeline
from landbridge.areas.area import Area, Inputs
from landbridge.areas.contributions import Contribution, KeyUse
from landbridge.areas.iam.spec import Security
from landbridge.areas.identities import IamGroup, IamRolePolicyAttachment
from landbridge.areas.kms.spec import Kms
from landbridge.findings import Finding
from landbridge.ir import Expr, Module, Output, Traversal
from landbridge.pipeline import Analysis, compile_tree
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.spec.root import Spec
from tests.specs import HEAD, analysed, compiled, shown, spec

GROUP = """
    permissions_boundary: none
    iam_groups:
      ops: {managed_policies: [ReadOnlyAccess]}
"""
ROLE = Expr("etl", Traversal("aws_iam_role.etl.name"))
KEY = Expr("arn:{key:storage}", Traversal("aws_kms_key.storage.arn"), length=75)


@dataclass(frozen=True)
class Listed:
    """An area of the list that is made up for a test."""

    name: str
    key: str
    area: Area

    def load(self) -> Area:
        return self.area

    def presets(self, tier: str) -> None:
        """No tier brings anything for it."""


class TestAreas:
    """What areas name, hand over and read of each other."""

    def lower(self, name: str) -> Callable[[Spec, Inputs], tuple[Module, list[Finding]]]:
        def make(spec: Spec, inputs: Inputs) -> tuple[Module, list[Finding]]:
            self.given[name] = inputs
            read = self.reads[name](inputs) if name in self.reads else ()
            reads = [
                IamRolePolicyAttachment(
                    label=f"r{index}", origin=(part_of[name],), role=expression, policy_arn="arn:aws:iam::aws:policy/x"
                )
                for index, expression in enumerate(read)
            ]
            group = IamGroup(label="etl", origin=(part_of[name],), name=name, path="/")
            key = (Output(name=f"{name}_groups", description="x", value=group.name),)
            return Module(name=name, description=name, files={"main.tf": (group, *reads)}, outputs=key), []

        part_of = {"iam": "security", "kms": "kms"}
        return make

    def contribute(self, spec: Spec, references: Mapping[str, Expr]) -> Iterator[Contribution]:
        yield KeyUse(origin=("security",), key="storage", principals=(references["role:etl"],), why="x")

    @pytest.fixture(autouse=True)
    def _areas(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.given: dict[str, Inputs] = {}
        self.reads: dict[str, Callable[[Inputs], tuple[Expr, ...]]] = {}
        self.subjects: list[Subject] = []

        def seen(subject: Subject) -> Iterator[Hit]:
            self.subjects.append(subject)
            yield from ()

        rule = Rule(id="LB399", title="x", why="x", fix="x", source="", check=seen)
        iam = Area(
            key="security", spec=Security, lower=self.lower("iam"), rules=(rule,), told=(),
            names=lambda spec: {"role:etl": ROLE}, contribute=self.contribute,
        )  # fmt: skip
        kms = Area(
            key="kms",
            spec=Kms,
            lower=self.lower("kms"),
            rules=(rule,),
            told=(),
            names=lambda spec: {"key:storage": KEY},
        )
        listed = (Listed("iam", "security", iam), Listed("kms", "kms", kms))
        monkeypatch.setattr(pipeline, "AREAS", listed)

    @staticmethod
    def analysed(more: str = "") -> Analysis:
        return analysed(spec(GROUP) + more)

    def test_one_that_the_spec_does_not_use_is_there_where_another_hands_something_to_it(self) -> None:
        analysis = self.analysed()
        assert analysis.root is not None
        assert [module.name for module in analysis.root.modules] == ["iam", "kms"]

    def test_what_is_handed_over_holds_in_any_module(self) -> None:
        self.analysed()
        (use,) = self.given["kms"].contributions
        assert isinstance(use, KeyUse)
        assert use.principals[0].parts == (Traversal("module.iam.aws_iam_role.etl.name"),)
        assert self.given["iam"].contributions == ()

    def test_each_sees_the_others_things_as_its_own_module_writes_them(self) -> None:
        self.analysed("kms: {}\n")
        assert {name: dict(inputs.references).keys() for name, inputs in self.given.items()} == {
            "iam": {"role:etl", "key:storage"},
            "kms": {"role:etl", "key:storage"},
        }
        assert self.given["iam"].references["role:etl"].parts == ROLE.parts
        assert self.given["kms"].references["role:etl"].parts == (Traversal("module.iam.aws_iam_role.etl.name"),)

    def test_what_the_spec_does_not_use_has_nothing_to_name(self) -> None:
        self.analysed()
        assert set(self.given["kms"].references) == {"role:etl"}

    def test_rules_see_all_modules_as_they_come_out(self) -> None:
        self.reads["kms"] = lambda inputs: (inputs.references["role:etl"],)
        analysis = self.analysed("kms: {}\n")
        assert [subject.module.name for subject in self.subjects] == ["iam", "kms"]
        assert analysis.root is not None
        assert all(subject.modules == analysis.root.modules for subject in self.subjects)
        assert [variable.name for variable in self.subjects[1].module.variables] == ["iam_role_etl_name"]

    def test_a_name_that_a_variable_cannot_have_is_told_at_its_place(self) -> None:
        self.reads["kms"] = lambda inputs: (Expr("{var:region}", Traversal("root.var.region")),)
        analysis = self.analysed("kms: {}\n")
        assert shown(analysis.findings) == ["8:1 LB113"]
        assert analysis.root is None

    def test_what_other_modules_read_is_no_output_of_the_root(self) -> None:
        self.reads["kms"] = lambda inputs: (inputs.references["role:etl"],)
        analysis = self.analysed("kms: {}\n")
        assert analysis.root is not None
        files, _ = compile_tree(analysis.root)
        assert 'output "iam_role_etl_name"' in files["modules/iam/outputs.tf"]
        assert "iam_role_etl_name" not in files["outputs.tf"]
        assert "module.iam.iam_role_etl_name" in files["main.tf"]


class TestOutside:
    """What the root asks for, and what a module asks for where there is no root of ours."""

    SECURITY = """
        permissions_boundary: "{ssm:/landing/guard}"
        service_roles:
          etl: {service: lambda, permissions_boundary: "{var:own_guard}", managed_policies: [AWSXRayDaemonWriteAccess]}
          run: {service: lambda, managed_policies: [AWSLambdaBasicExecutionRole]}
    """

    def files(self, *, modules_only: bool) -> dict[str, str]:
        analysis = analysed(spec(self.SECURITY))
        assert analysis.root is not None
        files, broken = compile_tree(analysis.root, modules_only=modules_only)
        assert broken == []
        return files

    def test_the_root_has_a_variable_and_reads_the_parameter(self) -> None:
        files = self.files(modules_only=False)
        assert 'variable "own_guard"' in files["variables.tf"]
        assert 'data "aws_ssm_parameter" "ssm_landing_guard"' in files["data.tf"]
        assert "own_guard         = var.own_guard" in files["main.tf"]
        assert "ssm_landing_guard = data.aws_ssm_parameter.ssm_landing_guard.insecure_value" in files["main.tf"]

    def test_modules_alone_ask_for_both(self) -> None:
        files = self.files(modules_only=True)
        assert {path.split("/")[0] for path in files} == {"modules"}
        for name in ("own_guard", "ssm_landing_guard"):
            assert f'variable "{name}"' in files["modules/iam/variables.tf"]
            assert f"| `{name}` |" in files["modules/iam/README.md"]

    @pytest.mark.parametrize("name", ["source", "account_id", "region"])
    def test_a_name_that_is_taken_is_told_where_it_is_used(self, name: str) -> None:
        found = analysed(spec(self.SECURITY.replace("own_guard", name))).findings
        assert [(finding.id, str(finding.place)) for finding in found] == [("LB113", "spec.yaml:7:5")]


class TestAdopted:
    """What exists already is imported by the root, or by a root of the reader's own."""

    SPEC = f"{HEAD}dms: {{permissions_boundary: keep, account_roles: {{vpc: adopt, cloudwatch_logs: reference}}}}\n"

    def test_the_root_imports_it(self) -> None:
        files = compiled(self.SPEC)
        block = 'import {\n  to = module.dms.aws_iam_role.account__vpc\n  id = "dms-vpc-role"\n}\n'
        assert block in files["imports.tf"]
        assert "| `module.dms.aws_iam_role.account__vpc` | `dms-vpc-role` |" in files["modules/dms/README.md"]

    def test_modules_alone_say_what_to_import(self) -> None:
        analysis = analysed(self.SPEC)
        assert analysis.root is not None
        files, broken = compile_tree(analysis.root, modules_only=True)
        assert broken == []
        assert "imports.tf" not in files
        assert "a root of your own needs the same import blocks" in files["modules/dms/README.md"]
