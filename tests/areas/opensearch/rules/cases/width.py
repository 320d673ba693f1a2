"""What is wide, and what does not fit together."""

from tests.areas.cases import Bad, Good
from tests.areas.opensearch.specs import access, domain, grant, opensearch, statement

ETL = 'who: ["{role:etl}"]'
THEIRS = "arn:aws:es:eu-west-1:210987654321:domain/theirs"


def wide(field: str, value: str, reason: str = "") -> str:
    """A domain beside a role with this statement or managed policy."""
    statement = f"[{{actions: es:ESHttpDelete, resources: {value}{reason}}}]" if field == "statements" else value
    security = (
        "security:\n  permissions_boundary: none\n  service_roles:\n"
        f"    etl: {{service: glue.amazonaws.com, {field}: {statement}}}\n"
    )
    body = "domains:\n  §logs: {name: edge-logs, network: public, current_policy: none}"
    return opensearch(body, security=security)


ON_DOMAIN = '"arn:aws:es:eu-west-1:123456789012:domain/edge-logs/*"'

BAD = (
    Bad("LB660", "DELETE /_all is allowed", domain("access:", f"  §one: {{{ETL}, may: administer}}")),
    Bad("LB660", "DELETE /_all is allowed", domain("access:", f"  §one: {{{ETL}, may: write}}")),
    Bad("LB660", "PUT /_cluster/settings is allowed", domain("access:", f"  §one: {{{ETL}, may: power}}")),
    Bad(
        "LB660",
        "PUT /_cluster/settings",
        domain("statements:", '  - §principals: {AWS: "{role:etl}"}', "    actions: es:ESHttpPut", "    paths: ['*']"),
    ),
    Bad("LB661", "every domain of the account", grant('domain: §"*", may: read')),
    Bad("LB661", "also changes the domain's policy", grant("domain: logs, configuration: §manage")),
    Bad("LB662", "aws_iam_role_policy.etl__statements", wide("statements", ON_DOMAIN)),
    Bad("LB663", "role_mappings is of fine-grained", domain("§role_mappings: {x: {roles: ['{role:etl}']}}")),
    Bad("LB663", "basic_auth is of fine-grained", domain("§basic_auth: true")),
    Bad("LB664", "the grant allows nothing", domain() + "  grants:\n    §one: {groups: [analysts], domain: logs}\n"),
    Bad("LB664", "indexes say nothing", grant("domain: logs, configuration: read, §indexes: [x]")),
    Bad("LB665", "belongs to another account", grant(f'domain: §"{THEIRS}", may: read')),
)

GOOD = (
    Good("LB660", access(f"{ETL}, may: administer, reason: runs the cluster")),
    Good("LB660", access(f"{ETL}, may: search")),
    Good("LB660", statement('principals: {AWS: "{role:etl}"}, actions: es:ESHttpGet, paths: ["*"]')),
    Good("LB661", grant('domain: "*", configuration: read')),
    Good("LB661", grant("domain: logs, configuration: manage, reason: runs the cluster")),
    Good("LB662", domain()),
    Good("LB663", domain("basic_auth: true", facts="network: vpc; fine_grained: true")),
    Good("LB664", grant("domain: logs, may: search, indexes: [x]")),
    Good("LB665", grant(f'domain: "{THEIRS}", may: read, reason: agreed upon with them')),
    Good("LB665", grant('domain: "arn:aws:es:eu-west-1:123456789012:domain/other", may: read')),
)
