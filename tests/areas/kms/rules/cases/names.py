"""Aliases and renames."""

from tests.areas.cases import Bad, Good
from tests.areas.kms.specs import key, kms

MANY = ", ".join(f"a{number}" for number in range(51))
ELSEWHERE = '"arn:aws:kms:eu-west-1:210987654321:key/1234abcd"'

BAD = (
    Bad("LB450", "begins with alias/", key("aliases: [§alias/data]")),
    Bad("LB450", "begins with aws/", key("aliases: [§aws/data]")),
    Bad("LB450", "is no alias", key('aliases: [x, §"a b"]')),
    Bad("LB450", "an alias has at most 256", key(f"aliases: [§{'x' * 251}]")),
    Bad("LB451", "has 51 aliases", key(f"§aliases: [{MANY}]")),
    Bad("LB452", "kms.keys.data has the alias", key("aliases: [x, §x]")),
    Bad(
        "LB452",
        'kms.keys.one has the alias "edge-prod-b001-two" already',
        kms('keys:\n  one: {aliases: ["{stem}-two"]}\n  §two: {}'),
    ),
    Bad("LB464", "is the key that it has", key("aliases: []", "renamed_from: §data")),
    Bad("LB464", "kms.keys.b still exists", kms("keys:\n  a: {aliases: [], renamed_from: §b}\n  b: {}")),
    Bad(
        "LB464",
        "kms.keys.a was renamed from",
        kms("keys:\n  a: {aliases: [], renamed_from: c}\n  b: {aliases: [], renamed_from: §c}"),
    ),
    Bad(
        "LB464",
        "is the key that it has",
        kms(f"grants: {{a: {{key: {ELSEWHERE}, service_linked_role: mgn.amazonaws.com, renamed_from: §a}}}}"),
    ),
    Bad("LB465", 'from "edge-prod-b001-old" to "edge-prod-b001-data"', key("renamed_from: §old")),
)

GOOD = (
    Good("LB450", key('aliases: ["{stem}/Data_1"]')),
    Good("LB451", key("aliases: [a, b]")),
    Good("LB452", kms("keys: {one: {aliases: [a]}, two: {aliases: [b]}}")),
    Good("LB464", key("aliases: []", "renamed_from: old")),
    Good("LB465", key("aliases: ['{stem}-old']", "renamed_from: old")),
)
