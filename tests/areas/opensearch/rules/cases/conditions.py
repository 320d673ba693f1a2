"""Conditions and actions."""

from tests.areas.cases import Bad, Good
from tests.areas.opensearch.specs import access, domain, grant, statement

ETL = 'who: ["{role:etl}"]'
BY_ETL = 'principals: {AWS: "{role:etl}"}'
VPC, PUBLIC = "network: vpc", "network: public"
NET = "192.0.2.0/24"
ONE = "203.0.113.7"


def granted(text: str, facts: str = VPC) -> str:
    """A domain, and a grant to the role etl."""
    return domain(facts=facts) + f"  grants:\n    one: {{roles: [etl], domain: logs, {text}}}\n"


GET = f"{BY_ETL}, actions: es:ESHttpGet, paths: ['*']"

BAD = (
    Bad("LB640", "not es:UpdateDomainConfig", access(f'{ETL}, actions: [§"es:*"], reason: agreed upon')),
    Bad(
        "LB640",
        "is es:ESHttp*",
        statement(f"{BY_ETL}, reason: agreed upon, actions: [es:ESHttpGet, §'*'], paths: ['*']"),
    ),
    Bad("LB641", "is no action of a request", statement(f"{BY_ETL}, actions: §es:DescribeDomain, paths: ['*']")),
    Bad("LB641", "is no action of a request", access(f"{ETL}, actions: [es:ESHttpGet, §es:ESHttpFetch]")),
    Bad("LB641", "is no action of a request", access(f"{ETL}, actions: [§'es:Describe*']")),
    Bad("LB650", '"192.0.2.0/24"', access(f"{ETL}, may: read, §from: [192.0.2.0/24]", "network: vpc")),
    Bad(
        "LB650",
        "AWS refuses conditions on addresses",
        statement(f"{GET}, conditions: {{NotIpAddress: {{§aws:sourceip: 192.0.2.0/24}}}}", facts="network: vpc"),
    ),
    Bad("LB650", "none of them comes from", granted("may: read, §from: [192.0.2.0/24]")),
    Bad(
        "LB650",
        "none of them comes from",
        granted("actions: [es:ESHttpGet], conditions: {IpAddress: {§'aws:SourceIp': 192.0.2.0/24}}"),
    ),
    Bad("LB651", "is no network", grant("domain: logs, configuration: read, from: [192.0.2.0/24, §office]")),
    Bad("LB651", "is the whole internet", grant("domain: logs, may: search, from: [§0.0.0.0/0]")),
    Bad("LB651", "is no network", access(f"{ETL}, may: read, from: [192.0.2.0/24, §192.0.2.1/24]")),
    Bad("LB651", "is no network", access(f"{ETL}, may: read, from: [§office]")),
    Bad("LB651", "is the whole internet", access(f"{ETL}, may: read, from: [§'::/0']")),
    Bad(
        "LB651",
        "is no network",
        statement(f"{GET}, conditions: {{IpAddress: {{aws:SourceIp: §'192.0.2.0/33'}}}}"),
    ),
    Bad("LB652", "is a private network", access(f"{ETL}, may: read, from: [§10.0.0.0/16]")),
    Bad(
        "LB652",
        "is a private network",
        access(f"{ETL}, may: read, conditions: {{Bool: {{'aws:SecureTransport': true}}}}, from: [§10.0.0.0/16]"),
    ),
    Bad(
        "LB313",
        "AWS would take either value",
        granted(f"may: search, from: [192.0.2.0/24], conditions: {{IpAddress: {{'aws:SourceIp': §{ONE}}}}}", PUBLIC),
    ),
    Bad(
        "LB313",
        "AWS would take either value",
        granted("may: search, tags: {team: a}, conditions: {'ForAnyValue:StringEquals': {'aws:ResourceTag/team': §b}}"),
    ),
    Bad("LB652", "is a private network", access(f"{ETL}, may: read, from: [§'fd00::/8']")),
    Bad("LB652", "is a private network", grant("domain: logs, may: search, from: [§10.0.0.0/16]")),
    Bad(
        "LB654",
        "no request matches",
        granted("may: read, conditions: {StringEquals: {§'aws:PrincipalTag/team': data}}"),
    ),
    Bad("LB654", "GET /orders/_search carries no tags", granted("may: read, §request_tags: {team: data}")),
    Bad(
        "LB654",
        "no request matches",
        statement(f"{GET}, conditions: {{StringEquals: {{§'aws:PrincipalTag/team': data}}}}"),
    ),
    Bad(
        "LB654",
        "every request slips through",
        access(f"{ETL}, may: read, conditions: {{StringNotEquals: {{§'aws:PrincipalTag/team': data}}}}"),
    ),
    Bad(
        "LB654",
        "every request slips through",
        statement(f"effect: Deny, {GET}, conditions: {{StringEquals: {{§'aws:principaltag/team': data}}}}"),
    ),
    Bad(
        "LB654",
        "GET /orders/_search carries no tags",
        statement(f"{GET}, conditions: {{StringEquals: {{§'aws:RequestTag/team': data}}}}"),
    ),
    Bad(
        "LB653",
        'with effect: deny just "192.0.2.0/24" would be refused',
        access(f"{ETL}, may: read, effect: deny, §from: [{NET}]"),
    ),
    Bad(
        "LB655",
        'IAM has no condition operator "StringEqual"',
        access(f"{ETL}, may: search, conditions: {{§StringEqual: {{'aws:SourceVpc': vpc-1}}}}"),
    ),
    Bad(
        "LB655", '"streq"', statement(f"{GET}, conditions: {{§streq: {{'aws:SourceVpc': vpc-1, 'aws:SourceVpce': x}}}}")
    ),
    Bad("LB655", '"NullIfExists"', granted("may: search, conditions: {§NullIfExists: {'aws:SourceVpc': true}}")),
    Bad(
        "LB656",
        "takes the * of",
        access(f"{ETL}, may: search, conditions: {{StringEquals: {{'aws:SourceVpc': §'vpc-*'}}}}"),
    ),
    Bad(
        "LB656",
        "cannot compare",
        granted("configuration: read, conditions: {Bool: {'aws:SecureTransport': §perhaps}}"),
    ),
    Bad(
        "LB657",
        "also holds where a request has no aws:SourceVpc at all",
        access(f"{ETL}, may: search, conditions: {{'ForAllValues:StringEquals': {{§'aws:SourceVpc': vpc-1}}}}"),
    ),
    Bad(
        "LB657",
        "only what has it is kept out",
        access(f"{ETL}, may: search, conditions: {{'Null': {{§'aws:SourceVpc': true}}}}"),
    ),
    Bad(
        "LB657",
        '"IpAddressIfExists" also holds where a request has none',
        access(f"{ETL}, may: search, conditions: {{IpAddressIfExists: {{§'aws:SourceIp': {NET}}}}}"),
    ),
    Bad(
        "LB657",
        "slips through",
        granted("may: search, conditions: {StringEqualsIfExists: {§'aws:SourceVpc': vpc-1}}"),
    ),
    Bad(
        "LB658",
        'AWS has no condition key "aws:SourceVpv"',
        access(f"{ETL}, may: search, conditions: {{StringEquals: {{§'aws:SourceVpv': vpc-1}}}}"),
    ),
    Bad(
        "LB659",
        "aws:SourceVpc holds text",
        access(f"{ETL}, may: search, conditions: {{NumericEquals: {{§'aws:SourceVpc': 1}}}}"),
    ),
    Bad(
        "LB659",
        "aws:PrincipalOrgPaths has several values",
        access(f"{ETL}, may: search, conditions: {{StringEquals: {{§'aws:PrincipalOrgPaths': o-1/r-1/}}}}"),
    ),
)

GOOD = (
    Good("LB653", access(f"{ETL}, may: read, effect: deny, conditions: {{NotIpAddress: {{'aws:SourceIp': {NET}}}}}")),
    Good("LB655", access(f"{ETL}, may: search, conditions: {{StringEquals: {{'aws:SourceVpc': vpc-1}}}}")),
    Good("LB656", access(f"{ETL}, may: search, conditions: {{StringLike: {{'aws:SourceVpc': 'vpc-*'}}}}")),
    Good("LB656", access(f"{ETL}, may: search, conditions: {{ArnLike: {{'aws:PrincipalArn': '{{role:etl}}'}}}}")),
    Good("LB656", access(f"{ETL}, may: search, conditions: {{ArnLike: {{'aws:PrincipalArn': '{{var:who}}'}}}}")),
    Good(
        "LB657",
        access(
            f"{ETL}, may: search, conditions: {{'ForAllValues:StringEquals': {{'aws:SourceVpc': vpc-1}},"
            " 'Null': {'aws:SourceVpc': false}}"
        ),
    ),
    # A Deny holds where the key is absent, and so refuses more.
    Good("LB657", access(f"{ETL}, may: search, effect: deny, conditions: {{'Null': {{'aws:SourceVpc': true}}}}")),
    Good(
        "LB657",
        access(
            f"{ETL}, may: search, effect: deny, conditions: {{StringNotEqualsIfExists: {{'aws:SourceVpc': vpc-1}}}}"
        ),
    ),
    Good("LB658", access(f"{ETL}, may: search, conditions: {{StringEquals: {{'aws:sourcevpc': vpc-1}}}}")),
    Good(
        "LB659",
        access(
            f"{ETL}, may: search, conditions: {{'ForAnyValue:StringEquals': {{'aws:PrincipalOrgPaths': o-1/r-1/}}}}"
        ),
    ),
    Good("LB640", access(f"{ETL}, may: administer, reason: agreed upon")),
    Good("LB641", access(f"{ETL}, actions: ['es:ESHttpG*', es:eshttphead]")),
    Good("LB650", access(f"{ETL}, may: read, from: [192.0.2.0/24]")),
    Good("LB650", statement(f"{GET}, conditions: {{StringEquals: {{aws:SourceVpc: vpc-1}}}}", facts="network: vpc")),
    # The configuration API is public, whatever network the domain is in.
    Good("LB650", granted("configuration: read, from: [192.0.2.0/24]")),
    Good("LB650", granted("may: read, from: [192.0.2.0/24]", facts="network: public")),
    Good("LB651", grant("domain: logs, may: search, from: [192.0.2.0/24, '{var:office}']")),
    Good("LB651", access(f"{ETL}, may: read, from: [192.0.2.0/24, 198.51.100.7/32, 198.51.100.8, '2001:db8::/32']")),
    Good("LB652", access(f"{ETL}, may: read, from: [203.0.113.0/24]")),
    Good("LB654", statement(f"{GET}, conditions: {{StringEquals: {{'aws:ResourceTag/team': data}}}}")),
    Good("LB654", granted("actions: [es:AddTags], request_tags: {team: data}")),
)
