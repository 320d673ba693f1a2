"""The simplest script that lists what a Terraform state holds: addresses and types, as YAML. It checks nothing.

Usage: python benchmarks/bare_inventory.py terraform.tfstate addresses.yaml

It is right only for keys without quotes, backslashes and `${`, and `landbridge inventory` is measured next to it.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml


def objects(state: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the address and the type of every object of a state."""
    for block in state["resources"]:
        if block["mode"] == "managed":
            module = f"{block['module']}." if "module" in block else ""
            for instance in block["instances"]:
                key = instance.get("index_key")
                index = "" if key is None else f"[{key}]" if isinstance(key, int) else f'["{key}"]'
                yield f"{module}{block['type']}.{block['name']}{index}", block["type"]


def main(state_file: Path, out: Path) -> None:
    """List a state."""
    with state_file.open(encoding="utf-8") as file:
        found = [{"address": address, "type": kind} for address, kind in objects(json.load(file))]
    with out.open("w", encoding="utf-8") as file:
        yaml.dump({"objects": found}, file, Dumper=yaml.CSafeDumper, sort_keys=False, width=1000)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
