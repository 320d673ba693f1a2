"""A renamed key of the spec changes nobody's access, wherever it is named."""

import pytest

from landbridge.access import compare
from landbridge.access.renames import renamed
from landbridge.ir import Resource
from landbridge.policy.document import Statement
from tests.access.models import (
    allow,
    by,
    egress,
    endpoint,
    grant,
    group_id,
    ingress,
    key,
    key_arn,
    role,
    root,
    security_group,
    trust,
)


def everything(key_label: str, group: str, way_in: str, *extra: Statement, moved: bool) -> list[Resource]:
    """A model in which every kind of text names a key or a group."""
    context = f"kms:EncryptionContext:key={key_arn(key_label)}"
    labels = (key_label, group, way_in) if not moved else ("storage", "db", "dms")
    old_key, old_group, old_way_in = labels if moved else (None, None, None)
    return [
        *key(key_label, by("kms:Decrypt", "x", StringEquals=context), *extra, aliases=["lake"], moved_from=old_key),
        grant(key_arn(key_label), "x", "Decrypt"),
        *role("etl", allow("kms:Decrypt", key_arn(key_label)), trusts=[trust("x", StringEquals=context)]),
        security_group(group, moved_from=old_group, name="db", description="db"),
        ingress(group_id(group), group_id(group)),
        ingress("sg-1", group_id(group)),
        egress("sg-1", f"{{vpc_endpoint_list:{way_in}}}"),
        endpoint(way_in, security_group_ids=(group_id(group),), moved_from=old_way_in),
    ]


OLD = everything("storage", "db", "dms", moved=False)


def test_a_new_name_changes_nothing() -> None:
    new = everything("lake", "orders_db", "api", moved=True)
    assert compare(root(*OLD), root(*new)) == []


def test_what_changes_besides_is_told_under_the_new_name() -> None:
    new = everything("lake", "orders_db", "api", by("kms:*", "y"), moved=True)
    (change,) = compare(root(*OLD), root(*new))
    assert (change.holder.name, change.status, len(change.changes)) == ("lake", "changed", 1)


def test_a_new_name_without_its_former_one_is_another_key() -> None:
    new = everything("lake", "orders_db", "api", moved=False)
    found = {(change.holder.kind, change.holder.name): change.status for change in compare(root(*OLD), root(*new))}
    assert found["key", "storage"] == "gone"
    assert found["key", "lake"] == "new"


@pytest.mark.parametrize(
    "old",
    [root(*key("lake")), root(*key("lake", moved_from="storage")), root(*key("storage"), *key("lake")), root(), None],
    ids=["renamed before", "told before", "both there", "neither there", "nothing"],
)
def test_a_former_name_that_is_no_longer_there_changes_nothing(old: object) -> None:
    assert renamed(old, root(*key("lake", moved_from="storage"))) is old  # type: ignore[arg-type]
