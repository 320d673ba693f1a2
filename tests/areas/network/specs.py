"""Specs around a `network:` part, and what they are lowered to."""

from collections.abc import Iterator

from landbridge.areas.area import Inputs
from landbridge.areas.contributions import Contribution
from landbridge.areas.network import AREA
from landbridge.areas.network.resources import SecurityGroupRule, VpcEndpoint
from landbridge.findings import Finding
from landbridge.ir import Module, Resource
from tests.specs import HEAD, analysed, in_full, part

VPC = "vpc-0123456789abcdef0"
OTHER_VPC = "vpc-0fedcba9876543210"
DB = "sg-0fedcba9876543210"
SUBNET = "subnet-0123456789abcdef0"
CHINA = HEAD.replace("eu-west-1", "cn-north-1")


def network(text: str, head: str = HEAD) -> str:
    """A whole spec around a `network:` part, written as a block."""
    return head + part("network", text)


def two_groups(*lines: str, head: str = HEAD) -> str:
    """A spec with a new group `replication`, one that exists, `orders_db`, and these lines."""
    groups = f"""\
security_groups:
  replication: {{vpc: {VPC}}}
  orders_db: {{id: {DB}}}
"""
    return network(groups + "".join(f"{line}\n" for line in lines), head)


def flow(text: str) -> str:
    """A spec with one flow between the two groups, by what it says besides."""
    return two_groups(f"flows: [{{from: replication, to: orders_db, {text}}}]")


def ingress(text: str, *lines: str) -> str:
    """A spec with one group and one ingress rule, in YAML's flow form."""
    group = f"security_groups:\n  db:\n    vpc: {VPC}\n    ingress: [{text}]\n"
    return network(group + "".join(f"{line}\n" for line in lines))


def endpoint(text: str, head: str = HEAD, service: str = "dms") -> str:
    """A spec with an interface endpoint, and what it says besides."""
    lines = f"vpc_endpoints:\n  api: {{service: {service}, vpc: {VPC}, subnets: [{SUBNET}], clients: [replication]"
    return two_groups(f"{lines}{text}}}", head=head)


def lowered(text: str, *given: Contribution) -> tuple[Module, list[Finding]]:
    """The module of a spec, to which other areas contribute."""
    spec = analysed(text).spec
    assert spec is not None
    return AREA.lower(spec, Inputs(contributions=given))


def module(text: str, *given: Contribution) -> Module:
    """The module of a spec; it must have no findings."""
    made, found = lowered(text, *given)
    assert in_full(found) == []
    return made


def of(made: Module) -> dict[str, Resource]:
    """The resources of a module by address, without `aws_`."""
    return {resource.address.removeprefix("aws_"): resource for resource in made.resources}


def rules(made: Module) -> Iterator[str]:
    """The rules of a module, one line each: label, protocol, ports, and the other side."""
    for rule in made.resources:
        if isinstance(rule, SecurityGroupRule):
            yield f"{rule.label}: {rule.ip_protocol} {rule.from_port}-{rule.to_port} {rule.other_side}"


def policy(made: Module, label: str) -> list[dict[str, object]]:
    """The statements of an endpoint's policy, as JSON, without Sids."""
    found = of(made)[f"vpc_endpoint.{label}"]
    assert isinstance(found, VpcEndpoint)
    written = (statement.to_json() for statement in found.policy.statements)
    return [{name: value for name, value in each.items() if name != "Sid"} for each in written]
