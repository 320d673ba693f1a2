"""What adoption would change: the arguments of an object as they are, beside those that the spec makes."""

import json
import re
from collections.abc import Iterator, Mapping

from landbridge.estate.identity import kind as kind_of
from landbridge.estate.inventory import Object
from landbridge.graph import expressions
from landbridge.handover.facets import IDENTIFYING, carried
from landbridge.handover.ledger import Change
from landbridge.handover.model import Made, is_open
from landbridge.policy.canonical import canonical, same
from landbridge.policy.document import PolicyDocument, Statement, from_json

_DEFAULTS: dict[tuple[str, str], object] = {
    ("aws_iam_group", "path"): "/",
    ("aws_iam_role", "max_session_duration"): 3600,
    ("aws_iam_role", "permissions_boundary"): "",
    ("aws_iam_user", "permissions_boundary"): "",
    ("aws_kms_key", "is_enabled"): True,
    ("aws_kms_key", "key_usage"): "ENCRYPT_DECRYPT",
}
"""What the provider makes of an argument that a block leaves out, by its documentation.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs
"""

_REPLACING: dict[str, frozenset[str]] = {
    "aws_iam_role": frozenset({"name", "path"}),
    "aws_iam_policy": frozenset({"name", "path", "description"}),
    "aws_iam_instance_profile": frozenset({"name", "path"}),
    "aws_kms_key": frozenset({"key_usage", "customer_master_key_spec", "key_spec", "multi_region"}),
    "aws_kms_alias": frozenset({"name"}),
    "aws_security_group": frozenset({"name", "description", "vpc_id"}),
    "aws_vpc_endpoint": frozenset({"service_name", "vpc_endpoint_type", "vpc_id"}),
    "aws_opensearchserverless_access_policy": frozenset({"name"}),
}
"""Arguments for whose sake the provider makes another object, and destroys this one."""

_LABELS = frozenset({"tags", "description"})
_STATE_ONLY: dict[str, frozenset[str]] = {
    "aws_kms_key": frozenset({"deletion_window_in_days"}),
    "aws_iam_user": frozenset({"force_destroy"}),
}
"""What AWS does not keep: after an import only Terraform's state learns of it."""

_ALONG: dict[str, dict[str, str]] = {
    "aws_iam_user": {"force_destroy": "false"},
    "aws_kms_key": {"bypass_policy_lockout_safety_check": "false"},
    "aws_kms_key_policy": {"bypass_policy_lockout_safety_check": "false"},
    "aws_security_group": {"revoke_rules_on_delete": "false"},
}
"""Defaults that an import leaves open, and the provider writes into the state along with any other change."""

_TAGGED = frozenset({"aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"})
"""Types that get the provider's default tags and have no tags of their own in the model."""

_STAYING: dict[str, frozenset[str]] = {"aws_kms_key": frozenset({"rotation_period_in_days"})}
"""Arguments that the provider reads from AWS where a block leaves them out, and does not change."""

_UNKNOWN = re.compile(r"(?<!\$)\{\w+:[^{}]*\}")
"""What stands for an id that AWS has yet to make up; `${aws:username}` is a variable of a policy."""

_ALIASES = {("aws_kms_key", "key_spec"): "customer_master_key_spec"}
"""Arguments of the provider that our model calls otherwise."""


def changes(found: Object, made: Made, default_tags: Mapping[str, str]) -> tuple[Change, ...]:
    """Compare an object with the resource that takes it over.

    Args:
        found: as the inventory has it; what it does not have is not compared.
        made: the resource, with ids put in.
        default_tags: those that the new root's provider adds to everything.
    """
    told = tuple(_changes(found, made, default_tags))
    along = _ALONG.get(made.resource.type, {}) if told else {}
    names = {each.argument for each in told}
    return (*told, *(Change(name, (), (value,), "state", value) for name, value in along.items() if name not in names))


def _changes(found: Object, made: Made, default_tags: Mapping[str, str]) -> Iterator[Change]:
    kind = made.resource.type
    arguments = dict(made.arguments)
    if "tags" in arguments or kind in _TAGGED:
        arguments["tags"] = {**default_tags, **_mapping(arguments.get("tags"))}
    ours = {_ALIASES.get((kind, name), name): value for name, value in arguments.items()}
    for name, before in sorted(_comparable(found, made).items()):
        if name in _STATE_ONLY.get(kind, ()) or (name not in ours and (kind, name) not in _DEFAULTS):
            continue
        after = ours.get(name)
        if after is None and name in _STAYING.get(kind, ()):
            continue
        if after is None or after == "":
            after = _DEFAULTS.get((kind, name), after)
        if name == "permissions_boundary" and arguments.get("keep_boundary"):
            continue
        if change := _change(kind, name, before, after):
            yield change._replace(value=_value(after), reads=_reads(made, after))
    for name in _unsaid(found, made):
        if ours.get(name) not in (None, "", (), {}):
            yield Change(name, (), ("not known: the inventory does not say what it is now",), "unknown")
    for name in sorted(_STATE_ONLY.get(kind, frozenset()) & ours.keys()):
        if ours[name]:
            yield Change(name, (), (_shown(ours[name]),), "state", _value(ours[name]))


def _unsaid(found: Object, made: Made) -> list[str]:
    """Arguments that adoption could change, and of which the inventory does not say what they are."""
    known = kind_of(made.resource.type)
    said = _comparable(found, made).keys()
    state_only = _STATE_ONLY.get(made.resource.type, frozenset())
    kept = frozenset(known.kept) if known is not None else frozenset[str]()
    if found.type != made.resource.type:  # by all else the two were found to be the same thing
        kept &= {"policy", "access_policies"}
    return sorted(kept - said - state_only)


def _comparable(found: Object, made: Made) -> Mapping[str, object]:
    """The object's arguments that say something of the resource, where the two are of different types, too."""
    if found.type == made.resource.type:
        names = IDENTIFYING.get(found.type, ())
        return {**found.attributes, **{name: found.identity[name] for name in names if name in found.identity}}
    if made.resource.type == "aws_kms_key_policy" and "policy" in found.attributes:
        return {"policy": found.attributes["policy"]}
    if made.resource.type in ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"):
        # A rule that is no resource of its own kind has no tags.
        return {"tags": None, **_described(found, made)}
    if made.resource.type == "aws_iam_role_policy":
        blocks = found.attributes.get("inline_policy")
        for each in blocks if isinstance(blocks, list | tuple) else ():
            if isinstance(each, Mapping) and each.get("name") == made.arguments["name"]:
                return {"policy": each.get("policy")}
    return {}


def _described(found: Object, made: Made) -> Mapping[str, object]:
    """The description of a rule, which may stand in a block of its group: among its rules, not as the group's own."""
    if found.type != "aws_security_group":
        return {"description": found.attributes["description"]} if "description" in found.attributes else {}
    for direction in ("ingress", "egress"):
        blocks = found.attributes.get(direction)
        for each in blocks if isinstance(blocks, list | tuple) else ():
            alone = {"id": found.identity.get("id"), direction: [each]}
            if isinstance(each, Mapping) and carried(found.type, alone) & made.facets:
                return {"description": each.get("description") or ""}
    return {}


def _change(kind: str, name: str, before: object, after: object) -> Change | None:
    """One argument's change, or None where both say the same."""
    if isinstance(after, PolicyDocument):
        old = _document(before)
        alike = old is not None and same(old, after)
        gone, come = _statements(old, sids=alike), _statements(after, sids=alike)
        if alike and sorted(gone) == sorted(come):
            return None
        weight = "wording" if alike else "later" if is_open(come) else "access"
        return Change(
            name,
            tuple(line for line in gone if line not in come),
            tuple(line for line in come if line not in gone),
            weight,
        )
    if _plain(before) == _plain(after):
        return None
    lines, others = _lines(before), _lines(after)
    weight = "label" if name in _LABELS else "access"
    if name in _REPLACING.get(kind, ()) or name in IDENTIFYING.get(kind, ()):
        weight = "replace"
    if is_open(others):
        weight = "later"
    return Change(
        name,
        tuple(line for line in lines if line not in others),
        tuple(line for line in others if line not in lines),
        weight,
    )


def _value(after: object) -> str:
    """Write what an argument becomes as JSON; empty where a part of it is not known before Terraform runs."""
    if isinstance(after, PolicyDocument):
        shown = after.to_json()
        shown["Statement"] = [
            {key: value for key, value in each.to_json().items() if key != "Sid"} for each in after.statements
        ]
        after = shown
    text = json.dumps(after, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return "" if _UNKNOWN.search(text) else text


def _reads(made: Made, after: object) -> tuple[str, ...]:
    """The addresses in the new root of the resources that a value reads, sorted."""
    module = ".".join(made.address.split(".", 2)[:2])
    found = {address for each in expressions(after) for address in each.resources}
    return tuple(sorted(each if each.startswith("module.") else f"{module}.{each}" for each in found))


def _document(value: object) -> PolicyDocument | None:
    try:
        return from_json(json.loads(value)) if isinstance(value, str) and value else None
    except (ValueError, RecursionError):
        return None


def _statements(document: PolicyDocument | None, *, sids: bool) -> list[str]:
    """A line of JSON for each statement, in canonical form; Sids grant nothing."""
    return [_statement(each, sids=sids) for each in document.statements] if document is not None else []


def _statement(statement: Statement, *, sids: bool) -> str:
    shown = canonical(statement, action_names=False).to_json()
    return json.dumps({key: value for key, value in shown.items() if sids or key != "Sid"}, ensure_ascii=False)


def _plain(value: object) -> object:
    """A value in the form in which both sides can be compared: nothing is nothing, and lists are sets."""
    if value is None or value == "" or value == () or value == [] or value == {}:
        return None
    if isinstance(value, list | tuple):
        return sorted(map(_shown, value))
    return _mapping(value) if isinstance(value, Mapping) else _shown(value)


def _mapping(value: object) -> dict[str, str]:
    return {str(key): _shown(each) for key, each in value.items()} if isinstance(value, Mapping) else {}


def _lines(value: object) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, Mapping):
        return [f"{key} = {each}" for key, each in sorted(_mapping(value).items())]
    return sorted(map(_shown, value)) if isinstance(value, list | tuple) else [_shown(value)]


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else json.dumps(value, sort_keys=True, default=str)
