"""Addresses that need care wherever they are printed, quoted or compared: roles of an old root, and a spec that has them."""

import json
from pathlib import Path

KEYS = (
    *("x y", "it's", "a/b", 'q"q', "${tpl}", "$${tpl}", "%{if}", "é", "日本", "back\\slash", "$(touch owned)"),
    *("`touch owned`", "-state=x", "]", '"].aws_iam_role.other["', "nb\u00a0sp", ""),
)
"""Keys of for_each."""

_INNER = """\
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


def add_to_root(folder: Path) -> None:
    """Add a role for each key, in a module with count in a module with for_each."""
    call = 'module "{name}" {{\n  source = "./{name}"\n  {each}\n  names = {names}\n}}\n'
    names = "{\n" + "\n".join(f'    {_quoted(key)} = "{_name(number)}"' for number, key in enumerate(KEYS)) + "\n  }"
    each = f"for_each = toset([{_quoted('a b')}])"
    (folder / "outer/inner").mkdir(parents=True)
    (folder / "ugly.tf").write_text(call.format(name="outer", each=each, names=names), encoding="utf-8")
    inner = 'variable "names" {\n  type = map(string)\n}\n\n' + call.format(name="inner", each="count = 1", names="var.names")
    (folder / "outer/main.tf").write_text(inner)
    (folder / "outer/inner/main.tf").write_text(_INNER)


def add_to_spec(file: Path) -> None:
    """Write a spec with these roles, to lie over another one."""
    roles = {f"ugly_{number}": {"name": _name(number), "service": "glue"} for number in range(len(KEYS))}
    file.write_text(json.dumps({"security": {"service_roles": roles}}))


def _name(number: int) -> str:
    return f"ugly-{number}"


def _quoted(key: str) -> str:
    """A key as a text of HCL."""
    return json.dumps(key, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")
