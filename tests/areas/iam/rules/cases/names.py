"""Names, paths, descriptions, tags."""

from tests.areas.cases import Bad, Good
from tests.areas.iam.specs import group, security, service_role
from tests.specs import HEAD

USEFUL = "policy_assignments: {s3: level1}"
LONG_KEY = "a" * 50
TAGS = ", ".join(f"t{number}: x" for number in range(50))


def headed(*lines: str) -> str:
    """The head of a spec with more lines at its top level."""
    return HEAD + "".join(f"{line}\n" for line in lines)


BAD = (
    Bad("LB370", "contains ' '", group("name: §data science", USEFUL)),
    Bad("LB370", "is 70 characters long", security(f"service_roles:\n  §{LONG_KEY}: {{service: ec2}}")),
    Bad("LB370", "the user name", security("users:\n  §jane doe: {}")),
    Bad(
        "LB370",
        "the policy name",
        security('policies:\n  p:\n    name: §"a/b"\n    statements: [{actions: s3:ListAllMyBuckets, resources: "*"}]'),
    ),
    Bad("LB371", '"migration" is no IAM path', group("path: §migration", USEFUL)),
    Bad(
        "LB371",
        "is no policy path",
        security('policies:\n  p: {path: §"/a!b/", statements: [{actions: s3:ListAllMyBuckets, resources: "*"}]}'),
    ),
    Bad("LB372", "Latin-1", service_role("description: §reads → writes")),
    Bad(
        "LB372",
        "1,001 characters",
        security(
            f"policies:\n  p: {{description: §{'x' * 1001}, statements: [{{actions: s3:ListAllMyBuckets,"
            f' resources: "*"}}]}}'
        ),
    ),
    Bad(
        "LB373",
        "contains ' '",
        security('cross_account_roles:\n  p: {account_ids: ["210987654321"], external_id: §"a b"}'),
    ),
    Bad(
        "LB373",
        "is 1 character long",
        security("""
        assumable_roles:
          etl:
            assumable_by:
              principals: ["arn:aws:iam::210987654321:root"]
              conditions: {StringEquals: {sts:ExternalId: §x}}
        """),
    ),
    Bad("LB374", 'the tag "aws:team" begins with aws:', service_role("tags: {§aws:team: x}")),
    Bad("LB374", "has the value", service_role("tags: {§team: a;b}")),
    Bad(
        "LB374",
        "differs from 'Team' by case only",
        security("service_roles:\n  worker: {service: ec2, tags: {§team: x}}", headed("tags: {Team: y}")),
    ),
    Bad(
        "LB374",
        "the tags are 51",
        security(f"service_roles:\n  worker: {{service: ec2, §tags: {{{TAGS}}}}}", headed("tags: {Team: y}")),
    ),
    Bad("LB374", 'the tag "aws:x"', security("iam_groups: {}", headed("tags: {§aws:x: y}"))),
    Bad("LB375", 'group "ops" has tags', group("§tags: {team: x}", USEFUL)),
    Bad(
        "LB376",
        'is taken by security.iam_groups.ops.name as "Edge-Ops"',
        security("""
        iam_groups:
          ops: {name: Edge-Ops, policy_assignments: {s3: level1}}
          dev: {name: §edge-ops, policy_assignments: {s3: level1}}
        """),
    ),
    Bad(
        "LB376",
        "is taken by security.service_roles.worker",
        security("""
        service_roles:
          worker: {service: ec2}
        assumable_roles:
          other:
            name: §edge-prod-b001-role-worker
            assumable_by: {principals: ["arn:aws:iam::123456789012:user/jane"]}
        """),
    ),
    Bad(
        "LB376",
        "the role name",
        security(
            """
        service_roles:
          §a_b: {service: ec2}
        """,
            headed('naming: {role: "{prefix}-{name}"}'),
        ).replace("§a_b: {service: ec2}", "worker: {service: ec2, name: edge-a-b}\n    §a_b: {service: ec2}"),
    ),
    Bad(
        "LB376",
        'the user name "Jane" is taken by security.users.jane as "jane"',
        security("users:\n  jane: {}\n  §Jane: {}"),
    ),
    Bad(
        "LB376",
        "the policy name",
        security("""
        policies:
          ops_s3:
            name: edge-prod-b001-policy-x
            statements: [{actions: s3:ListAllMyBuckets, resources: "*"}]
          §x: {policy_assignments: {s3: level1}}
        """),
    ),
    Bad(
        "LB377",
        "both become aws_iam_role.etl",
        security("""
        service_roles:
          etl: {service: ec2}
        assumable_roles:
          §etl: {name: other, assumable_by: {principals: ["arn:aws:iam::123456789012:user/jane"]}}
        """),
    ),
    Bad(
        "LB378",
        'unknown placeholder "{tennant}"',
        security("iam_groups: {}", headed('naming: {group: §"{prefix}-{tennant}-{name}"}')),
    ),
    Bad("LB378", "lacks {name}", security("iam_groups: {}", headed('naming: {role: §"{prefix}-{env}"}'))),
    *(
        Bad("LB378", "says too little", security("iam_groups: {}", headed(f'naming: {{role: §"{pattern}"}}')))
        for pattern in ("r-{name}", "{name}Role", "{name}-role", "{name}{env}", "{env}-{name}", "{name}-{prefix}")
    ),
    Bad("LB369", '"ja ne" contains', group('members: [john, §"ja ne"]', USEFUL)),
    Bad("LB369", "contains '\\xe9'", group("members: [§jané]", USEFUL)),
    Bad("LB369", "contains '\\n'", group('members: [§"a\\nb"]', USEFUL)),
    Bad("LB369", '"*" contains', group('members: [§"*"]', USEFUL)),
)

GOOD = (
    Good("LB370", group("name: data.science@edge", USEFUL)),
    Good("LB371", group("path: /migration/data/", USEFUL)),
    Good("LB372", service_role("description: lit et écrit")),
    Good("LB373", security('cross_account_roles:\n  p: {account_ids: ["210987654321"], external_id: "edge:42/x"}')),
    Good(
        "LB374",
        security("service_roles:\n  worker: {service: ec2, tags: {Team: x, Größe: a b}}", headed("tags: {Team: y}")),
    ),
    Good("LB375", service_role("tags: {team: x}")),
    Good(
        "LB376",
        security(
            "service_roles:\n  ops: {service: ec2, name: x}\niam_groups:\n  ops: {name: x,"
            " policy_assignments: {s3: level1}}"
        ),
    ),
    Good(
        "LB377",
        security("service_roles:\n  etl: {service: ec2}\niam_groups:\n  etl: {policy_assignments: {s3: level1}}"),
    ),
    Good(
        "LB378",
        group(
            USEFUL,
            head=headed(
                'naming: {group: "{name}-{region}-{tier}", role: "{prefix}-{name}", policy: "{env}-{tenant}-{name}"}'
            ),
        ),
    ),
    Good("LB369", group("members: [jane, john.doe+x@example.com]", USEFUL)),
)
