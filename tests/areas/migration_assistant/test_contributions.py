"""What the area hands to the owners of domains, groups and keys."""

from collections.abc import Sequence
from typing import TypeVar

from landbridge.areas import AREAS
from landbridge.areas.contributions import Contribution, DomainStatement, Flow, KeyUse, RoleMapping
from landbridge.areas.migration_assistant import AREA
from landbridge.areas.references import References
from tests.areas.migration_assistant.specs import DOMAINS, KMS, NETWORK, THEIR_DOMAIN, WITH_PASSWORD, domains, one
from tests.specs import analysed, compiled

_C = TypeVar("_C", bound=Contribution)
CONSOLE = "arn:aws:iam::123456789012:role/OSMigrations-dev-eu-west-1-migration-console-task"
REINDEX = "arn:aws:iam::123456789012:role/OSMigrations-dev-eu-west-1-reindex-from-snapshot-task"
OWN = "arn:aws:iam::123456789012:role/edge-prod-b001-role-migration-main-snapshot"


def handed(text: str, kind: type[_C]) -> Sequence[_C]:
    """The contributions of one kind."""
    analysis = analysed(text)
    assert analysis.spec is not None
    used = {each.name: each.load() for each in AREAS if analysis.spec.part(each.key) is not None}
    references = References("", {name: area.names(analysis.spec) for name, area in used.items()})
    return [each for each in AREA.contribute(analysis.spec, references) if isinstance(each, kind)]


def test_flows_go_from_the_access_group_to_each_cluster_by_its_port() -> None:
    text = one(source="{self_managed: {cidrs: [10.20.0.0/24, 10.21.0.0/24], port: 9201, owner: the data centre}}")
    found = [(each.source, each.target, each.from_port, each.to_port, each.owner) for each in handed(text, Flow)]
    assert found == [
        ("os_access", "10.20.0.0/24", 9201, 9201, "the data centre"),
        ("os_access", "10.21.0.0/24", 9201, 9201, "the data centre"),
        ("os_access", "new_domain", 443, 443, ""),
    ]


def test_a_cluster_that_cannot_name_the_group_lets_networks_in() -> None:
    text = one(source="{domain: old, security_group: old_domain, seen_as: [10.0.0.0/24]}")
    assert [each.seen_as for each in handed(text, Flow)] == [("10.0.0.0/24",), ()]


def test_a_public_domain_and_a_public_collection_need_no_rule() -> None:
    text = one(
        source="{domain: old}",
        target="{serverless: {collection: logs, indexes: [x]}}",
        rest=domains("network: public") + NETWORK,
    )
    assert handed(text, Flow) == []


def test_a_domain_elsewhere_gets_a_flow_and_no_statement_of_ours() -> None:
    text = one(source=f"{{domain: {THEIR_DOMAIN}, security_group: their_domain, reason: they move}}")
    assert [each.target for each in handed(text, Flow)] == ["their_domain", "new_domain"]
    assert {each.domain for each in handed(text, DomainStatement)} == {"new"}
    assert {each.domain for each in handed(text, RoleMapping)} == {"new"}


def test_statements_and_mappings_say_why() -> None:
    text = one(reason="the shop moves to the new engine")
    why = "the shop moves to the new engine, until 2027-03-31"
    assert {each.reason for each in handed(text, RoleMapping)} == {why}
    assert {each.statements[0].reason for each in handed(text, DomainStatement)} == {why}


def test_without_fine_grained_access_control_there_is_nothing_to_map() -> None:
    assert handed(one(rest=domains("network: vpc", "network: vpc") + NETWORK), RoleMapping) == []


def test_removed_access_keeps_the_scripts_and_hands_over_nothing_else() -> None:
    text = one(access="removed", snapshot="{kms_key: snapshots}", rest=DOMAINS + NETWORK + KMS)
    found = handed(text, Contribution)
    assert [type(each) for each in found] == [RoleMapping, RoleMapping]
    assert [each.principals for each in handed(text, RoleMapping)] == [(), ()]


def test_the_key_of_the_snapshots_is_used_by_who_writes_and_who_reads_them() -> None:
    text = one(snapshot="{role: own, kms_key: snapshots}", rest=DOMAINS + NETWORK + KMS)
    found = {each.use: (tuple(map(str, each.principals)), each.via) for each in handed(text, KeyUse)}
    assert found == {"crypto": ((CONSOLE, OWN), ("s3",)), "decrypt": ((REINDEX,), ("s3",))}


def test_the_key_of_a_secret_is_used_by_who_reads_it() -> None:
    (use,) = handed(one(source=WITH_PASSWORD, rest=DOMAINS + NETWORK + KMS), KeyUse)
    assert (use.key, use.use, use.via) == ("credentials", "decrypt", ("secretsmanager",))
    assert tuple(map(str, use.principals)) == (CONSOLE,)


def test_others_may_name_a_snapshot_role_that_is_made_here() -> None:
    kms = KMS.replace("s3_target, ", 's3_target, users: ["{snapshot_role:main}"], ')
    found = compiled(one(snapshot="{role: own}", rest=DOMAINS + NETWORK + kms))
    assert "var.migration_assistant_iam_role_main__snapshot_arn" in found["modules/kms/main.tf"]


def test_nobody_names_one_that_is_not() -> None:
    rest = DOMAINS + NETWORK + KMS.replace("s3_target, ", 's3_target, users: ["{snapshot_role:main}"], ')
    for text in (one(rest=rest), one(snapshot="{role: own}", access="removed", rest=rest)):
        assert [each.id for each in analysed(text).findings] == ["LB105"]
