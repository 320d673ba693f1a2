"""Access to some DMS resources only: by ARN, by tag, and by the tags that a request gives.

Source of types, tag keys and actions:
https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdatabasemigrationservice.html
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from landbridge.areas.dms.spec_operators import Grant, OwnEndpoints
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath
from landbridge.policy.canonical import canonical, derived_sid
from landbridge.policy.document import Condition, Effect, Statement

_ALL, _BY_ARN, _BY_TAG, _BY_REQUEST = "all of them", "by ARN", "by tag", "by the tags that the request gives"
_IN_SID = {_ALL: "", _BY_ARN: "ByArn", _BY_TAG: "ByTag", _BY_REQUEST: "ByRequestTag"}
"""How an entry tells what it is about, in words and in Sids."""

_NAMED_IN_SID = 2
_HASH = 4
"""How many digits of a hash a Sid without words ends in."""

EVERYTHING = "dms:*"
TAGGING = "dms:AddTagsToResource"
UNTAGGING = "dms:RemoveTagsFromResource"
USER_NAME = "${aws:username}"

WORDS: Mapping[str, str] = {
    "rep": "replication instances",
    "endpoint": "endpoints",
    "task": "replication tasks",
    "cert": "certificates",
    "es": "event subscriptions",
    "subgrp": "subnet groups",
    "replication-config": "serverless replications",
    "assessment-run": "assessment runs",
    "individual-assessment": "individual assessments",
    "data-provider": "data providers",
    "instance-profile": "instance profiles",
    "migration-project": "migration projects",
    "data-migration": "data migrations",
}
"""The taggable types of DMS, as their ARNs name them, in words."""


@dataclass(frozen=True, slots=True)
class Creation:
    """The action that makes a resource, and the types that AWS checks it on; none: the action takes no resource."""

    action: str
    on: tuple[str, ...]


CREATION: Mapping[str, Creation] = {
    "rep": Creation("dms:CreateReplicationInstance", ("rep", "subgrp")),
    "endpoint": Creation("dms:CreateEndpoint", ("endpoint", "cert")),
    "task": Creation("dms:CreateReplicationTask", ("endpoint", "rep")),
    "es": Creation("dms:CreateEventSubscription", ("es",)),
    "subgrp": Creation("dms:CreateReplicationSubnetGroup", ("subgrp",)),
    "replication-config": Creation("dms:CreateReplicationConfig", ("endpoint",)),
    "data-provider": Creation("dms:CreateDataProvider", ()),
    "instance-profile": Creation("dms:CreateInstanceProfile", ()),
    "migration-project": Creation("dms:CreateMigrationProject", ("data-provider", "instance-profile")),
    "data-migration": Creation("dms:CreateDataMigration", ("migration-project",)),
}
"""What makes each type with tags. Certificates are imported, and have no dms:req-tag; runs are started."""

REQUEST_TAG_ACTIONS = frozenset(
    {TAGGING, "dms:CreateOutboundIntegration", *(each.action for each in CREATION.values())}
)
"""The actions with which AWS sends dms:req-tag/KEY."""


def creates_itself(kind: str) -> bool:
    """Whether the action that makes a type is checked on that type, or on no resource: not on other things alone."""
    creation = CREATION.get(kind)
    return creation is not None and (not creation.on or kind in creation.on)


def tag_key(kind: str, tag: str) -> str:
    """The condition key that holds a tag of a resource of this type, or with `req` a tag that the request gives."""
    return f"dms:{kind}-tag/{tag}"


def arns(scope: Scope, region: str, kinds: Iterable[str], ids: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The ARNs of resources of some types in the own account: of these ids, or of all."""
    head = f"arn:{scope.identity.partition}:dms:{region}:{scope.identity.account_id}"
    return tuple(scope.expand(f"{head}:{kind}:{each}", ()) for kind in kinds for each in ids or ("*",))


def granted(scope: Scope, path: SpecPath, grant: Grant, effect: Effect, region: str) -> Iterator[Statement]:
    """The statements of an entry of `allow` or `deny`.

    The key of a tag condition has the type in its name, so that each type with tags has a statement of its own. A
    Deny by tag alone is on `*`: the key says already what it is about.
    """
    given = _conditions(scope, (*path, "request_tags"), grant.request_tags, "req")
    kinds = tuple(dict.fromkeys(grant.types))
    if given and not grant.actions:
        for kind in kinds:
            yield from _created(scope, path, grant, effect, region, kind, given)
        return
    actions = grant.actions or (EVERYTHING,)
    if not grant.tags:
        how = _BY_ARN if grant.ids else _ALL
        yield _statement(path, grant, effect, actions, arns(scope, region, kinds, grant.ids), given, how, kinds)
        return
    for kind in kinds:
        conditions = (*_conditions(scope, (*path, "tags"), grant.tags, kind), *given)
        where = ("*",) if effect == "Deny" and not grant.ids else arns(scope, region, (kind,), grant.ids)
        yield _statement(path, grant, effect, actions, where, conditions, _BY_TAG, (kind,))


def own_endpoints(scope: Scope, path: SpecPath, own: OwnEndpoints, region: str) -> Iterator[Statement]:
    """Endpoints whose tag holds the user's name; new ones have to get that tag when they are made.

    Tagging what others made would be a way to have it, so it is allowed on the own endpoints only. Making tagged
    things needs no dms:AddTagsToResource: AWS's own AWSDMSServerlessServiceRolePolicy makes them by dms:req-tag.
    """
    yield Statement(
        sid="OwnEndpoints",
        actions=(EVERYTHING,),
        resources=arns(scope, region, ("endpoint",)),
        conditions=(Condition("StringEquals", tag_key("endpoint", own.tag), (USER_NAME,)),),
        origin=path,
        why=f"Each user's own endpoints: those whose tag {own.tag} holds the user's name.",
    )
    creation = CREATION["endpoint"]
    yield Statement(
        sid="MakeOwnEndpoints",
        actions=(creation.action,),
        resources=arns(scope, region, creation.on),
        conditions=(Condition("StringEquals", tag_key("req", own.tag), (USER_NAME,)),),
        origin=path,
        why="A new endpoint gets its maker's name when it is made.",
    )


def _created(
    scope: Scope,
    path: SpecPath,
    grant: Grant,
    effect: Effect,
    region: str,
    kind: str,
    given: tuple[Condition, ...],
) -> Iterator[Statement]:
    """What makes a type, where the request gives the tags. A Deny is for tagging later, too."""
    creation = CREATION.get(kind)
    if creation is None:
        return  # a rule says so
    where = arns(scope, region, creation.on) or ("*",)
    actions = (creation.action,) if effect == "Allow" or not creation.on else (creation.action, TAGGING)
    how = _BY_REQUEST
    yield _statement(path, grant, effect, actions, where, given, how, (kind,))
    if effect == "Deny" and not creation.on:
        # Making it is on no resource, so on `*`; tagging there would be that of every other type, too.
        yield _statement(path, grant, effect, (TAGGING,), arns(scope, region, (kind,)), given, how, (kind,))


def _statement(
    path: SpecPath,
    grant: Grant,
    effect: Effect,
    actions: tuple[str, ...],
    resources: tuple[str, ...],
    conditions: tuple[Condition, ...],
    how: str,
    kinds: tuple[str, ...],
) -> Statement:
    words = ", ".join(WORDS[kind] for kind in kinds)
    about = words.capitalize() if effect == "Allow" else f"Not on {words}"
    bare = Statement(
        effect=effect,
        actions=actions,
        resources=resources,
        conditions=conditions,
        origin=path,
        reason=grant.reason or "",
        why=f"{about}: {how}.",
    )
    return replace(bare, sid=_sid(bare, kinds, how))


def _sid(statement: Statement, kinds: tuple[str, ...], how: str) -> str:
    """A Sid that says what is meant: DenyReplicationTasksByArn76A2.

    The hash is that of a Sid without words: it tells two entries of one meaning apart, whatever others there are.
    """
    named = "And".join(WORDS[kind].title().replace(" ", "") for kind in kinds)
    words = named if len(kinds) <= _NAMED_IN_SID else "Several"
    derived = derived_sid(canonical(statement, action_names=False))
    return f"{statement.effect}{words}{_IN_SID[how]}{derived[-_HASH:]}"


def _conditions(
    scope: Scope, path: SpecPath, tags: Mapping[str, tuple[str, ...]] | None, kind: str
) -> tuple[Condition, ...]:
    return tuple(
        Condition("StringEquals", tag_key(kind, tag), tuple(scope.expand(value, (*path, tag)) for value in values))
        for tag, values in (tags or {}).items()
    )
