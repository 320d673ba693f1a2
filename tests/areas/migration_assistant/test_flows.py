"""Whole flows: every service that is declared gets through to each cluster on every layer, and nothing else does.

What is expected stands here once more, from the product's guide and code, and not from the compiler's tables.
"""

from collections.abc import Iterator, Mapping

import pytest

from tests.areas.migration_assistant.estate import ACCOUNT, Estate, Rule, domain_arn, role_arn
from tests.areas.migration_assistant.specs import EKS, NETWORK, THEIR_DOMAIN, domains, one

ACCESS, OLD, NEW = "sg-0123456789abcdef0", "sg-0123456789abcdef1", "sg-0123456789abcdef2"
SERVICES = "sg-0123456789abcdef4"
GROUPS = {"edge-old": OLD, "edge-new": NEW}
CONSOLE = "OSMigrations-dev-eu-west-1-migration-console-task"
REINDEX = "OSMigrations-dev-eu-west-1-reindex-from-snapshot-task"
REPLAYER = "OSMigrations-dev-eu-west-1-traffic-replayer-default-task"
PODS = "migration-eks-cluster-dev-eu-west-1-migrations-role"
METHODS = ("Delete", "Get", "Head", "Patch", "Post", "Put")
MAY = {
    (CONSOLE, "edge-old"): ("Delete", "Get", "Head", "Post", "Put"),
    (CONSOLE, "edge-new"): ("Delete", "Get", "Head", "Post", "Put"),
    (REINDEX, "edge-old"): ("Get", "Head"),
    (REINDEX, "edge-new"): ("Get", "Head", "Post", "Put"),
    (REPLAYER, "edge-old"): ("Get", "Head"),
    (REPLAYER, "edge-new"): METHODS,
}
MAY_PODS = {(PODS, "edge-old"): MAY[CONSOLE, "edge-old"], (PODS, "edge-new"): METHODS}
FINE_GRAINED = one()
BY_POLICY = one(rest=domains("network: vpc", "network: vpc") + NETWORK)
ON_EKS = one(base=EKS)

RULES = {
    ACCESS: {Rule("egress", "tcp", 443, 443, group) for group in (OLD, NEW)},
    OLD: {Rule("ingress", "tcp", 443, 443, ACCESS)},
    NEW: {Rule("ingress", "tcp", 443, 443, ACCESS)},
    SERVICES: set[Rule](),
}
"""The rules of each group, with both clusters behind the group of the services."""

Flow = tuple[str, str, str]


def may(text: str) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Who may send what to which domain."""
    return MAY_PODS if text == ON_EKS else MAY


def said(text: str, domain: str) -> set[tuple[str, str, str, str]]:
    """What the policy of a domain says."""
    return {
        ("Allow", "AWS", role_arn(role), f"es:ESHttp{method}")
        for (role, where), methods in may(text).items()
        if where == domain
        for method in methods
    }


def _flows() -> Iterator[Flow]:
    """Every spec with every role and cluster in it."""
    for text in (FINE_GRAINED, BY_POLICY):
        yield from ((text, role, domain) for role, domain in MAY)
    yield from ((ON_EKS, role, domain) for role, domain in MAY_PODS)


FLOWS = list(_flows())


def name(flow: object) -> str:
    return flow if isinstance(flow, str) and "\n" not in flow else ""


@pytest.mark.parametrize(("text", "role", "domain"), FLOWS, ids=name)
class TestADeclaredFlow:
    """One service and one cluster."""

    def test_the_groups_let_it_out_and_in(self, text: str, role: str, domain: str) -> None:
        assert Estate.of(text).lets(ACCESS, GROUPS[domain], 443)

    def test_no_other_port_is_open(self, text: str, role: str, domain: str) -> None:
        estate = Estate.of(text)
        assert not any(estate.lets(ACCESS, GROUPS[domain], port) for port in (80, 442, 444, 9200))

    def test_the_roles_own_policies_allow_what_the_service_sends(self, text: str, role: str, domain: str) -> None:
        estate = Estate.of(text)
        asked = {method: f"es:ESHttp{method}" for method in METHODS}
        resource = domain_arn(domain, "/orders/_doc/1")
        allowed = tuple(m for m, action in asked.items() if estate.identity_allows(role, action, resource))
        assert allowed == (MAY | MAY_PODS)[role, domain]

    def test_the_domains_policy_allows_the_same(self, text: str, role: str, domain: str) -> None:
        estate = Estate.of(text)
        allowed = tuple(m for m in METHODS if estate.domain_allows(role, f"es:ESHttp{m}", domain))
        assert allowed == (MAY | MAY_PODS)[role, domain]

    def test_the_role_is_mapped_where_fine_grained_access_control_decides(
        self, text: str, role: str, domain: str
    ) -> None:
        mapped = ("all_access", role_arn(role)) in Estate.of(text).mapped(domain)
        assert mapped is (text != BY_POLICY)


@pytest.mark.parametrize("text", [FINE_GRAINED, BY_POLICY, ON_EKS], ids=["fine-grained", "by policy", "eks"])
class TestNothingElse:
    """Whatever nobody declared."""

    def test_the_groups_have_the_rules_of_the_flows_and_no_other(self, text: str) -> None:
        assert {group: Estate.of(text).rules(group) for group in (ACCESS, OLD, NEW, SERVICES)} == RULES

    def test_the_domains_policies_name_the_roles_of_the_services_and_nobody_else(self, text: str) -> None:
        named = {domain: Estate.of(text).principals(domain) for domain in GROUPS}
        assert named == {domain: said(text, domain) for domain in GROUPS}

    def test_the_roles_of_the_services_are_mapped_to_one_security_role_and_nobody_else(self, text: str) -> None:
        roles = set() if text == BY_POLICY else {("all_access", role_arn(role)) for role, _ in may(text)}
        assert {domain: Estate.of(text).mapped(domain) for domain in GROUPS} == dict.fromkeys(GROUPS, roles)

    def test_no_other_role_gets_past_a_domains_policy(self, text: str) -> None:
        estate = Estate.of(text)
        others = ("OSMigrations-prod-eu-west-1-migration-console-task", "OSMigrations-dev-eu-west-1-capture-proxy-task")
        for role in (*others, "somebody"):
            assert not any(estate.domain_allows(role, f"es:ESHttp{m}", d) for m in METHODS for d in GROUPS)

    def test_no_other_group_is_let_in(self, text: str) -> None:
        estate = Estate.of(text)
        assert not estate.lets(OLD, NEW, 443)
        assert not estate.lets(NEW, OLD, 443)
        assert not estate.lets(OLD, ACCESS, 443)

    def test_no_role_reaches_another_domain_or_changes_one(self, text: str) -> None:
        estate = Estate.of(text)
        for role in (CONSOLE, REINDEX, REPLAYER, PODS):
            assert not estate.identity_allows(role, "es:ESHttpGet", domain_arn("edge-payroll", "/_search"))
            assert not estate.identity_allows(role, "es:UpdateDomainConfig", domain_arn("edge-new"))
            assert not estate.identity_allows(role, "es:ESCrossClusterGet", domain_arn("edge-new"))

    def test_every_statement_names_what_it_is_about_but_for_actions_that_take_nothing(self, text: str) -> None:
        for policy in Estate.of(text).of_type("aws_iam_policy"):
            for statement in policy.policy.statements:
                assert not any("*" in action and not action.startswith("kms:") for action in statement.actions)
                if "*" in statement.resources:
                    assert statement.sid in {"ExecAndTrace", "SignInAndTrace", "ListTasks", "SeeMetricsAndSubnets"}


class TestPassingTheSnapshotRole:
    """iam:PassRole: this role, to this service."""

    SNAPSHOT = role_arn("OSMigrations-dev-eu-west-1-default-SnapshotRole")

    def allows(self, role: str, passed: str, service: str = "es.amazonaws.com") -> bool:
        """Whether a role may pass another one to a service."""
        return Estate.of(FINE_GRAINED).identity_allows(role, "iam:PassRole", passed, iam__PassedToService=service)

    def test_the_console_passes_it_to_opensearch_service(self) -> None:
        assert self.allows(CONSOLE, self.SNAPSHOT)

    def test_not_to_another_service(self) -> None:
        assert not self.allows(CONSOLE, self.SNAPSHOT, "ec2.amazonaws.com")

    def test_nobody_passes_a_role_of_another_account(self) -> None:
        source = f"{{domain: {THEIR_DOMAIN}, security_group: their_domain, reason: they move}}"
        estate = Estate.of(one(source=source, snapshot="{role: theirs}"))
        assert list(estate.of_type("aws_iam_role")) == []
        statements = (each for policy in estate.identity(CONSOLE) for each in policy.document.statements)
        assert "iam:PassRole" not in {action for each in statements for action in each.actions}

    def test_no_other_role(self) -> None:
        assert not self.allows(CONSOLE, role_arn("Admin"))

    @pytest.mark.parametrize("role", [REINDEX, REPLAYER])
    def test_no_other_service_passes_it(self, role: str) -> None:
        assert not self.allows(role, self.SNAPSHOT)


class TestTheBucket:
    """Snapshots: the console keeps them, reindexing reads them."""

    BUCKET = "arn:aws:s3:::migration-artifacts-123456789012-dev-eu-west-1"

    def allows(self, role: str, action: str, resource: str) -> bool:
        """Whether a role may do something in a bucket of the own account, which its ARN does not tell."""
        return Estate.of(FINE_GRAINED).identity_allows(role, action, resource, aws__ResourceAccount=ACCOUNT)

    @pytest.mark.parametrize("role", [CONSOLE, REINDEX])
    def test_a_bucket_of_that_name_in_another_account_is_not_it(self, role: str) -> None:
        estate, stranger = Estate.of(FINE_GRAINED), "210987654321"
        objects = f"{self.BUCKET}/repo/index"
        assert not estate.identity_allows(role, "s3:GetObject", objects, aws__ResourceAccount=stranger)

    def test_unless_the_spec_says_that_it_is(self) -> None:
        estate = Estate.of(one(snapshot='{bucket: theirs, bucket_account: "210987654321"}'))
        (role,) = estate.identity(REINDEX)
        document = role.document
        assert document is not None
        about = [each for each in document.statements if each.actions[0].startswith("s3:")]
        said = {(each.key, *each.values) for statement in about for each in statement.conditions}
        assert said == {("aws:ResourceAccount", "210987654321")}

    @pytest.mark.parametrize(
        ("role", "action", "answer"),
        [
            (CONSOLE, "s3:PutObject", True),
            (CONSOLE, "s3:GetObject", True),
            (CONSOLE, "s3:PutBucketPolicy", False),
            (REINDEX, "s3:GetObject", True),
            (REINDEX, "s3:PutObject", False),
            (REINDEX, "s3:DeleteObject", False),
            (REPLAYER, "s3:GetObject", False),
        ],
    )
    def test_who_does_what_with_objects(self, role: str, action: str, answer: bool) -> None:
        assert self.allows(role, action, f"{self.BUCKET}/repo/index") is answer

    @pytest.mark.parametrize("role", [CONSOLE, REINDEX, REPLAYER])
    def test_no_other_bucket(self, role: str) -> None:
        assert not self.allows(role, "s3:GetObject", "arn:aws:s3:::payroll/x")


def test_services_that_are_not_in_use_get_nothing() -> None:
    estate = Estate.of(one(services="[console]"))
    for role in (REINDEX, REPLAYER):
        assert estate.identity(role) == ()
        assert not estate.domain_allows(role, "es:ESHttpGet", "edge-old")
        assert ("all_access", role_arn(role)) not in estate.mapped("edge-old")


def test_a_proxy_gets_the_network_and_no_rights() -> None:
    estate = Estate.of(one(services="[capture_proxy]", service_security_group="os_services", target=None))
    assert estate.lets(SERVICES, OLD, 443)
    assert not estate.lets(SERVICES, NEW, 443)
    assert not estate.lets(ACCESS, OLD, 443)
    proxy = "OSMigrations-dev-eu-west-1-capture-proxy-task"
    assert estate.identity(proxy)
    assert not estate.identity_allows(proxy, "es:ESHttpGet", domain_arn("edge-old", "/_search"))
    assert not estate.domain_allows(proxy, "es:ESHttpGet", "edge-old")
    assert estate.mapped("edge-old") == set()


def test_a_password_needs_no_rights_but_to_read_it() -> None:
    secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:old-a1B2c3"
    source = f"{{self_managed: {{security_group: old_domain}}, auth: basic, secret: '{secret}'}}"
    estate = Estate.of(one(source=source))
    assert estate.lets(ACCESS, OLD, 9200)
    assert not estate.lets(ACCESS, OLD, 443)
    assert estate.identity_allows(CONSOLE, "secretsmanager:GetSecretValue", secret)
    assert not estate.identity_allows(CONSOLE, "secretsmanager:GetSecretValue", secret.replace("old-", "new-"))
    assert not estate.identity_allows(REINDEX, "secretsmanager:GetSecretValue", secret)


def test_an_open_policy_lets_everybody_in_whom_the_network_lets() -> None:
    source = "{domain: old, security_group: old_domain, open_policy: the VPC says from where}"
    estate = Estate.of(one(source=source))
    assert estate.domain_allows("somebody", "es:ESHttpDelete", "edge-old")
    assert not estate.domain_allows("somebody", "es:ESHttpDelete", "edge-new")
    assert ("all_access", role_arn(CONSOLE)) in estate.mapped("edge-old")


def test_a_collection_is_used_by_its_name_or_its_id() -> None:
    for more, resource in (("", "*"), (", id: abc123", "abc123")):
        estate = Estate.of(one(target=f"{{serverless: {{collection: logs, indexes: [logs-*]{more}}}}}"))
        collection = "arn:aws:aoss:eu-west-1:123456789012:collection/abc123"
        assert estate.identity_allows(CONSOLE, "aoss:APIAccessAll", collection, aoss__collection="logs")
        other = collection.replace("abc123", "def456")
        assert not estate.identity_allows(CONSOLE, "aoss:APIAccessAll", other, aoss__collection="payroll")
        (statement,) = (
            each
            for policy in estate.identity(CONSOLE)
            if policy.document
            for each in policy.document.statements
            if each.sid == "UseTarget"
        )
        assert str(statement.resources[0]).endswith(f"collection/{resource}")
        (policy,) = estate.of_type("aws_opensearchserverless_access_policy")
        clears, writes = policy.policy
        assert [str(each) for each in clears["Principal"]] == [role_arn(CONSOLE), role_arn(REPLAYER)]
        assert [str(each) for each in writes["Principal"]] == [role_arn(REINDEX)]
        for grant in policy.policy:
            for rule in grant["Rules"]:
                assert all(each.split("/")[1] == "logs" for each in rule["Resource"])


def test_the_snapshot_role_is_assumed_for_the_source_domain_alone() -> None:
    (role,) = Estate.of(one(snapshot="{role: own}")).of_type("aws_iam_role")
    (statement,) = role.assume_role_policy.statements
    conditions = {each.key: tuple(map(str, each.values)) for each in statement.conditions}
    assert conditions == {
        "aws:SourceAccount": ("123456789012",),
        "aws:SourceArn": (domain_arn("edge-old"),),
    }
