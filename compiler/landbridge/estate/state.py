"""Terraform state of format 4, as a file or as `terraform state pull` prints it; OpenTofu writes the same.

Source: https://github.com/hashicorp/terraform/blob/v1.11.4/internal/states/statefile/version4.go
"""

from collections.abc import Mapping
from typing import Any, Literal

from landbridge.estate.addresses import Address, Key, is_name, parse_module
from landbridge.estate.gathering import Gathering
from landbridge.estate.inventory import Source
from landbridge.source.nodes import shorten

FORMAT = 4
_REFRESH = "run `terraform apply -refresh-only` with the Terraform that owns the state, then pull it again"


def read(state: Mapping[str, Any], gathering: Gathering) -> Source:
    """Read a parsed state. What is wrong with it goes to `gathering`."""
    resources = state.get("resources")
    outputs = state.get("outputs")
    for output in outputs.values() if isinstance(outputs, Mapping) else ():
        if isinstance(output, Mapping) and output.get("sensitive") not in (None, False):
            gathering.mark(output.get("value"))
    for number, resource in enumerate(_list(resources, "resources", gathering)):
        if isinstance(resource, Mapping):
            _resource(resource, number, gathering)
        else:
            gathering.report("LB032", f"resource {number} of the state is no object")
    return gathering.source("terraform", state.get("lineage"), state.get("terraform_version"))


def _resource(resource: Mapping[str, Any], number: int, gathering: Gathering) -> None:
    module, mode, type_, name = (resource.get(key) for key in ("module", "mode", "type", "name"))
    modules = parse_module(module or "") if module is None or isinstance(module, str) else None
    if not (isinstance(type_, str) and isinstance(name, str) and is_name(type_) and is_name(name)):
        gathering.report("LB032", f"resource {number} of the state has no type and name as Terraform takes them")
        return
    gathering.provider(resource.get("provider"))
    where = f"{type_}.{name}"
    if modules is None or mode not in ("managed", "data"):
        what = "module" if modules is None else "mode"
        gathering.report("LB032", f"the {what} of {shorten(where)} is none that Terraform writes")
        return
    block = Address(modules, mode, type_, name)
    for instance in _list(resource.get("instances"), f"instances of {block}", gathering):
        if isinstance(instance, Mapping):
            _instance(instance, block, gathering)
        else:
            gathering.report("LB032", f"an instance of {shorten(str(block))} is no object")


def _instance(instance: Mapping[str, Any], block: Address, gathering: Gathering) -> None:
    key = _key(instance.get("index_key"))
    if key is False:
        gathering.report("LB032", f"the key of an instance of {shorten(str(block))} is neither a number nor a text")
        return
    address = Address(block.modules, block.mode, block.type, block.name, key)
    attributes = instance.get("attributes")
    sensitive = _sensitive(instance.get("sensitive_attributes"), attributes, gathering)
    if sensitive is None:  # whoever is hidden there may stand openly elsewhere
        message = f"the sensitive_attributes of {shorten(str(address))} are none that Terraform writes"
        gathering.report("LB032", message)
        return
    if block.mode == "data":
        gathering.data(address)
        return
    if instance.get("deposed"):
        gathering.deposed(address)
        return
    if attributes is None and instance.get("attributes_flat") is not None and block.type.startswith("aws_"):
        message = f"{shorten(str(address))} has only attributes_flat, as Terraform before 0.12 wrote them"
        gathering.report("LB033", message, _REFRESH)
        return
    if not isinstance(attributes, Mapping | None):
        gathering.report("LB032", f"the attributes of {shorten(str(address))} are none that Terraform writes")
        return
    condition = "tainted" if instance.get("status") == "tainted" else ""
    gathering.take(address, attributes or {}, sensitive, "tainted" if condition else "")


def _key(value: object) -> Key | Literal[False]:
    """Return an instance's key; False for what is none. Terraform reads every number as a whole one."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int | str | None):
        return False
    return value


def _sensitive(paths: object, attributes: object, gathering: Gathering) -> set[str] | None:
    """Mark what is sensitive; return the attributes in which it stands, or None where that cannot be told."""
    if paths is None:
        return set()
    if not isinstance(paths, list):
        return None
    found = set()
    for path in paths:
        step = path[0] if isinstance(path, list) and path else None
        if not isinstance(step, Mapping) or not isinstance(step.get("value"), str):
            return None
        found.add(step["value"])
        gathering.mark(_at(path, attributes))
    return found


def _at(path: list[Any], attributes: object) -> object:
    """Return the value at a path; where that leads to nothing, what it leads to last."""
    value = attributes
    for step in path:
        at = step.get("value") if isinstance(step, Mapping) else None
        if isinstance(at, Mapping):  # an index has its type beside it
            at = at.get("value")
        beneath = dict(enumerate(value)) if isinstance(value, list) else value
        if not isinstance(beneath, Mapping) or not isinstance(at, str | int) or at not in beneath:
            break
        value = beneath[at]
    return value if value is not attributes else None


def _list(value: object, what: str, gathering: Gathering) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, list):
        return value
    gathering.report("LB032", f"the {shorten(what)[1:-1]} are no list")
    return []
