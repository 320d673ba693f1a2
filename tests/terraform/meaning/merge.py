"""The spec as one mapping: what it extends beneath it, and its tier, with those below it, beneath everything."""

from pathlib import Path
from typing import Any

import yaml

from tests.examples import CHECKOUT

_PRESETS = CHECKOUT / "compiler/landbridge/areas/iam/tiers"
_TIERS = ("startup", "medium", "enterprise")


def merged(spec: Path) -> dict[str, Any]:
    """Read a spec, lay it over the files that it extends, and all over the presets of its tier."""
    own = _with_bases(spec)
    beneath: dict[str, Any] = {}
    if tier := own.get("tier", {}).get("name"):
        for name in _TIERS[: _TIERS.index(tier) + 1]:
            beneath = _laid_over(beneath, yaml.safe_load((_PRESETS / f"{name}.yaml").read_text(encoding="utf-8")))
    return _laid_over(beneath, own)


def _with_bases(file: Path) -> dict[str, Any]:
    own = yaml.safe_load(file.read_text(encoding="utf-8"))
    bases = own.pop("extends", [])
    beneath: dict[str, Any] = {}
    for base in [bases] if isinstance(bases, str) else bases:
        beneath = _laid_over(beneath, _with_bases(file.parent / base))
    return _laid_over(beneath, own, keep_null=True)


def _laid_over(beneath: dict[str, Any], above: dict[str, Any], *, keep_null: bool = False) -> dict[str, Any]:
    """Merge mappings key by key; anything else replaces, and null removes.

    A null that found nothing to remove may still remove something of the tier: it is kept for that step.
    """
    result = dict(beneath)
    for key, value in above.items():
        if isinstance(value, dict):
            known = result.get(key)
            result[key] = _laid_over(known if isinstance(known, dict) else {}, value, keep_null=keep_null)
        elif value is not None:
            result[key] = value
        elif keep_null:
            result[key] = None
        else:
            result.pop(key, None)
    return result
