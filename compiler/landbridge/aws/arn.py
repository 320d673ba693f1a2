"""Amazon Resource Names: reading them, and writing those of the own account without literals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from landbridge.aws.identity import Identity
from landbridge.ir import Expr, Traversal

PARTITION = Traversal("var.partition")
ACCOUNT_ID = Traversal("var.account_id")
REGION = Traversal("var.region")

# A colon inside an IAM policy variable, as in ${aws:username}, separates nothing.
_FIELD = r"((?:\$\{[^{}]*\}|[^:\s])*)"
_ARN = re.compile(rf"arn:{_FIELD}:{_FIELD}:{_FIELD}:{_FIELD}:(.+)", re.DOTALL)
_WILDCARD = re.compile(r"[*?]")
_ACCOUNT_ID = re.compile(r"[0-9]{12}")


@dataclass(frozen=True, slots=True)
class Arn:
    """The fields of an ARN. Each may hold wildcards; region and account may be empty."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    @property
    def fields(self) -> tuple[str, str, str, str, str]:
        """The fields in their order in the text."""
        return self.partition, self.service, self.region, self.account, self.resource

    def __str__(self) -> str:
        return ":".join(("arn", *self.fields))


@lru_cache(maxsize=4096)
def parse(text: str) -> Arn | None:
    """Split a text into the fields of an ARN, or return None if it is none."""
    match = _ARN.fullmatch(text)
    return Arn(*match.groups()) if match and match[1] and match[2] else None


def is_arn(text: str) -> bool:
    """Tell whether a text has the form of an ARN."""
    return parse(text) is not None


def is_account_id(text: str) -> bool:
    """Tell whether a text has the form of an account id: twelve digits."""
    return _ACCOUNT_ID.fullmatch(text) is not None


def express(text: str, identity: Identity) -> str:
    """Write the own partition, account and region in an ARN as the module's variables.

    Returns an `Expr` with the same text, or the text itself where there is nothing to replace. Fields that
    name somebody else's account or region stay, and an ARN of another partition stays as a whole. The own
    account id standing alone is replaced too.
    """
    return text if isinstance(text, Expr) else _express(text, identity)


@lru_cache(maxsize=4096)
def _express(text: str, identity: Identity) -> str:
    if text == identity.account_id:
        return Expr(text, ACCOUNT_ID)
    arn = parse(text)
    if arn is None or not (arn.partition == identity.partition or _WILDCARD.search(arn.partition)):
        return text
    parts = (
        "arn:",
        PARTITION if arn.partition == identity.partition else arn.partition,
        f":{arn.service}:",
        REGION if arn.region == identity.region else arn.region,
        ":",
        ACCOUNT_ID if arn.account == identity.account_id else arn.account,
        ":",
        *_resource_parts(arn.resource, identity),
    )
    return Expr(text, *_joined(parts)) if any(isinstance(part, Traversal) for part in parts) else text


def _resource_parts(resource: str, identity: Identity) -> Iterator[str | Traversal]:
    """Find the own account and region where they are whole words of the resource, as in bucket names."""
    for index, piece in enumerate(_own_words(identity).split(resource)):
        yield piece if index % 2 == 0 else ACCOUNT_ID if piece == identity.account_id else REGION


@lru_cache(maxsize=64)
def _own_words(identity: Identity) -> re.Pattern[str]:
    own = "|".join(map(re.escape, (identity.account_id, identity.region)))
    return re.compile(rf"(?<![A-Za-z0-9])({own})(?![A-Za-z0-9])")


def _joined(parts: tuple[str | Traversal, ...]) -> Iterator[str | Traversal]:
    """Put neighbouring literals together and drop empty ones."""
    literal = ""
    for part in parts:
        if isinstance(part, Traversal):
            if literal:
                yield literal
            yield part
            literal = ""
        else:
            literal += part
    if literal:
        yield literal


def own_account(identity: Identity) -> Expr:
    """Return the id of the own account."""
    return Expr(identity.account_id, ACCOUNT_ID)


def regional_host(identity: Identity, service: str, suffix: str) -> Expr:
    """Return a service of the own region as `kms:ViaService` and regional principals name it, e.g. s3.eu-west-1.…."""
    return Expr(f"{service}.{identity.region}.{suffix}", f"{service}.", REGION, f".{suffix}")


def _iam(identity: Identity, resource: str) -> Expr:
    return Expr(
        f"arn:{identity.partition}:iam::{identity.account_id}:{resource}",
        *("arn:", PARTITION, ":iam::", ACCOUNT_ID, f":{resource}"),
    )


def role_arn(identity: Identity, path: str, name: str) -> Expr:
    """Return the ARN of a role of the own account; the path begins and ends with a slash."""
    return _iam(identity, f"role{path}{name}")


def policy_arn(identity: Identity, path: str, name: str) -> Expr:
    """Return the ARN of a customer-managed policy of the own account."""
    return _iam(identity, f"policy{path}{name}")


def saml_provider_arn(identity: Identity, name: str) -> Expr:
    """Return the ARN of a SAML provider of the own account."""
    return _iam(identity, f"saml-provider/{name}")


def oidc_provider_arn(identity: Identity, issuer: str) -> Expr:
    """Return the ARN of an OIDC provider of the own account; the issuer is its URL, with or without https://."""
    return _iam(identity, f"oidc-provider/{issuer.removeprefix('https://').rstrip('/')}")


def root_arn(identity: Identity) -> Expr:
    """Return the ARN that stands for the whole own account."""
    return _iam(identity, "root")
