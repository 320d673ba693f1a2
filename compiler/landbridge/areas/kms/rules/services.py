"""AWS services as principals of an author's own statements."""

from collections.abc import Iterator

from landbridge.areas.kms import lockout
from landbridge.areas.kms.rules.reading import own_statements
from landbridge.findings import SpecPath
from landbridge.policy.callers import affirming, names_owner, says_who
from landbridge.policy.document import Condition, Statement
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_SOURCES = frozenset({"aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"})
_CONTEXT = "kms:encryptioncontext:"
_CHANGES = (
    *(lockout.CHANGE, "kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion", "kms:DisableKey", "kms:EnableKey"),
    *("kms:DisableKeyRotation", "kms:EnableKeyRotation", "kms:RotateKeyOnDemand", "kms:ReplicateKey"),
    *("kms:ImportKeyMaterial", "kms:DeleteImportedKeyMaterial", "kms:UpdatePrimaryRegion"),
    *("kms:UpdateKeyDescription", "kms:TagResource", "kms:UntagResource"),
    *("kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias"),
)


def _allowed(subject: Subject) -> Iterator[tuple[SpecPath, str, Statement]]:
    """Every own Allow for a service: where its services stand, the first of them, the statement."""
    for where, _, statement in own_statements(subject):
        for principal in statement.principals:
            if statement.effect == "Allow" and principal.type == "Service":
                yield where, principal.values[0], statement


def _deputies(subject: Subject) -> Iterator[Hit]:
    for where, service, statement in _allowed(subject):
        if not statement.reason and not any(map(_says_for_whom, statement.conditions)):
            message = f"{shorten(service)} may use the key for whoever asks it to, and no reason is given"
            yield Hit(path=(*where, "principals", "Service"), message=message)


def _says_for_whom(condition: Condition) -> bool:
    key, operator = condition.key.lower(), affirming(condition)
    if key in _SOURCES:
        return says_who(condition)
    if not key.startswith(_CONTEXT) or operator is None:
        return False
    by_text = operator.family == "String"
    return all(
        names_owner(value, by_text=by_text) if value.startswith(("arn", "*", "?", "$")) else True
        for value in condition.values
    )


def _managers(subject: Subject) -> Iterator[Hit]:
    for where, service, statement in _allowed(subject):
        found = [each for each in _CHANGES if lockout.acts(statement, each)]
        if found:
            message = f"{shorten(service)} may {', '.join(found[:3])}: it could change or take away the key"
            yield Hit(path=(*where, "actions"), message=message)


RULES = (
    Rule(
        id="LB466",
        title="A service uses a key for an account that is named, or a reason is given",
        why="A service works for everybody. Without a condition somebody else can let it use this key for them.",
        fix="compare aws:SourceAccount, aws:SourceArn or kms:EncryptionContext:… with yours; or say why (reason:)",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
        check=_deputies,
    ),
    Rule(
        id="LB467",
        title="A service does not manage a key",
        why="Services use keys and create grants. Who may change the policy, or delete the key, has to be somebody.",
        fix="name the actions that the service needs, e.g. kms:Decrypt; people manage it, by administrators:",
        source="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-services.html",
        check=_managers,
    ),
)
