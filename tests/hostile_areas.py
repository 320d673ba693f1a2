"""Places for texts in the parts of KMS, the network and DMS, and what each text becomes in their modules."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.hostile import Field, Resources, after, attribute, only_key

_VPC = {"vpc": "vpc-0123456789abcdef0"}
_ADMIN = "arn:aws:iam::123456789012:role/Admin"
_TAG = "a b_.:/=+-@ é λ 日本"
_CONDITION = 'q"uo\\te %{ #{ ${aws:username} // # é ÿ \t\n end'


def _statements(kind: str, suffix: str = "") -> Callable[[Resources, str], list[dict[str, Any]]]:
    def read(resources: Resources, key: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = resources[f"{kind}.{key}{suffix}"]["policy"]["Statement"]
        return found

    return read


def _condition(kind: str, operator: str, prefix: str) -> Callable[[Resources, str], dict[str, Any]]:
    """The conditions of an operator whose keys have a prefix, of all statements, without it.

    With wildcards in its value, StringEquals is StringLike.
    """
    statements = _statements(kind)
    operators = {operator, operator.replace("Equals", "Like")}

    def read(resources: Resources, key: str) -> dict[str, Any]:
        conditions = (each.get("Condition", {}) for each in statements(resources, key))
        return {
            name.removeprefix(prefix): value
            for each in (found[name] for found in conditions for name in operators & found.keys())
            for name, value in each.items()
            if name.startswith(prefix)
        }

    return read


def _only_value(read: Callable[[Resources, str], Mapping[str, Any]]) -> Callable[[Resources, str], Any]:
    def value_of(resources: Resources, key: str) -> Any:
        (found,) = read(resources, key).values()
        return found

    return value_of


def _resource(suffix: str, prefix: str, end: str = "") -> Callable[[Resources, str], Any]:
    """What stands between two texts in the one resource of a role's policy that has them."""
    statements = _statements("aws_iam_role_policy", suffix)

    def read(resources: Resources, key: str) -> Any:
        held = (each["Resource"] for each in statements(resources, key))
        every = [text for each in held for text in (each if isinstance(each, list) else [each])]
        fitting = (text for text in every if text.startswith(prefix) and text.endswith(end))
        (found,) = {text[len(prefix) : len(text) - len(end)] for text in fitting if "/awsdms_" not in text}
        return found

    return read


def _of_rule(attribute_name: str) -> Callable[[Resources, str], Any]:
    def read(resources: Resources, key: str) -> Any:
        kind = f"aws_vpc_security_group_ingress_rule.{key}__"
        (found,) = (held[attribute_name] for address, held in resources.items() if address.startswith(kind))
        return found

    return read


def _alias(resources: Resources, key: str) -> Any:
    names = (held["name"] for address, held in resources.items() if address.startswith(f"aws_kms_alias.{key}"))
    (found,) = names
    return found.removeprefix("alias/")


def _group(**more: Any) -> dict[str, Any]:
    return {**_VPC, "ingress": [{"from": "10.0.0.0/24", "port": 5432, **more}]}


def _endpoint(engine: str, **more: Any) -> dict[str, Any]:
    return {"engine": engine, "direction": "target", **more}


def _operator(**more: Any) -> dict[str, Any]:
    return {"allow": [{"types": ["rep"], **more}]}


_KMS = {
    "key description": Field(
        "kms.keys",
        lambda text: {"description": text},
        attribute("aws_kms_key", "description"),
        'q"uo\\te ${x} %{y} #{w} 日本 \t\n end',
    ),
    "key tag value": Field(
        "kms.keys", lambda text: {"tags": {"Team": text}}, attribute("aws_kms_key", "tags", "Team"), _TAG
    ),
    "key tag key": Field(
        "kms.keys", lambda text: {"tags": {text: "x"}}, only_key(attribute("aws_kms_key", "tags")), _TAG
    ),
    "alias": Field("kms.keys", lambda text: {"aliases": [text]}, _alias, "a/b_c-D9"),
    "encryption context value": Field(
        "kms.keys",
        lambda text: {"users": [{"principal": _ADMIN, "encryption_context": {"App": text}}]},
        _only_value(_condition("aws_kms_key_policy", "StringEquals", "kms:EncryptionContext:")),
        'q"uo\\te %{ #{ // # é end',
    ),
    "encryption context key": Field(
        "kms.keys",
        lambda text: {"users": [{"principal": _ADMIN, "encryption_context": {text: "x"}}]},
        only_key(_condition("aws_kms_key_policy", "StringEquals", "kms:EncryptionContext:")),
        "a_.:/=+-@9",
    ),
    "log group": Field(
        "kms.keys",
        lambda text: {"purpose": "cloudwatch_logs", "log_groups": [text]},
        after(
            "arn:aws:logs:eu-west-1:123456789012:log-group:",
            _only_value(_condition("aws_kms_key_policy", "ArnLike", "kms:EncryptionContext:")),
        ),
        "/aws/dms/a_b-c.d#*",
    ),
    "condition of a key's statement": Field(
        "kms.keys",
        lambda text: {
            "statements": [
                {
                    **{"effect": "Deny", "actions": "kms:ScheduleKeyDeletion", "principals": {"AWS": _ADMIN}},
                    "conditions": {"StringNotEquals": {"aws:PrincipalTag/x": text}},
                }
            ]
        },
        _only_value(_condition("aws_kms_key_policy", "StringNotEquals", "aws:PrincipalTag/")),
        _CONDITION,
    ),
}

_NETWORK = {
    "security group name": Field(
        "network.security_groups",
        lambda text: {**_group(), "name": text},
        attribute("aws_security_group", "name"),
        "a B._-:/()#,@[]+=&;{}!$*9",
    ),
    "security group description": Field(
        "network.security_groups",
        lambda text: {**_group(), "description": text},
        attribute("aws_security_group", "description"),
        "a B._-:/()#,@[]+=&;{}!$*9",
    ),
    "security group tag": Field(
        "network.security_groups",
        lambda text: {**_group(), "tags": {"Team": text}},
        attribute("aws_security_group", "tags", "Team"),
        _TAG,
    ),
    "rule description": Field(
        "network.security_groups",
        lambda text: _group(description=text),
        _of_rule("description"),
        "a B._-:/()#,@[]+=&;{}!$*9",
    ),
    "network": Field(
        "network.security_groups", lambda text: _group(**{"from": text}), _of_rule("cidr_ipv4"), "10.20.0.0/16"
    ),
    "condition of a VPC endpoint": Field(
        "network.vpc_endpoints",
        lambda text: {
            **_VPC,
            **{"service": "dms", "subnets": ["subnet-0123456789abcdef0"], "clients": ["client"]},
            "statements": [
                {"actions": "dms:Describe*", "conditions": {"StringEquals": {"aws:PrincipalTag/x": text}}},
            ],
        },
        _only_value(_condition("aws_vpc_endpoint", "StringEquals", "aws:PrincipalTag/")),
        _CONDITION,
    ),
}

_DMS = {
    "DMS role name": Field(
        "dms.endpoints",
        lambda text: _endpoint("kinesis", stream="clicks", name=text),
        attribute("aws_iam_role", "name"),
        "a+b=c,d.e@f-g_D",
    ),
    "DMS role tag": Field(
        "dms.endpoints",
        lambda text: _endpoint("kinesis", stream="clicks", tags={"Team": text}),
        attribute("aws_iam_role", "tags", "Team"),
        _TAG,
    ),
    "bucket": Field(
        "dms.endpoints",
        lambda text: {"engine": "s3", "direction": "source", "bucket": text, "folder": "in"},
        _resource("__access", "arn:aws:s3:::", "/in/*"),
        "edge-prod.lake-9",
    ),
    "folder": Field(
        "dms.endpoints",
        lambda text: {"engine": "s3", "direction": "source", "bucket": "edge-in", "folder": text},
        _resource("__access", "arn:aws:s3:::edge-in/", "/*"),
        "A/b!_.'()=-9",
    ),
    "table": Field(
        "dms.endpoints",
        lambda text: _endpoint("dynamodb", tables=[text]),
        _resource("__access", "arn:aws:dynamodb:eu-west-1:123456789012:table/"),
        "a_b.c-D*",
    ),
    "stream": Field(
        "dms.endpoints",
        lambda text: _endpoint("kinesis", stream=text),
        _resource("__access", "arn:aws:kinesis:eu-west-1:123456789012:stream/"),
        "a_b.c-D",
    ),
    "assessment bucket": Field(
        "dms.assessment_buckets",
        lambda text: {"bucket": text},
        _resource("__assessment__assessment_runs", "arn:aws:s3:::", "/*"),
        "edge-prod.results",
    ),
    "operator's policy name": Field(
        "dms.operators",
        lambda text: _operator() | {"name": text},
        attribute("aws_iam_policy", "name"),
        "a+b=c,d.e@f-g_D",
    ),
    "operator's description": Field(
        "dms.operators",
        lambda text: _operator() | {"description": text},
        attribute("aws_iam_policy", "description"),
        'q"uo\\te ${x} %{y} #{w} é \t\n end',
    ),
    "tag value of an operator": Field(
        "dms.operators",
        lambda text: _operator(tags={"Env": text}),
        _only_value(_condition("aws_iam_policy", "StringEquals", "dms:rep-tag/")),
        "a b_.:/=+-@",
        planned=False,
    ),
}


AREA_FIELDS: dict[str, Field] = {**_KMS, **_NETWORK, **_DMS}
