"""What the table of resource types says of one of them, and the import ids that no template can make."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from landbridge.estate.values import Form, plain, spelled

Attributes = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One resource type.

    Attributes:
        type: Terraform's resource type.
        imports: templates of the import id over attributes, such as `{role}/{policy_arn}`; the first whose attributes
            are all there counts. Empty where the type cannot be imported, or `method` makes the id.
        method: makes the import id where no template can; returns an empty text where something is missing.
        why: why it cannot be imported, or should not be; empty where it can.
        twin: the importable type for the same thing of AWS; empty where there is none, or it needs none.
        names: the attributes that AWS knows it by.
        kept: the attributes that adoption could change, and the form in which they are compared.
        held: attributes by other names than those that `imports` and `names` have for them: a KMS key is known by its
            `key_id` everywhere, and some of its types have that in `id` alone.
    """

    type: str
    imports: tuple[str, ...] = ()
    method: Callable[[Attributes], str] | None = None
    why: str = ""
    twin: str = ""
    names: tuple[str, ...] = ()
    kept: Mapping[str, Form]
    held: Mapping[str, str] = field(default_factory=dict)

    @property
    def importable(self) -> bool:
        """Whether Terraform can import it."""
        return not self.why

    def text(self, name: str, attributes: Attributes) -> str:
        """Return the text of an attribute in its one spelling: a key's id for its ARN; empty where it has none."""
        text = plain(spelled(name, attributes.get(name)))
        return text or (plain(spelled(name, attributes.get(self.held[name]))) if name in self.held else "")


def user_groups(attributes: Attributes) -> str:
    """The import id of aws_iam_user_group_membership: the user and all of its groups, sorted."""
    user, groups = plain(attributes.get("user")), _texts(attributes.get("groups"))
    return "/".join([user, *sorted(groups)]) if user and groups else ""


def group_rule(attributes: Attributes) -> str:
    """The import id of aws_security_group_rule, e.g. `sg-1_ingress_tcp_443_443_10.0.0.0/8`: AWS's spelling counts.

    Source: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/security_group_rule#import
    """
    protocol = plain(attributes.get("protocol"))
    head = [
        plain(attributes.get("security_group_id")),
        plain(attributes.get("type")),
        "all" if protocol in ("-1", "all") else protocol,
        plain(attributes.get("from_port")),
        plain(attributes.get("to_port")),
    ]
    sources = list(_sources(attributes))
    return "_".join([*head, *sources]) if all(head) and sources else ""


def _sources(attributes: Attributes) -> Iterator[str]:
    if attributes.get("self") is True:
        yield "self"
    for name in ("cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"):
        yield from _texts(spelled(name, attributes.get(name)))
    group = plain(attributes.get("source_security_group_id"))
    if group:
        yield group


def _texts(values: object) -> list[str]:
    return [text for value in values if (text := plain(value))] if isinstance(values, list | tuple) else []
