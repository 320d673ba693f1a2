"""What is wide, and what does not fit together."""

from tests.areas.cases import Bad, Good
from tests.areas.opensearch.specs import access, domain, grant, opensearch, statement

ETL = 'who: ["{role:etl}"]'
OTHER = "arn:aws:es:eu-west-1:123456789012:domain/other"
THEIRS = "arn:aws:es:eu-west-1:210987654321:domain/theirs"


def wide(field: str, value: str, reason: str = "", action: str = "es:ESHttpDelete", more: str = "{}") -> str:
    """A domain beside a role with this statement or managed policy."""
    written = f"[{{actions: {action}, resources: {value}, conditions: {more}{reason}}}]"
    statement = written if field == "statements" else value
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


def deleting(path: str, action: str = "es:ESHttpDelete") -> str:
    """A domain with a statement about requests to a path."""
    by = '  - §principals: {AWS: "{role:etl}"}'
    return domain("statements:", by, f"    actions: {action}", f"    paths: [{path}]")


def tagged(to: str, text: str, of: str = "logs") -> str:
    """A domain, what the role etl may do with domains of a tag, and a grant that gives tags."""
    by_tag = f"{{roles: [etl], domain: {of}, may: search, indexes: [orders], tags: {{team: [a, b]}}}}"
    return f"{domain()}  grants:\n    §one: {by_tag}\n    two: {{{to}, {text}}}\n"


EVERY = "arn:aws:es:eu-west-1:123456789012:domain/*"
TAGS = "domain: logs, actions: [es:AddTags]"
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
    Bad(
        "LB660",
        "PUT /_cluster/settings is allowed",
        grant("domain: logs, may: power", key="§one"),
        also=("LB662",),
    ),
    Bad(
        "LB660",
        "PUT /_cluster/settings",
        grant("domain: logs, actions: [es:ESHttpPut, es:AddTags]", key="§one"),
        also=("LB662",),
    ),
    Bad("LB660", "DELETE /_all", grant(f"domain: '{OTHER}', may: write", key="§one")),
    Bad("LB660", "DELETE /_all", grant("domain: '{var:domain_arn}', may: write", key="§one")),
    # However the paths are written, the request decides.
    Bad("LB660", "DELETE /_all is allowed", domain("access:", f"  §one: {{{ETL}, may: write, apis: [_all]}}")),
    Bad("LB660", "DELETE /_all is allowed", deleting('"_all"')),
    Bad("LB660", "DELETE /_all is allowed", deleting("'?*'"), also=("LB625",)),
    Bad("LB660", "DELETE /_all,_all is allowed", deleting("'*,*'"), also=("LB625", "LB627")),
    Bad("LB660", "DELETE /_snapshot/all/everything is allowed", deleting("_snapshot/*")),
    Bad("LB660", "PUT /_cluster/settings is allowed", deleting("_cluster/*", "es:ESHttpPut")),
    Bad("LB660", "PUT /_plugins/_security/api/rolesmapping/all_access", deleting("_plugins/*", "es:ESHttpPut")),
    Bad("LB660", "POST /_all/_delete_by_query is allowed", deleting("'*'", "es:ESHttpPost")),
    Bad(
        "LB660",
        "DELETE /_all is allowed",
        grant("domain: logs, may: administer, apis: [_all]", key="§one"),
        also=("LB662",),
    ),
    Bad("LB661", "every domain of the account", grant('domain: §"*", may: read')),
    Bad("LB661", "every domain of the account", grant(f'domain: §"{EVERY}", may: read')),
    Bad(
        "LB661",
        "every domain of the account",
        grant('domain: §"arn:aws:es:*:*:domain/?*", may: search'),
        also=("LB665",),
    ),
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
    Bad("LB662", "DELETE /_all is allowed by", wide("statements", ON_DOMAIN.replace("/*", "/_all"))),
    Bad("LB662", "PUT /_cluster/settings is allowed by", wide("statements", ON_DOMAIN, action="es:ESHttpPut")),
    Bad("LB662", "POST /_all/_delete_by_query", wide("statements", ON_DOMAIN, action="es:ESHttpPost")),
    Bad("LB662", "GET /_all/_search is allowed by", wide("statements", ON_DOMAIN, action="es:ESHttpGet")),
    Bad(
        "LB662",
        "es:UpdateDomainConfig, which changes that policy as well, is allowed by",
        wide("statements", ON_DOMAIN.replace("/*", ""), action="es:UpdateDomainConfig"),
    ),
    # Conditions that every request fulfils.
    Bad("LB662", "DELETE /_all is", wide("statements", ON_DOMAIN, more="{StringLike: {'aws:PrincipalArn': '*'}}")),
    Bad("LB662", "DELETE /_all is", wide("statements", ON_DOMAIN, more="{Bool: {'aws:SecureTransport': true}}")),
    Bad("LB663", "role_mappings is of fine-grained", domain("§role_mappings: {x: {roles: ['{role:etl}']}}")),
    Bad("LB663", "basic_auth is of fine-grained", domain("§basic_auth: true")),
    Bad("LB664", "the grant allows nothing", domain() + "  grants:\n    §one: {groups: [analysts], domain: logs}\n"),
    Bad("LB664", "indexes say nothing", grant("domain: logs, configuration: read, §indexes: [x]")),
    Bad("LB664", "apis say nothing", grant("domain: logs, actions: [es:AddTags], §apis: [_search]")),
    Bad("LB666", '"iam:*" is of another service', grant("domain: '*', actions: [§'iam:*'], reason: they operate it")),
    Bad("LB666", '"s3:*" is of another', grant("domain: logs, actions: [es:AddTags, §'s3:*']")),
    Bad("LB666", '"iam:PassRole"', grant("domain: logs, actions: [§iam:PassRole]")),
    Bad("LB666", "iam:CreateUser", grant("domain: logs, actions: [§'*'], reason: they operate it")),
    Bad("LB666", "iam:CreateUser", grant("domain: logs, actions: [§'e*:AddTags']")),
    Bad("LB666", "is no action of OpenSearch Service", grant("domain: logs, actions: [§es:AddTag]")),
    Bad("LB667", "es:AddTags is allowed by aws_iam_policy.two", tagged("roles: [etl]", TAGS)),
    Bad("LB667", "aws_iam_policy.two", tagged("roles: [etl]", f"{TAGS}, request_tags: {{team: [b, c]}}")),
    Bad("LB667", "aws_iam_policy.two", tagged("roles: [etl]", f"{TAGS}, tags: {{owner: us}}")),
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
    Good("LB662", wide("statements", ON_DOMAIN, ", reason: it runs the cluster").replace("§", "")),
    Good("LB662", wide("statements", ON_DOMAIN, more="{StringEquals: {'aws:SourceVpc': vpc-1}}").replace("§", "")),
    Good("LB662", wide("statements", ON_DOMAIN.replace("/*", "/orders/*")).replace("§", "")),
    # What nobody has is at most a boundary.
    Good("LB662", only_a_boundary()),
    Good("LB663", domain("basic_auth: true", facts="network: vpc; fine_grained: true")),
    Good("LB664", grant("domain: logs, may: search, indexes: [x]")),
    Good("LB664", grant("domain: logs, actions: [es:ESHttpHead, es:AddTags], indexes: [x]")),
    Good("LB660", deleting("orders/_doc/*").replace("§", "")),
    Good("LB660", deleting("_snapshot/*", "es:ESHttpGet").replace("§", "")),
    Good("LB661", grant('domain: "arn:aws:es:eu-west-1:123456789012:domain/logs-*", may: search')),
    Good(
        "LB666",
        grant("domain: logs, actions: ['es:Describe*', es:addtags, 'es:ESHttpG*'], indexes: [orders], apis: [_search]"),
    ),
    # Nobody gives the tag that lets them in: on domains that have it already, of other values, other tags, to others.
    Good("LB667", tagged("roles: [etl]", f"{TAGS}, tags: {{team: [a]}}").replace("§", "")),
    Good("LB667", tagged("roles: [etl]", f"{TAGS}, request_tags: {{team: [c]}}").replace("§", "")),
    Good(
        "LB667",
        tagged(
            "roles: [etl]",
            f"{TAGS}, conditions: {{'ForAllValues:StringEquals': {{'aws:TagKeys': [cost]}},"
            " 'Null': {'aws:TagKeys': false}}",
        ).replace("§", ""),
    ),
    Good("LB667", tagged("roles: [admin]", TAGS).replace("§", "")),
    Good("LB667", tagged("roles: [etl]", TAGS, of=f"'{OTHER}'").replace("§", "")),
    Good("LB667", grant("domain: logs, may: search, actions: [es:AddTags], tags: {team: a}")),
    Good("LB665", grant(f'domain: "{THEIRS}", may: read, reason: agreed upon with them')),
    Good("LB665", grant('domain: "arn:aws:es:eu-west-1:123456789012:domain/other", may: read')),
)
