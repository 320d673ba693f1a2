"""What moto lacks of EC2."""

from collections.abc import Callable
from typing import Any

from moto.ec2.models import managed_prefixes, route_tables, security_groups, subnets, vpcs
from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule

from tests.terraform.harness.lacking.wanted import wanted_id


def add() -> None:
    """Make all additions."""
    ids_can_be_wanted()
    every_rule_has_its_description()
    groups_of_other_accounts_can_be_named()


def ids_can_be_wanted() -> None:
    """Let the harness choose the ids of what it creates."""
    for module, name in (
        (vpcs, "random_vpc_id"),
        (subnets, "random_subnet_id"),
        (route_tables, "random_route_table_id"),
        (security_groups, "random_security_group_id"),
        (managed_prefixes, "random_managed_prefix_list_id"),
    ):
        setattr(module, name, _wanted_or(getattr(module, name)))


def _wanted_or(made_up: Callable[[], str]) -> Callable[[], str]:
    def make() -> str:
        found = made_up()
        wanted = wanted_id()
        # A VPC comes with a group and a route table, which are not what the id is wanted for.
        return wanted if wanted.partition("-")[0] == found.partition("-")[0] else found

    return make


def every_rule_has_its_description() -> None:
    """Keep the description of a rule whose other side is a group or a prefix list, as of one with a CIDR.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html
    """
    initialise = SecurityGroupRule.__init__

    def init(self: SecurityGroupRule, *args: Any, **named: Any) -> None:
        initialise(self, *args, **named)
        sides = [side for side in (*args, *named.values()) if isinstance(side, dict) and "Description" in side]
        vars(self)["described"] = sides[0]["Description"] if sides else None

    setattr(SecurityGroupRule, "__init__", init)  # noqa: B010 (mypy: a method)
    setattr(SecurityGroupRule, "description", property(_description))  # noqa: B010 (mypy: a method)


def _description(rule: Any) -> str | None:
    # A later change of the description is kept where moto keeps it.
    kept: str | None = rule.ip_range.get("Description") or rule.described
    return kept


def groups_of_other_accounts_can_be_named() -> None:
    """Let a rule name the group of another account, which a peered VPC can hold, without looking for it here.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UserIdGroupPair.html
    """
    add_source_group = SecurityGroupBackend._add_source_group

    def add(self: Any, source_groups: list[dict[str, Any]] | None, vpc_id: str | None) -> list[dict[str, Any]]:
        foreign = [each for each in source_groups or [] if each.get("UserId", self.account_id) != self.account_id]
        own = [each for each in source_groups or [] if each not in foreign]
        return [*add_source_group(self, own, vpc_id), *foreign]

    setattr(SecurityGroupBackend, "_add_source_group", add)  # noqa: B010 (mypy: a method)
