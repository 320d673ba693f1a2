"""Clusters: which fields belong to which kind, and what can be reached how."""

from collections.abc import Iterator

from landbridge.areas.migration_assistant.rules.reading import (
    domain_policy,
    each_setting,
    each_side,
    group_id,
    own_domain,
)
from landbridge.areas.migration_assistant.setting import SIDES, Setting, Side
from landbridge.areas.migration_assistant.spec import SelfManaged
from landbridge.areas.migration_assistant.told import DOMAINS, GUIDE
from landbridge.aws import arn
from landbridge.aws.internet import block
from landbridge.policy.matching import covers
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_TLS_API = 443


def _same(subject: Subject) -> Iterator[Hit]:
    for setting in each_setting(subject):
        if len(setting.sides) < len(SIDES):
            continue
        source, target = setting.sides
        domain = setting.domain(source)
        if domain is not None and str(domain) == str(setting.domain(target)):
            yield Hit(
                path=(*target.path, "domain"),
                message=f"{shorten(target.cluster.domain or '')} is the source and the target",
                hint="name the domain that is migrated to",
            )
        if _at_one_place(subject, source.cluster.self_managed, target.cluster.self_managed):
            yield Hit(
                path=(*target.path, "self_managed"),
                message="the source and the target are the same: group or networks, and port",
                hint="name where the cluster is that is migrated to",
                at_key=True,
            )


def _at_one_place(subject: Subject, one: SelfManaged | None, other: SelfManaged | None) -> bool:
    """Whether two clusters have the port in common, and the group, whatever its keys, or some of their networks."""
    if one is None or other is None or one.port != other.port:
        return False
    group = group_id(subject, one.security_group)
    if group is not None and group == group_id(subject, other.security_group):
        return True
    pairs = ((block(each), block(beside)) for each in one.cidrs for beside in other.cidrs)
    return any(a.holds(b) or b.holds(a) for a, b in pairs if a is not None and b is not None)


def _serverless_source(subject: Subject) -> Iterator[Hit]:
    for _, side in each_side(subject):
        if side.name == "source" and side.cluster.serverless is not None:
            yield Hit(
                path=(*side.path, "serverless"),
                message="a collection cannot be the source: OpenSearch Serverless takes no snapshots for others",
                hint="a collection is a target",
                at_key=True,
            )


def _fields(subject: Subject) -> Iterator[Hit]:
    """Fields that say nothing of a cluster of this kind."""
    for _, side in each_side(subject):
        cluster = side.cluster
        of_domain = cluster.domain is not None
        wrong = [
            *(["security_group"] if cluster.security_group is not None and not of_domain else []),
            *(["open_policy"] if cluster.open_policy is not None and side.own_domain is None else []),
            *(["secret"] if cluster.secret is not None and side.auth != "basic" else []),
            *(["seen_as"] if cluster.seen_as and side.security_group is None and not cluster.self_managed else []),
        ]
        for field in wrong:
            yield Hit(
                path=(*side.path, field),
                message=f"{field} means nothing for this {side.name}: {_WHY[field]}",
                hint=_INSTEAD[field],
                at_key=True,
            )


_WHY = {
    "security_group": "it is the group of a managed domain",
    "open_policy": "only the policy of a domain of opensearch.domains is written here",
    "secret": "user and password are for auth: basic",
    "seen_as": "there is no group that would let these networks in",
}
_INSTEAD = {
    "security_group": "write it inside self_managed: or serverless:",
    "open_policy": "leave it out",
    "secret": "write auth: basic, or leave the secret out",
    "seen_as": "name the cluster's security group, or leave this out",
}


def _reached(subject: Subject) -> Iterator[Hit]:
    """A domain in a VPC has a group that lets the services in; one on the internet has none."""
    for _, side in each_side(subject):
        domain, group = own_domain(subject, side), side.cluster.security_group
        if domain is None:
            continue
        if domain.network == "vpc" and group is None:
            yield Hit(
                path=(*side.path, "domain"),
                message=f"{shorten(side.own_domain or '')} is in a VPC, and nothing lets the services in on port"
                f" {_TLS_API}",
                hint="write security_group: with the key of the domain's group in network.security_groups",
            )
        elif domain.network == "public" and group is not None:
            yield Hit(
                path=(*side.path, "security_group"),
                message=f"{shorten(side.own_domain or '')} is on the internet, and has no security group",
                hint="leave it out, or write network: vpc where the domain is in one",
                at_key=True,
            )


def _signs(subject: Subject) -> Iterator[Hit]:
    for _, side in each_side(subject):
        if problem := _auth_problem(subject, side):
            message, hint = problem
            at = (*side.path, "auth") if side.cluster.auth is not None else side.path
            yield Hit(path=at, message=message, hint=hint, at_key=side.cluster.auth is None)


def _auth_problem(subject: Subject, side: Side) -> tuple[str, str] | None:
    """What is wrong with how requests say who sends them, and what helps."""
    auth, domain = side.auth, own_domain(subject, side)
    if side.cluster.self_managed is not None:
        if auth == "iam":
            return "a self-managed cluster knows no IAM: nobody there checks a signature", "write auth: basic, or none"
    elif auth == "none":
        return "AWS refuses unsigned requests, or lets anybody in", "write auth: iam"
    elif side.cluster.serverless is not None and auth == "basic":
        return "a collection has no users with passwords", "write auth: iam"
    elif domain is not None and auth == "basic" and not domain.basic_auth:
        return (
            f"{shorten(side.own_domain or '')} has no users with passwords by this spec (basic_auth)",
            "write basic_auth: true at the domain where it has them, or auth: iam",
        )
    if auth == "basic" and side.cluster.secret is None:
        return "nothing says where user and password are", "write secret: with the ARN of the secret"
    return None


def _shut_out(subject: Subject) -> Iterator[Hit]:
    """Clients with a password, once a policy names roles: unless it lets everybody in besides."""
    for setting, side in each_side(subject):
        domain = own_domain(subject, side)
        if domain is None or not setting.granted or not domain.basic_auth or side.auth != "iam":
            continue
        if side.cluster.open_policy is None and not _lets_everybody_in(subject, str(setting.domain(side))):
            yield Hit(
                path=(*side.path, "auth") if side.cluster.auth else side.path,
                message=f"users of {shorten(side.own_domain or '')} sign in with a password (basic_auth), and a policy"
                " that names the roles of the services would shut them out",
                hint="say why the policy lets everybody in under open_policy: fine-grained access control then decides;"
                " or let the services sign in with a password, too (auth: basic)",
                at_key=not side.cluster.auth,
            )


def _lets_everybody_in(subject: Subject, domain: str) -> bool:
    """Whether the policy of a domain, with what it had before, allows requests that nobody signs."""
    held = domain_policy(subject, domain)
    return held is not None and any(
        statement.effect == "Allow"
        and any("*" in principal.values for principal in statement.principals)
        and any(covers(action, "es:ESHttpGet", ignore_case=True) for action in statement.actions)
        for statement in held.access_policies.statements
    )


def _elsewhere(subject: Subject) -> Iterator[Hit]:
    for setting, side in each_side(subject):
        domain = side.foreign_domain
        if domain is None:
            continue
        parsed = arn.parse(str(setting.domain(side)))
        own = subject.identity
        if parsed is None:
            continue
        if (parsed.account, parsed.region) == (own.account_id, own.region):
            yield Hit(
                path=(*side.path, "domain"),
                message=f"{shorten(domain)} is yours: it is in this account and region, and its policy is written here",
                hint="give it a key under opensearch.domains, and write that key here",
            )
        elif parsed.account != own.account_id and side.cluster.reason is None:
            yield Hit(
                path=(*side.path, "domain"),
                message=f"the domain belongs to account {parsed.account}, and no reason is given; this is one half",
                hint="say why under reason: of the cluster; FOR-OTHERS.md has what its owner adds",
            )


def _secret_here(subject: Subject) -> Iterator[Hit]:
    for setting, side in each_side(subject):
        secret = side.cluster.secret
        parsed = arn.parse(str(_expanded(setting, secret.arn))) if secret is not None and secret.arn else None
        if parsed is not None and (parsed.account, parsed.region) != (
            subject.identity.account_id,
            subject.identity.region,
        ):
            short = secret is not None and secret.model_fields_set == {"arn"}
            yield Hit(
                path=(*side.path, "secret", *(() if short else ("arn",))),
                message=f"the secret is in account {parsed.account}, region {parsed.region}: the product looks for"
                " it where it runs",
                hint="replicate it into this account and region, and write that ARN",
            )


def _expanded(setting: Setting, text: str) -> str:
    return setting.scope.expand(text, setting.path)


RULES = (
    Rule(
        id="LB740",
        title="Source and target are two clusters",
        why="A migration into itself reads what it writes, and clearing the target clears the source.",
        fix="name the cluster that is migrated to",
        source=GUIDE,
        check=_same,
    ),
    Rule(
        id="LB741",
        title="A collection is a target",
        why="OpenSearch Serverless takes no snapshots for others, and the product has no other way to read it.",
        fix="name a domain or a self-managed cluster as the source",
        source=DOMAINS + "serverless-overview.html",
        check=_serverless_source,
    ),
    Rule(
        id="LB742",
        title="A field belongs to the kind of cluster",
        why="It would have no effect, and somebody expects one.",
        fix="leave it out",
        source=GUIDE,
        check=_fields,
    ),
    Rule(
        id="LB743",
        title="A domain in a VPC lets the services in by its security group, and no other domain has one",
        why="Without a rule of the domain's group the services get no answer from it.",
        fix="name the domain's security group",
        source=GUIDE,
        check=_reached,
        looks_for_absence=True,
    ),
    Rule(
        id="LB744",
        title="Requests are signed where the cluster checks signatures, and have a password where it checks these",
        why="A request that the cluster cannot check is refused, or nobody checks who sends it.",
        fix="write the way in which the cluster knows its users under auth:",
        source=DOMAINS + "fgac.html",
        check=_signs,
    ),
    Rule(
        id="LB745",
        title="Another account's domain has a reason, and one's own stands in opensearch.domains",
        why="Both accounts have to allow it; and of a domain of one's own the policy can be written.",
        fix="say why under reason:; or give the domain a key",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html",
        check=_elsewhere,
    ),
    Rule(
        id="LB746",
        title="A cluster's secret is in the account and region of the deployment",
        why="The product looks for it there.",
        fix="replicate it into this account and region",
        source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html",
        check=_secret_here,
    ),
    Rule(
        id="LB747",
        title="Services that sign their requests do not shut out users with passwords",
        why="A policy that names roles makes every client sign, and a signed request has no user and password.",
        fix="say why the policy is open under open_policy, or let the services sign in with a password, too",
        source=DOMAINS + "fgac.html#fgac-access-policies",
        check=_shut_out,
    ),
)
