"""Random parts of a spec, by its JSON Schema: every key of every area, with values that fit their form."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from hypothesis import strategies as st

from landbridge.spec.root import spec_model

KEYS = ("one", "two", "storage", "replication", "orders_db", "main")
"""What named things are called, so that references between them often lead somewhere."""

POOL = (
    *KEYS,
    *("{role:one}", "{policy:one}", "{key:one}", "{key:two}", "{key:storage}", "{dms_role:one}", "{stem}-x"),
    *("{var:one}", "{var:source}", "{var:region}", "{ssm:/one}", "{ssm:/One/b-c}", "{role:nobody}", "${aws:userid}"),
    *("arn:aws:iam::123456789012:role/x", "arn:aws:iam::210987654321:role/x", "arn:aws:iam::210987654321:root"),
    *("arn:{partition}:iam::{account_id}:role/x", "arn:aws:iam::123456789012:policy/x", "arn:aws:s3:::x/*", "*"),
    "arn:aws:iam::123456789012:role/aws-service-role/mgn.amazonaws.com/AWSServiceRoleForMGN",
    *("123456789012", "210987654321", "AROAJQABLZS4A3QDU576Q", "none", "keep", "level1", "ReadOnlyAccess"),
    "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws:kms:us-east-1:210987654321:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf",
    "arn:aws:secretsmanager:us-east-1:210987654321:secret:x-AbCdEf",
    *("arn:aws:dms:eu-west-1:123456789012:cert:X", "arn:aws:kinesis:eu-west-1:123456789012:stream/x"),
    *("sg-0123456789abcdef0", "210987654321/sg-0123456789abcdef0", "pl-0123abcd", "vpc-0123abcd", "subnet-0123abcd"),
    *("rtb-0123abcd", "10.0.0.0/24", "10.0.0.0/16", "10.0.0.1/24", "0.0.0.0/0", "::/0", "fd00::/8", "10.0.0.0/33"),
    *("300.1.1.1/8", "203.0.113.7", "999.1.1.1", "443-443", "2-1", "0-65535", "99999-1", "1521-1530"),
    *("s3", "dms", "secretsmanager", "kinesis-streams", "dynamodb", "logs", "nothing", "dms.amazonaws.com"),
    *("/aws/dms/*", "alias/x", "aws/dms", "kms:Decrypt", "kms:*", "dms:*", "dms:DescribeTasks", "s3:GetObject", "x"),
    *("oracle", "eu-west-1", "us-east-1", "cn-north-1", "eu-west-9", "Owner", "aws:x", "cluster-ABC", "db-ABC"),
    *("2026-12-01T00:00:00Z", "2026-13-99T99:99:99Z", "bucket", "a.b..c", "-", "landing/orders", "why not"),
)  # fmt: skip

_marks = st.lists(
    st.sampled_from([*"\"'\\`$%{}[]()<>|#;:,*_/-. \n\tab09é→", "${", "%{", "-->", "$(id)", "{{", "\n\n", "x" * 99]),
    min_size=1,
    max_size=6,
).map("".join)
any_text = st.sampled_from(POOL) | st.sampled_from(POOL) | _marks


@cache
def part(key: str) -> st.SearchStrategy[dict[str, Any]]:
    """Any part of an area, by its key in the spec."""
    return _value(_schema()["properties"][key])


def _node(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """A node of the schema itself, where it stands by reference."""
    while "$ref" in node:
        node = _schema()["$defs"][node["$ref"].rpartition("/")[2]]
    return node


@cache
def _schema() -> Mapping[str, Any]:
    """The schema of a whole spec: unlike that for editors, it says what has to be there."""
    return spec_model().model_json_schema()


def _value(node: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    node = _node(node)
    if "anyOf" in node:
        forms = [form for form in node["anyOf"] if form != {"type": "null"}]
        return st.one_of([_value(form) for form in forms])
    if "const" in node:
        return st.just(node["const"])
    if "enum" in node:
        return st.sampled_from(node["enum"])
    match node["type"]:
        case "string":
            return _text(node)
        case "integer":
            return st.integers(node.get("minimum", -1), node.get("maximum", 70_000))
        case "boolean":
            return st.booleans()
        case "array":
            return st.lists(_value(node["items"]), min_size=node.get("minItems", 0), max_size=3)
        case "object":
            return st.deferred(lambda: _object(node))
    raise AssertionError(f"no values for {node}")


def _text(node: Mapping[str, Any]) -> st.SearchStrategy[str]:
    longest = node.get("maxLength", 4096)
    if "pattern" not in node:
        return any_text.filter(lambda text: len(text) <= longest)
    fitting = [text for text in POOL if re.search(node["pattern"], text) and len(text) <= longest]
    made = st.from_regex(re.compile(node["pattern"], re.ASCII)).map(lambda text: text.removesuffix("\n"))
    made = made.filter(lambda text: len(text) <= longest and text.isprintable())
    # Patterns cost most of the time, and what they make refers to nothing.
    return st.sampled_from(fitting * 4) | st.sampled_from(fitting) | made if fitting else made


def _object(node: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    if "properties" not in node:
        return _mapping(node)
    fields = {name: _value(field) for name, field in node["properties"].items() if "not" not in field}
    required = set(node.get("required", ()))
    return st.fixed_dictionaries(
        {name: field for name, field in fields.items() if name in required},
        optional={name: field for name, field in fields.items() if name not in required},
    )


def _mapping(node: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    patterns = node.get("patternProperties", {})
    values = _value(next(iter(patterns.values()), node.get("additionalProperties", {"type": "string"})))
    names = node.get("propertyNames", {})
    keys = _value({"type": "string", **names}) if names.get("enum") or names.get("const") else st.sampled_from(KEYS)
    if not patterns and not names:
        keys = any_text
    return st.dictionaries(keys, values, min_size=node.get("minProperties", 1 if patterns else 0), max_size=3)
