"""Who is who: what AWS knows an object by, what Terraform imports it by, and what adoption could change of it.

Everything here reads plain mappings of a provider's argument names, so the objects of a state and the resources that a
spec compiles to are judged by the same table (`kinds/`).
"""

import re
from contextlib import suppress
from functools import cache

from landbridge.estate.kind import Attributes, Kind
from landbridge.estate.kinds import KINDS
from landbridge.estate.values import canonical_value, partition_of, plain, spelled
from landbridge.policy.printed import UnfitError

_FIELD = re.compile(r"\{(\w+)\}")


def kind(type_: str) -> Kind | None:
    """Return what is known of a type; None for a type that is not in the table."""
    return KINDS.get(type_)


def import_id(type_: str, attributes: Attributes) -> str:
    """Return what `terraform import` takes for an object; empty where it has no such id, or not all of it is known."""
    known = kind(type_)
    if known is None or not known.importable:
        return ""
    if known.method is not None:
        return known.method(attributes)
    return next((text for each in known.imports if (text := _filled(each, known, attributes))), "")


def identity(type_: str, attributes: Attributes) -> dict[str, str]:
    """Return what AWS knows an object by, sorted; of a type outside the table only the ARN, if it has one.

    A KMS key goes by its id, where an ARN was given, too, and under `key_id` for every type of key.
    """
    known = kind(type_)
    if known is not None:
        found = {name: known.text(name, attributes) for name in sorted(known.names)}
        return {name: text for name, text in found.items() if text}
    arn = plain(attributes.get("arn"))
    return {"arn": arn} if type_.startswith("aws_") and re.fullmatch(r"arn:aws[a-z-]*:\S+", arn) else {}


@cache
def attributes_read(type_: str) -> frozenset[str]:
    """Return all attributes that the functions here look at in objects of a type."""
    known = kind(type_)
    if known is None:
        return frozenset({"arn"})
    fields = (name for each in known.imports for name in _FIELD.findall(each))
    tags = ("tags_all",) if "tags" in known.kept else ()
    return frozenset({"arn", *known.names, *known.kept, *known.held.values(), *fields, *tags})


def told_by(type_: str, id_: str) -> dict[str, str]:
    """Return what an import id tells of the names in `identity`; nothing where it does not have the type's form."""
    known = kind(type_)
    if known is None or not known.imports:
        return {}
    found = _form(known.imports[0]).fullmatch(id_)
    return {name: text for name, text in found.groupdict().items() if name in known.names} if found else {}


def adoptable(type_: str, attributes: Attributes) -> dict[str, object]:
    """Return what adoption could change of an object, sorted, each value in its canonical form; null is a value.

    CIDR blocks are spelled as AWS gives them back, and a KMS key is its id, where its ARN was given, too.
    What is not there, or has not the form that its type gives it, is left out: of that nothing is known.
    """
    known = kind(type_)
    if known is None:
        return {}
    partition = partition_of(attributes)
    found: dict[str, object] = {}
    for name, form in sorted(known.kept.items()):
        held = "tags_all" if name == "tags" and attributes.get("tags_all") else name
        if held in attributes:
            with suppress(UnfitError):
                found[name] = canonical_value(spelled(name, attributes[held]), form, partition)
    return found


def _filled(template: str, known: Kind, attributes: Attributes) -> str:
    texts = {name: known.text(name, attributes) for name in _FIELD.findall(template)}
    return _FIELD.sub(lambda field: texts[field[1]], template) if all(texts.values()) else ""


@cache
def _form(template: str) -> re.Pattern[str]:
    """The form of ids that a template makes; each field but the last ends where the text after it begins."""
    parts = _FIELD.split(template)  # text and field in turn
    last = len(parts) - 2
    fields = {number: f"(?P<{parts[number]}>{'.+' if number == last else '.+?'})" for number in range(1, len(parts), 2)}
    return re.compile("".join(fields.get(number, re.escape(part)) for number, part in enumerate(parts)))
