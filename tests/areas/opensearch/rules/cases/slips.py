"""Requests that reach other indexes than those that are named."""

from tests.areas.cases import Bad, Good
from tests.areas.opensearch.specs import LEGACY, LOGS, PARTNER, access, domain, grant, statement

ETL = 'who: ["{role:etl}"]'
BY_ETL = 'principals: {AWS: "{role:etl}"}'
DENY = f"effect: Deny, {BY_ETL}"
ALL = 'access: {all: {who: ["{role:etl}"], may: read}}'
KNOWN = "network: vpc; fine_grained: true"
THEIRS = "arn:aws:es:eu-west-1:210987654321:domain/theirs"
OTHER = "arn:aws:es:eu-west-1:123456789012:domain/other"
ANA = "arn:aws:iam::123456789012:user/people/ana"
PARTNERS = f"who: ['{PARTNER}'], reason: the partner books orders"


def denied(
    paths: str, *lines: str, who: str = BY_ETL, actions: str = "'es:ESHttp*'", facts: str = "network: vpc"
) -> str:
    """A domain with a Deny on these paths."""
    return statement(f"effect: Deny, {who}, actions: {actions}, paths: [{paths}]", *lines, facts=facts)


def searching(path: str) -> str:
    """A domain with a statement that lets somebody search by this path."""
    return statement(f"{BY_ETL}, actions: es:ESHttpGet, paths: [{path}]")


def grants(text: str, to: str = "roles: [etl]", key: str = "one") -> str:
    """The grants of a spec, to stand below its domains."""
    return f"  grants:\n    {key}: {{{to}, {text}}}\n"


def with_statements(text: str, spec: str) -> str:
    """The same spec, whose role etl has these statements in its own policy."""
    etl = "    etl: {service: glue.amazonaws.com"
    return spec.replace(f"{etl}}}", f"{etl}, statements: [{text}]}}")


def with_member(name: str, spec: str) -> str:
    """The same spec, whose group has a member."""
    return spec.replace("    analysts: {", f"    analysts: {{members: [{name}], ")


BAD = (
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
    # APIs that name indexes in their body and nowhere else: no setting of the domain is about these.
    *(
        Bad(
            "LB624",
            f"POST /{api} with another index in its body slips through",
            domain("access:", f"  §one: {{{ETL}, may: write, apis: [{api}]}}", facts=f"network: vpc; {setting}"),
        )
        for api in ("_reindex", "_aliases", "_plugins/_sql", "_plugins/_ppl", "_opendistro/_sql")
        for setting in ("explicit_index: true", "explicit_index: false")
    ),
    *(
        Bad(
            "LB624",
            f"GET /orders/{api} with another index in its body slips through",
            domain("access:", f"  §one: {{{ETL}, may: read, indexes: [orders], apis: [{api}]}}"),
        )
        for api in ("_msearch/template", "_mtermvectors")
    ),
    Bad(
        "LB628",
        "GET /orders/_mtermvectors with another index in its body slips through: rest.action.multi.allow",
        domain(
            "access:", f"  §one: {{{ETL}, may: read, indexes: [orders]}}", facts="network: vpc; explicit_index: false"
        ),
    ),
    Bad(
        "LB625",
        "GET /commercex,secrets/_search slips through",
        statement(f'{BY_ETL}, actions: es:ESHttpGet, paths: [§"commerce*/_search"]'),
    ),
    Bad(
        "LB625",
        "DELETE /app-x,secrets slips through",
        statement(f"{BY_ETL}, actions: es:ESHttpDelete, paths: [§'app-*']"),
    ),
    # What is not what it looks like.
    Bad("LB627", '"orders,secrets/_search" is a list of indexes', searching("§'orders,secrets/_search'")),
    Bad("LB627", 'OpenSearch reads "/_all/_search"', searching("§'%5Fall/_search'")),
    Bad("LB627", '"+orders/_search" is an expression', searching("§'+orders/_search'")),
    Bad("LB627", '"<orders-*/_search" is an expression', searching("§'<orders-*/_search'"), also=("LB625",)),
    Bad("LB627", "leads upwards", searching("§orders/../secrets/_search")),
    Bad("LB627", "is a list of indexes", statement(f"{DENY}, actions: 'es:ESHttp*', paths: [§'a,b']")),
    # Whatever else a Deny is for, its reason says why it is there.
    Bad(
        "LB623", "GET /x,restricted/_search slip", denied("§restricted*", ALL).replace("paths", "reason: agreed, paths")
    ),
    # Of some methods only.
    Bad(
        "LB623",
        "POST /_all/_search, POST /*/_search and POST /x,orders/_search slip through",
        denied(
            "§orders, orders/*",
            'access: {all: {who: ["{role:etl}"], may: administer, reason: runs it}}',
            actions="[es:ESHttpPost, es:ESHttpPut]",
        ),
    ),
    Bad(
        "LB623",
        "PUT /_all/_settings, PUT /*/_settings and PUT /x,orders/_settings slip through",
        denied(
            "§orders", 'access: {all: {who: ["{role:etl}"], may: administer, reason: runs it}}', actions="es:ESHttpPut"
        ),
    ),
    Bad(
        "LB623",
        "DELETE /_all, DELETE /* and DELETE /x,restricted slip through, and so restricted* is deleted",
        denied(
            "§restricted*",
            'access: {all: {who: ["{role:etl}"], may: administer, reason: runs it}}',
            actions="es:ESHttpDelete",
        ),
    ),
    # The Allow names some indexes, too.
    Bad(
        "LB623",
        "GET /app-x,app-secret/_search slips through, and so app-secret* is searched: access.app allows it",
        denied("§app-secret*", f"access: {{app: {{{ETL}, may: search, indexes: ['app-*'], reason: all of theirs}}}}"),
    ),
    Bad("LB623", "GET /_all/_search and GET /*/_search slip", denied("§'*secrets*'", ALL)),
    # An account stands for everybody in it.
    Bad("LB623", "access.all allows it", denied("§secrets*", ALL, who="principals: {AWS: '123456789012'}")),
    # The other policies of whoever is refused.
    Bad(
        "LB623",
        "GET /x,secrets/_search slip through, and so secrets* is searched: aws_iam_policy.one allows it",
        denied("§secrets*") + grants("domain: logs, may: read"),
    ),
    Bad(
        "LB623",
        "aws_iam_policy.one allows it",
        denied("§secrets*", who="principals: {AWS: '*'}") + grants("domain: logs, may: search", "groups: [analysts]"),
    ),
    Bad(
        "LB623",
        "aws_iam_policy.one allows it",
        with_member(
            "ana",
            denied("§secrets*", who=f"principals: {{AWS: '{ANA}'}}")
            + grants("domain: logs, may: read", "groups: [analysts]"),
        ),
    ),
    Bad(
        "LB623",
        "aws_iam_role_policy.etl__statements allows it",
        with_statements(f"{{actions: es:ESHttpGet, resources: '{LOGS}/*', reason: it may}}", denied("§secrets*")),
    ),
    # By grants, too: within an account either policy is enough.
    Bad(
        "LB624",
        "POST /orders/_bulk with another index in its body slips through, and no reason",
        grant("domain: logs, may: write, indexes: [orders]", key="§one"),
    ),
    Bad("LB624", "GET /orders/_mget", grant(f"domain: '{OTHER}', may: read, indexes: [orders]", key="§one")),
    Bad("LB624", "GET /orders/_mget", grant("domain: '{var:domain_arn}', may: read, indexes: [orders]", key="§one")),
    Bad(
        "LB624",
        "GET /orders/_mget",
        grant("domain: logs, actions: [es:ESHttpGet, es:AddTags], indexes: [orders]", key="§one"),
    ),
    Bad("LB625", "GET /app-x,secrets/_search", grant("domain: logs, may: search, indexes: ['app-*']", key="§one")),
    # One reason for two things.
    Bad(
        "LB626",
        "POST /orders/_bulk with another index in its body slips through, and the reason that is given may not be"
        " about this: another account's access needs one, too",
        domain(f"access: {{§one: {{{PARTNERS}, may: write, indexes: [orders]}}}}"),
    ),
    Bad("LB626", "DELETE /_all is allowed", domain(f"access: {{§one: {{{PARTNERS}, may: write}}}}")),
    Bad(
        "LB626",
        "GET /app-x,secrets/_search slips through, and the reason",
        domain(f"access: {{§one: {{{PARTNERS}, may: search, indexes: ['app-*']}}}}"),
    ),
    Bad(
        "LB626",
        "access for everybody needs one, too",
        domain(
            "access: {§one: {who: [anonymous], may: read, indexes: [orders], reason: the VPC is ours}}",
            facts="network: vpc",
        ),
    ),
    Bad(
        "LB626",
        "access to every domain, or to its configuration, needs one, too",
        grant("domain: '*', may: read, indexes: [orders], reason: the team has several domains", key="§one"),
    ),
)

GOOD = (
    Good("LB623", statement(f'{DENY}, actions: "es:ESHttp*", paths: [restricted*]')),
    Good(
        "LB623",
        statement(
            f'{DENY}, actions: "es:ESHttp*", paths: [restricted*]', ALL, facts="network: vpc; fine_grained: true"
        ),
    ),
    Good("LB623", statement(f'{DENY}, actions: "es:ESHttp*", paths: ["*"]', ALL)),
    Good(
        "LB624",
        access(f"{ETL}, may: write, indexes: [orders], apis: [_bulk, _mget]", "network: public; explicit_index: false"),
    ),
    Good("LB624", access(f"{ETL}, may: write, indexes: [orders]", "network: vpc; fine_grained: true")),
    Good("LB624", access(f"{ETL}, may: write, indexes: [orders], reason: the loader is trusted with all indexes")),
    Good("LB624", access(f"{ETL}, may: search, indexes: [orders]")),
    Good("LB624", access(f"{ETL}, may: read")),
    Good("LB625", access(f"{ETL}, may: search, indexes: ['commerce*'], reason: all commerce is theirs")),
    Good(
        "LB625", access(f"{ETL}, may: search, indexes: ['commerce*']", "network: vpc; fine_grained: true")
    ),  # What is refused by its other names as well.
    Good("LB623", denied("'*restricted*', _all/*, '*/_search'", ALL)),
    # Others are let in, and others have the policies.
    Good("LB623", denied("restricted*", f"access: {{all: {{who: ['{LEGACY}'], may: read}}}}")),
    Good("LB623", denied("secrets*") + grants("domain: logs, may: read", "roles: [admin]")),
    Good("LB623", denied("secrets*") + grants("domain: logs, may: read", "groups: [analysts]")),
    Good("LB623", denied("secrets*") + grants(f"domain: '{OTHER}', may: read")),
    Good("LB623", denied("secrets*") + grants("domain: logs, may: search, indexes: [orders]")),
    Good("LB623", with_statements(f"{{actions: es:ESHttpGet, resources: '{LOGS}/a/*'}}", denied("secrets*"))),
    Good(
        "LB627", statement(f"{BY_ETL}, reason: agreed upon, actions: es:ESHttpGet, paths: ['a,b/_search', '%3Ca%3E']")
    ),
    Good("LB627", statement(f"{BY_ETL}, actions: es:ESHttpGet, paths: ['-x/_search', 'a..b/_search']")),
    Good("LB628", access(f"{ETL}, may: search, indexes: [orders]", "network: public; explicit_index: false")),
    # The narrow ways that the hint names.
    Good("LB624", access(f"{ETL}, may: read, indexes: [orders], apis: [_search, _doc/*]")),
    Good("LB624", access(f"{ETL}, may: write, indexes: [orders], apis: [_doc/*, _update/*]")),
    Good("LB624", grant("domain: logs, may: search, indexes: [orders]")),
    Good("LB624", grant("domain: logs, may: write, indexes: [orders], apis: [_doc/*]")),
    Good("LB624", grant("domain: logs, may: write, indexes: [orders], reason: it is trusted with all indexes")),
    Good("LB624", domain(facts=KNOWN) + grants("domain: logs, may: write, indexes: [orders]")),
    Good(
        "LB624",
        domain(facts="network: vpc; explicit_index: false")
        + grants("domain: logs, may: read, indexes: [a], apis: [_mget]"),
    ),
    # A domain elsewhere has a policy of its own, which has to allow it as well.
    Good("LB624", grant(f"domain: '{THEIRS}', may: write, indexes: [orders], reason: agreed upon with them")),
    Good("LB625", grant("domain: logs, may: search, indexes: ['app-*'], reason: all of these are theirs")),
    Good("LB626", domain(f"access: {{one: {{{PARTNERS}, may: search, indexes: [orders]}}}}")),
    Good("LB626", grant("domain: '*', may: search, indexes: [orders], reason: the team has several domains")),
    Good(
        "LB626",
        access("who: [anonymous], may: administer, reason: users sign in", "network: public; fine_grained: true"),
    ),
)
