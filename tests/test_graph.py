"""The graph of references: circles are opened where the text is known, and refused where it is not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.findings import Finding
from landbridge.graph import Reads, expressions, open_circles
from landbridge.ir import Expr, Module, Output, Resource, Traversal
from landbridge.policy.document import Condition, PolicyDocument, Principal, Statement

PARTITION = Traversal("var.partition")
NOTHING = PolicyDocument(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing(Resource):
    """A resource that names others in one argument and in a policy."""

    type: ClassVar[str] = "aws_thing"
    template: ClassVar[str] = "none"
    names: tuple[str, ...] = ()
    policy: PolicyDocument = NOTHING
    tags: dict[str, str] = field(default_factory=dict)


def reference(label: str, *, needed: bool = False) -> Expr:
    """The ARN of a thing; one that is needed cannot be written by name."""
    by_name = Expr(f"arn:{label}", "arn:", PARTITION, f":{label}")
    return Expr(f"arn:{label}", Traversal(f"aws_thing.{label}.arn"), fallback=None if needed else by_name)


def thing(label: str, *names: Expr, policy: PolicyDocument = NOTHING) -> Thing:
    return Thing(label=label, origin=("things", label), names=names, policy=policy)


def module(*things: Thing) -> Module:
    return Module(name="m", description="", files={"main.tf": things})


def opening(made: Module) -> tuple[Module, list[Finding]]:
    """A module alone without its circles, and the findings."""
    (opened,), findings, _ = open_circles([made])
    return opened, findings


def edges(made: Module) -> set[tuple[str, str]]:
    """Which label reads which."""
    return {
        (resource.label, address.replace("aws_thing.", ""))
        for resource in made.resources
        if isinstance(resource, Thing)
        for expression in (*expressions(resource.names), *expressions(resource.policy))
        for address in expression.resources
    }


def test_without_a_circle_nothing_changes() -> None:
    made = module(thing("a", reference("b")), thing("b", reference("c")), thing("c"))
    assert opening(made) == (made, [])


def test_a_circle_is_written_by_name_all_around() -> None:
    opened, findings = opening(module(thing("a", reference("b")), thing("b", reference("a"))))
    assert findings == []
    assert edges(opened) == set()


def test_what_only_leads_to_the_circle_or_away_from_it_stays_a_reference() -> None:
    circle = (thing("a", reference("b"), reference("out")), thing("b", reference("a")))
    opened, findings = opening(module(thing("in", reference("a")), *circle, thing("out")))
    assert findings == []
    assert edges(opened) == {("in", "a"), ("a", "out")}


def test_a_thing_that_names_itself_is_a_circle() -> None:
    opened, findings = opening(module(thing("a", reference("a"))))
    assert (edges(opened), findings) == (set(), [])


def test_the_text_stays_the_same() -> None:
    opened, _ = opening(module(thing("a", reference("a"))))
    (resource,) = opened.resources
    assert isinstance(resource, Thing)
    assert resource.names == ("arn:a",)


@pytest.mark.parametrize(
    "statement",
    [
        Statement(actions=("s:A",), resources=(reference("a"),)),
        Statement(actions=("s:A",), not_resources=(reference("a"),)),
        Statement(actions=("s:A",), principals=(Principal("AWS", (reference("a"),)),)),
        Statement(actions=("s:A",), not_principals=(Principal("AWS", (reference("a"),)),)),
        Statement(actions=("s:A",), conditions=(Condition("ArnLike", "aws:PrincipalArn", (reference("a"),)),)),
    ],
    ids=["resources", "not_resources", "principals", "not_principals", "conditions"],
)
def test_a_circle_through_a_policy_is_opened_wherever_it_runs(statement: Statement) -> None:
    opened, findings = opening(module(thing("a", policy=PolicyDocument((statement,)))))
    assert (edges(opened), findings) == (set(), [])


def test_a_circle_through_a_map_is_opened() -> None:
    made = Thing(label="a", origin=(), tags={"Owner": reference("a"), "Team": "x"})
    opened, findings = opening(module(made))
    (resource,) = opened.resources
    assert isinstance(resource, Thing)
    assert (next(expressions(resource.tags)).parts[0], resource.tags["Team"], findings) == ("arn:", "x", [])


def test_a_long_circle_is_told_in_short() -> None:
    things = [thing(f"t{i:02}", reference(f"t{(i + 1) % 50:02}", needed=True)) for i in range(50)]
    _, (finding,) = opening(module(*things))
    assert finding.message.endswith("aws_thing.t07 → … 42 more → aws_thing.t00")


def test_a_circle_of_needed_references_is_refused_with_all_its_members() -> None:
    needed = {label: reference(label, needed=True) for label in "abc"}
    made = module(thing("b", needed["c"]), thing("c", needed["a"]), thing("a", needed["b"]))
    _, (finding,) = opening(made)
    assert finding.id == "LB312"
    assert finding.path == ("things", "a")
    assert "aws_thing.a → aws_thing.b → aws_thing.c → aws_thing.a" in finding.message


def test_a_circle_with_one_reference_by_name_is_open() -> None:
    made = module(thing("a", reference("b", needed=True)), thing("b", reference("a")))
    opened, findings = opening(made)
    assert (edges(opened), findings) == ({("a", "b")}, [])


def test_each_circle_is_refused_on_its_own() -> None:
    things = [thing(label, reference(label, needed=True)) for label in "ab"]
    assert [finding.path[1] for finding in opening(module(*things))[1]] == ["a", "b"]


def test_references_to_what_the_module_does_not_have_are_no_edges() -> None:
    made = module(thing("a", reference("elsewhere")))
    assert opening(made) == (made, [])


def test_a_long_chain_needs_no_deep_stack() -> None:
    length = 5_000
    things = [thing(f"t{i}", reference(f"t{(i + 1) % length}")) for i in range(length)]
    opened, findings = opening(module(*things))
    assert (edges(opened), findings) == (set(), [])


labels = st.sampled_from("abcdef")
graphs = st.dictionaries(labels, st.lists(st.tuples(labels, st.booleans()), max_size=3), min_size=1)


def built(graph: Mapping[str, list[tuple[str, bool]]]) -> Module:
    return module(*(thing(label, *(reference(to, needed=hard) for to, hard in tos)) for label, tos in graph.items()))


def reachable(graph: set[tuple[str, str]], start: str) -> set[str]:
    found: set[str] = set()
    todo = [start]
    while todo:
        here = todo.pop()
        new = {to for source, to in graph if source == here} - found
        found |= new
        todo += new
    return found


@given(graph=graphs)
def test_no_circle_is_left_unless_it_is_told(graph: dict[str, list[tuple[str, bool]]]) -> None:
    opened, findings = opening(built(graph))
    left = {(a, b) for a, b in edges(opened) if b in graph}
    circular = {label for label in graph if label in reachable(left, label)}
    told = {label for label in graph for finding in findings if f"aws_thing.{label} " in f"{finding.message} "}
    assert told == circular


@given(graph=graphs)
def test_only_references_inside_a_circle_are_written_by_name(graph: dict[str, list[tuple[str, bool]]]) -> None:
    made = built(graph)
    before = {(a, b) for a, b in edges(made) if b in graph}
    gone = before - edges(opening(made)[0])
    assert all(a in reachable(before, b) for a, b in gone)


@given(graph=graphs)
def test_the_order_of_the_spec_decides_nothing(graph: dict[str, list[tuple[str, bool]]]) -> None:
    turned = dict(reversed(graph.items()))
    one, other = opening(built(graph)), opening(built(turned))
    assert edges(one[0]) == edges(other[0])
    assert {finding.message for finding in one[1]} == {finding.message for finding in other[1]}


def test_what_a_module_reads_besides_its_own() -> None:
    account = Expr("x", "arn:", PARTITION, ":", Traversal("var.account_id"))
    policy = PolicyDocument((Statement(actions=("s:A",), resources=(account,)),))
    foreign = Expr("y", Traversal("module.other.aws_thing.z.arn"))
    given_by_root = Expr("{var:vpc}", Traversal("root.var.vpc"))
    _, _, reads = open_circles([module(thing("a", foreign, given_by_root), thing("b", policy=policy))])
    assert reads["m"] == Reads(
        {"var.partition", "var.account_id"},
        {"aws_thing.a": {Traversal("module.other.aws_thing.z.arn"), Traversal("root.var.vpc")}},
    )


def test_what_its_outputs_read_counts() -> None:
    values = {"a": Expr("x", PARTITION), "b": Expr("y", Traversal("module.other.aws_thing.z.arn"))}
    made = Module(name="m", description="", files={}, outputs=(Output(name="o", description="", value=values),))
    _, _, reads = open_circles([made])
    assert reads["m"] == Reads({"var.partition"}, {"output.o": {Traversal("module.other.aws_thing.z.arn")}})


def named(name: str, *things: Thing) -> Module:
    return Module(name=name, description="", files={"main.tf": things})


def abroad(module_name: str, label: str, *, needed: bool = False) -> Expr:
    """A reference to a thing in another module."""
    here = reference(label, needed=needed)
    return Expr(str(here), Traversal(f"module.{module_name}.aws_thing.{label}.arn"), fallback=here.fallback)


def test_modules_that_read_each_other_are_no_circle_while_their_things_are_none() -> None:
    one = named("one", thing("a", abroad("two", "b", needed=True)), thing("c"))
    two = named("two", thing("b", abroad("one", "c", needed=True)))
    modules, findings, _ = open_circles([one, two])
    assert (modules, findings) == ((one, two), [])


def test_a_circle_through_two_modules_is_written_by_name() -> None:
    one, two = named("one", thing("a", abroad("two", "b"))), named("two", thing("b", abroad("one", "a", needed=True)))
    modules, findings, _ = open_circles([one, two])
    assert findings == []
    assert [edges(module) for module in modules] == [set(), {("b", "module.one.a")}]


def test_a_circle_through_two_modules_that_cannot_be_opened_is_told() -> None:
    one = named("one", thing("a", abroad("two", "b", needed=True)))
    two = named("two", thing("b", abroad("one", "a", needed=True)))
    _, (finding,), _ = open_circles([one, two])
    assert finding.message.endswith("module.one.aws_thing.a → module.two.aws_thing.b → module.one.aws_thing.a")
