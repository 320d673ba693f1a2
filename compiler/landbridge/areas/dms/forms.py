"""The forms of ids, ARNs and names in the `dms:` part. A value that lives elsewhere may stand in the place of any."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from landbridge.areas.outside import OUTSIDE
from landbridge.spec.base import Key, form

_ELSEWHERE = "or {var:NAME} or {ssm:/NAME}"
_SECRET = rf"arn:[^:\s]+:secretsmanager:[^:\s]+:[^:\s]+:secret:\S+|{OUTSIDE}"
_WORDS = r"(\{(partition|account_id|region|stem)\}|[a-z0-9.-])+"

SecurityGroup = Key
"""A key of network.security_groups."""

KeyName = Annotated[
    str,
    form(
        r"^([a-z][a-z0-9]*(_[a-z0-9]+)*|\{key:[a-z][a-z0-9_]*\}|arn:[^:\s]+:kms:[^:\s]+:[^:\s]+:key/[A-Za-z0-9-]+|"
        + OUTSIDE
        + ")$",
        f"a key of kms.keys, or the ARN of a KMS key (…:key/…), {_ELSEWHERE}",
    ),
]
"""A KMS key: of the spec by its key there, or any by its ARN."""

Cidr = Annotated[
    str,
    form(r"^[0-9A-Fa-f:.]+/[0-9]{1,3}$", "a network such as 10.20.0.0/24", max_length=49),
]
Address = Annotated[
    str, form(r"^[0-9]{1,3}(\.[0-9]{1,3}){3}$", "an IPv4 address such as 203.0.113.7, without a mask", max_length=15)
]
HttpsTarget = Annotated[
    str,
    form(r"^(pl-[0-9a-f]{8,17}|[0-9A-Fa-f:.]+/[0-9]{1,3})$", "a prefix list (pl-…) or a network such as 10.20.0.0/24"),
]
CertificateArn = Annotated[
    str,
    form(
        rf"^(arn:[^:\s]+:dms:[^:\s]+:[^:\s]+:cert:[A-Za-z0-9-]+|{OUTSIDE})$",
        f"the ARN of a certificate that was imported into DMS (…:cert:…), {_ELSEWHERE}",
    ),
]
ServiceName = Annotated[
    str, form(r"^[a-z0-9]+([.-][a-z0-9]+)*$", "the end of a service's name such as dms or ecr.api", max_length=64)
]
Bucket = Annotated[
    str,
    form(rf"^({_WORDS}|{OUTSIDE})$", f"the name of a bucket, without s3:// and folder, {_ELSEWHERE}", max_length=120),
]
Folder = Annotated[
    str,
    form(
        r"^[A-Za-z0-9!_.'()=-]+(/[A-Za-z0-9!_.'()=-]+)*$", "a folder such as landing/orders, without slashes around it"
    ),
]
Table = Annotated[str, form(r"^[A-Za-z0-9_.*-]+$", "the name of a table, * as a wildcard", max_length=255)]
Stream = Annotated[
    str,
    form(
        rf"^([A-Za-z0-9_.-]{{1,128}}|arn:[^:\s]+:kinesis:[^:\s]+:[^:\s]+:stream/[A-Za-z0-9_.-]+|{OUTSIDE})$",
        f"the name or ARN of a Kinesis data stream, {_ELSEWHERE}",
    ),
]
Domain = Annotated[
    str, form(r"^[a-z][a-z0-9-]{2,27}$", "the name of a domain: 3 to 28 lower-case letters, digits and hyphens")
]
ClusterId = Annotated[str, form(r"^cluster-[A-Z0-9]+$", "the resource id of a Neptune cluster (cluster-…)")]
DatabaseId = Annotated[
    str, form(r"^(db|cluster|prx)-[A-Z0-9]+$", "a resource id of RDS (db-…, cluster-… or prx-…), not an identifier")
]
DatabaseUser = Annotated[str, form(r"^[A-Za-z0-9_.@-]+$", "the name of a database user", max_length=128)]

_NO_ARN = ""


def _secret_or_nothing(value: Any) -> Any:
    """Forget a text that is no ARN: it could be the secret itself, and findings end up in logs."""
    if isinstance(value, str) and not re.fullmatch(_SECRET, value):
        return _NO_ARN
    return value


SecretArn = Annotated[
    str,
    BeforeValidator(_secret_or_nothing),
    WithJsonSchema({"type": "string", "pattern": f"^({_SECRET})$"}),
]
"""The ARN of a secret in Secrets Manager; empty where something else was written, which lowering reports."""
