"""What is wrong in one place hides nothing elsewhere, and nothing follows from it."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.findings import SpecPath
from landbridge.spec.validate import prune, validate
from tests.spec.whole import MARK, at, whole
from tests.specs import HEAD, findings, shown, spec

WIDE = 'wide: {statements: [{actions: "s3:*", resources: "arn:aws:s3:::edge-prod-b001-x"}]}'
"""A group that breaks rule LB323, and no other."""


def groups(*lines: str, head: str = HEAD, before: str = "") -> str:
    """A spec with these groups, and the wide one as the last thing of all."""
    own = "".join(f"  {line}\n" for line in (*lines, WIDE))
    return spec(f"permissions_boundary: none\n{before.rstrip()}\niam_groups:\n{own}", head)


# What is wrong: the spec, with a mark before each place that is told, and the ids in the order of the places.
JUDGED = {
    "a group": (groups("ops: {members: §5}"), "LB102"),
    "several things, in several ways": (
        groups("ops: {members: [§1, §{}], path: §}", "§Dev: {}", "qa: §[x]"),
        "LB102 LB102 LB102 LB102 LB102",
    ),
    "an unknown key that looks like none": (
        groups('broad: {§zzz: 1, statements: [{actions: §"s3:*", resources: "arn:aws:s3:::edge-prod-b001-x"}]}'),
        "LB101 LB323",
    ),
    "a misspelt key, so that the reason is not known": (
        groups('broad: {statements: [{actions: "s3:*", resources: "arn:aws:s3:::edge-prod-b001-x", §reson: agreed}]}'),
        "LB101",
    ),
    "a section": (groups(before="policies: §[]"), "LB102"),
    "an unknown section": (groups(before="§polcies: {}"), "LB101"),
    "no version": ("§" + groups().replace("version: 1\n", "", 1), "LB103"),
    "no boundary": (groups().replace("security", "§security").replace("  permissions_boundary: none\n", ""), "LB103"),
    "a misspelt boundary": (groups().replace("permissions_boundary", "§permissions_bondary"), "LB101"),
    "an unknown part": (groups(head=HEAD + "§deployment: {}\n"), "LB101"),
    "an account id without quotes": (groups(head=HEAD.replace('"', "").replace("1234", "§1234")), "LB102"),
    "tags without quotes": (groups(head=HEAD + "tags: {a: §1, b: §2}\n"), "LB102 LB102"),
    "the settings of the root": (
        groups(head=HEAD + "terraform: {§engin: x, required_version: §1.10, §backend: {config: {§Key: x}}}\n"),
        "LB101 LB102 LB103 LB102",
    ),
    "a thing that others name in every way": (
        groups(
            'ops: {customer_policies: [read], statements: [{actions: iam:PassRole, resources: "{role:etl}",'
            " conditions: {StringEquals: {iam:PassedToService: lambda.amazonaws.com}}}]}",
            "dev: §5",
            before="""\
policies:
  read: {§statments: []}
service_roles:
  etl: {service: lambda, §descripton: x}
  run: {service: lambda, permissions_boundary: read}
assumable_roles:
  do: {assumable_by: {groups: [dev]}}
  as: {assumable_by: {principals: ["{role:etl}"]}}
""",
        ),
        "LB101 LB101 LB102",
    ),
    "a section that things of others name": (
        groups(
            before="""\
service_roles: §[]
assumable_roles:
  as: {assumable_by: {principals: ["{role:etl}"]}}
  of: {assumable_by: {principals: ["{role:as}"]}}
"""
        ),
        "LB102",
    ),
    "a thing beside one that names variables, parameters and policy variables": (
        groups(
            "username: {members: §5}",
            before="""\
service_roles:
  etl: {service: lambda, permissions_boundary: "{var:username}", statements: [
    {actions: "s3:*", resources: "arn:aws:s3:::edge-prod-b001-${aws:username}"}]}
""".replace('"s3:*"', '§"s3:*"'),
        ),
        "LB323 LB102",
    ),
    "a thing with a reason that is none": (
        groups(
            'broad: {statements: [{actions: "s3:*", resources: "arn:aws:s3:::edge-prod-b001-x", reason: §true}]}',
            "dev: {managed_policies: [§RaedOnlyAccess], members: [jane]}",
        ),
        "LB102 LB310",
    ),
    "the export of old groups": (
        groups(before="user_group_mappings: {file: old.txt, groups: {Ops: §Ops}}"),
        "LB102",
    ),
    "what lies over the tier's": (
        groups(
            "ml_engineers: {members: [§1], §zzz: 2}", "business_consumers: null", head=HEAD + "tier: {name: startup}\n"
        ),
        "LB102 LB101",
    ),
}
ALONE = {
    "a misspelt tier, which may bring what is not there": (
        groups("operations_support: null", head=HEAD + "tier: {name: §startupp}\n"),
        "LB102",
    ),
    "a tier in short, which may bring what is not there": (
        groups("operations_support: null", head=HEAD + "tier: §startup\n"),
        "LB102",
    ),
    "a misspelt key tier": (groups("ops: null", head=HEAD + "§teir: {name: startup}\n"), "LB101"),
    "a misspelt extends, which may bring everything": ("§extend: a.yaml\nsecurity: {iam_groups: {ops: }}\n", "LB101"),
    "a misspelt client": (groups(head=HEAD.replace("client", "§cleint")), "LB101"),
    "the prefix of all names": (groups(head=HEAD.replace("edge", "§Edge")), "LB102"),
    "the region": (groups(head=HEAD.replace("eu-west-1", "§us-est-1")), "LB108"),
    "the naming": (groups(head=HEAD + 'naming: {§grop: "{name}"}\n'), "LB101"),
    "a suppression, which may be of anything": (groups(head=HEAD + "suppress: [§LB323]\n"), "LB102"),
}


def expected(text: str, ids: str) -> list[str]:
    """The places of the marks, with the ids."""
    places = []
    for line, content in enumerate(text.splitlines(), 1):
        pieces = content.split(MARK)
        places += [f"{line}:{sum(map(len, pieces[:end])) + 1}" for end in range(1, len(pieces))]
    return [f"{where} {id_}" for where, id_ in zip(places, ids.split(), strict=True)]


@pytest.mark.parametrize(("text", "ids"), JUDGED.values(), ids=JUDGED)
def test_what_is_wrong_hides_nothing_and_nothing_follows_from_it(text: str, ids: str) -> None:
    marked = text.replace(WIDE, WIDE.replace('"s3:*"', f'{MARK}"s3:*"'))
    assert shown(findings(marked.replace(MARK, ""))) == expected(marked, f"{ids} LB323")


@pytest.mark.parametrize(("text", "ids"), ALONE.values(), ids=ALONE)
def test_what_everything_depends_on_is_told_alone(text: str, ids: str) -> None:
    assert shown(findings(text.replace(MARK, ""))) == expected(text, ids)


def test_a_suppression_that_lacks_its_reason_counts_all_the_same() -> None:
    text = groups(head=HEAD + "suppress: [{rule: LB323, path: security.iam_groups.wide}]\n")
    assert shown(findings(text)) == ["4:12 LB103"]


def test_a_spec_is_not_changed_by_pruning() -> None:
    root = whole()
    root["security"]["iam_groups"]["one"]["members"] = 5
    before = copy.deepcopy(root)
    rest = prune(root, validate(root)[1])
    assert rest is not None
    assert "one" not in rest["security"]["iam_groups"]
    assert root == before


def paths(node: Any, path: SpecPath = ()) -> Iterator[SpecPath]:
    """Every path below a node."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield (*path, key)
        yield from paths(value, (*path, key))


PATHS = list(paths(whole()))
NUMBERS = st.integers(-9, 10**12) | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | st.text(max_size=9)
KEYS = st.one_of(st.sampled_from(sorted({str(path[-1]) for path in PATHS})), st.text(max_size=9))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2), max_leaves=4
)


def mutate(data: st.DataObject, root: Any) -> None:
    """Replace, remove or add one thing anywhere."""
    path = data.draw(st.sampled_from(PATHS))
    try:
        holder = at(root, path[:-1])
        at(root, path)
    except (KeyError, IndexError, TypeError):
        return  # an earlier mutation took it
    match data.draw(st.sampled_from(["replace", "remove", "rename", "add"])):
        case "replace":
            holder[path[-1]] = data.draw(VALUES)
        case "remove":
            del holder[path[-1]]
        case "rename" if isinstance(holder, dict):
            holder[data.draw(KEYS)] = holder.pop(path[-1])
        case _ if isinstance(holder, dict):
            holder[data.draw(KEYS)] = data.draw(VALUES)
        case _:
            holder.append(data.draw(VALUES))


@settings(max_examples=150)
@given(st.data())
def test_whatever_is_changed_there_are_findings_or_a_spec(data: st.DataObject) -> None:
    root = whole()
    for _ in range(data.draw(st.integers(1, 3))):
        mutate(data, root)
    made, found = validate(root)
    assert (made is None) is bool(found)
    assert all(f.hint and (f.message + f.hint).isprintable() and len(f.message) < 500 for f in found)
    assert len({(f.path, f.at_key, f.message) for f in found}) == len(found)
    rest = prune(root, found)
    assert rest is None or validate(rest)[0] is not None
