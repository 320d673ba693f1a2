"""Operators: who they are, when and from where they work, what they are allowed and denied."""

from tests.areas.cases import Bad, Good
from tests.areas.dms.operator_specs import SECURITY, operator

TEST = "types: [rep], tags: {Env: [Test]}"
KMS = """\
kms:
  external_principals: ["arn:aws:iam::123456789012:role/admin", "arn:aws:iam::123456789012:role/mover"]
  keys:
    storage: {purpose: dms_storage, administrators: ["arn:aws:iam::123456789012:role/admin"]LINES}
"""
WITHOUT_ROOT = KMS.replace(
    "LINES",
    ', without_root: only the administrator manages this key, users: ["arn:aws:iam::123456789012:role/mover"]',
)
WITH_ROOT = KMS.replace("LINES", "")
NETWORKS = ", ".join(f'"2001:db8:{number:x}::/48"' for number in range(1, 700))
SAME_NAME = (
    SECURITY
    + """\
  policies:
    own: {name: Team, statements: [{actions: s3:GetObject, resources: "arn:aws:s3:::edge-*/*"}]}
"""
)


OWN = "own_endpoints_only: {tag: Owner}"
KEPT = SECURITY.replace("permissions_boundary: none", "permissions_boundary: keep")
LAKE = """
permissions_boundary: none
replication_instances: {main: {security_group: replication, https_to: [pl-0123456789abcdef0]}}
endpoints: {lake: {engine: s3, direction: target, bucket: edge-lake}}
"""


def with_lake(*lines: str) -> str:
    """A spec with an operator of these lines and one endpoint that has a role."""
    network = "network: {security_groups: {replication: {vpc: vpc-0a1b2c3d4e5f60718}}}\n"
    return operator(*lines, dms=LAKE, security=SECURITY + network)


def allow(*entries: str) -> str:
    """A spec whose operator is allowed these."""
    return operator("allow:", *(f"  - {entry}" for entry in entries))


def deny(*entries: str, more: tuple[str, ...] = ()) -> str:
    """A spec whose operator is denied these."""
    return operator(*more, "deny:", *(f"  - {entry}" for entry in entries))


EVERY_TYPE = (
    "types: [rep, endpoint, task, cert, es, subgrp, replication-config, assessment-run, individual-assessment,"
    " data-provider, instance-profile, migration-project, data-migration]"
)

BAD = (
    Bad("LB104", '"admins" is no group of this spec', operator(groups="[dba, §admins]")),
    Bad("LB104", '"night" is no role of this spec', operator("roles: [§night]")),
    Bad("LB104", '"storage" is no key of this spec', operator("sections: {own_keys: [§storage]}")),
    Bad(
        "LB219",
        "one statement alone is larger than a managed policy",
        operator(f"source_ips: [{NETWORKS}]").replace("    team:", "    §team:"),
    ),
    Bad(
        "LB270",
        'nobody has the policy of operator "team"',
        operator("description: x", groups="").replace("team", "§team", 1),
    ),
    Bad("LB271", '"dba" has the policy already', operator(groups="[dba, §dba]")),
    Bad("LB271", '"on_call" has the policy already', operator("roles: [on_call, §on_call]", groups="")),
    Bad("LB272", "holds ASCII letters", operator("name: §a team")),
    Bad("LB272", "another policy of this spec is named", operator("name: §team", security=SAME_NAME)),
    Bad("LB273", "is no time that there ever is", operator('between: {to: §"2026-02-30T00:00:00Z"}')),
    Bad(
        "LB273",
        "there is no time between them",
        operator('between: §{from: "2027-01-01T00:00:00Z", to: "2026-12-01T00:00:00Z"}'),
    ),
    Bad("LB274", "is no address range", operator("source_ips: [§office]")),
    Bad("LB274", "bits behind the prefix are set", operator("source_ips: [§203.0.113.7/24]")),
    Bad("LB274", "is every address there is", operator('source_ips: [§"::/0"]')),
    Bad("LB274", "as many addresses as a /8", operator("source_ips: [203.0.113.0/24, §64.0.0.0/8]")),
    Bad("LB274", "as many addresses as a /8", operator('source_ips: [§"2000::/3"]')),
    Bad(
        "LB274",
        "together these hold as many addresses as a /8",
        operator(f"source_ips: §[{', '.join(f'64.{part}.0.0/10' for part in (0, 64, 128, 192))}]"),
    ),
    Bad(
        "LB274",
        "together these hold as many addresses as a /8",
        operator(f"source_ips: §[{', '.join(f'{first}.0.0.0/9' for first in range(20, 120, 2))}]"),
    ),
    Bad("LB274", "is a private network", operator("source_ips: [203.0.113.0/24, §10.20.0.0/16]")),
    Bad("LB275", "has no user name", operator("roles: [on_call]", "own_endpoints_only: §{tag: Owner}")),
    Bad(
        "LB275",
        "so the tag never fits",
        operator("roles: [on_call]", 'allow: [{types: [rep], tags: {Owner: §"${aws:username}"}}]', groups=""),
    ),
    Bad(
        "LB275",
        "is no user whose permissions",
        operator("roles: [on_call]", "sections: {view_own_permissions: §true}", groups=""),
    ),
    Bad(
        "LB276",
        "this spec makes the roles",
        operator(
            "sections: {create_roles: §nobody made them ahead}",
            roles="{vpc: own, cloudwatch_logs: own}",
            dms="permissions_boundary: none",
        ),
    ),
    Bad("LB277", "cannot open it", operator("sections: {own_keys: [§storage]}", security=SECURITY + WITHOUT_ROOT)),
    Bad("LB104", '"prod" is no endpoint of this spec', operator("endpoints: [§prod]")),
    Bad(
        "LB278",
        "says some, and this says all",
        with_lake("endpoints: [lake]", "own_endpoints_only: {tag: Owner}", "all_endpoints: §they load all lakes"),
    ),
    Bad(
        "LB278",
        "pass the roles of all endpoints anyway",
        operator("all_endpoints: §they load all lakes"),
    ),
    Bad(
        "LB278",
        "nothing that they may do is given a role",
        with_lake("allow: [{types: [task]}]", "endpoints: §[lake]"),
    ),
    Bad(
        "LB279",
        "security.permissions_boundary: keep does not say",
        operator("sections: {create_roles: §nobody made them}", security=KEPT),
    ),
    Bad(
        "LB279",
        "nobody says with which boundary",
        operator("sections: {create_roles: §nobody made them}", groups="", security=""),
        also=("LB270",),
    ),
    Bad(
        "LB280", 'DMS has no action "dms:DeleteEndpoints"', allow("{types: [endpoint], actions: §dms:DeleteEndpoints}")
    ),
    Bad("LB280", 'DMS has no action "s3:*"', deny("{types: [endpoint], actions: [dms:DeleteEndpoint, §s3:*]}")),
    Bad(
        "LB281",
        "is about replication tasks, and not about endpoints",
        allow("{types: [endpoint], actions: §dms:StartReplicationTask}"),
    ),
    Bad("LB281", "takes no resource", allow("{types: [rep], actions: §dms:DescribeReplicationInstances}")),
    Bad(
        "LB282",
        "AWS sends no dms:req-tag",
        allow("{types: [rep], actions: §dms:DeleteReplicationInstance, request_tags: {Env: Test}}"),
    ),
    Bad(
        "LB282",
        "on replication instances or endpoints",
        allow("{types: [rep, §task], request_tags: {Env: Test}}"),
    ),
    Bad("LB282", "no action that makes certificates", allow("{types: [§cert], request_tags: {Env: Test}}")),
    Bad("LB282", "has no tags yet", allow("{types: [rep], tags: §{Env: Test}, request_tags: {Env: Test}}")),
    Bad("LB282", "has no id yet", deny("{types: [rep], ids: §[ABC], request_tags: {Env: Test}}")),
    Bad("LB283", "which AWS keeps for itself", allow('{types: [rep], tags: {§"aws:x": Test}}')),
    Bad("LB283", "holds letters, digits, spaces", allow("{types: [rep], tags: {Env: [Prod, §Test*]}}")),
    Bad("LB283", "are one condition key", allow("{types: [rep], tags: {Env: Test, §env: Test}}")),
    Bad("LB283", "contains", operator('own_endpoints_only: {tag: §"a;b"}')),
    Bad("LB284", "everything with all replication instances", allow(f"{{{TEST}}}", "§{types: [rep, task]}")),
    Bad("LB284", "everything with all endpoints", operator(OWN, 'allow: [§{types: [endpoint], ids: ["?*"]}]')),
    Bad("LB284", "everything with all endpoints", operator(OWN, 'allow: [§{types: [endpoint], ids: [A, "**"]}]')),
    Bad(
        "LB284", "everything with all endpoints", operator(OWN, f'allow: [§{{types: [endpoint], ids: ["{"?" * 26}"]}}]')
    ),
    Bad(
        "LB284",
        'allows "dms:Mod*" with all endpoints',
        operator(OWN, 'allow: [§{types: [endpoint], actions: ["dms:DeleteEndpoint", "dms:Mod*"]}]'),
    ),
    Bad(
        "LB284",
        'allows "dms:*Task*" with all replication tasks',
        allow("{types: [task], ids: [ABC]}", '§{types: [task], actions: ["dms:*Task*", "dms:S*"]}'),
    ),
    Bad(
        "LB284",
        'people tag replication instances "Env" themselves',
        allow(f"{{{TEST}}}", "§{types: [rep], tags: {Env: Prod}, actions: dms:AddTagsToResource}"),
    ),
    Bad(
        "LB284",
        'people tag replication instances "Env" themselves',
        allow(f"{{{TEST}}}", "§{types: [rep], tags: {Env: [Test, Prod]}, actions: dms:AddTagsToResource}"),
    ),
    Bad(
        "LB284",
        'people tag replication instances "Env" themselves',
        allow(
            "{types: [rep], tags: {Env: edge-prod-b001}}",
            '§{types: [rep], actions: dms:AddTagsToResource, request_tags: {Env: "{stem}"}}',
        ),
    ),
    Bad(
        "LB284",
        'people tag replication instances "Env" themselves',
        allow(
            f"{{{TEST}}}",
            '§{types: [rep], actions: dms:AddTagsToResource, request_tags: {Env: "${aws:PrincipalTag/env}"}}',
        ),
    ),
    Bad(
        "LB284",
        "what own_endpoints_only keeps apart",
        operator("own_endpoints_only: {tag: Owner}", "allow: [§{types: [endpoint]}]"),
    ),
    Bad(
        "LB284",
        'people tag replication instances "Env" themselves',
        allow(f"{{{TEST}}}", "§{types: [rep], actions: dms:AddTagsToResource}"),
    ),
    Bad(
        "LB284",
        'people tag replication instances "Env" themselves',
        allow(f"{{{TEST}}}", "§{types: [rep], actions: dms:AddTagsToResource, request_tags: {Env: [Test, Dev]}}"),
    ),
    Bad("LB285", "deny takes away all", operator("allow: [§{types: [rep], ids: [A]}]", "deny: [{types: [rep]}]")),
    Bad(
        "LB285",
        "deny takes away all",
        operator("own_endpoints_only: §{tag: Owner}", "deny: [{types: [endpoint]}]"),
    ),
    Bad("LB285", "nothing is left but lists", operator(f"deny: §[{{{EVERY_TYPE}}}]")),
    Bad(
        "LB286",
        "the tags of these endpoints can be changed",
        deny("§{types: [endpoint], tags: {Env: Prod}, actions: dms:DeleteEndpoint}"),
    ),
    Bad("LB287", "this does not hide endpoints", deny('§{types: [endpoint], ids: [A], actions: ["dms:Describe*"]}')),
    Bad(
        "LB287",
        "this does not hide endpoints",
        deny(
            '§{types: [endpoint], tags: {Confidential: "true"}, actions: ["dms:Describe*", "dms:List*"]}',
            '{types: [endpoint], tags: {Confidential: "true"}, actions: [dms:AddTagsToResource, dms:RemoveTags*]}',
        ),
    ),
)

GOOD = (
    Good("LB104", operator("roles: [on_call]", groups="[dba, testers]")),
    Good("LB219", operator("source_ips: [203.0.113.0/24]")),
    Good("LB270", operator()),
    Good("LB271", operator("roles: [on_call]", groups="[dba, testers]")),
    Good("LB272", operator('name: "{stem}-dms-team"', security=SAME_NAME)),
    Good("LB273", operator('between: {from: "2026-12-01T00:00:00Z", to: "2027-01-01T00:00:00Z"}')),
    Good("LB273", operator('between: {to: "2027-01-01T00:00:00Z"}')),
    Good("LB274", operator('source_ips: [203.0.113.0/24, 198.51.100.7, "2001:db8::/32"]')),
    Good("LB274", operator('source_ips: [64.0.0.0/9, 64.128.0.0/10, "2400::/17"]')),
    Good("LB275", operator("own_endpoints_only: {tag: Owner}", "sections: {view_own_permissions: true}")),
    Good("LB276", operator("sections: {create_roles: nobody made them ahead}")),
    Good("LB277", operator("sections: {own_keys: [storage]}", security=SECURITY + WITH_ROOT)),
    Good("LB278", with_lake("endpoints: [lake]")),
    Good("LB278", with_lake("endpoints: [lake]", "own_endpoints_only: {tag: Owner}")),
    Good("LB278", with_lake("all_endpoints: they load all lakes", "allow: [{types: [endpoint], tags: {Env: Test}}]")),
    Good("LB278", with_lake("endpoints: []", "allow: [{types: [task]}]")),
    Good("LB279", operator("sections: {create_roles: nobody made them}")),
    Good(
        "LB279", operator("sections: {create_roles: nobody made them}", security=KEPT, dms="permissions_boundary: none")
    ),
    Good("LB280", allow("{types: [endpoint], actions: [dms:DeleteEndpoint, dms:describe*]}")),
    Good("LB281", allow("{types: [endpoint, rep], actions: [dms:TestConnection, dms:CreateReplicationTask]}")),
    Good("LB282", allow("{types: [rep, endpoint, es, subgrp, data-provider], request_tags: {Env: [Test, Dev]}}")),
    Good(
        "LB282",
        allow(
            "{types: [endpoint, rep], tags: {Env: Test}, actions: dms:CreateReplicationTask, request_tags: {Env: Test}}"
        ),
    ),
    Good("LB283", allow('{types: [rep], tags: {"Cost Center": ["4711", "{stem}", "${aws:PrincipalTag/team}"]}}')),
    Good("LB284", allow(f"{{{TEST}}}", "{types: [rep], actions: dms:RebootReplicationInstance}")),
    Good("LB284", allow(f"{{{TEST}}}", "{types: [rep], ids: [ABC]}")),
    Good(
        "LB284",
        allow(f"{{{TEST}}}", "{types: [rep], actions: dms:AddTagsToResource, request_tags: {Env: Dev}}"),
    ),
    Good(
        "LB284",
        operator("own_endpoints_only: {tag: Owner}", "allow: [{types: [endpoint], actions: dms:TestConnection}]"),
    ),
    Good(
        "LB284",
        allow(
            "{types: [rep], tags: {Env: [Test, Dev]}}",
            "{types: [rep], tags: {Env: Test}, actions: [dms:AddTagsToResource, dms:RebootReplicationInstance]}",
        ),
    ),
    Good("LB284", operator(OWN, 'allow: [{types: [endpoint, task], actions: ["dms:Describe*", "dms:S*"]}]')),
    Good("LB285", operator("allow: [{types: [rep]}]", "deny: [{types: [rep], ids: [A]}]")),
    Good("LB285", operator("deny: [{types: [rep, task, endpoint]}]")),
    Good("LB286", deny("{types: [endpoint], tags: {Env: Prod}}")),
    Good(
        "LB286",
        deny(
            "{types: [endpoint], tags: {Env: Prod}, actions: dms:DeleteEndpoint}",
            "{types: [endpoint], tags: {Env: Prod}, actions: [dms:AddTagsToResource, dms:RemoveTagsFromResource]}",
        ),
    ),
    Good("LB287", deny("{types: [endpoint], ids: [A], actions: [dms:DescribeSchemas, dms:DeleteEndpoint]}")),
    Good("LB287", deny("{types: [endpoint], ids: [A]}")),
)
