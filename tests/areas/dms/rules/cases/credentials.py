"""Where credentials are."""

from tests.areas.cases import Bad, Good
from tests.areas.dms.specs import KEY, SECRET, database, dms, endpoints, store

ORACLE: dict[str, str | None] = {"engine": "oracle", "ssl_mode": "verify-ca", "certificate": '"{var:ca}"'}
THEIRS = SECRET.replace("123456789012", "210987654321")
THEIR_KEY = KEY.replace("123456789012", "210987654321")

BAD = (
    Bad("LB226", "names no secret", database(mark="orders", secret=None)),
    Bad(
        "LB226", "SQL Server endpoint orders names no secret", database(mark="orders", engine="sqlserver", secret=None)
    ),
    Bad(
        "LB227",
        'no secret for engine "kafka"',
        database(engine="kafka", direction="target", ssl_mode=None, tls="true", mark="secret"),
    ),
    Bad(
        "LB227",
        'no secret for engine "s3"',
        dms(endpoints(store(engine="s3", direction="target", bucket="x-lake", mark="secret", secret=SECRET))),
    ),
    Bad("LB228", "has a secret and iam_auth", database(mark="iam_auth", iam_auth="{resource_id: db-ABC, user: dms}")),
    Bad("LB229", 'is in "eu-central-1"', database(mark="secret", secret=SECRET.replace("eu-west-1", "eu-central-1"))),
    Bad("LB230", 'is in account "210987654321"', database(mark="secret", secret=THEIRS)),
    Bad(
        "LB231",
        "master password that RDS manages",
        database(
            mark="secret", secret=SECRET.replace("orders-a1B2c3", "rds!db-11111111-2222-3333-4444-555555555555-a1B2c3")
        ),
    ),
    Bad(
        "LB231",
        "master password that RDS manages",
        database(mark="secret", secret=f"{{arn: '{SECRET}', managed_by_rds: true}}"),
    ),
    Bad("LB232", "lacks the six characters", database(mark="secret", secret=SECRET.removesuffix("-a1B2c3"))),
    Bad("LB232", "which no secret can be", database(mark="secret", secret=SECRET.replace("orders", "or,ders"))),
    Bad(
        "LB233",
        "endpoint orders has no asm_secret",
        database(**ORACLE, mark="one_role_for_both", one_role_for_both="true"),
    ),
)

GOOD = (
    Good("LB226", database()),
    Good("LB226", database(engine="babelfish", direction="target", secret=None)),
    Good("LB227", database(engine="kafka", direction="target", ssl_mode=None, tls="true", secret=None)),
    Good("LB228", database(secret=None, iam_auth="{resource_id: db-ABC, user: dms}")),
    Good("LB229", database(secret='"{var:secret}"')),
    Good("LB230", database(secret=f"{{arn: '{THEIRS}', kms_key: '{THEIR_KEY}'}}")),
    Good("LB231", database(secret=f"{{arn: '{SECRET}', managed_by_rds: false}}")),
    Good("LB232", database(secret=SECRET.replace("orders", "prod/orders_+=.@x"))),
    Good("LB233", database(**ORACLE, asm_secret=SECRET, one_role_for_both="true")),
)
