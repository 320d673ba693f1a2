"""What is left of an access that is removed."""

from tests.areas.cases import Bad, Good
from tests.areas.migration_assistant.specs import DOMAINS, NETWORK, assistant, deployment, one

ROLE = "arn:aws:iam::123456789012:role/OSMigrations-dev-eu-west-1-migration-console-task"
FLOW = "  flows:\n    - {from: os_access, to: old_domain, port: 9300}\n"
ENDPOINT = """\
  vpc_endpoints:
    secrets:
      service: secretsmanager
      vpc: vpc-0123456789abcdef0
      subnets: [subnet-0123456789abcdef0]
      clients: §[os_access]
"""
STATEMENT = f"      statements: [{{actions: [secretsmanager:GetSecretValue], principals: {{AWS: '{ROLE}'}}}}]\n"
MAPPED = DOMAINS.replace(
    "edge-old, ", f"edge-old, role_mappings: {{readall: {{roles: ['{ROLE}'], reason: they look at it}}}}, "
)
HAD = (
    '{"Version": "2012-10-17", "Statement": ['
    f'{{"Sid": "Migration", "Effect": "Allow", "Principal": {{"AWS": "{ROLE}"}}, "Action": "es:ESHttpGet",'
    ' "Resource": "arn:aws:es:eu-west-1:123456789012:domain/edge-old/*"}, '
    '{"Sid": "Shop", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:role/shop"},'
    ' "Action": "es:ESHttpGet", "Resource": "arn:aws:es:eu-west-1:123456789012:domain/edge-old/*"}]}'
)
KEPT = DOMAINS.replace("edge-old, current_policy: none", "edge-old, current_policy: policy.json")


def removed(rest: str, mark: str = "") -> str:
    """A spec of which the access is removed."""
    return one(access="removed", rest=rest, mark=mark)


BAD = (
    Bad(
        "LB733",
        'a rule is about "os_access", the group of the services of main',
        removed(DOMAINS + NETWORK + FLOW.replace("- {", "- §{")),
    ),
    Bad("LB733", "the product could not delete it", removed(DOMAINS + NETWORK + ENDPOINT)),
    Bad(
        "LB733",
        'a statement names the role "OSMigrations-dev-eu-west-1-migration-console-task" of main',
        removed(DOMAINS + NETWORK + ENDPOINT.replace("§[os_access", "[old_domain") + STATEMENT.replace("[{", "[§{")),
    ),
    Bad(
        "LB733",
        "the spec still maps the role",
        removed(MAPPED + NETWORK, mark="access").replace("§access: ", "access: §"),
    ),
    Bad(
        "LB733",
        "a statement names the role",
        removed(KEPT.replace("current_policy: policy", "current_policy: §policy") + NETWORK),
        files={"policy.json": HAD},
    ),
)

GOOD = (
    Good("LB733", removed(DOMAINS + NETWORK)),
    Good("LB733", one(rest=DOMAINS + NETWORK + FLOW)),
    Good(
        "LB733",
        removed(
            DOMAINS
            + NETWORK.replace(
                "os_access: {id: sg-0123456789abcdef0}", "os_access: {vpc: vpc-0a1b2c3d, description: ours}"
            )
            + FLOW
        ),
    ),
    Good("LB733", assistant(deployment("blue", access="removed"), deployment("green", stage="test"))),
    Good(
        "LB733",
        removed(
            KEPT.replace("edge-old, ", "edge-old, drop: [{sid: Migration, reason: it was the migration's}], ") + NETWORK
        ),
        {"policy.json": HAD},
    ),
)
