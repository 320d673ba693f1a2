"""A compiled spec as the services of a deployment meet it: would this request of this role get through, and why not?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from landbridge.ir import Root
from landbridge.policy.document import PolicyDocument
from landbridge.policy.evaluation.decision import Answer, Policies, Policy, decide
from landbridge.policy.evaluation.request import Request
from tests.specs import model

ACCOUNT = "123456789012"
DOMAIN_POLICIES = ("aws_opensearch_domain_policy", "aws_elasticsearch_domain_policy")


def role_arn(name: str) -> str:
    """The ARN of a role of the own account."""
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def domain_arn(name: str, path: str = "") -> str:
    """The ARN of a domain of the own account, or of a path of requests to it."""
    return f"arn:aws:es:eu-west-1:{ACCOUNT}:domain/{name}{path}"


class Rule(NamedTuple):
    """One rule of a security group; `other` is whatever stands for the other side."""

    direction: str
    protocol: str
    first: int | None
    last: int | None
    other: str

    def is_on(self, port: int) -> bool:
        """Whether it is about a TCP port."""
        if self.protocol == "-1":
            return True
        return (
            self.protocol == "tcp"
            and self.first is not None
            and self.last is not None
            and (self.first <= port <= self.last)
        )


@dataclass(frozen=True)
class Estate:
    """The Terraform model of a spec."""

    root: Root

    @classmethod
    def of(cls, text: str) -> "Estate":
        """That of a spec, which must have no errors."""
        return cls(model(text))

    def of_type(self, *types: str) -> Iterator[Any]:
        """All resources of these types."""
        for module in self.root.modules:
            yield from (each for each in module.resources if each.type in types)

    def rules(self, group: str) -> set[Rule]:
        """All rules of a group, by its id."""
        return {
            Rule(direction, each.ip_protocol, each.from_port, each.to_port, str(each.other_side))
            for direction in ("ingress", "egress")
            for each in self.of_type(f"aws_vpc_security_group_{direction}_rule")
            if str(each.security_group_id) == group
        }

    def lets(self, source: str, target: str, port: int) -> bool:
        """Whether two groups, by their ids, let traffic to a TCP port out of the one and into the other.

        Nobody knows where the members of a group are: a rule for a network or a prefix list is one for any of them.
        """

        def opens(rule: Rule, direction: str, peer: str) -> bool:
            about = rule.other in (peer, f"{ACCOUNT}/{peer}") or not rule.other.rpartition("/")[2].startswith("sg-")
            return rule.direction == direction and about and rule.is_on(port)

        out = any(opens(rule, "egress", target) for rule in self.rules(source))
        return out and any(opens(rule, "ingress", source) for rule in self.rules(target))

    def principals(self, domain: str) -> set[tuple[str, str, str, str]]:
        """What the policy of a domain says of whom: effect, type of principal, principal, action."""
        document = self.domain_policy(domain).document
        return {
            (statement.effect, principal.type, str(value), action)
            for statement in (document.statements if document is not None else ())
            for principal in (*statement.principals, *statement.not_principals)
            for value in principal.values
            for action in (*statement.actions, *statement.not_actions)
        }

    def identity(self, role: str) -> tuple[Policy, ...]:
        """The policies that are attached to a role, by its name."""
        by_address = {f"{each.type}.{each.label}.arn": each for each in self.of_type("aws_iam_policy")}
        found = []
        for each in self.of_type("aws_iam_role_policy_attachment"):
            if str(each.role) == role:
                policy = by_address[str(each.policy_arn.parts[0])]
                found.append(Policy(name=policy.name, document=policy.policy))
        return tuple(found)

    def domain_policy(self, name: str) -> Policy:
        """The access policy of a domain; one that has none has an empty one."""
        held = (each for each in self.of_type(*DOMAIN_POLICIES) if each.domain_name == name)
        return Policy(name=name, document=next((each.access_policies for each in held), PolicyDocument(())))

    def mapped(self, domain: str) -> set[tuple[str, str]]:
        """Who gets which security role of a domain."""
        return {
            (each.role, each.principal)
            for module in self.root.modules
            for each in module.mappings
            if each.domain == domain
        }

    def identity_allows(self, role: str, action: str, resource: str, **given: str) -> bool:
        """Whether a role's own policies allow something, whatever the resource's policy says."""
        context = {key.replace("__", ":"): (value,) for key, value in given.items()}
        request = Request(role_arn(role), action, resource, given=context)
        return decide(request, Policies(identity=self.identity(role))).answer is Answer.ALLOW

    def domain_allows(self, role: str, action: str, domain: str, path: str = "/orders/_doc/1") -> bool:
        """Whether a domain's policy allows a request of a role, whatever the role's own policies say."""
        request = Request(role_arn(role), action, domain_arn(domain, path))
        return decide(request, Policies(resource=self.domain_policy(domain))).answer is Answer.ALLOW
