"""Lowering of the `mgn:` part: spec → policies of people, the script of the replication template, and a runbook."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from landbridge.areas.area import Expiry, Inputs
from landbridge.areas.attached import policy_arns
from landbridge.areas.mgn import networks, runbook, template
from landbridge.areas.mgn.contribute import REPLICATION_PORT, sources, staging_groups
from landbridge.areas.mgn.keys import PATH, own_key
from landbridge.areas.mgn.networks import AREA
from landbridge.areas.mgn.operator_scope import first_moment_after
from landbridge.areas.mgn.people import KINDS, people
from landbridge.areas.mgn.spec import Mgn, StagingArea
from landbridge.areas.scope import Scope
from landbridge.aws import names
from landbridge.aws.networks import problem_with_network
from landbridge.findings import Finding, SpecPath
from landbridge.ir import Edge, Module, Output, Resource
from landbridge.source.nodes import shorten

if TYPE_CHECKING:
    from landbridge.spec.root import Spec


def lower(spec: "Spec", inputs: Inputs) -> tuple[Module, list[Finding]]:
    """Make the MGN module of a spec, and findings for what refers to nothing or cannot be."""
    part: Mgn = spec.part("mgn")
    scope = Scope(spec, inputs.references)
    _check(scope, part)
    by_kind: dict[str, tuple[Resource, ...]] = {kind.file: tuple(people(scope, part, kind)) for kind in KINDS}
    module = Module(
        name="mgn",
        description="Staging area and people of AWS Application Migration Service (MGN)",
        files={"main.tf": (), **{name: made for name, made in by_kind.items() if made}},
        outputs=tuple(_outputs(scope, by_kind)),
        pages=(*runbook.pages(scope, part), *template.pages(scope, part)),
        picture=tuple(_picture(part)),
    )
    return module, scope.findings


def dates(spec: "Spec") -> Iterator[Expiry]:
    """The last days of what people may."""
    part: Mgn = spec.part("mgn")
    for kind in KINDS:
        for key, holders in getattr(part, kind.field).items():
            if holders.until is not None and first_moment_after(holders.until):
                what = f"the access of {kind.word} {key} to MGN"
                yield Expiry(("mgn", kind.field, key, "until"), holders.until, what, holders.reason or "")


def _check(scope: Scope, part: Mgn) -> None:
    """Report what lowering would otherwise pass over."""
    for path, text in networks.every(part):
        if (problem := problem_with_network(text)) is not None:
            words, hint = problem
            scope.report("LB801", path, f"{shorten(text)} {words}", hint)
    for kind in KINDS:
        for key, holders in getattr(part, kind.field).items():
            if holders.until is not None and first_moment_after(holders.until) is None:
                message = f"{shorten(holders.until)} is no day of the calendar"
                until: SpecPath = ("mgn", kind.field, key, "until")
                scope.report("LB802", until, message, "write a day such as 2026-12-31")
            _check_tags(scope, ("mgn", kind.field, key, "tags"), holders.tags or {})
    staging = part.staging_area
    network = scope.spec.part("network")
    groups = network.security_groups if network is not None else {}
    for path, group in _groups(part):
        if group not in groups:
            scope.missing(path, "security group", group, groups, where="network.security_groups")
    if staging is not None and (own := own_key(staging)) is not None:
        scope.reference(PATH, "key", own, where="kms.keys")
    if staging is not None:
        scope.expand(staging.vpc, (*AREA, "vpc"))


def _check_tags(scope: Scope, path: SpecPath, tags: Mapping[str, tuple[str, ...]]) -> None:
    """Report tags that no server can have: a limit by one is for nobody or, with a variable of IAM, for everybody."""
    hint = "write it as servers have it: letters, digits, spaces and _.:/=+-@"
    for key, problem in names.problems_with_tags(dict.fromkeys(tags, "")):
        where = path if key is None else (*path, key)
        shown = "the tags" if key is None else shorten(key)
        scope.report("LB803", where, f"{shown} {problem}", hint, at_key=key is not None)
    for key, values in tags.items():
        for index, value in enumerate(values):
            where = (*path, key, index)
            if (wrong := names.problem_with_tag_value(scope.expand(value, where))) is not None:
                scope.report("LB803", where, f"{shorten(value)} {wrong}", hint)


def _groups(part: Mgn) -> Iterator[tuple[SpecPath, str]]:
    """Every security group that the part names."""
    staging = part.staging_area
    if staging is not None:
        yield (*AREA, "replication_servers"), staging.replication_servers.security_group
        if staging.conversion_servers is not None:
            yield (*AREA, "conversion_servers"), staging.conversion_servers.security_group
        if staging.proxy is not None and staging.proxy.security_group is not None:
            yield (*AREA, "proxy", "security_group"), staging.proxy.security_group
    if part.post_launch_actions is not None:
        for index, group in enumerate(part.post_launch_actions.security_groups):
            yield ("mgn", "post_launch_actions", "security_groups", index), group


def _outputs(scope: Scope, by_kind: dict[str, tuple[Resource, ...]]) -> Iterator[Output]:
    for kind in KINDS:
        if found := policy_arns(scope.identity, by_kind[kind.file]):
            what = "who installs agents" if kind.field == "agent_installers" else "every operator"
            yield Output(
                name=f"mgn_{kind.field.removesuffix('s')}_policy_arns",
                description=f"ARNs of the policies of {what}, by key in the spec: several where one was cut.",
                value=found,
            )


def _picture(part: Mgn) -> Iterator[Edge]:
    """Who replicates to where, and how what stands there reaches AWS."""
    staging = part.staging_area
    if staging is None:
        return
    replication, *_ = staging_groups(staging)
    for key in dict.fromkeys(key for key, _, _ in sources(part)):
        yield Edge(f"source servers {key}", f"replication servers ({replication})", f"tcp {REPLICATION_PORT}")
        if staging.agents_through is not None:
            yield Edge(f"source servers {key}", _WAYS[staging.agents_through], "agents")
    for way in _ways(staging):
        yield Edge(f"replication servers ({replication})", way, "tcp 443")


_WAYS = {"endpoints": "VPC endpoints", "proxy": "proxy", "elsewhere": "MGN and S3, by a way of their own"}


def _ways(staging: StagingArea) -> Iterator[str]:
    if staging.endpoints is not None:
        yield "VPC endpoints"
    if staging.internet is not None:
        yield "internet"
