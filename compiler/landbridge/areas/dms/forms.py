"""The forms of ids, ARNs and names in the `dms:` part. A value that lives elsewhere may stand in the place of any."""

import re
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, WithJsonSchema

from landbridge.areas.dms.engines import ENGINES, OTHER_NAMES, EngineName
from landbridge.areas.forms import ACCOUNT, KEY_ARN, PARTITION, REGION, no_alias, or_nothing
from landbridge.areas.outside import OUTSIDE
from landbridge.aws.nearest import nearest
from landbridge.source.nodes import shorten
from landbridge.spec.base import form, wrong

_ELSEWHERE = "or {var:NAME} or {ssm:/NAME}"
_SECRET = rf"arn:{PARTITION}:secretsmanager:{REGION}:{ACCOUNT}:secret:[^\s*?]+|{OUTSIDE}"
_WORDS = r"(\{(partition|account_id|region|stem)\}|[a-z0-9.-])+"

_ENDED = "classiclink"
_SCENARIOS = Literal[
    "same_vpc", "shared_vpc", "peered_vpc", "direct_connect", "vpn", "internet", "nat_gateway", "classiclink"
]
_OFFERED = tuple(each for each in get_args(_SCENARIOS) if each != _ENDED)
_ON_PREMISES = re.compile(r"on[-_ ]?prem(ises?)?|(own[-_ ]?)?data[-_ ]?cent(er|re)|dx|vpn[-_ ].*", re.IGNORECASE)


def _by_dms_name(value: Any) -> Any:
    """Say what DMS calls an engine that people call something else; what is no engine at all, the list tells."""
    if isinstance(value, str) and value not in ENGINES:
        plain = "-".join(re.split(r"[\s_-]+", value.strip().lower()))
        name = OTHER_NAMES.get(plain, plain)
        if name in ENGINES:
            raise wrong("an engine by DMS's name for it", f"DMS calls it {name}")
    return value


def _known_scenario(value: Any) -> Any:
    """Say which scenarios there are, without the one that is refused in any case."""
    if isinstance(value, str) and value not in get_args(_SCENARIOS):
        near = nearest(value, _OFFERED, 1)
        hint = f"did you mean {shorten(near[0])}?" if near else ""
        if _ON_PREMISES.fullmatch(value):
            hint = "a network on premises is reached by direct_connect or by vpn"
        raise wrong(f"{', '.join(_OFFERED[:-1])} or {_OFFERED[-1]}", hint)
    return value


Engine = Annotated[EngineName, BeforeValidator(_by_dms_name)]
Scenario = Annotated[
    _SCENARIOS, BeforeValidator(_known_scenario), WithJsonSchema({"type": "string", "enum": list(_OFFERED)})
]
"""How the replication instance gets to a database. ClassicLink is known only to be refused, and not offered."""

KeyName = Annotated[
    str,
    form(
        rf"^([a-z][a-z0-9]*(_[a-z0-9]+)*|\{{key:[a-z][a-z0-9_]*\}}|"
        rf"{KEY_ARN}|{OUTSIDE})$",
        f"a key of kms.keys, or the ARN of a KMS key (…:key/…), {_ELSEWHERE}",
    ),
    no_alias("a key of kms.keys, or the ARN of a KMS key (…:key/…)", ", and policies name keys"),
]
"""A KMS key: of the spec by its key there, or any by its ARN."""

Address = Annotated[
    str, form(r"^[0-9]{1,3}(\.[0-9]{1,3}){3}$", "an IPv4 address such as 203.0.113.7, without a mask", max_length=15)
]
CertificateArn = Annotated[
    str,
    form(
        rf"^(arn:{PARTITION}:dms:{REGION}:{ACCOUNT}:cert:[A-Za-z0-9-]+|{OUTSIDE})$",
        f"the ARN of a certificate that was imported into DMS (…:cert:…), {_ELSEWHERE}",
    ),
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
        rf"^([A-Za-z0-9_.-]{{1,128}}|arn:{PARTITION}:kinesis:{REGION}:{ACCOUNT}:stream/[A-Za-z0-9_.-]+|{OUTSIDE})$",
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

SecretArn = Annotated[
    str,
    or_nothing(_SECRET),
    WithJsonSchema({"type": "string", "pattern": f"^({_SECRET})$"}),
]
"""The ARN of a secret in Secrets Manager; empty where something else was written, which lowering reports."""
