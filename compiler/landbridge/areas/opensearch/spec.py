"""The `opensearch:` part of the spec: who may do what with domains that exist, and who may manage them."""

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from landbridge.areas.forms import TagValues
from landbridge.areas.outside import OUTSIDE
from landbridge.spec.base import (
    Conditions,
    Flag,
    Key,
    Model,
    OneOrMany,
    Reason,
    StandIn,
    Text,
    exactly_one,
    form,
    with_from,
    wrong,
)

May = Literal["read", "search", "write", "power", "administer"]
Takeover = Literal["policy", "release", "forget"]

NONE = "none"
"""What `current_policy` says of a domain that has no access policy."""
ANONYMOUS = "anonymous"
"""Who sends requests that nobody signed."""
EVERY_DOMAIN = "*"

Index = Annotated[
    str,
    form(
        r"^[a-z0-9.*?][a-z0-9._*?+-]*$",
        "the name of an index, which is in small letters and may hold * and ?; leave indexes out to mean all of them",
        max_length=255,
    ),
]
Api = Annotated[
    str,
    form(
        r"^(\*|_[a-z0-9_*?.-]+(/[A-Za-z0-9_*?.-]+)*)$",
        "an API as it stands in the path of a request, e.g. _search or _cluster/health, or * for all",
        max_length=512,
    ),
]
Path = Annotated[
    str,
    form(
        r"^[A-Za-z0-9_.*?<>,+%:@-][A-Za-z0-9_.*?<>,+%:@/-]*$",
        "the path of a request without the slash in front, e.g. orders/*, _bulk or *",
        max_length=1024,
    ),
]
DomainReference = Annotated[
    str,
    form(
        rf"^(\*|[a-z][a-z0-9]*(_[a-z0-9]+)*|arn:[^:]+:es:[^:]+:[^:]+:domain/[a-z*?][a-z0-9*?-]*|{OUTSIDE})$",
        "a key of opensearch.domains, a domain's ARN, {var:NAME}, {ssm:/NAME}, or * for all domains",
        max_length=2048,
    ),
]
Endpoint = Annotated[
    str,
    form(
        rf"^(https://[a-z0-9][a-z0-9.-]*(:[0-9]+)?|{OUTSIDE})$",
        "the address of the domain such as https://search-logs-abc.eu-west-1.es.amazonaws.com, {var:NAME} or"
        " {ssm:/NAME}",
        max_length=512,
    ),
]
File = Annotated[
    str,
    form(
        r"^[A-Za-z0-9._/@+=,-]+$",
        "the name of a file beside the spec, of letters, digits and . _ / @ + = , -; or none",
        max_length=512,
    ),
]
Fingerprint = Annotated[
    str,
    form(r"^[0-9a-f]{16}$", "a statement's fingerprint as POLICY-CHANGES.md lists it: sixteen hexadecimal digits"),
]
_MAY = (
    "read: GET and HEAD. search: GET and POST on _search and _count alone, or on apis. write: GET, HEAD, POST, PUT and"
    " DELETE, so that an index can be deleted, too. power: GET and PUT. administer: es:ESHttp*, every method."
)
_INDEXES = "Indexes, which may hold *; left out: all of the domain."
_APIS = "Only these APIs, e.g. [_search]; with indexes, of these."


class Drop(Model):
    """A statement of the current policy that goes. Nothing else ever does."""

    sid: Annotated[Text | None, Field(description="The Sid of the statement in the file.")] = None
    statement: Annotated[
        Fingerprint | None,
        Field(
            description="Its fingerprint, for one without a Sid; POLICY-CHANGES.md lists them.", validate_default=True
        ),
    ] = None
    reason: Annotated[Reason, Field(description="Why it may go."), StandIn("not said")]

    @field_validator("statement")
    @classmethod
    def _one(cls, value: object, info: ValidationInfo) -> object:
        return exactly_one(value, info, "sid")


_from_networks = with_from(
    tuple[Text, ...],
    "Public networks from which alone (aws:SourceIp), e.g. [192.0.2.0/24]; not for a domain in a VPC.",
    default=(),
)


class _FromNetworks(Model):
    """What has a field `from`."""

    @property
    def networks(self) -> tuple[str, ...]:
        """What `from` says."""
        found: tuple[str, ...] = getattr(self, "from")
        return found


@_from_networks
class DomainAccess(_FromNetworks):
    """Who may do what with which part of a domain, and from where: one statement of its policy."""

    who: Annotated[
        tuple[Text, ...],
        Field(description="{role:KEY}, ARNs, account ids, or anonymous for requests that nobody signs.", min_length=1),
    ]
    may: Annotated[May | None, Field(description=_MAY)] = None
    actions: Annotated[
        OneOrMany | None,
        Field(description="Actions instead of may, e.g. [es:ESHttpGet].", validate_default=True),
    ] = None
    indexes: Annotated[tuple[Index, ...], Field(description=_INDEXES)] = ()
    apis: Annotated[tuple[Api, ...], Field(description=_APIS)] = ()
    effect: Annotated[Literal["allow", "deny"], Field(description="allow, or deny: whatever else allows it.")] = "allow"
    conditions: Annotated[Conditions, Field(description="Further conditions: operator, key, values.")] = {}
    reason: Annotated[Reason | None, Field(description="Why; asked for where it is wide. Printed above it.")] = None

    @field_validator("actions")
    @classmethod
    def _one(cls, value: object, info: ValidationInfo) -> object:
        return exactly_one(value, info, "may")


class DomainPolicyStatement(Model):
    """A statement of your own in a domain's policy."""

    effect: Annotated[Literal["Allow", "Deny"], Field(description="Allow or Deny.")] = "Allow"
    principals: Annotated[
        dict[Literal["AWS", "Service"], OneOrMany] | None,
        Field(description="Who: AWS (ARNs, account ids, {role:KEY}, *) or Service.", min_length=1),
    ] = None
    not_principals: Annotated[
        dict[Literal["AWS", "Service"], OneOrMany] | None,
        Field(description="Refused: OpenSearch Service has no NotPrincipal.", validate_default=True),
    ] = None
    actions: Annotated[OneOrMany, Field(description="Actions such as es:ESHttpGet.")]
    paths: Annotated[
        tuple[Path, ...] | None,
        Field(description="Paths of requests to this domain, e.g. [orders/*, _bulk].", min_length=1),
    ] = None
    resources: Annotated[
        OneOrMany | None,
        Field(description="ARNs instead of paths.", validate_default=True),
    ] = None
    conditions: Annotated[Conditions, Field(description="Conditions: operator, key, values.")] = {}
    reason: Annotated[Reason | None, Field(description="Why; asked for where it is wide. Printed above it.")] = None

    @field_validator("not_principals")
    @classmethod
    def _somebody(cls, value: object, info: ValidationInfo) -> object:
        return exactly_one(value, info, "principals")

    @field_validator("resources")
    @classmethod
    def _somewhere(cls, value: object, info: ValidationInfo) -> object:
        return exactly_one(value, info, "paths")


class RoleMapping(Model):
    """Who gets a role of fine-grained access control, besides those who have it."""

    roles: Annotated[
        tuple[Text, ...],
        Field(description="IAM roles: {role:KEY} or ARNs; they become backend roles."),
    ] = ()
    users: Annotated[
        tuple[Text, ...],
        Field(description="ARNs of IAM users; they become users.", validate_default=True),
    ] = ()
    reason: Annotated[Reason | None, Field(description="Why; asked for where the role is wide.")] = None

    @field_validator("users")
    @classmethod
    def _somebody(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if not value and info.data.get("roles") == ():
            raise wrong("roles or users: who gets the role?", "add {role:KEY}, or ARNs")
        return value


SecurityRole = Annotated[
    str,
    form(r"^[A-Za-z0-9_.*-]{1,128}$", "the name of a role of fine-grained access control, e.g. all_access"),
]


class Domain(Model):
    """A domain that exists in this account and region. Landbridge owns its access policy, and nothing else of it."""

    name: Annotated[Text | None, Field(description="Its name in AWS; may hold {stem}. Left out: {stem}-KEY.")] = None
    engine: Annotated[
        Literal["opensearch", "elasticsearch"], Field(description="Whether it runs OpenSearch or Elasticsearch.")
    ] = "opensearch"
    adopt: Annotated[
        Flag,
        Field(
            description="Whether Terraform takes the domain itself over (import block), and writes its access_policies"
            " and nothing else; left out: its policy is a resource of its own, whose plan does not show the live one."
        ),
    ] = False
    network: Annotated[
        Literal["vpc", "public"], Field(description="Whether its endpoint is in a VPC or on the internet.")
    ]
    fine_grained: Annotated[Flag, Field(description="Whether fine-grained access control is on.")] = False
    explicit_index: Annotated[
        Flag, Field(description="rest.action.multi.allow_explicit_index of the domain; AWS's default is true.")
    ] = True
    basic_auth: Annotated[
        Flag, Field(description="Whether users of its internal database sign in with a password.")
    ] = False
    endpoint: Annotated[Endpoint | None, Field(description="Its address, for the script of role_mappings.")] = None
    current_policy: Annotated[
        File,
        Field(
            description="The policy that it had before this spec: a file beside the spec, as `aws opensearch"
            " describe-domain-config` or `describe-domain` prints it, or the bare document; none where it has no"
            " policy."
        ),
    ]
    drop: Annotated[tuple[Drop, ...], Field(description="Statements of the current policy that go.")] = ()
    takeover: Annotated[
        Takeover,
        Field(
            description="policy: what the domain had, and this spec's. To give the domain back: release (what it had,"
            " but for what is dropped), apply, then forget (Terraform forgets it and leaves it as it is)."
        ),
    ] = "policy"
    access: Annotated[dict[Key, DomainAccess], Field(description="Who may do what, by key.")] = {}
    statements: Annotated[tuple[DomainPolicyStatement, ...], Field(description="Statements of your own.")] = ()
    role_mappings: Annotated[
        dict[SecurityRole, RoleMapping],
        Field(description="Roles of fine-grained access control, and who gets them."),
    ] = {}
    renamed_from: Annotated[Key | None, Field(description="The key this had before; yields moved blocks.")] = None

    @field_validator("current_policy")
    @classmethod
    def _none(cls, value: str) -> str:
        if value != NONE and value.lower() == NONE:
            raise wrong("the name of a file, or none", f"did you mean {NONE}?")
        return value


@_from_networks
class DomainGrant(_FromNetworks):
    """An identity policy about domains, attached to groups and roles of the spec."""

    groups: Annotated[tuple[Key, ...], Field(description="Keys of security.iam_groups.")] = ()
    roles: Annotated[
        tuple[Key, ...], Field(description="Keys of the roles under security.", validate_default=True)
    ] = ()
    domain: Annotated[
        DomainReference, Field(description="A key of domains, the ARN of a domain elsewhere, or * for all.")
    ]
    may: Annotated[May | None, Field(description=f"With the data. {_MAY}")] = None
    indexes: Annotated[tuple[Index, ...], Field(description=_INDEXES)] = ()
    apis: Annotated[tuple[Api, ...], Field(description=_APIS)] = ()
    configuration: Annotated[
        Literal["none", "read", "manage"], Field(description="With the domain itself: see it, or change it.")
    ] = "none"
    actions: Annotated[
        OneOrMany | None,
        Field(
            description="Further actions: those of requests on these indexes and apis, the others on the domain itself,"
            " e.g. [es:AddTags]."
        ),
    ] = None
    tags: Annotated[
        TagValues | None, Field(description="Tags that the domain has: key, and the values of which it has one.")
    ] = None
    request_tags: Annotated[
        TagValues | None, Field(description="Tags that a request gives to a domain: key, and accepted values.")
    ] = None
    conditions: Annotated[Conditions, Field(description="Further conditions: operator, key, values.")] = {}
    name: Annotated[Text | None, Field(description="The policy's name in AWS; may hold {stem}.")] = None
    reason: Annotated[Reason | None, Field(description="Why; asked for where it is wide.")] = None
    renamed_from: Annotated[Key | None, Field(description="The key this had before; yields moved blocks.")] = None

    @field_validator("roles")
    @classmethod
    def _somebody(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if not value and info.data.get("groups") == ():
            raise wrong("groups or roles: who gets it?", "add keys of the security part")
        return value


class OpenSearch(Model):
    """Access to OpenSearch Service domains."""

    domains: Annotated[dict[Key, Domain], Field(description="Domains that exist, by key.")] = {}
    grants: Annotated[dict[Key, DomainGrant], Field(description="Identity policies about domains, by key.")] = {}
