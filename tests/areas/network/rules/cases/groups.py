"""Rules on groups: names, texts, owners, renaming."""

from tests.areas.cases import Bad, Good
from tests.areas.network.specs import DB, OTHER_VPC, VPC, network

RULE = "egress: [{to: 10.0.0.0/8, port: 443}]"


def group(*lines: str) -> str:
    """A new group with a rule and these lines."""
    body = "".join(f"    {line}\n" for line in (f"vpc: {VPC}", RULE, *lines))
    return network(f"security_groups:\n  db:\n{body}")


def existing(*lines: str) -> str:
    """A group that exists with these lines."""
    return network(f"security_groups:\n  db:\n    id: {DB}\n" + "".join(f"    {line}\n" for line in lines))


def described(text: str) -> str:
    """A rule with a description."""
    return existing(f"ingress: [{{from: 10.0.0.0/8, port: 1521, description: {text}}}]")


def two(first: str, second: str) -> str:
    """Two groups."""
    return network(f"security_groups:\n  one: {{{first}}}\n  two: {{{second}}}")


TAGS = ", ".join(f"t{number}: x" for number in range(50))
OF_VPC = f"vpc: {VPC}, {RULE}"

BAD = (
    Bad("LB524", '"sg-database" begins with sg-', group("name: §sg-database")),
    Bad("LB524", "contains '\\xe4'", group("name: §däta")),
    Bad("LB524", "contains '<', '>'", group('name: §"<db>"')),
    Bad("LB524", "is 256 characters long", group(f"name: §{'x' * 256}")),
    Bad("LB524", "begins or ends with a blank", group('name: §" db"')),
    Bad("LB524", "is the name of the group that every VPC comes with", group("name: §Default")),
    Bad("LB525", 'contains "\'"', group("description: §the DB's")),
    Bad("LB525", "is 256 characters long", group(f"description: §{'x' * 256}")),
    Bad("LB525", "contains '\"'", described("§'\"; rm -rf'")),
    Bad("LB525", "contains '\\n'", described('§"two\\nlines"')),
    Bad("LB525", "contains '`'", described("§'a`b'")),
    Bad(
        "LB525",
        "contains '>'",
        network(
            f"security_groups:\n  db: {{id: {DB}}}\nflows: [{{from: 10.0.0.0/8, to: db, port: 1, description: §a > b}}]"
        ),
    ),
    Bad(
        "LB526",
        '"db" is the name of aws_security_group.one already',
        two(f"{OF_VPC}, name: DB", f"{OF_VPC}, name: §db"),
    ),
    Bad(
        "LB527",
        f'"{DB}" has the key "one" already',
        two(f"id: {DB}, ingress: [{{from: 10.0.0.0/8, port: 1}}]", f"id: §{DB}"),
    ),
    Bad(
        "LB528",
        "2 rules are added to",
        existing("§inline_rules: true", "ingress: [{from: [10.0.0.0/24, 10.1.0.0/24], port: 1521}]"),
    ),
    Bad("LB530", '"db" has no rule', network(f"security_groups:\n  §db: {{vpc: {VPC}}}")),
    Bad("LB533", "is the key that the group has", group("renamed_from: §db")),
    Bad(
        "LB533",
        "still exists",
        two(OF_VPC, f"{OF_VPC}, renamed_from: §one, name: '{{stem}}-two', description: x").replace(
            "one: {", "one: {name: '{stem}-one', description: x, "
        ),
        also=(),
    ),
    Bad(
        "LB533",
        '"one" was renamed from "old" as well',
        two(f"id: {DB}, renamed_from: old", "id: sg-1a2b3c4d, renamed_from: §old"),
    ),
    Bad("LB534", "the group's name and description in AWS would change", group("renamed_from: §old")),
    Bad("LB534", "the group's description in AWS would change", group('name: "{stem}-sg-old"', "renamed_from: §old")),
    Bad("LB535", "begins with aws:", group('tags: {§"aws:x": y}')),
    Bad("LB535", "contains '<'", group('tags: {§x: "<y>"}')),
    Bad("LB535", "the tags are 51", group(f"§tags: {{{TAGS}}}").replace("network:", "tags: {Cost: x}\nnetwork:")),
)

GOOD = (
    Good("LB524", group('name: "{stem} orders_DB:/(1)#,@[]+=&;{}!$*"')),
    Good("LB525", group("description: Orders DB, of (team) A&B; see wiki:/x#y")),
    Good("LB525", described("'a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*'")),
    Good("LB526", two(f"{OF_VPC}, name: db", f"vpc: {OTHER_VPC}, {RULE}, name: db")),
    Good("LB527", two(f"id: {DB}", "id: sg-1a2b3c4d")),
    Good("LB527", two(f"id: {DB}", f'id: {DB}, account_id: "210987654321"')),
    Good("LB528", existing("inline_rules: true")),
    Good("LB530", group()),
    Good("LB530", existing()),
    Good("LB533", group("renamed_from: old", "name: orders", "description: x")),
    Good("LB534", group('name: "{stem}-sg-old"', 'description: "old of edge-prod-b001"', "renamed_from: old")),
    Good("LB534", existing("renamed_from: old")),
    Good("LB535", group("tags: {Team: data & more}".replace(" & more", ""))),
)
