"""The forms of names, ids and ARNs in the `migration_assistant:` part."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from landbridge.areas.forms import ACCOUNT, PARTITION, REGION, or_nothing
from landbridge.areas.outside import OUTSIDE
from landbridge.spec.base import form, wrong

_ELSEWHERE = "{var:NAME} or {ssm:/NAME}"
_SECRET = rf"arn:{PARTITION}:secretsmanager:{REGION}:{ACCOUNT}:secret:[A-Za-z0-9/_+=.@-]+|{OUTSIDE}"


def _in_the_calendar(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise wrong("a day that there is in the calendar, such as 2027-03-31") from None
    return value


def _called(wants: str, here: Mapping[str, str]) -> BeforeValidator:
    """Say what a word of the product's is called here: it may look most like one that means something else."""

    def check(value: Any) -> Any:
        if isinstance(value, str) and (ours := here.get(value.lower())) is not None:
            raise wrong(wants, f"write {ours}")
        return value

    return BeforeValidator(check)


Product = Annotated[
    Literal["classic", "eks"],
    _called("classic (on ECS) or eks", {**dict.fromkeys(("ecs", "cdk", "fargate"), "classic"), "kubernetes": "eks"}),
]
Service = Annotated[
    Literal["console", "reindex", "replayer", "capture_proxy", "target_proxy"],
    _called(
        "console, reindex, replayer, capture_proxy or target_proxy",
        {
            **{"migration-console": "console", "rfs": "reindex", "reindex-from-snapshot": "reindex"},
            **{"traffic-replayer": "replayer", "capture-proxy": "capture_proxy"},
            **{"target-cluster-proxy": "target_proxy", "target-proxy": "target_proxy"},
        },
    ),
]
SecretArn = Annotated[str, or_nothing(_SECRET), WithJsonSchema({"type": "string", "pattern": f"^({_SECRET})$"})]
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
