"""TLS between replication instances and databases."""

from tests.areas.dms.specs import database
from tests.areas.iam.rules.cases.case import Bad, Good

CA = '"{var:ca}"'
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
        "LB223",
        "no ssl_mode, which verifies nothing",
        database(engine="kafka", direction="target", secret=None, ssl_mode=None, mark="certificate", certificate=CA),
    ),
    Bad("LB224", "without ssl_mode it is none", database(mark="orders", ssl_mode=None)),
    Bad("LB224", "is not encrypted", database(value="ssl_mode", ssl_mode="none")),
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
        "which DMS does not set for Redis",
        database(
            engine="redis",
            direction="target",
            secret=None,
            ssl_mode=None,
            mark="unencrypted",
            unencrypted="the cache is old",
        ),
    ),
)

GOOD = (
    Good("LB225", database(ssl_mode="none", unencrypted="the old server speaks no TLS that DMS knows")),
    Good("LB221", database(engine="oracle", ssl_mode="verify-ca", certificate=CA)),
    Good("LB221", database(engine="kafka", direction="target", secret=None, ssl_mode="none")),
    Good("LB222", database(ssl_mode="verify-full", certificate=CA)),
    Good("LB222", database(ssl_mode="verify-ca", certificate="arn:aws:dms:eu-west-1:123456789012:cert:ABC")),
    Good("LB223", database(ssl_mode="require")),
    Good("LB224", database(ssl_mode="none", unencrypted="the old server speaks no TLS that DMS knows")),
    Good("LB224", database(engine="redis", direction="target", secret=None, ssl_mode=None)),
    Good("LB235", database(iam_auth=AUTH, secret=None, ssl_mode="verify-full", certificate=CA)),
)
