"""What the `kms:` part means: keys, who may do what with them, and grants.

The sets of actions are those of the KMS developer guide, written down here once more:
https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
"""

from collections.abc import Iterable, Iterator, Mapping

from tests.terraform.harness import grants
from tests.terraform.harness.kms import KeyGrant
from tests.terraform.meaning.form import Key
from tests.terraform.meaning.names import Conditions, Names, Thing, listed

_MANAGE = (
    *("Create*", "Describe*", "Enable*", "List*", "Put*", "Update*", "Revoke*", "Disable*", "Get*", "Delete*"),
    *("TagResource", "UntagResource", "ScheduleKeyDeletion", "CancelKeyDeletion"),
)
DECRYPT = ("Decrypt", "DescribeKey")
CRYPTO = ("Encrypt", "Decrypt", "ReEncrypt*", "GenerateDataKey*", "DescribeKey")
_GRANT = ("CreateGrant", "ListGrants", "RevokeGrant")
_ASYMMETRIC = {
    "ENCRYPT_DECRYPT": ("Encrypt", "Decrypt", "ReEncrypt*", "DescribeKey", "GetPublicKey"),
    "SIGN_VERIFY": ("Sign", "Verify", "DescribeKey", "GetPublicKey"),
    "KEY_AGREEMENT": ("DeriveSharedSecret", "DescribeKey", "GetPublicKey"),
    "GENERATE_VERIFY_MAC": ("GenerateMac", "VerifyMac", "DescribeKey"),
}
_FOR_AWS = {"Bool": {"kms:GrantIsForAWSResource": ["true"]}}
_ONLY_GRANTS = frozenset({"opensearch"})
"""Purposes whose service works by grants alone: who uses the key describes it and creates grants."""
_GRANTS_TOO = frozenset({"dms_storage", "redshift_target", "mgn_ebs"}) | _ONLY_GRANTS
"""Purposes whose service goes on when the user's request is over, which takes a grant."""
_LENT_ONLY = frozenset({"es", "aoss"})
"""Services that use a key by grants alone."""
_NEVER_LENT = frozenset({"s3", "secretsmanager"})
"""Services that use a key for their caller alone, request by request."""
_MGN_ROLE = "role/aws-service-role/mgn.amazonaws.com/AWSServiceRoleForApplicationMigrationService"
_MGN_OPERATIONS = (
    *("CreateGrant", "DescribeKey", "Encrypt", "Decrypt"),
    *("GenerateDataKey", "GenerateDataKeyWithoutPlaintext"),
)
_MGN_FOREIGN_OPERATIONS = (*_MGN_OPERATIONS, "ReEncryptFrom", "ReEncryptTo")


def keys(names: Names, uses: Mapping[str, list[Thing]]) -> dict[str, Key]:
    """Work out the keys of the spec, by the ARN that `Names.key` gives each.

    Args:
        names: of the spec.
        uses: statements for key policies that other parts of the spec call for, by key.
    """
    every = names.part("keys", "kms")
    return {names.key(key): _key(names, key, thing, uses.get(key, [])) for key, thing in every.items()}


def key_grants(names: Names) -> frozenset[tuple[str, KeyGrant]]:
    """Return the grants of the spec, each with the ARN of its key."""
    every = names.part("grants", "kms").values()
    return frozenset((names.key(grant["key"]), _grant(names, grant)) for grant in every)


def _grant(names: Names, grant: Thing) -> KeyGrant:
    role = grant["service_linked_role"]
    grantee = names.iam(_MGN_ROLE) if role == "mgn.amazonaws.com" else names.fill(role)
    return KeyGrant("", grantee, tuple(sorted(grant.get("operations", _MGN_FOREIGN_OPERATIONS))))


def use(names: Names, principals: Iterable[str], actions: Iterable[str] = CRYPTO, via: Iterable[str] = ()) -> Thing:
    """Make a statement by which principals may use a key, and where services are named, through these only."""
    services = [f"{service}.{names.region}.amazonaws.com" for service in via]
    condition = {"StringEquals": {"kms:ViaService": services}} if services else {}
    return _allow({"AWS": list(principals)}, actions, condition)


def decryption(names: Names, principals: Iterable[str], via: Iterable[str] = ()) -> Thing:
    """Make a statement by which principals may decrypt with a key."""
    return use(names, principals, DECRYPT, via)


def granting(principals: Iterable[str]) -> Thing:
    """Make a statement by which principals may create grants on a key for AWS services."""
    return _allow({"AWS": list(principals)}, _GRANT, _FOR_AWS)


def _key(names: Names, key: str, thing: Thing, uses: list[Thing]) -> Key:
    aliases = thing.get("aliases", [f"{names.stem}-{key.replace('_', '-')}"])
    spec = thing.get("key_spec", "SYMMETRIC_DEFAULT")
    rotates = spec == "SYMMETRIC_DEFAULT" and "without_rotation" not in thing
    return Key(
        description=thing.get("description"),
        aliases=frozenset(f"alias/{names.fill(alias)}" for alias in aliases),
        spec=spec,
        usage=_usage(thing),
        rotation=thing.get("rotation_period_days", 365) if rotates else None,
        multi_region=thing.get("multi_region", False),
        policy=grants({"Statement": [*_statements(names, thing), *uses]}),
        tags=names.spec.get("tags", {}) | thing.get("tags", {}),
    )


def _usage(thing: Thing) -> str:
    spec = thing.get("key_spec", "SYMMETRIC_DEFAULT")
    mostly = {"HMAC": "GENERATE_VERIFY_MAC", "ECC_": "SIGN_VERIFY"}.get(spec[:4], "ENCRYPT_DECRYPT")
    usage: str = thing.get("key_usage", mostly)
    return usage


def _statements(names: Names, key: Thing) -> Iterator[Thing]:
    account = [names.iam("root")]
    if "without_root" not in key:
        yield _allow({"AWS": account}, ["*"])
    replicate = ["ReplicateKey"] if key.get("multi_region") else []
    if administrators := key.get("administrators"):
        yield _allow({"AWS": _arns(names, administrators)}, [*_MANAGE, *replicate])
    for user in key.get("users", []):
        user = {"principal": user} if isinstance(user, str) else user
        yield from _user(names, key, user)
        if key.get("purpose") in _GRANTS_TOO and not user.get("decrypt_only"):
            yield granting(_arns(names, [user["principal"]]))
    if creators := key.get("grant_creators"):
        yield granting(_arns(names, creators))
    yield from _of_purpose(names, key)
    yield from _through_services(names, key.get("service_use", []))
    for entry in key.get("other_accounts", []):
        others = _arns(names, [*entry.get("principals", []), *entry.get("accounts", [])])
        actions = DECRYPT if entry.get("use", "decrypt") == "decrypt" else CRYPTO
        yield use(names, others, actions, entry.get("via", []))
        if entry.get("grants"):
            yield granting(others)
    for statement in key.get("statements", []):
        yield _authored(names, statement)


def _through_services(names: Names, services: Iterable[str]) -> Iterator[Thing]:
    """Yield what every principal of the account may do through services: use the key, or lend it to the service."""
    for actions, condition, which in (
        (CRYPTO, {}, [service for service in services if service not in _LENT_ONLY]),
        (["DescribeKey"], {}, [service for service in services if service in _LENT_ONLY]),
        (["CreateGrant"], _FOR_AWS, [service for service in services if service not in _NEVER_LENT]),
    ):
        if which:
            via = [f"{service}.{names.region}.amazonaws.com" for service in which]
            narrow = {"StringEquals": {"kms:CallerAccount": [names.account_id], "kms:ViaService": via}}
            yield _allow("*", actions, {**narrow, **condition})


def _of_purpose(names: Names, key: Thing) -> Iterator[Thing]:
    if key.get("purpose") == "mgn_ebs":
        yield from _mgn(names)
    if groups := key.get("log_groups"):
        log_group = f"arn:{names.partition}:logs:{names.region}:{names.account_id}:log-group:"
        arns = [log_group + names.fill(group) for group in groups]
        actions = ["Encrypt*", "Decrypt*", "ReEncrypt*", "GenerateDataKey*", "Describe*"]
        service = {"Service": f"logs.{names.region}.amazonaws.com"}
        yield _allow(service, actions, {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": arns}})
    for publisher in key.get("publishers", []):
        own = {} if publisher == "events.amazonaws.com" else {"StringEquals": {"aws:SourceAccount": [names.account_id]}}
        yield _allow({"Service": publisher}, ["GenerateDataKey*", "Decrypt"], own)


def _mgn(names: Names) -> Iterator[Thing]:
    """Yield the three statements for EBS volumes of Application Migration Service.

    https://docs.aws.amazon.com/mgn/latest/ug/replication-settings-template.html
    """
    own = {"kms:CallerAccount": [names.account_id]}
    by_service = {"Bool": {"aws:ViaAWSService": ["true"]}}
    root, role = names.iam("root"), names.iam(_MGN_ROLE)
    yield _allow({"AWS": root}, ["DescribeKey"], {"StringEquals": own, **by_service})
    yield _allow(
        {"AWS": root},
        ["CreateGrant"],
        {
            "StringEquals": {**own, "kms:GranteePrincipal": [role]},
            "ForAllValues:StringEquals": {"kms:GrantOperations": list(_MGN_OPERATIONS)},
            **by_service,
        },
    )
    via = {"kms:ViaService": [f"ec2.{names.region}.amazonaws.com"]}
    yield _allow({"AWS": [root, role]}, ["ReEncrypt*", "GenerateDataKey*"], {"StringEquals": {**own, **via}})


def _user(names: Names, key: Thing, user: Thing) -> Iterator[Thing]:
    actions = CRYPTO if key.get("key_spec", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT" else _ASYMMETRIC[_usage(key)]
    if user.get("decrypt_only"):
        actions = DECRYPT
    elif key.get("purpose") in _ONLY_GRANTS:
        actions = ("DescribeKey",)
    contexts: dict[str, dict[str, list[str]]] = {}
    for name, values in user.get("encryption_context", {}).items():
        texts = [names.fill(value) for value in listed(values)]
        operator = "StringLike" if any("*" in text for text in texts) else "StringEquals"
        contexts.setdefault(operator, {})[f"kms:EncryptionContext:{name}"] = texts
    who, via = _arns(names, [user["principal"]]), user.get("via", [])
    if contexts:
        # Describing a key has no encryption context, so that a condition on it would never hold.
        yield use(names, who, ["DescribeKey"], via)
        actions = tuple(action for action in actions if action != "DescribeKey")
    made = use(names, who, actions, via)
    conditions = {name: {**made["Condition"].get(name, {}), **keys} for name, keys in contexts.items()}
    yield {**made, "Condition": {**made["Condition"], **conditions}}


def _authored(names: Names, statement: Thing) -> Thing:
    given = statement["principals"]
    principals: Thing | str = {
        kind: _arns(names, listed(values)) if kind == "AWS" else listed(values) for kind, values in given.items()
    }
    if given == {"AWS": "*"}:
        principals = "*"
    return {
        "Effect": statement.get("effect", "Allow"),
        "Principal": principals,
        "Action": listed(statement["actions"]),
        "Resource": "*",
        "Condition": names.conditions(statement.get("conditions", {})),
    }


def _arns(names: Names, principals: Iterable[str]) -> list[str]:
    return [names.iam("root", text) if text.isdigit() else names.fill(text) for text in principals]


def _allow(principals: Thing | str, actions: Iterable[str], conditions: Conditions | None = None) -> Thing:
    return {
        "Effect": "Allow",
        "Principal": principals,
        "Action": [f"kms:{action}" for action in actions],
        "Resource": "*",
        "Condition": conditions or {},
    }
