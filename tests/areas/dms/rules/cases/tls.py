"""TLS between replication instances and databases."""

from tests.areas.cases import Bad, Good
from tests.areas.dms.specs import database

CA = '"{var:ca}"'
KAFKA: dict[str, str | None] = {"engine": "kafka", "direction": "target", "secret": None, "ssl_mode": None}
REDIS = KAFKA | {"engine": "redis"}
AUTH = "{resource_id: cluster-ABC, user: dms}"

BAD = (
    Bad("LB221", 'ssl_mode "require" is not supported by engine "oracle"', database(engine="oracle", value="ssl_mode")),
    Bad(
        "LB221",
        'ssl_mode "require" is not supported by engine "kafka"',
        database(engine="kafka", direction="target", secret=None, value="ssl_mode"),
    ),
    Bad(
        "LB222", 'ssl_mode "verify-full" verifies by a certificate', database(value="ssl_mode", ssl_mode="verify-full")
    ),
    Bad("LB223", "which verifies nothing by it", database(mark="certificate", certificate=CA)),
    Bad(
        "LB221",
        'ssl_mode "require" is not supported by engine "oracle"',
        database(engine="oracle", value="ssl_mode", certificate=CA),
    ),
    Bad(
        "LB223",
        "no ssl_mode, which verifies nothing",
        database(engine="kafka", direction="target", secret=None, ssl_mode=None, mark="certificate", certificate=CA),
    ),
    Bad("LB224", "without ssl_mode it is none", database(mark="orders", ssl_mode=None)),
    Bad("LB224", "is not encrypted", database(value="ssl_mode", ssl_mode="none")),
    Bad(
        "LB224",
        "Kafka endpoint orders does not say whether its connection is encrypted",
        database(**KAFKA, mark="orders"),
    ),
    Bad("LB224", "Redis endpoint orders does not say", database(**REDIS, mark="orders")),
    Bad(
        "LB235", "connects as a role without TLS", database(mark="iam_auth", iam_auth=AUTH, secret=None, ssl_mode=None)
    ),
    Bad(
        "LB225",
        "a reason for no TLS, and ssl_mode require",
        database(mark="unencrypted", unencrypted="nobody knows why"),
    ),
    Bad(
        "LB225",
        "a reason for no TLS, and tls: true",
        database(**REDIS, tls="true", mark="unencrypted", unencrypted="the cache is old"),
    ),
    Bad(
        "LB225",
        "which DMS does not set for Neptune",
        database(
            engine="neptune",
            direction="target",
            secret=None,
            ssl_mode=None,
            bucket="x-lake",
            folder="graph",
            mark="unencrypted",
            unencrypted="the graph is old",
        ),
    ),
)

GOOD = (
    Good("LB225", database(ssl_mode="none", unencrypted="the old server speaks no TLS that DMS knows")),
    Good("LB221", database(engine="oracle", ssl_mode="verify-ca", certificate=CA)),
    Good("LB221", database(**(KAFKA | {"ssl_mode": "none"}), tls="true")),
    Good("LB222", database(ssl_mode="verify-full", certificate=CA)),
    Good("LB222", database(ssl_mode="verify-ca", certificate="arn:aws:dms:eu-west-1:123456789012:cert:ABC")),
    Good("LB223", database(ssl_mode="require")),
    Good("LB223", database(**KAFKA, tls="true", certificate=CA)),
    Good("LB224", database(ssl_mode="none", unencrypted="the old server speaks no TLS that DMS knows")),
    Good("LB224", database(**REDIS, tls="true")),
    Good("LB224", database(**KAFKA, unencrypted="the brokers are in the same subnet and have no TLS yet")),
    Good("LB225", database(**REDIS, unencrypted="the cache is old")),
    Good("LB235", database(iam_auth=AUTH, secret=None, ssl_mode="verify-full", certificate=CA)),
)
