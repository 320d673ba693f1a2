"""Places of the spec where people write texts of their own, and what each text becomes in the Terraform modules."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import hcl2
import yaml

from landbridge.findings import Finding
from landbridge.pipeline import Analysis, compile_tree
from tests.specs import HEAD

Resources = Mapping[str, Mapping[str, Any]]
"""The attributes of every resource by its address, policies as the objects that they are in JSON."""

_SEND = {"actions": "sqs:SendMessage", "resources": "arn:aws:sqs:eu-west-1:123456789012:queue"}


@dataclass(frozen=True)
class Field:
    """One place in the spec for a text.

    Attributes:
        section: what of the spec it stands in, as a path of two keys.
        item: the thing that holds the text: a group, role, key, endpoint...
        read: finds the text again among the resources, by the key of the item.
        sample: a text with all kinds of marks that AWS takes there.
        planned: whether a plan shows it: not beside ids that AWS has yet to make up.
    """

    section: str
    item: Callable[[str], Mapping[str, Any]]
    read: Callable[[Resources, str], Any]
    sample: str
    planned: bool = True


def _role(**more: Any) -> dict[str, Any]:
    return {"service": "lambda", "managed_policies": ["AWSLambdaBasicExecutionRole"], **more}


def _statement(**more: Any) -> dict[str, Any]:
    return _role(statements=[{**_SEND, **more}])


def attribute(kind: str, *path: str) -> Callable[[Resources, str], Any]:
    def read(resources: Resources, key: str) -> Any:
        found: Any = resources[f"{kind}.{key}"]
        for step in path:
            found = found[step]
        return found

    return read


def first(kind: str, policy: str, *path: str) -> Callable[[Resources, str], Any]:
    """Read a value from the first statement of a policy."""
    label = "__statements" if kind.endswith("_policy") else ""

    def read(resources: Resources, key: str) -> Any:
        found: Any = resources[f"{kind}.{key}{label}"][policy]["Statement"][0]
        for step in path:
            found = found[step]
        return found

    return read


def only_key(read: Callable[[Resources, str], Any]) -> Callable[[Resources, str], Any]:
    def key_of(resources: Resources, key: str) -> Any:
        (found,) = read(resources, key)
        return found

    return key_of


def after(prefix: str, read: Callable[[Resources, str], Any]) -> Callable[[Resources, str], Any]:
    def rest(resources: Resources, key: str) -> Any:
        found = read(resources, key)
        assert found.startswith(prefix), found
        return found[len(prefix) :]

    return rest


def _member(resources: Resources, key: str) -> Any:
    """Who is put into the group; the group is named or referred to."""
    groups = ([f"edge-prod-b001-group-{key}"], [f"${{aws_iam_group.{key}.name}}"])
    (user,) = (found["user"] for found in resources.values() if found.get("groups") in groups)
    return user


def _subject(resources: Resources, key: str) -> Any:
    """The middle of a token's subject; with wildcards in it, StringEquals is StringLike."""
    conditions = first("aws_iam_role", _TRUST, "Condition")(resources, key)
    (found,) = (held[f"{_OIDC}:sub"] for held in conditions.values() if f"{_OIDC}:sub" in held)
    return found.removeprefix("repo:edge/").removesuffix(":ref:refs/heads/main")


BESIDE: dict[str, dict[str, Any]] = {
    "security": {"permissions_boundary": "none"},
    "kms": {"external_principals": ["arn:aws:iam::123456789012:role/Admin"]},
    "network": {"security_groups": {"client": {"id": "sg-0123456789abcdef0"}}},
    "dms": {"permissions_boundary": "none", "account_roles": {"vpc": "reference", "cloudwatch_logs": "reference"}},
}
"""What a part of the spec has besides, so that its items are right."""

_TRUST = "assume_role_policy"
_CROSS = {"account_ids": ["210987654321"], "managed_policies": ["SecurityAudit"]}
_OIDC = "token.actions.githubusercontent.com"
_DESCRIPTION = 'q"uo\\te ${x} %{y} $${z} #{w} {"a"} /* // # <<EOT `b` é ÿ \t\n*) end'
_LATIN = 'q"uo\\te %{ #{ $${aws:username} // # é ÿ \t\n end'
_TAG = "a b_.:/=+-@ é λ 日本"
_NAME = "a+b=c,d.e@f-g_H"

IAM_FIELDS: dict[str, Field] = {
    "role description": Field(
        "security.service_roles",
        lambda text: _role(description=text),
        attribute("aws_iam_role", "description"),
        _DESCRIPTION,
    ),
    "policy description": Field(
        "security.policies",
        lambda text: {"description": text, "statements": [_SEND]},
        attribute("aws_iam_policy", "description"),
        _DESCRIPTION,
    ),
    "tag value": Field(
        "security.service_roles",
        lambda text: _role(tags={"Team": text}),
        attribute("aws_iam_role", "tags", "Team"),
        _TAG,
    ),
    "tag key": Field(
        "security.service_roles",
        lambda text: _role(tags={text: "x"}),
        only_key(attribute("aws_iam_role", "tags")),
        _TAG,
    ),
    "tag of a user": Field(
        "security.users", lambda text: {"tags": {"Team": text}}, attribute("aws_iam_user", "tags", "Team"), _TAG
    ),
    "role name": Field(
        "security.service_roles", lambda text: _role(name=text), attribute("aws_iam_role", "name"), _NAME
    ),
    "group name": Field(
        "security.iam_groups",
        lambda text: {"name": text, "managed_policies": ["ReadOnlyAccess"]},
        attribute("aws_iam_group", "name"),
        _NAME,
    ),
    "path": Field(
        "security.service_roles",
        lambda text: _role(path=text),
        attribute("aws_iam_role", "path"),
        '/a"b\\c${d}%{e}<f>~/',
    ),
    "condition value": Field(
        "security.service_roles",
        lambda text: _statement(conditions={"StringEquals": {"aws:PrincipalTag/x": text}}),
        first("aws_iam_role_policy", "policy", "Condition", "StringEquals", "aws:PrincipalTag/x"),
        _LATIN,
    ),
    "condition key": Field(
        "security.service_roles",
        lambda text: _statement(conditions={"StringEquals": {f"aws:PrincipalTag/{text}": "x"}}),
        after(
            "aws:PrincipalTag/",
            only_key(first("aws_iam_role_policy", "policy", "Condition", "StringEquals")),
        ),
        "a b_.:/=+-@",
    ),
    "resource": Field(
        "security.service_roles",
        lambda text: _role(statements=[{"actions": "s3:GetObject", "resources": f"arn:aws:s3:::bucket/{text}"}]),
        after("arn:aws:s3:::bucket/", first("aws_iam_role_policy", "policy", "Resource")),
        'a"b\\c ${aws:username} %{ #{ é',
    ),
    "condition of a trust policy": Field(
        "security.service_roles",
        lambda text: _role(conditions={"StringLike": {"aws:SourceOrgID": text}}),
        first("aws_iam_role", _TRUST, "Condition", "StringLike", "aws:SourceOrgID"),
        _LATIN,
    ),
    "external id": Field(
        "security.cross_account_roles",
        lambda text: {**_CROSS, "external_id": text},
        first("aws_iam_role", _TRUST, "Condition", "StringEquals", "sts:ExternalId"),
        "a+b=c,d.e@f:g/h-i_J",
    ),
    "subject of a token": Field(
        "security.federated_roles",
        lambda text: {
            "oidc": {"provider": _OIDC, "subjects": f"repo:edge/{text}:ref:refs/heads/main"},
            "managed_policies": ["SecurityAudit"],
        },
        _subject,
        'a"b\\c%{d}#{e}',
    ),
    "SAML provider": Field(
        "security.federated_roles",
        lambda text: {"saml": {"provider": text}, "managed_policies": ["SecurityAudit"]},
        lambda resources, key: first("aws_iam_role", _TRUST, "Principal", "Federated")(resources, key).removeprefix(
            "arn:aws:iam::123456789012:saml-provider/"
        ),
        "a_b-c.d",
    ),
    "member": Field(
        "security.iam_groups",
        lambda text: {"members": [text], "managed_policies": ["ReadOnlyAccess"]},
        _member,
        "a+b=c,d.e@f-g_h",
    ),
}


def document(items: Sequence[tuple[str, str]], fields: Mapping[str, Field] | None = None, head: str = HEAD) -> str:
    """A spec with one item for each field and text, keyed `k0`, `k1` and so on."""
    parts: dict[str, Any] = {"security": {"permissions_boundary": "none"}}
    for index, (name, text) in enumerate(items):
        field = (fields or IAM_FIELDS)[name]
        part, _, section = field.section.partition(".")
        held = parts.setdefault(part, {**BESIDE.get(part, {})})
        held[section] = {**held.get(section, {}), f"k{index}": field.item(text)}
    return head + dumped(parts)


def dumped(document: object) -> str:
    """Write YAML that holds any text, as an author with a good editor would."""
    return str(yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=10**6))


# What stands between the quotes of a string in HCL, piece by piece.
_PIECE = re.compile(r"\$\$\{|%%\{|\$\{var\.(\w+)\}|\\(u[0-9a-f]{4}|U[0-9a-f]{8}|[^uU])|.", re.DOTALL)
_VARIABLES = {"partition": "aws", "account_id": "123456789012", "region": "eu-west-1"}


def _piece(match: re.Match[str]) -> str:
    if match[1]:
        return _VARIABLES[match[1]]
    if match[2]:
        named = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
        return named.get(match[2]) or chr(int(match[2][1:], 16))
    return match[0][1:] if match[0] in ("$${", "%%{") else match[0]


def unquoted(written: object) -> Any:
    """The value that python-hcl2 read, with strings as they mean, by HCL's own specification."""
    if isinstance(written, dict):
        return {unquoted(key): unquoted(value) for key, value in written.items() if key != "__is_block__"}
    if isinstance(written, list):
        return [unquoted(value) for value in written]
    if not isinstance(written, str):
        return written
    if written.startswith('"'):
        return _PIECE.sub(_piece, written[1:-1])
    if written.startswith("${jsonencode("):
        return unquoted(hcl2.loads(f"x = {written[len('${jsonencode(') : -len(')}')]}\n")["x"])
    return written


def read_by_hcl2(files: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The resources of all modules as python-hcl2 reads them; two modules have none of the same address here."""
    return dict(_blocks(files))


def _blocks(files: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, text in files.items():
        if path.startswith("modules/") and path.endswith(".tf"):
            for block in hcl2.loads(text).get("resource", []):
                for kind, labelled in block.items():
                    for label, body in labelled.items():
                        yield f"{unquoted(kind)}.{unquoted(label)}", unquoted(body)


def read_from_plan(plan: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The resources of all modules as terraform plans to make them; what it does not know yet is left out."""
    return {
        resource["address"].split(".", 2)[2]: {
            name: json.loads(value) if name in ("policy", _TRUST) else value
            for name, value in resource["values"].items()
        }
        for module in plan["planned_values"]["root_module"]["child_modules"]
        for resource in module["resources"]
    }


def assert_are_sound(findings: list[Finding]) -> None:
    """Every finding has a place, and can be shown to people: short, on one line, without control characters."""
    for finding in findings:
        assert re.fullmatch(r"LB\d{3}", finding.id)
        assert finding.place
        assert finding.message.isprintable(), finding
        assert finding.hint.isprintable(), finding
        assert 0 < len(finding.message) < 1_000, finding


def tree_of(analysis: Analysis) -> dict[str, str] | None:
    """What a spec compiles to, or None where it has errors; in both cases nothing else may happen."""
    assert_are_sound(analysis.findings)
    if analysis.root is None:
        assert any(finding.severity == "error" for finding in analysis.findings)
        return None
    files, broken = compile_tree(analysis.root)
    assert broken == []
    for text in files.values():
        text.encode()
    return files
