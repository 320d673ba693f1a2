"""What is open to the internet after the migration, held against what may be.

Source: https://docs.aws.amazon.com/mgn/latest/ug/security.html
"""

from collections.abc import Iterator

from landbridge.areas.mgn.contribute import REPLICATION_PORT
from landbridge.areas.mgn.networks import within
from landbridge.areas.mgn.rules.reading import GroupRule, group_rules, id_of, staging
from landbridge.areas.mgn.spec import Exposure
from landbridge.areas.mgn.wording import SECURITY
from landbridge.aws.networks import problem_with_network
from landbridge.findings import Severity, SpecPath
from landbridge.rules.rule import Hit, Rule, Subject

_PATH: SpecPath = ("mgn", "allowed_after_migration")


def _public(subject: Subject) -> Iterator[GroupRule]:
    """What public networks and prefix lists may reach by rules of the spec.

    Not replication by the declared source servers: that goes with the migration, and the script makes MGN's own group,
    which lets everybody in, go before.
    """
    area = staging(subject)
    replication = id_of(subject, area.replication_servers.security_group) if area is not None else ""
    for rule in group_rules(subject):
        replicates = rule.group == replication and rule.is_on("tcp", REPLICATION_PORT, REPLICATION_PORT)
        if rule.ingress and rule.leads_outside and not (replicates and rule.origin[0] == "mgn"):
            yield rule


def _allows(exposure: Exposure, rule: GroupRule) -> bool:
    first, last = exposure.span
    named = rule.other == exposure.network if rule.network is None else within(rule.network, exposure.network)
    return named and rule.protocol == exposure.protocol and first <= rule.first and rule.last <= last


def _is_one(exposure: Exposure) -> bool:
    """Whether it names a prefix list or a network; anything else is told already."""
    return "/" not in exposure.network or problem_with_network(exposure.network) is None


def _not_allowed(subject: Subject) -> Iterator[Hit]:
    for rule in _public(subject):
        if not any(_allows(each, rule) for each in subject.part.allowed_after_migration):
            message = f"{rule.words} is open to a public network, and mgn.allowed_after_migration does not have it"
            yield Hit(path=rule.place, message=message)


def _opens_nothing(subject: Subject) -> Iterator[Hit]:
    rules = list(_public(subject))
    for index, exposure in enumerate(subject.part.allowed_after_migration):
        if _is_one(exposure) and not any(_allows(exposure, rule) for rule in rules):
            first, last = exposure.span
            ports = f"{first}" if first == last else f"{first}-{last}"
            message = (
                f"{exposure.protocol} {ports} from {exposure.network} is allowed, and no rule of the spec opens it"
            )
            yield Hit(path=(*_PATH, index), message=message)


RULES = (
    Rule(
        id="LB838",
        title="After the migration only allowed ports are open to the internet",
        why="What a server listened on behind a firewall is in the open once its group lets the internet in. A prefix"
        " list counts as public: nothing here says what is on it.",
        fix="narrow or remove the rule, or allow it with a reason under mgn.allowed_after_migration",
        source=SECURITY,
        check=_not_allowed,
    ),
    Rule(
        id="LB839",
        title="What is allowed is open somewhere",
        why="An entry for nothing lets the next rule pass that somebody adds.",
        fix="remove the entry; or suppress this where groups of others are meant",
        source=SECURITY,
        severity=Severity.WARNING,
        check=_opens_nothing,
        looks_for_absence=True,
    ),
)
