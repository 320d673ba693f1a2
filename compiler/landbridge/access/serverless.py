"""Data access policies of OpenSearch Serverless, as statements about one collection each.

Source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html
"""

from collections.abc import Iterator
from typing import Any

from landbridge.policy.document import Principal, Statement

DATA_ACCESS_POLICY = "aws_opensearchserverless_access_policy"
"""The Terraform type. One policy can be about several collections, and several policies about one."""


def by_collection(policy: Any) -> Iterator[tuple[str, Statement]]:
    """What a policy allows, by the name or pattern of the collection that it is about.

    It only ever allows. Each of its rules is about collections or indexes, as `collection/NAME` and
    `index/NAME/INDEX`, with wildcards as in IAM, and for all whom the policy's part names.
    """
    for part in policy.policy:
        principals = (Principal("AWS", tuple(map(str, part["Principal"]))),)
        for rule in part["Rules"]:
            resources: dict[str, list[str]] = {}
            for resource in map(str, rule["Resource"]):
                resources.setdefault(resource.partition("/")[2].partition("/")[0], []).append(resource)
            for name, some in resources.items():
                yield name, Statement(actions=rule["Permission"], resources=tuple(some), principals=principals)
