"""Addresses that need care wherever they are printed, quoted or compared, in an old root, and a spec that has them."""

import json
from pathlib import Path

KEYS = (
    *("x y", "it's", "a/b", 'q"q', "${tpl}", "$${tpl}", "%{if}", "é", "日本", "back\\slash", "$(touch owned)"),
    *("`touch owned`", "-state=x", "]", '"].aws_iam_role.other["', "nb\u00a0sp", ""),
)
"""Keys of for_each."""

_ROLE = """\
variable "names" {
  type = map(string)
}

resource "aws_iam_role" "this" {
  for_each = var.names

  name = each.value
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Service"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "glue.amazonaws.com" }
    }]
  })
}
"""
_OUTER = """\
variable "names" {
  type = map(string)
}

module "inner" {
  source = "./inner"
  count  = 1
  names  = var.names
}
"""
_ROOT = """\
resource "aws_iam_user" "bot" {
  name = "bot"
}

module "outer" {
  source   = "./outer"
  for_each = toset(["a b"])
  names = {
NAMES  }
}
"""


def add_to_root(folder: Path) -> None:
    """Add a role for each key, in a module with count in a module with for_each; and a user."""
    names = "".join(f'    {_quoted(key)} = "{_name(number)}"\n' for number, key in enumerate(KEYS))
    (folder / "outer/inner").mkdir(parents=True)
    (folder / "ugly.tf").write_text(_ROOT.replace("NAMES", names), encoding="utf-8")
    (folder / "outer/main.tf").write_text(_OUTER)
    (folder / "outer/inner/main.tf").write_text(_ROLE)


def add_to_spec(file: Path) -> None:
    """Write a spec with all of that, to lie over another one."""
    roles = {f"ugly_{number}": {"name": _name(number), "service": "glue"} for number in range(len(KEYS))}
    file.write_text(json.dumps({"security": {"service_roles": roles, "users": {"bot": {}}}}))


def _name(number: int) -> str:
    return f"ugly-{number}"


def _quoted(key: str) -> str:
    """A key as a text of HCL."""
    return json.dumps(key, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")
