"""Rendering of what belongs to no resource: the root's files, and a module's README with its picture."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from landbridge.areas.identities import IamGroup, IamRole
from landbridge.ir import Edge, Import, Module, Output, Page, Parameter, Root, Traversal, Variable
from landbridge.policy.document import PolicyDocument
from landbridge.render.engine import front_page, render
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
            *("main.tf", "variables.tf", "outputs.tf", "providers.tf", "versions.tf", "LANDBRIDGE.md")
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
            "# Adopts what exists already. Once that is applied, these blocks do nothing."
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


def page(name: str, title: str) -> Page:
    """A page; what it says is no matter here."""
    return Page(name=name, title=title, template="root/landbridge.md.j2", content=None)


def front(*modules: Module, **more: Any) -> str:
    """The page of the whole tree, without what the pages of its modules say."""
    bare = tuple(replace(each, pages=()) for each in modules)
    made = front_page(root(*modules, **more), imports=any(each.imports for each in bare))
    plain = files(*bare, **more)["LANDBRIDGE.md"]
    assert plain == made or any(each.pages for each in modules)
    return made


RUNBOOK = page("RUNBOOK.md", "What people do by hand")
ASKED = page("FOR-OTHERS.md", "What owners of keys do")
COMPARED = page("POLICY-CHANGES.md", "What | changes")._replace(first=True)


class TestFrontPage:
    """LANDBRIDGE.md: what the tree is, and what to do with it in which order."""

    def test_a_module_alone(self) -> None:
        made = front(module("iam"))
        assert "account `123456789012` in `eu-west-1`" in made
        assert "| [iam](modules/iam/README.md) | About it |\n" in made
        assert made.endswith(
            "## In which order\n"
            "\n"
            "1. `terraform init` and `terraform plan`, with credentials of the account.\n"
            "1. Once the plan has been reviewed, `terraform apply`.\n"
        )

    def test_everything_has_its_place_in_the_order(self) -> None:
        made = front(
            module("kms", pages=(ASKED,)),
            module("migration_assistant", pages=(RUNBOOK, COMPARED)),
            module(imports=(Import(address="aws_iam_role.vpc", id="dms-vpc-role"),)),
            variables=(Variable(name="vpc_id", description="The | VPC."),),
            parameters=(Parameter(label="a", name="/a"),),
        )
        assert made.partition("## In which order\n\n")[2] == (
            "1. Read what others have to do, below: some of it comes before the apply, and takes its time.\n"
            "1. Give the variables of the root their values, in a `terraform.tfvars` for example:\n"
            "   - `vpc_id`: The \\| VPC.\n"
            "1. See that these SSM parameters are there; `data.tf` reads them:\n"
            "   - `/a`\n"
            "1. Go through [What \\| changes](modules/migration\\_assistant/POLICY-CHANGES.md) before the plan.\n"
            "1. `terraform init` and `terraform plan`, with credentials of the account.\n"
            "   `imports.tf` adopts what exists already: the plan says that it will be imported, and must not replace"
            " any of it.\n"
            "1. Once the plan has been reviewed, `terraform apply`.\n"
            "1. Send on what others have to do: the ids and ARNs that Terraform makes up are known now.\n"
            "1. Go on by [What people do by hand](modules/migration\\_assistant/RUNBOOK.md).\n"
            "\n"
            "## What others have to do\n"
            "\n"
            "Each page says who is asked, for what, and when.\n"
            "\n"
            "- [What owners of keys do](modules/kms/FOR-OTHERS.md)\n"
        )

    def test_a_page_that_is_first_is_not_listed_again_after_the_apply(self) -> None:
        made = front(module("migration_assistant", pages=(COMPARED,)))
        assert made.endswith(
            "1. Go through [What \\| changes](modules/migration\\_assistant/POLICY-CHANGES.md) before the plan.\n"
            "1. `terraform init` and `terraform plan`, with credentials of the account.\n"
            "1. Once the plan has been reviewed, `terraform apply`.\n"
        )

    def test_its_links_lead_to_files_of_the_tree(self) -> None:
        made = front(module("kms", pages=(ASKED, RUNBOOK)), module("migration_assistant"))
        links = {
            child.attrs["href"] for each in tokens(made) for child in each.children or () if child.type == "link_open"
        }
        assert links == {
            *("modules/kms/README.md", "modules/kms/FOR-OTHERS.md", "modules/kms/RUNBOOK.md"),
            "modules/migration_assistant/README.md",
        }

    def test_who_takes_the_modules_alone_gets_none(self) -> None:
        assert "LANDBRIDGE.md" not in files(module(), modules_only=True)

    @given(texts, texts)
    def test_no_words_break_it(self, description: str, name: str) -> None:
        def kinds(text: str) -> list[str]:
            return [token.type for token in tokens(text)]

        def made(description: str, name: str) -> str:
            variables = (Variable(name="a", description=description),)
            return front(module(description=description), variables=variables, parameters=(Parameter("a", name),))

        assert kinds(made(description, name)) == kinds(made("x", "x"))


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({}, "## Inputs\n\nThis module takes no variables: everything it needs is in the spec.\n\n## Outputs"),
        ({}, "## Outputs\n\nThis module has no outputs.\n\n## Resources"),
        ({"variables": (Variable(name="vpc", description="x", value="x"),)}, "## Inputs\n\n| Name | Description |"),
        ({"outputs": (Output(name="arns", description="x", value=1),)}, "## Outputs\n\n| Name | Description |"),
    ],
)
def test_a_table_without_rows_is_a_sentence(given_: dict[str, Any], said: str) -> None:
    assert said in readme(**given_)


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
