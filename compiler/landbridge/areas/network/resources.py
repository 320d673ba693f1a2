"""The Terraform resource types of the network module. Each has its template in `templates/areas/network/`."""

from dataclasses import dataclass
from typing import ClassVar

from landbridge.ir import Expr, Resource
from landbridge.policy.document import PolicyDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityGroup(Resource):
    """aws_security_group without rules: Terraform takes away AWS's own allow-all egress, every rule is a resource."""

    type: ClassVar[str] = "aws_security_group"
    template: ClassVar[str] = "areas/network/aws_security_group.tf.j2"
    name: str
    description: str
    vpc_id: str
    tags: dict[str, str]

    @property
    def account_wide_name(self) -> str | None:
        """Its name and VPC: a VPC has a name once. None where the VPC is known to Terraform only."""
        return None if self.vpc_id.startswith("{") else f"{self.name} in {self.vpc_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityGroupRule(Resource):
    """One rule of a security group.

    Attributes:
        security_group_id: of the group, by reference or id.
        ip_protocol: `tcp`, `udp`, `icmp`, `icmpv6` or `-1` (all, without ports).
        from_port: first port, or ICMP type; None for all protocols.
        to_port: last port, or ICMP code.
        cidr_ipv4: exactly one of this and the next three is set.
        cidr_ipv6: the other side as an IPv6 network.
        prefix_list_id: the other side as a prefix list.
        referenced_security_group_id: the other side as a group: its id, or `account/id`.
        description: what it is for, as AWS keeps it.
    """

    security_group_id: str
    ip_protocol: str
    from_port: int | None = None
    to_port: int | None = None
    cidr_ipv4: str | None = None
    cidr_ipv6: str | None = None
    prefix_list_id: str | None = None
    referenced_security_group_id: str | None = None
    description: str

    @property
    def has_ports(self) -> bool:
        """Whether it says ports: port 0 is one, for ICMP."""
        return self.from_port is not None

    @property
    def other_side(self) -> str:
        """Whatever of the four stands for the other side, as text."""
        sides = (self.cidr_ipv4, self.cidr_ipv6, self.prefix_list_id, self.referenced_security_group_id)
        return next(side for side in sides if side is not None)

    @property
    def account_wide_name(self) -> str | None:
        """What the rule says of which group: a group has a rule once, and a second owner of it would take it away.

        None where an id is made up by AWS, or known to Terraform only: no other spec can mean the same.
        """
        if "{" in self.security_group_id + self.other_side:
            return None
        ports = f"{self.from_port}-{self.to_port} " if self.has_ports else ""
        return f"{self.ip_protocol} {ports}{self.other_side} of {self.security_group_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IngressRule(SecurityGroupRule):
    """aws_vpc_security_group_ingress_rule."""

    type: ClassVar[str] = "aws_vpc_security_group_ingress_rule"
    template: ClassVar[str] = "areas/network/aws_vpc_security_group_ingress_rule.tf.j2"


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressRule(SecurityGroupRule):
    """aws_vpc_security_group_egress_rule."""

    type: ClassVar[str] = "aws_vpc_security_group_egress_rule"
    template: ClassVar[str] = "areas/network/aws_vpc_security_group_egress_rule.tf.j2"


@dataclass(frozen=True, slots=True, kw_only=True)
class VpcEndpoint(Resource):
    """aws_vpc_endpoint of type Interface or Gateway, with its policy."""

    type: ClassVar[str] = "aws_vpc_endpoint"
    template: ClassVar[str] = "areas/network/aws_vpc_endpoint.tf.j2"
    service_name: str
    vpc_endpoint_type: str
    vpc_id: str
    subnet_ids: tuple[str, ...] = ()
    route_table_ids: tuple[str, ...] = ()
    security_group_ids: tuple[Expr, ...] = ()
    private_dns_enabled: bool = False
    policy: PolicyDocument
    tags: dict[str, str]

    @property
    def account_wide_name(self) -> str | None:
        """Its service and VPC, where a second one could not be: private names lead to one endpoint only."""
        if not self.private_dns_enabled or self.vpc_id.startswith("{"):
            return None
        return f"{self.service_name} in {self.vpc_id}"
