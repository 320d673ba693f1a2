"""RUNBOOK.md: what has to be done by hand around DMS, and that no resource can express; only what concerns the spec.

Source: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from landbridge.areas.attached import holders_in_words
from landbridge.areas.dms import naming
from landbridge.areas.dms.account_roles import HandedOver, handed_over
from landbridge.areas.dms.keys import own_key
from landbridge.areas.dms.private import Setting, TakenOver, overrides, taken_over
from landbridge.areas.dms.secrets import read_by
from landbridge.areas.dms.sides import Side, sides
from landbridge.areas.dms.spec import Dms
from landbridge.areas.dms.spec_operators import Operator
from landbridge.areas.dms.trust import dms_service
from landbridge.areas.outside import Unknown, bare, outside, whereabouts
from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.aws.identity import Identity
from landbridge.ir import Page
from landbridge.policy.document import Condition, Principal, Statement

_SECRET_WORDS = {"secret": "secret", "asm_secret": "ASM secret"}
_WITHOUT_PASSWORD = ("elasticsearch", "neptune", "opensearch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """An operator: its key, who has its policy, and under what conditions."""

    key: str
    holders: str
    conditions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCheck:
    """A role that operators look up: its name and what it is."""

    name: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretCheck:
    """A secret that operators look at: what stands for it in commands, and what it is."""

    id: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Where an endpoint's credentials are: `secret` is what stands for it in commands, empty where it has none."""

    endpoint: str
    secret: str
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedKey:
    """A key that a thing has for good: its name or ARN, whether it is of this spec, and what else there is to say."""

    thing: str
    key: str
    own: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runbook:
    """What the page says.

    Attributes:
        topic_policy: the statement that lets DMS publish events to a topic; TOPIC stands for its name.
        has_events: whether there is anything whose events somebody may want.
        has_passwords: whether there is a password to change, in a secret or in DMS.
        secret_shape: whether some secret holds the credentials of a database.
        asm_shape: whether some secret holds those of Oracle ASM.
    """

    region: str
    topic_policy: Mapping[str, object]
    operators: tuple[Who, ...]
    roles: tuple[RoleCheck, ...]
    secrets: tuple[SecretCheck, ...]
    unknown: tuple[Unknown, ...]
    credentials: tuple[Credentials, ...]
    in_endpoints: tuple[str, ...]
    has_passwords: bool
    secret_shape: bool
    asm_shape: bool
    taken_over: tuple[TakenOver, ...]
    overrides: tuple[Setting, ...]
    keys: tuple[FixedKey, ...]
    account_roles: tuple[HandedOver, ...]
    has_events: bool


def pages(scope: Scope, part: Dms) -> tuple[Page, ...]:
    """The runbook of a spec; none where the spec has nothing but account roles of somebody else."""
    account_roles = tuple(handed_over(part))
    has_events = bool(part.endpoints or part.replication_instances or part.operators)
    if not (account_roles or has_events):
        return ()
    found = tuple(sides(part))
    credentials = tuple(_credentials(scope, found))
    in_endpoints = tuple(side.key for side in found if _has_password_in_dms(side))
    content = Runbook(
        region=scope.identity.region,
        topic_policy=_topic_policy(scope.identity, part).to_json(),
        operators=tuple(_who(key, operator) for key, operator in part.operators.items()),
        roles=tuple(_roles(scope, part)) if has_events else (),
        secrets=tuple(_secrets(scope, found)),
        unknown=tuple(dict.fromkeys(_unknown(scope, found))),
        credentials=credentials,
        in_endpoints=in_endpoints,
        has_passwords=bool(credentials or in_endpoints),
        secret_shape=any(side.endpoint.secret for side in found),
        asm_shape=any(side.endpoint.asm_secret for side in found),
        taken_over=tuple(taken_over(scope, part)),
        overrides=tuple(overrides(scope, part)),
        keys=tuple(_keys(scope, part)),
        account_roles=account_roles,
        has_events=has_events,
    )
    return (
        Page(
            name="RUNBOOK.md",
            title="Runbook of the DMS module",
            template="areas/dms/runbook.md.j2",
            content=content,
        ),
    )


def _topic_policy(identity: Identity, part: Dms) -> Statement:
    place = f"{identity.region}:{identity.account_id}"
    return Statement(
        sid="dms-allow-publish",
        principals=(Principal("Service", (dms_service(part.service_suffix),)),),
        actions=("sns:Publish",),
        resources=(f"arn:{identity.partition}:sns:{place}:TOPIC",),
        conditions=(
            Condition("StringEquals", "aws:SourceAccount", (identity.account_id,)),
            Condition("ArnLike", "aws:SourceArn", (f"arn:{identity.partition}:dms:{place}:es:*",)),
        ),
    )


def _who(key: str, operator: Operator) -> Who:
    window = operator.between or {}
    conditions = [
        *(["in a session with MFA"] if operator.require_mfa else []),
        *([f"from {' or '.join(operator.source_ips)}"] if operator.source_ips else []),
        *([f"after {window['from']}"] if "from" in window else []),
        *([f"before {window['to']}"] if "to" in window else []),
    ]
    return Who(key=key, holders=holders_in_words(operator), conditions=", ".join(conditions) or "at any time")


def _roles(scope: Scope, part: Dms) -> Iterator[RoleCheck]:
    words, roles = _role_words(part), naming.names(scope, part)
    account = [name for name in (f"dms_role:{kind}" for kind in naming.ACCOUNT_ROLES) if name in roles]
    for reference in dict.fromkeys((*account, *sorted(roles))):
        yield RoleCheck(name=str(roles[reference]).rpartition("/")[2], what=words[reference])


def _role_words(part: Dms) -> dict[str, str]:
    """What every role is that may be there, by what a spec calls it."""
    words = {f"dms_assessment_role:{key}": f"role of the assessment bucket {key}" for key in part.assessment_buckets}
    for side in sides(part):
        words[f"dms_role:{side.key}"] = f"service access role of endpoint {side.key}"
        for kind in naming.secret_roles(side):
            secrets = " and the ".join(_SECRET_WORDS[field] for field, _ in read_by(side, kind))
            words[naming.secret_role(side.key, kind)] = f"reads the {secrets} of endpoint {side.key}"
    return words | {f"dms_role:{kind}": "DMS finds it by its name" for kind in naming.ACCOUNT_ROLES}


def _each_secret(scope: Scope, found: tuple[Side, ...]) -> Iterator[tuple[Side, str, str, str]]:
    """Every secret: its endpoint, what it is, its ARN or `{var:NAME}`, and what stands for it in commands."""
    for side in found:
        for field, secret in side.secrets:
            if secret.arn:
                word = _SECRET_WORDS[field]
                text, known = scope.shown(secret.arn), outside(secret.arn) is None
                placeholder = f"{side.key}_{word.replace(' ', '_')}".upper()
                yield side, word, text, text if known else placeholder


def _secrets(scope: Scope, found: tuple[Side, ...]) -> Iterator[SecretCheck]:
    for side, word, _, id_ in _each_secret(scope, found):
        yield SecretCheck(id=id_, what=f"{word} of endpoint {side.key}")


def _unknown(scope: Scope, found: tuple[Side, ...]) -> Iterator[Unknown]:
    for _, _, text, id_ in _each_secret(scope, found):
        if text != id_:
            yield Unknown(placeholder=id_, found=whereabouts(text))


def _has_password_in_dms(side: Side) -> bool:
    elsewhere = side.endpoint.secret is not None or side.endpoint.iam_auth is not None
    return side.on_network and side.endpoint.engine not in _WITHOUT_PASSWORD and not elsewhere


def _credentials(scope: Scope, found: tuple[Side, ...]) -> Iterator[Credentials]:
    for side, word, text, id_ in _each_secret(scope, found):
        shape = "user name, password, host and port" if word == "secret" else "ASM user, password and server"
        parsed = arn.parse(text)
        theirs = parsed is not None and parsed.account != scope.identity.account_id
        owner = f"; run in account {parsed.account}, which owns it" if parsed is not None and theirs else ""
        yield Credentials(endpoint=side.key, secret=id_, shape=shape + owner)


def _keys(scope: Scope, part: Dms) -> Iterator[FixedKey]:
    for key, instance in part.replication_instances.items():
        yield _fixed(scope, f"storage of replication instance {key}", instance.kms_key)
    for key, endpoint in part.endpoints.items():
        yield _fixed(scope, f"connection data of endpoint {key}", endpoint.kms_key)


def _fixed(scope: Scope, thing: str, text: str | None) -> FixedKey:
    if text is None:
        return FixedKey(thing=thing, key="alias/aws/dms", about="the one that AWS manages")
    if outside(text) is not None:
        return FixedKey(thing=thing, key=bare(text), about=whereabouts(text).rpartition(" ")[0])
    own = own_key(text)
    return FixedKey(thing=thing, key=own or scope.shown(text), own=own is not None)
