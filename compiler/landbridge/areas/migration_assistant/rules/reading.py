"""What the rules look at."""

from collections.abc import Iterator
from typing import Any

from landbridge.areas.migration_assistant.setting import Setting, Side, settings
from landbridge.areas.scope import Scope
from landbridge.rules.rule import Subject

DOMAIN_POLICIES = (
    *("aws_opensearch_domain_policy", "aws_elasticsearch_domain_policy"),
    *("aws_opensearch_domain", "aws_elasticsearch_domain"),
)
"""Types of the opensearch area, which this one does not import: what holds the policy of a domain."""


def each_setting(subject: Subject) -> Iterator[Setting]:
    """Every deployment."""
    yield from settings(Scope(subject.spec, subject.references), subject.part)


def each_side(subject: Subject) -> Iterator[tuple[Setting, Side]]:
    """Every source and target."""
    for setting in each_setting(subject):
        yield from ((setting, side) for side in setting.sides)


def own_domain(subject: Subject, side: Side) -> Any:
    """The domain of `opensearch.domains` that a side is; None for any other."""
    opensearch = subject.spec.part("opensearch")
    return opensearch.domains.get(side.own_domain) if opensearch is not None else None


def domain_policy(subject: Subject, domain: str) -> Any:
    """The resource that holds the policy of a domain, by the domain's ARN; None where there is none."""
    held: Iterator[Any] = (each for module in subject.modules for each in module.resources)
    name = domain.rpartition("/")[2]
    return next((each for each in held if each.type in DOMAIN_POLICIES and each.domain_name == name), None)


def group_id(subject: Subject, key: str | None) -> str | None:
    """The id of a group by its key, as the spec writes it: two keys may have one. None for a group that is not there.

    One that is made here has no id yet: what stands for it is unlike all ids.
    """
    network = subject.spec.part("network")
    group = network.security_groups.get(key) if network is not None else None
    return None if group is None else group.id or f"{{security_group:{key}}}"
