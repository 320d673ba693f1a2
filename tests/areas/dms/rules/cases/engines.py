"""What an engine can be, and which fields belong to it."""

from tests.areas.cases import Bad, Good
from tests.areas.dms.specs import MAIN, database, dms, endpoints, instances, store


def api(*, mark: str = "", value: str = "", **fields: str | None) -> str:
    """A spec with one endpoint of AWS's own."""
    return dms(endpoints(store(mark=mark, value=value, **fields)))


BAD = (
    Bad(
        "LB220",
        'engine "mongodb" cannot be a target',
        database(engine="mongodb", value="direction", direction="target"),
    ),
    Bad(
        "LB220",
        'engine "redshift" cannot be a source',
        dms(
            instances(main=MAIN),
            endpoints(
                store(
                    engine="redshift",
                    value="direction",
                    direction="source",
                    scenario="same_vpc",
                    security_group="orders_db",
                    ssl_mode="require",
                    secret='"{var:s}"',
                )
            ),
        ),
    ),
    Bad(
        "LB220",
        'engine "dms-transfer" can be neither',
        database(value="engine", engine="dms-transfer", ssl_mode=None, secret=None),
    ),
    Bad(
        "LB240",
        'bucket means nothing for engine "oracle"',
        database(engine="oracle", ssl_mode="verify-ca", certificate='"{var:ca}"', mark="bucket", bucket="x-lake"),
    ),
    Bad(
        "LB240",
        "versioned means nothing for a target",
        api(engine="s3", direction="target", bucket="x-lake", mark="versioned", versioned="true"),
    ),
    Bad(
        "LB240",
        "asm_secret means nothing for a target",
        database(
            engine="oracle",
            direction="target",
            ssl_mode="verify-ca",
            certificate='"{var:ca}"',
            mark="asm_secret",
            asm_secret='"{var:s}"',
        ),
    ),
    Bad(
        "LB240",
        "port means nothing for S3",
        api(engine="s3", direction="target", bucket="x-lake", mark="port", port="443"),
    ),
    Bad(
        "LB240",
        "iam_auth means nothing for engine",
        database(engine="sqlserver", mark="iam_auth", iam_auth="{resource_id: db-ABC, user: dms}"),
    ),
    Bad("LB240", 'tls means nothing for engine "postgres"', database(mark="tls", tls="true")),
    Bad(
        "LB240",
        "asm_port means nothing without asm_secret",
        database(engine="oracle", ssl_mode="verify-ca", certificate='"{var:ca}"', mark="asm_port", asm_port="1525"),
    ),
    Bad("LB241", "S3 endpoint lake lacks bucket", api(engine="s3", direction="target", mark="lake")),
    Bad("LB261", "every table of the account", api(engine="dynamodb", direction="target", tables='[carts, §"*"]')),
    Bad("LB241", "DynamoDB endpoint lake lacks tables", api(engine="dynamodb", direction="target", mark="lake")),
    Bad("LB241", "Kinesis endpoint lake lacks stream", api(engine="kinesis", direction="target", mark="lake")),
    Bad("LB241", "OpenSearch endpoint lake lacks domain", api(engine="opensearch", direction="target", mark="lake")),
    Bad(
        "LB241",
        "Neptune endpoint lake lacks folder",
        dms(
            instances(main=MAIN),
            endpoints(
                store(
                    mark="lake",
                    engine="neptune",
                    direction="target",
                    scenario="same_vpc",
                    security_group="orders_db",
                    bucket="x-lake",
                )
            ),
        ),
    ),
    Bad(
        "LB258",
        "has to be in eu-west-1",
        api(engine="s3", direction="source", bucket="x-lake", value="region", region="eu-central-1"),
    ),
    Bad(
        "LB258",
        "has to be in eu-west-1",
        api(engine="kinesis", direction="target", stream="x", value="region", region="eu-central-1"),
    ),
    Bad(
        "LB258",
        'region "eu-west-11" is none',
        api(engine="s3", direction="target", bucket="x-lake", value="region", region="eu-west-11"),
    ),
)

GOOD = (
    Good("LB220", database(engine="mongodb")),
    Good("LB220", api(engine="kinesis", direction="target", stream="clicks")),
    Good("LB240", api(engine="s3", direction="source", bucket="x-lake", folder="a/b", versioned="true")),
    Good("LB240", api(engine="s3", direction="target", bucket="x-lake", canned_acl="true", validation="true")),
    Good(
        "LB240",
        database(
            engine="oracle",
            ssl_mode="verify-ca",
            certificate='"{var:ca}"',
            asm_secret='"{var:asm}"',
            asm_port="1525",
            asm_cidrs="[10.0.8.0/24]",
            owner="them",
        ),
    ),
    Good("LB241", api(engine="dynamodb", direction="target", tables="[carts]")),
    Good("LB261", api(engine="dynamodb", direction="target", tables='["carts_*"]')),
    Good("LB241", api(engine="opensearch", direction="target", domain="search")),
    Good("LB258", api(engine="s3", direction="target", bucket="x-lake", region="eu-central-1")),
)
