"""Data access policies of OpenSearch Serverless: what the roles may do with a collection and its indexes.

Source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html
"""

import hashlib
from collections.abc import Iterator

from landbridge.areas.labels import label
from landbridge.areas.migration_assistant.product import WORKING_STATE
from landbridge.areas.migration_assistant.resources import DataAccessPolicy
from landbridge.areas.migration_assistant.setting import Setting, Side
from landbridge.areas.migration_assistant.spec import Collection

NAME_LENGTH = 32
"""https://docs.aws.amazon.com/opensearch-service/latest/ServerlessAPIReference/API_CreateAccessPolicy.html"""
_HASH = 6

_OF_COLLECTION = ("aoss:CreateCollectionItems", "aoss:DescribeCollectionItems", "aoss:UpdateCollectionItems")
"""Aliases and index templates, which are metadata."""
_OF_INDEXES = (
    *("aoss:CreateIndex", "aoss:DescribeIndex", "aoss:ReadDocument", "aoss:UpdateIndex", "aoss:WriteDocument"),
)
_CLEARS = ("aoss:DeleteIndex",)


def policies(setting: Setting) -> Iterator[DataAccessPolicy]:
    """The policy for the target, where that is a collection."""
    for side in setting.sides:
        if (collection := side.cluster.serverless) is not None and side.name == "target":
            yield _policy(setting, side, collection)


def _policy(setting: Setting, side: Side, collection: Collection) -> DataAccessPolicy:
    name = collection.collection
    roles = [worker for worker in setting.workers if worker.actions(side.name)]
    state = () if "*" in collection.indexes else (WORKING_STATE,)
    indexes = tuple(f"index/{name}/{index}" for index in dict.fromkeys((*collection.indexes, *state)))
    whole = _rule("collection", (f"collection/{name}",), _OF_COLLECTION)
    document = []
    # Whoever deletes what others wrote, or clears the working state, deletes indexes; reindexing alone does not.
    for clears, what in ((True, "writes and clears"), (False, "writes")):
        some = tuple(setting.role_arn(each) for each in roles if ("es:ESHttpDelete" in each.target) is clears)
        if some:
            rules = (whole, _rule("index", indexes, (*_OF_INDEXES, *(_CLEARS if clears else ()))))
            about = f"Migration Assistant {setting.key}: {what}"
            document.append({"Description": about, "Rules": rules, "Principal": some})
    return DataAccessPolicy(
        label=label(setting.key, side.name),
        origin=(*side.path, "serverless"),
        reason=setting.reason,
        name=policy_name(setting),
        description=f"Migration Assistant {setting.key} on the collection {name}",
        policy=tuple(document),
    )


def _rule(kind: str, resources: tuple[str, ...], permissions: tuple[str, ...]) -> dict[str, object]:
    return {"ResourceType": kind, "Resource": resources, "Permission": permissions}


def policy_name(setting: Setting) -> str:
    """Its name, of the stem and the key; where that is too long, its end is a hash of the whole."""
    whole = f"{setting.scope.stem}-ma-{setting.key.replace('_', '-')}"
    if len(whole) <= NAME_LENGTH:
        return whole
    digest = hashlib.sha256(whole.encode()).hexdigest()[:_HASH]
    return f"{whole[: NAME_LENGTH - _HASH - 1].rstrip('-')}-{digest}"
