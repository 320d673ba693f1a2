"""The top of the spec: what is the same for all areas. Each area adds its own part under its own key."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationInfo,
    create_model,
    field_validator,
)

from landbridge.areas import AREAS
from landbridge.aws.identity import Identity
from landbridge.aws.partitions import partition_of
from landbridge.spec.base import AccountId, Model, Reason, StandIn, Tags, Text, Whole, form, wrong

TierName = Literal["startup", "medium", "enterprise"]
Engine = Literal["terraform", "opentofu"]

OLDEST: Mapping[Engine, str] = {"terraform": "1.5.0", "opentofu": "1.7.0"}
"""The oldest version of each engine that understands the output, by their documentation."""

_LOGIN = re.compile(r"://[^/@\s]*:[^/@\s]*@")
_CREDENTIALS = frozenset({
    *("access_key", "secret_key", "token", "session_token", "sse_customer_key"),  # s3, remote
    *("password", "client_private_key_pem"),  # http
    *("credentials", "access_token", "encryption_key"),  # gcs
    *("client_secret", "client_certificate", "client_certificate_password", "sas_token"),  # azurerm
    *("oidc_token", "oidc_request_token"),
})  # fmt: skip


class Client(Model):
    """Whose account this is, and the words that names are made of."""

    company_name: Annotated[str | None, Field(description="Full name of the company; for people only.")] = None
    company_prefix: Annotated[
        str,
        form(r"^[a-z][a-z0-9-]*$", "lower-case letters, digits and hyphens, a letter first", max_length=20),
        Field(description="First part of every name, e.g. edge."),
    ]
    tenant_id: Annotated[
        str,
        form(r"^[a-z0-9]{4}$", "four lower-case letters or digits"),
        Field(description="Four characters that tell tenants apart, e.g. b001."),
    ]
    account_id: Annotated[AccountId, Field(description="The AWS account, twelve digits, in quotes.")]


class Environment(Model):
    """Which environment of the account, in which region."""

    env: Annotated[
        str,
        form(r"^[a-z][a-z0-9]*$", "lower-case letters and digits, a letter first", max_length=12),
        Field(description="prod, dev, test, staging or a name of yours."),
    ]
    region: Annotated[str, Field(description="AWS region, e.g. us-west-1; the partition follows from it.")]


class Tier(Model):
    """A preset of groups and roles that lies under this spec; anything in the spec overrides it, null drops it."""

    name: Annotated[TierName, Field(description="startup, medium or enterprise: 5, 10 or 12 groups.")]
    version: Annotated[
        StrictStr | StrictFloat | None, Field(description="Accepted for configs of seed 001's product; not used.")
    ] = None


class Naming(Model):
    """How AWS names are made. Placeholders: {stem} {prefix} {env} {tenant} {region} {tier} {name}."""

    group: Annotated[Text, Field(description="Pattern of group names.")] = "{prefix}-{env}-{tenant}-group-{name}"
    role: Annotated[Text, Field(description="Pattern of role names.")] = "{prefix}-{env}-{tenant}-role-{name}"
    policy: Annotated[Text, Field(description="Pattern of the names of customer-managed policies.")] = (
        "{prefix}-{env}-{tenant}-policy-{name}"
    )


def _no_credential(argument: str) -> str:
    if argument in _CREDENTIALS:
        raise wrong(
            "no credentials: everybody who can read the repository would have them",
            "leave it out; the backend finds them in the environment (such as AWS_PROFILE, or the role of the machine"
            " or CI job that runs it)",
        )
    return argument


def _no_login(value: object) -> object:
    if isinstance(value, str) and _LOGIN.search(value):
        raise wrong(
            "an address without user and password: everybody who can read the repository would have them",
            "leave them out; the backend finds them in the environment (such as TF_HTTP_USERNAME and TF_HTTP_PASSWORD)",
        )
    return value


Argument = Annotated[
    str,
    form(r"^[a-z][a-z0-9_]*$", "an argument's name: lower-case letters, digits and underscores, a letter first"),
    AfterValidator(_no_credential),
]


class Backend(Model):
    """Where the root keeps its state."""

    type: Annotated[
        Literal["s3", "local", "remote", "gcs", "azurerm", "http"],
        Field(description="Backend type, e.g. s3."),
    ]
    config: Annotated[
        dict[Argument, Annotated[StrictStr | StrictBool | StrictInt, AfterValidator(_no_login)]],
        Field(description="The backend's arguments; never credentials."),
    ] = {}


class Terraform(Model):
    """What the generated root says to Terraform or OpenTofu."""

    engine: Annotated[Engine, Field(description="Which engine runs the output.")] = "terraform"
    required_version: Annotated[
        str,
        form(r"^[0-9]+\.[0-9]+(\.[0-9]+)?$", "a version such as 1.11.4", max_length=20),
        Field(
            description="Oldest engine version that must be able to run the output; left out: 1.5.0 of Terraform,"
            " 1.7.0 of OpenTofu."
        ),
    ] = Field(default_factory=lambda data: OLDEST[data.get("engine", "terraform")])
    backend: Annotated[
        Backend | None, Field(description="Where the root keeps its state; left out: the local backend.")
    ] = None
    assume_role: Annotated[
        str | None,
        form(r"^arn:[^:]+:iam::[0-9]{12}:role/.+$", "the ARN of a role, e.g. arn:aws:iam::123456789012:role/deploy"),
        Field(description="ARN of the role that the provider assumes, in the account of the spec."),
    ] = None

    @field_validator("required_version")
    @classmethod
    def _understands_the_output(cls, version: str, info: ValidationInfo) -> str:
        engine = info.data.get("engine")
        if engine is not None and _numbers(version) < _numbers(OLDEST[engine]):
            raise wrong(f"{OLDEST[engine]} or later: no older {engine} understands what is generated")
        return version


def _numbers(version: str) -> tuple[int, ...]:
    major, minor, *patch = map(int, version.split("."))
    return major, minor, *(patch or [0])


class Suppression(Model):
    """One rule that does not apply at one place of the spec, and why."""

    rule: Annotated[
        str, form(r"^LB[0-9]{3}$", "a rule's id: LB and three digits"), Field(description="The rule's id, e.g. LB321.")
    ]
    path: Annotated[Text, Field(description="Where: a path such as security.iam_groups.ops; covers what is below it.")]
    reason: Annotated[Reason, Field(description="Why the rule does not apply here.")]


class Spec(Model):
    """A Landbridge migration spec."""

    version: Annotated[
        Literal[1], Whole, Field(description="Version of the spec's format: write `version: 1`."), StandIn(1)
    ]
    extends: Annotated[
        str | tuple[str, ...] | None,
        Field(description="A spec, or several, in this folder that this one overlays. Resolved when the file is read."),
    ] = None
    client: Annotated[Client, Field(description="Whose account this is.")]
    environment: Annotated[Environment, Field(description="Which environment, in which region.")]
    tier: Annotated[Tier | None, Field(description="A preset of groups and roles under this spec.")] = None
    tags: Annotated[
        Tags, Field(description="Tags of everything that can carry tags (the provider's default_tags).")
    ] = {}
    naming: Annotated[Naming, Field(description="How AWS names are made.")] = Naming()
    terraform: Annotated[
        Terraform, Field(description="Engine, backend and provider settings of the generated root.")
    ] = Terraform()
    suppress: Annotated[
        tuple[Suppression, ...], Field(description="Rules that do not apply somewhere, each with a reason.")
    ] = ()

    @property
    def identity(self) -> Identity:
        """Partition, account and region; the region has been checked by then."""
        return Identity(partition_of(self.environment.region) or "aws", self.client.account_id, self.environment.region)

    @property
    def stem(self) -> str:
        """What the names of the project's own things begin with: `{prefix}-{env}-{tenant}`."""
        return f"{self.client.company_prefix}-{self.environment.env}-{self.client.tenant_id}"

    def part(self, key: str) -> Any:
        """The part of an area, by its key in the spec; None where the spec has none."""
        return getattr(self, key, None)


@cache
def spec_model(keys: frozenset[str] | None = None) -> type[Spec]:
    """The whole spec: the shared top and one optional key per area.

    With `keys`, the areas of other keys are left out, so that their code need not be read.
    """
    parts: dict[str, Any] = {}
    if keys is None or "handover" in keys:
        from landbridge.spec.handover import Handover  # few specs have one

        parts["handover"] = (Annotated[Handover | None, Field(description="What takes over what exists.")], None)
    parts |= {
        listing.key: (Annotated[listing.load().spec | None, Field(description=listing.about)], None)
        for listing in AREAS
        if keys is None or listing.key in keys
    }
    return create_model("Spec", __base__=Spec, **parts)
