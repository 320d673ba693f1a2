"""What moto lacks of OpenSearch Serverless: data access policies."""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.opensearchserverless.models import OpenSearchServiceServerlessBackend
from moto.opensearchserverless.responses import OpenSearchServiceServerlessResponse

from tests.terraform.harness.lacking.iam import absent_principals

Details = dict[str, Any]


def add() -> None:
    """Make all additions."""
    access_policies_are_kept()


def access_policies_are_kept() -> None:
    """Create, get, list, change and delete access policies, each of which has to name principals that exist.

    AWS does not say what it does about principals that do not; to be strict shows an order that a root lacks.

    https://docs.aws.amazon.com/opensearch-service/latest/ServerlessAPIReference/API_CreateAccessPolicy.html
    """
    actions: Mapping[str, Callable[[Any, Any], Details]] = {
        "create_access_policy": _create,
        "get_access_policy": _get,
        "list_access_policies": _list,
        "update_access_policy": _update,
        "delete_access_policy": _delete,
    }
    for name, action in actions.items():
        setattr(OpenSearchServiceServerlessResponse, name, _answering(action))


def _answering(action: Callable[[Any, Any], Details]) -> Callable[[Any], str]:
    def answer(self: Any) -> str:
        return json.dumps(action(self.opensearchserverless_backend, json.loads(self.body)))

    return answer


def _create(backend: OpenSearchServiceServerlessBackend, given: Details) -> Details:
    kept, name = _kept(backend), (given["type"], given["name"])
    if name in kept:
        raise JsonRESTError("ConflictException", f"Policy with name {given['name']} and type {given['type']} exists")
    kept[name] = {"createdDate": 0, "lastModifiedDate": 0, "policyVersion": _version(1), **_checked(backend, given)}
    return {"accessPolicyDetail": kept[name]}


def _get(backend: OpenSearchServiceServerlessBackend, given: Details) -> Details:
    return {"accessPolicyDetail": _existing(backend, given)}


def _list(backend: OpenSearchServiceServerlessBackend, given: Details) -> Details:
    every = [policy for (kind, _), policy in _kept(backend).items() if kind == given["type"]]
    return {"accessPolicySummaries": [{key: policy[key] for key in ("name", "type")} for policy in every]}


def _update(backend: OpenSearchServiceServerlessBackend, given: Details) -> Details:
    policy = _existing(backend, given)
    if given["policyVersion"] != policy["policyVersion"]:
        raise JsonRESTError("ConflictException", "Policy version specified in the request refers to an older version")
    number = int(base64.b64decode(policy["policyVersion"]))
    policy.update(_checked(backend, given), policyVersion=_version(number + 1))
    return {"accessPolicyDetail": policy}


def _delete(backend: OpenSearchServiceServerlessBackend, given: Details) -> Details:
    _existing(backend, given)
    del _kept(backend)[given["type"], given["name"]]
    return {}


def _version(number: int) -> str:
    """Make a version as long as the API asks for."""
    return base64.b64encode(f"{number:015}".encode()).decode()


def _kept(backend: OpenSearchServiceServerlessBackend) -> dict[tuple[str, str], Details]:
    """Return the policies of a backend by type and name; a reset of moto makes another backend."""
    found: dict[tuple[str, str], Details] = vars(backend).setdefault("access_policies", {})
    return found


def _existing(backend: OpenSearchServiceServerlessBackend, given: Details) -> Details:
    if found := _kept(backend).get((given["type"], given["name"])):
        return found
    raise JsonRESTError("ResourceNotFoundException", f"Policy with name {given['name']} is not found")


def _checked(backend: OpenSearchServiceServerlessBackend, given: Details) -> Details:
    """Return what a request gives of a policy, whose document is a JSON value and no text in an answer."""
    found: Details = {key: given[key] for key in ("name", "type", "description") if key in given}
    if "policy" not in given:
        return found
    document = json.loads(given["policy"])
    who = {"Statement": [{"Principal": {"AWS": entry["Principal"]}} for entry in document]}
    if missing := sorted(absent_principals(json.dumps(who), backend.account_id, backend.partition)):
        raise JsonRESTError("ValidationException", f"Invalid principals in policy: {', '.join(missing)}")
    return {**found, "policy": document}
