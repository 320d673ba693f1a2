"""Rendering of what belongs to no resource: the root's files, and a module's README with its picture."""

from typing import Any

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from landbridge.areas.identities import IamGroup, IamRole
from landbridge.ir import Edge, Import, Module, Output, Parameter, Root, Traversal, Variable
from landbridge.policy.document import PolicyDocument
from landbridge.render.engine import render
from landbridge.verify import verify
from tests.render.conftest import Check
from tests.render.strategies import texts

ROLE = IamRole(
    label="vpc", origin=("dms", "account_roles", "vpc"), name="dms-vpc-role", path="/",
    assume_role_policy=PolicyDocument(()), tags={},
)  # fmt: skip
GROUP = IamGroup(label="ops", origin=("security", "iam_groups", "ops"), name="ops", path="/")


def module(name: str = "dms", **more: Any) -> Module:
    return Module(**{"name": name, "description": "About it", "files": {"main.tf": (ROLE,)}} | more)


def root(*modules: Module, **more: Any) -> Root:
    given: dict[str, Any] = {
        "account_id": "123456789012",
        "partition": "aws",
        "region": "eu-west-1",
        "default_tags": {},
        "assume_role": None,
        "backend": None,
        "required_version": "1.5.0",
    }
    return Root(modules=modules, **given | more)


def files(*modules: Module, modules_only: bool = False, **more: Any) -> dict[str, str]:
    """What a root renders to; everything reads back."""
    made = render(root(*modules, **more), modules_only=modules_only)
    assert verify(made) == []
    return made


def readme(**more: Any) -> str:
    return files(module(**more))["modules/dms/README.md"]


class TestRoot:
    """The root's own files."""

    def test_only_files_that_hold_something_are_there(self) -> None:
        assert {path for path in files(module()) if "/" not in path} == {
            *("main.tf", "variables.tf", "outputs.tf", "providers.tf", "versions.tf")
        }

    def test_modules_alone_have_none(self) -> None:
        made = files(module(imports=(Import(address="aws_iam_role.vpc", id="x"),)), modules_only=True)
        assert {path.rpartition("/")[0] for path in made} == {"modules/dms"}

    def test_what_exists_already_is_imported(self) -> None:
        made = files(
            module(imports=(Import(address="aws_iam_role.vpc", id="dms-vpc-role"),)),
            module("iam", files={"main.tf": (GROUP,)}, imports=(Import(address="aws_iam_group.ops", id='o"p${s}'),)),
        )
        assert made["imports.tf"] == (
            "# Adopts what exists already. Plan with this file once, apply, and drop it by changing the spec to `own`."
            "\n"
            "\n"
            "import {\n"
            "  to = module.dms.aws_iam_role.vpc\n"
            '  id = "dms-vpc-role"\n'
            "}\n"
            "\n"
            "import {\n"
            "  to = module.iam.aws_iam_group.ops\n"
            '  id = "o\\"p$${s}"\n'
            "}\n"
        )

    def test_parameters_are_read(self) -> None:
        made = files(
            module(variables=(Variable(name="a", description="x", value=Traversal(f"{DATA}.a.insecure_value")),)),
            parameters=(Parameter(label="a", name="/a"), Parameter(label="b", name="/b")),
        )
        assert made["data.tf"] == (
            'data "aws_ssm_parameter" "a" {\n  name = "/a"\n}\n\ndata "aws_ssm_parameter" "b" {\n  name = "/b"\n}\n'
        )
        assert "  a = data.aws_ssm_parameter.a.insecure_value\n" in made["main.tf"]

    def test_variables_are_declared(self) -> None:
        assert files(module(), variables=(Variable(name="vpc", description="The VPC."),))["variables.tf"] == (
            'variable "vpc" {\n  description = "The VPC."\n  type        = string\n  nullable    = false\n}\n'
        )

    def test_who_takes_no_variables_says_so(self) -> None:
        made = files(module())
        said = {path: text.split()[2] for path, text in made.items() if path.endswith("variables.tf")}
        assert said == {"variables.tf": "root", "modules/dms/variables.tf": "module"}
        assert made["variables.tf"] == "# This root takes no variables: everything it needs is in the spec.\n"

    def test_internal_outputs_stay_inside(self) -> None:
        outputs = (
            Output(name="one", description="One.", value=1),
            Output(name="two", description="Two.", value=2, internal=True),
        )
        made = files(module(outputs=outputs))
        assert 'output "two"' in made["modules/dms/outputs.tf"]
        assert made["outputs.tf"] == 'output "one" {\n  description = "One."\n  value       = module.dms.one\n}\n'


DATA = "data.aws_ssm_parameter"


@settings(max_examples=5)
@given(text=texts)
def test_whatever_stands_in_them_is_as_terraform_fmt_leaves_it(fmt_clean: Check, text: str) -> None:
    made = files(
        module(imports=(Import(address="aws_iam_role.vpc", id=text),)),
        parameters=(Parameter(label="a", name=text),),
        variables=(Variable(name="a", description=text),),
    )
    fmt_clean([body for path, body in made.items() if path.endswith(".tf")])


FLOW = (
    Edge(source="main", target="orders (oracle)", words="TCP 1521"),
    Edge(source="main", target="lake", words="HTTPS"),
    Edge(source="orders (oracle)", target="main", words=""),
)


class TestPicture:
    """The picture in a module's README."""

    def test_it_has_each_box_once_and_each_arrow(self) -> None:
        assert fence(readme(picture=FLOW)) == [
            "flowchart LR",
            '    n0["main"]',
            '    n1["orders (oracle)"]',
            '    n2["lake"]',
            '    n0 -->|"TCP 1521"| n1',
            '    n0 -->|"HTTPS"| n2',
            '    n1 -->|" "| n0',
        ]

    def test_an_arrow_that_is_said_twice_is_drawn_once(self) -> None:
        assert fence(readme(picture=(*FLOW, *FLOW))) == fence(readme(picture=FLOW))

    @pytest.mark.parametrize(("arrows", "drawn"), [(200, True), (201, False)])
    def test_more_than_anybody_would_read_is_not_drawn(self, arrows: int, drawn: bool) -> None:
        text = readme(picture=tuple(Edge(source="a", target=f"b{n}", words="x") for n in range(arrows)))
        assert ("```mermaid" in text) == drawn
        assert ("too many for a picture" in text) != drawn

    def test_without_flows_there_is_none(self) -> None:
        assert "mermaid" not in readme()
        assert "picture" not in readme()

    @given(texts, texts, texts)
    def test_no_words_break_it_or_the_page(self, source: str, target: str, words: str) -> None:
        plain = skeleton(readme(picture=FLOW[:1]))
        made = readme(picture=(Edge(source=source, target=target, words=words),))
        assert skeleton(made) == plain
        boxes = 1 if source == target else 2
        assert len(fence(made)) == 1 + boxes + 1


def tokens(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(text)


def fence(text: str) -> list[str]:
    """The lines of the one fence of a page."""
    (found,) = (token for token in tokens(text) if token.type == "fence")
    assert found.info == "mermaid"
    return found.content.rstrip("\n").split("\n")


def skeleton(text: str) -> list[str]:
    """The page without the picture."""
    return [f"{token.type} {token.content}" for token in tokens(text) if token.type != "fence"]


def test_the_readme_says_what_has_to_be_imported() -> None:
    text = readme(imports=(Import(address="aws_iam_role.vpc", id="dms-vpc-role"),))
    assert "| `module.dms.aws_iam_role.vpc` | `dms-vpc-role` |\n" in text


def test_the_readme_lists_inputs_and_outputs() -> None:
    text = readme(
        variables=(Variable(name="vpc", description="Stands in the spec as {var:vpc}.", value="x"),),
        outputs=(Output(name="arns", description="ARNs | all.", value=1),),
    )
    assert "| `vpc` | Stands in the spec as \\{var:vpc\\}. | `string` | n/a | yes |\n" in text
    assert "| `arns` | ARNs \\| all. |\n" in text
