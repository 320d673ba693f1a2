"""Facets: what of AWS a Terraform resource owns, in words that say the same whoever wrote them down.

Two resources are about one thing where they share a facet, whatever their types and labels are: an
`aws_iam_group_membership` and the memberships of each user, a rule by `aws_security_group_rule` and by
`aws_vpc_security_group_ingress_rule`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

Facet = tuple[str, ...]
Arguments = Mapping[str, object]


def facets(kind: str, arguments: Arguments) -> frozenset[Facet]:
    """Return what a resource of a type owns; nothing where that cannot be told from its arguments.

    Args:
        kind: the Terraform type.
        arguments: by the provider's names; what is not known is missing.
    """
    return _folded(kind, _MANY[kind](arguments) if kind in _MANY else _one(kind, arguments))


def carried(kind: str, arguments: Arguments) -> frozenset[Facet]:
    """Return what a resource holds besides, where no other resource does: inline policies, attachments, rules."""
    return _folded(kind, _CARRIED[kind](arguments) if kind in _CARRIED else ())


def _folded(kind: str, found: Iterable[Facet]) -> frozenset[Facet]:
    """IAM does not tell names apart by their case.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    """
    return (
        frozenset(tuple(map(str.lower, facet)) for facet in found) if kind.startswith("aws_iam_") else frozenset(found)
    )


def _one(kind: str, arguments: Arguments) -> Iterator[Facet]:
    word, *keys = _ONE.get(kind, ("",))
    values = [_text(arguments.get(key)) for key in keys]
    if keys and all(values):
        yield word, *values


_ONE: dict[str, tuple[str, ...]] = {
    "aws_iam_group": ("group", "name"),
    "aws_iam_role": ("role", "name"),
    "aws_iam_user": ("user", "name"),
    "aws_iam_policy": ("policy", "arn"),
    "aws_iam_instance_profile": ("instance profile", "name"),
    "aws_iam_group_policy": ("inline policy of group", "group", "name"),
    "aws_iam_role_policy": ("inline policy of role", "role", "name"),
    "aws_iam_user_policy": ("inline policy of user", "user", "name"),
    "aws_iam_group_policy_attachment": ("attachment of group", "group", "policy_arn"),
    "aws_iam_role_policy_attachment": ("attachment of role", "role", "policy_arn"),
    "aws_iam_user_policy_attachment": ("attachment of user", "user", "policy_arn"),
    "aws_kms_key": ("key", "key_id"),
    "aws_kms_key_policy": ("key policy", "key_id"),
    "aws_kms_alias": ("alias", "name"),
    "aws_kms_grant": ("grant", "key_id", "name"),
    "aws_security_group": ("security group", "vpc_id", "name"),
    "aws_vpc_endpoint": ("VPC endpoint", "id"),
    "aws_opensearch_domain_policy": ("domain policy", "domain_name"),
    "aws_elasticsearch_domain_policy": ("domain policy", "domain_name"),
    "aws_opensearchserverless_access_policy": ("data access policy", "name"),
}
"""The word for the thing, and the arguments that AWS tells such things apart by."""


def _memberships(arguments: Arguments) -> Iterator[Facet]:
    user, group = _text(arguments.get("user")), _text(arguments.get("group"))
    for each in _texts(arguments.get("groups")) if user else ():
        yield "membership", user, each
    for each in _texts(arguments.get("users")) if group else ():
        yield "membership", each, group


def _attached(arguments: Arguments) -> Iterator[Facet]:
    arn = _text(arguments.get("policy_arn"))
    for holder in ("role", "group", "user") if arn else ():
        for name in _texts(arguments.get(f"{holder}s")):
            yield f"attachment of {holder}", name, arn


def _domain(arguments: Arguments) -> Iterator[Facet]:
    if name := _text(arguments.get("domain_name")):
        yield "domain", name


def _rule(direction: str, arguments: Arguments) -> Iterator[Facet]:
    group = _text(arguments.get("security_group_id"))
    protocol = _protocol(arguments.get("ip_protocol", arguments.get("protocol")))
    ports = _ports(protocol, arguments)
    for source in _peers(group, arguments) if group else ():
        yield "rule", group, direction, protocol, ports, source


def _ports(protocol: str, arguments: Arguments) -> str:
    """AWS ignores ports where every protocol is meant."""
    if protocol == "all":
        return ""
    return "-".join(_text(arguments.get(name)) for name in ("from_port", "to_port"))


def _protocol(value: object) -> str:
    """Protocols by the one name that both kinds of resources can be compared by."""
    text = _text(value).lower()
    return {"-1": "all", "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"}.get(text, text)


_PEERS = ("cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id", "source_security_group_id")


def _peers(group: str, arguments: Arguments) -> Iterator[str]:
    if arguments.get("self") is True:
        yield group
    for name in _PEERS:
        if text := _text(arguments.get(name)):
            yield text
    for name in ("cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups"):
        yield from _texts(arguments.get(name))


def _either(arguments: Arguments) -> Iterator[Facet]:
    return _rule(_text(arguments.get("type")), arguments)


_MANY: dict[str, Callable[[Arguments], Iterable[Facet]]] = {
    "aws_iam_user_group_membership": _memberships,
    "aws_iam_group_membership": _memberships,
    "aws_iam_policy_attachment": _attached,
    "aws_opensearch_domain": _domain,
    "aws_elasticsearch_domain": _domain,
    "aws_vpc_security_group_ingress_rule": lambda arguments: _rule("ingress", arguments),
    "aws_vpc_security_group_egress_rule": lambda arguments: _rule("egress", arguments),
    "aws_security_group_rule": _either,
}


def _of_role(arguments: Arguments) -> Iterator[Facet]:
    role = _text(arguments.get("name"))
    for arn in _texts(arguments.get("managed_policy_arns")) if role else ():
        yield "attachment of role", role, arn
    for each in _blocks(arguments.get("inline_policy")) if role else ():
        if name := _text(each.get("name")):
            yield "inline policy of role", role, name


def _of_key(arguments: Arguments) -> Iterator[Facet]:
    if key := _text(arguments.get("key_id")):
        yield "key policy", key


def _of_domain(arguments: Arguments) -> Iterator[Facet]:
    if name := _text(arguments.get("domain_name")):
        yield "domain policy", name


def _of_group(arguments: Arguments) -> Iterator[Facet]:
    group = _text(arguments.get("id"))
    for direction in ("ingress", "egress") if group else ():
        for each in _blocks(arguments.get(direction)):
            yield from _rule(direction, {"security_group_id": group, **each})


_CARRIED: dict[str, Callable[[Arguments], Iterable[Facet]]] = {
    "aws_iam_role": _of_role,
    "aws_kms_key": _of_key,
    "aws_opensearch_domain": _of_domain,
    "aws_elasticsearch_domain": _of_domain,
    "aws_security_group": _of_group,
}


def _text(value: object) -> str:
    """One value as text; nothing for what is not known, or is no scalar."""
    if isinstance(value, bool) or value is None:
        return ""
    return str(value) if isinstance(value, str | int) else ""


def _texts(value: object) -> list[str]:
    return [text for each in value if (text := _text(each))] if isinstance(value, list | tuple) else []


def _blocks(value: object) -> list[Arguments]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []
