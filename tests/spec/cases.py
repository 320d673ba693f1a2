"""What each validator of the spec refuses and lets pass. A `§` marks the place of the finding."""

from typing import NamedTuple

from tests.specs import HEAD

GOVCLOUD = HEAD.replace("eu-west-1", "us-gov-west-1")


class Case(NamedTuple):
    """The validator, a spec that it refuses, a piece of the message, and a spec that it lets pass."""

    validator: str
    bad: str
    wants: str
    good: str


def security(line: str) -> str:
    """A spec with this in its `security:` part."""
    return f"{HEAD}security: {{permissions_boundary: none, {line}}}\n"


def statement(keys: str) -> str:
    """A spec with a statement of these keys."""
    return security(f"policies: {{read: {{statements: [{keys}]}}}}")


def group(keys: str) -> str:
    """A spec with a group of these keys."""
    return security(f"iam_groups: {{ops: {{{keys}}}}}")


def partner(keys: str) -> str:
    """A spec with a cross-account role of these keys."""
    return security(f"cross_account_roles: {{audit: {{{keys}}}}}")


def federated(keys: str) -> str:
    """A spec with a federated role of these keys."""
    return security(f"federated_roles: {{ci: {{{keys}}}}}")


def terraform(keys: str, head: str = HEAD) -> str:
    """A spec with these settings of the root."""
    return f"{head}terraform: {{{keys}}}\n"


def backend(argument: str) -> str:
    """A spec with an argument of the root's backend."""
    return terraform(f"backend: {{type: s3, config: {{{argument}}}}}")


def external(keys: str) -> str:
    """A spec with a key that another account uses in this way."""
    return f"{HEAD}kms: {{keys: {{data: {{other_accounts: [{keys}]}}}}}}\n"


def domain(keys: str) -> str:
    """A spec with an OpenSearch domain of these keys."""
    return f"{HEAD}opensearch: {{domains: {{logs: {{network: public, current_policy: none, {keys}}}}}}}\n"


def decision(keys: str) -> str:
    """A spec with a hand-over that decides so."""
    return f"{HEAD}handover: {{phase: import, decisions: [{keys}]}}\n"


def network(part: str, keys: str) -> str:
    """A spec with a security group or VPC endpoint of these keys."""
    return f"{HEAD}network: {{{part}: {{db: {{{keys}}}}}}}\n"


def dms(part: str, keys: str) -> str:
    """A spec with an endpoint or replication instance of these keys."""
    roles = "account_roles: {vpc: own, cloudwatch_logs: own}"
    return f"{HEAD}dms: {{permissions_boundary: none, {roles}, {part}: {{orders: {{{keys}}}}}}}\n"


_VPC = "vpc: vpc-0123456789abcdef0"
_GROUP = "id: sg-0123456789abcdef0"
_ENDPOINT = f"service: s3, {_VPC}, clients: [db]"
_SUBNETS = "subnets: [subnet-0123456789abcdef0]"
_ROUTES = "route_tables: [rtb-0123456789abcdef0]"
_OIDC = "oidc: {provider: x, subjects: y}"
_FILE_AND_PROFILE = backend("profile: deploy, shared_credentials_file: x")


def deployment(keys: str) -> str:
    """A spec with a deployment of the Migration Assistant with these keys."""
    rest = f"product: classic, stage: dev, access_security_group: x, {keys}"
    return f"{HEAD}migration_assistant: {{deployments: {{main: {{{rest}}}}}}}\n"


def staging_area(proxy: str, key: str = "default") -> str:
    """A spec with a staging area of MGN that has this proxy and key."""
    where = f"{_VPC}, {_SUBNETS}, routing: private, ebs_encryption: {key}, replication_servers: x"
    return f"{HEAD}mgn: {{staging_area: {{{where}, proxy: {proxy}}}}}\n"


def exposed(keys: str) -> str:
    """A spec that allows one exposure after an MGN migration."""
    return f"{HEAD}mgn: {{allowed_after_migration: [{keys}]}}\n"


CASES = (
    *(
        Case("PolicyStatement._one_of_each", *case)
        for case in (
            (
                statement("§{resources: x}"),
                "policies.read.statements[0] wants exactly one of actions and not_actions",
                statement("{actions: x, resources: x}"),
            ),
            (
                statement("§{actions: x}"),
                "policies.read.statements[0] wants exactly one of resources and not_resources",
                statement("{actions: x, not_resources: x}"),
            ),
            (
                statement("{actions: x, not_actions: §y, resources: x}"),
                'statements[0].not_actions is "y": wants exactly one of actions and not_actions',
                statement("{not_actions: y, resources: x}"),
            ),
        )
    ),
    Case(
        "CrossAccountRole._somebody",
        partner("external_id: x").replace("audit", "§audit"),
        "cross_account_roles.audit wants account_ids or principals",
        partner("principals: [x]"),
    ),
    Case(
        "CrossAccountRole._somebody",
        partner("principals: §[]"),
        "principals is an empty list: wants account_ids or principals",
        partner('account_ids: ["210987654321"]'),
    ),
    Case(
        "FederatedRole._one_provider",
        federated("").replace("ci", "§ci"),
        "federated_roles.ci wants exactly one of saml and oidc",
        federated("saml: {provider: x}"),
    ),
    Case(
        "FederatedRole._one_provider",
        federated(f"saml: {{provider: x}}, {_OIDC}").replace("{provider: x, s", "§{provider: x, s"),
        "oidc is a mapping: wants exactly one of saml and oidc",
        federated(_OIDC),
    ),
    Case(
        "Terraform._understands_the_output",
        terraform("required_version: §1.4.7"),
        "1.5.0 or later: no older terraform",
        terraform("required_version: '1.5'"),
    ),
    Case(
        "Terraform._understands_the_output",
        terraform("engine: opentofu, required_version: §1.6.2"),
        "1.7.0 or later: no older opentofu",
        terraform("engine: opentofu, required_version: '1.7'"),
    ),
    *(
        Case(
            "_no_credential",
            backend(f"§{argument}: {value}"),
            f'terraform.backend.config has the key "{argument}": wants no credentials',
            _FILE_AND_PROFILE,
        )
        for value in ("s3cr3t", "[s3cr3t]")
        for argument in ("access_key", "secret_key", "token", "password", "credentials", "client_secret", "sas_token")
    ),
    Case(
        "_no_login",
        backend('address: §"https://user:s3cr3t@state.example/x"'),
        "terraform.backend.config.address is wrong: wants an address without user and password",
        backend('address: "https://state.example/x"'),
    ),
    Case(
        "_is_reason",
        external('{accounts: ["210987654321"], reason: §because}'),
        'other_accounts[0].reason is "because": wants words that say why',
        external('{accounts: ["210987654321"], reason: because they read the archive}'),
    ),
    Case("_not_rounded", HEAD.replace("1", "§true", 1), "version is true: wants a whole number", HEAD),
    Case("_not_rounded", HEAD.replace("1", "§1.0", 1), "version is 1.0: wants a whole number", HEAD),
    Case(
        "_not_rounded",
        security("trust_policy_quota: §4096.0"),
        "trust_policy_quota is 4096.0: wants a whole number",
        security("trust_policy_quota: 4096"),
    ),
    Case(
        "as_list",
        statement("{actions: §5, resources: x}"),
        "actions is 5: wants text or a list of texts",
        statement("{actions: x, resources: x}"),
    ),
    Case(
        "as_list",
        statement("{actions: [x, §5], resources: x}"),
        "actions[1] is 5: wants text",
        statement("{actions: [x, y], resources: x}"),
    ),
    Case(
        "scalar_text",
        statement("{actions: x, resources: x, conditions: {NumericLessThan: {a: §1.10}}}"),
        "conditions.NumericLessThan.a is 1.1: wants text or a list of texts",
        statement("{actions: x, resources: x, conditions: {NumericLessThan: {a: [3600, true, '1.10']}}}"),
    ),
    Case(
        "Shorthand._from_string",
        group("managed_policies: [§5]"),
        "managed_policies[0] is 5: wants text or a mapping",
        group("managed_policies: [ReadOnlyAccess, {name: x}]"),
    ),
    Case(
        "Shorthand._from_string",
        group("policy_assignments: {s3: §high}"),
        'policy_assignments.s3 is "high": wants level1, level2, level3 or level4',
        group("policy_assignments: {s3: level2}"),
    ),
    Case(
        "OtherAccountUse._somebody",
        external("§{reason: agreed}"),
        "other_accounts[0] wants principals or accounts: who may use the key?",
        external('{reason: agreed, accounts: ["210987654321"]}'),
    ),
    Case(
        "OtherAccountUse._somebody",
        external("{reason: agreed, accounts: §[]}"),
        "accounts is an empty list: wants principals or accounts: who may use the key?",
        external('{reason: agreed, principals: ["arn:aws:iam::210987654321:role/x"]}'),
    ),
    Case(
        "Traffic._sides_by_other_names",
        f"{HEAD}network: {{flows: [§{{source: app, target: db, port: 22}}]}}\n",
        "network.flows[0] is a mapping: wants from and to",
        f"{HEAD}network: {{flows: [{{from: app, to: db, port: 22}}]}}\n",
    ),
    Case(
        "_by_dms_name",
        dms("endpoints", "engine: §mssql, direction: source"),
        'engine is "mssql": wants an engine by DMS\'s name for it',
        dms("endpoints", "engine: sqlserver, direction: source"),
    ),
    Case(
        "_known_scenario",
        dms("endpoints", "engine: mysql, direction: source, scenario: §on-premises"),
        'scenario is "on-premises": wants same_vpc, shared_vpc, peered_vpc, direct_connect, vpn, internet or nat',
        dms("endpoints", "engine: mysql, direction: source, scenario: vpn"),
    ),
    Case(
        "_no_group_id",
        dms("replication_instances", "security_group: §sg-0123456789abcdef0"),
        'security_group is "sg-0123456789abcdef0": wants a key of network.security_groups',
        dms("replication_instances", "security_group: replication"),
    ),
    Case(
        "no_alias.<locals>.refuse",
        dms("replication_instances", "security_group: replication, kms_key: §alias/dms"),
        'kms_key is "alias/dms": wants a key of kms.keys, or the ARN of a KMS key',
        dms("replication_instances", "security_group: replication, kms_key: dms"),
    ),
    Case(
        "SecurityGroup._made_or_found",
        network("security_groups", "owner: x").replace("db", "§db"),
        "security_groups.db wants exactly one of vpc and id",
        network("security_groups", _VPC),
    ),
    Case(
        "SecurityGroup._made_or_found",
        network("security_groups", f"{_VPC}, {_GROUP}").replace("sg-", "§sg-"),
        'id is "sg-0123456789abcdef0": wants exactly one of vpc and id',
        network("security_groups", _GROUP),
    ),
    *(
        Case(
            "SecurityGroup._of_a_new_group",
            network("security_groups", f"{_GROUP}, {key}: §{value}"),
            f"security_groups.db.{key} is ",
            network("security_groups", f"{_VPC}, {key}: {value}"),
        )
        for key, value in (("name", "x"), ("description", "x"), ("tags", "{a: b}"))
    ),
    *(
        Case(
            "SecurityGroup._of_a_group_that_exists",
            network("security_groups", f"{_VPC}, {key}: §{value}"),
            f"security_groups.db.{key} is ",
            network("security_groups", f"{_GROUP}, {key}: {value}"),
        )
        for key, value in (("account_id", '"210987654321"'), ("owner", "x"), ("inline_rules", "true"))
    ),
    Case(
        "VpcEndpoint._one_kind",
        network("vpc_endpoints", _ENDPOINT).replace("{db: ", "{§db: "),
        "vpc_endpoints.db wants exactly one of subnets and route_tables",
        network("vpc_endpoints", f"{_ENDPOINT}, {_SUBNETS}"),
    ),
    Case(
        "VpcEndpoint._one_kind",
        network("vpc_endpoints", f"{_ENDPOINT}, {_SUBNETS}, {_ROUTES}").replace("[rtb", "§[rtb"),
        "route_tables is a list: wants exactly one of subnets and route_tables",
        network("vpc_endpoints", f"{_ENDPOINT}, {_ROUTES}"),
    ),
    Case(
        "Proxy._somewhere",
        staging_area("§{port: 3128}").replace("§{port", "{port").replace("proxy:", "§proxy:"),
        "staging_area.proxy wants cidr or security_group: where is the proxy?",
        staging_area("{port: 3128, security_group: x}"),
    ),
    Case(
        "_no_group_id",
        staging_area("{port: 3128, security_group: §sg-0123456789abcdef0}"),
        "wants a key of network.security_groups",
        staging_area("{port: 3128, security_group: x}"),
    ),
    Case(
        "_no_word_of_the_api",
        staging_area("{port: 3128, cidr: 10.0.0.1/32}", key="{key: §CUSTOM}"),
        "wants default, a key of kms.keys, or the ARN of a KMS key",
        staging_area("{port: 3128, cidr: 10.0.0.1/32}", key="custom"),
    ),
    Case(
        "no_alias.<locals>.refuse",
        staging_area("{port: 3128, cidr: 10.0.0.1/32}", key="{key: §alias/volumes}"),
        "wants default, a key of kms.keys, or the ARN of a KMS key",
        staging_area("{port: 3128, cidr: 10.0.0.1/32}", key="volumes"),
    ),
    Case(
        "Exposure._one",
        exposed("§{from: 0.0.0.0/0, reason: agreed}"),
        "allowed_after_migration[0] wants exactly one of port and ports",
        exposed("{from: 0.0.0.0/0, ports: 1-2, reason: agreed}"),
    ),
    *(
        Case(
            "Exposure._one",
            exposed(f"{{from: 0.0.0.0/0, ports: §{ports}, reason: agreed}}"),
            "wants a range of at most 100 ports, from 1 to 65535, the lower one first",
            exposed("{from: 0.0.0.0/0, ports: 8000-8099, reason: agreed}"),
        )
        for ports in ("0-65535", "0-10", "8000-8100", "443-80", "65500-65536")
    ),
    Case(
        "Domain._none",
        domain("role_mappings: {}").replace("current_policy: none", "current_policy: §NONE"),
        'current_policy is "NONE": wants the name of a file, or none',
        domain("role_mappings: {}"),
    ),
    Case(
        "Drop._one",
        domain("drop: [§{reason: agreed}]"),
        "drop[0] wants exactly one of sid and statement",
        domain("drop: [{sid: X, reason: agreed}]"),
    ),
    Case(
        "DomainAccess._one",
        domain("access: {one: {who: [anonymous], may: read, actions: §es:ESHttpGet}}"),
        "wants exactly one of may and actions",
        domain("access: {one: {who: [anonymous], actions: es:ESHttpGet}}"),
    ),
    Case(
        "DomainPolicyStatement._somebody",
        domain("statements: [§{actions: es:ESHttpGet, paths: [x]}]"),
        "statements[0] wants exactly one of principals and not_principals",
        domain("statements: [{actions: es:ESHttpGet, paths: [x], principals: {AWS: '*'}}]"),
    ),
    Case(
        "DomainPolicyStatement._somewhere",
        domain("statements: [§{actions: es:ESHttpGet, principals: {AWS: '*'}}]"),
        "statements[0] wants exactly one of paths and resources",
        domain("statements: [{actions: es:ESHttpGet, resources: x, principals: {AWS: '*'}}]"),
    ),
    Case(
        "RoleMapping._somebody",
        domain("role_mappings: {§all_access: {reason: agreed}}"),
        "role_mappings.all_access wants roles or users: who gets the role?",
        domain("role_mappings: {all_access: {users: [x]}}"),
    ),
    Case(
        "DomainGrant._somebody",
        f"{HEAD}opensearch: {{grants: {{§one: {{domain: '*', may: read}}}}}}\n",
        "grants.one wants groups or roles: who gets it?",
        f"{HEAD}opensearch: {{grants: {{one: {{domain: '*', may: read, roles: [x]}}}}}}\n",
    ),
    Case(
        "_in_the_calendar",
        deployment("expires: §2027-02-30"),
        'expires is "2027-02-30": wants a day that there is in the calendar',
        deployment("expires: 2028-02-29"),
    ),
    Case(
        "_no_group_id",
        deployment("source: {self_managed: {security_group: §sg-0123456789abcdef0}}"),
        "wants a key of network.security_groups",
        deployment("source: {self_managed: {security_group: x}}"),
    ),
    Case(
        "_called.<locals>.check",
        deployment("services: [§rfs]"),
        "wants console, reindex, replayer, capture_proxy or target_proxy",
        deployment("services: [reindex]"),
    ),
    Case(
        "Snapshot._of_a_bucket",
        deployment("snapshot: {bucket_account: §'210987654321'}"),
        "wants nothing: the product's own bucket is in this account",
        deployment("snapshot: {bucket: theirs, bucket_account: '210987654321'}"),
    ),
    Case(
        "Cluster._one",
        deployment("source: {domain: x, serverless: §{collection: logs, indexes: [x]}}"),
        "wants exactly one of domain, self_managed and serverless",
        deployment("target: {serverless: {collection: logs, indexes: [x]}}"),
    ),
    Case(
        "Cluster._one",
        deployment("§source: {auth: iam}"),
        "source wants exactly one of domain, self_managed and serverless",
        deployment("source: {domain: x}"),
    ),
    Case(
        "SelfManaged._one",
        deployment("source: {self_managed: {security_group: x, cidrs: §[10.0.0.0/24]}}"),
        "wants exactly one of security_group and cidrs",
        deployment("source: {self_managed: {cidrs: [10.0.0.0/24]}}"),
    ),
    Case(
        "Decision._goes_with",
        decision("{addresses: a, decide: leave, becomes: §module.iam.aws_iam_role.a}"),
        "wants nothing: becomes goes with decide: adopt or replace",
        decision("{addresses: a, decide: replace, becomes: module.iam.aws_iam_role.a}"),
    ),
    Case(
        "Decision._goes_with",
        decision("{addresses: a, decide: adopt, yields: §policy, reason: agreed}"),
        "wants nothing: yields goes with decide: leave",
        decision("{addresses: a, decide: leave, yields: policy, reason: agreed}"),
    ),
    Case(
        "Decision._says_why",
        decision("§{addresses: a, decide: retire}"),
        "wants a reason: retire is what somebody will ask about",
        decision("{addresses: a, decide: retire, reason: agreed}"),
    ),
)

ACROSS = (
    Case(
        "LB108",
        HEAD.replace("eu-west-1", "§us-est-1"),
        'environment.region is "us-est-1", which is no AWS region that Landbridge knows',
        HEAD,
    ),
    Case("LB108", HEAD.replace("eu-west-1", '§""'), 'environment.region is "", which is no AWS region', HEAD),
    Case(
        "LB102",
        terraform("assume_role: §arn:aws:iam::123456789012:role/x", GOVCLOUD),
        "wants a role of the partition aws-us-gov, which us-gov-west-1 belongs to",
        terraform("assume_role: arn:aws-us-gov:iam::123456789012:role/x", GOVCLOUD),
    ),
    Case(
        "LB102",
        terraform("assume_role: §arn:aws:iam::210987654321:role/x"),
        "wants a role of the account 123456789012",
        terraform("assume_role: arn:aws:iam::123456789012:role/x"),
    ),
)
"""What is checked across parts of the spec, with the finding's id for the validator."""
