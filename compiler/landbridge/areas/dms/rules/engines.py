"""What an engine can be, and which fields of an endpoint say something about it."""

from collections.abc import Iterator

from landbridge.areas.dms.engines import ENGINES, ONE_DIRECTION
from landbridge.areas.dms.sides import Side, sides
from landbridge.areas.dms.spec import Endpoint
from landbridge.areas.dms.wording import SOURCES, TARGETS
from landbridge.aws.partitions import nearest_regions, partition_of
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_OF_ASM = ("asm_port", "asm_security_group", "asm_cidrs")
_NETWORK_FIELDS = ("scenario", "security_group", "cidrs", "bridge", "owner", "port", "certificate", "unencrypted")
_EXAMPLES = {
    "bucket": '"{stem}-lake"',
    "domain": "products",
    "folder": "landing/orders",
    "stream": "clicks",
    "tables": '[orders, "orders_*"]',
}
_OF_SOME = tuple(
    sorted({field for engine in ENGINES.values() for field in engine.fields} | ONE_DIRECTION.keys()),
)


def _directions(subject: Subject) -> Iterator[Hit]:
    for side in sides(subject.part):
        endpoint, engine = side.endpoint, side.engine
        if endpoint.direction in engine.directions:
            continue
        if not engine.directions:
            message = f"engine {shorten(endpoint.engine)} can be neither source nor target of a replication task"
            yield Hit(path=(*side.path, "engine"), message=message, hint="name the engine that the data is in")
            continue
        others = [name for name, each in ENGINES.items() if endpoint.direction in each.directions]
        yield Hit(
            path=(*side.path, "direction"),
            message=f"engine {shorten(endpoint.engine)} cannot be a {endpoint.direction}",
            hint=f"it can only be a {engine.directions[0]}; {endpoint.direction}s are {', '.join(others)}",
        )


def _given(endpoint: Endpoint, field: str) -> bool:
    return field in endpoint.model_fields_set and getattr(endpoint, field) not in (None, False, ())


def _foreign_fields(subject: Subject) -> Iterator[Hit]:
    for side in sides(subject.part):
        endpoint, engine = side.endpoint, side.engine
        for field in _OF_SOME:
            if _given(endpoint, field) and (problem := _problem(side, field)):
                yield Hit(path=(*side.path, field), message=problem, hint=_hint(side, field), at_key=True)
        if engine.reached == "api":
            for field in _NETWORK_FIELDS:
                if _given(endpoint, field):
                    message = f"{field} means nothing for {engine.title}, which is reached by AWS's API"
                    yield Hit(path=(*side.path, field), message=message, hint="leave it out", at_key=True)


def _problem(side: Side, field: str) -> str:
    if field in _OF_ASM and field in side.engine.fields and side.endpoint.asm_secret is None:
        return f"{field} means nothing without asm_secret: DMS reads Oracle ASM with its credentials"
    if field not in side.engine.fields:
        return f"{field} means nothing for engine {shorten(side.endpoint.engine)}"
    only = ONE_DIRECTION.get(field)
    if only is not None and only != side.endpoint.direction:
        return f"{field} means nothing for a {side.endpoint.direction}, only for a {only}"
    return ""


def _hint(side: Side, field: str) -> str:
    if field in side.engine.fields and field in _OF_ASM and side.is_source:
        return "add asm_secret, or leave it out"
    having = [name for name, engine in ENGINES.items() if field in engine.fields]
    return f"leave it out; it belongs to {', '.join(having)}"


def _missing_fields(subject: Subject) -> Iterator[Hit]:
    for side in sides(subject.part):
        for field in side.engine.needed:
            if not _given(side.endpoint, field):
                yield Hit(
                    path=side.path,
                    message=f"{side.engine.title} endpoint {side.key} lacks {field}, so its role could not be narrow",
                    hint=f"add e.g. {field}: {_EXAMPLES[field]}",
                    at_key=True,
                )


def _regions(subject: Subject) -> Iterator[Hit]:
    home = subject.identity.region
    for side in sides(subject.part):
        region = side.endpoint.region
        path = (*side.path, "region")
        if region is None:
            continue
        if partition_of(region) != subject.identity.partition:
            near = nearest_regions(region)
            hint = f"did you mean {' or '.join(near)}?" if near else "write a region of the same partition"
            message = f"region {shorten(region)} is none of partition {subject.identity.partition}"
            yield Hit(path=path, message=message, hint=hint)
        elif region != home and (side.engine.home_only or (side.endpoint.engine == "s3" and side.is_source)):
            message = (
                f"{side.engine.title} as a {side.endpoint.direction} has to be in {home}, with its replication instance"
            )
            yield Hit(path=path, message=message, hint="describe this endpoint in a spec of that region")


RULES = (
    Rule(
        id="LB220",
        title="An engine is what DMS can take as a source, or as a target",
        why="DMS refuses an endpoint in a direction that its engine does not have.",
        fix="choose an engine that has the direction",
        source=SOURCES,
        check=_directions,
    ),
    Rule(
        id="LB240",
        title="A field belongs to the engine and direction of its endpoint",
        why="A field that means nothing there was meant for something else, which would be missing.",
        fix="leave it out, or correct the engine",
        source=TARGETS,
        check=_foreign_fields,
    ),
    Rule(
        id="LB241",
        title="An endpoint names what its role may touch",
        why="Without a bucket, table, stream or domain, the role could only have all of them.",
        fix="name it",
        source=TARGETS,
        check=_missing_fields,
    ),
    Rule(
        id="LB258",
        title="An endpoint is in a region where DMS takes it",
        why="DMS takes S3 sources and DynamoDB, Kinesis, OpenSearch and Redshift targets in its own region only.",
        fix="leave region out, or describe the endpoint in a spec of that region",
        source=TARGETS,
        check=_regions,
    ),
)
