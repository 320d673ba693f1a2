"""Folders: every address is declared once, and whatever is referred to is declared, in any of a folder's files."""

import pytest

from landbridge.verify import verify


def messages(files: dict[str, str]) -> list[str]:
    return [finding.message for finding in verify(files)]


@pytest.mark.parametrize(
    ("block", "address"),
    [
        ('resource "aws_x" "a" {\n}\n', "aws_x.a"),
        ('data "aws_x" "a" {\n}\n', "data.aws_x.a"),
        ('variable "a" {\n}\n', "var.a"),
        ('output "a" {\n  value = 1\n}\n', "output.a"),
        ('module "a" {\n}\n', "module.a"),
        ("locals {\n  a = 1\n}\n", "local.a"),
        ('provider "aws" {\n}\n', "provider aws"),
        ('provider "aws" {\n  alias = "b"\n}\n', 'provider aws "b"'),
        ('variable "a" {}\n', "var.a"),
    ],
)
def test_an_address_is_declared_once_in_a_folder(block: str, address: str) -> None:
    apart = {"modules/a/main.tf": block, "modules/b/main.tf": block, "main.tf": block}
    assert messages(apart) == []
    [message] = messages({"modules/a/main.tf": block, "modules/a/more.tf": f"# again\n{block}"})
    first_line = 2 if address == "local.a" else 1
    assert message.startswith(
        f"modules/a/more.tf:{first_line + 1}: {address} is declared a second time; the first is at "
    )
    assert f"modules/a/main.tf:{first_line}:" in message
    assert len(messages({"main.tf": f"{block}\n{block}"})) == 1


@pytest.mark.parametrize(
    "text",
    [
        'resource "aws_x" "a" {\n}\n\nresource "aws_y" "a" {\n}\n\ndata "aws_x" "a" {\n}\n',
        'variable "a" {\n}\n\noutput "a" {\n}\n\nmodule "a" {\n}\n\nlocals {\n  a = 1\n}\n',
        'provider "aws" {\n}\n\nprovider "aws" {\n  alias = "b"\n}\n\nprovider "aws" {\n  alias = "c"\n}\n',
        "terraform {\n}\n\nterraform {\n}\n\nlocals {\n}\n\nlocals {\n}\n",
        "moved {\n  from = aws_x.b\n  to   = aws_x.c\n}\n\nremoved {\n  from = module.x.aws_x.b\n}\n",
    ],
)
def test_what_may_stand_side_by_side(text: str) -> None:
    assert messages({"main.tf": text}) == []


REFERENCES = [
    ("var.x", "var.x"),
    ("local.x.y", "local.x.y"),
    ("module.x.y", "module.x.y"),
    ("aws_x.x.arn", "aws_x.x.arn"),
    ("data.aws_x.x.id", "data.aws_x.x.id"),
    ('"a-${var.x}-b"', "var.x"),
    ('["${aws_x.x.id}/*"]', "aws_x.x.id"),
    ('upper("a${lower(aws_x.x.id)}b")', "aws_x.x.id"),
    ('{ "${var.x}:sub" = 1 }', "var.x"),
    ("{ (var.x) = 1 }", "var.x"),
    ('aws_x.x["a"].arn == "b" ? 1 : 2', "aws_x.x"),
]


@pytest.mark.parametrize(("value", "traversal"), REFERENCES)
def test_a_reference_to_nothing(value: str, traversal: str) -> None:
    block = f'resource "aws_y" "y" {{\n  a = 1\n  b = {value}\n}}\n'
    column = 7 + value.index(traversal)
    [finding] = verify({"modules/a/main.tf": block, "main.tf": DECLARATIONS})
    assert finding.message == f"modules/a/main.tf:3: {traversal} refers to nothing that modules/a declares"
    assert str(finding.place) == f"modules/a/main.tf:3:{column}"


DECLARATIONS = """\
variable "x" {}
locals {
  x = { y = 1 }
}
module "x" {
}
resource "aws_x" "x" {
}
data "aws_x" "x" {
}
"""


@pytest.mark.parametrize(("value", "traversal"), REFERENCES)
def test_a_reference_to_what_another_file_declares(value: str, traversal: str) -> None:
    block = f'resource "aws_y" "y" {{\n  b = {value}\n}}\n'
    assert messages({"modules/a/main.tf": block, "modules/a/declarations.tf": DECLARATIONS}) == []


@pytest.mark.parametrize(
    "value",
    [
        '"var.x"',
        '"see var.x, or aws_x.x.arn."',
        '"$${var.x} $$${local.x} %%{if var.x}"',
        '{\n    "tell var.x" = 1\n  }',
        "each.value.aws_x",
        '"${path.module}/${each.key}"',
        "[permissions_boundary, tags]",
        'f(self.var.x, g.local.x, "${upper("var.x")}")',
    ],
)
def test_what_only_looks_like_a_reference(value: str) -> None:
    assert messages({"main.tf": f'# var.x\nresource "aws_y" "y" {{\n  # local.x\n  b = {value}\n}}\n'}) == []


ROOT = {
    "main.tf": 'module "kms" {\n  source = "./modules/kms"\n\n  role = module.iam.role_arn\n  vpc  = var.vpc\n}\n\n'
    'module "iam" {\n  source = "./modules/iam"\n\n  zone = data.aws_ssm_parameter.zone.insecure_value\n}\n',
    "variables.tf": 'variable "vpc" {\n  type = string\n}\n',
    "data.tf": 'data "aws_ssm_parameter" "zone" {\n  name = "/zone"\n}\n',
    "imports.tf": '# Adopts.\n\nimport {\n  to = module.iam.aws_iam_role.etl\n  id = "etl"\n}\n',
    "outputs.tf": 'output "role" {\n  value = module.iam.role_arn\n}\n',
    "modules/iam/main.tf": 'resource "aws_iam_role" "etl" {\n}\n',
    "modules/iam/outputs.tf": 'output "role_arn" {\n  value = aws_iam_role.etl.arn\n}\n',
    "modules/kms/variables.tf": 'variable "role" {\n  type = string\n}\n',
}


def test_a_root_that_reads_its_modules_the_world_outside_and_imports() -> None:
    assert messages(ROOT) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        (
            "outputs.tf",
            "role_arn",
            "role_arns",
            "outputs.tf:2: module.iam.role_arns refers to nothing that modules/iam",
        ),
        ("main.tf", "role_arn", "etl", "main.tf:4: module.iam.etl refers to nothing that modules/iam"),
        ("main.tf", "iam.role_arn", "kms.role", "main.tf:4: module.kms.role refers to nothing that modules/kms"),
        (
            "imports.tf",
            "role.etl",
            "role.elt",
            "imports.tf:4: module.iam.aws_iam_role.elt refers to nothing that modules/iam",
        ),
        (
            "imports.tf",
            "iam.aws",
            "dms.aws",
            "imports.tf:4: module.dms.aws_iam_role.etl refers to nothing that the root",
        ),
        ("imports.tf", "imp", "inp", "imports.tf:3: a block of type inport with 0 labels; this type is unknown"),
        ("data.tf", '"zone"', '"zoned"', "main.tf:11: data.aws_ssm_parameter.zone.insecure_value refers to nothing"),
        ("variables.tf", '"vpc"', '"vpcs"', "main.tf:5: var.vpc refers to nothing that the root folder"),
    ],
)
def test_a_root_that_reads_what_is_not_there(path: str, old: str, new: str, message: str) -> None:
    [found] = messages(ROOT | {path: ROOT[path].replace(old, new, 1)})
    assert found.startswith(message)


def test_an_output_or_resource_of_a_module_may_stand_in_any_of_its_files() -> None:
    assert messages({path.replace("outputs", "more"): text for path, text in ROOT.items()}) == []
