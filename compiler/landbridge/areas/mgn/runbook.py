"""RUNBOOK.md: the order of steps around MGN, and the customer's checklist as far as no compiler can look at it.

Sources: https://docs.aws.amazon.com/mgn/latest/ug/security.html and
https://docs.aws.amazon.com/mgn/latest/ug/Network-Requirements.html
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from landbridge.areas.attached import holders_in_words
from landbridge.areas.labels import label
from landbridge.areas.mgn.contribute import AGENTS_NEED, NEED, services
from landbridge.areas.mgn.forms import DEFAULT_KEY
from landbridge.areas.mgn.people import KINDS
from landbridge.areas.mgn.roles import PATH, SERVICE_LINKED, SERVICE_ROLES
from landbridge.areas.mgn.spec import Mgn, Proxy, StagingArea
from landbridge.areas.mgn.spec_people import MgnOperator
from landbridge.areas.mgn.template import script
from landbridge.areas.mgn.wording import CONVERSION_GROUP
from landbridge.areas.outside import variable_of, whereabouts
from landbridge.areas.scope import Scope
from landbridge.aws.internet import block
from landbridge.aws.partitions import dns_suffix
from landbridge.ir import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """People: what they are called, who has their policy, what they may, and until when."""

    key: str
    holders: str
    may: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role of the service: its trust policy as JSON, its policies' ARNs, and what it is for."""

    name: str
    trusted: str
    trust: str
    policies: tuple[str, ...]
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agents:
    """How agents are installed.

    Attributes:
        made: whether they go through VPC endpoints that are made here.
        exist: whether they go through some that are somebody else's.
        endpoint: label of the VPC endpoint for MGN, in the output vpc_endpoint_dns_names.
        s3_endpoint: label of the one for S3.
        proxy: its address as the installer's environment has it; empty where they use none.
        tags: that a server has to get.
    """

    made: bool
    exist: bool
    endpoint: str
    s3_endpoint: str
    proxy: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """The staging area as the page speaks of it."""

    vpc: str
    encrypted: str
    proxied: bool
    exist: bool
    needed: tuple[str, ...]
    sources: tuple[str, ...]
    cidrs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A value that only Terraform knows, and the option that gives it to the script."""

    name: str
    option: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Something that may be open to a public network after the migration."""

    network: str
    ports: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Runbook:
    """What the page says."""

    region: str
    account: str
    host: str
    connect: str
    conversion_group: str
    people: tuple[Who, ...]
    path: str
    service_linked: str
    roles: tuple[Role, ...]
    area: tuple[Area, ...]
    given: tuple[Given, ...]
    agents: Agents
    nothing_open: bool
    open: tuple[Open, ...]


def pages(scope: Scope, part: Mgn) -> tuple[Page, ...]:
    """The runbook of a spec, and what others have to do before."""
    staging = part.staging_area
    identity = scope.identity
    host = f"mgn.{identity.region}.{dns_suffix(identity.partition)}"
    content = Runbook(
        region=identity.region,
        account=identity.account_id,
        host=host,
        connect=f"{host}:443",
        conversion_group=CONVERSION_GROUP,
        people=tuple(_people(part)),
        path=PATH,
        service_linked=SERVICE_LINKED,
        roles=tuple(
            Role(
                name=role.name,
                trusted=role.trusted,
                trust=json.dumps(role.trust(identity)),
                policies=tuple(f"arn:{identity.partition}:iam::aws:policy/{policy}" for policy in role.policies),
                about=role.about,
            )
            for role in SERVICE_ROLES
        ),
        area=() if staging is None else (_area(scope, part, staging),),
        given=tuple(dict.fromkeys(given(scope, part))),
        agents=_agents(part, staging),
        nothing_open=not part.allowed_after_migration,
        open=tuple(
            Open(
                network=each.network,
                ports=f"{each.protocol} {each.ports or each.port}",
                reason=each.reason,
            )
            for each in part.allowed_after_migration
        ),
    )
    return (
        Page(
            name="FOR-OTHERS.md",
            title="What others have to do for MGN",
            template="areas/mgn/for-others.md.j2",
            content=content,
        ),
        Page(
            name="RUNBOOK.md",
            title="Runbook of the MGN module",
            template="areas/mgn/runbook.md.j2",
            content=content,
            first=True,
        ),
    )


def _people(part: Mgn) -> Iterator[Who]:
    for kind in KINDS:
        for key, holders in getattr(part, kind.field).items():
            yield Who(
                key=key,
                holders=holders_in_words(holders),
                may=", ".join(holders.may) if isinstance(holders, MgnOperator) else "install agents",
                until=holders.until or "no end is said",
            )


def _area(scope: Scope, part: Mgn, staging: StagingArea) -> Area:
    return Area(
        vpc=shown(scope, staging.vpc),
        encrypted="" if staging.ebs_encryption.key == DEFAULT_KEY else staging.ebs_encryption.key,
        proxied=staging.proxy is not None,
        exist=staging.endpoints == "exist" or bool(staging.present),
        needed=tuple(services(part, staging)),
        sources=tuple(dict.fromkeys(cidr for each in part.source_servers.values() for cidr in each.cidrs)),
        cidrs=staging.cidrs,
    )


def shown(scope: Scope, text: str) -> str:
    """An id for people: as it is, or where it is found."""
    return whereabouts(text) or scope.shown(text)


def given(scope: Scope, part: Mgn) -> Iterator[Given]:
    """The values that have to be given to the script, as only Terraform knows them."""
    content = script(scope, part)
    if content is None:
        return
    for what, text in (
        ("id of the template's subnet", content.subnet),
        ("id of the replication servers' group", content.group),
        ("id of the VPC of the replication servers' group", content.vpc),
        ("ARN of the volumes' key", content.key),
    ):
        if (name := variable_of(text)) is not None:
            yield Given(name=name, option=f"--var {name}=VALUE", what=what)


def _address(proxy: Proxy) -> str:
    """The proxy's address, where the spec says one and not a network."""
    found = block(proxy.cidr or "")
    return (proxy.cidr or "").partition("/")[0] if found is not None and found.first == found.last else "PROXY"


def _agents(part: Mgn, staging: StagingArea | None) -> Agents:
    way = (staging.agents_through or "") if staging is not None else ""
    made = staging is not None and staging.endpoints == "create"
    proxy = staging.proxy if staging is not None and way == "proxy" else None
    tags = tuple(
        f"{key}={values[0]}"
        for installer in part.agent_installers.values()
        for key, values in (installer.tags or {}).items()
    )
    address = _address(proxy) if proxy is not None else ""
    return Agents(
        made=way == "endpoints" and made,
        exist=way == "endpoints" and not made,
        endpoint=label(NEED, "mgn"),
        s3_endpoint=label(AGENTS_NEED, "s3"),
        proxy=f"https://{address}:{proxy.port}/" if proxy is not None else "",
        tags=tuple(dict.fromkeys(tags)),
    )
