"""Aliases of keys, and keys and grants that were renamed."""

from collections.abc import Iterator, Mapping
from typing import Any

from landbridge.areas.guides import KMS
from landbridge.areas.kms.aliases import PER_KEY, aliases, default, problem
from landbridge.areas.kms.rules.reading import keys
from landbridge.areas.scope import Scope
from landbridge.findings import Severity, SpecPath, dotted
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_ALIAS = "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html"


def _form(subject: Subject) -> Iterator[Hit]:
    scope = Scope(subject.spec, subject.references)
    for path, name, key in keys(subject):
        for alias in aliases(scope, path, name, key):
            if found := problem(alias.name):
                yield Hit(path=alias.path, message=f"{shorten(alias.name)} {found}", at_key=key.aliases is None)


def _count(subject: Subject) -> Iterator[Hit]:
    for path, _, key in keys(subject):
        if key.aliases is not None and len(key.aliases) > PER_KEY:
            message = f"the key has {len(key.aliases)} aliases; a key has at most {PER_KEY}"
            yield Hit(path=(*path, "aliases"), message=message, at_key=True)


def _twice(subject: Subject) -> Iterator[Hit]:
    scope = Scope(subject.spec, subject.references)
    first: dict[str, SpecPath] = {}
    for path, name, key in keys(subject):
        for alias in aliases(scope, path, name, key):
            other = first.setdefault(alias.name, alias.path)
            if other != alias.path:
                message = f"{dotted(other[:3])} has the alias {shorten(alias.name)} already"
                yield Hit(path=alias.path, message=message, at_key=key.aliases is None)


def _renamed(subject: Subject) -> Iterator[tuple[SpecPath, str, Any, Mapping[str, object]]]:
    for section in ("keys", "grants") if subject.part else ():
        everything = getattr(subject.part, section)
        for name, item in everything.items():
            if item.renamed_from:
                yield ("kms", section, name), name, item, everything


def _impossible(subject: Subject) -> Iterator[Hit]:
    claimed: dict[tuple[str, str], SpecPath] = {}
    for path, name, item, everything in _renamed(subject):
        former, where = item.renamed_from, (*path, "renamed_from")
        other = claimed.setdefault((str(path[1]), former), path)
        if former == name:
            yield Hit(path=where, message=f"{shorten(former)} is the key that it has")
        elif former in everything:
            yield Hit(path=where, message=f"{dotted((*path[:2], former))} still exists, so it was not renamed")
        elif other != path:
            yield Hit(path=where, message=f"{dotted(other)} was renamed from {shorten(former)} as well")


def _alias_changes(subject: Subject) -> Iterator[Hit]:
    scope = Scope(subject.spec, subject.references)
    for path, name, key in keys(subject):
        former = key.renamed_from
        if former and former != name and key.aliases is None:
            old, new = default(scope, former), default(scope, name)
            yield Hit(
                path=(*path, "renamed_from"),
                message=f"the alias of the key would change from {shorten(old)} to {shorten(new)}",
                hint=f"keep it: aliases: ['{{stem}}-{former.replace('_', '-')}']",
            )


RULES = (
    Rule(
        id="LB450",
        title="An alias is one that KMS takes",
        why="KMS refuses it during apply.",
        fix="use at most 250 letters, digits and /_-, and neither alias/ nor aws/ at the beginning",
        source=_ALIAS,
        check=_form,
    ),
    Rule(
        id="LB451",
        title="A key has at most 50 aliases",
        why="KMS refuses more.",
        fix="remove some",
        source=KMS + "resource-limits.html",
        check=_count,
    ),
    Rule(
        id="LB452",
        title="An alias stands for one key",
        why="An alias is one per account and region: the second apply fails.",
        fix="choose another alias",
        source=_ALIAS,
        check=_twice,
    ),
    Rule(
        id="LB464",
        title="renamed_from names a key that is gone",
        why="It becomes a Terraform moved block, which can move each old address once, to an address that is another"
        " one.",
        fix="remove renamed_from",
        source="https://developer.hashicorp.com/terraform/language/modules/develop/refactoring",
        check=_impossible,
    ),
    Rule(
        id="LB465",
        title="A renamed key keeps its alias",
        why="KMS cannot rename an alias: the old one is deleted, and who names the key by it fails.",
        fix="give the old alias under aliases:",
        source=KMS + "kms-alias.html",
        severity=Severity.WARNING,
        check=_alias_changes,
    ),
)
