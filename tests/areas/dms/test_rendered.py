"""What small specs render to: one snapshot per kind of thing, as the reviewer of a pull request would read it."""

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.areas.dms.specs import (
    KEY,
    KMS,
    MAIN,
    NETWORK,
    SECRET,
    dms,
    endpoint,
    endpoints,
    instances,
    replication,
    store,
)
from tests.specs import compiled

NEVER = "{vpc: reference, cloudwatch_logs: reference}"
REDSHIFT = "{vpc: reference, cloudwatch_logs: reference, redshift: reference}"
THEIR_SECRET = SECRET.replace("123456789012", "210987654321")
THEIR_KEY = KEY.replace("123456789012", "210987654321")
MART: dict[str, str | None] = {
    "engine": "redshift",
    "direction": "target",
    "scenario": "same_vpc",
    "security_group": "orders_db",
    "secret": '"{var:mart_secret}"',
}

CASES = {
    "account roles that are owned": dms(roles="{vpc: own, cloudwatch_logs: own}"),
    "account roles that are taken over": dms(roles="{vpc: adopt, cloudwatch_logs: adopt}", boundary="keep"),
    "the account role of Redshift, and a role of a target's own": dms(
        instances(main=MAIN),
        endpoints(store("mart", **MART, target_key="lake")),
        roles="{vpc: reference, cloudwatch_logs: reference, redshift: own}",
        rest=NETWORK + KMS,
    ),
    "Redshift with a bucket between": dms(
        instances(main=MAIN), endpoints(store("mart", **MART, bucket="edge-staging")), roles=REDSHIFT
    ),
    "S3 as a source": dms(
        endpoints(store(engine="s3", direction="source", bucket='"{stem}-in"', folder="a/b", versioned="true")),
        roles=NEVER,
    ),
    "S3 as a target, with everything": dms(
        endpoints(
            store(
                engine="s3",
                direction="target",
                bucket='"{ssm:/lake/bucket}"',
                canned_acl="true",
                validation="true",
                target_key="lake",
                tags="{Team: lake}",
                renamed_from="pond",
            )
        ),
        roles=NEVER,
        rest=NETWORK + KMS,
    ),
    "DynamoDB and Kinesis": dms(
        endpoints(
            store("carts", engine="dynamodb", direction="target", tables='[carts, "carts_*"]'),
            store("clicks", engine="kinesis", direction="target", stream="clicks"),
        ),
        roles=NEVER,
    ),
    "OpenSearch and Neptune": dms(
        instances(main=MAIN),
        endpoints(
            store("search", engine="opensearch", direction="target", domain="search"),
            store(
                "graph",
                engine="neptune",
                direction="target",
                scenario="same_vpc",
                security_group="orders_db",
                bucket="x-lake",
                folder="graph",
                resource_id="cluster-ABC",
            ),
        ),
        roles=NEVER,
    ),
    "IAM database authentication": dms(
        instances(main=MAIN),
        endpoints(endpoint(secret=None, iam_auth="{resource_id: cluster-ABC, user: dms}", name='"{stem}-orders"')),
        roles=NEVER,
    ),
    "a secret under a customer key": dms(
        instances(main=MAIN),
        endpoints(endpoint(secret=f"{{arn: '{SECRET}', kms_key: credentials, role_name: orders-reader}}")),
        roles=NEVER,
        rest=NETWORK + KMS,
    ),
    "two roles for the two secrets of Oracle ASM": dms(
        instances(main=MAIN),
        endpoints(
            endpoint(
                engine="oracle",
                ssl_mode="verify-ca",
                certificate='"{var:ca}"',
                asm_secret=f"{{arn: '{SECRET.replace('orders', 'asm')}', kms_key: credentials}}",
            )
        ),
        roles=NEVER,
        rest=NETWORK + KMS,
    ),
    "what is somebody else's": dms(
        instances(main=MAIN),
        endpoints(
            endpoint(secret=f"{{arn: '{THEIR_SECRET}', kms_key: '{THEIR_KEY}'}}"),
            store(engine="s3", direction="target", bucket="x-lake", target_key='"{var:lake_key}"'),
        ),
        roles=NEVER,
    ),
    "a bucket for assessment runs": dms(
        "assessment_buckets:\n  before: {bucket: x-results, kms_key: lake}\n", roles=NEVER, rest=NETWORK + KMS
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_small_spec_renders_to(name: str, snapshot: SnapshotAssertion) -> None:
    files = compiled(CASES[name])
    shown = [
        f"===== {path}\n{text}"
        for path, text in files.items()
        if path == "imports.tf"
        or (
            path.startswith("modules/dms/")
            and not path.endswith(("versions.tf", "variables.tf", "outputs.tf", "README.md", "RUNBOOK.md"))
        )
    ]
    assert "\n".join(shown) == snapshot


def test_the_picture_and_the_outputs(snapshot: SnapshotAssertion) -> None:
    files = compiled(
        dms(
            instances(main=replication("kms_key: storage")),
            endpoints(
                endpoint(),
                endpoint("new", direction="target", engine="aurora", ssl_mode=None, unencrypted="a closed network"),
                store(engine="s3", direction="target", bucket="x-lake", target_key="lake"),
            ),
            "assessment_buckets:\n  before: {bucket: x-results}\n",
            roles="{vpc: own, cloudwatch_logs: reference}",
            rest=NETWORK + KMS,
        )
    )
    picture = files["modules/dms/README.md"].split("```")[1]
    assert "\n".join([picture, files["modules/dms/outputs.tf"]]) == snapshot
