"""What is wide, and what does not fit together."""

from tests.areas.cases import Bad, Good
from tests.areas.opensearch.specs import access, domain, grant, opensearch, statement

ETL = 'who: ["{role:etl}"]'
OTHER = "arn:aws:es:eu-west-1:123456789012:domain/other"
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


def only_a_boundary() -> str:
    """A domain, and a policy with everything that is the boundary of a role and attached to nobody."""
    policy = "{statements: [{actions: es:ESHttpDelete, resources: " + ON_DOMAIN + "}]}"
    return domain(
        security="security:\n  permissions_boundary: limit\n  service_roles:\n"
        f"    etl: {{service: glue.amazonaws.com}}\n  policies: {{limit: {policy}}}\n"
    )


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
    # By grants, too: within an account either policy is enough.
    Bad("LB660", "DELETE /_all is allowed", grant("domain: logs, may: administer", key="§one"), also=("LB662",)),
    Bad("LB660", "PUT /_cluster/settings is allowed", grant("domain: logs, may: power", key="§one")),
    Bad("LB660", "PUT /_cluster/settings", grant("domain: logs, actions: [es:ESHttpPut, es:AddTags]", key="§one")),
    Bad("LB660", "DELETE /_all", grant(f"domain: '{OTHER}', may: write", key="§one")),
    Bad("LB660", "DELETE /_all", grant("domain: '{var:domain_arn}', may: write", key="§one")),
    Bad("LB661", "every domain of the account", grant('domain: §"*", may: read')),
    Bad("LB661", "also changes the domain's policy", grant("domain: logs, configuration: §manage")),
    Bad(
        "LB661",
        "es:UpdateDomainConfig also changes the domain's policy",
        grant("domain: logs, actions: [es:AddTags, §'es:Update*']"),
    ),
    Bad("LB661", "es:DeleteDomain deletes the domain", grant("domain: logs, actions: [§es:deletedomain]")),
    Bad("LB661", "es:DeleteElasticsearchDomain", grant("domain: logs, actions: [§es:DeleteElasticsearchDomain]")),
    Bad("LB661", "let anybody in", grant("domain: logs, actions: [§'es:*']"), also=("LB660", "LB662")),
    Bad(
        "LB662",
        "DELETE /_all is allowed by aws_iam_policy.one, whatever",
        grant("domain: logs, may: administer").replace("    logs:", "    §logs:"),
        also=("LB660",),
    ),
    Bad("LB662", "aws_iam_role_policy.etl__statements", wide("statements", ON_DOMAIN)),
    Bad("LB663", "role_mappings is of fine-grained", domain("§role_mappings: {x: {roles: ['{role:etl}']}}")),
    Bad("LB663", "basic_auth is of fine-grained", domain("§basic_auth: true")),
    Bad("LB664", "the grant allows nothing", domain() + "  grants:\n    §one: {groups: [analysts], domain: logs}\n"),
    Bad("LB664", "indexes say nothing", grant("domain: logs, configuration: read, §indexes: [x]")),
    Bad("LB664", "apis say nothing", grant("domain: logs, actions: [es:AddTags], §apis: [_search]")),
    Bad("LB665", "belongs to another account", grant(f'domain: §"{THEIRS}", may: read')),
)

GOOD = (
    Good("LB660", access(f"{ETL}, may: administer, reason: runs the cluster")),
    Good("LB660", access(f"{ETL}, may: search")),
    Good("LB660", statement('principals: {AWS: "{role:etl}"}, actions: es:ESHttpGet, paths: ["*"]')),
    Good("LB660", grant("domain: logs, may: administer, reason: runs the cluster")),
    Good("LB660", grant("domain: logs, may: search")),
    Good("LB660", grant("domain: logs, actions: [es:ESHttpDelete], indexes: [orders]")),
    Good("LB661", grant('domain: "*", configuration: read')),
    Good("LB661", grant("domain: logs, actions: [es:AddTags, 'es:Describe*']")),
    Good("LB661", grant("domain: logs, configuration: manage, reason: runs the cluster")),
    Good("LB662", domain()),
    Good("LB662", grant(f"domain: '{OTHER}', may: administer, reason: runs the other one")),
    # What nobody has is at most a boundary.
    Good("LB662", only_a_boundary()),
    Good("LB663", domain("basic_auth: true", facts="network: vpc; fine_grained: true")),
    Good("LB664", grant("domain: logs, may: search, indexes: [x]")),
    Good("LB664", grant("domain: logs, actions: [es:ESHttpHead, es:AddTags], indexes: [x]")),
    Good("LB665", grant(f'domain: "{THEIRS}", may: read, reason: agreed upon with them')),
    Good("LB665", grant('domain: "arn:aws:es:eu-west-1:123456789012:domain/other", may: read')),
)
