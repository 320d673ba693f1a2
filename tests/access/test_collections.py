"""Collections of OpenSearch Serverless: what their data access policies let whom do, in both directions."""

from dataclasses import dataclass, field

import pytest
from syrupy.assertion import SnapshotAssertion

from landbridge.access import Change, HolderChange, as_data, compare, report
from landbridge.access.wording import line
from landbridge.ir import Removed, Resource
from tests.access.models import ACCOUNT, data_access, root
from tests.areas.migration_assistant.specs import one
from tests.specs import model

PODS, ETL = (f"arn:aws:iam::{ACCOUNT}:role/{name}" for name in ("pods", "etl"))
PARTNER = "arn:aws:iam::210987654321:role/partner"
READ, WRITE = "aoss:ReadDocument", "aoss:WriteDocument"
BOTH = f"{READ} {WRITE}"
ITEMS = "aoss:CreateCollectionItems"


TURNED = str.maketrans("+-", "-+")


@dataclass(frozen=True)
class Case:
    """Two models that differ for one collection; `forth` and `back` tell whether access grows and whether it shrinks.

    `opens_to`: to which strangers it opens on the way forth. Nothing opens to strangers on the way back.
    """

    about: str
    old: tuple[Resource, ...]
    new: tuple[Resource, ...]
    lines: tuple[str, ...]
    forth: str = "grew"
    back: str = "shrank"
    opens_to: tuple[str, ...] = field(default=())


CASES = (
    Case(
        "a policy",
        (),
        (data_access("index/shop/*", READ, PODS),),
        (f"+ Allow {READ} on index/shop/* by AWS {PODS}",),
    ),
    Case(
        "one more who may",
        (data_access("index/shop/*", READ, PODS),),
        (data_access("index/shop/*", READ, PODS, ETL),),
        (f"+ Allow {READ} on index/shop/* by AWS {ETL}",),
    ),
    Case(
        "one permission more",
        (data_access("index/shop/*", READ, PODS),),
        (data_access("index/shop/*", BOTH, PODS),),
        (f"+ Allow {WRITE} on index/shop/* by AWS {PODS}",),
    ),
    Case(
        "all permissions",
        (data_access("index/shop/*", READ, PODS),),
        (data_access("index/shop/*", "aoss:*", PODS),),
        (f"+ Allow aoss:* on index/shop/* by AWS {PODS}", f"- Allow {READ} on index/shop/* by AWS {PODS}"),
    ),
    Case(
        "one index more",
        (data_access("index/shop/orders", READ, PODS),),
        (data_access("index/shop/orders index/shop/people", READ, PODS),),
        (f"+ Allow {READ} on index/shop/people by AWS {PODS}",),
    ),
    Case(
        "an index that a pattern covers already",
        (data_access("index/shop/*", READ, PODS),),
        (data_access("index/shop/* index/shop/orders", READ, PODS),),
        (f"+ Allow {READ} on index/shop/orders by AWS {PODS}",),
        forth="",
        back="",
    ),
    Case(
        "the collection itself",
        (data_access("index/shop/*", READ, PODS),),
        (data_access("index/shop/*", READ, PODS), data_access("collection/shop", ITEMS, PODS, label="more")),
        (f"+ Allow {ITEMS} on collection/shop by AWS {PODS}",),
    ),
    Case(
        "somebody else in the place of another",
        (data_access("index/shop/*", READ, PODS),),
        (data_access("index/shop/*", READ, ETL),),
        (f"+ Allow {READ} on index/shop/* by AWS {ETL}", f"- Allow {READ} on index/shop/* by AWS {PODS}"),
        forth="grew shrank",
        back="grew shrank",
    ),
    Case(
        "somebody of another account",
        (data_access("index/shop/*", READ, PODS),),
        (data_access("index/shop/*", READ, PODS, PARTNER),),
        (f"+ Allow {READ} on index/shop/* by AWS {PARTNER}",),
        opens_to=("account 210987654321",),
    ),
)


def verdict(change: HolderChange) -> str:
    return " ".join(word for word, holds in (("grew", change.grew), ("shrank", change.shrank)) if holds)


def told(change: Change) -> str:
    return f"{change.sign} {line(change)}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)
class TestEveryChange:
    """Each is told of the collection, with what came and what went."""

    def test_forth(self, case: Case) -> None:
        (change,) = compare(root(*case.old), root(*case.new))
        assert (change.holder.kind, change.holder.name, change.status) == ("collection", "shop", "changed")
        assert tuple(map(told, change.changes)) == case.lines
        assert (verdict(change), change.opens_to) == (case.forth, case.opens_to)

    def test_back(self, case: Case) -> None:
        (change,) = compare(root(*case.new), root(*case.old))
        turned = {each.sign.translate(TURNED) + told(each)[1:] for each in change.changes}
        assert turned == set(case.lines)
        assert (verdict(change), change.opens_to) == (case.back, ())


def test_a_policy_about_several_collections_is_told_of_each() -> None:
    new = root(data_access("index/shop/* index/lake/*", READ, PODS))
    changes = compare(root(), new)
    assert [(each.holder.name, [told(one) for one in each.changes]) for each in changes] == [
        (name, [f"+ Allow {READ} on index/{name}/* by AWS {PODS}"]) for name in ("lake", "shop")
    ]


def test_who_gives_it_does_not_matter() -> None:
    assert compare(*(root(data_access("index/shop/*", READ, PODS, label=label)) for label in ("shop", "other"))) == []


def test_a_policy_that_is_forgotten_stays_as_it_is() -> None:
    forgetting = root(removed=(Removed("aws_opensearchserverless_access_policy.shop", (), ""),))
    assert compare(root(data_access("index/shop/*", READ, PODS)), forgetting) == []


def target(indexes: str) -> str:
    return f"{{serverless: {{collection: shop, indexes: {indexes}}}}}"


def test_text(snapshot: SnapshotAssertion) -> None:
    old = model(one(target=target("[orders]"), services="[console, reindex]"))
    new = model(one(target=target("['*']"), services="[reindex, replayer]"))
    changes = [each for each in compare(old, new) if each.holder.kind == "collection"]
    assert report(changes) == snapshot


def test_markdown_and_data_count_it_as_a_collection() -> None:
    changes = compare(root(), root(data_access("index/shop/*", READ, PODS)))
    assert "| grew | collection `shop` | 1 action |  |" in report(changes, markdown=True)
    (told_as_data,) = as_data(changes)["resources"]
    assert (told_as_data["kind"], told_as_data["name"], told_as_data["grew"]) == ("collection", "shop", True)


def test_access_that_is_removed_is_lost_on_the_collection() -> None:
    serverless = target("[orders]")
    changes = compare(model(one(target=serverless)), model(one(target=serverless, access="removed")))
    (change,) = (each for each in changes if each.holder.kind == "collection")
    assert (change.holder.name, verdict(change)) == ("shop", "shrank")
