"""Facets: what of AWS a Terraform resource owns, in words that say the same whoever wrote them down.

Two resources are about one thing where they share a facet, whatever their types and labels are: an
`aws_iam_group_membership` and the memberships of each user, a rule by `aws_security_group_rule` and by
`aws_vpc_security_group_ingress_rule`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from ipaddress import ip_network

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


def scopes(kind: str, arguments: Arguments) -> frozenset[Facet]:
    """Return whose whole a resource rules: what it does not name in there, it takes away."""
    if kind in _RULES_ALL:
        word, key = _RULES_ALL[kind]
        whole = _text(arguments.get(key))
        return frozenset({(word, whole.lower())} if whole else ())
    if kind == "aws_security_group" and carried(kind, arguments):
        return frozenset({("all rules of", _text(arguments.get("id")))})
    return frozenset()


def within(facet: Facet) -> Iterator[Facet]:
    """Yield the wholes that something is a part of, as `scopes` writes them."""
    word, *rest = facet
    if word == "membership":
        yield "all members of", rest[1]
    elif word == "rule":
        yield "all rules of", rest[0]
    elif word.startswith("attachment of "):
        yield "all that have", rest[1]
        yield f"all attachments of {word.rpartition(' ')[2]}", rest[0]
    elif word.startswith("inline policy of "):
        yield f"all inline policies of {word.rpartition(' ')[2]}", rest[0]


_RULES_ALL: dict[str, tuple[str, str]] = {
    "aws_iam_policy_attachment": ("all that have", "policy_arn"),
    "aws_iam_group_membership": ("all members of", "group"),
    **{
        f"aws_iam_{who}_{what}_exclusive": (f"all {words} of {who}", f"{who}_name")
        for who in ("role", "group", "user")
        for what, words in (("policy_attachments", "attachments"), ("policies", "inline policies"))
    },
}
"""Types that take away what they do not name: the word for the whole, and the argument that says of what.

Source: the warnings at https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs
"""


def _folded(kind: str, found: Iterable[Facet]) -> frozenset[Facet]:
    """IAM does not tell names apart by their case.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    """
    return (
        frozenset(tuple(map(str.lower, facet)) for facet in found) if kind.startswith("aws_iam_") else frozenset(found)
    )


def _one(kind: str, arguments: Arguments) -> Iterator[Facet]:
    word, *keys = _ONE.get(kind, ("",))
    values = [_name(key, arguments.get(key)) for key in keys]
    if keys and all(values):
        yield word, *values


def _name(key: str, value: object) -> str:
    """One value in the one spelling that both sides can be compared by: a key goes by its id, not by its ARN."""
    text = _text(value)
    return text.rpartition("key/")[2] if key in ("key_id", "target_key_id") else text


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


IDENTIFYING: dict[str, tuple[str, ...]] = {kind: tuple(keys) for kind, (_, *keys) in _ONE.items()}
"""The arguments that AWS tells things of a type apart by."""


TWINS: frozenset[tuple[str, str]] = frozenset(
    {
        ("aws_iam_group_membership", "aws_iam_user_group_membership"),
        *(("aws_iam_policy_attachment", f"aws_iam_{who}_policy_attachment") for who in ("role", "group", "user")),
        *(("aws_security_group_rule", f"aws_vpc_security_group_{way}_rule") for way in ("ingress", "egress")),
    }
)
"""Types for the same things of AWS: the old one, and the one that can take it over."""

YIELDED: dict[str, frozenset[str]] = {
    "domain policy": frozenset({"access_policies"}),
    "key policy": frozenset({"policy"}),
    "rule": frozenset({"ingress", "egress"}),
    "attachment of role": frozenset({"managed_policy_arns"}),
    "inline policy of role": frozenset({"inline_policy"}),
}
"""The arguments by which a resource holds what can also be a resource of its own."""


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
            yield _network(text)
    for name in ("cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups"):
        yield from map(_network, _texts(arguments.get(name)))


def _network(text: str) -> str:
    """A network in the one spelling of its kind; what is none stays what it is."""
    if "/" not in text:
        return text
    try:
        return str(ip_network(text, strict=False))
    except ValueError:
        return text


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
    if key := _name("key_id", arguments.get("key_id")):
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
