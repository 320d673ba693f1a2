"""Paths: what a resource means, and what it leaves open."""

from tests.areas.cases import Bad, Good
from tests.areas.opensearch.specs import LOGS, access, domain, statement

ETL = 'who: ["{role:etl}"]'
BY_ETL = 'principals: {AWS: "{role:etl}"}'
GET = f"{BY_ETL}, actions: es:ESHttpGet"
DENY = f"effect: Deny, {BY_ETL}"
ALL = 'access: {all: {who: ["{role:etl}"], may: read}}'

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
    Bad(
        "LB623",
        "GET /_all/_search, GET /*/_search and GET /x,restricted/_search slip through",
        statement(f'{DENY}, actions: "es:ESHttp*", paths: [§restricted*]', ALL),
    ),
    Bad(
        "LB623",
        "GET /x,payroll/_search slip through",
        domain(
            "access:",
            "  all: {who: [anonymous], may: read, from: [192.0.2.0/24]}",
            '  §less: {who: ["{role:etl}"], may: read, effect: deny, indexes: [payroll]}',
        ),
    ),
    Bad(
        "LB624",
        "POST /_bulk with another index in its body slips through",
        statement(f"{BY_ETL}, actions: es:ESHttpPost, paths: [§_bulk]"),
    ),
    Bad(
        "LB624",
        "GET /orders/_mget with another index in its body slips through",
        domain("access:", f"  §one: {{{ETL}, may: read, indexes: [orders]}}"),
    ),
    Bad(
        "LB624",
        "POST /orders/_bulk with another index in its body slips through",
        domain("access:", f"  §one: {{{ETL}, may: write, indexes: [orders]}}"),
    ),
    Bad(
        "LB624",
        "GET /orders/_msearch with another",
        domain("access:", f"  §one: {{{ETL}, may: search, indexes: [orders], apis: [_msearch]}}"),
    ),
    Bad(
        "LB625",
        "GET /commercex,secrets/_search slips through",
        statement(f'{BY_ETL}, actions: es:ESHttpGet, paths: [§"commerce*/_search"]'),
    ),
)

GOOD = (
    Good("LB620", statement(f'{GET}, resources: "{LOGS}/*"')),
    Good("LB620", statement(f'{BY_ETL}, actions: es:ESCrossClusterGet, resources: "{LOGS}"')),
    Good("LB621", statement(f'{GET}, resources: "arn:{{partition}}:es:*:{{account_id}}:domain/edge-*"')),
    Good("LB622", statement(f'{DENY}, actions: "es:ESHttp*", paths: [restricted*]')),
    Good("LB622", statement(f'{DENY}, actions: "es:ESHttp*", paths: [restricted, restricted/*]')),
    Good("LB622", statement(f"{DENY}, actions: es:ESHttpGet, paths: [restricted/*]")),
    Good("LB622", statement(f'{DENY}, actions: "es:ESHttp*", paths: [_cat/*]')),
    Good("LB623", statement(f'{DENY}, actions: "es:ESHttp*", paths: [restricted*]')),
    Good("LB623", statement(f'{DENY}, actions: "es:ESHttp*", paths: [restricted*], reason: agreed upon', ALL)),
    Good(
        "LB623",
        statement(
            f'{DENY}, actions: "es:ESHttp*", paths: [restricted*]', ALL, facts="network: vpc; fine_grained: true"
        ),
    ),
    Good("LB623", statement(f'{DENY}, actions: "es:ESHttp*", paths: ["*"]', ALL)),
    Good("LB624", access(f"{ETL}, may: write, indexes: [orders]", "network: public; explicit_index: false")),
    Good("LB624", access(f"{ETL}, may: write, indexes: [orders]", "network: vpc; fine_grained: true")),
    Good("LB624", access(f"{ETL}, may: write, indexes: [orders], reason: the loader is trusted with all indexes")),
    Good("LB624", access(f"{ETL}, may: search, indexes: [orders]")),
    Good("LB624", access(f"{ETL}, may: read")),
    Good("LB625", access(f"{ETL}, may: search, indexes: ['commerce*'], reason: all commerce is theirs")),
    Good("LB625", access(f"{ETL}, may: search, indexes: ['commerce*']", "network: vpc; fine_grained: true")),
)
