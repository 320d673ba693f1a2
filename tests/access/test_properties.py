"""What holds of every comparison: nothing differs from itself, and nothing gets wider unseen."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.access import HolderChange, as_data, compare, report
from landbridge.ir import Resource, Root
from landbridge.policy.document import Statement
from tests.access.models import (
    ACCOUNT,
    by,
    deny,
    egress,
    endpoint,
    grant,
    group_id,
    ingress,
    key,
    key_arn,
    root,
    security_group,
)

WHO = ("*", f"arn:aws:iam::{ACCOUNT}:role/a", f"arn:aws:iam::{ACCOUNT}:root", "arn:aws:iam::210987654321:root")
ACTIONS = ("kms:*", "kms:Decrypt", "kms:Encrypt", "kms:Describe*")
SIDES = ("10.0.0.0/8", "10.1.0.0/16", "0.0.0.0/0", "::/0", "sg-1", "pl-1", "{security_group:other}", "{var:cidr}")

statements = st.builds(
    lambda action, who, negated, conditions: by(
        action, who, effect="Deny" if negated else "Allow", **({"StringEquals": conditions} if conditions else {})
    ),
    st.sampled_from(ACTIONS),
    st.sampled_from(WHO),
    st.booleans(),
    st.sampled_from(["", "kms:ViaService=a", "kms:ViaService=a|b"]),
)
rules = st.builds(
    lambda make, side, first, size, protocol: make(group_id("db"), side, f"{first}-{first + size}", protocol),
    st.sampled_from([ingress, egress]),
    st.sampled_from(SIDES),
    st.integers(1, 9),
    st.integers(0, 3),
    st.sampled_from(["tcp", "udp", "-1"]),
)


def model(own: Sequence[Statement], through: Sequence[Statement], reach: Sequence[Resource]) -> Root:
    """A key, an endpoint and a group with these statements and rules."""
    return root(key("storage", *own), endpoint("dms", *through), security_group("db"), list(reach))


models = st.builds(
    model,
    st.lists(statements, max_size=4),
    st.lists(statements, max_size=4),
    st.lists(rules, max_size=5),
)


@settings(max_examples=50, deadline=None)
@given(models)
def test_nothing_differs_from_itself(one: Root) -> None:
    assert compare(one, one) == []


@settings(max_examples=100, deadline=None)
@given(models, models)
def test_what_is_told_can_always_be_written(old: Root, new: Root) -> None:
    changes = compare(old, new)
    assert as_data(changes)["grew"] == any(change.grew for change in changes)
    for text in (report(changes), report(changes, markdown=True)):
        assert all(line.isprintable() for line in text.splitlines())


@settings(max_examples=100, deadline=None)
@given(models, models)
def test_every_change_is_told_in_both_directions(old: Root, new: Root) -> None:
    forth, back = compare(old, new), compare(new, old)
    assert {change.holder for change in forth} == {change.holder for change in back}


@settings(max_examples=100, deadline=None)
@given(st.lists(statements, max_size=4), st.sampled_from(ACTIONS))
def test_an_action_for_a_stranger_more_is_growth(own: list[Statement], action: str) -> None:
    new = by(action, "arn:aws:iam::999999999999:root")
    (change,) = compare(model(own, [], []), model([*own, new], [], []))
    everybody = any("*" in each.principals[0].values and each.effect == "Allow" for each in own)
    assert change.grew or everybody
    assert change.opens_to == (("account 999999999999",) if change.grew else ())


@settings(max_examples=100, deadline=None)
@given(st.lists(statements, max_size=4))
def test_a_deny_less_is_growth(own: list[Statement]) -> None:
    for resource in ("storage", "dms"):
        without = (own, []) if resource == "storage" else ([], own)
        more = [*own, deny("kms:TagResource")]
        within = (more, []) if resource == "storage" else ([], more)
        (change,) = compare(model(*within, []), model(*without, []))
        assert (change.holder.name, change.grew) == (resource, True)


@settings(max_examples=100, deadline=None)
@given(st.lists(rules, max_size=5), st.sampled_from([ingress, egress]))
def test_a_rule_that_opens_a_port_is_growth(reach: list[Resource], make: type) -> None:
    for side in SIDES:
        new = make(group_id("db"), side, "60000", "tcp")
        changes = compare(model([], [], reach), model([], [], [*reach, new]))
        assert any(change.grew for change in changes) or _all_ports(reach, new)


def _all_ports(reach: Sequence[Resource], new: Resource) -> bool:
    """Whether some rule of the same direction is for all protocols: only such a one has port 60000."""
    return any(type(each) is type(new) and getattr(each, "ip_protocol", "") == "-1" for each in reach)


@settings(max_examples=50, deadline=None)
@given(models, st.lists(st.sampled_from(["Decrypt", "Encrypt", "CreateGrant"]), min_size=1, unique=True))
def test_a_grant_more_is_growth(one: Root, operations: list[str]) -> None:
    held = [resource for module in one.modules for resource in module.resources]
    (change,) = compare(one, root(held, grant(key_arn("storage"), WHO[1], *operations)))
    assert change.grew


@settings(max_examples=100, deadline=None)
@given(models, models, models)
def test_what_grew_on_the_whole_way_grew_on_a_part_of_it(old: Root, between: Root, new: Root) -> None:
    def grown(changes: list[HolderChange]) -> set[str]:
        return {change.holder.name for change in changes if change.grew}

    assert grown(compare(old, new)) <= grown(compare(old, between)) | grown(compare(between, new))
