"""The picture of the module's README: what it draws of endpoints, secrets, keys and of who works with DMS."""

from typing import Any

from landbridge.areas.dms.picture import picture
from tests.areas.dms.operator_specs import operator
from tests.areas.dms.specs import KMS, NETWORK, SECRET, dms, endpoint, endpoints, instances, replication
from tests.specs import analysed, compiled

ORACLE: dict[str, str | None] = {
    "engine": "oracle",
    "ssl_mode": "verify-ca",
    "certificate": '"{var:ca}"',
    "port": "1522",
    "secret": f"{{arn: '{SECRET}', kms_key: credentials}}",
    "asm_secret": '"{var:asm}"',
    "kms_key": "storage",
}


def arrows(text: str) -> set[tuple[str, str, str]]:
    """The arrows of a spec without errors: from, words, to."""
    analysis = analysed(text)
    assert analysis.root is not None, [f"{f.place} {f.id} {f.message}" for f in analysis.findings]
    spec: Any = analysis.spec
    return {(edge.source, edge.words, edge.target) for edge in picture(spec.part("dms"))}


def test_both_secrets_of_oracle_and_every_use_of_a_key_have_an_arrow() -> None:
    text = dms(instances(main=replication("kms_key: storage")), endpoints(endpoint(**ORACLE)), rest=NETWORK + KMS)
    instance, store = "main (replication instance)", "orders (Oracle)"
    assert arrows(text) == {
        (store, "ports 1522 and 1521, TLS verify-ca", instance),
        ("secret of orders", "credentials", instance),
        ("ASM secret of orders", "ASM credentials", instance),
        ("key credentials", "encrypts", "secret of orders"),
        ("key storage", "encrypts storage", instance),
        ("key storage", "encrypts connection data in DMS", store),
    }


def test_kafka_says_whether_it_has_tls() -> None:
    kafka: dict[str, str | None] = {"engine": "kafka", "direction": "target", "secret": None, "ssl_mode": None}
    words = {
        word
        for more in ({"tls": "true"}, {"unencrypted": "the brokers have none yet"})
        for _, word, _ in arrows(dms(instances(main=replication()), endpoints(endpoint(**kafka, **more))))
    }
    assert words == {"port 9094, TLS", "port 9092, no TLS"}


def test_who_works_with_dms_is_drawn_with_what_they_may_and_may_not() -> None:
    text = operator(
        "allow:",
        "  - {types: [rep, task], tags: {Env: Test}}",
        "  - {types: [endpoint], request_tags: {Env: Test}}",
        "  - {types: [es, cert, subgrp, data-provider], ids: [ABC]}",
        "  - {types: [task], actions: dms:StopReplicationTask}",
        "deny: [{types: [rep], ids: [LIVE]}]",
        "roles: [on_call]",
    )
    box = "team (operator)"
    assert arrows(text) == {
        ("group dba", "has the policy", box),
        ("role on_call", "has the policy", box),
        (box, "everything, by tag Env", "replication instances, replication tasks"),
        (box, "making, with tags Env", "endpoints"),
        (box, "everything, by ARN", "event subscriptions, certificates, subnet groups and 1 more"),
        (box, "some actions", "replication tasks"),
        (box, "not: everything, by ARN", "replication instances"),
    }


def test_an_operator_of_everything_and_one_of_the_own_endpoints_are_told_apart() -> None:
    assert ("team (operator)", "everything", "all of DMS") in arrows(operator())
    own = arrows(operator("own_endpoints_only: {tag: Owner}"))
    assert ("team (operator)", "own, by tag Owner", "endpoints") in own
    assert "all of DMS" not in {target for _, _, target in own}


def test_a_spec_of_operators_alone_has_a_picture() -> None:
    assert "```mermaid" in compiled(operator())["modules/dms/README.md"]
