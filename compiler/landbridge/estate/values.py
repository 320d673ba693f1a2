"""Values: attributes of a provider in one form, so that the same thing of AWS is always written in the same way."""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from ipaddress import ip_network
from typing import Literal

from landbridge.policy.canonical import canonical
from landbridge.policy.document import VERSION, PolicyDocument, from_json
from landbridge.policy.printed import UnfitError, parsed, printed
from landbridge.source.characters import hidden

Form = Literal["scalar", "set", "map", "policy", "json", "rules", "inline"]
"""How an attribute is compared: as one scalar; as a set of texts; as a map of texts; as a policy document; as other
JSON; as rules of a security group; as the inline policies of a role."""

_MAX_DIGITS = 18
_KEY_ARN = re.compile(r"arn:aws[a-z-]*:kms:[^:]*:[^:]*:key/(.+)")


def plain(value: object) -> str:
    """Return a text, or a whole number as one; empty for everything else, and for what nobody could see whole."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = composed(str(value))
    return text if (text.isascii() and text.isprintable()) or not _unseen(text) else ""


def _unseen(text: str) -> bool:
    return any(char in text for char in "\t\n\r") or next(hidden(text), None) is not None


def composed(text: str) -> str:
    """Return a text in Unicode's form NFC, as Terraform holds every text."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def visible(text: str) -> str:
    r"""Write each character of a text that nobody could see as an escape such as `\u200b`."""
    text = composed(text)
    if text.isascii() and text.isprintable():
        return text
    marks = {text[index] for index, _, _ in hidden(text)}
    return "".join(json.dumps(char)[1:-1] if char in marks else char for char in text)


def key_id(text: str) -> str:
    """Return the id of a KMS key, of which the ARN may be given; anything else, such as an alias, stays as it is."""
    found = _KEY_ARN.fullmatch(text)
    return found[1] if found else text


def network(text: str) -> str:
    """Return a CIDR block as AWS writes it, such as `10.0.0.0/8` for `10.1.2.3/8`; what is none stays as it is."""
    if "/" not in text:
        return text
    try:
        return str(ip_network(text, strict=False))
    except ValueError:
        return text


_SPELLED: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("key_id", "target_key_id"), key_id),
    **dict.fromkeys(("cidr_ipv4", "cidr_ipv6", "cidr_blocks", "ipv6_cidr_blocks"), network),
}
"""Attributes whose texts can be spelled in several ways, and how to get the one by which they are compared."""


def spelled(name: str, value: object) -> object:
    """Return the value of an attribute, each text of it in the one spelling that AWS would give it back in."""
    spelling = _SPELLED.get(name)
    if spelling is None:
        return value
    if isinstance(value, str):
        return spelling(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [spelling(each) if isinstance(each, str) else each for each in value]
    return value


def partition_of(attributes: Mapping[str, object]) -> str:
    """Return the partition that the object's ARN names; `aws` where it has none."""
    parts = str(attributes.get("arn") or "").split(":", 2)
    return parts[1] if len(parts) > 1 and parts[0] == "arn" and re.fullmatch(r"aws[a-z-]*", parts[1]) else "aws"


def canonical_value(value: object, form: Form, partition: str = "aws") -> object:
    """Bring one attribute into canonical form; null stays null.

    Raises:
        UnfitError: where the value has another form.
    """
    if value is None:
        return None
    if form == "policy":
        return _policy(value, partition)
    if form == "json":
        return _json(value)
    if form == "map" and isinstance(value, Mapping):
        return {visible(key): _scalar(each) for key, each in sorted(value.items())}
    if form != "scalar" and form != "map" and isinstance(value, list | tuple | set | frozenset):
        if form == "set":
            return sorted(map(_scalar, value), key=_dumped)
        make = _rule if form == "rules" else _inline
        return sorted((made for each in value if (made := make(each, partition))), key=_dumped)
    if form == "scalar":
        return _scalar(value)
    raise UnfitError("it has another form")


def _scalar(value: object) -> object:
    """Return a text, number or truth value as it comes back from YAML."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, int | float):
        return value if isinstance(value, int) and len(str(abs(value))) <= _MAX_DIGITS else str(value)
    raise UnfitError("it is no scalar")


def _rule(value: object, _: str) -> dict[str, object]:
    """One rule of a security group, without what says nothing in it: no source of a kind, no description.

    Its CIDR blocks are spelled as AWS gives them back.
    """
    if not isinstance(value, Mapping):
        raise UnfitError("a rule is no object")
    found = {
        visible(name): sorted(map(_scalar, each), key=_dumped) if isinstance(each, list | tuple) else _scalar(each)
        for name, each in ((name, spelled(name, each)) for name, each in sorted(value.items()))
    }
    return {name: each for name, each in found.items() if each is not False and each not in (None, "", [])}


def _inline(value: object, partition: str) -> dict[str, object]:
    """One inline policy of a role; empty for the empty block by which a configuration says that there is none."""
    if not isinstance(value, Mapping):
        raise UnfitError("an inline policy is no object")
    name, policy = value.get("name"), value.get("policy")
    return {"name": _scalar(name), "policy": _policy(policy, partition)} if name or policy else {}


def _policy(value: object, partition: str) -> str | None:
    """Return the canonical JSON of a policy document, which is given as text or as the model's document."""
    if value is None:
        return None
    if isinstance(value, PolicyDocument):
        return _policy_text(_dumped(value.to_json()), partition)
    if not isinstance(value, str):
        raise UnfitError("a policy is no text")
    return _policy_text(value, partition) if value.strip() else ""


@lru_cache(maxsize=4096)
def _policy_text(text: str, partition: str) -> str:
    """Write a policy with every list in it sorted; one that the model cannot hold whole keeps its order."""
    found = _parsed(text)
    if not isinstance(found, dict):
        raise UnfitError("a policy is no object")
    try:
        document = from_json(printed(text))
    except UnfitError:
        document = None
    if document is None or found.keys() - {"Version", "Statement"} or found.get("Version") != VERSION:
        return _dumped(found)
    forms = tuple(canonical(each, action_names=False, partition=partition) for each in document.statements)
    return _dumped(PolicyDocument(forms).to_json())


def _json(value: object) -> str:
    if not isinstance(value, str):
        return _dumped(value)
    return _dumped(_parsed(value)) if value.strip() else ""


def _parsed(text: str) -> object:
    try:
        return parsed(text)
    except (ValueError, RecursionError):
        raise UnfitError("it is no JSON") from None


def _dumped(value: object) -> str:
    """Write JSON on one line, sorted, with everything escaped that nobody could see."""
    return visible(json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
