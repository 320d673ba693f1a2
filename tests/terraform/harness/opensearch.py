"""The domains of an account and region, read back through the API into plain values that tests compare."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.terraform.harness.iam import Document


@dataclass(frozen=True)
class Domain:
    """A domain of OpenSearch Service.

    Attributes:
        policy: its access policy, without statements where it has none.
        text: the same as the service keeps it, empty where it has none.
    """

    policy: Document
    text: str = ""


DataAccess = Sequence[Mapping[str, Any]]
"""A data access policy of OpenSearch Serverless: its document."""


def read_data_access(serverless: Any) -> dict[str, DataAccess]:
    """Read every data access policy, by name."""
    names = [each["name"] for each in serverless.list_access_policies(type="data")["accessPolicySummaries"]]
    return {
        name: serverless.get_access_policy(type="data", name=name)["accessPolicyDetail"]["policy"] for name in names
    }


def read(opensearch: Any) -> dict[str, Domain]:
    """Read every domain, by name; those that run Elasticsearch, too."""
    names = [each["DomainName"] for each in opensearch.list_domain_names()["DomainNames"]]
    return {name: _domain(opensearch.describe_domain(DomainName=name)["DomainStatus"]) for name in names}


def _domain(about: Any) -> Domain:
    text = about.get("AccessPolicies", "")
    return Domain(json.loads(text) if text else {"Statement": []}, text)
