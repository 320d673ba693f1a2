"""Random changes to valid specs: the answer is findings or a tree that reads back, never an exception."""

import copy
from collections.abc import Iterator
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.pipeline import analyse
from tests.areas.iam.test_rendered import CASES
from tests.examples import CHECKOUT, examples
from tests.hostile import dumped, tree_of
from tests.render.strategies import long_texts, texts
from tests.specs import Texts, analysed, spec
from tests.test_hostile_pages import SECRET, remarked

MUTABLE = [
    *((name, yaml.safe_load(spec(security)), {}) for name, security in CASES.items()),
    *(
        (name, yaml.safe_load(remarked("agreed by all", SECRET.replace("123456789012", account))), {})
        for name, account in (("all areas", "123456789012"), ("a secret of another account", "210987654321"))
    ),
    *(
        (
            example.name,
            yaml.safe_load((CHECKOUT / example.spec).read_text()),
            {path.name: path.read_text() for path in (CHECKOUT / example.spec).parent.iterdir() if path.is_file()},
        )
        for example in examples()
    ),
]

strange = st.sampled_from(
    [
        *(None, True, False, 0, -1, 3600, 1.5, 10**30, float("inf"), float("nan")),
        *("", " ", "x", "*", "none", "keep", "level2", "x" * 5_000, "2020-01-01", "null", "\x00", "\x1b[31m", "\u202e"),
        *(
            "arn:",
            "arn:aws:iam::123456789012:role/x",
            "{stem}",
            "{role:x}",
            "{key:storage}",
            "{var:x}",
            "{var:region}",
            "{ssm:/x}",
            "10.0.0.0/8",
            "sg-0123456789abcdef0",
            "{",
            "${aws:username}",
            "${",
            "%{",
            "é",
            "日",
        ),
        *(
            [],
            {},
            [[]],
            [{}],
            [None],
            {"a": {}},
            {"": ""},
            {"name": None},
            ["a", 1, None],
            {"StringEquals": {"a": "b"}},
        ),
    ]
).map(copy.deepcopy)


def paths(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to everything inside a document."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from paths(value, (*path, key))


def at(node: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        node = node[step]
    return node


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, Any, dict[str, str]]:
    """A valid spec with a few things dropped, doubled, replaced, moved or put in."""
    name, document, files = draw(st.sampled_from(MUTABLE))
    document = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 3))):
        found = list(paths(document))
        if not found:
            break
        *above, key = draw(st.sampled_from(found))
        parent = at(document, tuple(above))
        new_key = draw(st.sampled_from(["x", "name", "Ops", "a b", "", "*", "${x}", "\n", '"', "x" * 300])) + str(key)
        match draw(st.sampled_from(["drop", "double", "replace", "copy", "wrap", "rename", "append"])):
            case "drop":
                del parent[key]
            case "double" if isinstance(parent, list):
                parent.append(copy.deepcopy(parent[key]))
            case "double":
                parent[new_key] = copy.deepcopy(parent[key])
            case "replace":
                parent[key] = draw(strange)
            case "copy":
                parent[key] = copy.deepcopy(at(document, draw(st.sampled_from(found))))
            case "wrap":
                parent[key] = [parent[key]]
            case "rename" if isinstance(parent, dict):
                parent[new_key] = parent.pop(key)
            case "append" if isinstance(parent[key], str):
                parent[key] += draw(texts)
    return name, document, files


@settings(max_examples=250)
@given(mutant=mutants())
def test_a_mutated_spec_has_findings_or_compiles(mutant: tuple[str, Any, dict[str, str]]) -> None:
    _, document, files = mutant
    text = dumped(document)
    tree_of(analyse(Texts({**files, "spec.yaml": text}), "spec.yaml"))


@settings(max_examples=100)
@given(text=st.text(max_size=60) | st.text("ab:-{}[],&*!|>'\"%@`#?\n \t", max_size=60), cut=st.integers(0, 400))
def test_a_text_put_into_a_spec_has_findings_or_compiles(text: str, cut: int) -> None:
    whole = spec(CASES["statements of the author"])
    tree_of(analysed(whole[:cut] + text + whole[cut:]))


@settings(max_examples=30)
@given(text=texts | long_texts)
def test_any_export_of_groups_has_findings_or_compiles(text: str) -> None:
    mapped = """
        permissions_boundary: none
        iam_groups: {ops: {managed_policies: [ReadOnlyAccess]}}
        user_group_mappings: {file: old.txt, groups: {Ops: ops}}
    """
    tree_of(analysed(spec(mapped), old_txt=f"Ops: jane\n{text}"))
