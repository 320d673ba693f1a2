"""What a key is: its kind, its usage, its rotation, and whether its purpose can use that."""

from collections.abc import Iterator

from landbridge.areas.guides import KMS
from landbridge.areas.kms.purposes import PURPOSES, SYMMETRIC, USAGES, usage
from landbridge.areas.kms.rules.reading import keys
from landbridge.rules.rule import Hit, Rule, Subject

_API = "https://docs.aws.amazon.com/kms/latest/APIReference/"


def _purpose(subject: Subject) -> Iterator[Hit]:
    for path, _, key in keys(subject):
        if key.key_spec != SYMMETRIC and key.purpose != "plain":
            title = PURPOSES[key.purpose].title.partition(":")[0]
            yield Hit(
                path=(*path, "key_spec"),
                message=f"{title} cannot use a key of the kind {key.key_spec}, only {SYMMETRIC}",
                hint=f"leave key_spec out; see {PURPOSES[key.purpose].source}",
            )


def _usage(subject: Subject) -> Iterator[Hit]:
    for path, _, key in keys(subject):
        if key.key_usage is not None and key.key_usage not in USAGES[key.key_spec]:
            yield Hit(
                path=(*path, "key_usage"),
                message=f"a key of the kind {key.key_spec} cannot be used for {key.key_usage}",
                hint=f"it can be used for {' or '.join(USAGES[key.key_spec])}",
            )


def _region(subject: Subject) -> Iterator[Hit]:
    for path, _, key in keys(subject):
        if key.key_spec == "SM2" and subject.identity.partition != "aws-cn":
            yield Hit(path=(*path, "key_spec"), message="keys of the kind SM2 exist in the China regions only")


def _rotation(subject: Subject) -> Iterator[Hit]:
    for path, _, key in keys(subject):
        if key.key_spec != SYMMETRIC:
            for field in ("rotation_period_days", "without_rotation"):
                if getattr(key, field) is not None:
                    yield Hit(
                        path=(*path, field),
                        message=f"KMS rotates {SYMMETRIC} keys only, so {field} says nothing of {key.key_spec}",
                        hint="leave it out",
                        at_key=True,
                    )
        elif key.without_rotation is not None and key.rotation_period_days is not None:
            yield Hit(
                path=(*path, "rotation_period_days"),
                message="the key has a rotation period, and is not rotated",
                hint="leave one of rotation_period_days and without_rotation out",
                at_key=True,
            )


def _symmetric_only(subject: Subject) -> Iterator[Hit]:
    for path, _, key in keys(subject):
        if key.key_spec == SYMMETRIC or key.purpose != "plain":
            continue
        for field in ("service_use", "grant_creators"):
            if getattr(key, field):
                message = f"{field}: AWS services use {SYMMETRIC} keys only, and this one is {key.key_spec}"
                yield Hit(path=(*path, field), message=message, at_key=True)
        decrypts = usage(key.key_spec, key.key_usage) == "ENCRYPT_DECRYPT"
        for index, user in enumerate(key.users):
            where = (*path, "users", index)
            for field, given in (("via", user.via), ("encryption_context", user.encryption_context)):
                if given:
                    message = f"{field} is for {SYMMETRIC} keys only, and this one is {key.key_spec}"
                    yield Hit(path=(*where, field), message=message, at_key=True)
            if user.decrypt_only and not decrypts:
                message = f"a key for {usage(key.key_spec, key.key_usage)} decrypts nothing"
                yield Hit(path=(*where, "decrypt_only"), message=message, at_key=True)


RULES = (
    Rule(
        id="LB420",
        title="A purpose can use the kind of key",
        why="AWS services encrypt with symmetric keys. Asymmetric and HMAC keys are refused when the service is told.",
        fix="leave key_spec out",
        source=KMS + "service-integration.html",
        check=_purpose,
    ),
    Rule(
        id="LB421",
        title="A kind of key can be used for its usage",
        why="KMS refuses to create the key.",
        fix="choose a usage of that kind of key",
        source=_API + "API_CreateKey.html",
        check=_usage,
    ),
    Rule(
        id="LB422",
        title="Rotation is said of keys that KMS rotates",
        why="KMS rotates symmetric encryption keys only.",
        fix="leave it out",
        source=KMS + "rotate-keys.html",
        check=_rotation,
    ),
    Rule(
        id="LB423",
        title="Services, grants and encryption context are for symmetric keys",
        why="AWS services use symmetric keys only, and only these have an encryption context.",
        fix="leave it out, or make the key symmetric",
        source=KMS + "symmetric-asymmetric.html",
        check=_symmetric_only,
    ),
    Rule(
        id="LB424",
        title="A kind of key exists in the region",
        why="KMS refuses to create the key.",
        fix="choose another key_spec",
        source=_API + "API_CreateKey.html",
        check=_region,
    ),
)
