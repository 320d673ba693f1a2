"""The roles that come out."""

from tests.areas.cases import Bad, Good
from tests.areas.dms.specs import KEY, MAIN, SECRET, database, dms, endpoint, endpoints, instances, store

S3: dict[str, str | None] = {"engine": "s3", "direction": "target", "bucket": "x-lake"}
MART: dict[str, str | None] = {
    "engine": "redshift",
    "direction": "target",
    "scenario": "same_vpc",
    "security_group": "orders_db",
    "secret": SECRET,
}
FAR = KEY.replace("eu-west-1", "eu-central-1")
CHOSEN = "{vpc: own, cloudwatch_logs: own, redshift: own}"
SECURITY = """\
security:
  permissions_boundary: none
  service_roles:
    worker: {name: Lake-Writer, service: ec2, managed_policies: [ReadOnlyAccess]}
"""

BAD = (
    Bad(
        "LB242",
        '"x..lake" is no name of a bucket',
        dms(endpoints(store(**(S3 | {"bucket": "x..lake"}), value="bucket"))),
    ),
    Bad("LB242", '"10.0.0.1" is no name of a bucket', dms("assessment_buckets:\n  pre: {bucket: §10.0.0.1}\n")),
    Bad(
        "LB243",
        "nobody says who owns dms-access-for-endpoint",
        dms(instances(main=MAIN), endpoints(store("mart", **MART))).replace("account_roles", "§account_roles"),
    ),
    Bad(
        "LB243",
        "is for Redshift targets",
        dms(instances(main=MAIN), endpoints(endpoint()), roles="{vpc: own, cloudwatch_logs: own, §redshift: own}"),
    ),
    Bad(
        "LB249",
        "two roles would be named",
        dms(endpoints(store("a", **S3, name="twice"), store("b", mark="b", **S3, name="Twice"))),
    ),
    Bad(
        "LB249",
        "aws_iam_role.worker and aws_iam_role.lake",
        dms(endpoints(store(mark="lake", **S3, name="lake-writer")), rest=SECURITY),
    ),
    Bad(
        "LB250",
        'b cannot have been "a"',
        dms(endpoints(store("a", **S3), store("b", value="renamed_from", **S3, renamed_from="a"))),
    ),
    Bad(
        "LB250",
        'c cannot have been "old"',
        dms(
            endpoints(
                store("b", **S3, renamed_from="old"), store("c", value="renamed_from", **(S3 | {"renamed_from": "old"}))
            )
        ),
    ),
    Bad("LB253", 'the key is in "eu-central-1"', dms(endpoints(store(value="target_key", **S3, target_key=FAR)))),
    Bad("LB253", 'the key is in "eu-central-1"', database(value="kms_key", kms_key=FAR)),
    Bad("LB254", "is 68 characters long", dms(endpoints(store(mark="lake", **S3, name="x" * 68)))),
    Bad("LB255", 'the tag "aws:x" begins with aws:', dms(endpoints(store(**S3, tags='{§"aws:x": y}')))),
    Bad(
        "LB256",
        "and a role takes 10,240",
        dms(
            endpoints(
                store(
                    "carts",
                    mark="carts",
                    engine="dynamodb",
                    direction="target",
                    tables="[" + ", ".join(f"a_table_with_a_long_name_{number}" for number in range(130)) + "]",
                )
            )
        ),
    ),
)

GOOD = (
    Good("LB242", dms(endpoints(store(**(S3 | {"bucket": '"{stem}-{account_id}-lake"'}))))),
    Good("LB242", dms(endpoints(store(**(S3 | {"bucket": '"{ssm:/lake/bucket}"'}))))),
    Good("LB243", dms(instances(main=MAIN), endpoints(store("mart", **MART)), roles=CHOSEN)),
    Good("LB243", dms(roles="{vpc: own, cloudwatch_logs: own, redshift: reference}")),
    Good("LB249", dms(endpoints(store("a", **S3), store("b", **S3)))),
    Good("LB250", dms(endpoints(store("b", **S3, renamed_from="a")))),
    Good("LB253", dms(endpoints(store(**S3, target_key=KEY)))),
    Good("LB254", dms(endpoints(store(**S3, name='"{stem}-lake-writer"')))),
    Good("LB255", dms(endpoints(store(**S3, tags="{Team: x}")))),
    Good("LB256", dms(endpoints(store(engine="dynamodb", direction="target", tables='["carts_*"]')))),
)
