"""VPC endpoints: who may come through, and what AWS does not take."""

from collections.abc import Iterator

from landbridge.areas.network.policies import ACCOUNT_KEY
from landbridge.areas.network.resources import VpcEndpoint
from landbridge.areas.network.rules.reading import GUIDE
from landbridge.policy.callers import says_who
from landbridge.policy.matching import has_wildcard
from landbridge.policy.size import size
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

POLICY_LENGTH = 20_480
_DOC = GUIDE + "privatelink/vpc-endpoints-access.html"


def _endpoints(subject: Subject) -> Iterator[VpcEndpoint]:
    return (resource for resource in subject.module.resources if isinstance(resource, VpcEndpoint))


def _open(subject: Subject) -> Iterator[Hit]:
    for endpoint in _endpoints(subject):
        for statement in endpoint.policy.statements:
            if statement.effect == "Allow" and not statement.reason and not any(map(says_who, statement.conditions)):
                message = f"everybody, in any account, may use {', '.join(statement.actions[:3])} through the endpoint"
                yield Hit(path=statement.origin or endpoint.origin, message=message, at_key=True)


def _actions(subject: Subject) -> Iterator[Hit]:
    for endpoint in _endpoints(subject):
        for statement in endpoint.policy.statements:
            if statement.effect == "Allow" and not statement.reason and "*" in statement.actions:
                message = "allows every action there is, and no reason is given"
                yield Hit(path=(*(statement.origin or endpoint.origin), "actions"), message=message)


def _too_large(subject: Subject) -> Iterator[Hit]:
    for endpoint in _endpoints(subject):
        if (length := size(endpoint.policy)) > POLICY_LENGTH:
            message = f"the policy is {length:,} characters, and that of a VPC endpoint has at most {POLICY_LENGTH:,}"
            yield Hit(path=endpoint.origin, message=message, at_key=True)


def _accounts_by_pattern(subject: Subject) -> Iterator[Hit]:
    for endpoint in _endpoints(subject):
        for statement in endpoint.policy.statements:
            for condition in statement.conditions:
                wrong = [value for value in condition.values if has_wildcard(value)]
                if condition.key.lower() == ACCOUNT_KEY.lower() and wrong:
                    message = f"{shorten(wrong[0])} has a wildcard, and {condition.key} takes none in endpoint policies"
                    yield Hit(path=statement.origin or endpoint.origin, message=message, at_key=True)


def _two_with_private_names(subject: Subject) -> Iterator[Hit]:
    first: dict[tuple[str, str], VpcEndpoint] = {}
    for endpoint in _endpoints(subject):
        if endpoint.private_dns_enabled:
            other = first.setdefault((str(endpoint.service_name), str(endpoint.vpc_id)), endpoint)
            if other is not endpoint:
                message = f"{other.address} has the private names of the same service in the same VPC"
                yield Hit(path=(*endpoint.origin, "private_dns"), message=message)


RULES = (
    Rule(
        id="LB531",
        title="A VPC endpoint does not let everybody through",
        why="It is a way for data to leave: with anybody's credentials, to anybody's bucket.",
        fix="name principals, or compare the account or organisation, without wildcards; or say why under reason:",
        source=_DOC,
        check=_open,
    ),
    Rule(
        id="LB532",
        title="A VPC endpoint's policy fits AWS's quota",
        why="AWS refuses more than 20,480 characters.",
        fix="name fewer resources",
        source=_DOC,
        check=_too_large,
    ),
    Rule(
        id="LB536",
        title="One endpoint of a service has its private names in a VPC",
        why="AWS refuses the second: a name leads to one place.",
        fix="use one endpoint with the subnets and clients of both, or set private_dns: false on one",
        source=GUIDE + "privatelink/interface-endpoints.html",
        check=_two_with_private_names,
    ),
    Rule(
        id="LB537",
        title="A VPC endpoint's statement names actions",
        why='"*" is all actions of all services; the endpoint leads to one, but a policy is copied sooner than read.',
        fix="name the actions, such as dms:*, or say why under reason:",
        source=_DOC,
        check=_actions,
    ),
    Rule(
        id="LB538",
        title="Accounts in a VPC endpoint's policy are written out",
        why="AWS refuses wildcards with aws:PrincipalAccount in endpoint policies.",
        fix="write the account ids out",
        source=_DOC,
        check=_accounts_by_pattern,
    ),
)
