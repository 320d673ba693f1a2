"""A state as `terraform show -json` prints it. It tells no lineage.

Source: https://developer.hashicorp.com/terraform/internals/json-format
"""

from collections.abc import Iterator, Mapping
from typing import Any

from landbridge.estate import addresses
from landbridge.estate.gathering import Gathering
from landbridge.estate.inventory import Source
from landbridge.source.nodes import shorten

FORMAT = "1"
"""The major version of the format that is read; minor ones only add to it."""


def read(shown: Mapping[str, Any], gathering: Gathering) -> Source:
    """Read a parsed state. What is wrong with it goes to `gathering`."""
    values = shown.get("values")  # an empty state has none
    root = values.get("root_module") if isinstance(values, Mapping) else None
    if values is not None and not isinstance(root, Mapping):
        gathering.report("LB032", "its values have no root_module")
    outputs = values.get("outputs") if isinstance(values, Mapping) else None
    for output in outputs.values() if isinstance(outputs, Mapping) else ():
        if isinstance(output, Mapping):
            _mark(output.get("value"), output.get("sensitive"), gathering)
    for resource in _resources(root, gathering) if isinstance(root, Mapping) else ():
        _resource(resource, gathering)
    return gathering.source("terraform", engine=shown.get("terraform_version"))


def _resources(root: Mapping[str, Any], gathering: Gathering) -> Iterator[Mapping[str, Any]]:
    modules: list[Any] = [root]
    while modules:
        module = modules.pop()
        for name in ("resources", "child_modules"):
            found = module.get(name, [])
            fits = isinstance(found, list) and all(isinstance(each, Mapping) for each in found)
            if not fits:
                gathering.report("LB032", f"the {name} of a module are none that Terraform prints")
            elif name == "resources":
                yield from found
            else:
                modules += found


def _resource(resource: Mapping[str, Any], gathering: Gathering) -> None:
    text = resource.get("address")
    address = addresses.parse(text) if isinstance(text, str) else None
    if address is None or (address.mode, address.type) != (resource.get("mode"), resource.get("type")):
        what = shorten(text) if address is not None else "one of its resources"
        gathering.report("LB032", f"{what} has no address of its mode and type")
        return
    gathering.provider(resource.get("provider_name"))
    values, marks = resource.get("values"), resource.get("sensitive_values")
    _mark(values, marks, gathering)
    if address.mode == "data":
        gathering.data(address)
        return
    if resource.get("deposed_key"):
        gathering.deposed(address)
        return
    if not isinstance(values, Mapping | None) or not isinstance(marks, Mapping):
        what = "values" if isinstance(marks, Mapping) else "sensitive_values"
        gathering.report("LB032", f"the {what} of {shorten(str(address))} are none that Terraform prints")
        return
    sensitive = {str(name) for name, mark in marks.items() if _holds_true(mark)}
    gathering.take(address, values or {}, sensitive, "tainted" if resource.get("tainted") is True else "")


def _mark(value: object, mark: object, gathering: Gathering) -> None:
    """Mark what is sensitive in a value; all of a part whose marks are not of its shape."""
    waiting = [(value, mark)]
    while waiting:
        value, mark = waiting.pop()
        if isinstance(value, Mapping) and isinstance(mark, Mapping):
            waiting += [(value.get(name), each) for name, each in mark.items()]
        elif isinstance(value, list) and isinstance(mark, list):
            waiting += zip(value, mark, strict=False)
        elif _holds_true(mark):
            gathering.mark(value)


def _holds_true(mark: object) -> bool:
    """Tell whether anything in a value is marked as sensitive."""
    if isinstance(mark, Mapping):
        return any(map(_holds_true, mark.values()))
    return any(map(_holds_true, mark)) if isinstance(mark, list) else mark is not False and mark is not None
