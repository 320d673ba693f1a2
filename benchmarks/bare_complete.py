"""What `complete` is measured against: the script that one would write without Landbridge, and without any checks.

Usage: python benchmarks/bare_complete.py spec.yaml out

It makes the same text as Landbridge of the specs that `complete.py` writes, byte for byte but for the headers. The
templates lie beside the spec; `templates_of.py` says where they come from.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader

FOLDER = "bare_templates"
"""Where the templates are, beside the spec."""
EVERY = "COPY"
"""In the name of a template: each copy has a file of its own, with its number here."""

MOST_ARROWS = 200
_NUMBERED = re.compile(r"(\w+)_([0-9]{3})")
_NAMES_OLD_SEARCH = (
    "(('Allow', (), ('{{ssm:/prod{n}/old-search/secret-arn}}',), (), (Principal(type='*', values=('*',)),), (), "
    "(Condition(operator='ArnLike', key='aws:PrincipalArn', values=('arn:aws:iam::{account}:role/"
    "OSMigrations-prod{n}-{region}-migration-console-task',)),)), ['secretsmanager'])"
)
"""What the Sid of a statement without one is the hash of."""


def main(spec_file: Path, out: Path) -> None:
    """Render every template into the file of its name, or into one file for each copy."""
    with spec_file.open(encoding="utf-8") as file:
        spec = yaml.load(file, Loader=yaml.CSafeLoader)
    templates = environment(spec_file.parent / FOLDER)
    values = {**shared(spec), "copies": list(copies(spec, spec_file.parent))}
    for name in templates.list_templates():
        template = templates.get_template(name)
        path = name.removesuffix(".j2")
        if EVERY in path:
            for copy in values["copies"]:
                write(out / path.replace(EVERY, copy["n"]), template.render(values, copy=copy))
        else:
            write(out / path, template.render(values))


def environment(folder: Path) -> Environment:
    """Make what renders the templates of a folder."""
    templates = Environment(  # noqa: S701 (no HTML)
        loader=FileSystemLoader(folder), trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    templates.filters["picture"] = picture
    return templates


def write(target: Path, text: str) -> None:
    """Write a file, and the folders that it is in."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def shared(spec: dict[str, Any]) -> dict[str, Any]:
    """Return what all copies have in common."""
    client, environment = spec["client"], spec["environment"]
    return {
        "stem": f"{client['company_prefix']}-{environment['env']}-{client['tenant_id']}",
        "account": client["account_id"],
        "region": environment["region"],
    }


def copies(spec: dict[str, Any], folder: Path) -> Iterator[dict[str, Any]]:
    """Yield every copy: its number, what the spec says of it by area, part and key, and its hashes."""
    found: dict[str, dict[str, Any]] = {}
    for area, parts in spec.items():
        for part, entries in parts.items() if isinstance(parts, dict) else ():
            for key, entry in entries.items() if isinstance(entries, dict) else ():
                if match := _NUMBERED.fullmatch(key):
                    copy = found.setdefault(match[2], {"n": match[2]})
                    copy.setdefault(area, {}).setdefault(part, {})[match[1]] = entry
    for number, copy in found.items():
        yield copy | {"hashes": hashes(number, copy, folder, shared(spec))}


def hashes(number: str, copy: dict[str, Any], folder: Path, common: dict[str, Any]) -> dict[str, str]:
    """Return what has to be worked out for a copy: parts of names that are hashes."""

    def parameter(name: str) -> str:
        return hashlib.sha256(f"/migration/prod{number}/default/{name}".encode()).hexdigest()[:8]

    described = json.loads((folder / copy["opensearch"]["domains"]["search"]["current_policy"]).read_bytes())
    policy = json.loads(described["DomainConfig"]["AccessPolicies"]["Options"])
    statements = [hashlib.sha256(json.dumps(each, sort_keys=True).encode()) for each in map(plain, policy["Statement"])]
    old = _NAMES_OLD_SEARCH.format(n=number, **common)
    return {
        "group": parameter("osAccessSecurityGroupId"),
        "logs": parameter("sharedLogsEfsId"),
        "sid": hashlib.sha256(old.encode()).hexdigest()[:4].upper(),
        **{f"statement_{index}": each.hexdigest()[:16] for index, each in enumerate(statements)},
    }


def plain(statement: dict[str, Any]) -> dict[str, Any]:
    """Return a statement of a domain's policy with the shorter of the two ways to write everybody."""
    return {**statement, "Principal": "*"} if statement["Principal"] == {"AWS": "*"} else statement


def picture(text: str) -> str:
    """Draw arrows, a line each: from, to and what stands on it. The boxes are numbered as they come."""
    arrows = [line.split("\t") for line in text.splitlines()]
    if len(arrows) > MOST_ARROWS:
        return "The flows are too many for a picture that GitHub would show.\n"
    boxes: dict[str, int] = {}
    for source, target, _ in arrows:
        boxes.setdefault(source, len(boxes))
        boxes.setdefault(target, len(boxes))
    lines = [
        *(f'    n{number}["{box}"]' for box, number in boxes.items()),
        *(f'    n{boxes[source]} -->|"{words}"| n{boxes[target]}' for source, target, words in arrows),
    ]
    return "\n".join(("```mermaid", "flowchart LR", *lines, "```", ""))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
