"""What stands in key policies and on keys."""

from tests.areas.cases import Bad, Good
from tests.areas.kms.specs import key

TAGS = ", ".join(f"tag{number}: x" for number in range(50))
OWN = "actions: kms:Decrypt, principals: {AWS: '{role:etl}'}"

BAD = (
    Bad(
        "LB444",
        '"Mine" stands twice',
        key(
            "statements:", f"  - {{sid: Mine, {OWN}}}", f"  - {{sid: §Mine, {OWN}, reason: agreed upon, effect: Deny}}"
        ),
    ),
    Bad(
        "LB444",
        '"UseOfTheKey" is one that Landbridge gives',
        key('users: ["{role:admin}"]', f"statements: [{{sid: §UseOfTheKey, {OWN}}}]"),
    ),
    Bad(
        "LB445",
        "a policy document holds",
        key('users: [{principal: "{role:etl}", encryption_context: {team: "\u0142"}}]').replace("[{", "[§{"),
    ),
    Bad("LB446", '"secretmanager" is no service', key('users: [{principal: "{role:etl}", via: [s3, §secretmanager]}]')),
    Bad("LB446", '"kinesiss" is no service', key("service_use: [§kinesiss]")),
    Bad(
        "LB446",
        '"dynamodbb" is no service',
        key('other_accounts: [{accounts: ["210987654321"], via: [§dynamodbb], reason: agreed upon}]'),
    ),
    *(
        Bad("LB447", "every log group of the account", key("purpose: cloudwatch_logs", f'log_groups: [§"{group}"]'))
        for group in ("*", "/*", "*.", "#*", "**")
    ),
    Bad("LB462", "7 days after a deletion", key("deletion_window_days: §7")),
    Bad("LB463", 'the tag "aws:x" begins with aws:', key("tags: {§aws:x: y}")),
    Bad("LB463", "has a value that", key('tags: {team: §"a;b"}')),
    Bad(
        "LB463",
        "the tags are 51",
        key("§tags: {team: data}").replace("environment:", f"tags: {{{TAGS}}}\nenvironment:", 1),
    ),
)

GOOD = (
    Good("LB444", key("statements:", f"  - {{sid: Mine, {OWN}}}", f"  - {{sid: Yours, {OWN}}}")),
    Good("LB445", key('users: [{principal: "{role:etl}", encryption_context: {team: "\u00e9"}}]')),
    Good("LB446", key("service_use: [secretsmanager, ec2, cleanroomsml]")),
    Good("LB447", key("purpose: cloudwatch_logs", 'log_groups: ["/aws/*"]')),
    Good("LB462", key("deletion_window_days: 14")),
    Good("LB463", key("tags: {Team: data, team: data}")),
)
