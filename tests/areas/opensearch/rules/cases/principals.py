"""Who stands in a domain's policy."""

from tests.areas.cases import Bad, Good
from tests.areas.opensearch.specs import LEGACY, PARTNER, access, domain, statement

GET = "actions: es:ESHttpGet, paths: ['*']"
FGAC = "network: public; fine_grained: true"
OWN = "123456789012"
IPS = "from: [192.0.2.0/24]"

BAD = (
    Bad("LB630", "nobody is let in", statement(f"§not_principals: {{AWS: '{LEGACY}'}}, {GET}")),
    Bad(
        "LB630",
        "everybody else slips through",
        statement(f"effect: Deny, §not_principals: {{AWS: '{LEGACY}'}}, {GET}"),
    ),
    Bad("LB631", "is the unique id", access("who: [§AROAJQABLZS4A3QDU576Q], may: read")),
    Bad("LB631", "is no principal of AWS", access("who: [§jane], may: read")),
    Bad("LB631", "is no principal of AWS", access('who: [§"{domain:logs}"], may: read')),
    Bad("LB631", "has a wildcard", access('who: [§"arn:aws:iam::123456789012:role/*"], may: read')),
    Bad("LB631", "is a group", statement(f'principals: {{AWS: §"arn:aws:iam::123456789012:group/x"}}, {GET}')),
    *(
        Bad(
            "LB631",
            "is no account, role, user or session",
            access(f'who: [§"arn:aws:iam::123456789012:{kind}"], may: read'),
        )
        for kind in ("saml-provider/idp", "oidc-provider/x", "policy/p", "roles", "instance-profile/x")
    ),
    Bad("LB631", '"es" is no service', statement(f"principals: {{Service: §es}}, {GET}")),
    Bad("LB631", '"es.amazonaws.com" is a service', access("who: [§es.amazonaws.com], may: read")),
    Bad("LB105", '"{role:apy}"', access('who: [§"{role:apy}"], may: read')),
    Bad("LB632", "GET /_all/_search that nobody signed", access("who: [§anonymous], may: read")),
    Bad(
        "LB632",
        "GET /orders/_search that nobody signed",
        statement('principals: {AWS: §"*"}, actions: es:ESHttpGet, paths: [orders/_search]'),
    ),
    Bad(
        "LB632",
        "from anywhere on the internet",
        statement(
            "principals: {AWS: §'*'}, reason: agreed, conditions: {NotIpAddress: {'aws:SourceIp': 192.0.2.0/24}}, "
            + GET
        ),
    ),
    # One finding: that the network limits nothing is why.
    Bad("LB632", "neither a condition", access("who: [§anonymous], may: read, from: [0.0.0.0/0]")),
    Bad("LB632", "neither a condition", access("who: [§anonymous], may: read, from: [0.0.0.0/1, 128.0.0.0/1]")),
    Bad(
        "LB632",
        "neither a condition",
        access("who: [§anonymous], may: read, conditions: {StringLike: {'aws:PrincipalOrgID': 'o-*'}}"),
    ),
    *(
        Bad("LB632", "neither a condition", access(f"who: [§anonymous], may: search, conditions: {{{condition}}}"))
        for condition in (
            "StringLike: {'aws:PrincipalArn': '**'}",
            "ArnLike: {'aws:PrincipalArn': 'arn:aws:iam::*:*'}",
            "StringLike: {'aws:PrincipalAccount': '?*'}",
            "StringLike: {'aws:SourceVpce': 'vpce-*'}",
            "StringEquals: {'aws:PrincipalAccount': '${aws:PrincipalAccount}'}",
            "IpAddress: {'aws:SourceIp': '${x}'}",
        )
    ),
    Bad("LB632", "neither a condition", access("who: [§anonymous], may: search, from: ['::/1', '8000::/1']")),
    Bad("LB632", "neither a condition", access("who: [§anonymous], may: search, from: [64.0.0.0/8]")),
    Bad("LB632", "neither a condition", access("who: [§anonymous], may: search, from: ['2600::/16']")),
    Bad(
        "LB632",
        "neither a condition",
        access("who: [§anonymous], may: search, conditions: {IpAddress: {'aws:SourceIp': '{0.0.0.0/0'}}"),
        also=("LB651",),
    ),
    Bad("LB633", "stands for everybody", access(f'who: ["{{role:etl}}", §anonymous], may: read, {IPS}')),
    Bad(
        "LB634",
        "with the password of an internal user is refused",
        access('who: [§"{role:etl}"], may: read', f"{FGAC}; basic_auth: true"),
    ),
    # Who signs nothing has no organisation.
    Bad(
        "LB634",
        "with the password of an internal user is refused",
        domain(
            "access:",
            "  ours: {who: [anonymous], may: read, conditions: {StringEquals: {'aws:PrincipalOrgID': o-abc}}}",
            '  etl: {who: [§"{role:etl}"], may: read}',
            facts=f"{FGAC}; basic_auth: true",
        ),
    ),
    Bad("LB635", "gets nothing before a policy there allows", access(f'who: [§"{PARTNER}"], may: read')),
    Bad("LB635", "everybody whom that account lets", access('who: [§"210987654321"], may: read')),
    Bad(
        "LB635",
        "belongs to account 210987654321",
        statement(f"principals: {{AWS: ['{{role:etl}}', §'210987654321']}}, {GET}"),
    ),
    Bad(
        "LB636",
        'GET /orders/_search by "lambda.amazonaws.com" slips through, whichever account it acts for',
        statement("principals: {Service: §lambda.amazonaws.com}, actions: 'es:ESHttp*', paths: [orders/_search]"),
    ),
    Bad(
        "LB636",
        'by "es.amazonaws.com" slips through',
        statement(
            "principals: {Service: §es.amazonaws.com}, conditions: {StringLike: {'aws:SourceAccount': '*'}}, " + GET
        ),
    ),
    Bad("LB637", "only its security groups decide", access("who: [§anonymous], may: read", "network: vpc")),
    Bad("LB637", "only fine-grained access control decides", access("who: [§anonymous], may: read", FGAC)),
    Bad("LB637", "may send DELETE /_all", access("who: [§anonymous], may: write", "network: vpc"), also=("LB660",)),
)

GOOD = (
    Good("LB630", statement(f"principals: {{AWS: '{LEGACY}'}}, {GET}")),
    Good("LB631", access(f'who: ["{LEGACY}", "{{var:loader_role_arn}}", "123456789012"], may: read')),
    Good("LB631", statement(f"principals: {{Service: firehose.amazonaws.com}}, reason: agreed upon, {GET}")),
    Good("LB631", access(f"who: ['arn:aws:sts::{OWN}:assumed-role/x/y', 'arn:aws:iam::{OWN}:root'], may: read")),
    Good("LB632", access(f"who: [anonymous], may: read, {IPS}")),
    Good(
        "LB632",
        statement(f"principals: {{AWS: '*'}}, conditions: {{StringEquals: {{'aws:PrincipalOrgID': o-abc}}}}, {GET}"),
    ),
    Good("LB632", access("who: [anonymous], may: read, effect: deny")),
    Good("LB632", access("who: [anonymous], may: search, from: [64.0.0.0/9, '2600::/17']")),
    Good(
        "LB632",
        access(
            "who: [anonymous], may: search, conditions:"
            f" {{ArnLike: {{'aws:PrincipalArn': 'arn:aws:iam::{OWN}:role/*'}}}}"
        ),
    ),
    Good(
        "LB636",
        statement(
            "principals: {Service: es.amazonaws.com}, conditions:"
            f" {{StringEquals: {{'aws:SourceAccount': '{OWN}'}}}}, {GET}"
        ),
    ),
    Good(
        "LB636",
        statement(
            "principals: {Service: es.amazonaws.com}, conditions: {ArnLike: {'aws:SourceArn': "
            f"'arn:aws:lambda:*:{OWN}:function:x'}}}}, {GET}"
        ),
    ),
    Good("LB636", statement(f"effect: Deny, principals: {{Service: es.amazonaws.com}}, {GET}")),
    Good("LB633", access(f"who: [anonymous], may: read, {IPS}")),
    Good("LB634", access("who: [anonymous], may: read, reason: users sign in", f"{FGAC}; basic_auth: true")),
    Good("LB634", access('who: ["{role:etl}"], may: read', FGAC)),
    # Roles sign, and who comes by the proxy does not: AWS's guide has both in one policy.
    Good(
        "LB634",
        domain(
            "access:",
            "  proxy: {who: [anonymous], may: read, from: [192.0.2.0/24]}",
            '  etl: {who: ["{role:etl}"], may: read}',
            facts=f"{FGAC}; basic_auth: true",
        ),
    ),
    Good("LB635", access(f'who: ["{PARTNER}"], may: read, reason: the partner searches its orders')),
    Good("LB637", access("who: [anonymous], may: read, reason: the VPC is ours", "network: vpc")),
    Good("LB637", domain()),
)
