"""Writes specs that hold `examples/complete` so many times, always the same for the same number.

Usage: python benchmarks/complete.py 14 spec.yaml

A copy is a shop that leaves the data centre: with people, roles, keys, a network, servers and an order database of its
own, and a search, whose policy lies in a file beside the spec. Single stays what an account has once: the boundary, the
roles that DMS finds by their names, and MGN's staging area with its key, its group and the networks that replicate.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "complete"
POLICY = "edge-search.json"

REPEATED = (
    ("security", "iam_groups"),
    ("security", "assumable_roles"),
    ("security", "service_roles"),
    ("kms", "keys"),
    ("network", "security_groups"),
    ("network", "flows"),
    ("network", "vpc_endpoints"),
    ("mgn", "agent_installers"),
    ("mgn", "operators"),
    ("dms", "replication_instances"),
    ("dms", "endpoints"),
    ("dms", "operators"),
    ("opensearch", "domains"),
    ("migration_assistant", "deployments"),
)
"""The parts of the spec to which every copy adds its entries."""

ONCE = frozenset({"volumes", "mgn_replication"})
"""Entries of these parts that belong to the staging area."""

WORDS = frozenset({"may", "indexes"})
"""What lists words that are no keys of the spec, though one of them is spelt like one."""

MOST = 156
"""So many copies have networks of their own: their numbers are in the second byte, from 0 and from 100 on."""

_IN_BRACES = re.compile(r"\{(role|task_role|ssm):([^}]*)\}")
_ID = re.compile(r"\b((?:vpc|subnet|sg|rtb)-0a1b2c3d)4e5f(?!60713|60720)(?=[0-9a-f]{5}\b)")  # none of the staging area
_STAGE = re.compile(r"^(?:/migration)?/prod\b")
_NETWORK = re.compile(r"\b10\.(0|10)\.")


def spec(copies: int) -> str:
    """Return a spec that holds the example so many times, as YAML.

    Raises:
        ValueError: these are more than MOST.
    """
    if copies > MOST:
        raise ValueError(f"{copies} copies are more than {MOST}, for which there are networks")
    whole = yaml.load((EXAMPLE / "spec.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    _say_which(whole)
    keys = frozenset(key for area, part in REPEATED for key in whole[area][part] if isinstance(key, str)) - ONCE
    every = [_Copy(number, keys) for number in range(copies)]
    for area, part in REPEATED:
        entries = whole[area][part]
        if isinstance(entries, list):
            whole[area][part] = [copy.of(entry) for copy in every for entry in entries]
        else:
            whole[area][part] = dict(_repeated(entries, every))
    return yaml.dump(whole, Dumper=yaml.CSafeDumper, sort_keys=False, width=120)


def write(copies: int, file: Path) -> None:
    """Write such a spec, and beside it the files that it names: what AWS prints of every domain."""
    policy = (EXAMPLE / POLICY).read_text(encoding="utf-8")
    for number in range(copies):
        copy = _Copy(number)
        file.with_name(copy.text(POLICY)).write_text(copy.text(policy), encoding="utf-8")
    file.write_text(spec(copies), encoding="utf-8")


def _say_which(whole: dict[str, Any]) -> None:
    """Say what the example leaves out, as it has one instance and one role that is passed on."""
    for endpoint in whole["dms"]["endpoints"].values():
        endpoint["replication_instance"] = "main"
    for statement in whole["security"]["policies"]["workloads"]["statements"]:
        if statement.get("actions") == ["iam:PassRole"]:
            statement["resources"] = [f"{role}*" for role in statement["resources"]]


def _repeated(entries: dict[str, Any], every: "Sequence[_Copy]") -> Iterator[tuple[str, Any]]:
    yield from ((key, every[0].of(entry)) for key, entry in entries.items() if key in ONCE)
    for copy in every:
        yield from ((copy.key(key), copy.of(entry)) for key, entry in entries.items() if key not in ONCE)


class _Copy:
    """One of the copies: tells what things are called in it.

    Attributes:
        number: by which it is told from the others, from 0 on.
        keys: of the example, which get the number where something names them.
    """

    def __init__(self, number: int, keys: frozenset[str] = frozenset()) -> None:
        self.number, self.keys = number, keys

    def key(self, key: str) -> str:
        """Return a key with the number."""
        return f"{key}_{self.number:03}"

    def of(self, value: Any, field: str = "") -> Any:
        """Return a part of the spec as it is in this copy."""
        if isinstance(value, dict):
            return {key: self.of(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [self.of(each, field) for each in value]
        if not isinstance(value, str) or field in WORDS:
            return value
        if value in self.keys:
            return self.key(value)
        if field == "members":  # a user is in ten groups at most
            return f"{value}.{self.number:03}"
        return f"{value}{self.number:03}" if field == "stage" else self.text(value)

    def text(self, text: str) -> str:
        """Return a text with the names, ids and networks of this copy."""
        text = _IN_BRACES.sub(self._in_braces, text)
        text = _ID.sub(rf"\g<1>{self.number:04}", text)
        text = _NETWORK.sub(lambda found: f"10.{self.number + (100 if found[1] == '10' else 0)}.", text)
        return re.sub(r"edge-search|order-archive", rf"\g<0>-{self.number:03}", text)

    def _in_braces(self, found: re.Match[str]) -> str:
        kind, name = found.groups()
        if kind == "role":
            return f"{{role:{self.key(name)}}}"
        if kind == "task_role":
            deployment, _, service = name.partition(".")
            return f"{{task_role:{self.key(deployment)}.{service}}}"
        return f"{{ssm:{_STAGE.sub(self._numbered, name)}}}"

    def _numbered(self, found: re.Match[str]) -> str:
        return f"{found[0]}{self.number:03}"


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
