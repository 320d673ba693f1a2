"""Clusters."""

from tests.areas.cases import Bad, Good
from tests.areas.migration_assistant.specs import DOMAINS, EKS, NETWORK, SECRET, THEIR_DOMAIN, domains, one

PUBLIC = domains(old="network: public")
BASIC = domains(old="network: vpc, fine_grained: true, basic_auth: true")
KEPT = BASIC.replace("edge-old, current_policy: none", "edge-old, current_policy: policy.json")
EVERYBODY = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "es:*",'
    ' "Resource": "arn:aws:es:eu-west-1:123456789012:domain/edge-old/*"}]}'
)
OLD = "domain: old, security_group: old_domain"
COLLECTION = "serverless: {collection: logs, indexes: [logs-*]}"
ELASTIC = "self_managed: {security_group: old_domain}"
THEIRS = f"domain: {THEIR_DOMAIN}, security_group: their_domain, reason: the search team moves to our platform"


def source(text: str, rest: str = DOMAINS + NETWORK) -> str:
    """A spec with this source; one of another account has the role of its snapshots there."""
    return one(source=f"{{{text}}}", rest=rest, snapshot="{role: theirs}" if THEIR_DOMAIN in text else None)


def target(text: str, rest: str = DOMAINS + NETWORK) -> str:
    """A spec with this target."""
    return one(target=f"{{{text}}}", rest=rest)


BAD = (
    Bad("LB740", '"old" is the source and the target', target("domain: §old, security_group: old_domain")),
    Bad("LB740", "group or networks, and port", one(source=f"{{{ELASTIC}}}", target=f"{{§{ELASTIC}}}")),
    Bad(
        "LB740",
        "is the source and the target",
        one(
            base=EKS,
            source=f"{{{THEIRS}}}",
            target=f"{{domain: §'{THEIR_DOMAIN.replace('arn:aws:', 'arn:{partition}:')}', reason: they move}}",
            snapshot="{role: theirs}",
        ),
    ),
    Bad(
        "LB740",
        "group or networks, and port",
        one(
            source="{self_managed: {cidrs: [10.0.0.0/28, 10.0.1.0/28]}}",
            target="{§self_managed: {cidrs: [10.0.1.0/28, 10.0.0.0/28]}}",
        ),
    ),
    Bad(
        "LB740",
        "group or networks, and port",
        one(source="{self_managed: {cidrs: [10.0.0.0/24]}}", target="{§self_managed: {cidrs: [10.0.0.16/28]}}"),
    ),
    Bad(
        "LB740",
        "group or networks, and port",
        one(
            source=f"{{{ELASTIC}}}",
            target="{§self_managed: {security_group: once_more}}",
            rest=DOMAINS + NETWORK + "    once_more: {id: sg-0123456789abcdef1}\n",
        ),
        ("LB527",),
    ),
    Bad("LB741", "a collection cannot be the source", source(f"§{COLLECTION}")),
    Bad("LB742", "security_group means nothing for this source", source(f"{ELASTIC}, §security_group: old_domain")),
    Bad("LB742", "open_policy means nothing for this source", source(f"{THEIRS}, §open_policy: the product does so")),
    Bad("LB742", "secret means nothing for this source", source(f"{ELASTIC}, §secret: '{SECRET}'")),
    Bad("LB742", "seen_as means nothing for this target", target(f"{COLLECTION}, §seen_as: [10.0.0.0/24]")),
    Bad("LB743", '"old" is in a VPC, and nothing lets the services in', source("domain: §old")),
    Bad("LB743", "has no security group", source("domain: old, §security_group: old_domain", PUBLIC + NETWORK)),
    Bad("LB744", "knows no IAM", source(f"{ELASTIC}, auth: §iam")),
    Bad("LB744", "AWS refuses unsigned requests", source("domain: old, security_group: old_domain, auth: §none")),
    Bad("LB744", "no users with passwords", target(f"{COLLECTION}, secret: '{SECRET}', auth: §basic")),
    Bad(
        "LB744",
        '"old" has no users with passwords by this spec',
        source(f"domain: old, security_group: old_domain, secret: '{SECRET}', auth: §basic"),
    ),
    Bad("LB744", "nothing says where user and password are", source(f"{ELASTIC}, auth: §basic")),
    Bad("LB745", "no reason is given", source(f"domain: §{THEIR_DOMAIN}, security_group: their_domain")),
    Bad(
        "LB745",
        "is yours: it is in this account and region",
        source(f"domain: §{THEIR_DOMAIN.replace('210987654321', '123456789012')}, security_group: old_domain"),
    ),
    Bad(
        "LB746",
        "the secret is in account 210987654321",
        source(f"{ELASTIC}, auth: basic, secret: §{SECRET.replace('123456789012', '210987654321')}"),
    ),
    Bad(
        "LB746",
        "region eu-central-1",
        source(
            f"{ELASTIC}, auth: basic, secret: {{arn: §{SECRET.replace('eu-west-1', 'eu-central-1')}, kms_key: null}}"
        ),
    ),
    Bad("LB747", "would shut them out", one(mark="source", rest=BASIC + NETWORK)),
    Bad("LB747", "would shut them out", source(f"{OLD}, auth: §iam", BASIC + NETWORK)),
)

GOOD = (
    Good("LB747", source(f"{OLD}, open_policy: whoever is in the VPC may migrate", BASIC + NETWORK)),
    Good("LB747", source(f"{OLD}, auth: basic, secret: '{SECRET}'", BASIC + NETWORK)),
    Good("LB747", source(OLD, KEPT + NETWORK), {"policy.json": EVERYBODY}),
    Good("LB747", one(access="removed", rest=BASIC + NETWORK)),
    Good("LB740", one()),
    Good("LB740", one(source=f"{{{ELASTIC}}}", target="{self_managed: {security_group: old_domain, port: 9201}}")),
    Good(
        "LB740",
        one(source="{self_managed: {cidrs: [10.0.0.0/28]}}", target="{self_managed: {cidrs: [10.0.0.16/28]}}"),
    ),
    Good(
        "LB740",
        one(
            source="{self_managed: {cidrs: [10.0.0.0/28]}}",
            target="{self_managed: {cidrs: [10.0.0.0/24], port: 9201}}",
        ),
    ),
    Good("LB741", target(COLLECTION)),
    Good("LB742", source("self_managed: {cidrs: [10.20.0.0/24]}, seen_as: [10.0.0.0/24]")),
    Good("LB743", source("domain: old", PUBLIC + NETWORK)),
    Good("LB744", source(f"{ELASTIC}, auth: basic, secret: '{SECRET}'")),
    Good("LB744", source(f"{ELASTIC}, auth: none")),
    Good("LB744", source(f"domain: old, security_group: old_domain, auth: basic, secret: '{SECRET}'", BASIC + NETWORK)),
    Good("LB745", source(THEIRS)),
    Good("LB745", source(f"domain: {THEIR_DOMAIN.replace('eu-west-1:210987654321', 'us-east-1:123456789012')}")),
    Good("LB746", source(f"{ELASTIC}, auth: basic, secret: '{SECRET}'")),
)
