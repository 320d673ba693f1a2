"""Paths: what a resource is about."""

from tests.areas.cases import Bad, Good
from tests.areas.opensearch.specs import LOGS, statement

BY_ETL = 'principals: {AWS: "{role:etl}"}'
GET = f"{BY_ETL}, actions: es:ESHttpGet"
DENY = f"effect: Deny, {BY_ETL}"

BAD = (
    Bad("LB620", "GET /orders/_search is refused all the same", statement(f'{GET}, resources: §"{LOGS}"')),
    Bad(
        "LB620",
        "GET /orders/_search slips through",
        statement(f'{DENY}, actions: "es:ESHttp*", resources: ["{LOGS}/*", §"{LOGS}"]'),
    ),
    Bad(
        "LB621",
        "is nothing of the domain edge-logs",
        statement(f'{GET}, resources: §"arn:aws:es:eu-west-1:123456789012:domain/edge-log/*"'),
    ),
    Bad(
        "LB621",
        "is nothing of the domain",
        statement(f'{GET}, reason: agreed, resources: ["{LOGS}/a", §"arn:aws:s3:::bucket/*"]'),
    ),
    Bad(
        "LB622",
        "DELETE /restricted slips through",
        statement(f'{DENY}, actions: "es:ESHttp*", paths: [§restricted/*]'),
    ),
    Bad(
        "LB622",
        "PUT /restricted slips through",
        statement(f'{DENY}, actions: [es:ESHttpPut], resources: §"{LOGS}/restricted/*"'),
    ),
    *(
        Bad(
            "LB622",
            "DELETE /orders slips through",
            statement(f'{DENY}, actions: "es:ESHttp*", paths: [§"orders/{rest}"]'),
        )
        for rest in ("**", "?*", "_*", "*?")
    ),
    Bad("LB622", "DELETE /a* slips through", statement(f'{DENY}, actions: "es:ESHttp*", paths: [§"a*/*", a]')),
)

GOOD = (
    Good("LB622", statement(f'{DENY}, actions: "es:ESHttp*", paths: [restricted, restricted/**, "a*", a/?*]')),
    Good("LB622", statement(f'{DENY}, actions: "es:ESHttp*", paths: [restricted/_search, restricted/_doc/*]')),
    Good("LB620", statement(f'{GET}, resources: "{LOGS}/*"')),
    Good("LB620", statement(f'{BY_ETL}, actions: es:ESCrossClusterGet, resources: "{LOGS}"')),
    Good("LB621", statement(f'{GET}, resources: "arn:{{partition}}:es:*:{{account_id}}:domain/edge-*"')),
    Good("LB622", statement(f'{DENY}, actions: "es:ESHttp*", paths: [restricted*]')),
    Good("LB622", statement(f'{DENY}, actions: "es:ESHttp*", paths: [restricted, restricted/*]')),
    Good("LB622", statement(f"{DENY}, actions: es:ESHttpGet, paths: [restricted/*]")),
    Good("LB622", statement(f'{DENY}, actions: "es:ESHttp*", paths: [_cat/*]')),
)
