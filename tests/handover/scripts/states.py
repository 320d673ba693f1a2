"""Old states for the scripts, written by hand: nothing needs a provider to list, remove and push what is in them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

LINEAGE = "3f2a8c11-5f0e-7d11-9d52-0f6f4a3a9b10"
PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]'
SECRET = "hunter2-and-more"
"""Stands in every state; no script may ever print it."""

State = dict[str, Any]
Key = str | int | None


def resource(
    name: str, keys: Iterable[Key] = (None,), *, kind: str = "aws_iam_role", module: str = "", mode: str = "managed"
) -> State:
    """A resource with an instance for each key; what AWS calls it is made of its name and key."""
    made: State = {"mode": mode, "type": kind, "name": name, "provider": PROVIDER, "instances": []}
    for key in keys:
        known = f"{name}-{key}" if key is not None else name
        attributes = {
            "id": known,
            "arn": f"arn:aws:iam::123456789012:role/{known}",
            "secret": SECRET,
            "number": 2**60 + 1,
        }
        index = {} if key is None else {"index_key": key}
        made["instances"].append({**index, "schema_version": 0, "attributes": attributes, "sensitive_attributes": []})
    return {"module": module, **made} if module else made


def state(
    *resources: State, serial: int = 7, lineage: str = LINEAGE, outputs: Mapping[str, Any] | None = None
) -> State:
    """A state of format 4."""
    return {
        "version": 4,
        "terraform_version": "1.11.4",
        "serial": serial,
        "lineage": lineage,
        "outputs": outputs or {"password": {"value": SECRET, "type": "string", "sensitive": True}},
        "resources": list(resources),
        "check_results": None,
    }


UGLY: tuple[Key, ...] = (
    "x y",
    "it's",
    "a/b",
    'q"q',
    "${tpl}",
    "$${x}",
    "%{if}",
    "é",
    "日本",
    "back\\slash",
    "tab\there",
    "line\nbreak",
    "$(touch owned)",
    "`touch owned`",
    "-state=x",
    "]",
    '"].aws_iam_role.other["',
    "nb\u00a0sp",
    "\u009b1m",
    "\U0001f600\U000e0001",
    "",
)
"""Keys of for_each that need care when printed, quoted or compared."""

MODULE = 'module.team["a b"].module.inner[0]'


def old_state() -> State:
    """A state with modules, count, for_each with ugly keys, a data source, a tainted and a deposed object."""
    tainted = resource("tainted")
    tainted["instances"][0]["status"] = "tainted"
    deposed = resource("deposed")
    deposed["instances"].append({**deposed["instances"][0], "deposed": "00000001"})
    return state(
        resource("me", kind="aws_caller_identity", mode="data"),
        resource("ugly", UGLY),
        resource("counted", (0, 1, 2)),
        resource("this", ("etl", *UGLY), module=MODULE),
        resource("other", module="module.team"),
        tainted,
        deposed,
    )


def canonical(found: State) -> str:
    """What a state says, without its serial and without who wrote it."""
    kept = {name: value for name, value in found.items() if name not in ("serial", "terraform_version")}
    resources = [
        {**each, "instances": sorted(each["instances"], key=lambda one: json.dumps(one, sort_keys=True))}
        for each in kept["resources"]
    ]
    kept["resources"] = sorted(resources, key=lambda one: json.dumps(one, sort_keys=True))
    return json.dumps(kept, sort_keys=True)
