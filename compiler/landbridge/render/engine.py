"""Rendering: Terraform model → text. The only importer of jinja2.

Templates read like the Terraform they make; every value goes through the filter for where it stands.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from landbridge.findings import SpecPath, dotted
from landbridge.ir import Edge, Module, Resource, Root, Traversal
from landbridge.policy.document import PolicyDocument
from landbridge.render import markdown, quoting
from landbridge.render.layout import lay_out
from landbridge.render.policies import policy_text
from landbridge.templates import templates_folder

PROVIDER_VERSION = ">= 5.100.0"
ROOT_PROVIDER_VERSION = ">= 5.100.0, < 6.0.0"

FOR_OTHERS = "FOR-OTHERS.md"
"""What a module's page is called that says what others have to do."""

_MOST_ARROWS = 200
"""GitHub's Mermaid shows an error for a picture of more than 500 arrows or 50,000 characters; people read fewer.

Source: https://mermaid.js.org/config/schema-docs/config.html#maxedges
"""


def _where(path: SpecPath) -> str:
    """A path for a comment: without indexes, which would change for every neighbour of an inserted item."""
    return dotted(tuple(step for step in path if isinstance(step, str)))


def _hcl(value: object) -> str:
    return policy_text(value) if isinstance(value, PolicyDocument) else quoting.hcl(value)


@pass_context
def _sh(context: Context, value: str | int) -> str:
    """A shell word; in Markdown, where commands stand in fences, one of a single line."""
    return quoting.sh_line(value) if (context.name or "").endswith(".md.j2") else quoting.sh(value)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 (no HTML: the filters quote for HCL, shell and Markdown)
        auto_reload=False,
        cache_size=-1,  # a plain dictionary: every resource looks its template up
    )
    environment.filters.clear()
    environment.filters.update(
        hcl=_hcl,
        sh=_sh,
        json=quoting.json_text,
        comment=quoting.comment,
        md=markdown.md,
        md_code=markdown.md_code,
        mermaid=markdown.mermaid,
        path=_where,
    )
    return environment


def _text(template: str, **context: Any) -> str:
    return _environment().get_template(template).render(context)


def _tf(template: str, **context: Any) -> str:
    return lay_out(_text(template, **context))


def render(root: Root, *, modules_only: bool) -> dict[str, str]:
    """All files of the output tree, path → text, without the headers that make them ours."""
    files: dict[str, str] = {}
    if not modules_only:
        files.update(_root_files(root))
    for module in root.modules:
        for name, text in _module_files(module, root).items():
            files[f"modules/{module.name}/{name}"] = text
    return files


def _root_files(root: Root) -> Iterator[tuple[str, str]]:
    calls = [_call(module) for module in root.modules]
    outputs = [output for call in calls for output in call["outputs"]]
    imports = [each for module in root.modules for each in _imports(module)]
    yield "main.tf", _tf("root/main.tf.j2", modules=calls)
    if imports:
        yield "imports.tf", _tf("root/imports.tf.j2", imports=imports)
    if root.parameters:
        yield "data.tf", _tf("root/data.tf.j2", parameters=root.parameters)
    yield "variables.tf", _tf("variables.tf.j2", variables=root.variables, holder="root")
    yield "outputs.tf", _tf("outputs.tf.j2", outputs=outputs)
    yield "providers.tf", _tf("root/providers.tf.j2", root=root)
    yield (
        "versions.tf",
        _tf("versions.tf.j2", required_version=f">= {root.required_version}", provider_version=ROOT_PROVIDER_VERSION),
    )
    if root.backend is not None:
        kind, config = root.backend
        yield "backend.tf", _tf("root/backend.tf.j2", type=kind, arguments=_arguments(config))
    for page in root.pages:
        text = _text(page.template, title=page.title, page=page.content)
        yield page.name, lay_out(text) if page.name.endswith(".tf") else text
    # Not README.md: people keep one of their own beside the root.
    yield "LANDBRIDGE.md", front_page(root, imports=bool(imports))


def front_page(root: Root, *, imports: bool) -> str:
    """What the tree is, and what to do with it in which order."""
    others: list[dict[str, str]] = []
    first = [{"title": page.title, "path": page.name} for page in root.pages if page.first]
    own: list[dict[str, str]] = []
    for module in root.modules:
        for page in module.pages:
            shown = {"title": page.title, "path": f"modules/{module.name}/{page.name}"}
            (others if page.name == FOR_OTHERS else first if page.first else own).append(shown)
    return _text(
        "root/landbridge.md.j2",
        root=root,
        modules=[
            {"name": each.name, "description": each.description, "readme": f"modules/{each.name}/README.md"}
            for each in root.modules
        ],
        imports=imports,
        others=others,
        first=first,
        own=own,
        pages=bool(others or own),
        before=bool(others or root.variables or root.parameters),
    )


def _arguments(values: Mapping[str, object]) -> list[tuple[Traversal, object]]:
    return [(Traversal(name), value) for name, value in values.items()]


def _call(module: Module) -> dict[str, Any]:
    """A module call, as its template wants it."""
    return {
        "name": module.name,
        "description": module.description,
        "source": f"./modules/{module.name}",
        "arguments": _arguments({variable.name: variable.value for variable in module.variables}),
        "outputs": [
            {
                "name": output.name,
                "description": output.description,
                "value": Traversal(f"module.{module.name}.{output.name}"),
            }
            for output in module.outputs
            if not output.internal
        ],
    }


def _imports(module: Module) -> Iterator[dict[str, object]]:
    """The module's imports as the root writes them; import blocks live in roots."""
    for each in module.imports:
        yield {"to": Traversal(f"module.{module.name}.{each.address}"), "id": each.id, "note": each.note}


def _module_files(module: Module, root: Root) -> dict[str, str]:
    files = {name: _tf("file.tf.j2", resources=resources) for name, resources in module.files.items()}
    files["variables.tf"] = _tf("variables.tf.j2", variables=module.variables, holder="module")
    files["outputs.tf"] = _tf("outputs.tf.j2", outputs=module.outputs)
    files["versions.tf"] = _tf(
        "versions.tf.j2", required_version=f">= {root.required_version}", provider_version=PROVIDER_VERSION
    )
    moved = [
        {"former": Traversal(former), "current": Traversal(resource.address)}
        for resource in module.resources
        if (former := resource.former_address) is not None
    ]
    if moved:
        files["moved.tf"] = _tf("moved.tf.j2", moves=moved)
    if module.removed:
        files["removed.tf"] = _tf(
            "removed.tf.j2", removed=[{"at": Traversal(each.address), **each._asdict()} for each in module.removed]
        )
    files["README.md"] = _text(
        "module.md.j2",
        module=module,
        files=list(_listing(module)),
        resources=list(module.resources),
        required_version=f">= {root.required_version}",
        provider_version=PROVIDER_VERSION,
        picture=_picture(module.picture),
        imports=list(_imports(module)),
    )
    for page in module.pages:
        files[page.name] = _text(page.template, title=page.title, page=page.content)
    return files


def _picture(edges: tuple[Edge, ...]) -> dict[str, object]:
    """Boxes and arrows for Mermaid: every box has a number, and is written where it first stands."""
    arrows = tuple(dict.fromkeys(edges))
    too_many = len(arrows) > _MOST_ARROWS
    shown = () if too_many else arrows
    words = dict.fromkeys(end for edge in shown for end in (edge.source, edge.target))
    boxes = {each: f"n{number}" for number, each in enumerate(words)}
    return {
        "boxes": [{"id": id_, "words": each} for each, id_ in boxes.items()],
        "arrows": [{"source": boxes[e.source], "target": boxes[e.target], "words": e.words} for e in shown],
        "too_many": too_many,
    }


def _listing(module: Module) -> Iterator[dict[str, object]]:
    """The module's files with what each holds, for its README."""
    for name, resources in module.files.items():
        yield {"name": name, "resources": _by_address(resources)}


def _by_address(resources: tuple[Resource, ...]) -> list[Resource]:
    return sorted(resources, key=lambda resource: resource.address)
