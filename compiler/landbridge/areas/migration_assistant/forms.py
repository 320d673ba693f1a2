"""The forms of names, ids and ARNs in the `migration_assistant:` part."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from landbridge.areas.ids import ACCOUNT, KEY_ARN, PARTITION, REGION
from landbridge.areas.outside import OUTSIDE
from landbridge.spec.base import Key, form, wrong

_ELSEWHERE = "{var:NAME} or {ssm:/NAME}"
_SECRET = rf"arn:{PARTITION}:secretsmanager:{REGION}:{ACCOUNT}:secret:[A-Za-z0-9/_+=.@-]+|{OUTSIDE}"


def _no_group_id(value: Any) -> Any:
    """Say what to do with a group's id, which is no key: findings elsewhere could only spell it otherwise."""
    if isinstance(value, str) and re.match(r"([0-9]{12}/)?sg-|\{(var|ssm):", value):
        raise wrong(
            "a key of network.security_groups",
            "give the group a key under network.security_groups, with id: and what stands here, and write that key",
        )
    return value


def _secret_or_nothing(value: Any) -> Any:
    """Forget what is no ARN: it could be the secret itself, and findings end up in logs."""
    return value if isinstance(value, str) and re.fullmatch(_SECRET, value) else ""


def _in_the_calendar(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise wrong("a day that there is in the calendar, such as 2027-03-31") from None
    return value


SecurityGroup = Annotated[Key, BeforeValidator(_no_group_id)]
"""A key of network.security_groups."""

SecretArn = Annotated[
    str, BeforeValidator(_secret_or_nothing), WithJsonSchema({"type": "string", "pattern": f"^({_SECRET})$"})
]
"""The ARN of a secret in Secrets Manager; empty where something else was written, which lowering reports."""

Day = Annotated[
    str,
    form(r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "a day such as 2027-03-31: year, month, day"),
    AfterValidator(_in_the_calendar),
]
Stage = Annotated[
    str,
    form(r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", "the stage of the deployment: small letters, digits and hyphens"),
]
DeployId = Annotated[
    str,
    form(r"^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$", "the deploy id of the product: letters, digits and hyphens"),
]
DomainReference = Annotated[
    str,
    form(
        rf"^([a-z][a-z0-9]*(_[a-z0-9]+)*|arn:{PARTITION}:es:{REGION}:{ACCOUNT}:domain/[a-z][a-z0-9-]{{2,27}})$",
        "a key of opensearch.domains, or the ARN of a domain of another account or region",
    ),
]
CollectionName = Annotated[
    str,
    form(r"^[a-z][a-z0-9-]{2,31}$", "the name of a collection: 3 to 32 small letters, digits and hyphens"),
]
CollectionId = Annotated[
    str,
    form(rf"^([a-z0-9]{{3,40}}|{OUTSIDE})$", f"the id of a collection: small letters and digits, or {_ELSEWHERE}"),
]
Index = Annotated[
    str,
    form(r"^[a-z0-9.*][a-z0-9._*-]*$", "the name of an index, which may end in *, or * for all", max_length=255),
]
Bucket = Annotated[
    str,
    form(
        rf"^((\{{(account_id|region|stem)\}}|[a-z0-9])(\{{(account_id|region|stem)\}}|[a-z0-9.-])*|{OUTSIDE})$",
        f"the name of a bucket, without s3:// and folder, {_ELSEWHERE}",
        max_length=120,
    ),
]
Cidr = Annotated[
    str,
    form(r"^[0-9A-Fa-f:.]+/[0-9]{1,3}$", "a network such as 10.20.0.0/24", max_length=49),
]
KmsKey = Annotated[
    str,
    form(
        rf"^([a-z][a-z0-9]*(_[a-z0-9]+)*|{KEY_ARN}|{OUTSIDE})$",
        f"a key of kms.keys, a key's ARN, {_ELSEWHERE}",
    ),
]
FileSystem = Annotated[
    str,
    form(
        rf"^(fs-[0-9a-f]{{8,17}}|{OUTSIDE})$",
        f"the id of an EFS file system such as fs-0123456789abcdef0, {_ELSEWHERE}",
    ),
]
MskCluster = Annotated[
    str,
    form(
        rf"^arn:{PARTITION}:kafka:{REGION}:{ACCOUNT}:cluster/[A-Za-z0-9._-]+/[A-Za-z0-9-]+$",
        "the ARN of an MSK cluster (…:cluster/NAME/UUID), written out: topics and groups follow from it",
    ),
]
CertificateAuthority = Annotated[
    str,
    form(
        rf"^(arn:{PARTITION}:acm-pca:{REGION}:{ACCOUNT}:certificate-authority/[A-Za-z0-9-]+|{OUTSIDE})$",
        f"the ARN of a private CA (…:certificate-authority/…), {_ELSEWHERE}",
    ),
]
RoleName = Annotated[str, form(r"^[A-Za-z0-9_+=,.@{}-]+$", "the name of a role; may hold {stem}", max_length=128)]
