"""The staging area: how it, and the agents, reach AWS; and what its fields mean together."""

from collections.abc import Iterator

from landbridge.areas.mgn.contribute import STAGING, SYSTEMS_MANAGER
from landbridge.areas.mgn.networks import AREA, is_public, version
from landbridge.areas.mgn.rules.reading import staging
from landbridge.areas.mgn.spec import ReplicationTemplate
from landbridge.areas.mgn.wording import NETWORK, PRIVATE, SETTINGS, TEMPLATE_API
from landbridge.aws import names
from landbridge.aws.internet import size
from landbridge.aws.networks import problem_with_network
from landbridge.findings import SpecPath
from landbridge.rules.rule import Hit, Rule, Subject

_TEMPLATE: SpecPath = ("mgn", "replication_template")


def _no_way_out(subject: Subject) -> Iterator[Hit]:
    area = staging(subject)
    if area is None:
        return
    if area.endpoints is None and area.internet is None:
        message = "the staging area has no way to MGN, EC2 and S3"
        hint = (
            "say endpoints: create (the narrowest), endpoints: exist with https_to:, or internet: and why the staging"
            " area reaches all of it, also by a transparent proxy"
        )
        if area.proxy is not None:
            message += ": the proxy is for agents, and MGN can tell its servers of none"
        yield Hit(path=AREA, message=message, hint=hint, at_key=True)
    if area.endpoints == "create" and "s3" not in area.present and not area.route_tables:
        message = "the VPC endpoint for S3 stands in route tables, and route_tables has none: no replication server"
        hint = "name the route tables of the staging area's subnets"
        yield Hit(path=(*AREA, "endpoints"), message=f"{message} would get its software", hint=hint)
    there = "endpoints" if area.endpoints == "exist" else "present" if area.present else ""
    if there and not area.https_to:
        message = "VPC endpoints exist, and https_to does not say where"
        hint = "name the prefix list of the gateway endpoint, and the networks of the interface endpoints"
        yield Hit(path=(*AREA, there), message=message, hint=hint)


def _conversion(subject: Subject) -> Iterator[Hit]:
    area = staging(subject)
    made = area is not None and area.endpoints == "create" and not {"mgn", "ec2"}.issubset(area.present)
    if area is not None and made and not area.cidrs:
        message = (
            "the VPC endpoints would let in replication servers, and no conversion servers: no launch would succeed"
        )
        yield Hit(path=(*AREA, "endpoints"), message=message)


def _agents(subject: Subject) -> Iterator[Hit]:
    area = staging(subject)
    if area is None:
        return
    if area.agents_through is None and area.routing == "private":
        message = "with routing private it is not clear how agents reach MGN and S3"
        yield Hit(path=AREA, message=message, at_key=True)
    lacking = {"endpoints": area.endpoints, "proxy": area.proxy}
    if area.agents_through in lacking and lacking[area.agents_through] is None:
        message = f"agents go through {area.agents_through}, and the staging area has none"
        yield Hit(path=(*AREA, "agents_through"), message=message, hint=f"say {area.agents_through}:, or another way")


def _pointless(subject: Subject) -> Iterator[Hit]:
    area = staging(subject)
    if area is None:
        if subject.part.replication_template != ReplicationTemplate():
            message = "there is no staging area, so nothing writes a replication template"
            yield Hit(path=_TEMPLATE, message=message, hint="say staging_area:, or leave it out", at_key=True)
        return
    for field, wanted, message in (
        ("https_to", area.endpoints == "exist" or area.present, "https_to is where VPC endpoints are that exist"),
        ("present", area.endpoints == "create", "present is of the VPC endpoints that are made otherwise"),
        ("route_tables", area.endpoints == "create", "route_tables get a VPC endpoint that is made, and none is"),
        ("public_ip", area.routing == "private", "with routing public they have public addresses in any case"),
        ("proxy", area.agents_through == "proxy", "the proxy is for agents, and agents_through does not say proxy"),
    ):
        if getattr(area, field) and not wanted:
            yield Hit(path=(*AREA, field), message=message, hint="leave it out", at_key=True)
    for index, service in enumerate(area.present):
        if service not in (*STAGING, *SYSTEMS_MANAGER):
            message = f"the staging area needs no VPC endpoint for {service}"
            yield Hit(path=(*AREA, "present", index), message=message, hint=f"it needs {', '.join(STAGING)}")
    if area.endpoints is not None and area.internet is not None:
        message = "the staging area has VPC endpoints, and reaches all of the internet besides"
        yield Hit(
            path=(*AREA, "internet"), message=message, hint="leave one of internet and endpoints out", at_key=True
        )


def _wide_proxy(subject: Subject) -> Iterator[Hit]:
    area = staging(subject)
    text = area.proxy.cidr if area is not None and area.proxy is not None else None
    if text is not None and problem_with_network(text) is None and is_public(text) and size([text], version(text)) > 16:
        message = f"{text} is a public network of more than 16 addresses, and a proxy is one or a few"
        yield Hit(path=(*AREA, "proxy", "cidr"), message=message)


def _nobody_replicates(subject: Subject) -> Iterator[Hit]:
    part = subject.part
    if part.staging_area is not None and not part.source_servers:
        message = "nobody may replicate to the staging area: there are no source_servers"
        yield Hit(path=AREA, message=message, hint="say who replicates under mgn.source_servers", at_key=True)
    if part.staging_area is None and part.source_servers:
        message = "there is no staging_area that source servers could replicate to"
        yield Hit(path=("mgn", "source_servers"), message=message, hint="say staging_area:", at_key=True)


def _tags(subject: Subject) -> Iterator[Hit]:
    for key, problem in names.problems_with_tags(subject.part.replication_template.tags or {}):
        path: SpecPath = (*_TEMPLATE, "tags") if key is None else (*_TEMPLATE, "tags", key)
        yield Hit(path=path, message=problem, at_key=key is not None)


RULES = (
    Rule(
        id="LB828",
        title="The staging area has a way to AWS",
        why="Replication servers talk to MGN, EC2 and S3 all the time, and get their software from S3.",
        fix="say endpoints: or internet:",
        source=NETWORK,
        check=_no_way_out,
    ),
    Rule(
        id="LB829",
        title="Conversion servers reach the VPC endpoints",
        why="They stand in the staging area with a group that MGN makes, so that endpoints know them by address only.",
        fix="say cidrs: of the staging area's subnets",
        source=NETWORK,
        check=_conversion,
    ),
    Rule(
        id="LB830",
        title="It is clear how agents reach MGN",
        why="Every source server talks to MGN by HTTPS all the time; without it nothing replicates.",
        fix="say agents_through: endpoints, proxy, or elsewhere where source servers have a way of their own",
        source=PRIVATE,
        check=_agents,
    ),
    Rule(
        id="LB831",
        title="The staging area has no fields that mean nothing",
        why="A field that means nothing there was meant for something else.",
        fix="leave it out, or correct the other field",
        source=SETTINGS,
        check=_pointless,
    ),
    Rule(
        id="LB846",
        title="Source servers and staging area are there together",
        why="One without the other opens nothing, and looks as if it did.",
        fix="say both",
        source=NETWORK,
        check=_nobody_replicates,
        looks_for_absence=True,
    ),
    Rule(
        id="LB847",
        title="Tags of the staging area are ones that AWS takes",
        why="MGN refuses the template.",
        fix="correct the tag",
        source=TEMPLATE_API,
        check=_tags,
    ),
    Rule(
        id="LB851",
        title="A proxy is a few addresses, where it is a public one",
        why="Agents speak of all source servers to whoever answers there: a public network is mostly strangers.",
        fix="name the proxy's own address, e.g. 198.51.100.7/32, or at most a /28",
        source=PRIVATE,
        check=_wide_proxy,
    ),
)
