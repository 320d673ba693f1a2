"""Renamed keys of the spec: what AWS knows by an id is the same thing under its new label."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from landbridge.access.resources import TYPES
from landbridge.ir import Module, Resource, Root


def renamed(old: Root | None, new: Root | None) -> Root | None:
    """Return the old model as it would be had its resources had the labels of the new model.

    Whatever is known by the label alone is told apart by it, and named by it in the texts of others, as in
    `arn:aws:kms:…:key/{key:storage}`; names in AWS stay as they are.
    """
    if old is None or new is None:
        return old
    had = {(resource.type, resource.label) for module in old.modules for resource in module.resources}
    labels = {
        (resource.type, resource.moved_from): resource.label
        for module in new.modules
        for resource in module.resources
        if resource.type in TYPES and resource.moved_from is not None
        if (resource.type, resource.moved_from) in had and (resource.type, resource.label) not in had
    }
    if not labels:
        return old
    names = {
        f"{{{placeholder}:{label}}}": f"{{{placeholder}:{now}}}"
        for (type_, label), now in labels.items()
        for placeholder in TYPES[type_].placeholders
    }

    def text(value: str) -> str:
        # Names in braces are one of a kind, so that none is changed twice: an old name is never a new one, too.
        for name, now in names.items():
            value = value.replace(name, now)
        return value

    def resource_of(resource: Resource) -> Resource:
        label = labels.get((resource.type, resource.label), resource.label)
        now: Resource = _rewritten(resource, text)
        return replace(now, label=label)

    return replace(old, modules=tuple(_mapped(module, resource_of) for module in old.modules))


def _mapped(module: Module, change: Callable[[Resource], Resource]) -> Module:
    return replace(module, files={name: tuple(map(change, held)) for name, held in module.files.items()})


def _rewritten(value: Any, text: Callable[[str], str]) -> Any:
    """The value with every text inside it changed; how an expression is written is of no interest here."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, tuple):
        return tuple(_rewritten(item, text) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _rewritten(getattr(value, each.name), text) for each in fields(value)})
    return value
