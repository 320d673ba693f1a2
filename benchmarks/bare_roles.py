"""What roles are measured against: the script that one would write without Landbridge, and without any checks.

Usage: python benchmarks/bare_roles.py spec.yaml out

It makes the same text as Landbridge of the specs that `roles.py` writes, byte for byte but for the headers.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader

TEMPLATES = Path(__file__).parent / "bare_templates" / "roles"


def main(spec_file: Path, out: Path) -> None:
    """Render every template into the file of its name."""
    with spec_file.open(encoding="utf-8") as file:
        spec = yaml.load(file, Loader=yaml.CSafeLoader)
    client, environment = spec["client"], spec["environment"]
    stem = f"{client['company_prefix']}-{environment['env']}-{client['tenant_id']}"
    words = {
        "partition": "${var.partition}",
        "region": "${var.region}",
        "account_id": "${var.account_id}",
        "stem": stem,
    }

    def hcl(text: str) -> str:
        return "var.account_id" if text == "{account_id}" else '"' + text.format(**words) + '"'

    templates = Environment(  # noqa: S701 (no HTML)
        loader=FileSystemLoader(TEMPLATES), trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    templates.filters["hcl"] = hcl
    roles = spec["security"]["service_roles"]
    values = {
        "client": client,
        "environment": environment,
        "stem": stem,
        "roles": roles,
        "resources": sorted(resources(roles)),
    }
    for name in templates.list_templates():
        target = out / name.removesuffix(".j2")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(templates.get_template(name).render(values), encoding="utf-8")


def resources(roles: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the address of every resource, and the path in the spec that it comes from."""
    for key, role in roles.items():
        origin = f"security.service_roles.{key}"
        yield f"aws_iam_role.{key}", origin
        for service in role.get("policy_assignments", ()):
            yield f"aws_iam_role_policy.{key}__{service}", f"{origin}.policy_assignments.{service}"
        yield f"aws_iam_role_policy.{key}__statements", f"{origin}.statements"
        for policy in role["managed_policies"]:
            yield f"aws_iam_role_policy_attachment.{key}__{policy}", f"{origin}.managed_policies"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
