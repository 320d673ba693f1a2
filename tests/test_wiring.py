"""Wiring: one typed variable and one output for each thing that a module needs from elsewhere."""

import re
from dataclasses import dataclass, field
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.areas.network.resources import IngressRule
from landbridge.areas.outside import OUTSIDE
from landbridge.aws.identity import Identity
from landbridge.graph import expressions, open_circles
from landbridge.ir import Expr, Module, Output, Resource, Traversal, Variable
from landbridge.policy.document import Condition, PolicyDocument, Principal, Statement
from landbridge.wiring import Wired, wire

IDENTITY = Identity("aws-us-gov", "123456789012", "us-gov-west-1")
NOTHING = PolicyDocument(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Resource):
    """A resource with everything that can hold an expression."""

    type: ClassVar[str] = "aws_iam_role"
    template: ClassVar[str] = "none"
    text: str = ""
    texts: tuple[str, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)
    policy: PolicyDocument = NOTHING


def role(label: str, text: str = "") -> Role:
    return Role(label=label, origin=("roles", label), text=text)


def arn(module: str, label: str, kind: str = "aws_iam_role") -> Expr:
    """The ARN of a thing in another module, as References writes it."""
    return Expr(f"arn:{label}", Traversal(f"module.{module}.{kind}.{label}.arn"), length=40)


def from_root(name: str) -> Expr:
    return Expr(f"{{var:{name}}}", Traversal(f"root.var.{name}"))


def from_ssm(name: str) -> Expr:
    return Expr(f"{{ssm:{name}}}", Traversal(f"root.ssm.{name}"))


def module(name: str, *resources: Resource, outputs: tuple[Output, ...] = ()) -> Module:
    return Module(name=name, description=name, files={"main.tf": resources}, outputs=outputs)


def wired(*modules: Module) -> Wired:
    opened, findings, reads = open_circles(modules)
    assert findings == []
    return wire(opened, reads, IDENTITY)


def variables(made: Module) -> dict[str, object]:
    """What the root puts into the variables of a module."""
    assert all(variable.description and variable.type == "string" for variable in made.variables)
    return {variable.name: variable.value for variable in made.variables}


def parts(made: Module) -> list[str]:
    """Everything that the resources of a module read."""
    found = [each for resource in made.resources if isinstance(resource, Role) for each in _expressions(resource)]
    return sorted(str(part) for each in found for part in each.parts if isinstance(part, Traversal))


def _expressions(resource: Role) -> list[Expr]:
    return list(expressions((resource.text, resource.texts, resource.tags, resource.policy)))


class TestOwn:
    """Account, partition and region are variables of the modules that read them, and of no other."""

    def test_a_module_has_those_that_it_reads(self) -> None:
        own = Expr("arn:…", "arn:", Traversal("var.partition"), ":", Traversal("var.account_id"))
        made = wired(module("one", role("a", own)), module("other", role("b")))
        assert [variables(each) for each in made.modules] == [
            {"account_id": "123456789012", "partition": "aws-us-gov"},
            {},
        ]

    def test_the_root_asks_nobody_for_them(self) -> None:
        made = wired(module("one", role("a", Expr("us-gov-west-1", Traversal("var.region")))))
        assert (made.variables, made.parameters, made.findings) == ((), (), ())

    def test_what_stands_in_maps_and_lists_counts(self) -> None:
        held = Role(
            label="a", origin=("a",), tags={"Region": Expr("x", Traversal("var.region"))},
            texts=("plain", Expr("y", Traversal("var.partition"))),
        )  # fmt: skip
        assert variables(wired(module("one", held)).modules[0]).keys() == {"partition", "region"}


class TestOtherModules:
    """What stands in another module comes out of it by an output, and in by a variable of the same name."""

    def test_one_variable_and_one_output(self) -> None:
        made = wired(module("iam", role("etl")), module("kms", role("user", arn("iam", "etl"))))
        iam, kms = made.modules
        assert iam.outputs == (
            Output(
                name="iam_role_etl_arn",
                description="arn of aws_iam_role.etl, for the other modules of the root.",
                value=Traversal("aws_iam_role.etl.arn"),
                internal=True,
            ),
        )
        assert kms.variables == (
            Variable(
                name="iam_role_etl_arn",
                description="arn of aws_iam_role.etl in module iam.",
                value=Traversal("module.iam.iam_role_etl_arn"),
            ),
        )
        assert parts(kms) == ["var.iam_role_etl_arn"]
        assert (made.variables, made.parameters, made.findings) == ((), (), ())

    def test_many_readers_share_the_output_and_within_a_module_the_variable(self) -> None:
        need = arn("iam", "etl")
        iam, *others = wired(
            module("iam", role("etl")), module("kms", role("a", need), role("b", need)), module("dms", role("c", need))
        ).modules
        assert len(iam.outputs) == 1
        assert [len(each.variables) for each in others] == [1, 1]

    def test_things_of_one_label_in_two_modules_are_told_apart(self) -> None:
        made = wired(
            module("iam", role("etl")),
            module("dms", role("etl")),
            module("kms", role("a", arn("iam", "etl")), role("b", arn("dms", "etl"))),
        )
        assert variables(made.modules[2]) == {
            "dms_iam_role_etl_arn": Traversal("module.dms.dms_iam_role_etl_arn"),
            "iam_role_etl_arn": Traversal("module.iam.iam_role_etl_arn"),
        }

    def test_what_an_area_contributes_of_the_modules_own_is_written_as_the_module_writes_it(self) -> None:
        made = wired(module("kms", role("a", arn("kms", "storage", "aws_kms_key"))))
        assert parts(made.modules[0]) == ["aws_kms_key.storage.arn"]
        assert (made.modules[0].variables, made.modules[0].outputs) == ((), ())

    def test_modules_may_read_each_other(self) -> None:
        made = wired(
            module("iam", role("a", arn("dms", "d")), role("b")),
            module("dms", role("c", arn("iam", "b")), role("d")),
        )
        assert [variables(each).keys() for each in made.modules] == [{"dms_iam_role_d_arn"}, {"iam_role_b_arn"}]
        assert [[output.name for output in each.outputs] for each in made.modules] == [
            ["iam_role_b_arn"],
            ["dms_iam_role_d_arn"],
        ]

    def test_the_outputs_of_the_module_stay_and_all_are_sorted(self) -> None:
        own = tuple(Output(name=name, description=name, value="x") for name in ("aaa", "zzz"))
        made = wired(module("iam", role("etl"), outputs=own), module("kms", role("a", arn("iam", "etl"))))
        assert [(output.name, output.internal) for output in made.modules[0].outputs] == [
            ("aaa", False),
            ("iam_role_etl_arn", True),
            ("zzz", False),
        ]

    def test_text_length_and_fallback_stay(self) -> None:
        fallback = Expr("arn:etl", "arn:", Traversal("var.partition"))
        need = Expr("arn:etl", Traversal("module.iam.aws_iam_role.etl.arn"), "/*", fallback=fallback, length=99)
        (found,) = wired(module("iam", role("etl")), module("kms", role("a", need))).modules[1].resources
        assert isinstance(found, Role)
        assert isinstance(found.text, Expr)
        assert (found.text, found.text.length, found.text.fallback) == ("arn:etl", 99, fallback)
        assert found.text.parts == (Traversal("var.iam_role_etl_arn"), "/*")

    def test_a_policy_is_wired_wherever_it_names_something(self) -> None:
        statement = Statement(
            actions=("kms:Decrypt",),
            resources=(arn("iam", "a"),),
            not_resources=(arn("iam", "b"),),
            principals=(Principal("AWS", (arn("iam", "c"),)),),
            not_principals=(Principal("AWS", (arn("iam", "d"),)),),
            conditions=(Condition("ArnEquals", "aws:PrincipalArn", (arn("iam", "e"),)),),
        )
        reader = Role(label="r", origin=("r",), policy=PolicyDocument((statement,)))
        made = wired(module("iam", *(role(label) for label in "abcde")), module("kms", reader))
        assert parts(made.modules[1]) == [f"var.iam_role_{label}_arn" for label in "abcde"]


class TestOutputs:
    """An output may hold an expression that no resource has."""

    def made(self, value: object, *others: Module) -> Wired:
        return wired(*others, module("dms", outputs=(Output(name="arns", description="x", value=value),)))

    def test_what_it_reads_of_the_account_is_a_variable(self) -> None:
        value = {"vpc": Expr("arn:…", "arn:", Traversal("var.partition")), "own": Traversal("aws_iam_role.a.arn")}
        made = self.made(value)
        assert variables(made.modules[0]) == {"partition": "aws-us-gov"}
        assert made.modules[0].outputs[0].value == value

    def test_what_it_reads_from_elsewhere_is_wired(self) -> None:
        made = self.made({"a": arn("iam", "etl"), "b": (from_root("x"),)}, module("iam", role("etl")))
        assert variables(made.modules[1]).keys() == {"iam_role_etl_arn", "x"}
        (output,) = made.modules[1].outputs
        assert [each.parts for each in expressions(output.value)] == [("var.iam_role_etl_arn",), ("var.x",)]

    def test_a_clash_there_is_told_without_a_place_of_its_own(self) -> None:
        (finding,) = self.made(from_root("region")).findings
        assert (finding.id, finding.path) == ("LB113", ())


PLAIN = "^[A-Za-z0-9:/_.+=,@-]+$"
GROUP = "^sg-[0-9a-f]{8,17}$"


def ingress(group: Expr, other: Expr) -> IngressRule:
    """A rule of a security group for another one."""
    return IngressRule(
        label="x",
        origin=("x",),
        security_group_id=group,
        ip_protocol="-1",
        referenced_security_group_id=other,
        description="x",
    )


class TestOutside:
    """What lives outside of the spec comes in through the root."""

    @pytest.mark.parametrize("part", [from_root("vpc"), from_ssm("/a/b")], ids=["a variable", "an SSM parameter"])
    def test_it_takes_no_wildcards_which_would_widen_a_policy(self, part: Expr) -> None:
        (made,) = wired(module("one", role("a", part))).modules
        assert [variable.pattern for variable in made.variables] == [PLAIN]
        assert re.search(PLAIN, "arn:aws:iam::123456789012:role/x/y.z@q-1_+=,")
        refused = ("*", "arn:aws:s3:::b*", "a?", "${x}", 'a"', "a b", "")
        assert [text for text in refused if re.search(PLAIN, text)] == []

    @pytest.mark.parametrize("part", [from_root("tasks"), from_ssm("/a/b")], ids=["a variable", "an SSM parameter"])
    def test_what_is_read_as_a_security_group_alone_is_the_id_of_one(self, part: Expr) -> None:
        (made,) = wired(module("one", ingress(part, Expr("x", "210987654321/", *part.parts)))).modules
        assert [variable.pattern for variable in made.variables] == [GROUP]
        assert re.search(GROUP, "sg-0123456789abcdef0")
        refused = (
            "pl-0123456789abcdef0",
            "0.0.0.0/0",
            "sg-0123456789abcdef0,sg-1",
            "210987654321/sg-0123456789abcdef0",
        )
        assert [text for text in refused if re.search(GROUP, text)] == []

    def test_what_is_read_as_something_else_too_is_not(self) -> None:
        (made,) = wired(module("one", ingress(from_root("x"), from_root("x")), role("a", from_root("x")))).modules
        assert [variable.pattern for variable in made.variables] == [PLAIN]

    def test_a_variable_of_the_root_goes_on_to_the_modules_that_read_it(self) -> None:
        made = wired(module("one", role("a", from_root("vpc"))), module("two", role("b", from_root("vpc"))))
        assert made.variables == (
            Variable(name="vpc", description="Stands in the spec as {var:vpc}, first for roles.a.", pattern=PLAIN),
        )
        assert [variables(each) for each in made.modules] == [{"vpc": Traversal("var.vpc")}] * 2
        assert [parts(each) for each in made.modules] == [["var.vpc"]] * 2

    def test_its_description_says_where_in_the_spec_it_is_read_first(self) -> None:
        inside = Role(label="b", origin=("roles", "b", "statements", 3, 'say "x"'), text=from_root("vpc"))
        made = wired(
            module("one", role("a"), inside, role("c", from_root("vpc"))), module("two", role("d", from_root("vpc")))
        )
        here = 'Stands in the spec as {var:vpc}, first for roles.b.statements["say \\"x\\""].'
        assert [each.description for each in made.variables] == [here]
        assert [each.variables[0].description for each in made.modules] == [
            here,
            "Stands in the spec as {var:vpc}, first for roles.d.",
        ]

    def test_a_statement_knows_the_place_better_than_what_holds_it(self) -> None:
        statements = tuple(
            Statement(actions=("x:Get",), resources=(text,), origin=("secrets", key))
            for key, text in (("a", "*"), ("b", from_root("secret")), ("c", from_root("secret")))
        )
        held = Role(label="a", origin=("endpoints", "api"), policy=PolicyDocument(statements))
        made = wired(module("one", held))
        assert made.variables[0].description == "Stands in the spec as {var:secret}, first for secrets.b."

    def test_what_outputs_alone_read_has_no_place(self) -> None:
        made = wired(module("one", outputs=(Output(name="x", description="x", value=from_root("vpc")),)))
        assert made.variables[0].description == "Stands in the spec as {var:vpc}."

    def test_a_parameter_is_read_once_by_the_root(self) -> None:
        name = "/network/prod/vpc-id"
        made = wired(module("one", role("a", from_ssm(name))), module("two", role("b", from_ssm(name))))
        assert [(each.label, each.name) for each in made.parameters] == [("ssm_network_prod_vpc__id", name)]
        value = Traversal("data.aws_ssm_parameter.ssm_network_prod_vpc__id.insecure_value")
        assert [variables(each) for each in made.modules] == [{"ssm_network_prod_vpc__id": value}] * 2
        assert made.modules[0].variables[0].description == f"Value of the SSM parameter {name}."
        assert made.variables == ()

    @pytest.mark.parametrize("name", ["account_id", "partition", "region"])
    def test_names_of_the_modules_own_are_taken_even_where_a_module_does_not_read_them(self, name: str) -> None:
        (finding,) = wired(module("one", role("a", from_root(name)), role("b", from_root(name)))).findings
        assert (finding.id, finding.path, finding.at_key) == ("LB113", ("roles", "a"), True)
        assert finding.message.startswith(f"the variable {name} of module one has another meaning already: ")
        assert finding.hint == "give the root's variable another name"

    @pytest.mark.parametrize("name", ["source", "version", "count", "for_each", "providers", "depends_on"])
    def test_words_of_terraform_name_no_variable(self, name: str) -> None:
        (finding,) = wired(module("one", role("a", from_root(name)))).findings
        assert (finding.id, finding.path) == ("LB113", ("roles", "a"))
        assert finding.message == f"no variable can be called {name}: Terraform keeps the word for itself"

    def test_a_name_that_another_value_has_in_the_module_is_taken(self) -> None:
        reads = (role("a", arn("iam", "etl")), role("b", from_root("iam_role_etl_arn")))
        more = (role("c", from_ssm("/vpc")), role("d", from_root("ssm_vpc")))
        found = wired(module("iam", role("etl")), module("kms", *reads, *more)).findings
        assert [(each.path, each.message.partition(": ")[2]) for each in found] == [
            (("roles", "b"), "arn of aws_iam_role.etl in module iam"),
            (("roles", "d"), "Value of the SSM parameter /vpc"),
        ]

    def test_it_is_free_where_the_other_value_is_in_another_module(self) -> None:
        made = wired(
            module("iam", role("etl")),
            module("kms", role("a", arn("iam", "etl"))),
            module("dms", role("b", from_root("iam_role_etl_arn"))),
        )
        assert made.findings == ()
        assert variables(made.modules[2]) == {"iam_role_etl_arn": Traversal("var.iam_role_etl_arn")}


parameters = st.from_regex(r"(/[A-Za-z0-9_.-]{1,4}){1,3}", fullmatch=True) | st.from_regex(
    r"(/[aA_.-]{1,3}){1,3}", fullmatch=True
)


def label_of(parameter: str) -> str:
    (made,) = wired(module("one", role("a", from_ssm(parameter)))).parameters
    return made.label


class TestLabelsOfParameters:
    """The label of an SSM parameter: readable, valid, and no other parameter's."""

    @pytest.mark.parametrize(
        ("name", "label"),
        [
            ("/vpc", "ssm_vpc"),
            ("/network/prod/vpc-id", "ssm_network_prod_vpc__id"),
            ("/2024/x", "ssm_2024_x"),
            ("/network/vpc_id", r"ssm_network_vpc_id___[0-9a-f]{8}"),
            ("/Network/VPC", r"ssm_network_vpc___[0-9a-f]{8}"),
            ("/a.b", r"ssm_a_b___[0-9a-f]{8}"),
            ("/a--b", r"ssm_a____b___[0-9a-f]{8}"),
        ],
    )
    def test_it_reads_like_the_name(self, name: str, label: str) -> None:
        assert re.fullmatch(label, label_of(name))

    @given(one=parameters, other=parameters)
    def test_two_parameters_have_two_labels(self, one: str, other: str) -> None:
        assert one == other or label_of(one) != label_of(other)

    @given(name=parameters)
    def test_every_label_is_a_name_of_terraforms(self, name: str) -> None:
        assert re.fullmatch(OUTSIDE, f"{{ssm:{name}}}")
        assert re.fullmatch(r"[a-z][a-z0-9_]*", label_of(name))


class TestStability:
    """What a change does not touch stays as it is."""

    def test_resources_that_read_nothing_from_elsewhere_are_the_same_objects(self) -> None:
        own = Expr("x", Traversal("aws_iam_role.b.arn"), Traversal("var.region"))
        before = (role("a", own), role("b", "plain"))
        made = wired(module("iam", role("etl")), module("kms", *before, role("c", arn("iam", "etl"))))
        assert all(old is new for old, new in zip(before, made.modules[1].resources, strict=False))

    def test_the_order_of_modules_files_and_resources_stays(self) -> None:
        resources = (role("b", from_root("x")), role("a"))
        kms = Module(name="kms", description="", files={"z.tf": resources, "a.tf": (role("c"),)})
        made = wired(kms, module("iam"))
        assert [each.name for each in made.modules] == ["kms", "iam"]
        assert {name: [each.label for each in held] for name, held in made.modules[0].files.items()} == {
            "z.tf": ["b", "a"],
            "a.tf": ["c"],
        }

    def test_variables_do_not_depend_on_the_order_of_what_reads_them(self) -> None:
        texts = [from_root("b"), from_ssm("/a"), arn("iam", "etl"), Expr("x", Traversal("var.region")), from_root("a")]
        iam = module("iam", role("etl"))
        resources = [role(f"r{index}", text) for index, text in enumerate(texts)]
        one, other = wired(iam, module("kms", *resources)), wired(iam, module("kms", *reversed(resources)))
        assert [each.name for each in one.modules[1].variables] == ["a", "b", "iam_role_etl_arn", "region", "ssm_a"]
        assert one.modules[1].variables == other.modules[1].variables
        assert one.variables == other.variables

    def test_a_module_that_needs_nothing_has_no_variables(self) -> None:
        made = module("iam", role("a"))
        assert wired(made).modules == (made,)


types = st.sampled_from(["aws_iam_role", "aws_iam_policy", "aws_iam_group", "aws_kms_key", "aws_security_group"])
keys = st.from_regex(r"[a-z][a-z0-9]?(_(arn|name|role|iam|[a-z])){0,2}", fullmatch=True)
things = st.tuples(
    st.sampled_from(["iam", "kms", "network", "dms"]), types, keys, st.sampled_from(["arn", "name", "id"])
)


@given(found=st.lists(things, min_size=2, max_size=6, unique=True))
def test_two_things_never_meet_in_one_variable(found: list[tuple[str, str, str, str]]) -> None:
    reads = [role(f"r{index}", Expr("x", Traversal(".".join(("module", *thing))))) for index, thing in enumerate(found)]
    made = wired(*(module(name) for name in ("iam", "kms", "network", "dms")), module("reader", *reads))
    assert made.findings == ()
    assert len(made.modules[-1].variables) == len(found)
    assert sum(len(each.outputs) for each in made.modules) == len(found)
